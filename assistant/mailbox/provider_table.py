"""Where people have their mail: servers, folders, and what to click for a password that a program may use.

From the providers' own help pages, as of November 2026. What is not here is asked of the user.
"""

from dataclasses import dataclass
from typing import Literal

from assistant.mailbox.account import Security

SignIn = Literal["app password", "password", "microsoft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider.

    Attributes:
        name: as people call it.
        domains: of the addresses it gives out.
        host: IMAP server.
        port: of the server.
        security: how the line is encrypted.
        drafts: its Drafts folder where the server does not mark it; None: it does, or the name is a usual one.
        sent: as drafts.
        sign_in: "app password": one made for this program; "password": the account's own; "microsoft": no password will
            do, the user signs in at Microsoft (kind = "outlook").
        nicknames: what people call it who have a domain of their own there.
        steps: what to click, one sentence each.
        link: where to click it.
        name_only: the login is what stands before the @.
        own_certificate: it signs its own certificate, which the user exports as a file.
        quirks: what a user should know beforehand.
    """

    name: str
    domains: tuple[str, ...]
    host: str
    port: int = 993
    security: Security = "tls"
    drafts: str | None = None
    sent: str | None = None
    sign_in: SignIn
    steps: tuple[str, ...]
    link: str
    nicknames: tuple[str, ...] = ()
    name_only: bool = False
    own_certificate: bool = False
    quirks: tuple[str, ...] = ()


_SWITCH_ON = "In the web mail switch IMAP on: Settings, “POP3/IMAP”, “Allow access via POP3 and IMAP”."
_SECOND_FACTOR = "With two-factor sign-in make an app password on that page; otherwise use your usual password."

_GOOGLE_STEPS = (
    "Turn on 2-Step Verification: https://myaccount.google.com/signinoptions/twosv",
    "Open the page below, type “inbox assistant” as its name and click Create.",
    "Copy the 16 letters; Google shows them once.",
)
_MICROSOFT_STEPS = (
    "Open the page below, “New registration”, and type “inbox assistant” as its name.",
    "Supported account types: {types}. Redirect URI: “Public client/native” with http://localhost in it.",
    "Click Register, then Authentication: “Allow public client flows”, Yes, Save.",
    "Copy the “Application (client) ID” of its overview page.",
)
_REGISTRATIONS = "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"

PROVIDERS: tuple[Provider, ...] = (
    Provider(
        name="Gmail",
        domains=("gmail.com", "googlemail.com"),
        host="imap.gmail.com",
        sign_in="app password",
        steps=_GOOGLE_STEPS,
        link="https://myaccount.google.com/apppasswords",
        quirks=("A password you change at Google ends all app passwords.",),
    ),
    Provider(
        name="Google Workspace",
        domains=(),
        host="imap.gmail.com",
        sign_in="app password",
        steps=_GOOGLE_STEPS,
        link="https://myaccount.google.com/apppasswords",
        nicknames=("google", "gmail", "google workspace", "g suite"),
        quirks=("Your administrator may have switched app passwords off; then see “Gmail” in the README.",),
    ),
    Provider(
        name="Outlook.com",
        domains=("outlook.com", "outlook.de", "outlook.fr", "outlook.es", "hotmail.com", "hotmail.co.uk", "hotmail.de",
                 "hotmail.fr", "hotmail.it", "live.com", "live.co.uk", "live.de", "live.fr", "live.nl", "msn.com"),
        host="outlook.office365.com",
        sign_in="microsoft",
        steps=tuple(step.format(types="“Personal Microsoft accounts” or both kinds") for step in _MICROSOFT_STEPS),
        link=_REGISTRATIONS,
        quirks=(
            "The page wants a directory; Microsoft makes one with a free Azure account.",
            "In Outlook on the web IMAP must be on: Settings, Mail, “Forwarding and IMAP”.",
        ),
    ),
    Provider(
        name="Microsoft 365",
        domains=(),
        host="outlook.office365.com",
        sign_in="microsoft",
        steps=tuple(step.format(types="“Accounts in any organizational directory”") for step in _MICROSOFT_STEPS),
        link=_REGISTRATIONS,
        nicknames=("microsoft", "microsoft 365", "office 365", "outlook", "exchange"),
        quirks=("Your administrator may have to allow the registration, and IMAP for your mailbox.",),
    ),
    Provider(
        name="Yahoo",
        domains=("yahoo.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "yahoo.es", "yahoo.it", "yahoo.ca", "yahoo.in",
                 "yahoo.co.in", "yahoo.com.br", "yahoo.com.au", "ymail.com", "rocketmail.com"),
        host="imap.mail.yahoo.com",
        drafts="Draft",
        sign_in="app password",
        steps=(
            "Open the page below and choose “App passwords” (“Generate app password”).",
            "Type “inbox assistant” as its name and click Generate.",
            "Copy the letters.",
        ),
        link="https://login.yahoo.com/account/security",
    ),
    Provider(
        name="AOL",
        domains=("aol.com", "aol.de", "aol.co.uk", "aim.com"),
        host="imap.aol.com",
        drafts="Draft",
        sign_in="app password",
        steps=(
            "Open the page below and choose “App passwords” (“Generate app password”).",
            "Type “inbox assistant” as its name and click Generate.",
            "Copy the letters.",
        ),
        link="https://login.aol.com/account/security",
    ),
    Provider(
        name="iCloud",
        domains=("icloud.com", "me.com", "mac.com"),
        host="imap.mail.me.com",
        sign_in="app password",
        steps=(
            "Open the page below, “Sign-In and Security”, “App-Specific Passwords”.",
            "Click the plus sign, type “inbox assistant” and copy the 16 letters.",
        ),
        link="https://account.apple.com/account/manage",
        name_only=True,
        quirks=("With “Sign in with a custom domain” the login is your @icloud.com name: give it as --user.",),
    ),
    Provider(
        name="Fastmail",
        domains=("fastmail.com", "fastmail.fm", "fastmail.net", "sent.com", "fastmail.de"),
        host="imap.fastmail.com",
        sign_in="app password",
        steps=(
            "Open the page below and click “New app password”.",
            "Choose Mail (IMAP) as its access, generate it and copy it.",
        ),
        link="https://app.fastmail.com/settings/security/apps",
    ),
    Provider(
        name="GMX",
        domains=("gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.li", "gmx.org", "gmx.info"),
        host="imap.gmx.net",
        sign_in="password",
        steps=(_SWITCH_ON, _SECOND_FACTOR),
        link="https://www.gmx.net",
    ),
    Provider(
        name="GMX international",
        domains=("gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr", "mail.com", "email.com"),
        host="imap.gmx.com",
        sign_in="password",
        steps=(_SWITCH_ON, _SECOND_FACTOR),
        link="https://www.gmx.com",
    ),
    Provider(
        name="WEB.DE",
        domains=("web.de", "email.de"),
        host="imap.web.de",
        sign_in="password",
        steps=(_SWITCH_ON, _SECOND_FACTOR),
        link="https://web.de",
    ),
    Provider(
        name="T-Online",
        domains=("t-online.de", "magenta.de"),
        host="secureimap.t-online.de",
        sign_in="app password",
        steps=("Open the page below, “Passwörter”, and set a “Passwort für E-Mail-Programme”.",),
        link="https://account.idm.telekom.com",
    ),
    Provider(
        name="mailbox.org",
        domains=("mailbox.org",),
        host="imap.mailbox.org",
        sign_in="password",
        steps=("Use your usual password, or an app password made on the page below.",),
        link="https://login.mailbox.org",
    ),
    Provider(
        name="Posteo",
        domains=("posteo.de", "posteo.net", "posteo.org", "posteo.eu", "posteo.at", "posteo.ch", "posteo.us"),
        host="posteo.de",
        sign_in="password",
        steps=("Use your usual password.",),
        link="https://posteo.de/en/help",
    ),
    Provider(
        name="Zoho",
        domains=("zoho.com", "zohomail.com"),
        host="imap.zoho.com",
        sign_in="app password",
        steps=(
            "In Zoho Mail switch IMAP on: Settings, Mail Accounts, IMAP.",
            "Open the page below, “Application-Specific Passwords”, and generate one.",
        ),
        link="https://accounts.zoho.com/home#security/app_password",
        quirks=("Free plans may have no IMAP.",),
    ),
    Provider(
        name="Yandex",
        domains=("yandex.com", "yandex.ru", "ya.ru"),
        host="imap.yandex.com",
        sign_in="app password",
        steps=(
            "In Yandex Mail switch IMAP on: Settings, “Email clients”.",
            "Open the page below and create a password for Mail.",
        ),
        link="https://id.yandex.com/security/app-passwords",
    ),
    Provider(
        name="Proton",
        domains=("proton.me", "protonmail.com", "protonmail.ch", "pm.me"),
        host="127.0.0.1",
        port=1143,
        security="starttls",
        sign_in="app password",
        steps=(
            "Install and start Proton Mail Bridge on this machine and sign in there.",
            "Bridge, Settings, Advanced settings, “Export TLS certificates”.",
            "Copy the password that Bridge shows for your mailbox (“Mailbox details”).",
        ),
        link="https://proton.me/mail/bridge",
        own_certificate=True,
        quirks=("Bridge must be running whenever the assistant polls.",),
    ),
)  # fmt: skip

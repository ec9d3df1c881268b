"""One account, in the order in which things are needed; what cannot be tried after a failure is left out."""

import socket
from collections.abc import Iterator

from assistant.config import Config, ImapSettings
from assistant.errors import (
    AssistantError,
    CertificateRefused,
    ConfigError,
    LoginRefused,
    MailboxUnreachable,
)
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.survey import Survey, survey
from assistant.poller.opening import mailbox_account
from assistant.upkeep.doctor.finding import Finding, tried

_USEFUL = {
    "UIDPLUS": "drafts that are no longer wanted cannot be taken back, you delete them yourself",
    "SPECIAL-USE": "Drafts and Sent are known by their names",
    "LIST-STATUS": "each folder costs a turn",
    "CONDSTORE": "tags you change are looked for at every poll",
}
"""Extensions that are used, and what follows where one is missing (RFC 4315, 6154, 5819, 7162)."""

_CHECK_OF = {
    CertificateRefused: "TLS",
    LoginRefused: "sign-in",
    MailboxUnreachable: "connection",
    ConfigError: "connection",
}


def of_account(config: Config, name: str) -> Iterator[Finding]:
    """Look at one account; it ends at the first thing that keeps the rest from working."""
    settings = config.accounts[name]
    try:
        account = mailbox_account(config, name)
    except ConfigError as error:
        yield Finding(check="settings", account=name, ok=False, words=str(error))
        return
    if isinstance(account, ImapAccount):
        for finding in (_password(name, account), _address(name, account)):
            yield finding
            if not finding.ok:
                return
    try:
        seen = survey(account)
    except AssistantError as error:
        check = next(check for kind, check in _CHECK_OF.items() if isinstance(error, kind))
        yield Finding(check=check, account=name, ok=False, words=str(error))
        return
    if isinstance(settings, ImapSettings):
        yield from _server(name, settings, seen)
    yield from _folders(name, seen)
    if settings.tags:
        yield _tags(name, seen)


def _password(name: str, account: ImapAccount) -> Finding:
    return tried("password", name, "found, and kept safely", account.secret)


def _address(name: str, account: ImapAccount) -> Finding:
    try:
        found = socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "not a name"
        words = f"{account.host} is not known ({why}); check `host`, or whether this machine is online"
        return Finding(check="DNS", account=name, ok=False, words=words)
    addresses = dict.fromkeys(str(place[0]) for *_, place in found)
    return Finding(check="DNS", account=name, words=f"{account.host} is {', '.join(addresses)}")


def _server(name: str, settings: ImapSettings, seen: Survey) -> Iterator[Finding]:
    line = {"tls": "encrypted from the start", "starttls": "encrypted by STARTTLS", "plain": "plain, on this machine"}
    certificate = "" if settings.security == "plain" else ", its certificate is good"
    yield Finding(check="TLS", account=name, words=f"{line[settings.security]}{certificate}")
    yield Finding(check="sign-in", account=name, words=f"as {settings.user}")
    lacking = [f"no {extension}: {so}" for extension, so in _USEFUL.items() if extension not in seen.capabilities]
    yield Finding(check="capabilities", account=name, words="; ".join(lacking) or "all that are useful")


def _folders(name: str, seen: Survey) -> Iterator[Finding]:
    for missing in seen.missing:
        there = ", ".join(seen.folders)
        words = f"there is no folder {missing!r}; correct the settings. There are: {there}"
        yield Finding(check="folders", account=name, ok=False, words=words)
    for role in ("drafts", "sent"):
        found = getattr(seen.roles, role)
        if found is None:
            words = f"none found; create one in your mail program, or name it as `{role}`: {', '.join(seen.folders)}"
            yield Finding(check=role, account=name, ok=False, words=words)
        elif found not in seen.missing:
            yield Finding(check=role, account=name, words=found)


def _tags(name: str, seen: Survey) -> Finding:
    words = "kept" if seen.keeps_tags else "not kept by this mailbox; everything else works without them"
    return Finding(check="tags", account=name, words=words)

"""One account, in the order in which things are needed; what cannot be tried after a failure is left out."""

import socket
from collections.abc import Iterator
from datetime import datetime

from assistant.config import Config, MboxSettings, ReadOnlySettings
from assistant.errors import (
    AssistantError,
    CertificateRefused,
    ConfigError,
    LoginRefused,
    MailboxUnreachable,
)
from assistant.mailbox.account import Account, ImapAccount
from assistant.mailbox.survey import Survey, survey
from assistant.poller.accounts import mailbox_account, sign_in_of
from assistant.upkeep.doctor.finding import Finding, tried
from assistant.upkeep.doctor.sign_in import of_sign_in

_USEFUL = {
    "UIDPLUS": "drafts that are no longer wanted, and old digests, cannot be taken back, you delete them yourself",
    "SPECIAL-USE": "Drafts and Sent are known by their names",
    "LIST-STATUS": "each folder costs a turn",
    "CONDSTORE": "tags you change are looked for at every poll",
}
"""Extensions that are used, and what follows where one is missing (RFC 4315, 6154, 5819, 7162)."""

_FULL = 0.95
"""From this share of the space on there is no room for a draft with attachments."""

_CHECK_OF = {
    CertificateRefused: "TLS",
    LoginRefused: "sign-in",
    MailboxUnreachable: "connection",
    ConfigError: "connection",
}


def of_account(config: Config, name: str, now: datetime) -> Iterator[Finding]:
    """Look at one account; it ends at the first thing that keeps the rest from working."""
    try:
        account = mailbox_account(config, name)
    except ConfigError as error:
        yield Finding(check="settings", account=name, ok=False, words=str(error))
        return
    for finding in _beforehand(name, account):
        yield finding
        if not finding.ok:
            return
    try:
        seen = survey(account)
        grant = sign_in_of(config, name)
    except AssistantError as error:
        check = next(check for kind, check in _CHECK_OF.items() if isinstance(error, kind))
        yield Finding(check=check, account=name, ok=False, words=str(error))
        return
    if isinstance(account, ImapAccount):
        yield from _server(name, account, seen)
    if grant is not None:
        yield from of_sign_in(config, name, grant, now)
    yield from _folders(config, name, seen)
    if config.accounts[name].tags:
        yield _tags(name, seen)


def _beforehand(name: str, account: Account) -> Iterator[Finding]:
    """Look at what a connection needs."""
    if isinstance(account, ImapAccount):
        yield _secret(name, account)
        yield _address(name, account)


def _secret(name: str, account: ImapAccount) -> Finding:
    check = "password" if account.proof == "password" else "sign-in"
    return tried(check, name, "found, and kept safely", account.secret)


def _address(name: str, account: ImapAccount) -> Finding:
    try:
        found = socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "not a name"
        words = f"{account.host} is not known ({why}); check `host`, or whether this machine is online"
        return Finding(check="DNS", account=name, ok=False, words=words)
    addresses = dict.fromkeys(str(place[0]) for *_, place in found)
    return Finding(check="DNS", account=name, words=f"{account.host} is {', '.join(addresses)}")


def _server(name: str, account: ImapAccount, seen: Survey) -> Iterator[Finding]:
    line = {"tls": "encrypted from the start", "starttls": "encrypted by STARTTLS", "plain": "plain, on this machine"}
    certificate = "" if account.security == "plain" else ", its certificate is good"
    yield Finding(check="TLS", account=name, words=f"{line[account.security]}{certificate}")
    if account.proof == "password":
        yield Finding(check="sign-in", account=name, words=f"as {account.user}")
    lacking = [f"no {extension}: {so}" for extension, so in _USEFUL.items() if extension not in seen.capabilities]
    yield Finding(check="capabilities", account=name, words="; ".join(lacking) or "all that are useful")
    if seen.space is not None:
        yield _space(name, *seen.space)


def _space(name: str, used: int, limit: int) -> Finding:
    words = f"{used / 2**10:,.0f} of {limit / 2**10:,.0f} MB are used"
    full = used >= limit * _FULL
    return Finding(check="space", account=name, ok=not full, words=words + ("; make room for drafts" if full else ""))


def _folders(config: Config, name: str, seen: Survey) -> Iterator[Finding]:
    for missing in seen.missing:
        there = ", ".join(seen.folders)
        words = f"there is no folder {missing!r}; correct the settings. There are: {there}"
        yield Finding(check="folders", account=name, ok=False, words=words)
    for role in ("drafts", "sent"):
        found = getattr(seen.roles, role)
        if found is None:
            words = f"none found; create one in your mail program, or name it as `{role}`: {', '.join(seen.folders)}"
            if role == "drafts" and isinstance(config.accounts[name], MboxSettings):
                words = 'an mbox takes no drafts; name a folder for them as `drafts`, such as "~/Mail/Drafts"'
            unseen = role == "sent" and isinstance(config.accounts[name], ReadOnlySettings)
            if unseen:
                words = "none found, so what you answer is not seen; name it as `sent` if there is one"
            yield Finding(check=role, account=name, ok=unseen, words=words)
        elif found not in seen.missing:
            yield Finding(check=role, account=name, words=found)


def _tags(name: str, seen: Survey) -> Finding:
    words = "kept" if seen.keeps_tags else "not kept by this mailbox; everything else works without them"
    return Finding(check="tags", account=name, words=words)

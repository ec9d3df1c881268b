"""What a mailbox is like, found out without changing anything in it: for `assistant doctor` and `assistant init`."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace

from assistant.mailbox.account import Account, GmailAccount, ImapAccount, LocalAccount
from assistant.mailbox.folders import Roles
from assistant.mailbox.tags import KEYWORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A mailbox as seen once.

    Attributes:
        folders: every folder that can hold mail.
        roles: which of them plays which part; None where there is none.
        missing: folders the settings name that are not there.
        keeps_tags: whether messages in the first watched folder can carry our keywords.
        space: how much space is used, and how much there is, in KiB; None where the mailbox does not tell.
        capabilities: extensions the server offers, in upper case; none for files.
    """

    folders: Sequence[str]
    roles: Roles
    missing: Sequence[str]
    keeps_tags: bool
    space: tuple[int, int] | None = None
    capabilities: frozenset[str] = frozenset()


def survey(account: Account) -> Survey:
    """Look at a mailbox.

    Over IMAP the folder is opened with SELECT, since only then a server tells which keywords it keeps; that makes its
    new messages no longer "recent" (RFC 3501 §2.3.2), as every mail program does.

    Raises:
        ConfigError, LoginRefused, MailboxUnreachable: as Mailbox.news.
    """
    if isinstance(account, GmailAccount):
        return _of_gmail(account)
    return _of_imap(account) if isinstance(account, ImapAccount) else _of_files(account)


def _of_gmail(account: GmailAccount) -> Survey:
    """Its Drafts, Sent and Trash cannot be missing; folders are labels."""
    from assistant.mailbox.gmail.session import Session  # Google's client costs a fifth of a second

    with closing(Session(account)) as session:
        labels = sorted(session.labels().values())
        return Survey(
            folders=labels,
            roles=Roles(drafts="DRAFT", sent="SENT", trash="TRASH"),
            missing=[name for name in account.folders if name not in labels],
            keeps_tags=session.may_tag(),
        )


def _of_imap(account: ImapAccount) -> Survey:
    from assistant.mailbox.imap.answers import quoted  # IMAP costs 30 ms, and a Maildir needs none of it
    from assistant.mailbox.imap.gate import tagging
    from assistant.mailbox.imap.session import Session
    from assistant.mailbox.imap.space import space

    with closing(Session(account)) as session:
        folders, watched = session.folders(), account.folders[0]
        there = {_spelled(name) for name in folders}
        missing = [name for name in _named(account) if _spelled(name) not in there]
        kept: frozenset[str] = frozenset()
        if watched not in missing:
            with session.permitting(tagging(quoted(watched).encode(), b"0")):
                kept = session.select(watched)[1]
        return Survey(
            folders=folders,
            roles=session.roles(),
            missing=missing,
            keeps_tags="\\*" in kept or {keyword.lower() for keyword in KEYWORDS.values()} <= kept,
            space=space(session),
            capabilities=session.capabilities(),
        )


def _of_files(account: LocalAccount) -> Survey:
    """A Drafts folder that the next poll makes is taken to be there."""
    from assistant.mailbox.local import lacks_drafts_folder, layout_of

    layout = layout_of(account)
    with layout.reaching():
        roles, made = layout.roles(), {account.drafts} if lacks_drafts_folder(account) else set()
        missing = [name for name in _named(account) if not layout.has(name) and name not in made]
        watched = account.folders[0]
        return Survey(
            folders=layout.folders(),
            roles=replace(roles, drafts=account.drafts) if made else roles,
            missing=missing,
            keeps_tags=watched not in missing and all(map(layout.folder(watched).keeps, KEYWORDS.values())),
        )


def _named(account: ImapAccount | LocalAccount) -> list[str]:
    """Return the folders the settings name."""
    roles = asdict(Roles(drafts=account.drafts, sent=account.sent, trash=account.trash))
    junk = [account.junk] if isinstance(account.junk, str) else []
    return [*account.folders, *(name for name in roles.values() if name), *junk]


def _spelled(name: str) -> str:
    """INBOX is written in any case (RFC 9051 §5.1)."""
    return "INBOX" if name.upper() == "INBOX" else name

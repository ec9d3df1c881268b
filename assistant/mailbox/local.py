"""Mail in files on this machine, of whatever kind: which folders it has, and where drafts go."""

from contextlib import suppress
from pathlib import Path

from assistant.errors import AssistantError
from assistant.mailbox import Mailbox
from assistant.mailbox.account import EmlAccount, LocalAccount, MboxAccount
from assistant.mailbox.eml import EmlLayout
from assistant.mailbox.file_bell import FileBell
from assistant.mailbox.maildir import MaildirMailbox
from assistant.mailbox.maildir.layout import Layout, translating
from assistant.mailbox.mbox import MboxMailbox
from assistant.mailbox.mbox.layout import MboxLayout


def layout_of(account: LocalAccount) -> Layout | MboxLayout:
    """Return the account's folders; nothing is looked at yet."""
    if isinstance(account, MboxAccount):
        return MboxLayout(account)
    return EmlLayout(account) if isinstance(account, EmlAccount) else Layout(account)


def open_files(account: LocalAccount) -> Mailbox:
    """Return the account's mailbox; nothing is looked at before its first call."""
    layout = layout_of(account)
    return MboxMailbox(layout) if isinstance(layout, MboxLayout) else MaildirMailbox(layout)


def bell_of(account: LocalAccount) -> FileBell:
    """Return what rings when the watched folders change; one that is missing is for the poll to say."""
    layout = layout_of(account)

    def paths() -> list[Path]:
        with suppress(AssistantError), layout.reaching():
            return [path for name in account.folders for path in layout.paths(name)]
        return []

    return FileBell(paths)


def lacks_drafts_folder(account: LocalAccount) -> bool:
    """Whether make_drafts_folder has something to do: the settings name a path, and only the last folder is missing.

    Where more is missing a disk is not there, or the name is wrong.
    """
    drafts = Path(account.drafts or "")
    may_be_made = account.makes_drafts_as is not None and drafts.is_absolute()
    return may_be_made and drafts.parent.is_dir() and not drafts.exists()


def make_drafts_folder(account: LocalAccount) -> None:
    """Make the folder the settings name for drafts. A Mailbox makes none: it could not know that it is wanted."""
    if not lacks_drafts_folder(account):
        return
    drafts = Path(account.drafts or "")
    with translating(drafts):
        drafts.mkdir(mode=0o700)
        for part in ("tmp", "new", "cur") if account.makes_drafts_as == "maildir" else ():
            (drafts / part).mkdir(mode=0o700)

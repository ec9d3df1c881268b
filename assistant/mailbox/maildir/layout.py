"""Which directory a folder is, and which folder plays which part."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from imapclient.imap_utf7 import decode as decode_name

from assistant.errors import ConfigError, MailboxFull, MailboxUnreachable, NoDraftsFolder
from assistant.mailbox.account import LocalAccount
from assistant.mailbox.folders import Listed, Roles, filing_folders, find_roles, no_such_folder
from assistant.mailbox.maildir.folder import Folder

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Layout:
    """The folders of one Maildir: INBOX itself, ".Name" beside cur (Maildir++), or "Name" (Dovecot's layout fs)."""

    def __init__(self, account: LocalAccount) -> None:
        """Take an account; nothing is looked at yet."""
        self.account = account

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Translate what the file system raises, see translating; ConfigError if there is no Maildir."""
        path = self.account.path
        with translating(path):
            if not (path / "cur").is_dir():
                raise ConfigError(f"There is no Maildir at {path}: it would have a folder `cur`. Correct `path`.")
            yield

    def roles(self) -> Roles:
        """Return which folder plays which part; no Junk where it is not to be looked at."""
        parts = self._parts()
        return parts if self.account.junk else replace(parts, junk=None)

    def _parts(self) -> Roles:
        account = self.account
        junk = account.junk if isinstance(account.junk, str) else None
        configured = Roles(drafts=account.drafts, sent=account.sent, trash=account.trash, junk=junk)
        listed = [Listed(name=name, delimiter="." if path.name[0] == "." else "") for name, path in self._beside()]
        roles = find_roles(listed, configured)
        return Roles(**{role: name for role, name in asdict(roles).items() if name and self._path(name)})

    def has(self, name: str) -> bool:
        """Whether there is such a folder."""
        return self._path(name) is not None

    def folders(self) -> list[str]:
        """Return the names of all folders."""
        return ["INBOX", *(name for name, _ in self._beside())]

    def filed(self) -> list[str]:
        """Return the folders in which a user may have filed a message: all but Drafts, Sent and Trash."""
        return filing_folders([Listed(name=name) for name, _ in self._beside()], self._parts())

    def drafts(self) -> Folder:
        """Return the Drafts folder.

        Raises:
            NoDraftsFolder: there is none.
        """
        name = self.roles().drafts
        if name is not None:
            return self.folder(name)
        configured, path = self.account.drafts, self.account.path
        raise NoDraftsFolder(f"There is no folder {configured!r} in {path}; correct `drafts`." if configured else "")

    def folder(self, name: str, *, setting: str = "folders") -> Folder:
        """Return a folder by name, which the user wrote into a setting.

        Raises:
            ConfigError: there is none.
        """
        path = self._path(name)
        if path is None:
            raise no_such_folder(name, f"in {self.account.path}", self.folders(), setting=setting)
        return self._at(path)

    def paths(self, name: str) -> list[Path]:
        """Return the directories in which a folder's mail arrives."""
        return self.folder(name).directories()

    def _at(self, path: Path) -> Folder:
        return Folder(path)

    def _path(self, name: str) -> Path | None:
        if name.upper() == "INBOX":
            return self.account.path
        if Path(name).is_absolute():
            return Path(name) if (Path(name) / "cur").is_dir() else None
        return next((path for beside, path in self._beside() if beside == name.lstrip(".")), None)

    def _beside(self) -> list[tuple[str, Path]]:
        """Folders by name; Maildir++ writes other letters than ASCII as IMAP does."""
        found = (path for path in sorted(self.account.path.iterdir()) if (path / "cur").is_dir())
        return [(_decoded(path.name.removeprefix(".")), path) for path in found]


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Translate what the file system raises about mail that lies at a path.

    Raises:
        ConfigError: it may not be read or written.
        MailboxFull: no room, quota or file size limit.
        MailboxUnreachable: everything else (a network share that is away).
    """
    try:
        yield
    except PermissionError as error:
        raise ConfigError(f"{error.filename or path} may not be read or written by this user.") from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise MailboxFull(f"There is no room for a draft in {path} ({error.strerror}).") from error
        raise MailboxUnreachable(f"The mail in {path} could not be used ({error.strerror}).") from error


def _decoded(name: str) -> str:
    try:
        return str(decode_name(name.encode("ascii")))
    except (ValueError, IndexError):  # written as UTF-8
        return name

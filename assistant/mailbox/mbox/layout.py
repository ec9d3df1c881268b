"""Which file is which folder, and which plays which part.

Thunderbird keeps a folder "Jobs" in a file of that name and what lies below it in "Jobs.sbd"; Apple Mail and its
exports keep it in "Jobs.mbox/mbox"; Google Takeout names a file "Jobs.mbox".
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ConfigError, NoDraftsFolder
from assistant.mailbox.account import MboxAccount
from assistant.mailbox.eml.folder import folder_at
from assistant.mailbox.folders import Listed, Roles, filing_folders, find_roles, no_such_folder
from assistant.mailbox.maildir.folder import Folder
from assistant.mailbox.maildir.layout import translating
from assistant.mailbox.mbox.file import MboxFile
from assistant.mailbox.sightings import Sighting

_BELOW = ".sbd"
_SUFFIXES = (".mbox", ".mbx")
_DEPTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class AllDrafts:
    """Our folder of drafts, and the one in which the user's mail program keeps them; a Pile.

    A draft of ours that was opened and saved there lies there, and so does an answer the user has begun.
    """

    ours: Folder
    theirs: MboxFile

    def mark(self) -> int:
        """See Pile; theirs, which is small, is always looked through as a whole."""
        return self.ours.mark()

    def since(self, mark: int, own: str, *, deleted: bool) -> list[Sighting]:
        """See Pile."""
        return [*self.ours.since(mark, own, deleted=deleted), *self.theirs.since(0, "", deleted=False)]

    def standing(self) -> tuple[int, ...]:
        """Return what differs when a draft comes, goes or changes."""
        stamp = self.theirs.stamp()
        return (*self.ours.standing(), stamp.size, stamp.changed_ns)

    def keeps(self, keyword: str) -> bool:
        """Drafts are never tagged."""
        return False


class MboxLayout:
    """The mbox files of one account, and its folder of drafts, which is none of them: mbox is never written."""

    def __init__(self, account: MboxAccount) -> None:
        """Take an account; nothing is looked at yet."""
        self.account = account
        self._found: dict[str, Path] | None = None  # what was listed, while one call lasts

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Translate what the file system raises, see maildir.layout."""
        path, self._found = self.account.path, None
        with translating(path):
            if not path.exists():
                raise ConfigError(f"There is no mbox file and no folder of them at {path}. Correct `path`.")
            yield

    def roles(self) -> Roles:
        """Return which folder plays which part; Drafts is the one the settings name."""
        account, listed = self.account, [Listed(name=name, delimiter="/") for name in self._files()]
        named = account.junk if isinstance(account.junk, str) else None
        configured = Roles(drafts=account.drafts, sent=account.sent, trash=account.trash, junk=named)
        found = find_roles(listed, configured)
        return Roles(
            drafts=account.drafts if account.drafts and self._drafts_path().is_dir() else None,
            sent=found.sent if found.sent and self._path(found.sent) else None,
            trash=found.trash if found.trash and self._path(found.trash) else None,
            junk=found.junk if account.junk and found.junk and self._path(found.junk) else None,
            archive=found.archive,
        )

    def unfinished(self) -> frozenset[str]:
        """Return the names of what is never watched: drafts, ours and those of the user's mail program."""
        ours = (self.account.drafts, self._drafts_path().name) if self.account.drafts else ()
        return frozenset(name for name in (self.their_drafts(), *ours) if name)

    def their_drafts(self) -> str | None:
        """Return the folder in which the user's mail program keeps drafts."""
        return find_roles([Listed(name=name, delimiter="/") for name in self._files()], Roles()).drafts

    def has(self, name: str) -> bool:
        """Whether there is such a folder."""
        return self._path(name) is not None or (name == self.account.drafts and self._drafts_path().is_dir())

    def folders(self) -> list[str]:
        """Return the names of all folders."""
        return list(self._files()) or ["INBOX"]

    def filed(self) -> list[str]:
        """Return the folders in which a user may have filed a message: all but Drafts, Sent and Trash."""
        unfinished = self.unfinished()
        listed = [Listed(name=name) for name in self._files() if name not in unfinished]
        return filing_folders(listed, self.roles())

    def file_or_none(self, name: str) -> MboxFile | None:
        """Return a folder's file, None if there is none."""
        path = self._path(name)
        return MboxFile(path, self.account.rest_seconds) if path else None

    def file(self, name: str, *, setting: str = "folders") -> MboxFile:
        """Return the file of a folder, which the user wrote into a setting.

        Raises:
            ConfigError: there is none.
        """
        file = self.file_or_none(name)
        if file is None:
            raise no_such_folder(name, f"in {self.account.path}", self.folders(), setting=setting)
        return file

    def paths(self, name: str) -> list[Path]:
        """Return the file in which a folder's mail arrives."""
        return [self.file(name).path]

    def folder(self, name: str) -> Folder | MboxFile | AllDrafts:
        """Return a folder by name, drafts among them."""
        return self.all_drafts() if name == self.account.drafts else self.file(name)

    def all_drafts(self) -> Folder | AllDrafts:
        """Return our folder of drafts, together with that of the user's mail program if it has one."""
        theirs = self.their_drafts()
        return AllDrafts(ours=self.drafts(), theirs=self.file(theirs)) if theirs else self.drafts()

    def drafts(self) -> Folder:
        """Return the folder of drafts.

        Raises:
            NoDraftsFolder: none is named, or it is not there.
        """
        if self.account.drafts is None:
            raise NoDraftsFolder("An mbox takes no drafts; name a folder for them as `drafts`.")
        if not self._drafts_path().is_dir():
            raise NoDraftsFolder(f"There is no folder {str(self._drafts_path())!r}; make it, or correct `drafts`.")
        return folder_at(self._drafts_path())

    def _drafts_path(self) -> Path:
        home = self.account.path if self.account.path.is_dir() else self.account.path.parent
        return home / (self.account.drafts or "")

    def _path(self, name: str) -> Path | None:
        path = self.account.path
        if Path(name).is_absolute():
            return Path(name) if Path(name).is_file() else None
        if not path.is_dir():
            return path if name.upper() == "INBOX" else None
        if (path / name).is_file():
            return path / name
        files = self._files()
        inbox = (one for shown, one in files.items() if shown.upper() == "INBOX" == name.upper())
        return files.get(name) or next(inbox, None)

    def _files(self) -> dict[str, Path]:
        """Return files by folder name, where the account is a folder of them."""
        path = self.account.path
        if self._found is None:
            self._found = dict(_below(path, "", _DEPTH)) if path.is_dir() else {"INBOX": path}
        return self._found


def _below(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
    for one in sorted(folder.iterdir()):
        name = prefix + _shown(one)
        if one.name.startswith(".") or not depth:
            continue
        if one.is_file() and _is_mbox(one):
            yield name, one
        elif one.is_dir() and (one / "mbox").is_file():
            yield name, one / "mbox"
        elif one.is_dir() and not (one / "cur").is_dir():
            yield from _below(one, name + "/", depth - 1)


def _shown(path: Path) -> str:
    suffixes = (_BELOW, *_SUFFIXES) if path.is_dir() else _SUFFIXES
    return path.stem if path.suffix in suffixes else path.name


def _is_mbox(path: Path) -> bool:
    """Whether a file begins as one; an empty one is a folder without mail, unless its name says otherwise."""
    if not path.stat().st_size:
        return path.suffix in ("", *_SUFFIXES)
    with path.open("rb") as file:
        return file.read(5) == b"From "

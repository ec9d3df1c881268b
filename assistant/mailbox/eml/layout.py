"""Which directory of .eml files is which folder, and which plays which part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from assistant.errors import ConfigError
from assistant.mailbox.eml.folder import folder_at
from assistant.mailbox.maildir.folder import Folder
from assistant.mailbox.maildir.layout import Layout, translating


class EmlLayout(Layout):
    """INBOX is all that lies at the path and below it, but for directories that are folders of their own."""

    @contextmanager
    def reaching(self) -> Iterator[None]:
        """Translate what the file system raises; ConfigError if there is no folder."""
        path = self.account.path
        with translating(path):
            if not path.is_dir():
                raise ConfigError(f"There is no folder of .eml files at {path}. Correct `path`.")
            yield

    def filed(self) -> list[str]:
        """Return none: what lies below INBOX is part of it."""
        return []

    def _at(self, path: Path) -> Folder:
        named = (*self.account.folders, *filter(None, asdict(self._parts()).values()))
        own = (self._path(name) for name in named)
        return folder_at(path, frozenset(one for one in own if one and one != path))

    def _path(self, name: str) -> Path | None:
        if name.upper() == "INBOX":
            return self.account.path
        path = self.account.path / name  # an absolute name stays as it is
        return path if path.is_dir() else None

    def _beside(self) -> list[tuple[str, Path]]:
        """Directories by name."""
        return [(path.name, path) for path in sorted(self.account.path.iterdir()) if _is_folder(path)]


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith(".")

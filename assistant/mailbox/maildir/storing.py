"""Storing a file so that it is there whole or not at all, and nothing is ever written over."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


def store(target: Path, content: bytes, workshop: Path) -> None:
    """Write a file, even if the power fails whole or not at all; one already there stays.

    Args:
        target: what it is to be called.
        content: all of it.
        workshop: directory on the same disk in which it is made; made if need be.
    """
    workshop.mkdir(mode=0o700, exist_ok=True)
    temporary = workshop / f".{target.name[:40]}.{os.getpid()}"
    try:
        with _created(temporary) as handle:
            _write_all(handle, content)
            os.fsync(handle)
        with suppress(FileExistsError):
            _link(temporary, target)
        sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync(directory: Path) -> None:
    """Bring names that were given or taken in a directory to the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _link(source: Path, target: Path) -> None:
    """Give a file its name unless something has it; on file systems without links (exFAT, some shares) by renaming."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if not target.exists():
            source.rename(target)


@contextmanager
def _created(path: Path) -> Iterator[int]:
    """Create a file nobody else may read; a leftover of this name is a run's that ended early."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    """`os.write` may take only a part, as when the disk is nearly full."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]

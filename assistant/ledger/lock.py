"""One run at a time per account: the lock of a file, released by the kernel however the process ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import LedgerUnwritable


@contextmanager
def only_run(path: Path) -> Iterator[bool]:
    """Yield whether this is the only run holding the lock file; it is made with mode 0600 and never removed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as error:
        raise LedgerUnwritable(f"{path.parent} cannot be written: {error.strerror}. Check who owns it.") from error
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

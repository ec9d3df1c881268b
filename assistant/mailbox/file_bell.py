"""Being told when something arrives in files: by looking at their times every few seconds."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from assistant.mailbox.waiting import HasFileno, Slept, naps

LOOK_SECONDS = 3.0
"""Between two looks; two that are alike show that nobody is writing."""

Stamps = Mapping[Path, tuple[int, int]]
"""Of each file or directory the modification time in nanoseconds and the size."""


class FileBell:
    """Rings when one of some files or directories has changed and rests again."""

    def __init__(self, paths: Callable[[], Iterable[Path]], look_seconds: float = LOOK_SECONDS) -> None:
        """Take what lists them; nothing is looked at yet."""
        self._paths = paths
        self._look_seconds = look_seconds
        self._known: Stamps | None = None

    def hang(self) -> bool:
        """Remember how all is; what is being written at this moment will ring, since a poll now would pass it over."""
        seen = self._look()
        newest = max((changed for changed, _ in seen.values()), default=0) / 10**9
        self._known = None if 0 <= time.time() - newest < self._look_seconds else seen
        return True

    def wait(self, seconds: float, interrupt: HasFileno) -> bool:
        """See Bell; after a sleep of the computer it rings."""
        before = self._look()
        with suppress(Slept):
            for ready in naps(seconds, interrupt, nap_seconds=self._look_seconds):
                if ready:
                    return False
                seen = self._look()
                if seen == before and seen != self._known:
                    return True
                before = seen
            return False
        return True

    def close(self) -> None:
        """Nothing is held open."""

    def _look(self) -> Stamps:
        stamps = {}
        for path in self._paths():
            with suppress(OSError):  # the poll that follows meets the same, and says it
                state = path.stat()
                stamps[path] = state.st_mtime_ns, state.st_size
        return stamps

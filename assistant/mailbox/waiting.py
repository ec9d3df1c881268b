"""Waiting that notices when it is asked to end and when the computer has slept."""

import select
import time
from collections.abc import Iterator
from typing import Protocol

NAP_SECONDS = 20.0
"""How often a waiting program looks up."""


class HasFileno(Protocol):
    """What can be waited for: a socket, or anything else with a file descriptor."""

    def fileno(self) -> int:
        """Return the descriptor; it becomes readable when there is something."""
        ...


class Slept(Exception):
    """The computer was asleep, so nothing is as it was: lines are dead, and what was due is overdue."""


def naps(seconds: float, *files: HasFileno, nap_seconds: float | None = None) -> Iterator[list[HasFileno]]:
    """Wait some seconds in naps, and yield after each which of the files are readable; a readable file ends a nap.

    Raises:
        Slept: the wall clock went on much further than the clock that stands still in sleep (CLOCK_MONOTONIC).
    """
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        awake, clock = time.monotonic(), time.time()
        ready: list[HasFileno] = select.select(files, [], [], min(left, nap_seconds or NAP_SECONDS))[0]
        if (time.time() - clock) - (time.monotonic() - awake) > NAP_SECONDS:
            raise Slept
        yield ready


class Bell(Protocol):
    """What tells that something has arrived in a mailbox."""

    def hang(self) -> bool:
        """Get ready and return whether it can ring; what arrives from then on rings at the next `wait`, at once.

        Raises:
            MailboxUnreachable, LoginRefused, ConfigError: as at any connection.
        """
        ...

    def wait(self, seconds: float, interrupt: HasFileno) -> bool:
        """Wait until it rings, at most some seconds, less if `interrupt` becomes readable; return whether it rang.

        Raises:
            MailboxUnreachable: it can ring no more; hang it anew.
        """
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...

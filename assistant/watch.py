"""Stay connected and poll when something arrives.

Every account has a thread of its own, so that one that fails or hangs never stops the others. Each goes round: hang the
bell, poll, wait for the bell. The bell is hung before the poll, so nothing that arrives meanwhile is overheard.
"""

import os
import random
import select
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, cast

from assistant.errors import AssistantError
from assistant.mail.message import Arrival, Place
from assistant.mailbox import Mailbox
from assistant.mailbox.waiting import Bell, Slept, naps
from assistant.poller import poll
from assistant.poller.run import Run, Summary

RENEW_SECONDS = 9 * 60.0
"""How long a bell is waited for; then a poll looks after what rings no bell: drafts that are due, tags, what was sent.

RFC 2177 allows 29 minutes, routers at home forget a silent line earlier (Delta Chat renews after 5).
"""

GATHER_SECONDS = 2.0
"""After the bell, time for the rest of a delivery to come in, so that it is one poll."""

SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 15 * 60.0
"""Between attempts while the mailbox cannot be reached: twice as long each time."""

REFUSED_PAUSE_SECONDS = 60 * 60.0
"""When only the user can help: a login tried again and again locks the account."""


class Stop:
    """The wish to end, seen by every thread at once: a file that becomes readable and stays so."""

    def __init__(self) -> None:
        """Nobody wishes to end yet."""
        self._ends = socket.socketpair()

    def request(self, *_: object) -> None:
        """Ask everybody to end; a signal may do so."""
        self._ends[1].send(b"\0")

    @property
    def requested(self) -> bool:
        """Whether it was asked for."""
        return bool(select.select([self], [], [], 0)[0])

    def fileno(self) -> int:
        """Return the descriptor that becomes readable."""
        return self._ends[0].fileno()

    def wait(self, seconds: float) -> None:
        """Wait some seconds, less if asked to end or after the computer slept."""
        with suppress(Slept):
            for asked in naps(seconds, self):
                if asked:
                    return

    def close(self) -> None:
        """Let go of the file."""
        for end in self._ends:
            end.close()


class Stopped(BaseException):
    """A poll was left between two steps; no Exception, so that nothing goes on with the next message instead."""


@dataclass(frozen=True, slots=True)
class Stoppable:
    """A mailbox whose next step is not begun once the wish to end is there."""

    mailbox: Mailbox
    stop: Stop

    def __getattr__(self, name: str) -> Any:
        """Give the mailbox's own method, if the step may begin."""
        if self.stop.requested:
            raise Stopped
        return getattr(self.mailbox, name)

    def read(self, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
        """Read on until asked to end: a first run has thousands of messages."""
        for one in self.mailbox.read(places):
            if self.stop.requested:
                raise Stopped
            yield one


def poll_until(stop: Stop, run: Run) -> Summary:
    """Poll, and raise Stopped between two steps if asked to; the next run goes on from there."""
    return poll(replace(run, mailbox=cast(Mailbox, Stoppable(run.mailbox, stop))))


def keep_polling(polled: Callable[[], int], bell: Bell | None, stop: Stop, *, every_seconds: float) -> None:
    """Poll whenever the bell rings, until asked to end.

    Args:
        polled: one poll; returns the exit code `assistant poll` would have, and says itself what went wrong.
        bell: rings for this account; None if nothing can.
        stop: ends it.
        every_seconds: how often to poll where there is no bell.
    """
    failed = 0
    try:
        while not stop.requested:
            rings = _hang(bell)
            code = polled()
            if code == os.EX_OK and _waited(bell if rings else None, stop, every_seconds):
                failed = 0
            else:
                stop.wait(_pause_seconds(code, failed))
                failed += 1
    except Stopped:
        pass
    finally:
        if bell is not None:
            bell.close()


def run_beside(jobs: Mapping[str, Callable[[], None]]) -> bool:
    """Run every job in a thread of its own until all have ended; return whether none broke.

    One that breaks leaves its traceback on standard error, and the others go on.
    """
    broken: list[str] = []

    def run_one(name: str, job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException:
            broken.append(name)
            raise

    threads = [threading.Thread(target=run_one, args=pair, name=pair[0]) for pair in jobs.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return not broken


def _hang(bell: Bell | None) -> bool:
    try:
        return bell is not None and bell.hang()
    except AssistantError:  # the poll that follows meets the same, and says it
        return False


def _waited(bell: Bell | None, stop: Stop, every_seconds: float) -> bool:
    """Wait for what there is to wait for; return whether the line held."""
    if bell is None:
        stop.wait(every_seconds)
        return True
    try:
        rang = bell.wait(RENEW_SECONDS, stop)
    except AssistantError:
        return False
    if rang:
        stop.wait(GATHER_SECONDS)
    return True


def _pause_seconds(code: int, failed: int) -> float:
    """How long to wait before the next attempt; at random a little shorter, lest all clients come back at once."""
    if code not in (os.EX_OK, os.EX_TEMPFAIL):
        return REFUSED_PAUSE_SECONDS
    longest = min(LONGEST_PAUSE_SECONDS, SHORTEST_PAUSE_SECONDS * 2.0**failed)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

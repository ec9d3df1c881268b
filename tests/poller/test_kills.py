"""Killed after every side effect, resumed past the settle time: nothing lost, nothing twice.

Crashes come from wrappers around Mailbox and Ledger in a forked child; every side effect is a call of one of them.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.ledger.connection import Ledger, Step
from assistant.poller.run import Run
from tests.poller.household import INVITATION, REJECTION, REQUEST, House, new_house

KILLED = 137


class Counter:
    """Counts side effects and ends the process at the one chosen, before or after it."""

    def __init__(self, at: int) -> None:
        self.at = at
        self.seen = 0

    def reach(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            os._exit(KILLED)


class KillingMailbox:
    """A mailbox in which every write is a place to die, before and after it."""

    def __init__(self, mailbox: Any, counter: Counter) -> None:
        self._mailbox = mailbox
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._mailbox, name)
        if name not in ("put_draft", "withdraw", "tag", "put_digest", "remove_digest"):
            return real

        def write(*arguments: Any, **named: Any) -> Any:
            self._counter.reach()
            result = real(*arguments, **named)
            self._counter.reach()
            return result

        return write


def killing(counter: Counter) -> Callable[[Run], Run]:
    """Wrap a run so that it dies at the counter's chosen step."""

    class KillingLedger(Ledger):
        @contextmanager
        def step(self) -> Iterator[Step]:
            with super().step() as step:
                yield step
                counter.reach()
            counter.reach()

    def wrap(run: Run) -> Run:
        ledger = KillingLedger(engine=run.ledger.engine, account=run.ledger.account)
        return replace(run, mailbox=KillingMailbox(run.mailbox, counter), ledger=ledger)  # type: ignore[arg-type]

    return wrap


def die_while(poll: Callable[[Callable[[Run], Run]], object], at: int) -> bool:
    """Poll in a child that dies at its side effect number `at`; return whether it lived to the end."""
    child = os.fork()
    if child == 0:
        try:
            poll(killing(Counter(at)))
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def poll_and_die(house: House, at: int) -> bool:
    """Let the house's poll die at its side effect number `at`."""

    def poll(wrap: Callable[[Run], Run]) -> None:
        house.wrap = wrap
        house.poll()

    return die_while(poll, at)


def filled(house: House) -> House:
    for raw in (INVITATION, REJECTION, REQUEST):
        house.deliver(raw)
    return house


def outcome(house: House) -> tuple[list[bytes], list[tuple[str, str]]]:
    return house.subjects(), sorted((one.plan.letter.value, one.state.value) for one in house.entries())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[bytes], list[tuple[str, str]]]:
    house = new_house(tmp_path_factory.mktemp("undisturbed"))
    filled(house).poll()
    house.poll(after=timedelta(minutes=5))
    return outcome(house)


def test_killed_anywhere_nothing_is_lost_and_nothing_comes_twice(
    undisturbed: tuple[list[bytes], list[tuple[str, str]]], tmp_path: Path
) -> None:
    """The whole promise: at every single side effect, then resumed, the end is as if nothing had happened."""
    at, lived = 1, False
    while not lived:
        folder = tmp_path / f"kill{at}"
        folder.mkdir()
        one = new_house(folder)
        lived = poll_and_die(filled(one), at)

        one.poll(after=timedelta(minutes=2))
        one.poll(after=timedelta(minutes=2))

        assert outcome(one) == undisturbed, f"killed at side effect {at}"
        at += 1
    assert at > 30, "the wrapper counted too few side effects to be trusted"


def test_killed_again_and_again_it_still_ends_well(
    house: House, undisturbed: tuple[list[bytes], list[tuple[str, str]]]
) -> None:
    """A machine that crashes every few seconds."""
    filled(house)

    for _ in range(200):
        if poll_and_die(house, 7):
            break
        house.now += timedelta(minutes=2)

    house.poll(after=timedelta(minutes=2))
    assert outcome(house) == undisturbed

"""What watching does between polls, in the terms of its own clock."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from assistant import watch
from assistant.watch import Stop, Stoppable, Stopped, keep_polling, run_beside
from tests.mailbox.test_maildir import MaildirWorld
from tests.mailbox.world import SINCE, ids, mail, put


@pytest.fixture
def stop() -> Iterator[Stop]:
    """A wish to end."""
    with closing(Stop()) as wish:
        yield wish


def test_without_a_bell_polls_come_at_their_interval(stop: Stop) -> None:
    """A Maildir, or a server without IDLE."""
    moments: list[float] = []

    def polled() -> int:
        moments.append(time.monotonic())
        if len(moments) == 3:
            stop.request()
        return 0

    keep_polling(polled, None, stop, every_seconds=0.2)

    assert [later - earlier >= 0.19 for earlier, later in pairwise(moments)] == [True, True]


def test_the_bell_is_hung_before_each_poll_and_waited_for_nine_minutes(stop: Stop) -> None:
    """What arrives during a poll must ring after it, and a line is renewed before a router forgets it."""
    done: list[object] = []

    class BellOfTwoRounds:
        def hang(self) -> bool:
            done.append("hung")
            return True

        def wait(self, seconds: float, interrupt: Stop) -> bool:
            done.append(seconds)
            if done.count(seconds) == 2:
                interrupt.request()
            return False

        def close(self) -> None:
            done.append("closed")

    keep_polling(lambda: len(done) * 0, BellOfTwoRounds(), stop, every_seconds=1)

    assert done == ["hung", 540, "hung", 540, "closed"]


def test_attempts_come_further_and_further_apart_and_never_in_step() -> None:
    """A server that comes back must not find all its clients at the door."""
    pauses = [[watch._pause_seconds(75, failed) for _ in range(20)] for failed in range(12)]

    assert all(1 <= pause <= 2 for pause in pauses[0]) and len(set(pauses[0])) > 1
    assert all(max(earlier) <= 2 * max(later) for earlier, later in pairwise(pauses))
    assert all(450 <= pause <= 900 for pause in pauses[-1])


@pytest.mark.parametrize("code", [77, 78, 73, 65])
def test_what_only_the_user_can_mend_is_tried_once_an_hour(code: int) -> None:
    """Providers lock an account whose password is wrong too often."""
    assert watch._pause_seconds(code, 0) == 3600


def test_a_computer_that_slept_polls_at_once(stop: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fell due in the night should be there when the lid is opened."""
    clock = iter([0.0, 3600.0])
    monkeypatch.setattr("assistant.mailbox.waiting.NAP_SECONDS", 0.1)
    monkeypatch.setattr("assistant.mailbox.waiting.time.time", lambda: next(clock))
    began = time.monotonic()
    stop.wait(20)

    assert time.monotonic() - began < 5


def test_everybody_hears_the_wish_to_end(stop: Stop) -> None:
    """One account's thread must not take it away from another's."""
    began = time.monotonic()
    threading.Timer(0.2, stop.request).start()
    run_beside({name: lambda: stop.wait(20) for name in "abc"})

    assert time.monotonic() - began < 5
    assert stop.requested


def test_a_step_that_has_begun_is_finished_and_the_next_is_not_begun(tmp_path: Path, stop: Stop) -> None:
    """Between two steps nothing is half done."""
    world = MaildirWorld(tmp_path / "Mail")
    for name in ("a", "b", "c"):
        world.deliver(mail(name))
    mailbox = world.open()
    places = mailbox.news(None, SINCE).arrivals
    stoppable = Stoppable(mailbox, stop)
    reading = stoppable.read(places)
    read = [next(reading)]
    put(stoppable, "d1")
    stop.request()
    with pytest.raises(Stopped):
        read.append(next(reading))
    with pytest.raises(Stopped):
        put(stoppable, "d2")

    assert len(read) == 1
    assert ids(world, "Drafts") == ["<d1@example.test>"]


def test_a_job_that_breaks_is_told_of_and_the_others_go_on(capfd: pytest.CaptureFixture[str]) -> None:
    """A bug in one account's mail must cost the others nothing, and must be seen."""
    done: list[str] = []
    hook, threading.excepthook = threading.excepthook, threading.__excepthook__
    try:
        sound = run_beside({"bad": lambda: done.remove("nothing"), "good": lambda: done.append("good")})
    finally:
        threading.excepthook = hook

    assert not sound and done == ["good"]
    assert "ValueError" in capfd.readouterr().err

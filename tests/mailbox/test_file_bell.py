"""A bell for mail in files."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.mailbox.account import EmlAccount, LocalAccount, MaildirAccount, MboxAccount, open_bell
from assistant.mailbox.file_bell import FileBell
from assistant.watch import Stop
from tests.mailbox.test_eml import EmlWorld
from tests.mailbox.test_maildir import MaildirWorld
from tests.mailbox.test_mbox import MboxWorld
from tests.mailbox.world import World, mail

LOOK_SECONDS = 0.05


@pytest.fixture
def stop() -> Iterator[Stop]:
    """Nobody wishes to end."""
    with closing(Stop()) as one:
        yield one


def _maildir(folder: Path) -> tuple[World, LocalAccount]:
    world = MaildirWorld(folder / "Mail")
    return world, MaildirAccount(path=world.path)


def _eml(folder: Path) -> tuple[World, LocalAccount]:
    world = EmlWorld(folder / "Mail")
    return world, EmlAccount(path=world.path)


def _mbox(folder: Path) -> tuple[World, LocalAccount]:
    elsewhere = EmlWorld(folder / "Letters")
    world = MboxWorld(folder / "Mail", elsewhere, elsewhere.path / "Drafts")
    return world, MboxAccount(path=world.path)


@pytest.fixture(params=[_maildir, _eml, _mbox], ids=["Maildir", "eml", "mbox"])
def hung(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[World, FileBell]:
    """A mailbox that nobody has touched for a while, and its bell."""
    make: Callable[[Path], tuple[World, LocalAccount]] = request.param
    world, account = make(tmp_path)
    for path in (tmp_path, *tmp_path.rglob("*")):
        os.utime(path, (time.time() - 60, time.time() - 60))
    bell = open_bell(account)
    assert isinstance(bell, FileBell)
    monkeypatch.setattr(bell, "_look_seconds", LOOK_SECONDS)
    assert bell.hang()
    return world, bell


def test_mail_that_arrives_rings(hung: tuple[World, FileBell], stop: Stop) -> None:
    """Nobody wants to wait nine minutes for a draft."""
    world, bell = hung
    arriving = threading.Timer(3 * LOOK_SECONDS, world.deliver, (mail("new"),))
    arriving.start()

    assert bell.wait(20, stop)
    arriving.join()


def test_mail_that_arrived_while_nobody_waited_rings(hung: tuple[World, FileBell], stop: Stop) -> None:
    """It came while the poll was on."""
    world, bell = hung
    world.deliver(mail("new"))

    assert bell.wait(20, stop)


def test_no_mail_no_ring(hung: tuple[World, FileBell], stop: Stop) -> None:
    """A poll every three seconds would be a nuisance."""
    assert not hung[1].wait(5 * LOOK_SECONDS, stop)


def test_the_wish_to_end_ends_the_wait(hung: tuple[World, FileBell], stop: Stop) -> None:
    """SIGTERM is obeyed at once."""
    stop.request()
    begun = time.monotonic()

    assert not hung[1].wait(60, stop)
    assert time.monotonic() - begun < 5


def test_what_is_still_being_written_does_not_ring(tmp_path: Path, stop: Stop) -> None:
    """The poll would pass it over, and nothing would ring afterwards."""
    path = tmp_path / "Inbox"
    sizes = iter(range(1, 10**6))

    def growing() -> list[Path]:
        path.write_bytes(b"x" * next(sizes))
        return [path]

    assert not FileBell(growing, LOOK_SECONDS).wait(5 * LOOK_SECONDS, stop)


def test_what_was_being_written_when_the_bell_was_hung_rings(tmp_path: Path, stop: Stop) -> None:
    """The poll that came first passed it over."""
    (tmp_path / "Inbox").write_bytes(b"x")
    bell = FileBell(lambda: [tmp_path / "Inbox"], LOOK_SECONDS)
    bell.hang()

    assert bell.wait(20, stop)

"""A second Gmail API by other authors, with another idea of what Gmail does to what it is given.

It forgets history, refuses a conversation that is not there, threads by subject, and, unlike the first, writes every
message anew: the bytes differ, and the Message-ID is its own. Whether Gmail does so with drafts is written nowhere.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from email import message_from_bytes
from pathlib import Path

import pytest

from assistant.errors import MailboxReset
from assistant.mailbox import DraftState, Mailbox, PlacedDraft
from assistant.mailbox.account import open_mailbox
from tests.dovecot import free_port
from tests.gmail.account import signed_in
from tests.gmail.web_proxy import Cut, WebProxy
from tests.mailbox.world import SINCE, identity, mail

WORLD = """
name: inbox
now: wallclock
user: alice@example.test
task: inbox
people: {alice: {email: alice@example.test, name: Alice}}
servers:
  gmail:
    version: 2026-09-25.3
    seed:
      user: {email: alice@example.test, name: Alice}
      emails:
        - {from: "Bob <bob@example.org>", to: [alice@example.test], subject: Terms, body: Hello, labels: [INBOX]}
        - {from: "Eve <eve@example.org>", to: [alice@example.test], subject: Other, body: Hi, labels: [INBOX, UNREAD]}
"""


@pytest.fixture(scope="module")
def second() -> Iterator[tuple[int, str]]:
    """Its port and an access token; skipped where it is not installed, unless servers are required."""
    if os.environ.get("ASSISTANT_TEST_SERVERS") != "required":
        pytest.importorskip("myworld")
    port = free_port()
    program = "import sys; from myworld.cli import main; sys.exit(main())"
    folder = Path(os.environ.get("TMPDIR", "/tmp")) / f"gmail-second-{port}.yaml"
    folder.write_text(WORLD)
    arguments = ["serve", "--host", "127.0.0.1", "--port", str(port), "--env", str(folder), "--time", "realtime"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([sys.executable, "-c", program, *arguments], stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield port, _token(port)
    finally:
        server.terminate()
        server.wait(10)
        folder.unlink()


def _token(port: int) -> str:
    for _ in range(400):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/envs", timeout=5) as answer:
            (world,) = json.load(answer)["envs"]
            return str(world["credentials"]["agent"]["google_access_token"])
        time.sleep(0.05)
    raise RuntimeError("the second Gmail emulator did not start")


@pytest.fixture
def proxy(second: tuple[int, str]) -> Iterator[WebProxy]:
    """A proxy before it; it has Gmail below a path of its own."""
    with closing(WebProxy(second[0], prefix="/gw/gmail.googleapis.com")) as running:
        yield running


@pytest.fixture
def mailbox(second: tuple[int, str], proxy: WebProxy, tmp_path: Path) -> Iterator[Mailbox]:
    """Its one mailbox."""
    account = signed_in(tmp_path, "alice@example.test", second[1], proxy.url)
    with closing(open_mailbox(account)) as opened:
        yield opened


def reply(parent: bytes, name: str) -> bytes:
    """An answer to a message of its making."""
    message = message_from_bytes(parent)
    raw = mail(name, subject=f"Re: {message['Subject']}", to="bob@example.org")
    return raw.replace(b"\r\nTo:", f"\r\nIn-Reply-To: {message['Message-ID']}\r\nTo:".encode())


def test_another_gmail_agrees(mailbox: Mailbox) -> None:
    """From listing to withdrawing, with a draft whose bytes and Message-ID Gmail has replaced."""
    news = mailbox.news(None, SINCE)
    read = {place: arrival for place, arrival in mailbox.read(news.arrivals) if arrival}
    assert len(read) == 2
    place, parent = next((one, arrival) for one, arrival in read.items() if b"Subject: Terms" in arrival.raw)
    assert mailbox.find(str(message_from_bytes(parent.raw)["Message-ID"])) == place
    assert mailbox.tag([place], "$JobOffer")
    assert mailbox.tags(news.arrivals)[place] == {"$JobOffer"}
    floor, raw = mailbox.drafts_floor(), reply(parent.raw, "d1")
    put = mailbox.put_draft(identity("d1"), raw, floor)
    assert put is not None
    ((_, stored),) = mailbox.read([put])
    assert stored.thread == parent.thread
    assert message_from_bytes(stored.raw)["Message-ID"] != identity("d1")
    draft = PlacedDraft(message_id=identity("d1"), raw=raw, floor=floor, place=put)
    assert mailbox.draft_states([draft]) == {identity("d1"): DraftState.untouched}
    assert mailbox.put_draft(identity("d1"), raw, floor) == put
    assert mailbox.withdraw(draft)
    assert mailbox.draft_states([draft]) == {identity("d1"): DraftState.gone}
    with pytest.raises(MailboxReset):
        mailbox.news('{"history": "1"}', SINCE)


@pytest.mark.parametrize("fault", [Cut.after, Cut.quietly_after])
def test_a_draft_is_known_again_by_its_words_alone(mailbox: Mailbox, proxy: WebProxy, fault: Cut) -> None:
    """The answer was lost, so its handle is unknown, and the Message-ID is gone: it lies there once all the same."""
    parent = next(a for _, a in mailbox.read(mailbox.news(None, SINCE).arrivals) if a and b"Subject: Other" in a.raw)
    floor, raw = mailbox.drafts_floor(), reply(parent.raw, "d2")
    proxy.break_once("POST", "/drafts", fault)
    with suppress(Exception):
        mailbox.put_draft(identity("d2"), raw, floor)
    unplaced = PlacedDraft(message_id=identity("d2"), raw=raw, floor=floor)

    assert mailbox.draft_states([unplaced]) == {identity("d2"): DraftState.untouched}
    assert mailbox.put_draft(identity("d2"), raw, floor)
    assert mailbox.withdraw(unplaced)
    assert mailbox.draft_states([unplaced]) == {identity("d2"): DraftState.gone}


def test_two_notes_of_the_same_words_are_told_apart(mailbox: Mailbox) -> None:
    """Two referees may be called the same; removing one note must not be taken for the other."""
    notes = []
    for name in ("n1", "n2"):
        floor, raw = mailbox.drafts_floor(), mail(name, to="ulla@example.org", subject="Thanks")
        place = mailbox.put_draft(identity(name), raw, floor)
        notes.append(PlacedDraft(message_id=identity(name), raw=raw, floor=floor, place=place))
    assert set(mailbox.draft_states(notes).values()) == {DraftState.untouched}
    assert mailbox.withdraw(notes[0])

    states = mailbox.draft_states(notes)
    assert states == {identity("n1"): DraftState.gone, identity("n2"): DraftState.untouched}

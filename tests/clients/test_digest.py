"""The digest in real mail clients: Roundcube in Chromium and neomutt in a terminal, against a real server."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.mailbox import PlacedDraft
from assistant.mailbox.account import ImapAccount, open_mailbox
from assistant.report.digest.message import message_id_of, write
from assistant.report.digest.page import page_of
from tests.clients.test_neomutt import neomutt
from tests.clients.test_roundcube import page, webmail
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.report.test_digest_page import FULL
from tests.terminal import Terminal

__all__ = ["neomutt", "page", "webmail"]

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
ADDRESS = "robin@hale.example"


@pytest.fixture
def digest(dovecot: Dovecot, person: Person) -> Iterator[PlacedDraft]:
    """A digest with something of everything in the person's INBOX."""
    account = ImapAccount(
        host="localhost",
        port=dovecot.tls_port,
        user=person.user,
        secret=lambda: person.password,
        ca_file=dovecot.ca_file,
        digest=True,
    )
    told = page_of(FULL, "Robin Hale", ZoneInfo("Europe/Berlin"), NOW)
    message_id = message_id_of("main", "2026-03-12", ADDRESS)
    raw = write(told, message_id=message_id, name="Robin Hale", address=ADDRESS, now=NOW)
    with closing(open_mailbox(account)) as mailbox:
        floor = mailbox.digest_floor()
        place = mailbox.put_digest(message_id, raw, floor)
        placed = PlacedDraft(message_id=message_id, raw=raw, floor=floor, place=place)
        yield placed
        assert mailbox.remove_digest(placed), "reading it must not keep it"


def test_in_webmail_it_is_new_and_reads_well(
    digest: PlacedDraft, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Webmail drops what it takes for dangerous; what is left must still be the digest, without a warning."""
    opened: Any = request.getfixturevalue("page")
    opened.evaluate("location.href = '?_task=mail&_mbox=INBOX'")
    opened.wait_for_selector("#messagelist tr.message.unread")
    opened.set_viewport_size({"width": 1000, "height": 1500})
    opened.evaluate("location.href = '?_task=mail&_mbox=INBOX&_uid=1&_action=show'")
    opened.wait_for_selector("#message-htmlpart1")
    shown = opened.inner_text("#message-htmlpart1")
    if folder := os.environ.get("ASSISTANT_SCREENSHOTS"):
        opened.screenshot(path=str(Path(folder) / "digest-roundcube.png"), full_page=True)

    headings = opened.eval_on_selector_all("#message-htmlpart1 h2", "found => found.map(one => one.textContent.trim())")
    link = opened.eval_on_selector_all("#message-htmlpart1 a", "found => found.map(one => one.href)")
    assert headings[0] == "Today's interview" and headings[-1] == "Answers"
    assert "14:30" in shown and "+49 40 123" in shown
    assert link == ["https://meet.bright.example/abc"]
    assert opened.query_selector("#remote-objects-message:visible") is None


def test_in_a_terminal_it_is_new_and_reads_well(digest: PlacedDraft, request: pytest.FixtureRequest) -> None:
    """Neomutt shows the plain text."""
    terminal: Terminal = request.getfixturevalue("neomutt")
    listed = terminal.wait_for("Your search today")
    terminal.press("Enter")
    shown = terminal.wait_for("Good morning, Robin")

    assert " N " in next(line for line in listed.splitlines() if "Your search today" in line)
    assert "  14:30  Planner at Brightwater with Tom Falk, hiring manager" in shown

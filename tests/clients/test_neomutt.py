"""A draft in a real mail client: neomutt in a terminal, against a real server."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from assistant.ledger.connection import connect
from assistant.ledger.plans import State, entries
from tests.clients.waiting import wait_until
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.poller.household import mail
from tests.poller.test_dovecot import Office
from tests.terminal import Terminal

NOW = datetime.now(UTC).replace(microsecond=0)
INVITATION = mail(
    "[scheduling] Interview",
    "Hi Robin,\r\n\r\ncould you please tell us your availability for an interview?\r\n\r\nBest,\r\nTom Falk",
    id="<invitation@bright.example>",
    sender="Tom Falk <tom@bright.example>",
    sent=NOW - timedelta(hours=1),
)
SETTINGS = """
set folder="imaps://{user}@localhost:{port}/"
set imap_pass='{password}'
set spoolfile="+INBOX"
set postponed="+Drafts"
set record="+Sent"
set certificate_file="{certificate}"
set from="robin@hale.example" realname="Robin Hale"
set editor="{editor}"
set edit_headers=yes
set autoedit=yes
set quit=yes
set sendmail="{sendmail}"
set delete=yes
"""


@pytest.fixture
def neomutt(dovecot: Dovecot, person: Person, tmp_path: Path) -> Iterator[Terminal]:
    """Neomutt with the person's account open; its editor appends a line."""
    if not (shutil.which("neomutt") and shutil.which("tmux")):
        because = "neomutt or tmux is not installed (Debian: apt-get install neomutt tmux)"
        if os.environ.get("ASSISTANT_TEST_SERVERS") == "required":
            pytest.fail(because)
        pytest.skip(because)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\ncp "$1" "$(dirname "$0")/seen"\necho "EDITED BY HAND" >> "$1"\n')
    editor.chmod(0o755)
    settings = tmp_path / "muttrc"
    settings.write_text(
        SETTINGS.format(
            user=person.user,
            port=dovecot.tls_port,
            password=person.password,
            certificate=dovecot.ca_file,
            editor=editor,
            sendmail=shutil.which("true"),
        )
    )
    terminal = Terminal(f"neomutt -F {settings}", tmp_path)
    yield terminal
    terminal.close()


def test_a_draft_opens_as_an_editable_reply_and_its_editing_is_seen(
    dovecot: Dovecot, person: Person, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What the user sees is what counts: recalled, edited, postponed, it is still the reply, and his from then on."""
    person.program.deliver(INVITATION)
    office = Office(dovecot, person, tmp_path)
    office.poll(NOW)
    terminal: Terminal = request.getfixturevalue("neomutt")

    terminal.wait_for("Interview")
    terminal.press("R")
    compose = terminal.wait_for("Subject: Re:")
    terminal.press("P")
    terminal.wait_for("postponed|INBOX")
    edited = _edited_draft(person)
    office.poll(NOW + timedelta(minutes=10))

    assert "To: Tom Falk <tom@bright.example>" in compose
    assert "In-Reply-To: <invitation@bright.example>" in (tmp_path / "seen").read_text()
    assert message_from_bytes(edited)["References"] == "<invitation@bright.example>"
    with connect(tmp_path / "imap.sqlite3", "main").step() as step:
        assert [one.state for one in entries(step)] == [State.edited]


def send(terminal: Terminal) -> None:
    """Recall the draft, and send it as it stands after the editor."""
    terminal.press("R")
    terminal.wait_for("Subject: Re:")
    terminal.press("y")


def throw_away(terminal: Terminal) -> None:
    """Delete the draft in its folder."""
    terminal.press("c")
    terminal.wait_for("Open mailbox")
    terminal.press("C-u")
    terminal.press("+Drafts", "Enter")
    terminal.wait_for("Re: ")
    terminal.press("d")
    terminal.press("$")


@pytest.mark.parametrize(("deed", "state"), [(send, State.sent), (throw_away, State.gone)])
def test_what_the_user_does_with_a_draft_is_seen(
    dovecot: Dovecot,
    person: Person,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    deed: Callable[[Terminal], None],
    state: State,
) -> None:
    """Sent or deleted, it is over, and nothing is put in its place."""
    person.program.deliver(INVITATION)
    office = Office(dovecot, person, tmp_path)
    office.poll(NOW)
    terminal: Terminal = request.getfixturevalue("neomutt")

    terminal.wait_for("Interview")
    deed(terminal)
    wait_until(lambda: not person.program.messages("Drafts"))
    for minutes in (10, 20, 30):
        office.poll(NOW + timedelta(minutes=minutes))

    with connect(tmp_path / "imap.sqlite3", "main").step() as step:
        assert [one.state for one in entries(step)] == [state]
    assert person.program.messages("Drafts") == []


def _edited_draft(person: Person) -> bytes:
    for _ in range(100):
        drafts = [raw for raw, _ in person.program.messages("Drafts")]
        if len(drafts) == 1 and b"EDITED BY HAND" in drafts[0]:
            return drafts[0]
        time.sleep(0.1)
    raise AssertionError("the edited draft was not stored")

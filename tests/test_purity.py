"""The way from a mail's bytes to a draft's bytes touches nothing but its arguments.

`mail`, `understanding`, `etiquette`, `application`, `agenda` and `reply` do no input or output: what they need arrives
as values. An audit hook (PEP 578) refuses files, network and processes while the whole way runs.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.agenda import Agenda
from assistant.application import Application, advance, match
from assistant.config import Config, MaildirSettings, Materials, Me, Referee
from assistant.etiquette.decide import decide
from assistant.etiquette.plan import Decision
from assistant.etiquette.situation import Situation
from assistant.mail.message import Arrival, Message, parse
from assistant.mail.sender import answerable
from assistant.poller.opening import load_letters
from assistant.reply.compose import Desk, compose
from assistant.understanding.facts import Facts, extract
from assistant.understanding.labels import Label, Verdict
from assistant.understanding.suspicion import suspect

NOW = datetime(2026, 5, 11, 8, 0, tzinfo=UTC)
REFUSED = ("open", "os.open", "os.listdir", "os.scandir", "os.rename", "os.remove", "os.mkdir", "os.system", "os.exec")
REFUSED_KINDS = ("socket.", "subprocess.", "os.posix_spawn", "os.fork", "shutil.", "tempfile.", "sqlite3.")

CONFIG = Config(
    me=Me(name="Robin Hale", addresses=("robin@hale.example",), zone="Europe/Berlin"),
    accounts={"main": MaildirSettings(kind="maildir", path=Path("/mail"))},
    materials=Materials(cv="/cv.pdf"),
    referees=(Referee(name="Ulla Berg", relation="team lead", address="ulla@cargo.example", consented=True),),
)
MAIL = """From: Jane Doe <jane@acme.example>
To: Robin Hale <robin@hale.example>
Cc: Tom Li <tom@acme.example>
Subject: =?utf-8?q?Ihre_Bewerbung_=E2=80=93_Data_Engineer?=
Date: Sun, 10 May 2026 10:00:00 +0200
Message-ID: <{label}@acme.example>
References: <first@acme.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

{words}

Best,
Jane Doe
Recruiter, Acme GmbH
--b
Content-Type: text/html; charset=utf-8

<html><body><p>{words}</p><div style="display:none">hidden</div><p>Best,<br>Jane Doe</p></body></html>
--b--
"""
WORDS = {
    Label.rejection: "Hi Robin, thank you for speaking with us about the Data Engineer position at Acme. We decided "
    "to move forward with another candidate.",
    Label.scheduling: "Hi Robin, would Thursday, 14 May 2026 at 2:30 pm EST or Friday, 15 May at 10:00 suit you for an "
    "interview for the Data Engineer position at Acme?",
    Label.materials: "Hi Robin, it was great speaking with you. Please send us your CV, two references and your "
    "certificates by Friday. What is your salary expectation?",
}

_armed = False
_refused: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if _armed and (event in REFUSED or event.startswith(REFUSED_KINDS)):
        _refused.append(event)
        raise PermissionError(f"{event} {arguments[:1]} in a pure room")


sys.addaudithook(_watch)  # for the life of this process; it looks only while armed


@contextmanager
def nothing_but_arguments() -> Iterator[list[str]]:
    """Refuse input and output inside; the list also holds what somebody swallowed."""
    global _armed
    _refused.clear()
    _armed = True
    try:
        yield _refused
    finally:
        _armed = False


def walk(label: Label, desk: Desk, *, busy: bool) -> list[bytes]:
    """Walk the whole way, from the bytes of one mail to those of every draft it leads to."""
    raw = MAIL.format(label=label, words=WORDS[label]).replace("\n", "\r\n").encode()
    message = parse(Arrival(raw=raw))
    facts = extract(message, zone="Europe/Berlin")
    decision, application = _decide(message, facts, label, busy=busy)
    return [compose(plan, message, facts, application, desk, ordinal=0, now=NOW).raw for plan in decision.plans]


def _decide(message: Message, facts: Facts, label: Label, *, busy: bool) -> tuple[Decision, Application]:
    probabilities = {one: 0.9 if one is label else 0.1 for one in Label}
    known = Application(id=1, company="Acme", role="Data Engineer", met="good to meet you")
    situation = Situation(
        message=message,
        verdict=Verdict(label=label, sure=True, probabilities=probabilities),
        facts=facts,
        suspicion=suspect(message, facts),
        answerable=answerable(message, own=CONFIG.me.own),
        match=match(facts, "thread", [known]),
        applications=(known,),
        agenda=Agenda(rules=CONFIG.rules, zone=ZoneInfo("Europe/Berlin"), busy=() if busy else None),
        config=CONFIG,
        now=NOW,
    )
    return decide(situation), advance(known, [label], facts, thread="thread", at=NOW)


@pytest.fixture(scope="module")
def desk() -> Desk:
    """Letters and attachments, loaded as the poller does it; the way is walked once, so that all imports are made."""
    agenda = Agenda(rules=CONFIG.rules, zone=CONFIG.zone)
    found = Desk(account="main", config=CONFIG, letters=load_letters(CONFIG), agenda=agenda, files={"/cv.pdf": b"%PDF"})
    for label in WORDS:
        walk(label, found, busy=True)
        walk(label, found, busy=False)
    return found


@pytest.mark.parametrize("busy", [True, False], ids=["calendar", "no calendar"])
@pytest.mark.parametrize("label", list(WORDS))
def test_from_bytes_to_draft_nothing_is_opened(label: Label, busy: bool, desk: Desk) -> None:
    """A rule that reads a file or asks a server cannot be tested, repeated or trusted with hostile mail."""
    with nothing_but_arguments() as refused:
        drafts = walk(label, desk, busy=busy)

    assert drafts
    assert not refused


@pytest.mark.parametrize(
    "breach",
    [
        lambda: Path(__file__).read_bytes(),
        lambda: socket.create_connection(("127.0.0.1", 9), timeout=0.1),
        lambda: subprocess.run(["true"], check=False),
    ],
    ids=["a file", "a connection", "a process"],
)
def test_the_hook_bites(breach: object) -> None:
    """A guard that never refused anything proves nothing."""
    assert callable(breach)
    with nothing_but_arguments() as refused, pytest.raises(PermissionError, match="in a pure room"):
        breach()

    assert refused


def test_a_rule_that_reads_a_file_is_caught(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way itself is watched, not only this test's own calls."""

    def spying(*_: object) -> str:
        return Path(__file__).read_text(encoding="utf-8")

    monkeypatch.setattr("assistant.etiquette.decide.closed", spying)

    with nothing_but_arguments() as refused, pytest.raises(PermissionError):
        walk(Label.rejection, desk, busy=True)

    assert refused == ["open"]

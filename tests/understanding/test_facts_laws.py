"""Laws that hold for every message: nothing raises, nothing hangs, nothing is guessed, nothing is opened."""

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.mail.message import Arrival, parse
from assistant.understanding.facts import Facts, extract
from assistant.understanding.suspicion import suspect
from tests.understanding.conftest import message

PIECES = st.sampled_from(
    [
        "Dear ", "Sam", ",\n\n", "Thank you for ", "applying to ", "Northwind ", "GmbH", "& Co. KG", " position",
        " at ",
        "the ", "Senior Engineer", "(m/w/d)", "14.05.", " um ", "10", "-", "11am", " ET", "Thursday", ", ",
        "within ", "5 ",
        "business days", "bis ", "KW 23", "31.02.", "24/7", "99:99", "UTC+99", "please ", "bitte ", "send ",
        "references",
        ":\n- ", "https://calendly.com/", "https://[", "+49 ", "170 ", "1234567", "Best,\n", "Jane Doe", " | ", "not ",
        "leider ", "“", "\u200b", "\x00", "İ", "ß", "𝐉𝐚𝐧𝐞", "\n", "\r\n", "• ", "'", "(", ")", "@", "0", "٣",
        "within 99 months",
        "12 May 9999", "in 99 weeks", "Frau ", "van der ", "O'Brien", ".", "?", "!",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, subject=TEXTS, signature=TEXTS, name=TEXTS)
def test_no_message_raises(text, subject, signature, name):
    """One unreadable mail must never stop the run."""
    letter = message(
        text,
        subject=subject[:200],
        signature=signature,
        sender=f"{name.replace('<', '')}<a@b.example>",
        to=["s@gmail.com"],
    )

    suspect(letter, extract(letter, zone="Europe/Berlin"), known_companies=frozenset({text[:20], "Northwind"}))


RAW = b"""From: "Doe, Jane" <jane.doe@northwind.com>
To: sam@example.org
Subject: =?utf-8?q?Interview=3A_Line_Cook_at_Northwind?=
Date: Tue, 05 May 2026 09:00:00 +0000
Message-ID: <1@northwind.com>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Hi Sam,

thanks for applying for the Line Cook position at Northwind. Could you come in on Thursday, 14 May at 2pm CET?

Best,
Jane Doe
Recruiter, Northwind
Tel: +49 30 1234567

On Mon, 4 May 2026, Sam wrote:
> I could start on 1 June 2026, and here is my portfolio.
"""


def test_facts_come_from_the_writers_words_of_a_parsed_mail():
    """Quoted history is the reader's own; nothing of it may be taken for the writer's."""
    facts = extract(parse(Arrival(raw=RAW)))

    assert (facts.company, facts.role, facts.phones) == ("Northwind", "Line Cook", ("+49 30 1234567",))
    assert [(person.name, person.address, person.part.value) for person in facts.people] == [
        ("Jane Doe", "jane.doe@northwind.com", "recruiter")
    ]
    assert [(moment.at.isoformat(), moment.zone) for moment in facts.proposed] == [
        ("2026-05-14T12:00:00+00:00", "Europe/Berlin")
    ]
    assert facts.asked == ()


def test_an_empty_message_yields_no_facts():
    """Unknown is None, never a guess."""
    assert extract(message("")) == Facts()


ADVERSARIAL = [
    "a", "A", "A ", "Aa ", "a ", "A-", "A'", "A&", "Jane Doe ", "J. ", "at A ", "to A of A ", "application ", "0",
    "0 ", "0.", "0:",
    "0/", "+0", "(", "((", "- ", "•", "\n", "\n- ", "Best,\n", "Thank you ", "please ", "bitte ", "not ",
    "very really so ",
    "within ", "by by by ", "bis zum ", "14.05.", "Thursday ", "Thursday 10am ", "10-", "10am-", "10:00 ", "May 1 ",
    "https://",
    "https://a.b/", "@", "x@y.z ", "interview ", "interview with Aa Bb and ", "the Engineer ", "Engineer ",
    "für der des ",
    "I will ", "call me 1", "thank you for the the the ", "if you ", "no longer ", "the position has ", "\u200b",
    "é", "ß", "“", "'s ",
    "position of ", "for the ", "Bewerbung als ", "Stelle der die das ", "references ", "pay the fee ", "and others ",
]  # fmt: skip


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_a_hundred_kilobytes_of_anything_are_read_in_bounded_time(piece):
    """Anybody can write to the mailbox; a pattern that backtracks would be a door."""
    text = (piece * (100_000 // len(piece) + 1))[:100_000]
    letter = message(text, subject=text, signature=text, sender="Jane Doe <jane@northwind.com>", hidden=text)
    started = time.process_time()

    suspect(letter, extract(letter))

    assert time.process_time() - started < 1.5


TYPICAL = """Dear Sam,

Thank you for applying to the Data Analyst position at Northwind Traders and for the time you took to tell us about your
work. We have read your application with great interest, in particular what you wrote about the migration of the old
reports, and we would like to get to know you better.

Would Thursday, 14 May at 2pm ET suit you for a video call of about an hour? You would be talking to Ada King, who leads
the team, and to me. There is nothing to prepare; we would simply like to hear more about your experience and tell you
how we work, what we are building this year and what the first months would look like.

If you could send us your portfolio by Tuesday, that would help us to ask better questions. In any case we will get back
to you by the end of next week.
"""


def test_a_typical_mail_takes_milliseconds():
    """A first run reads thousands of messages."""
    letter = message(TYPICAL, sender="Jane Doe <jane@northwind.com>", subject="Your interview", signature="Best,\nJane")
    extract(letter)
    started = time.process_time()
    for _ in range(20):
        extract(letter)

    assert (time.process_time() - started) / 20 < 0.008  # some 1.5 ms at a desk; five times that is a regression


def test_understanding_opens_nothing():
    """The room is pure: no file, no socket, no process."""
    letter = message(TYPICAL, sender="Jane Doe <jane@northwind.com>")
    suspect(letter, extract(letter, zone="Europe/Berlin"))  # zone and suffix tables are read once a process
    opened: list[str] = []
    listening = [True]

    def listen(event: str, _: object) -> None:
        if listening[0] and event in {"open", "socket.connect", "subprocess.Popen"}:
            opened.append(event)

    sys.addaudithook(listen)
    suspect(letter, extract(letter, zone="Europe/Berlin"))
    listening[0] = False

    assert opened == []

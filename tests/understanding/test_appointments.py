"""Whether a time is set or asked for, when an appointment is moved."""

from datetime import UTC, datetime

import pytest

from assistant.mail.body import Body
from assistant.mail.message import Message
from assistant.understanding.facts import Facts, extract


def facts(text: str) -> Facts:
    body = Body(text=text)
    sent = datetime(2026, 3, 9, 8, tzinfo=UTC)
    return extract(Message(id="<1@x>", identity="<1@x>", sent_at=sent, body=body), zone="Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "We have moved our interview to Friday, 13 March 2026 at 10:00 am CET.",
        "Your interview has been rescheduled to Friday, 13 March at 10 am.",
        "Your call was moved to 13 March 2026, 10:00 am.",
        "Der Termin wurde auf Freitag, den 13. März, 10 Uhr verschoben.",
        "Wir haben das Gespräch auf Freitag, 13. März um 10 Uhr verlegt.",
    ],
)
def test_a_move_that_was_made_sets_the_new_time(text: str) -> None:
    """Nobody answers it, and thanks are due after the new time."""
    found = facts(text)

    assert (found.moved, found.fixed, len(found.proposed)) == (True, True, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Could we move our interview to Friday, 13 March at 10 am?",
        "I need to move our call to Friday 13 March at 10 am. Does that work?",
        "Wir müssten das Gespräch auf Freitag, 13. März um 10 Uhr verlegen. Passt Ihnen das?",
    ],
)
def test_a_move_that_is_asked_for_sets_nothing(text: str) -> None:
    """It waits for the user's word."""
    found = facts(text)

    assert (found.moved, found.fixed, len(found.proposed)) == (True, False, 1)

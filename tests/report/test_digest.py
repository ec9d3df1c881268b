"""What the digest tells, out of ledgers that mail has filled."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.poller.household import INVITATION, MONDAY, REJECTION, House, mail, new_house
from tests.report.mornings import fails, told

THURSDAY = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
CONFIRMED = mail(
    "[scheduling] Interview",
    "Hi Robin,\r\n\r\nwe confirm your interview on Thursday, 12 March 2026 at 2:30 pm CET for the Planner role at "
    "Brightwater. Join here: https://meet.bright.example/abc-defg\r\n\r\nBest,\r\nTom Falk\r\nHiring Manager, "
    "Brightwater\r\nTel: +49 40 1234567",
    id="<confirmed@bright.example>",
    sender="Tom Falk <tom@bright.example>",
)
OFFER = mail(
    "[offer] Your offer",
    "Hi Robin,\r\n\r\nwe are glad to offer you the Data Engineer position at Northfield. Please let us know by Friday, "
    "13 March 2026 whether you accept.\r\n\r\nBest,\r\nPriya Raman\r\nNorthfield",
    id="<offer@north.example>",
    sender="Priya Raman <priya@north.example>",
)
UNCLEAR = mail(
    "[update?] About your papers",
    "Hi Robin,\r\n\r\nregarding your application as Analyst at Globex, can we talk?\r\n\r\nBest,\r\nAnn Lee\r\nGlobex",
    id="<unclear@globex.example>",
    sender="Ann Lee <ann@globex.example>",
)
FRAUD = mail(
    "[materials] Your new job",
    "Dear candidate,\r\n\r\nyou are hired as Data Entry Clerk at Cash Corp. Please send bank details, and buy gift "
    "cards for the equipment. Contact us on Telegram.\r\n\r\nMr Rich",
    id="<fraud@cash.example>",
    sender="Mr Rich <hr.cashcorp@gmail.example>",
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return new_house(tmp_path)


def test_todays_interview_is_told_with_people_and_place(house: House) -> None:
    """And it is not among the things due as well."""
    house.deliver(CONFIRMED)
    house.poll()
    house.now = THURSDAY
    digest = told(house)

    (talk,) = digest.talks
    assert (talk.company, talk.role, talk.place) == ("Brightwater", "Planner", "https://meet.bright.example/abc-defg")
    assert talk.people == ("Tom Falk, hiring manager",)
    assert talk.at == THURSDAY.replace(hour=13, minute=30)
    assert digest.due == ()


def test_an_interview_of_another_day_is_due(house: House) -> None:
    """Today has enough of its own."""
    house.deliver(CONFIRMED)
    house.poll()
    digest = told(house)

    assert digest.talks == ()
    assert [one.what for one in digest.due] == ["interview with Tom Falk: https://meet.bright.example/abc-defg"]


def test_drafts_are_told_with_what_they_answer(house: House) -> None:
    """Until the user has sent or deleted them."""
    house.deliver(INVITATION)
    house.poll()

    assert [(one.letter, one.to, one.subject) for one in told(house).drafts] == [
        ("availability", ("Tom Falk",), "[scheduling] Interview")
    ]


def test_what_is_due_within_a_week_is_told(house: House) -> None:
    """Later things are for a later digest."""
    house.deliver(OFFER)
    house.poll()
    soon = [one.what for one in told(house).due]
    house.now = MONDAY - timedelta(days=6)
    early = told(house).due

    assert soon == ["answer the offer"]
    assert early == ()


def test_silence_after_an_interview_is_a_call_with_the_number(house: House) -> None:
    """When the day has come to ask."""
    house.deliver(CONFIRMED)
    house.poll()
    early = told(house).calls
    for hours in range(12, 12 * 21, 12):
        house.now = MONDAY + timedelta(hours=hours)
        house.poll()
    house.now = datetime(2026, 3, 19, 6, 0, tzinfo=UTC)

    assert early == ()
    assert [(one.what, one.phone, one.person, one.company) for one in told(house).calls] == [
        ("ask how things stand", "+49 40 1234567", "Tom Falk", "Brightwater")
    ]


def test_mail_that_is_not_understood_is_asked_about_for_three_days(house: House) -> None:
    """Whoever does not answer does not want to."""
    house.deliver(UNCLEAR)
    house.poll()
    first = told(house).unclear
    house.now += timedelta(days=4)

    assert [(one.subject, one.guess) for one in first] == [("[update?] About your papers", "update")]
    assert told(house).unclear == ()


def test_fraud_is_warned_of_once(house: House) -> None:
    """With its reason; nobody needs to hear it every day."""
    house.deliver(FRAUD)
    house.poll()
    digest = told(house)
    house.now += timedelta(days=2)

    assert [(one.sender, bool(one.because)) for one in digest.suspects] == [("Mr Rich", True)]
    assert digest.due == () and digest.questions == ()
    assert told(house).suspects == ()


def test_a_refusal_is_told_once(house: House) -> None:
    """Once hurts enough."""
    house.deliver(REJECTION)
    house.poll()
    digest = told(house)
    house.now += timedelta(days=2)

    assert digest.refusals == ("Acme (Planner)",)
    assert told(house).refusals == ()


def test_an_account_that_fails_is_told_once_it_lasts(house: House) -> None:
    """A line that was cut for ten minutes is no news."""
    fails(house, "main", MONDAY)
    house.now = MONDAY + timedelta(minutes=30)
    soon = told(house).troubles
    house.now = MONDAY + timedelta(hours=2)

    assert soon == ()
    assert [(one.account, one.words) for one in told(house).troubles] == [("main", "The server refused the password.")]

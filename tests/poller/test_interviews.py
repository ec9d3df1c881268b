"""Interviews as the poller lives through them: agreed anywhere, thanked for, asked after, never twice."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from assistant.agenda import Span
from assistant.interview import Interview, Standing
from assistant.ledger import interviews
from assistant.ledger.connection import connect
from assistant.ledger.plans import State
from tests.poller.household import MONDAY, House, mail

THURSDAY = datetime(2026, 3, 12, 13, 30, tzinfo=UTC)
PROPOSAL = mail(
    "[scheduling] Interview",
    "Hi Robin,\r\n\r\nwould Thursday, 12 March 2026 at 2:30 pm CET suit you for an interview about the Planner role at "
    "Brightwater?\r\n\r\nBest,\r\nTom Falk\r\nHiring Manager, Brightwater",
    id="<invitation@bright.example>",
    sender="Tom Falk <tom@bright.example>",
)


def own(body: str, *, sent: datetime = MONDAY) -> bytes:
    """What the user wrote, from whatever device."""
    return mail(
        "Re: [scheduling] Interview",
        body,
        id="<mine@hale.example>",
        sender="Robin Hale <robin@hale.example>",
        to="Tom Falk <tom@bright.example>",
        sent=sent,
        In_Reply_To="<invitation@bright.example>",
        References="<invitation@bright.example>",
    )


def theirs(body: str, *, id: str, sent: datetime, label: str = "scheduling") -> bytes:  # noqa: A002 - as in Message
    return mail(
        f"Re: [{label}] Interview",
        body,
        id=id,
        sender="Tom Falk <tom@bright.example>",
        sent=sent,
        References="<invitation@bright.example>",
    )


def known(house: House) -> list[Interview]:
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        return list(interviews.recorded(step))


def letters(house: House) -> list[str]:
    """Return what lies in Drafts, by letter and recipient."""
    lying = [one for one in house.entries() if one.state is State.placed]
    return sorted(f"{one.plan.letter} {', '.join(to.address for to in one.plan.recipients)}" for one in lying)


def until(house: House, moment: datetime) -> None:
    """Poll five times a day, at the latest at a moment."""
    while house.now < moment:
        house.poll(after=min(timedelta(hours=5), moment - house.now))


@pytest.mark.parametrize(
    "words",
    [
        "Thursday at 2:30 pm works for me, see you then. Robin",
        "That works, see you then!",
        "Der Donnerstag um 14:30 Uhr passt mir gut.",
    ],
)
def test_a_time_agreed_from_the_telephone_before_the_poll_is_an_interview(house: House, words: str) -> None:
    """Thanks and follow-up hang on it, and nothing is left to draft."""
    house.deliver(PROPOSAL)
    house.deliver(own(words), folder="Sent")

    house.poll()

    assert [(one.standing, one.starts_at) for one in known(house)] == [(Standing.agreed, THURSDAY)]
    assert house.drafts() == {}


def test_our_own_draft_once_sent_agrees_to_its_time(house: House) -> None:
    """The words of our letters must be understood by our own reader."""
    house.busy = ()
    house.deliver(PROPOSAL)
    house.poll()
    (raw,) = house.drafts().values()
    house.deliver(raw, folder="Sent")

    house.poll(after=timedelta(minutes=10))

    assert [(one.standing, one.starts_at) for one in known(house)] == [(Standing.agreed, THURSDAY)]


def test_an_interview_is_thanked_for_and_asked_after(house: House) -> None:
    """The whole way: agreed, thanked two hours after, asked five working days later, a week later again, no more."""
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    until(house, THURSDAY + timedelta(hours=2))
    before = letters(house)
    until(house, THURSDAY + timedelta(hours=4))
    thanked = letters(house)
    until(house, datetime(2026, 3, 19, 12, 0, tzinfo=UTC))
    asked = letters(house)
    until(house, datetime(2026, 4, 3, 12, 0, tzinfo=UTC))

    assert before == []
    assert thanked == ["thank_you tom@bright.example"]
    assert asked == ["follow_up tom@bright.example", "linkedin_note robin@hale.example"]
    told = sorted(one.plan.letter.value for one in house.entries())
    assert told == ["follow_up", "follow_up", "linkedin_note", "thank_you"]


def test_thanks_are_a_new_message_and_a_question_is_a_reply(house: House) -> None:
    """Thanks open a thread of their own; how things stand is asked where it was talked about."""
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    until(house, THURSDAY + timedelta(hours=4))
    (thanks,) = house.drafts().values()
    until(house, datetime(2026, 3, 19, 12, 0, tzinfo=UTC))
    question = next(raw for raw in house.drafts().values() if b"In-Reply-To" in raw)

    parsed = message_from_bytes(thanks, policy=policy.default)
    assert parsed["In-Reply-To"] is None
    assert not parsed["Subject"].startswith("Re:")
    assert message_from_bytes(question)["In-Reply-To"] == "<invitation@bright.example>"


def test_a_cancelled_interview_is_not_thanked_for(house: House) -> None:
    """Nothing took place."""
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    house.poll()
    off = "Hi Robin, I am sorry, we have to cancel the interview on Thursday."
    house.deliver(theirs(off, id="<off@bright.example>", sent=MONDAY + timedelta(hours=2)))
    until(house, THURSDAY + timedelta(days=1))

    assert [one.standing for one in known(house)] == [Standing.cancelled]
    assert [one for one in letters(house) if not one.startswith("availability")] == []


def test_a_moved_interview_is_thanked_for_after_its_new_time(house: House) -> None:
    """A thank-you two hours after the old time would be odd."""
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    house.poll()
    moved = "Hi Robin, we have moved our interview to Friday, 13 March 2026 at 10:00 am CET. See you then."
    house.deliver(theirs(moved, id="<moved@bright.example>", sent=MONDAY + timedelta(hours=2)))
    until(house, THURSDAY + timedelta(hours=5))
    before = [one for one in letters(house) if "thank" in one]
    until(house, datetime(2026, 3, 13, 13, 0, tzinfo=UTC))

    assert before == []
    assert [one.starts_at for one in known(house)] == [datetime(2026, 3, 13, 9, 0, tzinfo=UTC)]
    assert [one for one in letters(house) if "thank" in one] == ["thank_you tom@bright.example"]


def test_an_answer_of_theirs_takes_an_untouched_question_back(house: House) -> None:
    """Asking how things stand after they have told looks careless."""
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    until(house, datetime(2026, 3, 19, 12, 0, tzinfo=UTC))
    before = [one for one in letters(house) if "follow" in one]
    word = "Hi Robin, sorry for the delay, we are still talking internally. You will hear from us by 27 March 2026."
    house.deliver(theirs(word, id="<word@bright.example>", sent=house.now, label="update"))
    house.poll(after=timedelta(minutes=10))

    assert before == ["follow_up tom@bright.example"]
    assert [one for one in letters(house) if "follow" in one] == []


def test_a_second_interview_at_the_same_hour_is_not_accepted(house: House) -> None:
    """Double booking across applications, though no calendar tells of the first."""
    house.busy = ()
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    house.poll()
    other = PROPOSAL.replace(b"bright.example", b"north.example").replace(b"Brightwater", b"Northfield")
    house.deliver(other)
    house.poll(after=timedelta(minutes=10))

    (entry,) = [one for one in house.entries() if one.state is State.placed]
    assert entry.plan.details["variant"] == "offer"
    starts = [datetime.fromisoformat(one["start"]) for one in entry.plan.details["slots"]]
    assert all(abs(start - THURSDAY) >= timedelta(hours=1) for start in starts)


def test_offered_times_that_came_near_are_offered_anew(house: House) -> None:
    """Left untouched over a day, the draft must not vanish while they still wait for an answer."""
    house.busy = (Span(start=MONDAY, end=MONDAY + timedelta(hours=8)),)
    house.deliver(
        mail(
            "[scheduling] Interview",
            "Hi Robin,\r\n\r\nwhat is your availability for an interview about the Planner role at Brightwater?"
            "\r\n\r\nBest,\r\nTom Falk",
            id="<invitation@bright.example>",
            sender="Tom Falk <tom@bright.example>",
        )
    )
    house.poll()
    first = house.drafts()
    until(house, MONDAY + timedelta(hours=25))

    assert len(first) == 1
    (second,) = house.drafts().values()
    assert second not in first.values()
    lying = [one for one in house.entries() if one.state is State.placed]
    assert [one.ordinal for one in lying] == [1]
    assert min(datetime.fromisoformat(one["start"]) for one in lying[0].plan.details["slots"]) > house.now


def test_offered_times_are_not_offered_for_ever(house: House) -> None:
    """After a week the request is old, and so is the answer."""
    house.busy = ()
    house.deliver(
        PROPOSAL.replace(b"would Thursday, 12 March 2026 at 2:30 pm CET suit you", b"what is your availability")
    )
    until(house, MONDAY + timedelta(days=9))

    assert house.drafts() == {}
    assert len({one.message_id for one in house.entries()}) == len(house.entries())


def test_an_absence_is_waited_out(house: House) -> None:
    """A question to somebody on holiday is lost among a hundred others."""
    house.deliver(PROPOSAL)
    house.deliver(own("That works, see you then!"), folder="Sent")
    until(house, datetime(2026, 3, 16, 12, 0, tzinfo=UTC))
    away = "I am out of the office and will be back on 25 March 2026."
    house.deliver(
        mail(
            "Automatic reply: Interview",
            away,
            id="<away@bright.example>",
            sender="Tom Falk <tom@bright.example>",
            sent=house.now,
            References="<invitation@bright.example>",
            Auto_Submitted="auto-replied",
        )
    )
    until(house, datetime(2026, 3, 25, 18, 0, tzinfo=UTC))
    away_still = [one for one in letters(house) if "follow" in one]
    until(house, datetime(2026, 3, 26, 12, 0, tzinfo=UTC))

    assert away_still == []
    assert [one for one in letters(house) if "follow" in one] == ["follow_up tom@bright.example"]

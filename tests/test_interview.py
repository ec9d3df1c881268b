"""Interviews: what they say, what the user says, and what stands in the end."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.interview import Interview, Standing, answered, hear, says_yes
from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.mail.invitation import Invitation
from assistant.mail.message import Message
from assistant.understanding.facts import Facts, Moment, Part, Person

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 5, 7, 12, 0, tzinfo=UTC)
FRIDAY = THURSDAY + timedelta(days=1)
OWN = frozenset({"robin@hale.example"})
JANE = Address(name="Jane Doe", address="jane@acme.example")
TOM = Address(name="Tom Falk", address="tom@acme.example")
ROBIN = Address(name="Robin Hale", address="robin@hale.example")


def moment(at: datetime) -> Moment:
    return Moment(at=at, words="then", zone="Europe/Berlin")


def told(
    facts: Facts, *known: Interview, event: Invitation | None = None, thread: str = "t", sent: datetime = NOW
) -> Interview | None:
    message = Message(id="<new@acme>", identity="<new@acme>", sender=JANE, sent_at=sent, invitation=event)
    return hear(known, message, facts, thread=thread, application=1, own=OWN)


def agreed(at: datetime = THURSDAY, **more: object) -> Interview:
    values = {"id": 1, "application": 1, "thread": "t", "parent": "<old@acme>", **more}
    return Interview(standing=Standing.agreed, starts_at=at, **values)  # type: ignore[arg-type]


def proposed(*starts: datetime) -> Interview:
    return Interview(id=1, application=1, thread="t", parent="<old@acme>", options=starts)


def test_times_on_the_table_are_no_interview_yet() -> None:
    """Nothing is in the diary before somebody agrees."""
    found = told(Facts(proposed=(moment(THURSDAY), moment(FRIDAY))))

    assert found == Interview(application=1, thread="t", parent="<new@acme>", options=(THURSDAY, FRIDAY))


def test_a_time_they_set_is_agreed() -> None:
    """Thanks and follow-up hang on it."""
    found = told(Facts(proposed=(moment(THURSDAY),), fixed=True), proposed(THURSDAY, FRIDAY))

    assert found is not None
    assert (found.id, found.standing, found.starts_at, found.options) == (1, Standing.agreed, THURSDAY, ())
    assert found.zone == "Europe/Berlin"


def test_a_time_said_again_stays_agreed() -> None:
    """ "Wonderful, Thursday at two" after the user's yes opens nothing again; a length that the event gave is kept."""
    known = agreed(ends_at=THURSDAY + timedelta(minutes=30))

    found = told(Facts(proposed=(moment(THURSDAY),)), known)

    assert found == replace(known, parent="<new@acme>")


def test_a_sentence_without_an_end_costs_no_more_than_any_other() -> None:
    """Whoever writes to the user must not be able to stop his polls with one long paragraph."""
    body = Body(text="Hana talks on and " * 10_000)
    message = Message(id="<new@acme>", identity="<new@acme>", sender=JANE, body=body)
    began = time.process_time()

    found = hear((), message, Facts(proposed=(moment(THURSDAY),), fixed=True), thread="t", application=1, own=OWN)

    assert found is not None
    assert time.process_time() - began < 2


def test_who_reads_along_and_is_said_to_join_takes_part() -> None:
    """They are thanked by name; a colleague who only reads along, or arranges, is not."""
    copied = tuple(
        Address(name=name, address=address)
        for name, address in (
            ("Hana Okafor", "hana@acme.example"),
            ("Lukas Brandt", "lukas@acme.example"),
            ("Ewa Nowak", "ewa@acme.example"),
            ("Hana Elsewhere", "hana@other.example"),
        )
    )
    message = Message(
        id="<new@acme>",
        identity="<new@acme>",
        sender=JANE,
        cc=copied,
        body=Body(text="It is set. Hana and Lukas will join you. Ewa helps with the room."),
    )

    found = hear((), message, Facts(proposed=(moment(THURSDAY),), fixed=True), thread="t", application=1, own=OWN)

    assert found is not None
    assert [one.name for one in found.people] == ["Hana Okafor", "Lukas Brandt"]


def test_a_move_changes_the_interview_and_makes_no_second_one() -> None:
    """Two interviews out of one would bring two letters of thanks."""
    found = told(Facts(proposed=(moment(FRIDAY),), fixed=True, moved=True), agreed())

    assert found is not None
    assert (found.id, found.starts_at) == (1, FRIDAY)


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        (Facts(cancelled=True), Standing.cancelled),
        (Facts(moved=True), Standing.moved),
        (Facts(moved=True, proposed=(moment(FRIDAY),)), Standing.proposed),
    ],
)
def test_what_is_off_does_not_happen(facts: Facts, standing: Standing) -> None:
    """Thanking for a talk that never took place is the worst of letters."""
    found = told(facts, agreed())

    assert found is not None
    assert found.standing is standing
    assert found.starts_at is None
    assert found.at(THURSDAY + timedelta(days=1)) is standing


def test_an_interview_that_is_over_has_happened() -> None:
    """An hour is its length where nobody says."""
    assert agreed().at(THURSDAY + timedelta(minutes=59)) is Standing.agreed
    assert agreed().at(THURSDAY + timedelta(minutes=60)) is Standing.happened
    assert agreed(ends_at=THURSDAY + timedelta(minutes=20)).at(THURSDAY + timedelta(minutes=30)) is Standing.happened


def test_the_next_round_is_another_interview() -> None:
    """What happened stays happened."""
    found = told(Facts(proposed=(moment(FRIDAY),), fixed=True), agreed(), sent=THURSDAY + timedelta(hours=4))

    assert found is not None
    assert (found.id, found.starts_at) == (0, FRIDAY)


def test_an_event_is_known_by_its_uid_in_any_conversation() -> None:
    """Coordinators send invitations outside the thread (RFC 5545, UID)."""
    event = Invitation(uid="e1", sequence=2, method="REQUEST")
    found = told(
        Facts(proposed=(moment(FRIDAY),), fixed=True), agreed(uid="e1", sequence=1), event=event, thread="other"
    )

    assert found is not None
    assert (found.id, found.thread, found.starts_at, found.sequence) == (1, "t", FRIDAY, 2)


def test_an_older_version_of_an_event_is_old_news() -> None:
    """Mail comes late; a lower SEQUENCE was overtaken (RFC 5546 §2.1.5)."""
    event = Invitation(uid="e1", sequence=1, method="REQUEST")

    assert told(Facts(proposed=(moment(FRIDAY),), fixed=True), agreed(uid="e1", sequence=2), event=event) is None


def test_two_events_are_two_interviews() -> None:
    """A day on site is a row of conversations, each with an event of its own."""
    event = Invitation(uid="e2", method="REQUEST")
    later = THURSDAY + timedelta(hours=2)
    found = told(Facts(proposed=(moment(later),), fixed=True), agreed(uid="e1"), event=event)

    assert found is not None
    assert (found.id, found.uid) == (0, "e2")


def test_an_event_at_the_agreed_time_is_that_interview() -> None:
    """First they write, then the calendar's mail comes."""
    event = Invitation(uid="e1", method="REQUEST", location="Room 4")
    found = told(Facts(proposed=(moment(THURSDAY),), fixed=True), agreed(), event=event)

    assert found is not None
    assert (found.id, found.uid, found.place) == (1, "e1", "Room 4")


def test_who_takes_part_is_told_by_the_event_and_the_user_is_not_one_of_them() -> None:
    """Nobody thanks himself, and the one who only arranges did not talk."""
    event = Invitation(uid="e1", organizer=JANE, attendees=(TOM, ROBIN))
    found = told(Facts(proposed=(moment(THURSDAY),), fixed=True), event=event)

    assert found is not None
    assert {(one.address, one.part) for one in found.people} == {
        (TOM.address, Part.interviewer),
        (JANE.address, Part.coordinator),
    }


def test_a_part_the_words_tell_stands_over_the_events() -> None:
    """An organiser may be the hiring manager himself."""
    manager = Person(name="Jane Doe", address=JANE.address, part=Part.hiring_manager)
    event = Invitation(uid="e1", organizer=JANE, attendees=(ROBIN,))
    found = told(Facts(proposed=(moment(THURSDAY),), fixed=True, people=(manager,)), event=event)

    assert found is not None
    assert found.people == (manager,)


def test_news_without_a_time_makes_no_interview() -> None:
    """ "We would like to talk" is no date."""
    assert told(Facts()) is None
    assert told(Facts(moved=True)) is None
    assert told(Facts(), agreed()) is None


@pytest.mark.parametrize(
    ("options", "times", "yes", "starts_at"),
    [
        ((THURSDAY, FRIDAY), (FRIDAY,), False, FRIDAY),
        ((THURSDAY, FRIDAY), (THURSDAY, FRIDAY), True, None),
        ((THURSDAY, FRIDAY), (), True, None),
        ((THURSDAY,), (), True, THURSDAY),
        ((THURSDAY,), (), False, None),
        ((THURSDAY,), (FRIDAY,), True, None),
    ],
    ids=["names one", "leaves both open", "yes to two", "yes to one", "no yes", "names another"],
)
def test_the_users_own_mail_agrees_to_what_it_names(
    options: tuple[datetime, ...], times: tuple[datetime, ...], yes: bool, starts_at: datetime | None
) -> None:
    """He may have answered from his telephone before the first poll."""
    found = answered(proposed(*options), times, yes=yes)

    assert found.starts_at == starts_at
    assert found.standing is (Standing.agreed if starts_at else Standing.proposed)


def test_what_is_agreed_is_not_agreed_again() -> None:
    """A later "see you then" changes nothing, nor does one about a cancelled talk."""
    cancelled = replace(agreed(), standing=Standing.cancelled, starts_at=None)

    assert answered(agreed(), (FRIDAY,), yes=True) == agreed()
    assert answered(cancelled, (FRIDAY,), yes=True) == cancelled


@pytest.mark.parametrize(
    "words",
    [
        "That works for me, see you then!",
        "Thursday at 2 works well.",
        "Perfect, I'll be there.",
        "I confirm the appointment.",
        "Der Termin passt mir sehr gut, ich freue mich auf das Gespräch.",
        "Hiermit bestätige ich den Termin.",
    ],
)
def test_a_yes_is_understood(words: str) -> None:
    """Short answers agree without naming the time."""
    assert says_yes(words)


@pytest.mark.parametrize(
    "words",
    [
        "Unfortunately that does not work; see you another time.",
        "I can't make it, could we reschedule? Looking forward to meeting you.",
        "Leider passt mir der Termin nicht.",
        "Thank you for the details.",
    ],
)
def test_no_yes_is_read_into_a_refusal_or_into_thanks(words: str) -> None:
    """A false yes would put thanks for a talk that never was into Drafts."""
    assert not says_yes(words)

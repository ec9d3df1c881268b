"""One pass over one mailbox: what is read, what is put, what stays as it was."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from assistant.config import Never, Rules
from assistant.errors import TooManyDrafts
from assistant.ledger.plans import State
from tests.poller.household import INVITATION, MONDAY, REJECTION, REQUEST, House, mail


def test_an_invitation_becomes_a_threaded_draft(house: House) -> None:
    """The plainest promise of all."""
    house.deliver(INVITATION)

    summary = house.poll()

    (raw,) = house.drafts().values()
    draft = message_from_bytes(raw, policy=default)
    assert (summary.read, summary.placed) == (1, 1)
    assert draft["In-Reply-To"] == "<invitation@bright.example>"
    assert draft["To"] == "Tom Falk <tom@bright.example>"
    assert draft["Subject"] == "Re: [scheduling] Interview"


def test_a_second_poll_puts_nothing(house: House) -> None:
    """Cron polls every ten minutes."""
    house.deliver(INVITATION)
    house.poll()
    before = house.files()

    summary = house.poll(after=timedelta(minutes=10))

    assert summary.placed == 0
    assert house.files() == before


def test_no_message_changes(house: House) -> None:
    """Mail is read, never touched; a Maildir without a keyword file keeps even its names."""
    names = [house.deliver(raw) for raw in (INVITATION, REJECTION, REQUEST)]
    before = {name: raw for name, raw in house.files().items() if ".Drafts" not in name}

    house.poll()

    after = {name: raw for name, raw in house.files().items() if ".Drafts" not in name}
    assert {name: after.get(name) for name in before} == before
    assert len(names) == 3


def test_a_rejection_rests_before_it_is_answered(house: House) -> None:
    """Rule 2: 48 hours and then the next working morning."""
    sent = MONDAY
    house.deliver(REJECTION.replace(b"Thu, 05 Mar 2026", sent.strftime("%a, %d %b %Y").encode()))
    house.poll()
    at_once = house.drafts()

    house.poll(after=timedelta(days=2))
    too_early = house.drafts()
    house.poll(after=timedelta(days=1))

    assert (at_once, too_early) == ({}, {})
    assert len([one for one in house.entries() if one.state is State.placed]) == 2  # the request and the LinkedIn note


def test_a_request_for_references_brings_reply_heads_up_and_reminder(house: House) -> None:
    """Rule 6, all of it."""
    house.deliver(REQUEST)

    house.poll()

    subjects = b"\n".join(house.subjects())
    assert b"Re: [materials] References" in subjects
    assert b"You may be asked about me by Northfield" in subjects
    assert b"[Note to self] Send" in subjects


def test_a_draft_the_user_threw_away_never_comes_back(house: House) -> None:
    """Nothing is more annoying."""
    house.deliver(INVITATION)
    house.poll()
    drafts = house.maildir("Drafts")
    drafts.remove(drafts.keys()[0])

    for _ in range(3):
        house.poll(after=timedelta(minutes=10))

    assert house.drafts() == {}
    assert [one.state for one in house.entries()] == [State.gone]


def test_a_newer_message_replaces_an_untouched_draft(house: House) -> None:
    """One live reply per conversation."""
    house.deliver(INVITATION)
    house.poll()
    newer = mail(
        "Re: [scheduling] Interview",
        "Hi Robin, sorry, would Friday, 13 March 2026 at 10:00 am CET work instead?\r\n\r\nTom Falk",
        id="<newer@bright.example>",
        sender="Tom Falk <tom@bright.example>",
        sent=MONDAY + timedelta(minutes=5),
        In_Reply_To="<invitation@bright.example>",
        References="<invitation@bright.example>",
    )
    house.deliver(newer)

    house.poll(after=timedelta(minutes=10))

    (raw,) = house.drafts().values()
    assert message_from_bytes(raw)["In-Reply-To"] == "<newer@bright.example>"


def test_a_newer_message_leaves_an_edited_draft_alone(house: House) -> None:
    """The user's words are his."""
    house.deliver(INVITATION)
    house.poll()
    (path,) = (house.folder / "Mail" / ".Drafts" / "cur").iterdir()
    path.write_bytes(path.read_bytes() + b"My own words.\r\n")
    edited = house.drafts()
    house.deliver(
        mail(
            "Re: [scheduling] Interview",
            "Would Friday, 13 March 2026 at 10:00 am CET work instead? Tom Falk",
            id="<newer@bright.example>",
            sender="Tom Falk <tom@bright.example>",
            sent=MONDAY + timedelta(minutes=5),
            References="<invitation@bright.example>",
        )
    )

    house.poll(after=timedelta(minutes=10))

    assert house.drafts() == edited


def test_an_answer_of_the_users_own_takes_an_untouched_draft_away(house: House) -> None:
    """He answered from his phone."""
    house.deliver(INVITATION)
    house.poll()
    answer = mail(
        "Re: Interview",
        "Thursday is fine.",
        id="<own@hale.example>",
        sender="Robin Hale <robin@hale.example>",
        to="tom@bright.example",
        sent=MONDAY + timedelta(minutes=5),
        In_Reply_To="<invitation@bright.example>",
    )
    house.deliver(answer, "Sent")

    summary = house.poll(after=timedelta(minutes=10))

    assert summary.withdrawn == 1
    assert house.drafts() == {}


def test_what_was_answered_before_the_poll_gets_no_draft(house: House) -> None:
    """The assistant comes late; that must not show."""
    house.deliver(INVITATION)
    house.deliver(
        mail(
            "Re: Interview",
            "Thursday is fine.",
            id="<own@hale.example>",
            sender="Robin Hale <robin@hale.example>",
            to="tom@bright.example",
            sent=MONDAY - timedelta(minutes=5),
            In_Reply_To="<invitation@bright.example>",
        ),
        "Sent",
    )

    house.poll()

    record = house.record("<invitation@bright.example>")
    assert house.drafts() == {}
    assert record is not None and record.silences == ("you have already written in this conversation",)


def test_an_untouched_draft_goes_when_its_time_has_passed(house: House) -> None:
    """An acceptance of last week's interview helps nobody."""
    house.deliver(INVITATION)
    house.poll()

    house.poll(after=timedelta(days=4))

    assert house.drafts() == {}


def test_a_promise_for_a_day_that_has_come_is_written_anew(house: House) -> None:
    """Rule 6: an untouched draft whose date has passed is composed anew."""
    house.deliver(REQUEST)
    house.poll()
    first = house.subjects()

    house.poll(after=timedelta(days=2))

    assert house.subjects() != first
    assert len(house.drafts()) == len(first)


def test_a_reminder_stays_when_the_day_comes_after_the_reply_was_sent(house: House) -> None:
    """It still has to be done, and another day would be a lie."""
    house.deliver(REQUEST)
    house.poll()
    (reply,) = [path for path in drafts_of(house) if b"Subject: Re: " in path.read_bytes()]
    reply.rename(house.folder / "Mail" / ".Sent" / "cur" / reply.name)
    reminder = [raw for raw in house.drafts().values() if b"[Note to self]" in raw]

    house.poll(after=timedelta(hours=1))
    house.poll(after=timedelta(days=2))

    assert [raw for raw in house.drafts().values() if b"[Note to self]" in raw] == reminder


def test_a_reminder_goes_when_what_was_promised_is_sent(house: House) -> None:
    """A second mail in the conversation carries it."""
    house.deliver(REQUEST)
    house.poll()
    for number, minutes in ((1, 30), (2, 60)):
        own = mail(
            "Re: References",
            "Here they are.",
            id=f"<own{number}@hale.example>",
            sender="Robin Hale <robin@hale.example>",
            to="priya@north.example",
            sent=MONDAY + timedelta(minutes=minutes),
            In_Reply_To="<request@north.example>",
        )
        house.deliver(own, "Sent")

    house.poll(after=timedelta(hours=2))

    assert house.subjects() == [b"You may be asked about me by Northfield"]


def test_what_goes_with_a_reply_goes_when_the_user_throws_the_reply_away(house: House) -> None:
    """He does not want to answer, so nobody needs a heads-up."""
    house.deliver(REQUEST)
    house.poll()
    (reply,) = [path for path in drafts_of(house) if b"Subject: Re: " in path.read_bytes()]
    reply.unlink()

    house.poll(after=timedelta(hours=1))
    house.poll(after=timedelta(hours=1))

    assert house.drafts() == {}


def drafts_of(house: House) -> list[Path]:
    return sorted((house.folder / "Mail" / ".Drafts" / "cur").iterdir())


def test_nothing_that_waits_appears_while_paused(house: House) -> None:
    """He needs a week off, and a letter planned before it waits too."""
    house.deliver(REJECTION.replace(b"Thu, 05 Mar 2026", b"Mon, 09 Mar 2026"))
    house.poll()
    house.config = house.config.model_copy(update={"paused": True})

    house.poll(after=timedelta(days=4))
    paused = house.drafts()
    house.config = house.config.model_copy(update={"paused": False})
    house.poll(after=timedelta(hours=1))

    assert paused == {}
    assert len(house.drafts()) == 2


def test_the_first_run_puts_only_a_few_drafts(house: House) -> None:
    """A first run must not flood Drafts."""
    house.config = house.config.model_copy(update={"rules": Rules(first_run_drafts=3)})
    for number in range(6):
        house.deliver(INVITATION.replace(b"<invitation@", f"<invitation{number}@".encode()))

    summary = house.poll()

    assert (summary.placed, summary.waiting) == (3, 3)


def test_a_day_brings_no_more_than_its_cap(house: House) -> None:
    """The rest waits for tomorrow, the most urgent first."""
    house.poll()
    for number in range(12):
        house.deliver(INVITATION.replace(b"<invitation@", f"<invitation{number}@".encode()))

    placed = [house.poll(after=timedelta(minutes=10)).placed for _ in range(3)]

    assert placed == [8, 0, 0]
    assert house.poll(after=timedelta(days=1)).placed == 4


def test_far_too_many_drafts_stop_before_the_first(house: House) -> None:
    """A misread mailbox must not fill Drafts."""
    house.poll()
    for number in range(30):
        house.deliver(INVITATION.replace(b"<invitation@", f"<invitation{number}@".encode()))

    with pytest.raises(TooManyDrafts):
        house.poll(after=timedelta(minutes=10))

    assert house.drafts() == {}
    assert house.poll(after=timedelta(minutes=10), confirmed=True).placed == 8


def test_a_message_that_cannot_be_read_stops_nobody(house: House) -> None:
    """Poison is recorded after three tries and the others are read at once."""
    house.deliver(INVITATION)
    house.deliver(mail("[boom] x", "x", id="<poison@x.example>"))

    first = house.poll()
    later = [house.poll(after=timedelta(minutes=10)).unreadable for _ in range(3)]

    assert (first.read, first.placed) == (1, 1)
    assert later == [0, 1, 0]


def test_a_message_the_mailbox_withholds_stops_nobody(house: House) -> None:
    """Servers have been seen to list a message and hand over nothing (iCloud); drafts must not wait for it."""
    house.deliver(INVITATION)
    house.deliver(b"")

    first = house.poll()
    later = [house.poll(after=timedelta(minutes=10)).unreadable for _ in range(3)]

    assert first.placed == 1
    assert later == [0, 1, 0]


def test_a_message_whose_parent_is_gone_is_not_answered(house: House) -> None:
    """The user deleted the rejection; he does not want to write about it."""
    name = house.deliver(REJECTION.replace(b"Thu, 05 Mar 2026", b"Mon, 09 Mar 2026"))
    house.poll()
    house.maildir().remove(name)

    house.poll(after=timedelta(days=3))

    assert house.drafts() == {}
    assert {one.outcome for one in house.entries()} == {"the message it answers is no longer in your mailbox"}


def test_a_paused_assistant_tags_and_drafts_nothing(house: House) -> None:
    """He needs a week off."""
    house.config = house.config.model_copy(update={"paused": True})
    house.deliver(INVITATION)

    house.poll()

    assert house.drafts() == {}


def test_a_sender_on_the_never_list_gets_nothing(house: House) -> None:
    """His current employer."""
    house.config = house.config.model_copy(update={"never": Never(senders=("@bright.example",))})
    house.deliver(INVITATION)

    house.poll()

    assert house.drafts() == {}


def test_mail_to_oneself_is_never_answered(house: House) -> None:
    """Nearly every duplicate of such tools comes from replying to oneself."""
    house.deliver(INVITATION.replace(b"Tom Falk <tom@bright.example>", b"Robin Hale <robin@hale.example>"))

    summary = house.poll()

    assert (summary.read, house.drafts()) == (0, {})


def test_the_same_message_in_two_places_is_answered_once(house: House) -> None:
    """A filter copies mail."""
    house.deliver(INVITATION)
    house.deliver(INVITATION)

    house.poll()
    house.deliver(INVITATION)
    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


def test_a_lost_ledger_puts_no_second_draft(house: House) -> None:
    """The user moved a damaged ledger away, as he was told he could."""
    house.deliver(INVITATION)
    house.poll()
    before = house.drafts()
    for path in house.folder.glob("ledger.sqlite3*"):
        path.unlink()

    house.poll(after=timedelta(minutes=10))

    assert house.drafts() == before


def test_unrelated_mail_is_remembered_by_id_only(house: House) -> None:
    """Whose newsletters a person reads is nobody's business."""
    house.deliver(mail("Your parcel", "It is on its way.", id="<parcel@shop.example>", sender="shop@shop.example"))

    house.poll()

    record = house.record("<parcel@shop.example>")
    assert record is not None
    assert (record.sender, record.subject, record.facts) == ("", "", {})


def test_a_letter_under_a_borrowed_id_is_never_quoted_to_another(house: House) -> None:
    """Some systems number all their mail alike; what one company wrote is no business of the other's."""
    house.deliver(REJECTION.replace(b"Thu, 05 Mar", b"Mon, 09 Mar"))
    house.poll()
    before = house.drafts()
    other = mail("[rejection] Your application", "A word of Bright alone.", id="<rejection@acme.example>")
    house.deliver(other.replace(b"jane@acme", b"tom@bright"))
    house.poll(after=timedelta(minutes=10))

    house.poll(after=timedelta(days=4))

    drafts = b"".join(house.drafts().values())
    assert before == {}
    assert b"move forward with another candidate" in drafts.replace(b"=\r\n", b"").replace(b"=\n", b"")
    assert b"Bright" not in drafts

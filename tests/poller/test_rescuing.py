"""Junk is read for rescue only: told of, never answered, never tagged, and read as any other mail once moved out."""

from datetime import timedelta

import pytest

from assistant.ledger.connection import connect
from assistant.poller.due import due
from tests.poller.household import INVITATION, House, mail

SCAM = mail(
    "[offer] Congratulations, you are hired",
    "Dear Robin,\r\n\r\nyou got the job at Acme. To start, buy gift cards for 500 USD and send us the codes, and write "
    "to our HR on Telegram @acmehr. We will send you a check to deposit for the equipment.\r\n\r\nHR",
    id="<scam@gmail.example>",
    sender="Acme HR <acme.hr.desk@gmail.com>",
)


def rescued(house: House) -> list[str]:
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        return [one.what for one in due(step, house.config, house.now) if "Junk" in one.what]


def move_out(house: House) -> None:
    junk = house.maildir("Junk")
    (key,) = junk.keys()
    house.maildir().add(junk.get_message(key))
    junk.remove(key)


def test_recruiter_mail_in_junk_is_told_and_not_answered(house: House) -> None:
    """Filters eat interview invitations, and answering junk by machine tells spammers that somebody is at home."""
    house.deliver(INVITATION, "Junk")

    house.poll()
    events = [one.kind for one in house.events]
    house.poll(after=timedelta(days=1))

    assert (events.count("rescued"), events.count("placed"), events.count("tagged")) == (1, 0, 0)
    assert rescued(house) == ["look into Junk: scheduling mail lies there; move it to your inbox if it is genuine"]
    assert (house.drafts(), house.entries()) == ({}, [])
    assert [one.kind for one in house.events] == []


def test_what_is_moved_out_of_junk_is_answered(house: House) -> None:
    """That is what rescue is for."""
    house.deliver(INVITATION, "Junk")
    house.poll()
    move_out(house)

    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1
    assert rescued(house) == []


@pytest.mark.parametrize(
    "raw",
    [
        SCAM,
        INVITATION.replace(b"[scheduling]", b"[scheduling?]"),
        mail("Xylophones half price", "Buy!", id="<spam@x.example>", sender="Shop <shop@spam.example>"),
        mail("Your own invoice", "Pay!", id="<forged@x.example>", sender="Robin Hale <robin@hale.example>"),
    ],
    ids=["fraud", "unsure", "spam", "forged as own"],
)
def test_of_any_other_junk_nothing_is_said_or_kept(house: House, raw: bytes) -> None:
    """A scam that is reported as rescued does harm, and spam is nobody's memory."""
    house.deliver(raw, "Junk")

    house.poll()

    assert [one.kind for one in house.events if one.kind != "listed"] == []
    assert rescued(house) == []
    assert house.record(raw.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode()) is None


def test_a_copy_in_junk_of_mail_that_was_read_changes_nothing(house: House) -> None:
    """Some rules file copies."""
    house.deliver(INVITATION)
    house.poll()
    drafts = house.drafts()
    house.deliver(INVITATION, "Junk")

    house.poll(after=timedelta(minutes=10))

    assert (house.drafts(), rescued(house)) == (drafts, [])


def test_junk_is_told_of_for_a_week(house: House) -> None:
    """Providers empty it; a line that never goes away is not read."""
    house.deliver(INVITATION, "Junk")
    house.poll()

    house.poll(after=timedelta(days=8))

    assert rescued(house) == []

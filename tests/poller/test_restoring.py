"""After a backup took the ledger's place, nothing that was done since is done again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from assistant.ledger.backup import back_up, restore
from tests.poller.household import INVITATION, MONDAY, REJECTION, House, mail


def leave_it(house: House) -> None:
    pass


def edit_it(house: House) -> None:
    (path,) = (house.folder / "Mail" / ".Drafts" / "cur").iterdir()
    path.write_bytes(path.read_bytes() + b"My own words.\r\n")


def throw_it_away(house: House) -> None:
    drafts = house.maildir("Drafts")
    (key,) = drafts.keys()
    house.maildir("Trash").add(drafts.get_message(key))
    drafts.remove(key)


def send_it(house: House) -> None:
    drafts = house.maildir("Drafts")
    (key,) = drafts.keys()
    house.maildir("Sent").add(drafts.get_message(key))
    drafts.remove(key)


def write_himself(house: House) -> None:
    throw_it_away(house)
    answer = mail(
        "Re: Interview", "Fine.", id="<own@hale.example>", sender="robin@hale.example", to="tom@bright.example",
        sent=MONDAY + timedelta(minutes=9), In_Reply_To="<invitation@bright.example>",
    )  # fmt: skip
    house.deliver(answer, "Sent")


@pytest.mark.parametrize("done", [leave_it, edit_it, throw_it_away, send_it, write_himself])
def test_a_draft_put_after_the_backup_is_recognised(house: House, done: Callable[[House], None]) -> None:
    """The ledger has lost a week; the user must not find the week's drafts twice, whatever he did with them."""
    house.poll()
    back_up(house.folder / "ledger.sqlite3", house.folder / "backup")
    house.deliver(INVITATION)
    house.poll(after=timedelta(minutes=10))
    assert len(house.drafts()) == 1
    done(house)
    before = house.drafts()

    restore(house.folder / "backup", house.folder / "ledger.sqlite3", house.now + timedelta(minutes=20))
    for _ in range(3):
        house.poll(after=timedelta(minutes=30))

    assert house.drafts() == before


def test_a_draft_that_was_planned_before_and_thrown_away_after_stays_away(house: House) -> None:
    """What waits for its hour is put last; the mark below which nothing is looked for must not hide Trash."""
    house.deliver(REJECTION)
    house.poll()
    back_up(house.folder / "ledger.sqlite3", house.folder / "backup")
    house.poll(after=timedelta(hours=80))
    drafts = house.maildir("Drafts")
    for key in drafts.keys():  # noqa: SIM118 - a Maildir cannot be iterated for keys
        house.maildir("Trash").add(drafts.get_message(key))
        drafts.remove(key)

    restore(house.folder / "backup", house.folder / "ledger.sqlite3", house.now + timedelta(minutes=20))
    for _ in range(3):
        house.poll(after=timedelta(hours=1))

    assert house.drafts() == {}

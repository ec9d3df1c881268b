"""A whole pass over an mbox that mail programs write anew."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.ledger.plans import State
from assistant.mailbox import Mailbox
from assistant.mailbox.account import MboxAccount, open_mailbox
from tests.poller.household import INVITATION, MONDAY, House, mail, new_house

STAMP = MONDAY.strftime("%a %b %d %H:%M:%S +0000 %Y").encode()


@dataclass
class MboxHouse(House):
    """INBOX is one file; drafts go to the Maildir beside it."""

    @property
    def inbox(self) -> Path:
        return self.folder / "Inbox"

    def mailbox(self) -> Mailbox:
        drafts = str(self.folder / "Mail" / ".Drafts")
        return open_mailbox(MboxAccount(path=self.inbox, drafts=drafts, rest_seconds=0.0))

    def write(self, *raws: bytes) -> None:
        letters = (b"From - " + STAMP + b"\n" + raw.replace(b"\r\n", b"\n") + b"\n" for raw in raws)
        self.inbox.write_bytes(b"".join(letters))


@pytest.fixture
def house(tmp_path: Path) -> MboxHouse:
    made = new_house(tmp_path)
    return MboxHouse(folder=made.folder, config=made.config)


OTHER = mail("[unrelated] Lunch", "Pizza?", id="<lunch@x.example>")


def test_a_compacted_mbox_brings_no_second_draft(house: MboxHouse) -> None:
    """Every message lies elsewhere then, and each is known again by its id."""
    house.write(OTHER, INVITATION)
    first = house.poll()
    house.write(INVITATION)
    second = house.poll(after=timedelta(minutes=10))
    third = house.poll(after=timedelta(minutes=10))

    assert (first.placed, second.placed, third.placed, len(house.drafts())) == (1, 0, 0, 1)
    assert [one.state for one in house.entries()] == [State.placed]


def test_a_whole_pass_leaves_the_file_as_it_is(house: MboxHouse) -> None:
    """Read-only means read-only, tags or not."""
    house.write(OTHER, INVITATION)
    before = house.inbox.read_bytes(), house.inbox.stat().st_mtime_ns
    summary = house.poll()

    assert (summary.read, summary.placed, summary.tagged) == (2, 1, 0)
    assert (house.inbox.read_bytes(), house.inbox.stat().st_mtime_ns) == before
    assert {path.name for path in house.folder.iterdir()} >= {"Inbox", "Mail"}
    assert not [path for path in house.folder.iterdir() if "lock" in path.name]

"""A correction: remembered, tagged, and no draft of the mistake left behind."""

import shutil
from contextlib import closing
from datetime import timedelta

import pytest

from assistant.errors import UnreadableMessage
from assistant.ledger import corrections
from assistant.ledger.connection import connect
from assistant.ledger.corrections import Correction
from assistant.ledger.plans import State
from assistant.poller.correcting import correct
from assistant.understanding.labels import Label
from tests.poller.household import INVITATION, REJECTION, House

ID = "<invitation@bright.example>"


def say(house: House, identity: str, label: Label) -> None:
    """Correct a message that was read."""
    record = house.record(identity)
    assert record is not None
    with closing(house.mailbox()) as box:
        correct(house.run(box), record, label)


def recorded(house: House) -> list[Correction]:
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        return list(corrections.recorded(step))


def test_a_correction_keeps_the_words_that_are_learned_from(house: House) -> None:
    """The ledger keeps no other bodies, and the message may be gone when learning begins."""
    house.deliver(INVITATION)
    house.poll()
    say(house, ID, Label.unrelated)

    (one,) = recorded(house)
    assert (one.label, one.said, one.said_surely) == (Label.unrelated, Label.scheduling, True)
    assert one.subject == "[scheduling] Interview"
    assert "would Thursday" in one.words


def test_an_untouched_draft_of_a_mistake_is_taken_back(house: House) -> None:
    """Sending it would be embarrassing."""
    house.deliver(INVITATION)
    house.poll()
    before = len(house.drafts())
    say(house, ID, Label.unrelated)
    house.poll(after=timedelta(minutes=10))

    assert (before, len(house.drafts())) == (1, 0)
    assert [(one.state, one.outcome) for one in house.entries()] == [
        (State.withdrawn, "you said it is unrelated, not scheduling")
    ]


def test_an_edited_draft_is_left_alone(house: House) -> None:
    """What the user wrote is his."""
    house.deliver(INVITATION)
    house.poll()
    (name,) = house.drafts()
    path = next((house.folder / "Mail" / ".Drafts").glob(f"*/{name}"))
    path.write_bytes(path.read_bytes() + b"PS: see you\r\n")
    say(house, ID, Label.unrelated)
    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


def test_what_waits_for_its_hour_is_dropped_at_once(house: House) -> None:
    """`assistant drafts` must not go on announcing it."""
    house.deliver(REJECTION)
    house.poll(after=timedelta(days=-3))
    waiting = {one.state for one in house.entries()}
    say(house, "<rejection@acme.example>", Label.update)

    record = house.record("<rejection@acme.example>")
    assert waiting == {State.planned}
    assert {one.state for one in house.entries()} == {State.dropped}
    assert record is not None
    assert any("you said it is update" in because for because in record.silences)


def test_a_confirmed_label_keeps_its_draft(house: House) -> None:
    """Saying that it was right must cost nothing."""
    house.deliver(INVITATION)
    house.poll()
    say(house, ID, Label.scheduling)
    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


def test_the_next_poll_changes_the_keyword(house: House) -> None:
    """The mail client must show what the user said."""
    house.maildir().close()
    keywords = "".join(f"{number} {name}\n" for number, name in enumerate(("$JobScheduling", "$JobUpdate")))
    (house.folder / "Mail" / "dovecot-keywords").write_text(keywords)
    house.deliver(INVITATION)
    seen = []
    house.poll()
    for label in (Label.update, Label.unrelated):
        record = house.record(ID)
        assert record is not None
        with closing(house.mailbox()) as box:
            seen.append(box.tags([record.place])[record.place])
        say(house, ID, label)
        house.poll(after=timedelta(minutes=10))
    with closing(house.mailbox()) as box:
        seen.append(box.tags([record.place])[record.place])

    assert seen == [{"$JobScheduling"}, {"$JobUpdate"}, frozenset()]


@pytest.mark.parametrize("where", ["trash", "nowhere"])
def test_what_was_thrown_away_is_not_learned_from(house: House, where: str) -> None:
    """Trash holds what the user does not want kept, least of all in a second place."""
    name = house.deliver(INVITATION)
    house.poll()
    path = next((house.folder / "Mail").glob(f"*/{name}*"))
    if where == "trash":
        shutil.move(path, house.folder / "Mail" / ".Trash" / "cur" / path.name)
    else:
        path.unlink()

    with pytest.raises(UnreadableMessage, match="no longer in your mailbox"):
        say(house, ID, Label.unrelated)
    assert recorded(house) == []

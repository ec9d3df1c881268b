"""What the user says outlives what was guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.ledger import corrections, messages
from assistant.ledger.connection import Ledger, connect
from assistant.ledger.corrections import Correction
from assistant.ledger.messages import Record, Tagging
from assistant.mail.message import Place
from assistant.understanding.labels import Label

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ONE = Correction(
    identity="<a@b>",
    label=Label.unrelated,
    said=Label.rejection,
    said_surely=True,
    subject="Berths",
    words="No berth this year.",
    corrected_at=NOW,
)
READ = Record(
    identity="<a@b>",
    place=Place(folder="INBOX", key="1"),
    thread="<t>",
    sent_at=NOW,
    label="rejection",
    sure=False,
    verdict={},
    facts={},
    tag="$JobRejection",
)


def test_a_correction_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    """Retraining needs the words, and measuring needs what was said before."""
    with ledger.step() as step:
        corrections.record(step, ONE)

        assert corrections.recorded(step) == [ONE]


def test_a_second_correction_replaces_the_first_but_not_what_had_been_said(ledger: Ledger) -> None:
    """Else the user's first correction would be counted as the classifier's word."""
    again = replace(ONE, label=Label.update, said=Label.unrelated, corrected_at=NOW + timedelta(hours=1))
    with ledger.step() as step:
        corrections.record(step, ONE)
        corrections.record(step, again)

        assert corrections.recorded(step) == [replace(again, said=Label.rejection)]


def test_corrections_belong_to_their_account(path: Path, ledger: Ledger) -> None:
    """Two people may read the same newsletter differently."""
    with ledger.step() as step:
        corrections.record(step, ONE)

    with connect(path, "other").step() as step:
        assert corrections.recorded(step) == []


def test_a_new_label_wants_its_tag_set_again(ledger: Ledger) -> None:
    """The wrong keyword stands in the mailbox until the next poll."""
    with ledger.step() as step:
        messages.record(step, READ, NOW)
        messages.tagged(step, "<a@b>", Tagging.kept)
        messages.relabel(step, "<a@b>", "unrelated", "")

        (wanted,) = messages.untagged(step)
        assert (wanted.label, wanted.sure, wanted.tag) == ("unrelated", True, "")


def test_a_label_that_is_confirmed_leaves_the_tag_as_it_is(ledger: Ledger) -> None:
    """A mailbox that refused the keyword once is not asked again."""
    with ledger.step() as step:
        messages.record(step, READ, NOW)
        messages.tagged(step, "<a@b>", Tagging.refused)
        messages.relabel(step, "<a@b>", "rejection", "$JobRejection")

        assert messages.untagged(step) == []

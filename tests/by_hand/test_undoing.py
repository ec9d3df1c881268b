"""Taking back what was said by command."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.application import Said, Stage
from assistant.by_hand.importing import bring_in
from assistant.by_hand.spreadsheet import read
from assistant.errors import CannotBeDone
from assistant.ledger import applications, commands, messages, places, plans
from assistant.ledger.corrections import recorded as corrected
from assistant.poller import asking
from assistant.poller.correcting import correct
from assistant.understanding.labels import Label
from tests.by_hand.desk import Desk
from tests.by_hand.test_arranging import ACME, LEAD

BERLIN = ZoneInfo("Europe/Berlin")
SHEET = b"Company,Role,Status,Notes\nAcme,Planner,Interviewing,they called\nBright,Pilot,Applied,\n"


def close(desk: Desk) -> None:
    with desk.step() as step, commands.remembered(step, "close", desk.house.now):
        asking.close(desk.house.now, step, applications.recorded(step)[-1], Stage.closed)


def pause(desk: Desk) -> None:
    with desk.step() as step, commands.remembered(step, "pause", desk.house.now):
        places.pause(step, desk.house.now)


def bring(desk: Desk) -> None:
    with desk.step() as step, commands.remembered(step, "import", desk.house.now):
        bring_in(step, read(SHEET, desk.house.now.date()).rows, BERLIN, desk.house.now)


def say_it_is_news(desk: Desk, identity: str) -> None:
    record = desk.house.record(identity)
    assert record is not None
    with closing(desk.house.mailbox()) as box:
        correct(desk.house.run(box), record, Label.update, by_command=True)


SAID: dict[str, Callable[[Desk], object]] = {
    "edit": lambda desk: desk.edit(1, Said(company="Northwind", role="Pilot", stage=Stage.closed, note="n")),
    "merge": lambda desk: desk.merge(1, 2),
    "merge the other way": lambda desk: desk.merge(2, 1),
    "split": lambda desk: desk.split(1, "a2@acme.example", said=Said(role="Pilot")),
    "assign": lambda desk: desk.assign(2, "a2@acme.example"),
    "close": close,
    "pause": pause,
    "import": bring,
    "correct what lies in Drafts": lambda desk: say_it_is_news(desk, "<a2@acme.example>"),
    "correct what waits for its hour": lambda desk: say_it_is_news(desk, "<b2@acme.example>"),
}


def begun(desk: Desk) -> None:
    """Two applications at one company; one of them has a draft, the other a letter that waits for its hour."""
    desk.hear("confirmation", "a1@acme.example", *ACME)
    desk.hear("confirmation", "b1@acme.example", *LEAD, days=0.1)
    desk.hear("scheduling", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    desk.hear("rejection", "b2@acme.example", *LEAD, answers="b1@acme.example", days=1.1)


def world(desk: Desk) -> object:
    """Return all that a user can see of his applications, drafts and corrections."""
    with desk.step() as step:
        known = {one.id: (one.title, one.stage, one.said, one.threads) for one in applications.recorded(step)}
        heard = {one.identity: (one.application, one.label, one.tag, one.silences) for one in messages.recorded(step)}
        letters = [(one.application, one.state, one.plan.wanted_until, one.outcome) for one in plans.entries(step)]
        return known, heard, letters, places.current(step).paused_at, list(corrected(step))


@pytest.mark.parametrize("said", SAID)
def test_what_is_taken_back_at_once_was_never_said(said: str, desk: Desk) -> None:
    """Undo is what makes a command safe to try."""
    begun(desk)
    before = world(desk)
    SAID[said](desk)
    during = world(desk)

    desk.undo()

    assert during != before
    assert world(desk) == before


@pytest.mark.parametrize("said", SAID)
def test_no_draft_comes_twice_when_something_is_taken_back_after_a_poll(said: str, desk: Desk) -> None:
    """What a poll took away stays away; what it left stays as it is."""
    begun(desk)
    drafts = dict(desk.house.drafts())
    SAID[said](desk)
    desk.poll(days=1.2)

    desk.undo()
    desk.poll(days=1.3)
    desk.poll(days=1.4)

    put = [one.message_id for one in desk.house.entries() if one.message_id]
    assert len(put) == len(set(put))
    assert len(desk.house.drafts()) <= len(drafts)


@pytest.mark.parametrize("said", ["merge", "split", "import"])
def test_a_command_killed_before_its_end_changed_nothing(
    said: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed terminal must not leave half of a merge."""
    begun(desk)
    before = world(desk)
    child = os.fork()
    if child == 0:
        try:
            monkeypatch.setattr(commands, "_difference", lambda *states: os._exit(137))  # changed, not yet committed
            SAID[said](desk)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 137
    assert world(desk) == before


def test_commands_are_taken_back_one_by_one_the_last_first(desk: Desk) -> None:
    """As in every editor."""
    begun(desk)
    worlds = []
    for say in SAID.values():
        worlds.append(world(desk))
        try:
            say(desk)
        except CannotBeDone:  # an earlier command has made it impossible
            worlds.pop()

    back = []
    for _ in list(worlds):
        desk.undo()
        back.append(world(desk))

    assert back == worlds[::-1]


@pytest.mark.parametrize("said", ["merge", "merge the other way"])
def test_mail_that_came_since_goes_where_its_conversation_belongs(said: str, desk: Desk) -> None:
    """Taking a merge back must not leave half a conversation behind."""
    begun(desk)
    SAID[said](desk)
    desk.hear("update", "a3@acme.example", *ACME, answers="a2@acme.example", days=2)
    desk.hear("update", "b3@acme.example", *LEAD, answers="b2@acme.example", days=2.1)

    desk.undo()

    assert [desk.holder(f"{one}@acme.example") for one in ("a3", "b3")] == [1, 2]
    assert desk.told() == {1: (*ACME, "interview"), 2: (*LEAD, "rejected")}


def test_mail_that_came_for_a_split_goes_back_with_it(desk: Desk) -> None:
    """And the application tells again all that its mail tells."""
    begun(desk)
    SAID["split"](desk)
    desk.hear("rejection", "a3@acme.example", "Acme", "Pilot", answers="a2@acme.example", days=2)

    desk.undo()

    assert desk.holder("a3@acme.example") == 1
    assert desk.told() == {1: (*ACME, "rejected"), 2: (*LEAD, "rejected")}


def test_an_imported_application_that_mail_has_joined_stays_when_the_import_is_taken_back(desk: Desk) -> None:
    """The mail is there, whoever typed the row."""
    bring(desk)
    desk.hear("scheduling", "p1@bright.example", "Bright", "Pilot")

    desk.undo()

    assert [one[:2] for one in desk.told().values()] == [("Bright", "Pilot")]


def test_an_edit_taken_back_leaves_what_mail_said_meanwhile(desk: Desk) -> None:
    """The rejection came; no undo makes it not have come."""
    begun(desk)
    desk.edit(1, Said(stage=Stage.offer))
    desk.hear("rejection", "a3@acme.example", *ACME, answers="a2@acme.example", days=2)

    desk.undo()

    assert desk.told()[1] == (*ACME, "rejected")


def test_a_letter_that_a_poll_took_away_is_told_of(desk: Desk) -> None:
    """The user must know that undo does not bring it back, and how to get another."""
    begun(desk)
    desk.edit(1, Said(stage=Stage.closed))
    desk.poll(days=1.2)

    notes = desk.undo()

    assert desk.house.drafts() == {}
    assert ["availability" in note and "assistant draft KIND '<a2@acme.example>'" in note for note in notes] == [True]


def test_a_command_that_changes_nothing_is_none(desk: Desk) -> None:
    """Or undo would seem to do nothing."""
    begun(desk)
    bring(desk)
    desk.house.now += timedelta(minutes=1)
    bring(desk)

    desk.undo()

    with desk.step() as step:
        assert commands.last(step) is None

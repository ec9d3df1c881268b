"""Applications as recorded: the user's word lies over what their mail tells."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config

from assistant.application import Application, Said, Stage, Start
from assistant.ledger import applications, commands, places, store
from assistant.ledger.connection import Ledger, connect

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
ACME = Application(company="Acme", role="Planner", stage=Stage.applied, changed_at=NOW)


def test_what_the_user_says_stands_over_what_mail_tells_later(ledger: Ledger) -> None:
    """And what the mail tells is kept below it."""
    said = Said(company="Northwind", stage=Stage.offer, note="n", applied_on=date(2026, 3, 2))
    with ledger.step() as step:
        number = applications.record(step, ACME)
        applications.say(step, number, said)
        applications.record(step, replace(ACME, id=number, stage=Stage.rejected))

        (one,) = applications.recorded(step)
        heard = applications.as_heard(step, number)

    assert (one.company, one.role, one.stage, one.said) == ("Northwind", "Planner", Stage.offer, said)
    assert (heard.company, heard.stage) == ("Acme", Stage.rejected)


def test_what_was_typed_and_all_names_come_back(ledger: Ledger) -> None:
    """Mail is told on top of the one and found by the others."""
    start = Start(company="Acme", stage=Stage.in_process, at=NOW)
    with ledger.step() as step:
        number = applications.record(step, replace(ACME, start=start))
        applications.rename(step, number, [("Acme", "Pilot")], NOW)

        (one,) = applications.recorded(step)

    assert (one.start, one.names, one.named_at) == (start, frozenset({("Acme", "Pilot")}), NOW)


def test_what_was_merged_is_gone_and_tells_where(ledger: Ledger) -> None:
    """Its number may be on a slip of paper."""
    with ledger.step() as step:
        kept, gone = applications.record(step, ACME), applications.record(step, ACME)
        applications.merge(step, gone, into=kept)

        assert [one.id for one in applications.recorded(step)] == [kept]
        assert (applications.merged_into(step, gone), applications.merged_into(step, kept)) == (kept, None)


def test_only_the_last_hundred_commands_can_be_taken_back(ledger: Ledger) -> None:
    """What is remembered of them holds names and notes, and must not grow for ever."""
    with ledger.step() as step:
        number = applications.record(step, ACME)
        for count in range(105):
            with commands.remembered(step, f"{count}", NOW):
                applications.say(step, number, Said(note=str(count)))

        taken = []
        while one := commands.last(step):
            commands.take_back(step, one)
            taken.append(int(one.words))

    assert taken == list(range(104, 4, -1))


def test_a_pause_before_the_first_run_is_taken_back_without_the_place_it_was_read_to(ledger: Ledger) -> None:
    """Both are kept in one row."""
    with ledger.step() as step:
        with commands.remembered(step, "pause", NOW):
            places.pause(step, NOW)
        places.advance(step, NOW, cursor="c")
        last = commands.last(step)
        assert last is not None

        commands.take_back(step, last)

        assert (places.current(step).paused_at, places.current(step).cursor) == (None, "c")


def test_accounts_take_back_their_own_commands(path: Path, ledger: Ledger) -> None:
    """Two accounts share the file."""
    with ledger.step() as step, commands.remembered(step, "add", NOW):
        applications.record(step, ACME)

    with connect(path, "other").step() as step:
        assert commands.last(step) is None


def test_what_was_closed_before_the_user_could_say_so_stays_closed(tmp_path: Path) -> None:
    """An update must not reopen what a user has ended."""
    path = tmp_path / "old.sqlite3"
    settings = Config()
    settings.set_main_option("script_location", str(Path(store.__file__).parent / "migrations"))
    engine = store.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0002")
    engine.dispose()
    with closing(sqlite3.connect(path)) as old:
        for stage in ("closed", "applied"):
            old.execute(f"INSERT INTO application (account, stage, threads) VALUES ('main', '{stage}', '[]')")
        old.commit()

    with connect(path, "main").step() as step:
        said = {one.stage: one.said.stage for one in applications.recorded(step)}

    assert said == {Stage.closed: Stage.closed, Stage.applied: None}

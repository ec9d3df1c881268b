"""`assistant applications edit`, `add`, `merge` and `split`, and `assistant undo`."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import typer

from assistant.application import Application, Said, Stage, Start
from assistant.by_hand import editing, merging, undoing
from assistant.by_hand.consequences import application_of
from assistant.by_hand.days import day_of
from assistant.by_hand.vocabulary import stage_named
from assistant.cli.output import identity_of, load_config, plain, print_json, when
from assistant.cli.saying import account_of, saying, title_of
from assistant.config import Config
from assistant.errors import CannotBeDone
from assistant.ledger import commands
from assistant.poller.opening import open_ledger

Typed = Mapping[str, str | None]
"""What options say, by name; None where one was not given, "" where it is left to the mail."""


def stage_of(words: str) -> Stage:
    """Return the stage somebody means.

    Raises:
        typer.BadParameter: there is none such.
    """
    stage = stage_named(words)
    if not words.strip() or not isinstance(stage, Stage):
        raise typer.BadParameter(f'"{plain(words)}" is none; stages are {", ".join(Stage)}.', param_hint="--stage")
    return stage


def edit(given: Path | None, number: int, typed: Typed, *, as_json: bool) -> int:
    """Let the user's word stand over all mail.

    Raises:
        CannotBeDone: there is no such application.
    """
    if all(value is None for value in typed.values()):
        raise typer.BadParameter("say what is to change: --company, --role, --stage, --note or --applied.")
    config, accounts = load_config(given, None)
    account, now = account_of(config, accounts, [number]), datetime.now(UTC)
    words = f"what application {title_of(config, account, number)} is"
    with saying(config, [account], words, now) as steps:
        step = steps[account]
        said = _said(application_of(step, number).said, typed, _today(config, now))
        one = editing.edit(step, number, said, now)
    return _tell(account, one, f"{one.title} is at the stage {one.stage}; your word stands.", as_json=as_json)


def _said(before: Said, typed: Typed, today: date) -> Said:
    """Return what the user said before with what he says now; no application was sent after today."""
    changes: dict[str, object] = {}
    for name in ("company", "role"):
        if (value := typed[name]) is not None:
            changes[name] = " ".join(value.split()) or None
    if (value := typed["stage"]) is not None:
        changes["stage"] = stage_of(value) if value else None
    if (value := typed["note"]) is not None:
        changes["note"] = value.strip()
    if (value := typed["applied"]) is not None:
        changes["applied_on"] = _day(value, today)
    return replace(before, **changes)  # type: ignore[arg-type]  # each is of its field's type


def _day(value: str, today: date) -> date | None:
    try:
        day = day_of(value.strip(), None)
    except ValueError as error:
        raise typer.BadParameter(f"{plain(str(error))}.", param_hint="--applied") from error
    if day and day > today:
        raise typer.BadParameter(f"{day} lies in the future.", param_hint="--applied")
    return day


def _today(config: Config, now: datetime) -> date:
    return now.astimezone(config.zone).date()


def add(given: Path | None, account: str | None, typed: Typed, *, as_json: bool) -> int:
    """Record an application of which no mail tells yet."""
    config, accounts = load_config(given, account)
    name, now = the_account(accounts), datetime.now(UTC)
    said = _said(Said(), typed, _today(config, now))
    if said.company is None:
        raise typer.BadParameter("it must not be empty.", param_hint="--company")
    at = datetime.combine(said.applied_on, time(12), config.zone) if said.applied_on else None
    start = Start(company=said.company, role=said.role, stage=said.stage or Stage.applied, at=at)
    with saying(config, [name], f"that you applied at {said.company}", now) as steps:
        number = editing.add(steps[name], start, Said(note=said.note, applied_on=said.applied_on))
        one = application_of(steps[name], number)
    return _tell(name, one, f"{one.title} is application {number}.", as_json=as_json)


def the_account(accounts: Sequence[str]) -> str:
    """Return the one account meant.

    Raises:
        typer.BadParameter: there are several.
    """
    if len(accounts) > 1:
        raise typer.BadParameter(f"which of {', '.join(accounts)}?", param_hint="--account")
    return accounts[0]


def merge(given: Path | None, kept: int, others: Sequence[int], *, as_json: bool) -> int:
    """Make one application of several.

    Raises:
        CannotBeDone: one does not exist, is meant twice, or is another account's.
    """
    config, accounts = load_config(given, None)
    account, now = account_of(config, accounts, [kept, *others]), datetime.now(UTC)
    titles = [title_of(config, account, number) for number in (kept, *others)]
    with saying(config, [account], f"that {' and '.join(titles)} are one", now) as steps:
        for other in others:
            one = merging.merge(steps[account], kept, other, now)
    told = f"{' and '.join(titles[1:])} {'is' if len(others) == 1 else 'are'} part of {titles[0]} now."
    return _tell(account, one, told, as_json=as_json)


def split(given: Path | None, number: int, messages: Sequence[str], typed: Typed, *, as_json: bool) -> int:
    """Make an application of its own of some messages of another.

    Raises:
        CannotBeDone: there is no such application or message, or nothing would be left.
    """
    config, accounts = load_config(given, None)
    account, now = account_of(config, accounts, [number]), datetime.now(UTC)
    identities = list(dict.fromkeys(identity_of(one) for one in messages))
    with saying(config, [account], f"that {title_of(config, account, number)} is two", now) as steps:
        one = merging.split(steps[account], number, identities, _said(Said(), typed, _today(config, now)), now)
    told = f"{one.title} is application {one.id} now."
    if one.company is None:
        told += f" Its mail names no company; `assistant applications edit {one.id} --company NAME` says it."
    return _tell(account, one, told, as_json=as_json)


def assign(given: Path | None, number: int, messages: Sequence[str], *, as_json: bool) -> int:
    """Let messages belong to an application.

    Raises:
        CannotBeDone: there is no such application or message, or another would be left without any mail.
    """
    config, accounts = load_config(given, None)
    account, now = account_of(config, accounts, [number]), datetime.now(UTC)
    identities = list(dict.fromkeys(identity_of(one) for one in messages))
    words = f"that {', '.join(identities)} belongs to {title_of(config, account, number)}"
    with saying(config, [account], words, now) as steps:
        one = merging.assign(steps[account], number, identities, now)
    return _tell(account, one, f"{', '.join(identities)} belongs to {one.title} now.", as_json=as_json)


def undo(given: Path | None, *, as_json: bool) -> int:
    """Take back what was said last, in every account it was about.

    Raises:
        CannotBeDone: nothing was said, or all of it was taken back.
    """
    config, accounts = load_config(given, None)
    now = datetime.now(UTC)
    with open_ledger(config, accounts[0]).step() as step:
        steps = [step.for_account(name) for name in accounts]
        found = [(one, said) for one in steps if (said := commands.last(one))]
        if not found:
            raise CannotBeDone("There is nothing to take back.")
        latest = max(said.said_at for _, said in found)
        last = [(one, said) for one, said in found if said.said_at == latest]
        notes = {one.account: undoing.undo(one, said, now) for one, said in last}
    for one, said in last:
        if as_json:
            taken = {"account": one.account, "taken_back": said.words, "said_at": said.said_at.isoformat()}
            print_json({**taken, "notes": notes[one.account]})
            continue
        print(plain(f"{one.account}: taken back: {said.words} (said {when(said.said_at, config)})."))
        for note in notes[one.account]:
            print(plain(f"{one.account}: note: {note}."))
    return os.EX_OK


def _tell(account: str, one: Application, words: str, *, as_json: bool) -> int:
    if as_json:
        told = {"company": one.company, "role": one.role, "stage": one.stage.value, "note": one.said.note}
        print_json({"account": account, "application": one.id, **told})
    else:
        print(plain(f"{account}: {words}"))
    return os.EX_OK

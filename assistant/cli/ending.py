"""`assistant hired`, `close`, `pause` and `resume`: the user ends an application, or lets the search rest."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.application import Application, Stage
from assistant.cli.draft import draft
from assistant.cli.output import load_config, plain, print_json
from assistant.cli.saying import saying
from assistant.config import Config
from assistant.errors import CannotBeDone
from assistant.ledger import applications, places
from assistant.poller import asking
from assistant.poller.opening import open_ledger

Ending = tuple[str, Application, Stage]
"""An application of an account, and how it ends."""


def hired(number: int | None, given: Path | None, *, withdraw: bool, as_json: bool) -> int:
    """Mark an application as hired and close all others.

    Raises:
        CannotBeDone: there is no such application.
    """
    config, accounts = load_config(given, None)
    known = _open(config, accounts)
    if number is not None:
        _insist(number, known)
    others = [(name, one) for name, one in known if one.id != number]
    code = _withdrawals(config, others, withdraw=withdraw, as_json=as_json)
    words = "that you are hired" if number is None else f"that you are hired ({number})"
    _end(config, words, [(name, one, Stage.hired if one.id == number else Stage.closed) for name, one in known])
    for name, one in known:
        _say_end(name, one, Stage.hired if one.id == number else Stage.closed, as_json=as_json)
    if config.referees and not as_json:
        print("The next poll erases your referees' names here; remove [[referees]] from your settings, too.")
    return code


def close(number: int, given: Path | None, *, withdraw: bool, as_json: bool) -> int:
    """Close one application.

    Raises:
        CannotBeDone: there is no such one that is open.
    """
    config, accounts = load_config(given, None)
    known = _open(config, accounts)
    _insist(number, known)
    ((name, one),) = ((name, one) for name, one in known if one.id == number)
    code = _withdrawals(config, [(name, one)], withdraw=withdraw, as_json=as_json)
    _end(config, f"that application {number} ({one.title}) is closed", [(name, one, Stage.closed)])
    _say_end(name, one, Stage.closed, as_json=as_json)
    return code


def pause(given: Path | None, account: str | None, *, withdraw: bool, as_json: bool) -> int:
    """Let the search rest: mail is read and tagged, nothing is drafted."""
    config, accounts = load_config(given, account)
    code = _withdrawals(config, _open(config, accounts), withdraw=True, as_json=as_json) if withdraw else os.EX_OK
    now = datetime.now(UTC)
    with saying(config, accounts, "that your search is paused", now) as steps:
        for step in steps.values():
            places.pause(step, now)
    for name in accounts:
        _say({"account": name, "paused": True}, f"{name}: paused; `assistant resume` goes on.", as_json=as_json)
    return code


def resume(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Go on with a search that was paused."""
    config, accounts = load_config(given, account)
    with saying(config, accounts, "that your search goes on", datetime.now(UTC)) as steps:
        for step in steps.values():
            places.pause(step, None)
    for name in accounts:
        _say(
            {"account": name, "paused": False},
            f"{name}: goes on; drafts that are still wanted come back with the next poll.",
            as_json=as_json,
        )
    return os.EX_OK


def _open(config: Config, accounts: list[str]) -> list[tuple[str, Application]]:
    found = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            found += [(name, one) for one in applications.recorded(step) if one.stage.is_open]
    return found


def _insist(number: int, known: Sequence[tuple[str, Application]]) -> None:
    if number not in [one.id for _, one in known]:
        raise CannotBeDone(f"No open application has the number {number}; `assistant applications` lists them.")


def _end(config: Config, words: str, ending: Sequence[Ending]) -> None:
    now = datetime.now(UTC)
    with saying(config, [name for name, _, _ in ending], words, now) as steps:
        for name, one, stage in ending:
            asking.close(now, steps[name], one, stage)


def _say_end(name: str, one: Application, stage: Stage, *, as_json: bool) -> None:
    told = {"account": name, "application": one.id, "company": one.company, "role": one.role, "stage": stage.value}
    _say(told, f"{name}: {one.title} is {stage} now.", as_json=as_json)


def _withdrawals(config: Config, known: Sequence[tuple[str, Application]], *, withdraw: bool, as_json: bool) -> int:
    """Draft a withdrawal to everybody who waits for the user, or say how to ask for it."""
    code = os.EX_OK
    for name, one in known:
        with open_ledger(config, name).step() as step:
            last = asking.waiting_letter(step, one)
        if last is None:
            continue
        if withdraw:
            code = max(code, draft(config, name, "withdraw", last, as_json=as_json))
        elif not as_json:
            how = f"assistant draft withdraw '{last.identity}'"
            print(plain(f"{name}: {one.title} waits for you; `{how}` drafts a withdrawal."))
    return code


def _say(told: dict[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        print(plain(words))

"""`assistant hired`, `close`, `pause` and `resume`: the user ends an application, or lets the search rest."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from assistant.application import Application, Stage
from assistant.cli.draft import draft
from assistant.cli.output import load_config, plain, print_json
from assistant.config import Config
from assistant.ledger import applications, places
from assistant.poller import asking
from assistant.poller.opening import open_ledger


def hired(number: int | None, given: Path | None, *, withdraw: bool, as_json: bool) -> int:
    """Mark an application as hired and close all others; 1 if there is no such application."""
    config, accounts = load_config(given, None)
    known = _open(config, accounts)
    if number is not None and number not in [one.id for _, one in known]:
        return _unknown(number)
    others = [(name, one) for name, one in known if one.id != number]
    code = _withdrawals(config, others, withdraw=withdraw, as_json=as_json)
    for name, one in known:
        _close(config, name, one, Stage.hired if one.id == number else Stage.closed, as_json=as_json)
    return code


def close(number: int, given: Path | None, *, withdraw: bool, as_json: bool) -> int:
    """Close one application; 1 if there is no such one that is open."""
    config, accounts = load_config(given, None)
    meant = [(name, one) for name, one in _open(config, accounts) if one.id == number]
    if not meant:
        return _unknown(number)
    code = _withdrawals(config, meant, withdraw=withdraw, as_json=as_json)
    for name, one in meant:
        _close(config, name, one, Stage.closed, as_json=as_json)
    return code


def pause(given: Path | None, account: str | None, *, withdraw: bool, as_json: bool) -> int:
    """Let the search rest: mail is read and tagged, nothing is drafted."""
    config, accounts = load_config(given, account)
    code = _withdrawals(config, _open(config, accounts), withdraw=withdraw, as_json=as_json)
    now = datetime.now(UTC)
    for name in accounts:
        with open_ledger(config, name).step() as step:
            asking.pause(now, step)
        _say({"account": name, "paused": True}, f"{name}: paused; `assistant resume` goes on.", as_json=as_json)
    return code


def resume(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Go on with a search that was paused."""
    config, accounts = load_config(given, account)
    for name in accounts:
        with open_ledger(config, name).step() as step:
            places.pause(step, None)
        _say({"account": name, "paused": False}, f"{name}: goes on with mail that comes from now on.", as_json=as_json)
    return os.EX_OK


def _open(config: Config, accounts: list[str]) -> list[tuple[str, Application]]:
    found = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            found += [(name, one) for one in applications.recorded(step) if one.stage.is_open]
    return found


def _unknown(number: int) -> int:
    print(
        f"assistant: no open application has the number {number}; `assistant applications` lists them.", file=sys.stderr
    )
    return 1


def _close(config: Config, name: str, one: Application, stage: Stage, *, as_json: bool) -> None:
    with open_ledger(config, name).step() as step:
        asking.close(datetime.now(UTC), step, one, stage)
    told = {"account": name, "application": one.id, "company": one.company, "role": one.role, "stage": stage.value}
    _say(told, f"{name}: {_title(one)} is {stage} now.", as_json=as_json)


def _withdrawals(config: Config, known: list[tuple[str, Application]], *, withdraw: bool, as_json: bool) -> int:
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
            print(plain(f"{name}: {_title(one)} waits for you; `{how}` drafts a withdrawal."))
    return code


def _title(one: Application) -> str:
    return ", ".join(filter(None, (one.company, one.role))) or f"application {one.id}"


def _say(told: dict[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(told)
    else:
        print(plain(words))

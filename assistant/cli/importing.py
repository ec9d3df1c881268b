"""`assistant applications import`: what was kept in a spreadsheet before."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.by_hand.days import Order
from assistant.by_hand.importing import BroughtIn, bring_in
from assistant.by_hand.spreadsheet import Row, Sheet, read
from assistant.cli.arranging import the_account
from assistant.cli.output import counted, load_config, plain, print_json
from assistant.cli.saying import saying

_LARGEST = 20_000_000


def run(file: str, given: Path | None, account: str | None, *, order: Order | None, dry: bool, as_json: bool) -> int:
    """Take all rows of a file or none; 65 if a row is wrong, 66 if the file cannot be read.

    Raises:
        CannotBeDone: it is no CSV file with a column for the company.
    """
    config, accounts = load_config(given, account)
    name, now = the_account(accounts), datetime.now(UTC)
    try:
        raw = _read(file)
    except OSError as error:
        print(plain(f"assistant: {file} cannot be read: {error.strerror}."), file=sys.stderr)
        return os.EX_NOINPUT
    sheet = read(raw, now.astimezone(config.zone).date(), order)
    if sheet.problems:
        _tell_problems(file, sheet.problems)
        return os.EX_DATAERR
    words = f"the import of {Path(file).name}"
    with saying(config, [name], words, now) as steps, steps[name].connection.begin_nested() as rehearsal:
        brought = bring_in(steps[name], sheet.rows, config.zone, now)
        if dry:
            rehearsal.rollback()
    for told in _told(brought, dry=dry) if as_json else ():
        print_json({"account": name, **told})
    if not as_json:
        _print(name, brought, sheet, dry=dry)
    return os.EX_OK


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(_LARGEST)
    with Path(file).open("rb") as opened:
        return opened.read(_LARGEST)


def _tell_problems(file: str, problems: Sequence[str]) -> None:
    for problem in problems:
        print(plain(f"{file}: {problem}."), file=sys.stderr)
    print("assistant: nothing was imported; put right what is said above and try again.", file=sys.stderr)


def _told(brought: BroughtIn, *, dry: bool) -> list[dict[str, Any]]:
    found = (("added", brought.added), ("completed", brought.completed), ("known", brought.known))
    told: list[dict[str, Any]] = [
        {"line": row.line, "outcome": outcome, "applications": [] if dry and outcome == "added" else [number]}
        for outcome, rows in found
        for row, number in rows
    ]
    told += [{"line": row.line, "outcome": "unclear", "applications": numbers} for row, numbers in brought.unclear]
    rows = {row.line: row for _, pairs in found for row, _ in pairs} | {row.line: row for row, _ in brought.unclear}
    named = [{**one, "company": rows[one["line"]].company, "role": rows[one["line"]].role} for one in told]
    return sorted(named, key=lambda one: int(one["line"]))


def _print(name: str, brought: BroughtIn, sheet: Sheet, *, dry: bool) -> None:
    would = "would be " if dry else ""
    added, completed = len(brought.added), len(brought.completed)
    new = counted(added, "application")
    print(f"{name}: {new} {would}added, {completed} completed, {len(brought.known)} known already.")
    if dry:
        for row, _ in brought.added:
            print(plain(f"  line {row.line}: {_title(row)}: {row.stage}"))
    for row, numbers in brought.unclear:
        print(plain(f"  line {row.line}: {_title(row)} may be {' or '.join(map(str, numbers))}; left out"))
    if sheet.saved:
        print(f"  {counted(len(sheet.saved), 'job')} you have only saved, not applied for, {would}left out")


def _title(row: Row) -> str:
    return ", ".join(filter(None, (row.company, row.role)))

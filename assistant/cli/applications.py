"""`assistant applications`: one row per role at a company, with what comes next."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.application import Stage
from assistant.by_hand.spreadsheet import written
from assistant.cli.output import load_config, plain, print_json
from assistant.config import Config
from assistant.poller.opening import open_ledger
from assistant.poller.overview import Next, Overview, When, overview

Row = tuple[str, Overview]
"""An account's name and one of its applications."""

_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ROOM = 80
"""Columns a table takes where nobody says how wide it may be."""


class Sort(StrEnum):
    """What a list of applications is sorted by."""

    last = "last"
    next = "next"
    company = "company"
    stage = "stage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which applications are listed, and in what order.

    Attributes:
        stages: only these; (): all.
        company: only companies whose name holds this.
        is_open: only open ones (True), or only those that are over (False).
        since: only those with a word on or after this day.
        sort: the order; newest word and soonest day first.
    """

    stages: tuple[Stage, ...] = ()
    company: str = ""
    is_open: bool | None = None
    since: date | None = None
    sort: Sort = Sort.last


_ORDERS: dict[Sort, Callable[[Row], Any]] = {
    Sort.last: lambda row: -(row[1].last_word_at or _LONG_AGO).timestamp(),
    Sort.next: lambda row: (row[1].next.at or _NEVER, not row[1].application.stage.is_open),
    Sort.company: lambda row: (row[1].application.company or "\uffff").casefold(),
    Sort.stage: lambda row: tuple(Stage).index(row[1].application.stage),
}


def run(given: Path | None, account: str | None, wanted: Wanted, *, as_json: bool, as_csv: bool) -> int:
    """Print the applications of the accounts meant."""
    config, accounts = load_config(given, account)
    now = datetime.now(UTC)
    everything: list[Row] = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            everything += [(name, one) for one in overview(step, config, now)]
    rows = sorted((row for row in everything if _is_wanted(row[1], wanted, config)), key=_ORDERS[wanted.sort])
    if as_json:
        for name, one in rows:
            print_json(told(name, one))
    elif as_csv:
        sys.stdout.flush()
        sys.stdout.buffer.write(written(_COLUMNS, [_cells(name, one, config) for name, one in rows]))
    elif rows:
        _print(rows, config, now)
    else:
        print(
            "No application is like that."
            if everything
            else "There are no applications yet; `assistant poll` finds them in your mail, "
            "`assistant applications import` takes those you have kept in a spreadsheet."
        )
    return 0


def _is_wanted(one: Overview, wanted: Wanted, config: Config) -> bool:
    here = one.application
    first = wanted.since and datetime.combine(wanted.since, time(0), config.zone)
    return (
        (not wanted.stages or here.stage in wanted.stages)
        and wanted.company.casefold() in (here.company or "").casefold()
        and wanted.is_open in (None, here.stage.is_open)
        and (first is None or (one.last_word_at is not None and one.last_word_at >= first))
    )


def told(name: str, one: Overview) -> dict[str, Any]:
    """Return what `--json` tells of an application."""
    here = one.application
    return {
        "account": name,
        "id": here.id,
        "company": here.company,
        "role": here.role,
        "stage": here.stage.value,
        "stage_by_mail": one.by_mail.value,
        "met": here.met,
        "applied_on": here.said.applied_on and here.said.applied_on.isoformat(),
        "note": here.said.note,
        "interviews": [at.isoformat() for at in one.interviews],
        "messages": one.letters,
        "last_word_at": one.last_word_at and one.last_word_at.isoformat(),
        "last_word_by": one.last_word_by,
        "next": one.next.what,
        "next_at": one.next.at and one.next.at.isoformat(),
    }


_COLUMNS = (
    "number", "company", "role", "stage", "applied", "last word", "last word by", "next", "next day", "notes",
    "account",
)  # fmt: skip


def _cells(name: str, one: Overview, config: Config) -> list[str]:
    here = one.application
    return [
        str(here.id),
        here.company or "",
        here.role or "",
        here.stage.value,
        here.said.applied_on.isoformat() if here.said.applied_on else "",
        _iso(one.last_word_at, config),
        one.last_word_by or "",
        one.next.what,
        _iso(one.next.at, config),
        here.said.note,
        name,
    ]


def _iso(moment: datetime | None, config: Config) -> str:
    return moment.astimezone(config.zone).date().isoformat() if moment else ""


def _print(rows: Sequence[Row], config: Config, now: datetime) -> None:
    """Print a table, also in a pipe: programs have `--json` and `--csv`."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    several = len({name for name, _ in rows}) > 1
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", justify="right", no_wrap=True)
    for column in ("account", "company", "role") if several else ("company", "role"):
        table.add_column(column, overflow="fold")
    table.add_column("stage", no_wrap=True)
    table.add_column("last word", no_wrap=True)
    table.add_column("next", overflow="fold")
    for name, one in rows:
        here = one.application
        cells = [str(here.id), *([name] if several else []), here.company or "?", here.role or "?"]
        cells += [here.stage.value, _last_word(one, config, now), next_words(one, config, now)]
        table.add_row(*(Text(plain(cell), style="" if here.stage.is_open else "dim") for cell in cells))
    console = Console() if sys.stdout.isatty() else Console(width=_ROOM, no_color=True, highlight=False)
    console.print(table)


def _last_word(one: Overview, config: Config, now: datetime) -> str:
    if one.last_word_at is None:
        return "-"
    return f"{_day(one.last_word_at, config, now)}{f' {one.last_word_by}' if one.last_word_by else ''}"


def _day(moment: datetime, config: Config, now: datetime) -> str:
    local = moment.astimezone(config.zone)
    same_year = local.year == now.astimezone(config.zone).year
    return f"{local.day} {local:%b}" if same_year else f"{local.day} {local:%b %Y}"


def next_words(one: Overview, config: Config, now: datetime) -> str:
    """Return what comes next and its day; where the user says another stage than his mail tells, that too."""
    differs = one.application.stage.is_open and one.application.stage is not one.by_mail
    return _on_day(one.next, config, now) + (f" (by mail: {one.by_mail})" if differs else "")


def _on_day(one: Next, config: Config, now: datetime) -> str:
    if one.at is None:
        return one.what
    day = f"{one.at.astimezone(config.zone):%a} {_day(one.at, config, now)}"
    match one.when:
        case When.at:
            return f"{one.what} {day} {one.at.astimezone(config.zone):%H:%M}"
        case When.by if one.at < now:
            return f"{one.what} (overdue since {day})"
    return f"{one.what} {one.when} {day}"

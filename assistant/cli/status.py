"""`assistant status`: whether it is well, account by account."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.cli.output import counted, load_config, plain, print_json, when
from assistant.config import Config
from assistant.upkeep import schedule
from assistant.upkeep.health import Health, examine, model_failures

_SHOWN = 5


def run(given: Path | None, account: str | None, *, late_after_minutes: int, as_json: bool) -> int:
    """Print how the accounts fare; 1 if one of them is not healthy."""
    config, accounts = load_config(given, account)
    now = datetime.now(UTC)
    found = [examine(config, name, now, timedelta(minutes=late_after_minutes)) for name in accounts]
    scheduled = [entry.using for entry in schedule.entries() if not entry.obstacles]
    for one in found:
        if as_json:
            print_json({**_as_json(one), "schedule": scheduled})
        else:
            print(plain("\n".join(_lines(one, config, now))))
    if not as_json:
        if config.paused:
            print("drafting: paused in the settings")
        for failure in model_failures(config):
            print(plain(f"model: {failure.words}"))
        print(f"schedule: {', '.join(scheduled) or 'none that runs; see `assistant schedule show`'}")
    return 1 if any(one.problems for one in found) else os.EX_OK


def _as_json(one: Health) -> dict[str, Any]:
    return {
        "account": one.account,
        "healthy": not one.problems,
        "paused": one.paused,
        "last_good_run": one.last_good_run and one.last_good_run.isoformat(),
        "signed_in_at": one.signed_in_at and one.signed_in_at.isoformat(),
        "sign_in_ends_at": one.sign_in_ends_at and one.sign_in_ends_at.isoformat(),
        "backlog": one.backlog,
        "drafts": one.lying,
        "waiting": one.waiting,
        "unreadable": [
            {"folder": bad.place.folder, "key": bad.place.key, "because": bad.because} for bad in one.unreadable
        ],
        "stuck": [{"letter": bad.plan.letter.value, "answers": bad.parent} for bad in one.stuck],
        "failures": [{"message": bad.words, "since": bad.since.isoformat()} for bad in one.failures],
        "problems": list(one.problems),
    }


def _lines(one: Health, config: Config, now: datetime) -> Iterator[str]:
    state = "paused" if one.paused else "not well" if one.problems else "well"
    last = f"last good run {when(one.last_good_run, config)} ({_ago(now, one.last_good_run)})"
    yield f"{one.account}: {state}" + (f", {last}" if one.last_good_run else "")
    yield from (f"  problem: {problem}" for problem in one.problems)
    yield from (f"  failing since {when(bad.since, config)}" for bad in one.failures[:1])
    if one.signed_in_at:
        ends = f", ends {when(one.sign_in_ends_at, config)}" if one.sign_in_ends_at else ""
        yield f"  signed in {_ago(now, one.signed_in_at)}{ends}"
    if one.backlog:
        yield f"  {counted(one.backlog, 'message')} still to be read"
    if one.lying or one.waiting:
        yield f"  {counted(one.lying, 'draft')} in Drafts, {one.waiting} waiting for their hour"
    if one.unreadable:
        yield f"  {counted(len(one.unreadable), 'message')} could not be read:"
    yield from (f"    {bad.place.folder}/{bad.place.key}: {bad.because}" for bad in one.unreadable[:_SHOWN])


def _ago(now: datetime, moment: datetime | None) -> str:
    minutes = int((now - moment).total_seconds() // 60) if moment else 0
    if minutes < 120:
        return f"{counted(max(minutes, 0), 'minute')} ago"
    return f"{counted(minutes // 60, 'hour')} ago" if minutes < 2880 else f"{counted(minutes // 1440, 'day')} ago"

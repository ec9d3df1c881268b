"""`assistant schedule`: let the machine run `assistant poll` every few minutes."""

import os
import sys
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import ConfigOption, JsonOption

if TYPE_CHECKING:
    from assistant.upkeep.schedule.job import Scheduled

app = typer.Typer(help="Let the machine run `assistant poll` every few minutes.", no_args_is_help=True)


class Using(StrEnum):
    """The schedulers there are."""

    cron = "cron"
    systemd = "systemd"
    launchd = "launchd"


@app.command("install")
def install(
    every: Annotated[int, typer.Option("--every", metavar="MINUTES", help="1 to 60, what divides an hour.")] = 10,
    using: Annotated[Using | None, typer.Option("--using", help="Default: what this machine has.")] = None,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Make the entry, or change it; other entries are left alone.

    Example: assistant schedule install --every 5
    """
    from assistant.cli.output import load_config
    from assistant.upkeep import schedule
    from assistant.upkeep.schedule.job import EVERY_MINUTES, job_for

    if every not in EVERY_MINUTES:
        print(f"assistant: --every takes one of {', '.join(map(str, EVERY_MINUTES))}.", file=sys.stderr)
        sys.exit(2)
    settings, _ = load_config(config, None)
    entry = schedule.install(job_for(settings, config, every), using)
    _print(entry, as_json=json)


@app.command("show")
def show(json: JsonOption = False) -> None:
    """Show the entry and whether anything keeps it from running; 1 if there is none.

    Example: assistant schedule show
    """
    from assistant.upkeep import schedule

    found = schedule.entries()
    for entry in found:
        _print(entry, as_json=json)
    if not found and not json:
        print("There is no schedule; `assistant schedule install` makes one.")
    sys.exit(os.EX_OK if found and not any(entry.obstacles for entry in found) else 1)


@app.command("remove")
def remove(json: JsonOption = False) -> None:
    """Take the entry away; other entries are left alone.

    Example: assistant schedule remove
    """
    from assistant.cli.output import print_json
    from assistant.upkeep import schedule

    removed = schedule.remove()
    if json:
        print_json({"removed": removed})
    elif removed:
        print(f"The entry of {' and '.join(removed)} is removed; nothing polls your mail now.")
    else:
        print("There was no schedule.")


def _print(entry: "Scheduled", *, as_json: bool) -> None:
    from assistant.cli.output import plain, print_json

    if as_json:
        print_json(asdict(entry))
        return
    often = f"every {entry.every_minutes} minutes" if entry.every_minutes else "at times you have set yourself"
    print(plain(f"{entry.using} runs `assistant poll` {often}; the entry is in {entry.where}:"))
    print(plain(f"  {entry.entry}"))
    for obstacle in entry.obstacles:
        print(plain(f"  In the way: {obstacle}"))
    for remark in entry.remarks:
        print(plain(f"  {remark}"))

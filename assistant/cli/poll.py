"""`assistant poll`: every account for itself; one that fails never stops the others."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from assistant.cli.output import load_config, plain, print_json, say_damage
from assistant.config import Config
from assistant.errors import AssistantError, DamagedModel, LedgerError
from assistant.etiquette.plan import Letter
from assistant.ledger import failures
from assistant.ledger.lock import only_run
from assistant.poller import poll
from assistant.poller.opening import ledger_path, load_classifier, open_ledger, opened
from assistant.poller.run import Event, Run, Summary
from assistant.understanding.labels import Classify

_SAID = {
    "withdrawn": "draft taken back",
    "left": "draft no longer wanted but not removable, please delete it",
    "stuck": "draft uncertain",
}


def run(given: Path | None, account: str | None, *, dry: bool, confirmed: bool, as_json: bool) -> int:
    """Poll the accounts meant; return the worst exit code."""
    config, accounts = load_config(given, account)
    classify = classifier_for(config)
    manner = Manner(dry=dry, confirmed=confirmed, as_json=as_json, bar=sys.stderr.isatty() and not as_json)
    return max(0, *(poll_one(config, name, classify, manner) for name in accounts if not config.accounts[name].paused))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to poll and tell: options of the command, whether to show a bar, and what walks."""

    dry: bool = False
    confirmed: bool = False
    as_json: bool = False
    bar: bool = False
    walk: Callable[[Run], Summary] = poll


def classifier_for(config: Config) -> Classify:
    """Load the model in use, saying what is wrong with it."""
    return load_classifier(partial(_say_damage, config))


def poll_one(config: Config, name: str, classify: Classify, manner: Manner) -> int:
    """Poll one account, unless another run is at it; say what happened, and return the exit code."""
    lock = ledger_path(config).with_name(f"{name}.lock")
    with nullcontext(True) if manner.dry else only_run(lock) as alone:
        return _poll_alone(config, name, classify, manner) if alone else os.EX_OK


def _poll_alone(config: Config, name: str, classify: Classify, manner: Manner) -> int:
    now, dry, as_json = datetime.now(UTC), manner.dry, manner.as_json
    watch = _json_watcher(name) if as_json else _plain_watcher(name, dry=dry)
    try:
        with (
            _progress(watch, name, shown=manner.bar) as watching,
            opened(config, name, classify, now, dry=dry, confirmed=manner.confirmed, watch=watching) as one,
        ):
            summary = manner.walk(one)
        if not dry:
            with open_ledger(config, name).step() as step:
                failures.clear(step)
    except AssistantError as error:
        if as_json:
            print_json({"event": "error", "account": name, "error": type(error).__name__, "message": str(error)})
        elif dry or sys.stderr.isatty() or _is_worth_saying(config, name, error, now):
            print(f"assistant: {name}: {plain(str(error))}", file=sys.stderr)
        return error.exit_code
    _finish(name, summary, as_json=as_json)
    return os.EX_OK


def _is_worth_saying(config: Config, name: str, error: AssistantError, now: datetime) -> bool:
    """A lasting failure is printed when it begins and then once a day, since cron mails what is printed."""
    try:
        with open_ledger(config, name).step() as step:
            return failures.is_worth_saying(step, type(error).__name__, str(error), now)
    except LedgerError:
        return True


def _say_damage(config: Config, damage: DamagedModel) -> None:
    """Said once a day like any lasting failure; it is no single account's."""
    if sys.stderr.isatty() or _is_worth_saying(config, "", damage, datetime.now(UTC)):
        say_damage(damage)


def _finish(name: str, summary: Summary, *, as_json: bool) -> None:
    if as_json:
        print_json({"event": "summary", "account": name, **asdict(summary)})
    elif sys.stdout.isatty():
        print(
            f"{name}: {summary.read} read, {summary.tagged} tagged, {summary.placed} drafts placed, "
            f"{summary.waiting} waiting, {summary.withdrawn} withdrawn, {summary.unreadable} unreadable."
        )


@contextmanager
def _progress(watch: Callable[[Event], None], name: str, *, shown: bool) -> Iterator[Callable[[Event], None]]:
    """Show a bar on a terminal while messages are read; elsewhere only pass events on."""
    if not shown:
        yield watch
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"{name}: reading", total=None)

        def watching(event: Event) -> None:
            if event.kind == "listed":
                progress.reset(task, total=event.data["count"])
            elif event.kind in ("read", "unreadable"):
                progress.advance(task)
            watch(event)

        yield watching


def _json_watcher(name: str) -> Callable[[Event], None]:
    def watch(event: Event) -> None:
        print_json({"event": event.kind, "account": name, "message_id": event.identity, **event.data})

    return watch


def _plain_watcher(name: str, *, dry: bool) -> Callable[[Event], None]:
    """Say only what changed the mailbox or needs the user."""
    placed = "would draft" if dry else "drafted"

    def watch(event: Event) -> None:
        data = event.data
        letter = Letter(data["letter"]).words if "letter" in data else ""
        match event.kind:
            case "placed":
                to = ", ".join(data["to"]) or "nobody yet, fill in To"
                print(plain(f"{name}: {placed}: {letter} to {to}, because {data['because']}"))
            case "withdrawn" | "stuck" | "left":
                print(plain(f"{name}: {_SAID[event.kind]}: {letter}, because {data['because']}"))
            case "unreadable" if data["last"]:
                print(plain(f"{name}: a message could not be read and is skipped: {event.identity}: {data['because']}"))

    return watch

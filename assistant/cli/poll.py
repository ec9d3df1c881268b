"""`assistant poll`: every account for itself; one that fails never stops the others."""

import os
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.output import load_config, plain, print_json, say_damage, when
from assistant.cli.progress import reading_bar
from assistant.config import Config
from assistant.errors import (
    AssistantError,
    ConfigError,
    DamagedModel,
    LedgerError,
    LoginRefused,
    trace_without_words,
    without_words,
)
from assistant.etiquette.plan import Letter
from assistant.ledger import failures
from assistant.ledger.connection import connect
from assistant.ledger.lock import only_run
from assistant.poller import poll
from assistant.poller.accounts import default_ledger_path, ledger_path, sign_in_of
from assistant.poller.opening import load_classifier, opened
from assistant.poller.run import Event, Run, Summary
from assistant.report.digest.delivery import deliver
from assistant.understanding.labels import Classify
from assistant.upkeep.notice import raise_notice

Watch = Callable[[Event], None]

_SAID = {
    "withdrawn": "draft taken back",
    "left": "draft no longer wanted but not removable, please delete it",
    "stuck": "draft uncertain",
    "apart": "draft apart from its conversation",
}


def run(given: Path | None, account: str | None, *, dry: bool, confirmed: bool, as_json: bool) -> int:
    """Poll the accounts meant; return the worst exit code."""
    now = datetime.now(UTC)
    try:
        config, accounts = load_config(given, account)
    except ConfigError as error:
        if as_json or dry or _is_worth_saying(default_ledger_path(), failures.SETTINGS, error, now):
            raise
        return error.exit_code
    classify = classifier_for(config, dry=dry)
    if not dry:
        _forget(default_ledger_path(), failures.SETTINGS)
    bar = sys.stderr.isatty() and not as_json
    manner = Manner(walk=poll, dry=dry, confirmed=confirmed, as_json=as_json, bar=bar)
    return max(0, *(poll_one(config, name, classify, manner) for name in accounts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to poll and tell: options of the command, whether to show a bar, and what walks."""

    walk: Callable[[Run], Summary]
    dry: bool = False
    confirmed: bool = False
    as_json: bool = False
    bar: bool = False


def classifier_for(config: Config, *, dry: bool = False) -> Classify:
    """Load the model; damage of the user's own is said once a day like any lasting failure."""
    now, damages = datetime.now(UTC), list[DamagedModel]()
    classify = load_classifier(damages.append)
    for damage in damages:
        if dry or _is_worth_saying(ledger_path(config), failures.MODEL, damage, now):
            say_damage(damage)
    if not damages and not dry:
        _forget(ledger_path(config), failures.MODEL)
    return classify


def poll_one(config: Config, name: str, classify: Classify, manner: Manner) -> int:
    """Poll one account, unless it is paused or another run is at it; say what happened, and return the exit code."""
    if config.accounts[name].paused:
        _finish(name, Summary(), passed_over="paused", as_json=manner.as_json)
        return os.EX_OK
    lock = ledger_path(config).with_name(f"{name}.lock")
    with nullcontext(True) if manner.dry else only_run(lock) as alone:
        if alone:
            return _poll_alone(config, name, classify, manner)
    _finish(name, Summary(), passed_over="another run is at work", as_json=manner.as_json)
    return os.EX_OK


def _poll_alone(config: Config, name: str, classify: Classify, manner: Manner) -> int:
    """Poll one account; whatever goes wrong in it, a bug too, is told and the others are polled."""
    now, dry, as_json = datetime.now(UTC), manner.dry, manner.as_json
    watch = json_watcher(name) if as_json else plain_watcher(name, dry=dry, logged=not (dry or sys.stdout.isatty()))
    try:
        with (
            reading_bar(f"{name}: reading", shown=manner.bar) as bar,
            opened(config, name, classify, now, dry=dry, confirmed=manner.confirmed, watch=_both(bar, watch)) as one,
        ):
            summary = manner.walk(one)
            if not dry:
                deliver(one)
        if not dry:
            _forget(ledger_path(config), name)
    except BrokenPipeError:  # nobody listens to what is printed
        raise
    except Exception as error:
        new = dry or _is_worth_saying(ledger_path(config), name, error, now)
        _tell_failure(name, error, new=new, as_json=as_json)
        return error.exit_code if isinstance(error, AssistantError) else os.EX_SOFTWARE
    _finish(name, summary, as_json=as_json)
    _say_when_the_sign_in_ends(config, name, now)
    return os.EX_OK


def _both(bar: Watch, watch: Watch) -> Watch:
    """Let the bar move before anything is printed."""

    def watching(event: Event) -> None:
        bar(event)
        watch(event)

    return watching


def _say_when_the_sign_in_ends(config: Config, name: str, now: datetime) -> None:
    """Warn two days before a sign-in ends by itself; said once a day like any lasting failure."""
    grant = sign_in_of(config, name)
    if grant is None or not grant.ends_soon(now):
        return
    notice = LoginRefused(
        f"Google ends this sign-in on {when(grant.ends_at, config)}, because your Google Cloud project is in Testing. "
        f"Run `assistant login {name}`; publish the project first to be asked no more."
    )
    if _is_worth_saying(ledger_path(config), f"{name} sign-in", notice, now):
        print(f"assistant: {name}: {plain(str(notice))}", file=sys.stderr)


def _tell_failure(name: str, error: Exception, *, new: bool, as_json: bool) -> None:
    if as_json:
        print_json({"event": "error", "account": name, "error": type(error).__name__, "message": _words(error)})
    elif new and isinstance(error, AssistantError):
        print(f"assistant: {name}: {plain(str(error))}", file=sys.stderr)
    elif new:
        trace = plain(trace_without_words(error))
        print(f"assistant: {name}: a mistake in the program, please report it:\n{trace}", file=sys.stderr)


def _is_worth_saying(ledger: Path, account: str, error: Exception, now: datetime) -> bool:
    """Record a failure. It is said when it begins and then once a day, since cron mails what is printed.

    At a terminal it is said every time; where no scheduler's mail tells of it, a desktop notice does.
    """
    kind, words = type(error).__name__, _words(error)
    try:
        with connect(ledger, account).step() as step:
            new = failures.is_worth_saying(step, kind, words, now)
    except LedgerError:
        new = failures.is_worth_saying_without(ledger, f"{account}: {kind}", words, now)
    if sys.stderr.isatty():
        return True
    if new:
        raise_notice("Inbox assistant", f"{account}: {words}")
    return new


def _words(error: Exception) -> str:
    """Return what an error says; one that is a mistake in the program may quote mail, so its kind and place alone."""
    return str(error) if isinstance(error, AssistantError) else f"a mistake in the program: {without_words(error)}"


def _forget(ledger: Path, account: str) -> None:
    """Forget an account's failures, now that it went well; a ledger that fails is told of by whoever needs it."""
    if ledger.exists():
        with suppress(LedgerError), connect(ledger, account).step() as step:
            failures.clear(step)


def _finish(name: str, summary: Summary, *, passed_over: str = "", as_json: bool) -> None:
    if as_json:
        print_json({"event": "summary", "account": name, **asdict(summary), "passed_over": passed_over})
    elif passed_over and sys.stdout.isatty():
        print(f"{name}: passed over, {passed_over}.")
    elif sys.stdout.isatty():
        print(
            f"{name}: {summary.read} read, {summary.tagged} tagged, {summary.placed} drafts placed, "
            f"{summary.waiting} waiting, {summary.withdrawn} withdrawn, {summary.unreadable} unreadable."
        )


def json_watcher(name: str) -> Watch:
    """Return a watcher that prints every event as one JSON object."""

    def watch(event: Event) -> None:
        print_json({"event": event.kind, "account": name, "message_id": event.identity, **event.data})

    return watch


def plain_watcher(name: str, *, dry: bool = False, logged: bool = False) -> Watch:
    """Return a watcher that says only what changed the mailbox or needs the user.

    What nobody watches ends in a log, which other programs read: it says ids and no names.
    """
    placed = "would draft" if dry else "drafted"

    def watch(event: Event) -> None:
        data = event.data
        letter = Letter(data["letter"]).words if "letter" in data else ""
        match event.kind:
            case "placed" if logged:
                print(plain(f"{name}: {placed}: {letter} in answer to {event.identity}"))
            case "rescued":
                print(plain(f"{name}: {data['label']} mail lies in {data['folder']}: {event.identity}; is it genuine?"))
            case "placed":
                to = ", ".join(data["to"]) or "nobody yet, fill in To"
                print(plain(f"{name}: {placed}: {letter} to {to}, because {data['because']}"))
            case "withdrawn" | "stuck" | "left" | "apart":
                print(plain(f"{name}: {_SAID[event.kind]}: {letter}, because {data['because']}"))
            case "digest" if "because" in data:
                print(plain(f"{name}: no digest is put here: {data['because']}"))
            case "unreadable" if data["last"]:
                print(plain(f"{name}: a message could not be read and is skipped: {event.identity}: {data['because']}"))

    return watch

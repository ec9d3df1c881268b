"""How an account fares: its last good run, what is left to do, what was given up, what goes wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.config import Config
from assistant.errors import ConfigError, LoginRefused
from assistant.ledger import failures, places, plans
from assistant.ledger.connection import Step, connect
from assistant.ledger.failures import Failure
from assistant.ledger.places import Kind, Unreadable
from assistant.ledger.plans import Entry, State
from assistant.mailbox.grants import Grant
from assistant.poller.accounts import ledger_path, sign_in_of

_STUCK_COUNTS = timedelta(days=7)
"""So long a draft whose end is uncertain asks for a look; nothing could acknowledge it later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One account.

    Attributes:
        account: its name.
        paused: the user wants it left alone.
        last_good_run: aware UTC, None if there was none yet.
        backlog: messages listed and not read yet.
        lying: drafts in Drafts.
        waiting: drafts that wait for their hour.
        unreadable: messages that were given up, the newest first; they are no problem of the account.
        signed_in_at: when the user signed in at Google or Microsoft, None where that is not known or not needed.
        sign_in_ends_at: when that ends by itself, None if it does not.
        stuck: drafts of which it cannot be told whether they lie there.
        failures: what has gone wrong since the last good run.
        problems: why the account is not healthy, each with what to do; empty if it is.
    """

    account: str
    paused: bool = False
    last_good_run: datetime | None = None
    backlog: int = 0
    lying: int = 0
    waiting: int = 0
    unreadable: Sequence[Unreadable] = ()
    signed_in_at: datetime | None = None
    sign_in_ends_at: datetime | None = None
    stuck: Sequence[Entry] = ()
    failures: Sequence[Failure] = ()
    problems: tuple[str, ...] = ()


def examine(config: Config, account: str, now: datetime, late_after: timedelta) -> Health:
    """Look at one account in the ledger, which is not made for that.

    Raises:
        LedgerError: it cannot be read.
    """
    paused = config.accounts[account].paused
    path = ledger_path(config)
    if not path.exists():
        return Health(account=account, paused=paused, problems=() if paused else (_NEVER,))
    grant, trouble = _sign_in(config, account, now)
    with connect(path, account).step() as step:
        last, wrong = places.current(step).good_run_at, failures.recorded(step)
        stuck = plans.entries(step, states=(State.stuck,))
        problems = [*_problems(last, wrong, stuck, now, late_after), *trouble]
        return Health(
            account=account,
            paused=paused,
            last_good_run=last,
            backlog=sum(len(places.unread(step, kind)) for kind in Kind),
            lying=_count(step, State.placed, State.edited),
            waiting=_count(step, State.planned, State.intent),
            unreadable=places.unreadable(step),
            signed_in_at=grant.granted_at if grant else None,
            sign_in_ends_at=grant.ends_at if grant else None,
            stuck=stuck,
            failures=wrong,
            problems=() if paused else tuple(dict.fromkeys(problems)),  # a poll may have noted the same
        )


def _sign_in(config: Config, account: str, now: datetime) -> tuple[Grant | None, list[str]]:
    """Return the sign-in that is kept, if there is one, and what is wrong with it."""
    try:
        grant = sign_in_of(config, account)
    except (LoginRefused, ConfigError) as error:
        return None, [str(error)]
    return grant, [_ENDS.format(account=account)] if grant and grant.ends_soon(now) else []


_ENDS = "its sign-in ends soon, because the Google Cloud project is in Testing; run `assistant login {account}`"
_NEVER = "it was never polled to the end; run `assistant poll`"


def _problems(
    last: datetime | None, wrong: Sequence[Failure], stuck: Sequence[Entry], now: datetime, late_after: timedelta
) -> Iterator[str]:
    yield from (one.words for one in wrong)
    if last is None and not wrong:
        yield _NEVER
    if last is not None and now - last > late_after:
        yield "it has not been polled for too long; see `assistant schedule show`"
    if last is not None and last - now > timedelta(minutes=5):
        yield "it was last polled in the future; set the clock"
    for one in stuck:
        if one.uncertain_since and now - one.uncertain_since < _STUCK_COUNTS:
            yield f"{one.plan.letter.words}: {one.outcome}"


def model_failures(config: Config) -> Sequence[Failure]:
    """Return what is wrong with the user's own model."""
    path = ledger_path(config)
    if not path.exists():
        return ()
    with connect(path, failures.MODEL).step() as step:
        return failures.recorded(step)


def _count(step: Step, *states: State) -> int:
    return len(plans.entries(step, states=states))

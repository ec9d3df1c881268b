"""Work on an account that must not be polled meanwhile, and finding the message somebody names."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from assistant.cli.output import identity_of, plain, say_damage
from assistant.config import Config
from assistant.errors import LedgerBusy
from assistant.ledger import messages
from assistant.ledger.lock import only_run
from assistant.ledger.messages import Record
from assistant.poller.accounts import ledger_path
from assistant.poller.opening import load_classifier, open_ledger, opened
from assistant.poller.run import Event, Run, nobody_watches


@contextmanager
def nobody_polls(config: Config) -> Iterator[None]:
    """Hold the locks of all accounts.

    Raises:
        LedgerBusy: one is being polled.
    """
    with ExitStack() as locks:
        for name in config.accounts:
            if not locks.enter_context(only_run(ledger_path(config).with_name(f"{name}.lock"))):
                raise LedgerBusy(f"{name} is being polled just now; try again in a moment.")
        yield


@contextmanager
def alone(config: Config, name: str, watch: Callable[[Event], None] = nobody_watches) -> Iterator[Run]:
    """Open an account with its lock held.

    Raises:
        LedgerBusy: it is being polled.
    """
    with only_run(ledger_path(config).with_name(f"{name}.lock")) as only:
        if not only:
            raise LedgerBusy(f"{name} is being polled just now; try again in a moment.")
        with opened(config, name, load_classifier(say_damage), datetime.now(UTC), watch=watch) as run:
            yield run


def records_of(config: Config, accounts: list[str], message_id: str) -> list[tuple[str, Record]]:
    """Return the message of every account that read it; none is said on standard error."""
    identity = identity_of(message_id)
    found = []
    for name in accounts:
        with open_ledger(config, name).step() as step:
            record = messages.known(step, identity)
        if record is not None:
            found.append((name, record))
    if not found:
        told = f"no message {identity} has been read yet; run `assistant poll`, or check the id."
        print(plain(f"assistant: {told}"), file=sys.stderr)
    return found

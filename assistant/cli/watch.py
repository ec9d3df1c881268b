"""`assistant watch`: stay connected and poll when something arrives, every account for itself."""

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from assistant.cli.output import load_config
from assistant.cli.poll import Manner, classifier_for, poll_one
from assistant.errors import AssistantError
from assistant.poller.accounts import bell_of
from assistant.poller.opening import open_ledger
from assistant.watch import Stop, keep_polling, poll_until, run_beside


def run(given: Path | None, account: str | None, *, every_minutes: float, as_json: bool) -> int:
    """Watch the accounts meant until SIGTERM or SIGINT; each is told of as `assistant poll` would."""
    config, accounts = load_config(given, account)
    watched = [name for name in accounts if not config.accounts[name].paused]
    classify = classifier_for(config)
    with suppress(AssistantError):  # made or brought up to date once, not by several threads; a poll says what fails
        open_ledger(config, watched[0] if watched else "")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # a line is read when it is said, also in a pipe
    with closing(Stop()) as stop:
        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, stop.request)
        manner = Manner(as_json=as_json, walk=partial(poll_until, stop))

        def keeper(name: str) -> Callable[[], None]:
            polled = partial(poll_one, config, name, classify, manner)
            return partial(keep_polling, polled, bell_of(config, name), stop, every_seconds=60 * every_minutes)

        sound = run_beside({name: keeper(name) for name in watched})
    return os.EX_OK if sound else os.EX_SOFTWARE

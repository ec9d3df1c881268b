"""`assistant digest`: what the digest of the morning would tell right now."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.output import load_config, plain, print_json
from assistant.outline import outline
from assistant.poller.opening import open_ledger
from assistant.report.digest.delivery import current, in_words


def run(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Print the digest of the accounts meant; with nothing to tell and nobody looking, nothing."""
    config, accounts = load_config(given, account)
    now = datetime.now(UTC)
    with open_ledger(config, accounts[0]).step() as step:
        digest = current(step, config, accounts, now)
    if as_json:
        print_json(outline(digest))
    elif not digest.is_empty or sys.stdout.isatty():
        print(plain(in_words(digest, config, now).text()), end="")
    return 0

"""`assistant due`: one list of what is to happen by when."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.output import load_config, print_json, print_table, when
from assistant.outline import outline
from assistant.poller.due import due
from assistant.poller.opening import open_ledger


def run(given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Print what is due in the accounts meant; with nothing due and nobody looking, nothing."""
    config, accounts = load_config(given, account)
    rows, now = [], datetime.now(UTC)
    for name in accounts:
        with open_ledger(config, name).step() as step:
            found = due(step, config, now)
        for one in found:
            if as_json:
                print_json({"account": name, **outline(one)})
            overdue = " (overdue)" if one.at and one.at < now else ""
            place = ", ".join(filter(None, (one.company, one.role)))
            rows.append((when(one.at, config) + overdue or "-", str(one.whose), one.what, place, one.identity))
    if rows and not as_json:
        print_table(("when", "who", "what", "where", "message"), rows)
    elif sys.stdout.isatty() and not as_json:
        print("Nothing is due.")
    return 0

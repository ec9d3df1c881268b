"""`assistant restore`: a backup in the ledger's place."""

import os
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli.alone import nobody_polls
from assistant.cli.output import load_config, plain, print_json
from assistant.ledger.backup import restore
from assistant.poller.accounts import ledger_path


def run(file: Path, given: Path | None, *, as_json: bool) -> int:
    """Put the backup back, and say where what it replaced is kept."""
    config, _ = load_config(given, None)
    with nobody_polls(config):
        kept = restore(file, ledger_path(config), datetime.now(UTC))
    if as_json:
        print_json({"file": str(file.absolute()), "replaced": str(kept) if kept else None})
        return os.EX_OK
    print(plain(f"{file} is in use. What you had forgotten since it was made came back with it: forget it again."))
    if kept:
        print(plain(f"What it replaced is kept as {kept} until you restore or forget something."))
    return os.EX_OK

"""`assistant backup`: the ledger in one file."""

import os
from pathlib import Path

from assistant.cli.output import load_config, plain, print_json
from assistant.ledger.backup import back_up
from assistant.poller.accounts import ledger_path


def run(file: Path, given: Path | None, *, as_json: bool) -> int:
    """Write the backup and say how it comes back."""
    config, _ = load_config(given, None)
    back_up(ledger_path(config), file)
    if as_json:
        print_json({"file": str(file.absolute()), "bytes": file.stat().st_size})
    else:
        print(plain(f"Written to {file}. `assistant restore {file}` brings it back."))
    return os.EX_OK

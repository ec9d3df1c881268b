"""`assistant export`: everything that is known, to read and to take away."""

import os
import sys
from pathlib import Path

from assistant.cli.output import config_path, counted, load_config, plain, print_json
from assistant.learned import own_folder
from assistant.poller.accounts import ledger_path
from assistant.poller.opening import calendar_copies
from assistant.upkeep.export import Elsewhere, export


def run(target: Path, given: Path | None, account: str | None, *, as_json: bool) -> int:
    """Write everything down; 1 if nothing is known yet."""
    config, accounts = load_config(given, account)
    ledger = ledger_path(config)
    if not ledger.exists():
        print("assistant: nothing is known yet; run `assistant poll` first.", file=sys.stderr)
        return 1
    elsewhere = Elsewhere(settings=config_path(given).absolute(), calendars=calendar_copies(), model=own_folder())
    files = export(ledger, accounts, target, elsewhere)
    if as_json:
        print_json({"target": str(target.absolute()), "files": files})
    else:
        print(plain(f"{counted(files, 'file')} in {target}; README.txt there tells what is what."))
    return os.EX_OK

"""`assistant restore`: a backup in the ledger's place."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.alone import nobody_polls
from assistant.cli.options import ConfigOption, JsonOption
from assistant.cli.output import load_config, plain, print_json
from assistant.ledger.backup import restore as put_back
from assistant.poller.opening import ledger_path


def restore(
    file: Annotated[Path, typer.Argument(help="What `assistant backup` wrote.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Put a backup in the place of what is remembered now, or of a damaged ledger.

    The next poll reads what the backup does not know; drafts that were put since are recognised, none comes twice.

    Example: assistant restore ~/backups/inbox-assistant.sqlite3
    """
    settings, _ = load_config(config, None)
    with nobody_polls(settings):
        kept = put_back(file, ledger_path(settings), datetime.now(UTC))
    if json:
        print_json({"file": str(file.absolute()), "replaced": kept and str(kept)})
        return
    print(plain(f"{file} is in use. What you had forgotten since it was made came back with it: forget it again."))
    if kept:
        print(plain(f"What it replaced is kept as {kept} until you restore or forget something."))

"""`assistant backup`: the ledger in one file."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import ConfigOption, JsonOption
from assistant.cli.output import load_config, plain, print_json
from assistant.ledger.backup import back_up
from assistant.poller.opening import ledger_path


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; an earlier backup of that name is replaced.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Write what is remembered into one file, readable by you alone. A poll may be at work meanwhile.

    Example: assistant backup ~/backups/inbox-assistant.sqlite3
    """
    settings, _ = load_config(config, None)
    back_up(ledger_path(settings), file)
    if json:
        print_json({"file": str(file.absolute()), "bytes": file.stat().st_size})
    else:
        print(plain(f"Written to {file}. `assistant restore {file}` brings it back."))

"""`assistant export`: everything that is known, to read and to take away."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import AccountOption, ConfigOption, JsonOption
from assistant.cli.output import config_path, counted, load_config, plain, print_json
from assistant.learned import own_folder
from assistant.poller.opening import calendar_copies, ledger_path
from assistant.upkeep.export import Elsewhere
from assistant.upkeep.export import export as write_down


def export(
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .zip.")],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Write down everything that is known of you: JSON, CSV for a spreadsheet, drafts as .eml.

    Example: assistant export known-of-me.zip
    """
    settings, accounts = load_config(config, account)
    elsewhere = Elsewhere(settings=config_path(config).absolute(), calendars=calendar_copies(), model=own_folder())
    files = write_down(ledger_path(settings), accounts, target, elsewhere)
    if json:
        print_json({"target": str(target.absolute()), "files": files})
    else:
        print(plain(f"{counted(files, 'file')} in {target}; README.txt there tells what is what."))

"""`assistant config`: looking at the settings."""

import sys

import typer

from assistant.cli.options import ConfigOption, JsonOption

app = typer.Typer(help="Look at the settings.", no_args_is_help=True)


@app.command("show")
def show(config: ConfigOption = None, json: JsonOption = False) -> None:
    """Show every setting, its value, and where that comes from: a line of the file, or the default.

    Example: assistant config show
    """
    from assistant.cli.config import show

    sys.exit(show(config, as_json=json))

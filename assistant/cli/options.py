"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[
    Path | None, typer.Option("--config", envvar="ASSISTANT_CONFIG", help="The settings file.", show_default=False)
]
AccountOption = Annotated[str | None, typer.Option("--account", help="Only this account.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]

"""Commands about what is kept: forgetting, exporting, backing up."""

from functools import partial

import typer

from assistant.cli.backup import backup
from assistant.cli.export import export
from assistant.cli.forget import forget
from assistant.cli.restore import restore

app = typer.Typer()
command = partial(app.command, rich_help_panel="Your data")
for one in (export, forget, backup, restore):
    command()(one)

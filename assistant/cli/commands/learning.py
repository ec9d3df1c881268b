"""Commands about the classifier: learning, training, measuring."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import AccountOption, ConfigOption, JsonOption

app = typer.Typer()
command = partial(app.command, rich_help_panel="The classifier")


@command()
def learn(
    config: ConfigOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the shipped model; corrections are kept.")] = False,
    json: JsonOption = False,
) -> None:
    """Learn from your corrections: train anew, and use the new model if it holds up. Takes some minutes.

    Example: assistant learn
    """
    from assistant.cli.learn import run

    sys.exit(run(config, undo=undo, as_json=json))


@command()
def evaluate(
    path: Annotated[
        Path | None,
        typer.Argument(help="JSON lines with label and body, or folders named after labels.", show_default=False),
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="On your own mail, with your corrections as truth.")] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw confusion and reliability as SVG.", show_default=False)
    ] = None,
    log: Annotated[
        str | None,
        typer.Option(
            "--log", help="What mail it is: judge by the shipped model and log it in its card.", show_default=False
        ),
    ] = None,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Measure the classifier honestly on labelled mail.

    Example: assistant evaluate mail.jsonl --plot figures.svg
    """
    from assistant.cli.evaluate import run, run_on_own

    if mine and path is None:
        sys.exit(run_on_own(config, account, plot=plot, as_json=json))
    sys.exit(run(None if mine else path, plot=plot, log=log, as_json=json))


@command()
def train(
    destination: Annotated[Path | None, typer.Option("--to", help="Folder for the model.", show_default=False)] = None,
    json: JsonOption = False,
) -> None:
    """Train the classifier from its corpus.

    Example: assistant train --to my-model
    """
    from assistant.cli.train import run

    sys.exit(run(destination, as_json=json))

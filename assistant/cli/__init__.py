"""The commands. The only room that prints; each command imports what it needs when it runs."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import AssistantError

app = typer.Typer(
    help="Reads your job-search mail, tags it, and leaves replies as drafts. It never sends.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ConfigOption = Annotated[
    Path | None, typer.Option("--config", envvar="ASSISTANT_CONFIG", help="The settings file.", show_default=False)
]
AccountOption = Annotated[str | None, typer.Option("--account", help="Only this account.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


def main() -> None:
    """Run a command; errors meant for the user become one message on standard error and an exit code."""
    try:
        app()
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


@app.command()
def poll(
    config: ConfigOption = None,
    account: AccountOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; write nothing anywhere.")
    ] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Draft even if suspiciously much is due at once.")] = False,
    json: JsonOption = False,
) -> None:
    """Read what is new, tag it, and put drafts that are due. Made for cron: with nothing to say it prints nothing."""
    from assistant.cli.poll import run

    sys.exit(run(config, account, dry=dry_run, confirmed=confirm, as_json=json))


@app.command()
def watch(
    config: ConfigOption = None,
    account: AccountOption = None,
    every: Annotated[
        float, typer.Option("--every", min=1, help="Minutes between polls where the mailbox cannot tell of arrivals.")
    ] = 5,
    json: JsonOption = False,
) -> None:
    """Stay connected and poll when something arrives, until SIGTERM or Ctrl-C. Instead of cron, or beside it."""
    from assistant.cli.watch import run

    sys.exit(run(config, account, every_minutes=every, as_json=json))


@app.command()
def classify(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Messages: .eml, mbox, Maildir, folders of them; - or nothing for standard input."),
    ] = None,
    json: JsonOption = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show every probability.")] = False,
) -> None:
    """Tell what messages are. Needs no settings and remembers nothing.

    Example: assistant classify letter.eml
    """
    from assistant.cli.classify import run

    sys.exit(run(paths or ["-"], as_json=json, explain=explain))


@app.command()
def why(
    message_id: Annotated[str, typer.Argument(help="The Message-ID, with or without its angle brackets.")],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what was decided about a message and why, also why there is no draft."""
    from assistant.cli.why import run

    sys.exit(run(message_id, config, account, as_json=json))


@app.command()
def correct(
    message_id: Annotated[str, typer.Argument(help="The Message-ID, with or without its angle brackets.")],
    label: Annotated[
        str,
        typer.Argument(help="rejection, scheduling, materials, offer, confirmation, outreach, update, or unrelated."),
    ],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what a message really is. The next poll changes its tag and takes back drafts you have not touched.

    Example: assistant correct 'a1b2@acme.example' unrelated
    """
    from assistant.cli.correct import run

    sys.exit(run(message_id, label, config, account, as_json=json))


@app.command()
def learn(
    config: ConfigOption = None,
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the shipped model; corrections are kept.")] = False,
    json: JsonOption = False,
) -> None:
    """Learn from your corrections: train anew, and use the new model if it holds up. Takes some minutes."""
    from assistant.cli.learn import run

    sys.exit(run(config, undo=undo, as_json=json))


@app.command()
def drafts(
    config: ConfigOption = None,
    account: AccountOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is over.")] = False,
    json: JsonOption = False,
) -> None:
    """List drafts: those that lie in your mailbox and those that wait for their hour."""
    from assistant.cli.drafts import run

    sys.exit(run(config, account, everything=everything, as_json=json))


@app.command()
def applications(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """List your applications: company, role, stage, last word."""
    from assistant.cli.applications import run

    sys.exit(run(config, account, as_json=json))


@app.command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where to build the demo mailbox.", show_default=False)
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the whole job on a mailbox made for the purpose; your own mail is not touched."""
    from assistant.cli.demo import run

    sys.exit(run(folder, as_json=json))


@app.command()
def train(
    destination: Annotated[Path | None, typer.Option("--to", help="Folder for the model.", show_default=False)] = None,
) -> None:
    """Train the classifier from its corpus."""
    from assistant.cli.train import run

    sys.exit(run(destination))


@app.command()
def evaluate(
    path: Annotated[
        Path | None,
        typer.Argument(help="JSON lines with label and body, or folders named after labels.", show_default=False),
    ] = None,
    mine: Annotated[bool, typer.Option("--mine", help="On your own mail, with your corrections as truth.")] = False,
    plot: Annotated[
        Path | None, typer.Option("--plot", help="Draw confusion and reliability as SVG.", show_default=False)
    ] = None,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Measure the classifier honestly on labelled mail."""
    from assistant.cli.evaluate import run, run_on_own

    if mine and path is None:
        sys.exit(run_on_own(config, account, plot=plot, as_json=json))
    sys.exit(run(None if mine else path, plot=plot, as_json=json))

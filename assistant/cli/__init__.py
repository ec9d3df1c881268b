"""The commands. The only room that prints; each command imports what it needs when it runs."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli import schedule
from assistant.cli.init import init
from assistant.cli.options import AccountOption, ConfigOption, JsonOption
from assistant.errors import AssistantError

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

WithdrawOption = Annotated[bool, typer.Option("--withdraw", help="Draft a withdrawal to everybody who waits for you.")]

app.command()(init)
app.add_typer(schedule.app, name="schedule")


def main() -> None:
    """Run a command; errors meant for the user become one message on standard error and an exit code."""
    try:
        try:
            app()
        finally:
            print(end="", flush=True)
    except AssistantError as error:
        print(f"assistant: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except (BrokenPipeError, SystemExit) as end:
        if not _nobody_reads(end):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(os.EX_OK)


def _nobody_reads(end: BaseException) -> bool:
    """Whether the reader of our output has left, as `head` does; Typer makes an exit with code 1 of that."""
    return isinstance(end, BrokenPipeError) or isinstance(end.__context__, BrokenPipeError)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"assistant {version('inbox-assistant')}")
        raise typer.Exit


@app.callback()
def about(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Reads your job-search mail, tags it, and leaves replies as drafts. It never sends."""


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
def draft(
    kind: Annotated[
        str,
        typer.Argument(
            help="feedback, linkedin, materials, availability, reschedule, no-show, thank-you, follow-up, offer, "
            "thanks, interested, not-now, withdraw, decline, or deadline-nudge."
        ),
    ],
    message_id: Annotated[str, typer.Argument(help="The Message-ID, with or without its angle brackets.")],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Draft one letter now, in answer to a message that was read.

    Example: assistant draft withdraw 'a1b2@acme.example'
    """
    from assistant.cli.draft import run

    sys.exit(run(kind, message_id, config, account, as_json=json))


@app.command()
def due(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """List what is due: interviews, deadlines, promises of both sides. With nothing due cron gets no mail."""
    from assistant.cli.due import run

    sys.exit(run(config, account, as_json=json))


@app.command()
def lessons(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """List what refusals and feedback taught, and what was out of your hands."""
    from assistant.cli.lessons import run

    sys.exit(run(config, account, as_json=json))


@app.command()
def hired(
    application: Annotated[
        int | None, typer.Argument(help="Its number in `assistant applications`.", show_default=False)
    ] = None,
    withdraw: WithdrawOption = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say that you found a job: every other application is closed, and nothing more is drafted about them."""
    from assistant.cli.ending import hired

    sys.exit(hired(application, config, withdraw=withdraw, as_json=json))


@app.command()
def close(
    application: Annotated[int, typer.Argument(help="Its number in `assistant applications`.")],
    withdraw: WithdrawOption = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Close one application: nothing more is drafted about it."""
    from assistant.cli.ending import close

    sys.exit(close(application, config, withdraw=withdraw, as_json=json))


@app.command()
def pause(
    withdraw: WithdrawOption = False,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Let the search rest: mail is read and tagged, drafts you have not touched are taken back, none is added."""
    from assistant.cli.ending import pause

    sys.exit(pause(config, account, withdraw=withdraw, as_json=json))


@app.command()
def resume(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """Go on with a search that was paused."""
    from assistant.cli.ending import resume

    sys.exit(resume(config, account, as_json=json))


@app.command()
def applications(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """List your applications: company, role, stage, last word."""
    from assistant.cli.applications import run

    sys.exit(run(config, account, as_json=json))


@app.command()
def status(
    config: ConfigOption = None,
    account: AccountOption = None,
    late_after: Annotated[
        int, typer.Option("--late-after", metavar="MINUTES", min=1, help="Not polled for so long is a problem.")
    ] = 60,
    json: JsonOption = False,
) -> None:
    """Tell how each account fares: last good run, backlog, what was given up, what goes wrong; 1 if one is not well."""
    from assistant.cli.status import run

    sys.exit(run(config, account, late_after_minutes=late_after, as_json=json))


@app.command()
def doctor(
    config: ConfigOption = None,
    account: AccountOption = None,
    write_probe: Annotated[
        bool, typer.Option("--write-probe", help="Also put a test draft into Drafts and take it back.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Look at every part the assistant relies on: ok, or what to do about it; 1 if there is something to do."""
    from assistant.cli.doctor import run

    sys.exit(run(config, account, write_probe=write_probe, as_json=json))


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
    json: JsonOption = False,
) -> None:
    """Train the classifier from its corpus."""
    from assistant.cli.train import run

    sys.exit(run(destination, as_json=json))


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
    """Measure the classifier honestly on labelled mail."""
    from assistant.cli.evaluate import run, run_on_own

    if mine and path is None:
        sys.exit(run_on_own(config, account, plot=plot, as_json=json))
    sys.exit(run(None if mine else path, plot=plot, log=log, as_json=json))

"""Commands about the search as a whole: what is due, applications, their end."""

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.commands import applications
from assistant.cli.options import AccountOption, ConfigOption, JsonOption

app = typer.Typer()
PANEL = "Your search"
command = partial(app.command, rich_help_panel=PANEL)

WithdrawOption = Annotated[bool, typer.Option("--withdraw", help="Draft a withdrawal to everybody who waits for you.")]


@command()
def due(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """List what is due: interviews, deadlines, promises of both sides. With nothing due cron gets no mail.

    Example: assistant due
    """
    from assistant.cli.due import run

    sys.exit(run(config, account, as_json=json))


@command()
def digest(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """Show what the digest of the morning would tell right now. With nothing to tell cron gets no mail.

    Example: assistant digest
    """
    from assistant.cli.digest import run

    sys.exit(run(config, account, as_json=json))


app.add_typer(applications.app, name="applications", rich_help_panel=PANEL)


@command()
def undo(config: ConfigOption = None, json: JsonOption = False) -> None:
    """Take back what you said last by command: correct, edit, merge, split, add, import, close, hired, pause, resume.

    One step at a time; a draft that was taken away meanwhile is not put again.

    Example: assistant undo
    """
    from assistant.cli.arranging import undo

    sys.exit(undo(config, as_json=json))


@command()
def lessons(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """List what refusals and feedback taught, and what was out of your hands.

    Example: assistant lessons
    """
    from assistant.cli.lessons import run

    sys.exit(run(config, account, as_json=json))


@command()
def report(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to write it; without it into your documents folder.", show_default=False),
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Only the diagram of where applications went, with no name in it.")
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="Only what began on this day or later.",
            show_default=False,
        ),
    ] = None,
    show: Annotated[bool, typer.Option("--open", help="Open it in your browser.")] = False,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print its figures as JSON and write no page.")] = False,
) -> None:
    """Draw your whole search as one page that stands alone: what is due, where applications went, what was learned.

    Example: assistant report --open
    """
    from assistant.cli.report import run

    sys.exit(run(config, account, file, since=since, anonymous=anonymous, show=show, json=json))


@command()
def hired(
    application: Annotated[
        int | None, typer.Argument(help="Its number in `assistant applications`.", show_default=False)
    ] = None,
    withdraw: WithdrawOption = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Say that you found a job: every other application is closed, and nothing more is drafted about them.

    Example: assistant hired 3 --withdraw
    """
    from assistant.cli.ending import hired

    sys.exit(hired(application, config, withdraw=withdraw, as_json=json))


@command()
def close(
    application: Annotated[int, typer.Argument(help="Its number in `assistant applications`.")],
    withdraw: WithdrawOption = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Close one application: nothing more is drafted about it.

    Example: assistant close 3
    """
    from assistant.cli.ending import close

    sys.exit(close(application, config, withdraw=withdraw, as_json=json))


@command()
def pause(
    withdraw: WithdrawOption = False,
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Let the search rest: mail is read and tagged, drafts you have not touched are taken back, none is added.

    Example: assistant pause --withdraw
    """
    from assistant.cli.ending import pause

    sys.exit(pause(config, account, withdraw=withdraw, as_json=json))


@command()
def resume(config: ConfigOption = None, account: AccountOption = None, json: JsonOption = False) -> None:
    """Go on with a search that was paused.

    Example: assistant resume
    """
    from assistant.cli.ending import resume

    sys.exit(resume(config, account, as_json=json))

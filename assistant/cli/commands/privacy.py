"""Commands about what is kept: taking it away, forgetting it, backing it up."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import AccountOption, ConfigOption, JsonOption

app = typer.Typer()
command = partial(app.command, rich_help_panel="Your data")


def _named(flag: str, told: str, name: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(flag, help=told, metavar=name, show_default=False)
    return option


@command()
def export(
    target: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .zip.")],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Write down everything that is known of you: JSON, CSV for a spreadsheet, drafts as .eml.

    Example: assistant export known-of-me.zip
    """
    from assistant.cli.export import run

    sys.exit(run(target, config, account, as_json=json))


@command()
def forget(
    application: Annotated[
        int | None, typer.Argument(help="Its number in `assistant applications`.", show_default=False)
    ] = None,
    message: Annotated[str | None, _named("--message", "One message.", "MESSAGE-ID")] = None,
    company: Annotated[str | None, _named("--company", "All that came of a company.", "NAME")] = None,
    account: Annotated[
        str | None, _named("--account", "Alone: this whole account. With another: only in it.", "NAME")
    ] = None,
    everything: Annotated[bool, typer.Option("--everything", help="All accounts, and the learned model.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether an account, or everything, is meant.")] = False,
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Forget for good: an application, a message, a company, an account, or everything.

    Your mail stays as it is, drafts too. What is forgotten is not read again, though it may still lie in your mailbox.

    Example: assistant forget --company 'Acme'
    """
    from assistant.cli.forget import Named, run

    named = Named(application=application, message=message, company=company, account=account, everything=everything)
    sys.exit(run(named, config, yes=yes, as_json=json))


@command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; an earlier backup of that name is replaced.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Write what is remembered into one file, readable by you alone. A poll may be at work meanwhile.

    Example: assistant backup ~/inbox-assistant.backup
    """
    from assistant.cli.backup import run

    sys.exit(run(file, config, as_json=json))


@command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `assistant backup` wrote.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Put a backup in the place of what is remembered now, or of a damaged ledger.

    The next poll reads what the backup does not know; drafts that were put since are recognised, none comes twice.

    Example: assistant restore ~/inbox-assistant.backup
    """
    from assistant.cli.restore import run

    sys.exit(run(file, config, as_json=json))

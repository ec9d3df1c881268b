"""Commands that set the assistant up and look after it."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.commands import config, schedule
from assistant.cli.commands.init import init
from assistant.cli.options import AccountOption, ConfigOption, JsonOption

PANEL = "Set up and look after it"

app = typer.Typer()
command = partial(app.command, rich_help_panel=PANEL)

command()(init)
app.add_typer(schedule.app, name="schedule", rich_help_panel=PANEL)
app.add_typer(config.app, name="config", rich_help_panel=PANEL)


@command()
def demo(
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where to build the demo mailbox.", show_default=False)
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the whole job on a mailbox made for the purpose; your own mail is not touched.

    Example: assistant demo
    """
    from assistant.cli.demo import run

    sys.exit(run(folder, as_json=json))


@command()
def login(
    account: Annotated[str, typer.Argument(help="The account's name in the settings.")],
    config: ConfigOption = None,
    device: Annotated[
        bool, typer.Option("--device", help="Microsoft: by a code you type on another device. Default without browser.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the page to sign in on.")] = True,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where on this machine the browser comes back to; 0: anywhere.")
    ] = 0,
    json: JsonOption = False,
) -> None:
    """Sign in: to Google or Microsoft in your browser, elsewhere with a password that is tried and then kept.

    Example: assistant login outlook --device
    """
    from assistant.cli.consent import Manner
    from assistant.cli.login import run_in

    sys.exit(run_in(config, account, Manner(device=device, opens=browser, port=port), as_json=json))


@command()
def logout(
    account: Annotated[str, typer.Argument(help="The account's name in the settings.")],
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Sign out: what Google granted is withdrawn, and what is kept here is removed.

    Example: assistant logout google
    """
    from assistant.cli.login import run_out

    sys.exit(run_out(config, account, as_json=json))


@command()
def doctor(
    config: ConfigOption = None,
    account: AccountOption = None,
    write_probe: Annotated[
        bool, typer.Option("--write-probe", help="Also put a test draft into Drafts and take it back.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Look at every part the assistant relies on: ok, or what to do about it; 1 if there is something to do.

    Example: assistant doctor --account main
    """
    from assistant.cli.doctor import run

    sys.exit(run(config, account, write_probe=write_probe, as_json=json))


@command()
def status(
    config: ConfigOption = None,
    account: AccountOption = None,
    late_after: Annotated[
        int, typer.Option("--late-after", metavar="MINUTES", min=1, help="Not polled for so long is a problem.")
    ] = 60,
    json: JsonOption = False,
) -> None:
    """Tell how each account fares: last good run, backlog, what was given up, what goes wrong; 1 if one is not well.

    Example: assistant status --json
    """
    from assistant.cli.status import run

    sys.exit(run(config, account, late_after_minutes=late_after, as_json=json))

"""Commands about mail: reading it, what was made of it, drafts."""

import sys
from functools import partial
from typing import Annotated

import typer

from assistant.cli.options import AccountOption, ConfigOption, JsonOption

app = typer.Typer()
command = partial(app.command, rich_help_panel="Your mail")


@command()
def poll(
    config: ConfigOption = None,
    account: AccountOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; write nothing anywhere.")
    ] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="Draft even if suspiciously much is due at once.")] = False,
    json: JsonOption = False,
) -> None:
    """Read what is new, tag it, and put drafts that are due. Made for cron: with nothing to say it prints nothing.

    Example: assistant poll --dry-run
    """
    from assistant.cli.poll import run

    sys.exit(run(config, account, dry=dry_run, confirmed=confirm, as_json=json))


@command()
def watch(
    config: ConfigOption = None,
    account: AccountOption = None,
    every: Annotated[
        float, typer.Option("--every", min=1, help="Minutes between polls where the mailbox cannot tell of arrivals.")
    ] = 5,
    json: JsonOption = False,
) -> None:
    """Stay connected and poll when something arrives, until SIGTERM or Ctrl-C. Instead of cron, or beside it.

    Example: assistant watch --every 5
    """
    from assistant.cli.watch import run

    sys.exit(run(config, account, every_minutes=every, as_json=json))


@command()
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


@command()
def why(
    message_id: Annotated[str, typer.Argument(help="The Message-ID, with or without its angle brackets.")],
    config: ConfigOption = None,
    account: AccountOption = None,
    json: JsonOption = False,
) -> None:
    """Tell what was decided about a message and why, also why there is no draft.

    Example: assistant why 'a1b2@acme.example'
    """
    from assistant.cli.why import run

    sys.exit(run(message_id, config, account, as_json=json))


@command()
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


@command()
def drafts(
    config: ConfigOption = None,
    account: AccountOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what is over.")] = False,
    json: JsonOption = False,
) -> None:
    """List drafts: those that lie in your mailbox and those that wait for their hour.

    Example: assistant drafts --all
    """
    from assistant.cli.drafts import run

    sys.exit(run(config, account, everything=everything, as_json=json))


@command()
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

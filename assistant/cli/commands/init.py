"""`assistant init`: the command with its options."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import ConfigOption, JsonOption


class Encryption(StrEnum):
    """How the line to the server is encrypted."""

    tls = "tls"
    starttls = "starttls"
    plain = "plain"


Text = str | None
_MAILBOX, _PASSWORD = "Where your mail is", "Where the password is (typed at a terminal if none is named)"


def _option(flag: str, told: str, panel: str | None = None) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(flag, help=told, show_default=False, rich_help_panel=panel)
    return option


def init(
    address: Annotated[Text, _option("--address", "Your address.")] = None,
    name: Annotated[Text, _option("--name", "Your name, as you sign.")] = None,
    zone: Annotated[Text, _option("--zone", "Your time zone. Default: this machine's.")] = None,
    also: Annotated[
        list[str] | None, _option("--also", "Another address or alias you get mail at; repeatable.")
    ] = None,
    account: Annotated[
        Text, _option("--account", "What to call the account; with settings there already, it is added to them.")
    ] = None,
    maildir: Annotated[Path | None, _option("--maildir", "The folder of a Maildir, instead.", _MAILBOX)] = None,
    host: Annotated[Text, _option("--host", "IMAP server. Default: your provider's.", _MAILBOX)] = None,
    port: Annotated[
        int | None,
        typer.Option("--port", help="Its port.", min=1, max=65535, show_default=False, rich_help_panel=_MAILBOX),
    ] = None,
    security: Annotated[Encryption | None, _option("--security", "How it is encrypted.", _MAILBOX)] = None,
    user: Annotated[Text, _option("--user", "Your login there.", _MAILBOX)] = None,
    ca_file: Annotated[Path | None, _option("--ca-file", "A certificate to trust.", _MAILBOX)] = None,
    fingerprint: Annotated[Text, _option("--fingerprint", "SHA-256 of the one certificate to trust.", _MAILBOX)] = None,
    client_id: Annotated[Text, _option("--client-id", "Your registration's id, for Microsoft.", _MAILBOX)] = None,
    authority: Annotated[Text, _option("--authority", "Where one company's accounts sign in.", _MAILBOX)] = None,
    device: Annotated[bool, _option("--device", "Sign in by a code on another device.", _MAILBOX)] = False,
    drafts: Annotated[Text, _option("--drafts", "The Drafts folder. Default: found by itself.", _MAILBOX)] = None,
    sent: Annotated[Text, _option("--sent", "The Sent folder. Default: found by itself.", _MAILBOX)] = None,
    password_command: Annotated[Text, _option("--password-command", "It prints it: 'pass show x'.", _PASSWORD)] = None,
    password_file: Annotated[Path | None, _option("--password-file", "A file only you can read.", _PASSWORD)] = None,
    password_environment: Annotated[Text, _option("--password-environment", "A variable.", _PASSWORD)] = None,
    password_keyring: Annotated[Text, _option("--password-keyring", "A keyring's service.", _PASSWORD)] = None,
    rehearsal: Annotated[bool, typer.Option(help="Show what the last days would have given.")] = True,
    digest: Annotated[Text, _option("--digest", "Where the morning digest goes: inbox, none, or a file.")] = None,
    even_at_work: Annotated[bool, typer.Option("--even-at-work", help="Use an employer's mailbox.")] = False,
    schedule: Annotated[bool | None, typer.Option(help="Poll every 10 minutes.", show_default=False)] = None,
    non_interactive: Annotated[
        bool, typer.Option("--non-interactive", help="Ask nothing; what is missing is named.")
    ] = (False),
    config: ConfigOption = None,
    json: JsonOption = False,
) -> None:
    """Set up: find your mailbox, try it, show what the last days would have given, and write the settings.

    Example: assistant init --address robin@example.org
    """
    from assistant.cli.answers import Given
    from assistant.cli.setting_up import run

    given = Given(
        address=address,
        name=name,
        zone=zone,
        also=tuple(also or ()),
        account=account,
        maildir=maildir,
        host=host,
        port=port,
        security=security.value if security else None,
        user=user,
        ca_file=ca_file,
        fingerprint=fingerprint,
        client_id=client_id,
        authority=authority,
        device=device,
        password_command=password_command,
        password_file=password_file,
        password_environment=password_environment,
        password_keyring=password_keyring,
        drafts=drafts,
        sent=sent,
        rehearsal=rehearsal,
        digest=digest,
        even_at_work=even_at_work,
        schedule=schedule,
    )
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty() and not (non_interactive or json)
    sys.exit(run(given, config, at_terminal=at_terminal, as_json=json))

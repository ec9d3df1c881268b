"""`assistant forget`: what is forgotten is in no byte of any file, and is not read again."""

import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

import typer

from assistant.cli.alone import nobody_polls
from assistant.cli.options import ConfigOption, JsonOption
from assistant.cli.output import counted, identity_of, load_config, plain, print_json
from assistant.config import Config
from assistant.ledger import forgetting
from assistant.ledger.connection import Step
from assistant.ledger.forgetting import Forgotten
from assistant.poller.opening import calendar_copies, ledger_path
from assistant.upkeep.erasing import erase, erase_everything

What = Callable[[Step], Forgotten]


def forget(
    application: Annotated[
        int | None, typer.Argument(help="Its number in `assistant applications`.", show_default=False)
    ] = None,
    message: Annotated[str | None, typer.Option("--message", help="One message.", metavar="MESSAGE-ID")] = None,
    company: Annotated[
        str | None, typer.Option("--company", help="All that came of a company.", metavar="NAME")
    ] = None,
    account: Annotated[
        str | None, typer.Option("--account", help="Alone: this whole account. Else: only in it.", metavar="NAME")
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
    settings, _ = load_config(config, None)
    what = _meant(application, message, company)
    if mistake := _mistake([application, message, company], account, everything=everything):
        print(f"assistant: {mistake}", file=sys.stderr)
        sys.exit(2)
    if what is None and not (yes or _is_sure(account)):
        sys.exit(2)
    sys.exit(_forget(settings, what, account, as_json=json))


def _mistake(named: list[object], account: str | None, *, everything: bool) -> str:
    """Return what is wrong with the things named, "" if nothing is."""
    things = sum(one is not None for one in named) + everything
    if everything and account:
        return "--everything means all accounts; leave out --account, or --everything."
    if things > 1 or not (things or account):
        return "name one thing: an application's number, --message, --company, --account, or --everything."
    return ""


def _meant(application: int | None, message: str | None, company: str | None) -> What | None:
    """Return what forgets the thing named, None if it is an account or everything."""
    if application is not None:
        return lambda step: forgetting.forget_applications(step, [application])
    if message is not None:
        return lambda step: forgetting.forget_message(step, identity_of(message))
    return None if company is None else lambda step: forgetting.forget_company(step, company)


def _is_sure(account: str | None) -> bool:
    meant = f"all that is known of {account}" if account else "everything"
    if sys.stdin.isatty():
        return typer.confirm(f"Forget {meant}? There is no way back.")
    print(f"assistant: this forgets {meant}; say --yes if that is meant.", file=sys.stderr)
    return False


def _forget(config: Config, what: What | None, account: str | None, *, as_json: bool) -> int:
    ledger = ledger_path(config)
    if not ledger.exists():
        print("assistant: nothing is known yet.", file=sys.stderr)
        return 1
    with nobody_polls(config):
        if what is None and account is None:
            found = erase_everything(ledger, calendar_copies())
        else:
            names = [account] if account else list(config.accounts)
            found = erase(ledger, names, what or forgetting.forget_everything)
    _tell(found, as_json=as_json)
    return os.EX_OK if found else 1


def _tell(found: Forgotten, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(found))
        return
    if not found:
        print("assistant: nothing of that kind is known; see `assistant applications`.", file=sys.stderr)
        return
    lines = [f"Forgotten: {counted(found.applications, 'application')}, {counted(found.messages, 'message')}."]
    if found.lying:
        lines.append(f"{counted(found.lying, 'draft')} about it may still lie in your mailbox; they are yours now.")
    if found.corrections:
        lines.append("Your own model, which knew words of it, is removed; `assistant learn` makes it anew.")
    lines.append("Backups and exports that you keep elsewhere still hold it.")
    print(plain("\n".join(lines)))

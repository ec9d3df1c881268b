"""`assistant forget`: what is forgotten is in no byte of any file, and is not read again."""

import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import typer

from assistant.cli.alone import nobody_polls
from assistant.cli.output import counted, identity_of, load_config, plain, print_json
from assistant.config import Config
from assistant.ledger import forgetting
from assistant.ledger.connection import Step
from assistant.ledger.forgetting import Forgotten
from assistant.poller.accounts import ledger_path
from assistant.poller.opening import calendar_copies
from assistant.upkeep.erasing import erase, erase_everything


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the user names: one thing, in one account or in all; an account alone; or everything."""

    application: int | None
    message: str | None
    company: str | None
    account: str | None
    everything: bool

    @property
    def mistake(self) -> str:
        """What is wrong with it, "" if nothing is."""
        things = sum(one is not None for one in (self.application, self.message, self.company)) + self.everything
        if self.everything and self.account:
            return "--everything means all accounts; leave out --account, or --everything."
        if things > 1 or not (things or self.account):
            return "name one thing: an application's number, --message, --company, --account, or --everything."
        return ""

    @property
    def what(self) -> Callable[[Step], Forgotten] | None:
        """What forgets the thing, None if it is an account or everything."""
        if self.application is not None:
            numbers = [self.application]
            return lambda step: forgetting.forget_applications(step, numbers)
        if self.message is not None:
            identity = identity_of(self.message)
            return lambda step: forgetting.forget_message(step, identity)
        if self.company is not None:
            company = self.company
            return lambda step: forgetting.forget_company(step, company)
        return None


def run(named: Named, given: Path | None, *, yes: bool, as_json: bool) -> int:
    """Forget and say what was; 1 if nothing of the kind is known, 2 if it was not clear what is meant."""
    config, _ = load_config(given, None)
    if named.mistake:
        print(f"assistant: {named.mistake}", file=sys.stderr)
        return 2
    if named.what is None and not (yes or _is_sure(named.account)):
        return 2
    if not ledger_path(config).exists():
        print("assistant: nothing is known yet.", file=sys.stderr)
        return 1
    with nobody_polls(config):
        found = _forget(config, named)
    _tell(found, as_json=as_json)
    return os.EX_OK if found else 1


def _is_sure(account: str | None) -> bool:
    meant = f"all that is known of {account}" if account else "everything"
    if sys.stdin.isatty():
        return typer.confirm(f"Forget {meant}? There is no way back.")
    print(plain(f"assistant: this forgets {meant}; say --yes if that is meant."), file=sys.stderr)
    return False


def _forget(config: Config, named: Named) -> Forgotten:
    ledger = ledger_path(config)
    if named.everything:
        return erase_everything(ledger, calendar_copies())
    names = [named.account] if named.account else list(config.accounts)
    return erase(ledger, names, named.what or forgetting.forget_everything)


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
    print("\n".join(lines))

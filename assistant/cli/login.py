"""`assistant login` and `assistant logout`."""

import sys
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from assistant.cli.consent import Manner, consent
from assistant.cli.output import load_config, print_json
from assistant.config import Config, GmailSettings, ImapSettings, OutlookSettings, SignedInSettings
from assistant.errors import AssistantError
from assistant.mailbox.account import ImapAccount, open_mailbox
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.google import revoke_url
from assistant.mailbox.grants import Grant, Grants
from assistant.mailbox.signing_in import opened_by, revoke
from assistant.poller.accounts import mailbox_account, secret_source


def run_in(given: Path | None, account: str, manner: Manner, *, as_json: bool) -> int:
    """Sign in to an account and keep what that gives; broken off, nothing is kept and an older sign-in stands."""
    config, _ = load_config(given, account)
    settings, source = config.accounts[account], secret_source(config, account)
    source.insist_it_can_keep()
    ends_at, said = None, ""
    if isinstance(settings, ImapSettings):
        said = _keep_password(config, account, settings, source)
    elif isinstance(settings, SignedInSettings):
        grant = consent(settings, manner, datetime.now(UTC))
        _keep_if_it_opens(config, account, Grants(source, account), grant)
        ends_at, said = grant.ends_at, f"signed in as {settings.user}.{_ends(config, grant)}"
    if as_json:
        print_json({"account": account, "signed_in": True, "ends_at": ends_at})
    else:
        print(f"{account}: {said}")
    return 0


def run_out(given: Path | None, account: str, *, as_json: bool) -> int:
    """Withdraw a sign-in and forget it; a password is only forgotten."""
    config, _ = load_config(given, account)
    settings, source = config.accounts[account], secret_source(config, account)
    signed_in = not source.is_empty()
    if signed_in and isinstance(settings, GmailSettings):
        grant = Grants(source, account).read()
        revoke(grant, revoke_url(grant.token_url))
    source.forget()
    if as_json:
        print_json({"account": account, "signed_in": False, "was_signed_in": signed_in})
        return 0
    print(f"{account}: {'signed out' if signed_in else 'nobody is signed in'}.")
    if signed_in and isinstance(settings, OutlookSettings):
        print("Microsoft is not told: remove the program at https://myapps.microsoft.com to withdraw what you granted.")
    return 0


def _keep_if_it_opens(config: Config, account: str, grants: Grants, grant: Grant) -> None:
    """Keep a grant if the mailbox it opens is the one in the settings, and withdraw it otherwise."""
    try:
        with closing(open_mailbox(opened_by(mailbox_account(config, account), grant))) as mailbox:
            mailbox.drafts_floor()  # the cheapest question that only the right account answers
        grants.keep(grant)
    except (AssistantError, KeyboardInterrupt):
        if isinstance(config.accounts[account], GmailSettings):
            with suppress(AssistantError):
                revoke(grant, revoke_url(grant.token_url))
        raise


def _ends(config: Config, grant: Grant) -> str:
    if grant.ends_at is None:
        return ""
    return (
        f" The sign-in ends on {grant.ends_at.astimezone(config.zone):%d %B}, because your Google Cloud project is in "
        "Testing; publish it ('In production') and sign in again to keep it."
    )


def _keep_password(config: Config, account: str, settings: ImapSettings, source: SecretSource) -> str:
    """Ask for the password, try it, and keep it if the server takes it; return what to say."""
    password = _asked_password(settings.user)
    opened = mailbox_account(config, account)
    assert isinstance(opened, ImapAccount)
    with closing(open_mailbox(replace(opened, secret=lambda: password))) as mailbox:
        mailbox.news(None, datetime.now(UTC) + timedelta(days=1))  # nothing is that new, so nothing is listed
    source.keep(password)
    return f"{settings.host} took the password; it is kept."


def _asked_password(user: str) -> str:
    """Ask on a terminal without showing it; otherwise take the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt(f"Password (or app password) of {user}", hide_input=True, err=True))

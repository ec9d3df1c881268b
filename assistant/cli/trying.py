"""Trying a mailbox before its settings exist: what is typed and granted is held in memory until the end."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.cli import checks
from assistant.cli.answers import Given, Mailbox, Tell, You, host_and_port
from assistant.cli.asking import Asker
from assistant.cli.consent import Manner, consent
from assistant.config import Config, OutlookSettings
from assistant.errors import CertificateRefused, LoginRefused, MailboxUnreachable
from assistant.mailbox.account import Account, ImapAccount
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.providers import provider_called
from assistant.mailbox.signing_in import opened_by
from assistant.mailbox.survey import Survey, survey
from assistant.poller.accounts import mailbox_account, secret_source
from assistant.shipped import shipped
from assistant.upkeep import setup
from assistant.upkeep.setup import Existing

_REFUSALS = 3
"""So often a server may say no; more would lock the account at some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking:
    """One run of `assistant init`.

    Attributes:
        asker: whoever answers.
        given: the options.
        you: whose mailbox.
        path: where the settings are to be written.
        before: what is there already, None for nothing.
        tell: says something.
    """

    asker: Asker
    given: Given
    you: You
    path: Path
    before: Existing | None
    tell: Tell

    def settings(self, mailbox: Mailbox, digest: str | None = None) -> tuple[str, Config]:
        """Return the settings as they would be written, and what they make; new ones may say where the digest goes."""
        if self.before is not None:
            return setup.with_account(self.before, self.you.addresses, mailbox.name, mailbox.table(), self.path)
        text = setup.settings_text(
            self.you.table(), mailbox.name, mailbox.table(), shipped("config.example.toml"), digest=digest
        )
        return text, setup.check(text, self.path)

    def account(self, config: Config, mailbox: Mailbox) -> Account:
        """Return what is needed to open the mailbox before anything is written."""
        account = mailbox_account(config, mailbox.name)
        if mailbox.grant is not None:
            return opened_by(account, mailbox.grant)
        if mailbox.typed and isinstance(account, ImapAccount):
            return replace(account, secret=lambda: mailbox.typed)
        return account

    def secret(self, config: Config, mailbox: Mailbox) -> tuple[SecretSource, str] | None:
        """Return where what was typed or granted is to be kept, and what; None if there is nothing to keep."""
        if mailbox.grant is not None:
            return secret_source(config, mailbox.name), mailbox.grant.dumps()
        return (SecretSource(file=mailbox.keep_at), mailbox.typed) if mailbox.keep_at and mailbox.typed else None


def signed_in(plan: Undertaking, mailbox: Mailbox) -> tuple[Mailbox, Survey]:
    """Sign in and look at the mailbox; at a terminal a wrong answer may be given again.

    Raises:
        LoginRefused, MailboxUnreachable, ConfigError: it does not work.
    """
    refusals = 0
    while True:
        _, config = plan.settings(mailbox)
        try:
            mailbox = _granted(plan, config, mailbox)
            plan.tell(f"Looking at {mailbox.where} ...")
            return mailbox, survey(plan.account(config, mailbox))
        except (LoginRefused, MailboxUnreachable, CertificateRefused) as trouble:
            refusals += isinstance(trouble, LoginRefused)
            if refusals == _REFUSALS or not plan.asker.at_terminal:
                raise
            mailbox = _put_right(plan, mailbox, trouble)


def _granted(plan: Undertaking, config: Config, mailbox: Mailbox) -> Mailbox:
    """Let the user sign in where that is needed; where nobody can be asked, on another device."""
    settings = config.accounts[mailbox.name]
    if not isinstance(settings, OutlookSettings) or mailbox.grant is not None:
        return mailbox
    manner = Manner(device=plan.given.device or not plan.asker.at_terminal)
    return replace(mailbox, grant=consent(settings, manner, datetime.now(UTC)))


def _put_right(
    plan: Undertaking, mailbox: Mailbox, trouble: LoginRefused | MailboxUnreachable | CertificateRefused
) -> Mailbox:
    """Ask again for what may be wrong: a password that was typed, a sign-in, or the server's name.

    Raises:
        LoginRefused: what is wrong is not to be typed here.
    """
    plan.tell(f"  {trouble}")
    if isinstance(trouble, LoginRefused) and mailbox.typed:
        user = plan.asker.ask("Your login there", "", None, default=mailbox.settings["user"])
        return replace(mailbox, settings={**mailbox.settings, "user": user}, typed=plan.asker.secret("Password"))
    if "host" not in mailbox.settings or mailbox.settings["kind"] == "outlook":
        if not plan.asker.confirm("Try again?", given=None, default=True):
            raise trouble
        return replace(mailbox, grant=mailbox.grant if isinstance(trouble, MailboxUnreachable) else None)
    if isinstance(trouble, LoginRefused):
        raise trouble
    question = "Your IMAP server (Enter tries again), or the file of a certificate to trust"
    answer = plan.asker.ask(question, "", None, default=mailbox.server, check=checks.server_or_certificate)
    if checks.is_path(answer):
        return replace(mailbox, settings={**mailbox.settings, "ca_file": checks.file(answer)})
    called = provider_called(answer)
    host, port = host_and_port(called.host if called else answer)
    return replace(mailbox, settings={**mailbox.settings, "host": host, "port": port})

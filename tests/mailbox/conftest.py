"""Fixtures for talking to a server through a proxy."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.account import GmailAccount, ImapAccount, open_mailbox
from assistant.mailbox.gmail import GmailMailbox
from assistant.mailbox.grants import Grants
from tests.conftest import Person
from tests.gmail.account import signed_in
from tests.gmail.web_proxy import WebProxy
from tests.proxy import Proxy


@pytest.fixture
def open_imap(person: Person, proxy: Proxy) -> Iterator[Callable[..., Mailbox]]:
    """Open the person's mailbox through the proxy; keywords change the account."""
    with ExitStack() as opened:

        def open_it(**changes: object) -> Mailbox:
            settings = {"host": "127.0.0.1", "port": proxy.port, "user": person.user, "security": "plain"}
            account = ImapAccount(**{"secret": lambda: person.password, **settings, **changes})
            return opened.enter_context(closing(open_mailbox(account)))

        yield open_it


@pytest.fixture
def gmail_grants(gmail_account: GmailAccount) -> Grants:
    """The new user's sign-in."""
    return gmail_account.grants


@pytest.fixture
def gmail_account(tmp_path: Path, gmail_user: tuple[str, str], gmail_proxy: WebProxy) -> GmailAccount:
    """The new user's account, reached through the proxy."""
    return signed_in(tmp_path, *gmail_user, gmail_proxy.url)


@pytest.fixture
def open_gmail(gmail_account: GmailAccount, waited: list[float]) -> Iterator[Callable[..., Mailbox]]:
    """Open the new user's mailbox through the proxy; keywords change the account. Waiting takes no time."""
    with ExitStack() as opened:

        def open_it(**changes: object) -> Mailbox:
            account = replace(gmail_account, **changes)
            return opened.enter_context(closing(GmailMailbox(account, sleep=waited.append)))

        yield open_it


@pytest.fixture
def waited() -> list[float]:
    """The seconds a Gmail mailbox would have waited."""
    return []

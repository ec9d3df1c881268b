"""Fixtures for talking to a server through a proxy."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.account import GmailAccount, ImapAccount, open_mailbox
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.gmail import GmailMailbox
from assistant.mailbox.grants import Grant, Grants
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.gmail.web_proxy import WebProxy
from tests.proxy import Proxy

pytest.register_assert_rewrite("tests.mailbox.reading_laws", "tests.mailbox.draft_laws", "tests.mailbox.tag_laws")


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[Proxy]:
    """A proxy before the server."""
    with closing(Proxy(dovecot.port)) as running:
        yield running


@pytest.fixture
def open_imap(person: Person, proxy: Proxy) -> Iterator[Callable[..., Mailbox]]:
    """Open the person's mailbox through the proxy; keywords change the account."""
    with ExitStack() as opened:

        def open_it(**changes: object) -> Mailbox:
            settings = {"host": "127.0.0.1", "port": proxy.port, "user": person.user, "security": "plain"}
            account = ImapAccount(**{"secret": lambda: person.password, **settings, **changes})
            return opened.enter_context(closing(open_mailbox(account)))

        yield open_it


MODIFY = "https://www.googleapis.com/auth/gmail.modify"


@pytest.fixture
def gmail_grants(tmp_path: Path, gmail_user: tuple[str, str], gmail_proxy: WebProxy) -> Grants:
    """The new user's sign-in, good for an hour."""
    grants = Grants(SecretSource(file=tmp_path / "gmail.grant"), "main")
    grants.keep(
        Grant(
            client_id="client",
            client_secret="secret",
            token_url=f"{gmail_proxy.url}/oauth2/token",
            scopes=(MODIFY,),
            refresh_token="none",
            access_token=gmail_user[1],
            access_ends_at=datetime.now(UTC) + timedelta(hours=1),
        )
    )
    return grants


@pytest.fixture
def open_gmail(
    gmail_user: tuple[str, str], gmail_proxy: WebProxy, gmail_grants: Grants, waited: list[float]
) -> Iterator[Callable[..., Mailbox]]:
    """Open the new user's mailbox through the proxy; keywords change the account. Waiting takes no time."""
    with ExitStack() as opened:

        def open_it(**changes: object) -> Mailbox:
            settings = {"name": "main", "user": gmail_user[0], "grants": gmail_grants, "endpoint": gmail_proxy.url}
            account = GmailAccount(**settings | changes)
            return opened.enter_context(closing(GmailMailbox(account, sleep=waited.append)))

        yield open_it


@pytest.fixture
def waited() -> list[float]:
    """The seconds a Gmail mailbox would have waited."""
    return []

"""Fixtures for talking to a server through a proxy."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.conftest import Person
from tests.dovecot import Dovecot
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

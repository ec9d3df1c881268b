"""Fixtures every room may use: real servers, started when first asked for."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.courier import Courier
from tests.courier import is_installed as courier_is_installed
from tests.cyrus import Cyrus
from tests.cyrus import is_installed as cyrus_is_installed
from tests.dovecot import Dovecot, is_installed
from tests.gmail.emulator import Emulator, GmailProgram
from tests.gmail.web_proxy import WebProxy
from tests.mail_program import MailProgram
from tests.npm import NpmMissing
from tests.proxy import Proxy
from tests.servers import missing

pytest.register_assert_rewrite(*(f"tests.mailbox.{part}_laws" for part in ("reading", "draft", "digest", "tag")))


@dataclass(frozen=True, kw_only=True)
class Person:
    """A fresh account on the test server, with Drafts, Sent, Trash and Archive.

    Attributes:
        user: login name.
        password: it has characters that need quoting.
        program: the person's own mail program.
    """

    user: str
    password: str
    program: MailProgram


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot of this test run; skipped where it is not installed, unless servers are required."""
    if not is_installed():
        missing("Dovecot or openssl is not installed (Debian: apt-get install dovecot-imapd openssl)")
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def person(dovecot: Dovecot) -> Iterator[Person]:
    """A new user of the server."""
    user, password = dovecot.new_user()
    with closing(MailProgram(dovecot.host, dovecot.port, user, password)) as program:
        program.create("Drafts", "Sent", "Trash", "Archive")
        yield Person(user=user, password=password, program=program)


@pytest.fixture(scope="module")
def cyrus() -> Iterator[Cyrus]:
    """A Cyrus; skipped where it is not unpacked, unless servers are required."""
    if not cyrus_is_installed():
        missing("Cyrus is not there; `make servers` unpacks it on Debian, .ci/run installs what it is linked with")
    server = Cyrus()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def courier() -> Iterator[Courier]:
    """A Courier; not longer than needed, since it has threads here, and other tests fork."""
    if not courier_is_installed():
        missing("Courier is not there; `make servers` unpacks it on Debian, .ci/run installs what it is linked with")
    server = Courier()
    yield server
    server.stop()


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[Proxy]:
    """A proxy before Dovecot."""
    with closing(Proxy(dovecot.port)) as running:
        yield running


@pytest.fixture(scope="session")
def gmail_emulator() -> Iterator[Emulator]:
    """A Gmail API of this test run; skipped where it cannot be installed, unless servers are required."""
    try:
        emulator = Emulator()
    except NpmMissing as because:
        missing(str(because))
    yield emulator
    emulator.stop()


@pytest.fixture
def gmail_proxy(gmail_emulator: Emulator) -> Iterator[WebProxy]:
    """A proxy before the emulator."""
    with closing(WebProxy(gmail_emulator.port)) as running:
        yield running


@pytest.fixture
def gmail_user(gmail_emulator: Emulator) -> tuple[str, str]:
    """Address and access token of a new user."""
    return gmail_emulator.new_user()


@pytest.fixture
def gmail_program(gmail_emulator: Emulator, gmail_user: tuple[str, str]) -> GmailProgram:
    """The new user's own Gmail."""
    return GmailProgram(gmail_emulator, gmail_user[1])

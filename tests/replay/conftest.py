"""Robin's mailbox, once on everything a mailbox can be made of."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.gmail import GmailMailbox
from tests.conftest import Person
from tests.courier import Courier
from tests.cyrus import Cyrus
from tests.dovecot import Dovecot
from tests.gmail.account import signed_in
from tests.gmail.emulator import GmailProgram
from tests.gmail.web_proxy import WebProxy
from tests.mailbox.imap_world import ImapWorld, person_on
from tests.mailbox.test_courier import CourierWorld
from tests.mailbox.test_eml import EmlWorld
from tests.mailbox.test_gmail import GmailWorld
from tests.mailbox.test_maildir import MaildirWorld
from tests.mailbox.test_mbox import MboxWorld
from tests.mailbox.test_poor_servers import EVERYTHING, poorer
from tests.mailbox.transcript import changes
from tests.proxy import Proxy
from tests.replay.search import Home, maildir_home

PROMISED_TO_GMAIL = re.compile(
    r"GET (?:profile|history|labels|drafts|messages|(?:messages|threads)/[\w-]+)"
    r"|POST (?:drafts|labels|messages/[\w-]+/modify)|DELETE drafts/[\w-]+"
)


@pytest.fixture
def maildir(tmp_path: Path) -> Home:
    """Files."""
    return maildir_home(tmp_path / "Mail")


@pytest.fixture
def mbox(tmp_path: Path) -> Home:
    """Thunderbird's files, which are only read; drafts go to a Maildir."""
    elsewhere = MaildirWorld(tmp_path / "Maildir")
    return MboxWorld(tmp_path / "Mail", elsewhere, elsewhere.path / ".Drafts")


@pytest.fixture
def eml(tmp_path: Path) -> Home:
    """A folder of .eml files."""
    return EmlWorld(tmp_path / "Mail")


@pytest.fixture
def dovecot_maildir(dovecot: Dovecot, person: Person, proxy: Proxy) -> Iterator[Home]:
    """Dovecot's usual storage; every byte that goes there in three weeks must have been promised."""
    yield ImapWorld(dovecot, person, port=proxy.port)
    assert {"UID EXPUNGE", r'APPEND "Drafts" (\Draft \Seen)'} < set(changes(proxy.sent))


@pytest.fixture
def dovecot_mdbox(dovecot: Dovecot) -> Iterator[Home]:
    """Dovecot's own storage."""
    with person_on(dovecot, *dovecot.new_user("mdbox")) as person:
        yield ImapWorld(dovecot, person)


@pytest.fixture
def strict_cyrus(cyrus: Cyrus) -> Iterator[Home]:
    """Cyrus makes the folders."""
    with person_on(cyrus, *cyrus.new_user(), folders=()) as person:
        yield ImapWorld(cyrus, person)


@pytest.fixture
def modest_courier(courier: Courier) -> Iterator[Home]:
    """Courier, looked into once; see TestCourier."""
    with person_on(courier, *courier.new_user()) as person:
        person.program.look_into("INBOX")
        yield CourierWorld(courier, person)


@pytest.fixture
def poor_server(dovecot: Dovecot, person: Person, proxy: Proxy) -> Home:
    """IMAP4rev1 of 1996, and no word more: Dovecot behind a proxy that hides all else."""
    proxy.rewrite = lambda data: poorer(data, (EVERYTHING,))
    return ImapWorld(dovecot, person, port=proxy.port)


@pytest.fixture
def gmail(
    tmp_path: Path, gmail_program: GmailProgram, gmail_user: tuple[str, str], gmail_proxy: WebProxy
) -> Iterator[Home]:
    """The Gmail API; waiting for quota takes no time, and every request in three weeks must have been promised."""
    account = signed_in(tmp_path, *gmail_user, gmail_proxy.url)

    def opened(**changes: object) -> Mailbox:
        return GmailMailbox(account, sleep=lambda seconds: None)

    yield GmailWorld(gmail_program, gmail_proxy, opened)
    asked = {f"{one.method} {one.path.removeprefix('/gmail/v1/users/me/')}" for one in gmail_proxy.asked}
    assert [one for one in asked if not PROMISED_TO_GMAIL.fullmatch(one)] == []

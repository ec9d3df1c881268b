"""The contract on Dovecot, with both ways it stores mail."""

from collections.abc import Iterator

import pytest

from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.contract import MailboxContract
from tests.mailbox.imap_world import ImapWorld, person_on


class TestDovecotMaildir(MailboxContract):
    """Dovecot keeps every sentence."""

    @pytest.fixture
    def world(self, dovecot: Dovecot, person: Person) -> ImapWorld:
        """A fresh account."""
        return ImapWorld(dovecot, person)


class TestDovecotMdbox(MailboxContract):
    """With its own storage it does so too: other flags, other times, messages that share a file."""

    @pytest.fixture
    def world(self, dovecot: Dovecot) -> Iterator[ImapWorld]:
        """A fresh account."""
        with person_on(dovecot, *dovecot.new_user("mdbox")) as person:
            yield ImapWorld(dovecot, person)

"""The contract on Cyrus, the strict second opinion."""

from collections.abc import Iterator

import pytest

from tests.cyrus import Cyrus
from tests.mailbox.contract import MailboxContract
from tests.mailbox.imap_world import ImapWorld, person_on


class TestCyrus(MailboxContract):
    """Cyrus keeps every sentence."""

    @pytest.fixture
    def world(self, cyrus: Cyrus) -> Iterator[ImapWorld]:
        """A fresh account; its folders are made by the server."""
        with person_on(cyrus, *cyrus.new_user(), folders=()) as person:
            yield ImapWorld(cyrus, person)

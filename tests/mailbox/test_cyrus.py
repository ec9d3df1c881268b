"""The contract on Cyrus, the strict second opinion."""

from collections.abc import Iterator

import pytest

from tests.cyrus import Cyrus, is_installed
from tests.mailbox.contract import MailboxContract
from tests.mailbox.imap_world import ImapWorld, person_on
from tests.servers import missing


@pytest.fixture(scope="module")
def cyrus() -> Iterator[Cyrus]:
    """A Cyrus of this test run."""
    if not is_installed():
        missing("Cyrus is not there; `make servers` unpacks it on Debian, .ci/run installs what it is linked with")
    server = Cyrus()
    yield server
    server.stop()


class TestCyrus(MailboxContract):
    """Cyrus keeps every sentence."""

    @pytest.fixture
    def world(self, cyrus: Cyrus) -> Iterator[ImapWorld]:
        """A fresh account; its folders are made by the server."""
        with person_on(cyrus, *cyrus.new_user(), folders=()) as person:
            yield ImapWorld(cyrus, person)

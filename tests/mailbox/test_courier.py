"""The contract on Courier, the poor server: no special uses, no CONDSTORE, no LIST-STATUS, all folders below INBOX."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.courier import Courier, is_installed
from tests.mailbox.contract import MailboxContract
from tests.mailbox.imap_world import ImapWorld, person_on
from tests.mailbox.world import NOW
from tests.servers import missing


@pytest.fixture(scope="module")
def courier() -> Iterator[Courier]:
    """A Courier of this test run."""
    if not is_installed():
        missing("Courier is not there; `make servers` unpacks it on Debian, .ci/run installs what it is linked with")
    server = Courier()
    yield server
    server.stop()


class CourierWorld(ImapWorld):
    """A person's account at Courier, where new mail is delivered past IMAP."""

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World."""
        if folder == "INBOX" and not flags:
            self._server.deliver(self._person.user, raw, received)
        else:
            super().deliver(raw, folder=folder, received=received, flags=flags)


class TestCourier(MailboxContract):
    """Courier keeps every sentence."""

    @pytest.fixture
    def world(self, courier: Courier) -> Iterator[CourierWorld]:
        """A fresh account that was looked into once: until then Courier 5.0 tells a new UIDVALIDITY every second."""
        with person_on(courier, *courier.new_user()) as person:
            person.program.look_into("INBOX")
            yield CourierWorld(courier, person)

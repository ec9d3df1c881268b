"""The contract on Courier, the poor server: no special uses, no CONDSTORE, no LIST-STATUS, all folders below INBOX."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.courier import Courier
from tests.mailbox.contract import MailboxContract
from tests.mailbox.imap_world import ImapWorld, person_on
from tests.mailbox.world import NOW


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

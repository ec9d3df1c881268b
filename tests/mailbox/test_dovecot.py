"""The contract on a real IMAP server."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from assistant.mailbox import Mailbox
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.contract import MailboxContract
from tests.mailbox.world import NOW


class DovecotWorld:
    """A person's account on the test server."""

    def __init__(self, server: Dovecot, person: Person, open_imap: Callable[..., Mailbox]) -> None:
        """Act through the person's own mail program."""
        self._server, self._person, self.open = server, person, open_imap
        program = person.program
        self.messages, self.remove, self.move = program.messages, program.remove, program.move
        self.delete_folder = program.delete

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World."""
        self._person.program.deliver(raw, folder=folder, received=received, flags=flags)

    def folders(self) -> set[str]:
        """See World."""
        return self._person.program.folders() - {"INBOX"}

    def untouched(self) -> bool:
        """See World; counted before anything is selected, which would make it old."""
        recent = self._person.program.recent()
        messages = self._person.program.messages("INBOX")
        return recent == len(messages) and all(flags <= {r"\Recent"} for _, flags in messages)

    def rebuild(self) -> None:
        """See World: Dovecot makes new UIDs when its list of them is gone."""
        maildir = self._server.maildir(self._person.user)
        for path in maildir.glob("dovecot*"):
            if not path.name.startswith("dovecot-uidvalidity"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    @contextmanager
    def full(self) -> Iterator[None]:
        """See World."""
        self._server.limit(self._person.user, 1000)
        yield
        self._server.limit(self._person.user, 10_000_000)


class TestDovecot(MailboxContract):
    """Dovecot keeps every sentence."""

    @pytest.fixture
    def world(self, dovecot: Dovecot, person: Person, open_imap: Callable[..., Mailbox]) -> DovecotWorld:
        """A fresh account."""
        return DovecotWorld(dovecot, person, open_imap)

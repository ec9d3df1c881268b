"""A World on any real IMAP server."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from typing import Protocol

from assistant.mailbox import Mailbox
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.conftest import Person
from tests.mail_program import MailProgram
from tests.mailbox.world import NOW


class Server(Protocol):
    """What the laws need of a server; `prefix` is what its folders lie below."""

    host: str
    port: int
    prefix: str

    def new_user(self) -> tuple[str, str]:
        """Return name and password of a new user."""
        ...

    def rebuild(self, user: str) -> None:
        """Give the user's INBOX a new UIDVALIDITY."""
        ...

    def full(self, user: str) -> AbstractContextManager[None]:
        """Leave the user no room while the context lasts."""
        ...


FOLDERS = ("Drafts", "Sent", "Trash", "Archive")


@contextmanager
def person_on(server: Server, user: str, password: str, *, folders: Sequence[str] = FOLDERS) -> Iterator[Person]:
    """Make a user at home: folders, and a mail program that is logged in."""
    program = MailProgram(server.host, server.port, user, password, prefix=server.prefix)
    with closing(program):
        program.create(*folders)
        yield Person(user=user, password=password, program=program)


class ImapWorld:
    """A person's account."""

    def __init__(self, server: Server, person: Person, *, port: int | None = None) -> None:
        """Act through the person's own mail program; the assistant may be let in by another port."""
        self._server, self._person, self._port = server, person, port or server.port
        program = person.program
        self.messages, self.remove, self.move = program.messages, program.remove, program.move
        self.make_folder, self.delete_folder = program.create, program.delete

    def open(self, **changes: object) -> Mailbox:
        """See World."""
        prefix, person = self._server.prefix, self._person
        if "folders" in changes:
            changes["folders"] = tuple(f if f == "INBOX" else prefix + f for f in changes["folders"])
        settings = {"host": "127.0.0.1", "port": self._port, "user": person.user, "security": "plain"}
        return open_mailbox(ImapAccount(**{"secret": lambda: person.password, **settings, **changes}))

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """See World."""
        self._person.program.deliver(raw, folder=folder, received=received, flags=flags)

    def flag(self, message_id: str, flag: str) -> None:
        """Set a flag of a message in INBOX."""
        self._person.program.change_flags(message_id, "+FLAGS", flag)

    def folders(self) -> set[str]:
        """See World."""
        return self._person.program.folders() - {"INBOX"}

    def untouched(self) -> bool:
        """See World; counted before anything is selected, which would make it old."""
        recent = self._person.program.recent()
        messages = self._person.program.messages("INBOX")
        return recent == len(messages) and all(flags <= {r"\Recent"} for _, flags in messages)

    def rebuild(self) -> None:
        """See World."""
        self._server.rebuild(self._person.user)

    def full(self) -> AbstractContextManager[None]:
        """See World."""
        return self._server.full(self._person.user)

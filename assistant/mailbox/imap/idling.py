"""Being told when something arrives (RFC 2177), on a line of its own.

Not by IMAPClient's idle_check: it overlooks what came in one packet with the server's consent to IDLE, and takes a line
that has ended for one on which nothing happens (both in 4.1).
"""

import re
import select
import socket
from typing import Any

from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap.answers import insist
from assistant.mailbox.imap.connection import Wire
from assistant.mailbox.imap.session import Session
from assistant.mailbox.waiting import HasFileno, Slept, naps

_ARRIVED = re.compile(rb"\* [0-9]+ EXISTS\r\n", re.IGNORECASE)
_FAREWELL = re.compile(rb"(?:\* BYE|[A-Z]+[0-9]+ )", re.IGNORECASE)


class ImapBell:
    """Rings when something arrives in an account's first watched folder."""

    def __init__(self, account: ImapAccount) -> None:
        """Take an account; nothing is connected yet."""
        self._session = Session(account)

    def hang(self) -> bool:
        """Make sure of the line, and return whether this server can ring.

        What arrives from then on rings at the next `wait`, at once.

        Raises:
            MailboxUnreachable, LoginRefused, ConfigError: as at any connection.
        """
        if not self._session.has("IDLE"):
            self._session.close()  # it would only be closed by the server after half an hour
            return False
        if not self._session.epoch:
            self._session.examine(self._session.account.folders[0])
        return True

    def wait(self, seconds: float, interrupt: HasFileno) -> bool:
        """Wait until something arrives, at most some seconds; return whether it did.

        Ends early when `interrupt` becomes readable. After each wait NOOP proves the line.

        Raises:
            MailboxUnreachable: the line broke, the computer slept, or the network is another one.
        """
        with self._session.speaking("waiting for mail") as client:
            tag = self._begin(client.wire)
            rang = client.wire.untagged_responses.pop("EXISTS", None) is not None
            rang = rang or self._listen(client.wire, seconds, interrupt)
            self._end(client.wire, tag)
            client.noop()
        return rang

    def close(self) -> None:
        """Log out."""
        self._session.close()

    def _begin(self, wire: Wire) -> bytes:
        """Ask to be told, and return the command's tag; what the server says before it agrees is kept."""
        wire.untagged_responses.pop("EXISTS", None)
        tag: bytes = wire._command("IDLE")
        while wire._get_response() is not None:
            if wire.tagged_commands[tag]:
                _insist_it_went_well(wire, tag)
                raise wire.abort("IDLE ended before it began")
        return tag

    def _listen(self, wire: Wire, seconds: float, interrupt: HasFileno) -> bool:
        if self._has_arrived(wire):
            return True
        try:
            for ready in naps(seconds, wire.socket(), interrupt):
                if interrupt in ready:
                    return False
                if _is_elsewhere(wire.socket()):
                    raise wire.abort("the network is another one")
                if self._has_arrived(wire):
                    return True
        except Slept as slept:
            raise wire.abort("the computer slept") from slept
        return False

    def _end(self, wire: Wire, tag: bytes) -> None:
        wire.send(b"DONE\r\n")
        while not wire.tagged_commands[tag]:
            wire._get_response()
        _insist_it_went_well(wire, tag)

    def _has_arrived(self, wire: Wire) -> bool:
        """Whether the lines that are there, read without waiting for more, tell of an arrival."""
        line, lines = wire.socket(), []
        line.setblocking(False)
        try:
            while (told := wire.readline()).endswith(b"\r\n") and not _FAREWELL.match(told):
                lines.append(told)
        except OSError:  # how TLS says that there is nothing more
            told = b""
        else:
            if told or select.select([line], [], [], 0)[0]:  # a line that has ended is readable, and gives nothing
                raise wire.abort("the server ended the connection")
        finally:
            line.settimeout(self._session.account.read_timeout_seconds)
        return any(_ARRIVED.fullmatch(told) for told in lines)


def _insist_it_went_well(wire: Wire, tag: bytes) -> None:
    ended: Any = wire.tagged_commands.pop(tag)
    insist(*ended)


def _is_elsewhere(line: socket.socket) -> bool:
    """Whether this computer would now reach the server from another address than when the line was made, or not."""
    try:
        return _address_towards(line) != str(line.getsockname()[0])
    except OSError:
        return True


def _address_towards(line: socket.socket) -> str:
    with socket.socket(line.family, socket.SOCK_DGRAM) as probe:
        probe.connect(line.getpeername())  # sends nothing
        return str(probe.getsockname()[0])

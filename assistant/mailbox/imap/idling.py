"""Being told when something arrives (RFC 2177), on a line of its own.

IDLE tells of one folder only, so the others are asked about in rounds, in one turn where the server can (RFC 5819):
NOTIFY (RFC 5465) is offered by few, and a line for each folder soon is one too many (Gmail allows 15, Courier 4).

Not by IMAPClient's idle_check: it overlooks what came in one packet with the server's consent to IDLE, and takes a line
that has ended for one on which nothing happens (both in 4.1).
"""

import re
import select
import socket
import time
from collections.abc import Mapping
from typing import Any

from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap.answers import Standing, insist
from assistant.mailbox.imap.connection import Wire
from assistant.mailbox.imap.session import Session
from assistant.mailbox.waiting import HasFileno, Slept, naps

ROUND_SECONDS = 60.0
"""How long what arrives in any but the first watched folder may lie unnoticed: about what a mail takes to come."""

_ARRIVED = re.compile(rb"\* [0-9]+ EXISTS\r\n", re.IGNORECASE)
_FAREWELL = re.compile(rb"(?:\* BYE|[A-Z]+[0-9]+ )", re.IGNORECASE)


class ImapBell:
    """Rings when something arrives in one of an account's watched folders; in the first one at once."""

    def __init__(self, account: ImapAccount) -> None:
        """Take an account; nothing is connected yet."""
        self._session = Session(account)
        self._first, *self._others = account.folders
        self._stood: Mapping[str, Standing] = {}

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
            self._session.examine(self._first)
        self._stood = self._standings()
        with self._session.speaking("listening") as client:
            client.wire.untagged_responses.pop("EXISTS", None)  # what was told until now is for the poll that follows
        return True

    def wait(self, seconds: float, interrupt: HasFileno) -> bool:
        """Wait until something arrives, at most some seconds; return whether it did.

        Ends early when `interrupt` becomes readable. After each wait NOOP proves the line.

        Raises:
            MailboxUnreachable: the line broke, the computer slept, or the network is another one.
        """
        until = time.monotonic() + seconds
        while not self._came_elsewhere():
            left = until - time.monotonic()
            share = min(left, ROUND_SECONDS) if self._others else left
            if self._idle(share, interrupt):
                return True
            if share == left or select.select([interrupt], [], [], 0)[0]:
                return False
        return True

    def close(self) -> None:
        """Log out."""
        self._session.close()

    def _standings(self) -> Mapping[str, Standing]:
        return self._session.standings(self._others) if self._others else {}

    def _came_elsewhere(self) -> bool:
        """Whether mail has come to a folder that IDLE does not tell of; mail that left it is no arrival."""
        now = self._standings()
        return any(_has_more(self._stood.get(folder), standing) for folder, standing in now.items())

    def _idle(self, seconds: float, interrupt: HasFileno) -> bool:
        with self._session.speaking("waiting for mail") as client:
            tag = self._begin(client.wire)
            rang = self._was_told(client.wire) or self._listen(client.wire, seconds, interrupt)
            self._end(client.wire, tag)
            client.noop()
            return rang or self._was_told(client.wire)

    def _begin(self, wire: Wire) -> bytes:
        """Ask to be told, and return the command's tag; what the server says before it agrees is kept."""
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

    def _was_told(self, wire: Wire) -> bool:
        """Whether the server told of an arrival in an answer to anything, which it may do at any time (RFC 9051 §7)."""
        return wire.untagged_responses.pop("EXISTS", None) is not None

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


def _has_more(then: Standing | None, now: Standing) -> bool:
    """Whether a folder is new, or has a higher UIDNEXT; where a server tells none, whether it holds more messages."""
    if then is None or then.epoch != now.epoch:
        return True
    if then.next_uid is not None and now.next_uid is not None:
        return now.next_uid > then.next_uid
    return now.messages > then.messages


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

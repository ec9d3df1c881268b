"""What happens to a mailbox behind the assistant's back, and the messages it happens with."""

import base64
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime
from typing import Protocol

from assistant.mail.message import Place
from assistant.mailbox import Mailbox, PlacedDraft

NOW = datetime.now(UTC).replace(microsecond=0)
SINCE = NOW - timedelta(days=10)
LONG_AGO = NOW - timedelta(days=700)

INVITE = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


class World(Protocol):
    """What happens to a mailbox behind the assistant's back."""

    def open(self, **changes: object) -> Mailbox:
        """Open the mailbox afresh, its account changed by keywords."""
        ...

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime = NOW, flags: str = "") -> None:
        """Put a message into a folder."""
        ...

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """Return bytes (CRLF) and flags (as IMAP names them) of all messages of a folder."""
        ...

    def remove(self, message_id: str, *, folder: str) -> None:
        """Delete a message for good."""
        ...

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """Move a message."""
        ...

    def make_folder(self, folder: str) -> None:
        """Make a folder."""
        ...

    def delete_folder(self, folder: str) -> None:
        """Remove a folder."""
        ...

    def folders(self) -> set[str]:
        """Return the names of all folders but INBOX."""
        ...

    def untouched(self) -> bool:
        """Whether every message of INBOX is as unseen and recent as it was delivered."""
        ...

    def rebuild(self) -> None:
        """Give every message of INBOX a new key, as a server restored from a backup does."""
        ...

    def full(self) -> AbstractContextManager[None]:
        """Leave no room for a draft while the context lasts."""
        ...


def mail(
    name: str, *, body: str = "Hello.", reply_to: str = "", to: str = "me@example.test", subject: str = "Hi"
) -> bytes:
    """Write a small message with Message-ID <name@example.test>."""
    fields = [f"Message-ID: <{name}@example.test>", "From: Ann <ann@example.org>", f"To: {to}", f"Subject: {subject}"]
    if reply_to:
        fields += [f"In-Reply-To: <{reply_to}@example.test>", f"References: <{reply_to}@example.test>"]
    return ("\r\n".join(fields) + f"\r\n\r\n{body}\r\n").encode()


def large_mail(name: str) -> bytes:
    """Write a message of text, HTML, an invitation and a large attachment."""
    parts = [
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGr\xc3\xbc\xc3\x9fe.\r\n",
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>Hello.</p>\r\n",
        b"Content-Type: text/calendar; method=REQUEST\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(INVITE).replace(b"\n", b"\r\n"),
    ]
    inner = b"".join(b"--inner\r\n" + part for part in parts) + b"--inner--\r\n"
    head = (
        f"Message-ID: <{name}@example.test>\r\nX-Odd:  kept   as\r\n\tit is\r\nSubject: Terms\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="outer bound"\r\n\r\nnobody reads this\r\n'
    ).encode()
    attachment = (
        b'Content-Type: application/pdf; name="terms & more.pdf"\r\nContent-Disposition: attachment;\r\n'
        b' filename="terms & more.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + b"QUJD" * 25_000 + b"\r\n"
    )
    return (
        head
        + b'--outer bound\r\nContent-Type: multipart/alternative; boundary="inner"\r\n\r\n'
        + inner
        + b"--outer bound\r\n"
        + attachment
        + b"--outer bound--\r\n"
    )


def identity(name: str) -> str:
    """Return the Message-ID `mail` gives."""
    return f"<{name}@example.test>"


def put(mailbox: Mailbox, name: str, *, raw: bytes | None = None) -> PlacedDraft:
    """Put a draft and return it as the poller remembers it."""
    raw, floor = raw or mail(name, reply_to="parent"), mailbox.drafts_floor()
    place = mailbox.put_draft(identity(name), raw, floor)
    return PlacedDraft(message_id=identity(name), raw=raw, floor=floor, place=place)


ME = "me@example.test"


def digest(name: str, *, body: str = "Good morning.", sender: str = ME, to: str = ME, more: str = "") -> bytes:
    """Write a digest with Message-ID <name@example.test>."""
    fields = (
        f"Message-ID: <{name}@example.test>\r\nFrom: Me <{sender}>\r\nTo: {to}\r\nSubject: Today\r\n"
        f"Date: {format_datetime(NOW)}\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n{more}"
    )
    return f"{fields}\r\n{body}\r\n".encode()


def put_digest(mailbox: Mailbox, name: str, *, body: str = "Good morning.") -> PlacedDraft:
    """Put a digest and return it as it is remembered."""
    raw, floor = digest(name, body=body), mailbox.digest_floor()
    place = mailbox.put_digest(identity(name), raw, floor)
    return PlacedDraft(message_id=identity(name), raw=raw, floor=floor, place=place)


def ids(world: World, folder: str) -> list[str]:
    """Return the Message-IDs in a folder."""
    return [message_from_bytes(raw)["Message-ID"] for raw, _ in world.messages(folder)]


def names(mailbox: Mailbox, places: Iterable[Place]) -> list[str]:
    """Return the names of the messages at places."""
    places = tuple(places)
    read = dict(mailbox.read(places))
    return [message_from_bytes(read[place].raw)["Message-ID"][1:-14] for place in places]

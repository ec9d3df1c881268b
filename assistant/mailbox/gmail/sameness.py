"""Whether a stored draft is what was put, though Gmail may have written it anew."""

from collections import Counter

from assistant.mail.message import Arrival, parse
from assistant.mailbox.sightings import header_of, on_the_wire

_GMAIL_ADDS = ("received:", "x-received:", "x-gm-", "x-google-", "mime-version:", "date:")
"""Fields Gmail may add to a message that is stored through its API; any other is the user's work."""


def is_as_put(raw: bytes, stored: bytes) -> bool:
    """Whether it has the same body, byte for byte, and the same header but for fields Gmail adds."""
    ours, theirs = on_the_wire(raw), on_the_wire(stored)
    if ours == theirs:
        return True
    fields, more = Counter(_fields(ours)), Counter(_fields(theirs))
    added = [field.decode("latin-1").lower() for field in more - fields]
    same_body = ours[len(header_of(ours)) :] == theirs[len(header_of(theirs)) :]
    return same_body and not fields - more and all(field.startswith(_GMAIL_ADDS) for field in added)


def says_the_same(raw: bytes, stored: bytes) -> bool:
    """Whether it has the same words for the same people, whatever became of their encoding and of the Message-ID."""
    return _said(raw) == _said(stored)


def _said(raw: bytes) -> tuple[object, ...]:
    message = parse(Arrival(raw=raw))
    return message.to, message.cc, message.subject, message.in_reply_to, message.body.whole.split(), message.attachments


def _fields(raw: bytes) -> list[bytes]:
    """Return the header's fields, each unfolded."""
    unfolded = header_of(raw).replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ")
    return [line for line in unfolded.split(b"\r\n") if line]

"""The header fields by which a message is known again."""

import re
from contextlib import suppress
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses

FIELDS = ("MESSAGE-ID", "IN-REPLY-TO", "TO", "SUBJECT")
"""What a sighting needs of a header."""

_ID = re.compile(r"<[^<>]*>")
_REPLY_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|sv|vs|antw|antwort|odp|r|rif|res|回复|答复)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_LINE_END = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A message as far as it helps to recognise it.

    Attributes:
        key: the folder's key for it.
        message_id: byte-exact with angle brackets, "" if none.
        in_reply_to: first id of In-Reply-To, "" if none.
        to: addresses of To, lower case.
        subject: decoded, without reply prefix, one line, without case.
    """

    key: str
    message_id: str = ""
    in_reply_to: str = ""
    to: frozenset[str] = frozenset()
    subject: str = ""


def sight(key: str, header: bytes) -> Sighting:
    """Read a header block; a field that cannot be read is left empty."""
    fields = BytesHeaderParser(policy=compat32).parsebytes(header)
    return Sighting(
        key=key,
        message_id=_first_id(_field(fields, "Message-ID")),
        in_reply_to=_first_id(_field(fields, "In-Reply-To")),
        to=frozenset(address.lower() for _, address in getaddresses([_field(fields, "To")]) if address),
        subject=_plain_subject(_field(fields, "Subject")),
    )


def header_of(raw: bytes) -> bytes:
    """Return a message's header block with the empty line that ends it."""
    end = re.search(rb"\r?\n\r?\n", raw)
    return raw[: end.end()] if end else raw


def on_the_wire(raw: bytes) -> bytes:
    """Return bytes with CRLF line ends, as IMAP carries them; drafts are compared in this form."""
    return _LINE_END.sub(b"\r\n", raw)


def on_disk(raw: bytes) -> bytes:
    """Return bytes with the line ends files have."""
    return _LINE_END.sub(b"\n", raw)


def _field(fields: Message, name: str) -> str:
    """The first such field unfolded, read as UTF-8; `Message.get` would lose bytes outside ASCII."""
    value = next((str(value) for key, value in fields.raw_items() if key.lower() == name.lower()), "")
    return re.sub(r"\r?\n", "", value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _first_id(value: str) -> str:
    """The first id in angle brackets, else the whole value without surrounding space (RFC 5322 §3.6.4)."""
    found = _ID.search(value)
    return found.group() if found else value.strip()


def _plain_subject(value: str) -> str:
    with suppress(ValueError, LookupError, UnicodeError):  # unknown charset or broken encoded word: taken as written
        value = str(make_header(decode_header(value)))
    return " ".join(_REPLY_PREFIX.sub("", value).split()).casefold()

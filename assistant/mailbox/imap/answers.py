"""Writing command arguments and reading answers of an IMAP server."""

import imaplib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from imapclient.datetime_util import parse_to_datetime
from imapclient.exceptions import ProtocolError
from imapclient.imap_utf7 import decode as decode_name
from imapclient.imap_utf7 import encode as encode_name
from imapclient.response_parser import parse_response

from assistant.mailbox.tags import GMAIL_LABELS, as_written_here, is_ours

Row = Mapping[bytes, Any]
"""What FETCH gave of one message, by item; a body section's key ends with its "]", whatever origin or field list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a folder stands.

    Attributes:
        epoch: UIDVALIDITY, "" if the server does not tell.
        next_uid: UIDNEXT; None where it is missing (163.com, Winmail).
        modseq: HIGHESTMODSEQ (RFC 7162); None without CONDSTORE.
        messages: how many there are.
    """

    epoch: str
    next_uid: int | None
    modseq: int | None = None
    messages: int = 0


def quoted(folder: str) -> str:
    """Return a folder's name as it goes over the wire: modified UTF-7 (RFC 3501 §5.1.3) in quotes."""
    return '"' + str(encode_name(folder), "ascii").replace("\\", "\\\\").replace('"', '\\"') + '"'


def day_before(moment: datetime) -> str:
    """Return the day before as SEARCH wants it: servers compare whole days in a zone of their own (RFC 9051 §6.4.4)."""
    day = moment - timedelta(days=1)
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[day.month - 1]
    return f"{day.day}-{month}-{day.year}"


def internal_date(row: Row) -> datetime | None:
    """Return INTERNALDATE in UTC; None if it is missing or unreadable."""
    value = row.get(b"INTERNALDATE")
    if not isinstance(value, bytes):
        return None
    try:
        moment: datetime = parse_to_datetime(value, normalise=False)
    except (ValueError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def keywords_of(row: Row) -> frozenset[str]:
    """Return a message's keywords, ours spelled as in the table; where Gmail told its labels, ours are those labels."""
    words = (flag.decode("ascii", "replace") for flag in row.get(b"FLAGS") or () if isinstance(flag, bytes))
    keywords = as_written_here(word for word in words if not word.startswith("\\"))
    if b"X-GM-LABELS" not in row:
        return keywords
    labels = {decoded(label).casefold() for label in row[b"X-GM-LABELS"] or () if isinstance(label, bytes | int)}
    ours = {keyword for keyword, label in GMAIL_LABELS.items() if label.casefold() in labels}
    return frozenset({word for word in keywords if not is_ours(word)} | ours)


def insist(answer: str, lines: Sequence[Any]) -> None:
    """Raise imaplib's error with the server's words unless the answer is OK."""
    if answer != "OK":
        words = lines[-1] if lines else b""
        raise imaplib.IMAP4.error(words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words))


def decoded(wire_name: bytes | int) -> str:
    """Decode a folder name; imapclient reads a name of digits as a number."""
    name = str(wire_name).encode() if isinstance(wire_name, int) else wire_name
    try:
        return str(decode_name(name))
    except (ValueError, IndexError):
        return name.decode("utf-8", "replace")


def standing_of(told: Mapping[bytes, Any]) -> Standing:
    """Return what SELECT, EXAMINE or STATUS told of a folder; what it left out is None or empty."""
    return Standing(
        epoch=str(told.get(b"UIDVALIDITY", "")),
        next_uid=told.get(b"UIDNEXT") or None,
        modseq=told.get(b"HIGHESTMODSEQ") or None,
        messages=told.get(b"MESSAGES", 0),
    )


def sequence_of(uids: Sequence[int]) -> str:
    """Write UIDs as a sequence set, neighbours as ranges; only UIDs given are named."""
    runs: list[list[int]] = []
    for uid in sorted(set(uids)):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in runs)


def rows_of(lines: Sequence[Any]) -> Iterator[dict[bytes, Any]]:
    """Split what imaplib gathered into answers; each ends with the first line that announces no literal."""
    answer: list[Any] = []
    for line in lines:
        answer.append(line)
        if isinstance(line, tuple):
            continue
        try:
            _, values = parse_response(answer)
            yield {_item(key): value for key, value in zip(values[::2], values[1::2], strict=True)}
        except (ProtocolError, ValueError, TypeError, AttributeError, RecursionError):
            pass  # this message alone counts as not answered
        answer = []


def _item(key: bytes) -> bytes:
    """Name an item the way it was asked for: upper case, a section without its origin octet or header field names."""
    section = re.match(rb"BODY\[([A-Z0-9.]*)", key.upper())
    return b"BODY[" + section[1] + b"]" if section else key.upper()

"""Flags and keywords that mail programs write into a message's own header, where a file has no other place for them.

Thunderbird: X-Mozilla-Status, four hexadecimal digits, and X-Mozilla-Keys (nsMsgMessageFlags.idl). mutt, Dovecot and
UW imapd: Status and X-Status, letters. Outlook and Apple Mail: "X-Unsent: 1", which opens an .eml file for writing.
"""

import re
from collections.abc import Iterable

from assistant.mail.headers import Headers
from assistant.mailbox.sightings import header_of
from assistant.mailbox.tags import as_written_here

UNSENT = b"X-Unsent: 1"
"""The field that makes an .eml file a draft."""

_MOZILLA = {0x1: "S", 0x2: "R", 0x4: "F", 0x8: "T"}
_LETTERS = {"R": "S"}
_MORE_LETTERS = {"A": "R", "D": "T", "F": "F", "T": "D"}

_MARK = re.compile(
    rb"^(?:X-Mozilla-(?:Status2?|Keys)|(?:X-)?Status|X-Keywords|X-UID|Content-Length|Lines):.*\n(?:[ \t].*\n)*",
    re.MULTILINE | re.IGNORECASE,
)


def flags_of(headers: Headers) -> str:
    """Return flags as a Maildir has them: D draft, F flagged, R answered, S seen, T deleted.

    Only the topmost field of a name counts: what a stranger sent stands below.
    """
    found = {flag for bit, flag in _MOZILLA.items() if _mozilla_status(headers) & bit}
    found |= {_LETTERS[letter] for letter in headers.text("status") if letter in _LETTERS}
    found |= {_MORE_LETTERS[letter] for letter in headers.text("x-status") if letter in _MORE_LETTERS}
    if headers.text("x-unsent") == "1":
        found.add("D")
    return "".join(sorted(found))


def keywords_of(headers: Headers) -> frozenset[str]:
    """Return the tags a mail program keeps, ours spelled as in the table."""
    words: Iterable[str] = (headers.text("x-mozilla-keys") + " " + headers.text("x-keywords")).split()
    return as_written_here(words)


def without_marks(raw: bytes) -> bytes:
    """Return a message without the fields in which mail programs keep flags and tags.

    They change, and a message without a Message-ID is known by its header.
    """
    header = header_of(raw)
    return _MARK.sub(b"", header) + raw[len(header) :]


def _mozilla_status(headers: Headers) -> int:
    try:
        return int(headers.text("x-mozilla-status") or "0", 16)
    except ValueError:
        return 0

"""Header fields, each guarded by itself, so that one bad field never costs the message.

Fields stay bytes until one is asked for. Python's newer policies raise on `Message-ID: <>` or `To: list:; (comment)`
and take seconds for a 14 KB Content-Type (measured with 3.11), so nothing here goes through them.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from assistant.mail import charsets
from assistant.mail.words import decode_words

MAX_HEADER_BYTES = 1 << 20
MAX_FIELD_BYTES = 16 << 10
MAX_ID_BYTES = 2000
MAX_ADDRESSES = 200
MAX_NAME_WORDS = 20

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_FOLD = re.compile(rb"\r?\n[ \t]*")
_ID = re.compile(rb"<[^<>]+>")
_ADDRESS_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|\((?:[^()\\]|\\.)*\)?|<[^<>]*>?|[,;:]|[^"(<,;:]+', re.DOTALL)
_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@(?=.{1,253}\Z)[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*"
)
_QUOTED_PAIR = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox as RFC 5322 §3.4 has it.

    Attributes:
        name: display name, decoded, control characters removed, "" if none.
        address: addr-spec as written (local part's case kept), always with one "@".
    """

    name: str = ""
    address: str

    @property
    def domain(self) -> str:
        """The part after the "@", lower case."""
        return self.address.rpartition("@")[2].lower()

    @property
    def key(self) -> str:
        """The address for comparing: all lower case."""
        return self.address.lower()


class Headers:
    """The fields of one header block, by lower-case name, in their order."""

    def __init__(self, block: bytes) -> None:
        """Find the fields; lines that are none are passed over."""
        self.block = block
        self._fields: dict[bytes, list[bytes]] = {}
        for match in _FIELD.finditer(block):
            self._fields.setdefault(match[1].lower(), []).append(match[2])

    def __contains__(self, name: str) -> bool:
        """Whether the field is there, empty or not."""
        return name.encode() in self._fields

    def __len__(self) -> int:
        """How many different fields there are."""
        return len(self._fields)

    def all(self, name: str) -> list[bytes]:
        """Return the raw values of every field of this name, topmost first, still folded."""
        return self._fields.get(name.encode(), [])

    def text(self, name: str) -> str:
        """Return the topmost field decoded (RFC 2047), one line, control characters removed; "" if absent."""
        values = self.all(name)
        return _text(values[0]) if values else ""

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the ids of all fields of this name, byte-exact with their angle brackets, in order.

        A fold inside an id is undone; what then still holds whitespace, or is over 2,000 bytes, is no id
        (RFC 5322 §3.6.4).
        """
        found = (_FOLD.sub(b"", match) for value in self.all(name) for match in _ID.findall(value))
        return tuple(
            _exact(candidate) for candidate in found if len(candidate) <= MAX_ID_BYTES and len(candidate.split()) == 1
        )

    def addresses(self, name: str) -> tuple[Address, ...]:
        """Return the mailboxes of all fields of this name that can be read, at most 200."""
        return tuple(address for value in self.all(name) for address in parse_addresses(value))[:MAX_ADDRESSES]

    def date(self, name: str) -> datetime | None:
        """Return the topmost field as a moment in UTC, None if it cannot be read or lies outside 1970 to 2100."""
        try:
            moment = parsedate_to_datetime(self.text(name))
            moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except Exception:  # the library raises whatever its pieces raise: TypeError, IndexError, OverflowError ...
            return None
        return moment if 1970 <= moment.year <= 2100 else None


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Return the header block of the entity in raw[start:end] and where its body begins.

    Without an empty line the body begins after the last field. Of a block over 1 MB only the beginning is read.
    """
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Headers(b""), start + (1 if raw[start] == 0x0A else 2)
    blank = _BLANK_LINE.search(raw, start, end)
    stop = blank.start() + 1 if blank else end
    headers = Headers(raw[start : min(stop, start + MAX_HEADER_BYTES)])
    if blank and headers:
        return headers, blank.end()
    length = max((match.end() for match in _FIELD.finditer(headers.block)), default=0)
    return Headers(headers.block[:length]), start + length


def parse_addresses(raw: bytes) -> list[Address]:
    """Read an address list (RFC 5322 §3.4), groups and broken forms too; a mailbox in doubt is left out.

    Structure is read before encoded words are decoded, so that no encoded comma or bracket makes an address.
    """
    text = charsets.decode(_FOLD.sub(b" ", raw[:MAX_FIELD_BYTES])).strip()
    found = _mailboxes(text)
    if not found and "=?" in text:  # some mailers encode the whole field, brackets and all
        found = _mailboxes(decode_words(text))
    return found


def address_or_none(text: str, name: str = "") -> Address | None:
    """Return the Address if the text is one addr-spec without quoting, spaces or invisible characters."""
    text = text.strip()
    if not _ADDRESS.fullmatch(text) or charsets.one_line(text) != text:
        return None
    return Address(name=charsets.one_line(decode_words(name))[:200], address=text)


def _mailboxes(text: str) -> list[Address]:
    found: list[Address] = []
    words: list[str] = []
    angles: list[str] = []
    for piece in [*_ADDRESS_PIECE.findall(text), ","]:
        if piece in ",;":
            address = _mailbox(words, angles)
            if address:
                found.append(address)
            if address or angles or piece == ";":
                words, angles = [], []
            elif words:
                words.append(", ")  # an unquoted "Doe, Jane <jane@...>"
        elif piece == ":" or len(words) > MAX_NAME_WORDS:
            words = []
        elif piece.startswith("<"):
            angles.append(piece.strip("<> "))
        else:
            words.append(piece)
    return found


def _mailbox(words: list[str], angles: list[str]) -> Address | None:
    """Make one mailbox of display words and what stood in angle brackets; None if it is none, or two."""
    comments = [word for word in words if word.startswith("(")]
    phrase = " ".join("".join(_unquoted(word) for word in words if not word.startswith("(")).split())
    if len(angles) == 1:
        return address_or_none(angles[0].removeprefix("mailto:"), phrase)
    if angles:
        return None
    return address_or_none(phrase.rpartition(", ")[2], comments[0].strip("()") if comments else "")


def _unquoted(word: str) -> str:
    return _QUOTED_PAIR.sub(r"\1", word.strip('"')) if word.startswith('"') else word


def _text(value: bytes) -> str:
    text = charsets.decode(_FOLD.sub(b" ", value[:MAX_FIELD_BYTES]))
    return charsets.one_line(decode_words(text))


def _exact(candidate: bytes) -> str:
    """Return an id as text; UTF-8 if it is, else Latin-1, so that no two ids become one."""
    try:
        return candidate.decode()
    except UnicodeDecodeError:
        return candidate.decode("latin-1")

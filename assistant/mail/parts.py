"""The parts of a message (MIME, RFC 2045 to 2049), read from bytes with bounded depth, count and size.

The standard library's parser recurses once a level and copies every attachment; a message of 3,000 nested
multiparts is a RecursionError there. Here a part is a span of the message until its words are asked for.
"""

import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.mail import charsets
from assistant.mail.headers import Headers, split
from assistant.mail.words import read_parameters

MAX_BYTES = 25 << 20
MAX_PARTS = 100
MAX_DEPTH = 20
MAX_TEXT_BYTES = 1 << 20
MAX_CALENDAR_BYTES = 256 << 10
MAX_PARAMETER_BYTES = 4 << 10
MAX_FALSE_BOUNDARIES = 10_000
CALENDARS = ("text/calendar", "application/ics", "application/octet-stream")
"""Types a calendar comes as; the last only under a name that ends with .ics."""

_LINE_END_WITHIN = 64 << 10

_CONTENT_TYPE = re.compile(r"[\w!#$&^.+-]{1,80}/[\w!#$&^.+-]{1,80}")
_LEADING_LINES = re.compile(rb"[\r\n]*")
_BASE64_END = re.compile(rb"=\r?\n|\n[^\n]*[^A-Za-z0-9+/=\s]")
"""Padding, or a line of anything else: mailing lists add their footer unencoded."""
_WORDS = re.compile(rb"\s*[^\s]+ [^\s]|[^\n]*[\x80-\xff]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,40})", re.IGNORECASE)
_LEFT_QUOTED_PRINTABLE = re.compile(rb"=(?:20)?\r?\n|=[C-F][0-9A-F]=[89AB][0-9A-F]|=3D[\"'\r\n]")
_UUENCODED = re.compile(
    rb"^begin [0-7]{3,4} [^\r\n]*\r?\n(?:[ -`]{2,}\r?\n)+(?:`?[ \t]*\r?\n)?end\b[^\r\n]*", re.MULTILINE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entity of a message.

    Attributes:
        headers: its own fields.
        content_type: "type/subtype", lower case; what RFC 2045 §5.2 says where it is missing or broken.
        parameters: those of Content-Type, by lower-case name.
        payload: bytes as transferred, of text and calendars only; at most 6 MiB in all parts together.
        children: parts of a multipart, or the one message inside a message/rfc822.
    """

    headers: Headers
    content_type: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    payload: bytes = b""
    children: tuple["Part", ...] = ()

    @property
    def disposition(self) -> str:
        """The word of Content-Disposition, "" if none."""
        return read_parameters(self.headers.text("content-disposition")[:MAX_PARAMETER_BYTES])[0]

    @property
    def name(self) -> str:
        """The file name, one line, "" if none."""
        parameters = read_parameters(self.headers.text("content-disposition")[:MAX_PARAMETER_BYTES])[1]
        return charsets.one_line(parameters.get("filename") or self.parameters.get("name", ""))[:255]

    @property
    def is_message(self) -> bool:
        """Whether it holds another message."""
        return self.content_type in ("message/rfc822", "message/global")

    def leaves(self) -> Iterator["Part"]:
        """Yield every part without children, in order."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


@dataclass(slots=True)
class _Budget:
    """How many parts may still be made, and how many bytes of text kept."""

    parts: int = MAX_PARTS
    text_bytes: int = 6 * MAX_TEXT_BYTES

    def grant(self, content_type: str) -> int:
        """Return how many bytes of a leaf may be kept; quoted-printable needs three for one."""
        if content_type.startswith("text/"):
            return min(self.text_bytes, 3 * MAX_TEXT_BYTES)
        return min(self.text_bytes, MAX_CALENDAR_BYTES) if content_type in CALENDARS else 0


def read(raw: bytes) -> Part:
    """Read a whole message: at most 25 MB of it, 100 parts, 20 levels."""
    if raw.find(b"\n", 0, _LINE_END_WITHIN) < 0:
        raw = raw[:MAX_BYTES].replace(b"\r", b"\n")
    start = _LEADING_LINES.match(raw).end()  # type: ignore[union-attr]  # it matches nothing, too
    return _read(raw, start, min(len(raw), start + MAX_BYTES), 0, _Budget(), "text/plain")


def content(part: Part) -> bytes:
    """Return a part's bytes with the transfer encoding undone, as far as it can be; at most 1 MiB."""
    encoding = part.headers.text("content-transfer-encoding").lower().strip(" ;\"'")
    try:
        return _DECODERS.get(encoding, _left_as_is)(part.payload)[:MAX_TEXT_BYTES]
    except (binascii.Error, ValueError):
        return part.payload[:MAX_TEXT_BYTES]


def text(part: Part) -> str:
    """Return a text part's clean words; attachments that are uuencoded within them are left out."""
    raw = content(part)
    if b"begin " in raw:
        raw = _UUENCODED.sub(b"", raw)
    charset = part.parameters.get("charset") or (_charset_within(raw) if part.content_type == "text/html" else "")
    return charsets.clean(charsets.decode(raw, charset))


def _read(raw: bytes, start: int, end: int, depth: int, budget: _Budget, default: str) -> Part:
    budget.parts -= 1
    headers, body = split(raw, start, end)
    content_type, parameters = _type_of(headers, default)
    if depth < MAX_DEPTH:
        children = _children(raw, body, end, depth, budget, content_type, parameters.get("boundary", ""))
        if children:
            return Part(headers=headers, content_type=content_type, parameters=parameters, children=children)
    if content_type.startswith("multipart/"):
        content_type = "text/plain" if depth < MAX_DEPTH else "application/octet-stream"
    payload = raw[body : min(end, body + budget.grant(content_type))]
    budget.text_bytes -= len(payload)
    return Part(headers=headers, content_type=content_type, parameters=parameters, payload=payload)


def _children(
    raw: bytes, body: int, end: int, depth: int, budget: _Budget, content_type: str, boundary: str
) -> tuple[Part, ...]:
    if content_type.startswith("multipart/") and boundary:
        default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
        spans = _spans(raw, body, end, boundary.rstrip().encode("utf-8", "replace")[:200])
    elif content_type in ("message/rfc822", "message/global") and body < end:
        default, spans = "text/plain", iter([(body, end)])
    else:
        return ()
    parts = []
    for first, last in spans:
        if budget.parts <= 0:
            break
        parts.append(_read(raw, first, last, depth + 1, budget, default))
    return tuple(parts)


def _spans(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each part between delimiter lines begins and ends (RFC 2046 §5.1.1); the last may be unclosed."""
    delimiter = b"--" + boundary
    begin, position, false_hits = -1, start, 0
    while false_hits < MAX_FALSE_BOUNDARIES:
        hit = raw.find(delimiter, position, end)
        if hit < 0:
            break
        position = hit + len(delimiter)
        line_end = raw.find(b"\n", position, min(end, position + 1000))
        rest = raw[position : line_end if line_end >= 0 else min(end, position + 1000)].strip()
        if rest not in (b"", b"--") or (hit > start and raw[hit - 1] != 0x0A):
            false_hits += 1
            continue
        if begin >= 0:
            yield begin, max(begin, hit - 1)
        if rest:
            return
        begin = position = line_end + 1 if line_end >= 0 else end
    if begin >= 0:
        yield begin, end


def _type_of(headers: Headers, default: str) -> tuple[str, dict[str, str]]:
    value, parameters = read_parameters(headers.text("content-type")[:MAX_PARAMETER_BYTES])
    match = _CONTENT_TYPE.match(value)
    return (match[0] if match else default), parameters


def _charset_within(html: bytes) -> str:
    """Return the charset a page names for itself near its beginning, "" if none."""
    match = _META_CHARSET.search(html[:4096])
    return match[1].decode() if match else ""


def _from_base64(raw: bytes) -> bytes:
    """Undo base64; what begins with words stays as it is, and a cut end loses only its last letters."""
    if _WORDS.match(raw[:400]):
        return raw
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", _BASE64_END.split(raw, 1)[0])
    return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


def _from_uuencode(raw: bytes) -> bytes:
    lines = raw.splitlines()
    inner = [line for line in lines if line and not line.startswith((b"begin ", b"end"))]
    return b"".join(binascii.a2b_uu(line) for line in inner)


def _left_as_is(raw: bytes) -> bytes:
    """Return bytes that claim no encoding, quoted-printable undone where a mailer left it in."""
    if len(_LEFT_QUOTED_PRINTABLE.findall(raw[:MAX_TEXT_BYTES])) >= 2:
        return binascii.a2b_qp(raw)
    return raw


def _from_quoted_printable(raw: bytes) -> bytes:
    return binascii.a2b_qp(raw)


_DECODERS: Mapping[str, Callable[[bytes], bytes]] = {
    "quoted-printable": _from_quoted_printable,
    "base64": _from_base64,
    "uuencode": _from_uuencode,
    "x-uuencode": _from_uuencode,
    "x-uue": _from_uuencode,
}

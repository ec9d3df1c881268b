"""A message's parts as BODYSTRUCTURE lists them (RFC 9051 §7.5.2), and a message written again from some of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_PARTS = 100
"""A message of more parts than mail programs make is not taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a message.

    Attributes:
        number: what FETCH calls it ("1.2"), "" for the message itself if it is multipart.
        kind: MIME type and subtype, lower case ("text/plain").
        parameters: of Content-Type, as the server gives them.
        encoding: Content-Transfer-Encoding, b"" if the server does not say.
        octets: length as encoded; 0 for a multipart.
        disposition: lower case, "" if none.
        disposition_parameters: of Content-Disposition.
        parts: what a multipart holds.
    """

    number: str
    kind: str
    parameters: tuple[tuple[bytes, bytes], ...] = ()
    encoding: bytes = b""
    octets: int = 0
    disposition: str = ""
    disposition_parameters: tuple[tuple[bytes, bytes], ...] = ()
    parts: tuple["Part", ...] = ()

    @property
    def is_multipart(self) -> bool:
        """Whether it holds other parts instead of content."""
        return self.kind.startswith("multipart/")

    @property
    def is_words(self) -> bool:
        """Whether it is text to be read, or a calendar part however it is attached."""
        if self.kind in {"text/calendar", "application/ics"}:
            return True
        return self.kind.startswith("text/") and self.disposition != "attachment"

    def leaves(self) -> Iterator["Part"]:
        """Yield what has content, in order."""
        if self.is_multipart:
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self


def read_structure(node: Any) -> Part:
    """Read a parsed BODYSTRUCTURE.

    Raises:
        ValueError: it cannot be relied on; servers get it wrong (MailKit#371, Exchange KB975918).
    """
    try:
        part = _read(node, "")
    except (IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("BODYSTRUCTURE cannot be read") from error
    if sum(1 for _ in part.leaves()) > MOST_PARTS:
        raise ValueError("too many parts")
    return part


def write_message(header: bytes, part: Part, contents: Mapping[str, bytes]) -> bytes:
    """Write a message again: its header byte-exact, parts by number with the content given, the others empty.

    Raises:
        ValueError: header and structure do not agree on where parts end.
    """
    return header + _written(part, contents, header)


def _read(node: Any, number: str) -> Part:
    if isinstance(node[0], tuple):
        return _read_multipart(node, number)
    kind = _text(node[0]) + "/" + _text(node[1])
    if not re.fullmatch(r"[a-z0-9.+_-]+/[a-z0-9.+_-]+", kind) or kind.startswith("multipart/"):
        raise ValueError("not a MIME type")
    first_extension = {"text": 8, "message/rfc822": 10}.get(kind if kind == "message/rfc822" else kind.split("/")[0], 7)
    disposition, parameters = _disposition(node[first_extension + 1 : first_extension + 2])
    return Part(
        number=number or "1",
        kind=kind,
        parameters=_pairs(node[2]),
        encoding=node[5] or b"",
        octets=int(node[6]),
        disposition=disposition,
        disposition_parameters=parameters,
    )


def _read_multipart(node: Sequence[Any], number: str) -> Part:
    count = [isinstance(item, tuple) for item in node].index(False)  # parts first, then the subtype
    children, rest = node[:count], node[count:]
    disposition, parameters = _disposition(rest[2:3])
    prefix = f"{number}." if number else ""
    return Part(
        number=number,
        kind="multipart/" + _text(rest[0]),
        parameters=_pairs(rest[1]),
        disposition=disposition,
        disposition_parameters=parameters,
        parts=tuple(_read(child, f"{prefix}{index}") for index, child in enumerate(children, 1)),
    )


def _disposition(field: Sequence[Any]) -> tuple[str, tuple[tuple[bytes, bytes], ...]]:
    if not field or not isinstance(field[0], tuple):
        return "", ()
    return _text(field[0][0]), _pairs(field[0][1])


def _pairs(flat: Any) -> tuple[tuple[bytes, bytes], ...]:
    if not flat:
        return ()
    return tuple((_raw(name), _raw(value)) for name, value in zip(flat[::2], flat[1::2], strict=True))


def _raw(value: bytes | int | None) -> bytes:
    return str(value).encode() if isinstance(value, int) else value or b""


def _text(value: bytes) -> str:
    return value.decode("ascii", "replace").lower()


def _written(part: Part, contents: Mapping[str, bytes], header: bytes) -> bytes:
    if not part.is_multipart:
        return contents.get(part.number, b"")
    boundary = next((value for name, value in part.parameters if name.lower() == b"boundary"), b"")
    if not boundary or (part.number == "" and boundary not in header):
        raise ValueError("no boundary to write the message with")
    pieces = [
        b"--" + boundary + b"\r\n" + _header(child) + b"\r\n" + _written(child, contents, header) + b"\r\n"
        for child in part.parts
    ]
    return b"".join(pieces) + b"--" + boundary + b"--\r\n"


def _header(part: Part) -> bytes:
    lines = [b"Content-Type: " + part.kind.encode() + _parameters(part.parameters)]
    if part.encoding and not part.is_multipart and part.is_words:
        lines.append(b"Content-Transfer-Encoding: " + _one_line(part.encoding))
    if part.disposition:
        disposition = re.sub(rb"[^a-z0-9-]", b"", part.disposition.encode("ascii", "replace"))
        lines.append(b"Content-Disposition: " + disposition + _parameters(part.disposition_parameters))
    return b"".join(line + b"\r\n" for line in lines)


def _parameters(pairs: Sequence[tuple[bytes, bytes]]) -> bytes:
    usable = ((name, value) for name, value in pairs if re.fullmatch(rb"[!#-'*+.\w^-]+", name))
    return b"".join(b";\r\n " + _parameter(name, value) for name, value in usable)


def _parameter(name: bytes, value: bytes) -> bytes:
    if name.endswith(b"*") and re.fullmatch(rb"[!#-'*+.\w%^-]+", value):  # RFC 2231: not to be quoted
        return name + b"=" + value
    return name + b'="' + _one_line(value).replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _one_line(text: bytes) -> bytes:
    return re.sub(rb"[\r\n\x00]+", b" ", text)

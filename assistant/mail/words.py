"""Encoded words in header fields (RFC 2047) and encoded parameters (RFC 2231)."""

import binascii
import re
from urllib.parse import unquote_to_bytes

from assistant.mail import charsets

_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


def decode_words(text: str) -> str:
    """Decode every encoded word; broken ones stay as they are.

    Neighbours of one charset are joined before decoding, since mailers cut characters in two.
    """
    if "=?" not in text:
        return text
    decoded: list[str] = []
    pending, charset, position = b"", "", 0
    for match in _WORD.finditer(text):
        between = text[position : match.start()]
        if pending and (between.strip() or match[1].lower() != charset):
            decoded.append(charsets.decode(pending, charset))
            pending = b""
        if between.strip() or not position:
            decoded.append(between)
        pending += _word_bytes(match[2], match[3])
        charset, position = match[1].lower(), match.end()
    return "".join([*decoded, charsets.decode(pending, charset), text[position:]])


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split a field like Content-Type into its value, lower case, and its parameters by lower-case name."""
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, quoted in _PARAMETER.findall(value):
        match = _SECTION.fullmatch(name.lower())
        if match:
            number = int(match[2] or 0)
            sections.setdefault(match[1], {}).setdefault(number, (_unquote(quoted), bool(match[3])))
    parameters = {name: _join_sections(parts) for name, parts in sections.items()}
    return value.partition(";")[0].strip().lower(), parameters


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", errors="replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    try:
        return binascii.a2b_base64(raw + b"==")
    except binascii.Error:
        return raw


def _unquote(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        return re.sub(r"\\(.)", r"\1", value.strip('"'))
    return value


def _join_sections(sections: dict[int, tuple[str, bool]]) -> str:
    """Join continuations; the first encoded one names the charset (RFC 2231 §4)."""
    ordered = [sections[number] for number in sorted(sections)]
    if not any(encoded for _, encoded in ordered):
        return decode_words("".join(text for text, _ in ordered))
    charset, _, first = ordered[0][0].partition("'")
    first = first.partition("'")[2] if "'" in first else ordered[0][0]
    texts = [first, *(text for text, _ in ordered[1:])]
    return charsets.decode(b"".join(unquote_to_bytes(text) for text in texts), charset)

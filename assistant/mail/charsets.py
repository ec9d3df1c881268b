"""Bytes to clean text, whatever the label says."""

import codecs
import re

_ALIASES = {
    "ansi_x3.4-1968": "ascii",
    "big5": "cp950",
    "cp-850": "cp850",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",  # what mail programs mean by it, as WHATWG's Encoding Standard has it
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "latin1": "cp1252",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "windows-874": "cp874",
    "windows-949": "cp949",
}
_UNDECLARED = frozenset({"", "ascii", "us-ascii", "default", "unknown", "unknown-8bit", "8bit", "binary"})
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""Codecs of Python that are no charset of mail: slow on purpose-made input, or warning, or always raising."""
_TOLERATED_SHARE = 0.02
"""Share of undecodable characters up to which the declared charset is believed; a cut text has one."""

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_ZERO_WIDTH_AND_BIDI = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
_INVISIBLE = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f{_ZERO_WIDTH_AND_BIDI}]")
_ASCII_CONTROLS = {code: None for code in (*range(0x20), 0x7F) if code not in b"\t\n"} | {0x0B: "\n", 0x0C: "\n"}


def decode(raw: bytes, charset: str = "") -> str:
    """Decode with the declared charset if it fits, else UTF-8, else cp1252, else Latin-1.

    Args:
        raw: encoded text, may be cut in the middle of a character.
        charset: as declared, "" if none.
    """
    name = _codec(charset)
    if name:
        try:
            return raw.decode(name)
        except (UnicodeError, ValueError, LookupError):
            loose = _decode_loosely(raw, name)
            if loose is not None:
                return loose
    return _decode_undeclared(raw)


def clean(text: str) -> str:
    """Return text with LF line ends and plain spaces, without control, zero-width and bidirectional characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.translate(_ASCII_CONTROLS)
    return _INVISIBLE.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text)))


def one_line(text: str) -> str:
    """Return text as a single line of clean text, runs of whitespace made one space."""
    if not (text.isascii() and text.isprintable()):
        text = clean(text)
    return " ".join(text.split())


def _codec(charset: str) -> str:
    """Return the name of Python's codec for a declared charset, "" if there is none to believe."""
    name = charset.strip().strip("\"'").lower()
    if name in _UNDECLARED or len(name) > 40:
        return ""
    for candidate in (_ALIASES.get(name, name), _ALIASES.get(name.removeprefix("x-"), name.removeprefix("x-"))):
        try:
            found = codecs.lookup(candidate).name
        except (LookupError, ValueError):
            continue
        if found.replace("-", "_") not in _NO_CHARSETS:
            return found
    return ""


def _decode_loosely(raw: bytes, name: str) -> str | None:
    """Decode with replacement characters; None if there would be too many, or the codec makes no text."""
    try:
        text = raw.decode(name, errors="replace")
    except (UnicodeError, ValueError, LookupError):
        return None
    return text.rstrip("\ufffd") if text.count("\ufffd") <= max(1, len(text) * _TOLERATED_SHARE) else None


def _decode_undeclared(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        loose = _decode_loosely(raw, "utf-8") if len(raw) > 64 else None
    if loose is not None:
        return loose
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")

"""A complete draft as RFC 5322 bytes."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePath
from textwrap import wrap

from assistant.errors import ConfigError
from assistant.mail import charsets
from assistant.mail.headers import Address

_LINE = 76
_ENCODED_BYTES = 39
_REPLY_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|回复|答复|回覆)(?:\s*\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_QUOTABLE = re.compile(r"(?!.*=\?)[ !#-\[\]-~]{1,50}")
"""A display name that a quoted string can hold as it stands (RFC 5322 §3.2.4)."""

_SUBTYPES = {
    ".pdf": "pdf",
    ".zip": "zip",
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "vnd.oasis.opendocument.text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is put into the Drafts folder.

    Attributes:
        message_id: derived from account, parent, letter, recipient and ordinal; the same plan has it for ever.
        answers: identity of the message it answers, "" if it opens a thread.
        raw: the whole draft.
    """

    message_id: str
    answers: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Header fields of a draft; ids byte-exact."""

    message_id: str
    sender: Address
    to: Sequence[Address]
    cc: Sequence[Address] = ()
    subject: str
    date: datetime
    in_reply_to: str = ""
    references: Sequence[str] = ()


def derive_id(*, account: str, parent: str, letter: str, recipient: str, ordinal: int, domain: str) -> str:
    """Return the draft's Message-ID; it names no product, since clients keep ids when they send."""
    key = "\x00".join((account, parent, letter, recipient, str(ordinal)))
    return f"<{_digest(key)}@{domain}>"


def reply_subject(subject: str) -> str:
    """Return the subject with exactly one "Re: "."""
    return f"Re: {_REPLY_PREFIX.sub('', one_line(subject))}".rstrip()


def serialise(envelope: Envelope, text: str, attachments: Mapping[str, bytes]) -> bytes:
    """Write the draft: text/plain in UTF-8 (real clients damage anything else), attachments after it.

    The header fields are written here, not by the library: its policies turn ids of 78 characters and more into encoded
    words, which breaks the thread, and a longer line length does the same damage to names and subjects (RFC 2047 §2).

    Args:
        envelope: header fields.
        text: body with LF line ends, one line a paragraph.
        attachments: content by path; only the last part of the path is written as the name.

    Raises:
        ConfigError: one of the addresses is not ASCII; only settings can still hold such a one.
    """
    return head(envelope) + _content(text, attachments, boundary=_digest(envelope.message_id))


def head(envelope: Envelope) -> bytes:
    """Write the header fields that are not MIME's, each ended by CRLF.

    Raises:
        ConfigError: one of the addresses is not ASCII.
    """
    fields = [
        f"From: {_mailbox(envelope.sender)}",
        *(f"{name}: {_mailboxes(people)}" for name, people in (("To", envelope.to), ("Cc", envelope.cc)) if people),
        f"Subject: {_unstructured(one_line(envelope.subject), start=len('Subject: '))}",
        f"Date: {format_datetime(envelope.date)}",
        *_thread_fields(envelope),
    ]
    return "".join(f"{field}\r\n" for field in fields).encode("ascii")


def is_id(text: str) -> bool:
    """Whether a message id can be written into a header as it stands; others are not threaded."""
    return re.fullmatch(r"<[!-;=?-~]{1,980}>", text) is not None


def one_line(text: str) -> str:
    """Return the text as one line that any header can hold: no control, invisible or direction-overriding character."""
    return charsets.one_line(_encodable(text))


def _thread_fields(envelope: Envelope) -> list[str]:
    """Return the id fields, one id a line."""
    fields = [f"Message-ID: {envelope.message_id}"]
    if is_id(envelope.in_reply_to):
        fields.append(f"In-Reply-To: {envelope.in_reply_to}")
        references = [one for one in envelope.references if is_id(one) and one != envelope.in_reply_to]
        fields.append("References: " + "\r\n ".join([*references, envelope.in_reply_to]))
    return fields


def _mailboxes(people: Sequence[Address]) -> str:
    return ",\r\n ".join(_mailbox(one) for one in people)


def _mailbox(one: Address) -> str:
    address, name = one_line(one.address), one_line(one.name)
    if not address.isascii():
        raise ConfigError(f"The address {address} cannot be written to: it holds letters outside ASCII.")
    if not name:
        return address
    phrase = f'"{name}"' if _QUOTABLE.fullmatch(name) else _encoded(name)
    separator = "\r\n " if len(phrase) + len(address) + len("From:  <>") > _LINE else " "
    return f"{phrase}{separator}<{address}>"


def _unstructured(text: str, *, start: int) -> str:
    """Return the text of a header folded, in encoded words only if it must be; `start` is the room already taken."""
    longest = max(map(len, text.split(" ")))
    if not text.isascii() or "=?" in text or longest > _LINE - start:
        return _encoded(text)
    return "\r\n ".join(wrap(text, _LINE - start, break_long_words=False, break_on_hyphens=False))


def _encoded(text: str) -> str:
    """Return encoded words, one a line, short enough for any line (RFC 2047 §2); no character is parted."""
    chunks = [b""]
    for character in text:
        piece = character.encode()
        if len(chunks[-1] + piece) > _ENCODED_BYTES:
            chunks.append(b"")
        chunks[-1] += piece
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(chunk).decode()}?=" for chunk in chunks)


def _content(text: str, attachments: Mapping[str, bytes], *, boundary: str) -> bytes:
    """Return the MIME fields and the body."""
    message = EmailMessage(policy=SMTP)
    message.set_content(re.sub(r"\r\n?", "\n", _encodable(text)) + "\n", charset="utf-8", cte="quoted-printable")
    for path, content in attachments.items():
        name = one_line(PurePath(path).name)
        message.add_attachment(content, maintype="application", subtype=_subtype(name), filename=name)
    if attachments:
        message.set_boundary(f"=_{boundary}")  # fixed: the same plan gives the same bytes; neither encoding writes "=_"
    return message.as_bytes()


def _digest(key: str) -> str:
    return base64.b32encode(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()).decode().lower()[:32]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _subtype(name: str) -> str:
    return _SUBTYPES.get(PurePath(name).suffix.lower(), "octet-stream")

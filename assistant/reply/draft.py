"""A complete draft as RFC 5322 bytes."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePath

from assistant.mail.headers import Address

_POLICY = SMTP.clone(max_line_length=998)
"""Plain `policy.SMTP` writes ids of 78 characters and more as encoded words and breaks the thread."""

_REPLY_PREFIX = re.compile(r"^\s*(?:(?:re|aw|antw|antwort|sv|vs|ref|rif|r|回复|答复)(?:\s*\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE)


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
    digest = base64.b32encode(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()).decode().lower()
    return f"<{digest[:32]}@{domain}>"


def reply_subject(subject: str) -> str:
    """Return the subject with exactly one "Re: "."""
    return f"Re: {_REPLY_PREFIX.sub('', one_line(subject))}".rstrip()


def serialise(envelope: Envelope, text: str, attachments: Mapping[str, bytes]) -> bytes:
    """Write the draft: text/plain in UTF-8 (real clients damage anything else), attachments after it.

    Args:
        envelope: header fields.
        text: body with LF line ends, one line a paragraph.
        attachments: content by path; only the last part of the path is written as the name.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _header(envelope.sender)
    if envelope.to:
        message["To"] = [_header(one) for one in envelope.to]
    if envelope.cc:
        message["Cc"] = [_header(one) for one in envelope.cc]
    message["Subject"] = one_line(envelope.subject)
    message["Date"] = format_datetime(envelope.date)
    message.set_content(_encodable(text) + "\n", charset="utf-8", cte="quoted-printable")
    for path, content in attachments.items():
        message.add_attachment(content, maintype="application", subtype=_subtype(path), filename=PurePath(path).name)
    return _thread_fields(envelope) + message.as_bytes()


def _thread_fields(envelope: Envelope) -> bytes:
    """Write the id fields by hand, one id a line, so that no header machinery can alter them."""
    fields = [f"Message-ID: {envelope.message_id}"]
    if is_id(envelope.in_reply_to):
        fields.append(f"In-Reply-To: {envelope.in_reply_to}")
        references = [one for one in envelope.references if is_id(one) and one != envelope.in_reply_to]
        fields.append("References: " + "\r\n ".join([*references, envelope.in_reply_to]))
    return "".join(field + "\r\n" for field in fields).encode("ascii")


def is_id(text: str) -> bool:
    """Whether a message id can be written into a header as it stands; others are not threaded."""
    return re.fullmatch(r"<[!-;=?-~]{1,980}>", text) is not None


def one_line(text: str) -> str:
    """Return the text without control, line-separating and direction-overriding characters."""
    cleaned = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+", " ", text)
    return re.sub(r" {2,}", " ", _encodable(cleaned)).strip()


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _header(address: Address) -> HeaderAddress:
    return HeaderAddress(display_name=one_line(address.name), addr_spec=one_line(address.address))


def _subtype(path: str) -> str:
    return {".pdf": "pdf", ".zip": "zip"}.get(PurePath(path).suffix.lower(), "octet-stream")

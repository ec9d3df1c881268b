"""Raw bytes to Message."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import ParamSpec, TypeVar

from assistant.mail import body, invitation, marks, parts
from assistant.mail.body import Body
from assistant.mail.headers import Address, Headers
from assistant.mail.invitation import Invitation
from assistant.mail.parts import Part

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")

_FORWARDING = re.compile(r"(?:fwd?|wg|tr|rv|enc|i|doorst|vs|fw)\s?:", re.IGNORECASE)
_NO_PART = Part(headers=Headers(b""), content_type="text/plain")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where a message lies; meaningful only to the mailbox that made it.

    Attributes:
        folder: folder as the mailbox names it.
        epoch: what the key is valid for (IMAP UIDVALIDITY), "" where keys never expire.
        key: UID, Maildir base name or message id within the folder.
    """

    folder: str
    epoch: str = ""
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as a mailbox hands it over.

    Attributes:
        raw: the message, RFC 5322. If trimmed: all header fields and the text and calendar parts, attachments
            replaced by empty parts of the same type and name.
        trimmed: whether anything was left out of raw.
        internal_date: when the mailbox received it, aware; None if unknown.
        keywords: IMAP keywords or their like, as the mailbox stores them.
        place: where it lies; None for a file given on the command line.
        thread: the provider's own thread handle, None where there is none.
        draft: carries the \\Draft flag.
        answered: carries the \\Answered flag.
    """

    raw: bytes
    trimmed: bool = False
    internal_date: datetime | None = None
    keywords: frozenset[str] = frozenset()
    place: Place | None = None
    thread: str | None = None
    draft: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Name ("" if none) and MIME type of an attached part; never its content."""

    name: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, read.

    Attributes:
        id: Message-ID byte-exact with its angle brackets, "" if none.
        identity: id, or without one "no-id:" and a hash of the header block: what the ledger remembers it by.
        sender: first mailbox of From, None if none could be read.
        reply_to: mailboxes of Reply-To.
        to: mailboxes of To.
        cc: mailboxes of Cc.
        delivered_to: addresses of Delivered-To, X-Original-To, Envelope-To: which alias it came in by.
        subject: decoded, one line, control characters removed.
        sent_at: Date, else the mailbox's internal date, aware UTC; None if neither can be read.
        references: ids of References byte-exact and complete, oldest first (In-Reply-To appended if missing there).
        in_reply_to: first id of In-Reply-To, "" if none.
        body: the words.
        invitation: first calendar part, None if none.
        attachments: names and types only.
        automatic: why a machine wrote it as RFC 3834 means it ("Auto-Submitted: auto-replied", "empty
            Return-Path"), "" if no such sign.
        bulk: which header marks it as bulk or list mail ("List-Unsubscribe", "Precedence: bulk"), "" if none.
        forwarded: forwarded by hand (Fwd subject with forwarded block, message/rfc822 part).
        authentication: verdict words of the topmost Authentication-Results, lower case ("dmarc=fail"), sorted.
        trimmed: see Arrival.
    """

    id: str
    identity: str
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    references: tuple[str, ...] = ()
    in_reply_to: str = ""
    body: Body = field(default_factory=Body)
    invitation: Invitation | None = None
    attachments: tuple[Attachment, ...] = ()
    automatic: str = ""
    bulk: str = ""
    forwarded: bool = False
    authentication: tuple[str, ...] = ()
    trimmed: bool = False


def parse(arrival: Arrival) -> Message:
    """Read one arrival. Never raises for any bytes; what cannot be read is left empty."""
    root = _guarded(parts.read, arrival.raw) or _NO_PART
    headers = root.headers
    invitation_found = _guarded(invitation.find, root)
    subject = _guarded(headers.text, "subject") or ""
    body_read, forwarded = _guarded(_words, root, subject, invitation_found) or (Body(), False)
    message_id, references, in_reply_to = _thread(headers)
    return Message(
        id=message_id,
        identity=message_id or "no-id:" + _fingerprint(headers),
        sender=next(iter(_addresses(headers, "from")), None),
        reply_to=_addresses(headers, "reply-to"),
        to=_addresses(headers, "to"),
        cc=_addresses(headers, "cc"),
        delivered_to=_delivered_to(headers),
        subject=subject,
        sent_at=_guarded(headers.date, "date") or arrival.internal_date,
        references=references,
        in_reply_to=in_reply_to,
        body=body_read,
        invitation=invitation_found,
        attachments=_guarded(_attachments, root) or (),
        automatic=_guarded(marks.automatic, headers) or "",
        bulk=_guarded(marks.bulk, headers) or "",
        forwarded=forwarded,
        authentication=_guarded(marks.authentication, headers) or (),
        trimmed=arrival.trimmed,
    )


def _guarded(read: Callable[Arguments, Value], *arguments: Arguments.args, **named: Arguments.kwargs) -> Value | None:
    """Call a reader; None where it raises. Mail is hostile, and no one piece of it may cost the message."""
    try:
        return read(*arguments, **named)
    except Exception:
        return None


def _words(root: Part, subject: str, found: Invitation | None) -> tuple[Body, bool]:
    description = found.description if found else ""
    return body.read(root, forwarding_subject=bool(_FORWARDING.match(subject)), otherwise=description)


def _thread(headers: Headers) -> tuple[str, tuple[str, ...], str]:
    """Return Message-ID, References complete with the parent at the end, and In-Reply-To; each "" or () if absent."""
    message_id = next(iter(headers.ids("message-id")), "")
    in_reply_to = next(iter(headers.ids("in-reply-to")), "")
    references = tuple(dict.fromkeys(headers.ids("references")))
    if in_reply_to and in_reply_to not in references:
        references += (in_reply_to,)
    return message_id, references, in_reply_to


def _addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    return _guarded(headers.addresses, name) or ()


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "envelope-to")
    return tuple(dict.fromkeys(address.address for name in names for address in _addresses(headers, name)))


def _fingerprint(headers: Headers) -> str:
    """Return a hash of the header block, the same for the trimmed and the whole message, with CRLF or LF."""
    return sha256(headers.block.replace(b"\r\n", b"\n").strip()).hexdigest()[:32]


def _attachments(part: Part) -> tuple[Attachment, ...]:
    """List what is attached: what is neither text of the message nor holds parts; an attached message once."""
    listed: list[Attachment] = []
    for child in part.children if not part.is_message else ():
        if child.children and not child.is_message:
            listed.extend(_attachments(child))
        elif not child.content_type.startswith("text/") or child.disposition == "attachment" or child.name:
            listed.append(Attachment(name=child.name, content_type=child.content_type))
    return tuple(listed)

"""Raw bytes to Message."""

from dataclasses import dataclass
from datetime import datetime

from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.mail.invitation import Invitation


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
    body: Body = Body()
    invitation: Invitation | None = None
    attachments: tuple[Attachment, ...] = ()
    automatic: str = ""
    bulk: str = ""
    forwarded: bool = False
    authentication: tuple[str, ...] = ()
    trimmed: bool = False


def parse(arrival: Arrival) -> Message:
    """Read one arrival. Never raises for any bytes; what cannot be read is left empty."""
    raise NotImplementedError

"""The digest as a message of the user's to himself."""

import base64
import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from assistant.mail.headers import Address
from assistant.reply.draft import Envelope, head
from assistant.report.digest.page import Page


def message_id_of(account: str, day: str, address: str) -> str:
    """Return the Message-ID of an account's digest of a day: the same, however often it is written."""
    return f"<{_name_of(account, day, address)}@{address.rpartition('@')[2]}>"


def write(page: Page, *, message_id: str, name: str, address: str, now: datetime) -> bytes:
    """Write the message: text, and the same as HTML (RFC 2046 §5.1.4).

    It says that a machine made it, so that no program answers it (RFC 3834 §5).

    Args:
        page: the digest in words.
        message_id: its own.
        name: the user's.
        address: the user's own, which it is from and to.
        now: aware; its Date.
    """
    me = Address(name=name, address=address)
    envelope = Envelope(message_id=message_id, sender=me, to=[me], subject=page.subject, date=now)
    content = EmailMessage(policy=SMTP)
    content.set_content(page.text(), charset="utf-8", cte="quoted-printable")
    content.add_alternative(page.html(), subtype="html", charset="utf-8", cte="quoted-printable")
    content.set_boundary(f"=_{_name_of(message_id)}")  # fixed, and neither part can hold it: their "=" are written =3D
    return head(envelope) + b"Auto-Submitted: auto-generated\r\n" + content.as_bytes()


def _name_of(*parts: str) -> str:
    key = "\x00".join(("digest", *parts)).encode()
    return base64.b32encode(hashlib.sha256(key).digest()).decode().lower()[:32]

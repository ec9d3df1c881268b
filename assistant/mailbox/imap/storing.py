"""The two ways in which a message comes or goes: a whole one appended, exactly one expunged."""

import re

from assistant.errors import MailboxFull
from assistant.mail.message import Place
from assistant.mailbox.imap.answers import quoted
from assistant.mailbox.imap.border import ServerRefused
from assistant.mailbox.imap.gate import withdrawing
from assistant.mailbox.imap.session import Session
from assistant.mailbox.sightings import on_the_wire

_APPENDUID = re.compile(rb"\[APPENDUID (\d+) (\d+)\]")


def append(
    session: Session, folder: str, raw: bytes, permits: tuple[bytes, ...], *, flags: tuple[str, ...] = ()
) -> Place | None:
    """Append a message and return where it lies; None from a server without UIDPLUS, which does not tell.

    It gets its flags at once: added later they make a second, mangled copy on Exchange (himalaya#662).

    Raises:
        MailboxFull: there is no room.
    """
    wire = on_the_wire(raw)
    try:
        with session.permitting(permits, only=wire) as client:
            told = bytes(client.append(folder, wire, flags=flags))
    except ServerRefused as refusal:
        if refusal.means_full:
            host, why = session.account.host, refusal.code or "quota"
            raise MailboxFull(f"{host} has no room for a draft ({why}); delete something.") from refusal
        raise
    where = _APPENDUID.search(told)
    return Place(folder=folder, epoch=where[1].decode(), key=where[2].decode()) if where else None


def remove(session: Session, folder: str, epoch: str, uid: int) -> None:
    """Expunge one message, unless the folder was rebuilt; needs UIDPLUS (RFC 4315)."""
    with session.permitting(withdrawing(quoted(folder).encode(), uid)) as client:
        if session.select(folder)[0] == epoch:
            client.add_flags([uid], [b"\\Deleted"], silent=True)
            client.uid_expunge([uid])

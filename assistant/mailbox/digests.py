"""What makes a digest lie in INBOX once, and what makes it ours: the rules every mailbox shares.

A digest is the one message this program puts where mail arrives. It is from the user to himself, so whoever reads the
mailbox with him sees whose it is, and it says that a machine made it (RFC 3834 §5), so that no program answers it.
"""

from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import getaddresses
from typing import Literal, Protocol

from assistant.errors import NoPlaceForDigest
from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.sightings import Sighting, header_of

Corner = Literal["inbox", "trash"]


class Tray(Protocol):
    """The folders of one mailbox a digest may be in."""

    def since(self, corner: Corner, digest: PlacedDraft) -> list[Sighting]:
        """Look through a folder afresh, from the digest's floor on; nothing if there is no such folder."""
        ...

    def place(self, key: str) -> Place:
        """Return the place of something INBOX, looked through just before, holds."""
        ...

    def store(self, digest: PlacedDraft) -> Place | None:
        """Put the digest into INBOX, unread, and return where it lies, None if not told."""
        ...


def put(tray: Tray, digest: PlacedDraft) -> Place | None:
    """Put a digest unless it lies there already or was thrown away; it is known by its id alone.

    Raises:
        ValueError: it is no digest.
    """
    _insist_it_is_one(digest)
    same = [seen for seen in tray.since("inbox", digest) if seen.message_id == digest.message_id]
    if same:
        return tray.place(same[0].key)
    if any(seen.message_id == digest.message_id for seen in tray.since("trash", digest)):
        return None
    return tray.store(digest)


def insist_it_is_wanted(wanted: bool) -> None:
    """Keep INBOX as it is unless the user asked for the digest there.

    Raises:
        NoPlaceForDigest: he did not.
    """
    if not wanted:
        raise NoPlaceForDigest("No digest is put into a mailbox unless the settings ask for it.")


def _insist_it_is_one(digest: PlacedDraft) -> None:
    fields = BytesHeaderParser(policy=compat32).parsebytes(header_of(digest.raw))
    sender, to = ([address.lower() for _, address in getaddresses(fields.get_all(name, []))] for name in ("From", "To"))
    others = [name for name in ("Cc", "Bcc", "Resent-To", "Reply-To", "In-Reply-To") if name in fields]
    by_machine = fields["Auto-Submitted"] == "auto-generated"
    if len(sender) != 1 or sender != to or others or not by_machine or fields["Message-ID"] != digest.message_id:
        raise ValueError("only a digest of the program's own, from the user to himself, is put into INBOX")

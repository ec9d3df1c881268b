"""The digest on an IMAP server, over the rules of assistant.mailbox.digests."""

from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.digests import Corner, insist_it_is_wanted, put
from assistant.mailbox.imap import looking
from assistant.mailbox.imap.border import ServerRefused
from assistant.mailbox.imap.gate import POSTING
from assistant.mailbox.imap.looking import Floor
from assistant.mailbox.imap.session import Session
from assistant.mailbox.imap.storing import append, remove
from assistant.mailbox.sightings import Sighting, on_the_wire

INBOX = "INBOX"
"""Every server has it, under this name (RFC 9051 §5.1)."""

_THE_USERS = frozenset({b"\\flagged", b"\\answered", b"$forwarded"})
"""Flags that say that the user wants to keep a message."""


class ImapDigests:
    """The digests of one account; a Tray."""

    def __init__(self, session: Session) -> None:
        """Use a session."""
        self._session = session

    def floor(self) -> str:
        """See Mailbox.digest_floor: UIDNEXT of INBOX and Trash."""
        insist_it_is_wanted(self._session.account.digest)
        standings = self._session.standings([name for name in (INBOX, self._session.roles().trash) if name])
        return Floor(marks={name: (s.epoch, s.next_uid) for name, s in standings.items() if s.next_uid}).dumps()

    def put(self, digest: PlacedDraft) -> Place | None:
        """See Mailbox.put_digest."""
        insist_it_is_wanted(self._session.account.digest)
        return put(self, digest)

    def remove(self, digest: PlacedDraft) -> bool:
        """See Mailbox.remove_digest; needs UIDPLUS, as withdrawing a draft does."""
        keys = [seen.key for seen in self.since("inbox", digest) if seen.message_id == digest.message_id]
        epoch = self._session.epoch
        if keys and not self._session.has("UIDPLUS"):
            return False
        if not all(self._is_untouched(int(key), digest.raw) for key in keys):
            return False
        for key in keys:
            remove(self._session, INBOX, epoch, int(key))
        return not keys or not (self._session.examine(INBOX) and self._session.search("UID", ",".join(keys)))

    def since(self, corner: Corner, digest: PlacedDraft) -> list[Sighting]:
        """See Tray.

        Mail comes into INBOX, and Courier 5.0.13 numbers what it had not seen yet behind what is appended, below its
        own UIDNEXT (2026-11-22). So what does not lie above the floor is asked for by its id, too.
        """
        folder = INBOX if corner == "inbox" else self._session.roles().trash
        if folder is None:
            return []
        try:
            seen = looking.since(self._session, folder, Floor.loads(digest.floor), digest.message_id)
            has_it = any(one.message_id == digest.message_id for one in seen)
            return seen if has_it else [*looking.named(self._session, digest.message_id), *seen]
        except ServerRefused as refusal:
            if corner == "trash" and refusal.means_no_such_folder:
                return []
            raise

    def place(self, key: str) -> Place:
        """See Tray."""
        return Place(folder=INBOX, epoch=self._session.epoch, key=key)

    def store(self, digest: PlacedDraft) -> Place | None:
        """See Tray; INBOX is looked through once more, whatever the server tells.

        Where mail came in that Courier had not seen yet, it tells another message's UID (see `since`).
        """
        append(self._session, INBOX, digest.raw, POSTING)
        found = [seen.key for seen in self.since("inbox", digest) if seen.message_id == digest.message_id]
        return self.place(found[0]) if found else None

    def _is_untouched(self, uid: int, raw: bytes) -> bool:
        row = self._session.fetch([uid], "FLAGS", "BODY.PEEK[]").get(uid, {})
        flags = {flag.lower() for flag in row.get(b"FLAGS", ())}
        return row.get(b"BODY[]") == on_the_wire(raw) and not flags & _THE_USERS

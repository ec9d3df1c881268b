"""The digest in a Maildir, over the rules of assistant.mailbox.digests; its file name is made of its Message-ID."""

import json

from assistant.errors import NoPlaceForDigest
from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.account import MaildirAccount
from assistant.mailbox.digests import Corner, insist_it_is_wanted, put
from assistant.mailbox.maildir.drafts import read_floor
from assistant.mailbox.maildir.folder import Entry, Folder, key_of
from assistant.mailbox.maildir.layout import Layout
from assistant.mailbox.sightings import Sighting, on_the_wire

INBOX = "INBOX"

_THE_USERS = frozenset("FPR")
"""Letters that say that the user wants to keep a message: flagged, passed on, replied to."""


class MaildirDigests:
    """The digests of one Maildir; a Tray."""

    def __init__(self, layout: Layout) -> None:
        """Use a layout."""
        self._layout = layout

    def floor(self) -> str:
        """See Mailbox.digest_floor."""
        self._insist()
        names = [name for name in (INBOX, self._layout.roles().trash) if name]
        return json.dumps({name: self._layout.folder(name).mark() for name in names}, ensure_ascii=False)

    def put(self, digest: PlacedDraft) -> Place | None:
        """See Mailbox.put_digest."""
        self._insist()
        return put(self, digest)

    def remove(self, digest: PlacedDraft) -> bool:
        """See Mailbox.remove_digest."""
        folder = self._layout.folder(INBOX)
        keys = {seen.key for seen in self.since("inbox", digest) if seen.message_id == digest.message_id}
        entries = [one for key, one in folder.entries().items() if key in keys]
        if not all(_is_untouched(folder, one, digest.raw) for one in entries):
            return False
        for one in entries:
            folder.remove(one)
        return True

    def since(self, corner: Corner, digest: PlacedDraft) -> list[Sighting]:
        """See Tray."""
        name = INBOX if corner == "inbox" else self._layout.roles().trash
        if name is None:
            return []
        own = key_of(digest.message_id, "digest")
        return self._layout.folder(name).since(read_floor(digest.floor).get(name, 0), own, deleted=True)

    def place(self, key: str) -> Place:
        """See Tray."""
        return Place(folder=INBOX, key=key)

    def store(self, digest: PlacedDraft) -> Place:
        """See Tray."""
        key = key_of(digest.message_id, "digest")
        self._layout.folder(INBOX).deliver(key, digest.raw)
        return self.place(key)

    def _insist(self) -> None:
        account = self._layout.account
        if not isinstance(account, MaildirAccount):
            raise NoPlaceForDigest("A folder of .eml files takes no digest; name another account, or a file, as `to`.")
        insist_it_is_wanted(account.digest)


def _is_untouched(folder: Folder, entry: Entry, raw: bytes) -> bool:
    content, flags = folder.raw(entry), set(folder.flags(entry))
    return content is not None and on_the_wire(content) == on_the_wire(raw) and not _THE_USERS & flags

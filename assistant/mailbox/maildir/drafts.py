"""Drafts in a Maildir, over the rules of placing.

A draft's file name is made of its Message-ID, so linking it twice fails; the floor is the newest ctime of Drafts, Sent
and Trash before it was first put.
"""

import hashlib
import json
from collections.abc import Mapping

from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.maildir.layout import Layout
from assistant.mailbox.placing import Role
from assistant.mailbox.sightings import Sighting, on_disk, on_the_wire, sight


class MaildirDrafts:
    """The drafts of one Maildir; a Shelf."""

    def __init__(self, layout: Layout) -> None:
        """Use a layout."""
        self._layout = layout

    def floor(self) -> str:
        """See Mailbox.drafts_floor."""
        self._layout.drafts()
        roles = self._layout.roles()
        names = [name for name in (roles.drafts, roles.sent, roles.trash) if name]
        return json.dumps({name: self._layout.folder(name).newest_ns() for name in names}, ensure_ascii=False)

    def withdraw(self, draft: PlacedDraft) -> bool:
        """See Mailbox.withdraw."""
        same = [seen for seen in self.since("drafts", draft) or [] if seen.message_id == draft.message_id]
        if not all(self.holds(seen.key, draft.raw) for seen in same):
            return False
        folder = self._layout.drafts()
        entries = folder.entries()
        for key in {seen.key for seen in same} & entries.keys():
            folder.remove(entries[key])
        return True

    def since(self, role: Role, draft: PlacedDraft, *, deleted: bool = True) -> list[Sighting] | None:
        """See Shelf; the draft's own file counts whatever its ctime: clocks tick coarsely and may go back."""
        name: str | None = getattr(self._layout.roles(), role)
        if name is None:
            return None
        folder, floor, own = self._layout.folder(name), _floor(draft.floor).get(name, 0), key_of(draft.message_id)
        entries = (e for e in folder.entries().values() if e.changed_ns > floor or e.key == own)
        return [sight(e.key, folder.header(e)) for e in entries if deleted or "T" not in e.flags]

    def holds(self, key: str, raw: bytes) -> bool:
        """See Shelf."""
        folder = self._layout.drafts()
        entry = folder.entries().get(key)
        content = folder.raw(entry) if entry else None
        return content is not None and on_the_wire(content) == on_the_wire(raw)

    def place(self, key: str) -> Place:
        """See Shelf."""
        return Place(folder=self._layout.roles().drafts or "", key=key)

    def store(self, draft: PlacedDraft) -> Place:
        """See Shelf."""
        key = key_of(draft.message_id)
        self._layout.drafts().put(key, "DS", on_disk(draft.raw))
        return self.place(key)


def key_of(message_id: str) -> str:
    """Return the base name of a draft's file: the same for the same id, and nothing of it to be read from the name."""
    return hashlib.sha256(message_id.encode()).hexdigest()[:40] + ".draft"


def _floor(text: str) -> Mapping[str, int]:
    """Read a floor; text that is none holds for no folder."""
    try:
        return {str(name): int(moment) for name, moment in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return {}

"""Drafts as files, over the rules of placing.

A draft's file name is made of it, so linking it twice fails; the floor holds a mark of each of Drafts, Sent and Trash
from before it was first put.
"""

import json
from collections.abc import Mapping
from typing import Protocol

from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.folders import Roles
from assistant.mailbox.maildir.folder import Folder
from assistant.mailbox.placing import Role
from assistant.mailbox.sightings import Sighting, on_the_wire


class Pile(Protocol):
    """Where messages come to lie: a folder of files, or an mbox."""

    def mark(self) -> int:
        """Return a number above which every message lies that comes from now on."""
        ...

    def since(self, mark: int, own: str, *, deleted: bool) -> list[Sighting]:
        """Return what came after a mark, and what has the key `own`; `deleted`: see Shelf.since."""
        ...


class Layout(Protocol):
    """The folders of one account."""

    def roles(self) -> Roles:
        """Return which folder plays which part."""
        ...

    def folder(self, name: str) -> Pile:
        """Return a folder by name."""
        ...

    def drafts(self) -> Folder:
        """Return the Drafts folder; NoDraftsFolder if there is none."""
        ...


class FileDrafts:
    """The drafts of one account; a Shelf."""

    def __init__(self, layout: Layout) -> None:
        """Use a layout."""
        self._layout = layout

    def floor(self) -> str:
        """See Mailbox.drafts_floor."""
        self._layout.drafts()
        roles = self._layout.roles()
        names = [name for name in (roles.drafts, roles.sent, roles.trash) if name]
        return json.dumps({name: self._layout.folder(name).mark() for name in names}, ensure_ascii=False)

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
        """See Shelf."""
        name: str | None = getattr(self._layout.roles(), role)
        if name is None:
            return None
        own = self._key(draft) if role == "drafts" else ""
        return self._layout.folder(name).since(read_floor(draft.floor).get(name, 0), own, deleted=deleted)

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
        key = self._key(draft)
        self._layout.drafts().put_draft(key, draft.raw)
        return self.place(key)

    def _key(self, draft: PlacedDraft) -> str:
        return self._layout.drafts().key_of_draft(draft.message_id, draft.raw)


def read_floor(text: str) -> Mapping[str, int]:
    """Read a floor; text that is none holds for no folder."""
    try:
        return {str(name): int(moment) for name, moment in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return {}

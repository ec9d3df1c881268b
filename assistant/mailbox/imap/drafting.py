"""Drafts on an IMAP server, over the rules of placing.

The floor is UIDNEXT of Drafts, Sent and Trash, remembered before a draft was first put: whatever was stored since lies
at or above it, so reading those few headers finds an earlier copy for certain. A server that stores later than the
caller waits before it asks again is the one thing this cannot see.
"""

from collections.abc import Collection, Sequence

from assistant.errors import NoDraftsFolder
from assistant.mail.message import Place
from assistant.mailbox import DraftState, PlacedDraft
from assistant.mailbox.imap import looking
from assistant.mailbox.imap.answers import Standing, quoted
from assistant.mailbox.imap.border import ServerRefused
from assistant.mailbox.imap.gate import putting
from assistant.mailbox.imap.looking import Floor
from assistant.mailbox.imap.session import Session
from assistant.mailbox.imap.storing import append, remove
from assistant.mailbox.placing import Role, put, state_of
from assistant.mailbox.sightings import Sighting, on_the_wire


class ImapDrafts:
    """The drafts of one account; a Shelf."""

    def __init__(self, session: Session) -> None:
        """Use a session."""
        self._session = session

    def floor(self) -> str:
        """See Mailbox.drafts_floor."""
        roles = self._session.roles()
        standings = self._session.standings([name for name in (roles.drafts, roles.sent, roles.trash) if name])
        if roles.drafts not in standings:
            raise self._no_drafts_folder()
        return Floor(marks={name: (s.epoch, s.next_uid) for name, s in standings.items() if s.next_uid}).dumps()

    def put(self, draft: PlacedDraft, ours: Collection[str]) -> Place | None:
        """See Mailbox.put_draft."""
        if self._session.roles().drafts is None:
            raise self._no_drafts_folder()
        return put(self, draft, ours)

    def states(self, drafts: Sequence[PlacedDraft]) -> dict[str, DraftState]:
        """See Mailbox.draft_states. Two turns if all lie where they were put: a UID's content never changes."""
        folder = self._session.roles().drafts
        if folder is None or not drafts:
            return {draft.message_id: DraftState.unknown for draft in drafts}
        epoch = self._examine(folder).epoch
        by_uid = {int(d.place.key): d.message_id for d in drafts if d.place and d.place.epoch == epoch}
        lying = self._session.search("UID", ",".join(map(str, by_uid)), "UNDELETED") if by_uid else []
        states = {by_uid[uid]: DraftState.untouched for uid in lying if uid in by_uid}
        return states | {d.message_id: state_of(self, d, drafts) for d in drafts if d.message_id not in states}

    def _examine(self, folder: str) -> Standing:
        try:
            return self._session.examine(folder)
        except ServerRefused as refusal:
            if refusal.means_no_such_folder:
                raise self._no_drafts_folder() from refusal
            raise

    def withdraw(self, draft: PlacedDraft) -> bool:
        """See Mailbox.withdraw. Needs UIDPLUS: a plain EXPUNGE would take along what others marked as deleted."""
        folder = self._session.roles().drafts
        if folder is None or not self._session.has("UIDPLUS"):
            return False
        keys = [seen.key for seen in self.since("drafts", draft) or [] if seen.message_id == draft.message_id]
        epoch = self._session.epoch
        if not all(self.holds(key, draft.raw) for key in keys):
            return False
        for key in keys:
            remove(self._session, folder, epoch, int(key))
        return not keys or not (self._session.examine(folder) and self._session.search("UID", ",".join(keys)))

    def since(self, role: Role, draft: PlacedDraft, *, deleted: bool = True) -> list[Sighting] | None:
        """See Shelf."""
        folder: str | None = getattr(self._session.roles(), role)
        if folder is None:
            return None
        terms = () if deleted else ("UNDELETED",)
        try:
            return looking.since(self._session, folder, Floor.loads(draft.floor), draft.message_id, *terms)
        except ServerRefused as refusal:
            if not refusal.means_no_such_folder:
                raise
            if role == "drafts":
                raise self._no_drafts_folder() from refusal
            return None

    def holds(self, key: str, raw: bytes) -> bool:
        """See Shelf."""
        row = self._session.fetch([int(key)], "BODY.PEEK[]").get(int(key), {})
        return row.get(b"BODY[]") == on_the_wire(raw)

    def place(self, key: str) -> Place:
        """See Shelf."""
        return Place(folder=self._session.roles().drafts or "", epoch=self._session.epoch, key=key)

    def store(self, draft: PlacedDraft) -> Place | None:
        """See Shelf; a server without UIDPLUS does not tell, so Drafts is looked through once more."""
        folder = self._session.roles().drafts or ""
        try:
            permits = putting(quoted(folder).encode())
            where = append(self._session, folder, draft.raw, permits, flags=("\\Draft", "\\Seen"))
        except ServerRefused as refusal:
            if refusal.code in {"TRYCREATE", "NONEXISTENT"}:
                raise self._no_drafts_folder() from refusal
            raise
        if where:
            return where
        found = [seen.key for seen in self.since("drafts", draft) or [] if seen.message_id == draft.message_id]
        return self.place(found[0]) if found else None

    def _no_drafts_folder(self) -> NoDraftsFolder:
        """Say so, and look again next time: the user may make one."""
        configured = self._session.account.drafts
        self._session.forget_roles()
        if configured is None:
            return NoDraftsFolder()
        return NoDraftsFolder(f"There is no folder {configured!r} at {self._session.account.host}; correct `drafts`.")

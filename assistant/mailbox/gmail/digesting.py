"""The digest in Gmail, over the rules of assistant.mailbox.digests.

messages.insert puts a message into this one mailbox, as APPEND does over IMAP, and sends nothing (Gmail API,
`users.messages.insert`). Like drafts.create it has no key that would make it safe to repeat, so history is looked
through first. Yesterday's digest goes to Trash, which Gmail empties after thirty days.
"""

import base64

from assistant.errors import NoPlaceForDigest
from assistant.mail.message import Place
from assistant.mailbox import PlacedDraft
from assistant.mailbox.digests import Corner, insist_it_is_wanted, put
from assistant.mailbox.gmail import listing, reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.sameness import is_as_put
from assistant.mailbox.gmail.session import Session
from assistant.mailbox.sightings import Sighting, on_the_wire

INBOX = "INBOX"
LABELS = (INBOX, "UNREAD")
_LABEL_OF = {"inbox": INBOX, "trash": "TRASH"}


class GmailDigests:
    """The digests of one account; a Tray."""

    def __init__(self, session: Session) -> None:
        """Use a session."""
        self._session = session

    def floor(self) -> str:
        """See Mailbox.digest_floor."""
        self._insist()
        return listing.history_id(self._session)

    def put(self, digest: PlacedDraft) -> Place | None:
        """See Mailbox.put_digest."""
        self._insist()
        return put(self, digest)

    def remove(self, digest: PlacedDraft) -> bool:
        """See Mailbox.remove_digest."""
        if not self._session.may_tag():
            return False
        placed = [digest.place.key] if digest.place and self._lies_in_inbox(digest.place.key) else []
        keys = placed or [seen.key for seen in self.since("inbox", digest) if seen.message_id == digest.message_id]
        if not all(self._is_untouched(key, digest.raw) for key in keys):
            return False
        for key in keys:
            self._throw_away(key)
        return True

    def since(self, corner: Corner, digest: PlacedDraft) -> list[Sighting]:
        """See Tray; where history does not reach back to the floor, search and newest have to do."""
        label, found = _LABEL_OF[corner], list[Sighting]()
        for key in self._candidates(digest):
            glimpsed = reading.glimpse(self._session, key)
            labels = set(glimpsed[1].get("labelIds", ())) if glimpsed else set()
            if glimpsed and label in labels and (label == "TRASH" or "TRASH" not in labels):
                found.append(glimpsed[0])
        return found

    def place(self, key: str) -> Place:
        """See Tray."""
        return Place(folder=INBOX, key=key)

    def store(self, digest: PlacedDraft) -> Place | None:
        """See Tray; the gate lets pass these bytes and no others."""
        raw = base64.urlsafe_b64encode(on_the_wire(digest.raw)).decode()
        self._session.gate.posting = raw
        try:
            body = {"raw": raw, "labelIds": list(LABELS)}
            request = self._session.users.messages().insert(userId="me", body=body)
            key = self._session.ask(request, "putting the digest").get("id")
        finally:
            self._session.gate.posting = None
        return self.place(key) if key else None

    def _insist(self) -> None:
        insist_it_is_wanted(self._session.account.digest)
        if not self._session.may_tag():
            name = self._session.account.name
            raise NoPlaceForDigest(
                f"The sign-in to {name} allows reading and drafts, but no digest in its inbox; set `tags = true` there "
                f"and run `assistant login {name}`, or name another account or a file under `[digest]`."
            )

    def _candidates(self, digest: PlacedDraft) -> list[str]:
        """Return the ids of messages that may be the digest, each to be looked at."""
        if digest.floor.isdigit():
            try:
                changes = listing.changes_since(self._session, digest.floor)[0]
                return list(dict.fromkeys(one.key for one in changes if one.added or one.changed))
            except Refused as refusal:
                if not refusal.means_missing:
                    raise
        query = f"rfc822msgid:{digest.message_id.strip('<>')}"
        found = reading.newest(self._session, reading.NEWEST, q=query, includeSpamTrash=True)
        return list(dict.fromkeys([*found, *reading.newest(self._session, reading.NEWEST, includeSpamTrash=True)]))

    def _lies_in_inbox(self, key: str) -> bool:
        return INBOX in (reading.labels_of(self._session, key) or ())

    def _is_untouched(self, key: str, raw: bytes) -> bool:
        """Whether it is as it was put, without a star, and nobody has answered: Gmail has no mark for that."""
        message = reading.fetch(self._session, key, format="raw")
        if message is None or "STARRED" in message.get("labelIds", ()):
            return False
        thread = self._session.users.threads().get(userId="me", id=message["threadId"], format="minimal")
        alone = len(self._session.ask(thread, "looking at the digest").get("messages", ())) == 1
        return alone and is_as_put(raw, reading.raw_of(message))

    def _throw_away(self, key: str) -> None:
        self._session.gate.discarding = key
        try:
            request = self._session.users.messages().trash(userId="me", id=key)
            self._session.ask(request, "taking away yesterday's digest")
        except Refused as refusal:
            if not refusal.means_missing:
                raise
        finally:
            self._session.gate.discarding = None

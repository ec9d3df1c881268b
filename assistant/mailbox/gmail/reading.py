"""Whole messages, and one message by its Message-ID."""

import base64
import binascii
import http.client
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from assistant.mail.message import Arrival, Place
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.labels import folder_of, is_system
from assistant.mailbox.gmail.session import Answer, Session
from assistant.mailbox.sightings import FIELDS, Sighting, header_of, sight

NEWEST = 50
"""How many of the newest messages are looked at for an id that the search does not find: 1,000 quota units. The search
index lags behind, and some ids cannot be searched for."""

RECOGNISED_BY = ["Message-ID", "In-Reply-To", "To", "Subject"]

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SEARCHABLE = re.compile(r"<[A-Za-z0-9._%+=$~/!#&'*?^`{|}@-]{1,250}>")
_AWAY = {"TRASH", "SPAM"}
_NOT_FILED = {"TRASH", "SPAM", "DRAFT", "CHAT"}


def read(session: Session, places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
    """Yield messages whole, the newest first: reading a thousand takes Gmail's quota more than three minutes."""
    for place in reversed(places):
        yield place, _arrival(session, place)


def _arrival(session: Session, place: Place) -> Arrival | None:
    message = fetch(session, place.key, format="raw")
    labels = set(message.get("labelIds", ())) if message else set()
    if message is None or labels & _AWAY - {place.folder}:
        return None
    raw = raw_of(message)
    session.threads[sight("", header_of(raw)).message_id] = message["threadId"]
    return Arrival(
        raw=raw,
        internal_date=received(message),
        keywords=keywords(session, labels),
        place=place,
        thread=message["threadId"],
        draft="DRAFT" in labels,
    )


def fetch(session: Session, key: str, **how: object) -> Answer | None:
    """Return one message in some format; None if it is gone, or never was one of Gmail's.

    An account that was read over IMAP before left places of another kind behind.
    """
    if not _KEY.fullmatch(key):
        return None
    try:
        return session.ask(session.users.messages().get(userId="me", id=key, **how), "reading a message")
    except Refused as refusal:
        if refusal.means_missing or refusal.status == http.client.BAD_REQUEST:  # "Invalid id value"
            return None
        raise


def labels_of(session: Session, key: str) -> set[str] | None:
    """Return a message's labels; None if it is gone or was thrown away."""
    message = fetch(session, key, format="minimal")
    labels = set(message.get("labelIds", ())) if message else _AWAY
    return None if _AWAY & labels else labels


def raw_of(message: Answer) -> bytes:
    """Return the bytes of a message fetched raw, b"" if there are none."""
    try:
        return base64.urlsafe_b64decode(message.get("raw", "") + "==")  # with or without padding
    except (binascii.Error, TypeError):
        return b""


def received(message: Answer) -> datetime | None:
    """Return when Gmail received a message, None if it does not say."""
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=int(message["internalDate"]))
    except (KeyError, ValueError, OverflowError):
        return None


def keywords(session: Session, labels: Iterable[str]) -> frozenset[str]:
    """Return the keywords of our labels among these; asks for labels only if one of them is the user's or ours."""
    users = [label for label in labels if not is_system(label)]
    own = session.own_labels() if users else {}
    return frozenset(own[label] for label in users if label in own)


def find(session: Session, message_id: str) -> Place | None:
    """See Mailbox.find."""
    found = seek(session, message_id)
    return Place(folder=folder_of(found["labelIds"], session.watched()), key=found["id"]) if found else None


def seek(session: Session, message_id: str) -> Answer | None:
    """Return the message with this id, one under a watched label first; drafts, Trash and Spam are not looked in."""
    if not message_id:
        return None
    found: list[Answer] = []
    if _SEARCHABLE.fullmatch(message_id):
        found = _with_id(session, message_id, newest(session, NEWEST, q=f"rfc822msgid:{message_id[1:-1]}"))
    found = found or _with_id(session, message_id, newest(session, NEWEST))
    watched = set(session.watched())
    return next((one for one in found if watched & set(one["labelIds"])), next(iter(found), None))


def _with_id(session: Session, message_id: str, keys: Iterable[str]) -> list[Answer]:
    """Return those that have exactly this id: a search is no proof."""
    glimpses = (glimpse(session, key) for key in keys)
    same = [message for seen, message in filter(None, glimpses) if seen.message_id == message_id]
    return [message for message in same if not _NOT_FILED & set(message["labelIds"])]


def newest(session: Session, count: int, **which: object) -> list[str]:
    """Return the ids of the newest messages of some kind, the newest first."""
    request = session.users.messages().list(userId="me", maxResults=count, **which)
    return [one["id"] for one in session.ask(request, "looking for a message").get("messages", ())]


def glimpse(session: Session, key: str) -> tuple[Sighting, Answer] | None:
    """Return the fields by which a message is known again, and the message; None if it is gone."""
    message = fetch(session, key, format="metadata", metadataHeaders=RECOGNISED_BY)
    return (sighting(message), message) if message is not None else None


def sighting(message: Answer) -> Sighting:
    """Read a message that came as metadata."""
    headers = (message.get("payload") or {}).get("headers", ())
    lines = (f"{one['name']}: {one['value']}" for one in headers if one["name"].upper() in FIELDS)
    block = "".join(re.sub(r"\r?\n", "", line) + "\r\n" for line in lines)
    return sight(message["id"], block.encode("utf-8", "surrogateescape"))

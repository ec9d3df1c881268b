"""What arrived: one history.list if nothing did, whatever the mailbox's size.

The cursor is Gmail's historyId. It is valid "typically at least a week", sometimes only hours; then 404 is answered and
the mailbox is listed anew (Gmail API, "Synchronize clients with Gmail").
"""

import json
import math
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import datetime

from assistant.errors import ConfigError, MailboxReset
from assistant.mail.message import Place
from assistant.mailbox import News
from assistant.mailbox.gmail import reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.labels import folder_of, is_system
from assistant.mailbox.gmail.session import Answer, Session

_NEVER_ARRIVES = frozenset({"DRAFT", "TRASH", "SPAM", "CHAT"})
_DOING = "asking what is new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One message that history tells of.

    Attributes:
        key: the message's id.
        thread: its thread's id.
        added: it is new; otherwise only its labels changed, or it is gone.
        deleted: it is gone for good.
        labels: its labels, as far as told.
        changed: the labels it was given or that were taken away.
        given: the labels it was given.
    """

    key: str
    thread: str
    added: bool = False
    deleted: bool = False
    labels: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()


def news(session: Session, cursor: str | None, since: datetime, *, sweep: bool) -> News:
    """See Mailbox.news."""
    start = None if cursor is None else _read_cursor(cursor)
    watched, junk = session.watched(), session.junk()
    if start is None:
        start = history_id(session)  # before the listing: what comes in between is then told twice, not never
        return News(
            arrivals=_received(session, watched, since),
            sent=_sent(session, since),
            junk=_received(session, junk, since),
            cursor=_cursor(start),
        )
    try:
        changes, end = changes_since(session, start)
    except Refused as refusal:
        if not refusal.means_missing:
            raise
        raise MailboxReset("Gmail no longer knows what happened since the last run.") from refusal
    arrivals, sent = _arrived(changes, watched), _arrived(changes, {"SENT": "SENT"})
    spam = _arrived(changes, junk, never=_NEVER_ARRIVES - junk.keys())
    if sweep:
        arrivals = (*_received(session, watched, since), *arrivals)
        sent = (*_sent(session, since), *sent)
        spam = (*_received(session, junk, since), *spam)
    return News(
        arrivals=tuple(dict.fromkeys(arrivals)),
        sent=tuple(dict.fromkeys(sent)),
        junk=tuple(dict.fromkeys(spam)),
        drafts_changed=any(one.deleted or "DRAFT" in one.labels | one.changed for one in changes),
        tags_changed=any(not is_system(label) for one in changes for label in one.changed),
        cursor=_cursor(end),
    )


def changes_since(session: Session, start: str) -> tuple[list[Change], str]:
    """Return what history tells since an id, oldest first, and the id from which to ask next.

    That is the first page's: what comes while pages are turned is then told twice, not never.

    Raises:
        Refused: history does not reach back so far (`means_missing`).
    """
    history = session.users.history()
    changes: list[Change] = []
    end: str | None = None
    for page in session.pages(history, history.list(userId="me", startHistoryId=start, maxResults=500), _DOING):
        for record in page.get("history", ()):
            changes += _changes(record)
        end = end or page.get("historyId")
    return changes, end or start


def _changes(record: Answer) -> Iterator[Change]:
    for kind in ("messagesAdded", "messagesDeleted", "labelsAdded", "labelsRemoved"):
        for one in record.get(kind, ()):
            message, changed = one["message"], frozenset(one.get("labelIds", ()))
            yield Change(
                key=message["id"],
                thread=message.get("threadId", ""),
                added=kind == "messagesAdded",
                deleted=kind == "messagesDeleted",
                labels=frozenset(message.get("labelIds", ())),
                changed=changed,
                given=changed if kind == "labelsAdded" else frozenset(),
            )


def _arrived(
    changes: Iterable[Change], labels: dict[str, str], *, never: Set[str] = _NEVER_ARRIVES
) -> tuple[Place, ...]:
    """Return what came under one of the labels: as new mail, or out of Spam, Trash, the archive or a snooze."""
    found = []
    for one in changes:
        under = one.labels if one.added else one.given
        if under & labels.keys() and not one.labels & never:
            found.append(Place(folder=folder_of(under, labels), key=one.key))
    return tuple(found)


def _received(session: Session, labels: dict[str, str], since: datetime) -> tuple[Place, ...]:
    """List what was received at or after a moment, oldest first; drafts are left out."""
    drafts = {one["message"]["id"] for one in listed_drafts(session)} if labels.keys() - {"SPAM"} else set()
    places: dict[str, Place] = {}
    for label, name in labels.items():
        for key in _keys(session, label, since):
            if key not in drafts:
                places.setdefault(key, Place(folder=name, key=key))
    return tuple(places.values())


def _sent(session: Session, since: datetime) -> tuple[Place, ...]:
    """List what the user sent at or after a moment, oldest first."""
    return tuple(Place(folder="SENT", key=key) for key in _keys(session, "SENT", since))


def _keys(session: Session, label: str, since: datetime) -> list[str]:
    """Return the ids of a label's messages received since, oldest first.

    Whether `after:` counts its own second is written nowhere, so it is asked a second more, and the oldest are looked
    at until one is new enough: Gmail lists the newest first.
    """
    messages = session.users.messages()
    query = f"after:{math.ceil(since.timestamp()) - 2}"
    more = {"includeSpamTrash": True} if label == "SPAM" else {}
    request = messages.list(userId="me", labelIds=[label], q=query, maxResults=500, **more)
    keys = [one["id"] for page in session.pages(messages, request, _DOING) for one in page.get("messages", ())]
    while keys and not _is_there_since(session, keys[-1], since):
        keys.pop()
    return keys[::-1]


def _is_there_since(session: Session, key: str, since: datetime) -> bool:
    message = reading.fetch(session, key, format="minimal")
    at = reading.received(message) if message else None
    return message is not None and (at is None or at >= since)


def listed_drafts(session: Session) -> Iterator[Answer]:
    """Yield every draft's id with its message's id and thread, the newest first."""
    drafts = session.users.drafts()
    for page in session.pages(drafts, drafts.list(userId="me", maxResults=500), "looking at your drafts"):
        yield from page.get("drafts", ())


def history_id(session: Session) -> str:
    """Return where history stands.

    Raises:
        ConfigError: the sign-in is another account's.
    """
    profile = session.ask(session.users.getProfile(userId="me"), _DOING)
    address, user = str(profile.get("emailAddress", "")), session.account.user
    if address.casefold() != user.casefold():
        raise ConfigError(
            f"The sign-in is that of {address}, but the settings say {user}. Correct `user`, or run "
            f"`assistant login {session.account.name}` and choose {user}."
        )
    return str(profile["historyId"])


def _cursor(history_id: str) -> str:
    return json.dumps({"history": history_id})


def _read_cursor(text: str) -> str:
    """Read a cursor.

    Raises:
        MailboxReset: it is none of Gmail's.
    """
    try:
        history = json.loads(text)["history"]
    except (ValueError, TypeError, KeyError) as error:
        raise MailboxReset("The remembered position cannot be read.") from error
    if not (isinstance(history, str) and history.isdigit()):
        raise MailboxReset("The remembered position cannot be read.")
    return history

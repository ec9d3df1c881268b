"""Our labels on messages: the only labels this program changes, and it makes no other."""

from collections.abc import Sequence
from itertools import islice

from assistant.mail.message import Place
from assistant.mailbox.gmail import reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.session import Session
from assistant.mailbox.tags import GMAIL_LABELS, insist_they_are_ours

NEWEST_PAGES = 4
"""How many lists of 500 messages are looked through before messages are asked about one by one."""

_DOING, _LOOKING = "labelling a message", "looking at labels"


def tag(session: Session, places: Sequence[Place], keyword: str, remove: Sequence[str]) -> frozenset[Place]:
    """See Mailbox.tag; without a scope that allows labels nothing is kept.

    Raises:
        ValueError: a keyword is not in the table.
    """
    insist_they_are_ours(keyword, remove)
    if not session.may_tag():
        return frozenset()
    return frozenset(place for place in places if _keeps(session, place, keyword, remove))


def _keeps(session: Session, place: Place, keyword: str, remove: Sequence[str]) -> bool:
    carried = reading.labels_of(session, place.key)
    if carried is None:
        return False
    own = session.own_labels()
    off = [key for key, word in own.items() if word in remove and key in carried]
    on = [_label(session, keyword)] if keyword else []
    if not off and set(on) <= carried:
        return True
    body = {"addLabelIds": on, "removeLabelIds": off}
    request = session.users.messages().modify(userId="me", id=place.key, body=body)
    try:
        kept = set(session.ask(request, _DOING).get("labelIds", ()))
    except Refused as refusal:
        if refusal.means_missing:
            return False
        raise
    return set(on) <= kept and not kept & set(off)


def tags(session: Session, places: Sequence[Place]) -> dict[Place, frozenset[str]]:
    """See Mailbox.tags. Whole lists cost far less than asking about each message."""
    if not places:
        return {}
    carrying = {word: _listed(session, labelIds=[label]) for label, word in session.own_labels().items()}
    words = {place: frozenset(word for word, keys in carrying.items() if place.key in keys) for place in places}
    bare = {place.key for place in places if not words[place]}
    there = _still_there(session, bare) if bare else set()
    return {place: found for place, found in words.items() if found or place.key in there}


def _listed(session: Session, **which: object) -> set[str]:
    messages = session.users.messages()
    pages = session.pages(messages, messages.list(userId="me", maxResults=500, **which), _LOOKING)
    return {one["id"] for page in pages for one in page.get("messages", ())}


def _still_there(session: Session, keys: set[str]) -> set[str]:
    """Return which messages exist and were not thrown away: the newest are listed, the others asked about."""
    messages = session.users.messages()
    pages = session.pages(messages, messages.list(userId="me", maxResults=500), _LOOKING)
    there: set[str] = set()
    for page in islice(pages, NEWEST_PAGES):
        there |= keys & {one["id"] for one in page.get("messages", ())}
        if there == keys:
            return there
    return there | {key for key in keys - there if reading.labels_of(session, key) is not None}


def _label(session: Session, keyword: str) -> str:
    """Return the id of a keyword's label, which is made if there is none."""
    for key, word in session.own_labels().items():
        if word == keyword:
            return key
    session.ask(session.users.labels().create(userId="me", body={"name": GMAIL_LABELS[keyword]}), _DOING)
    session.forget_labels()
    return next(key for key, word in session.own_labels().items() if word == keyword)

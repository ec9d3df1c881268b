"""Our labels on messages: the only labels this program changes, and it makes no other."""

from collections.abc import Sequence

from assistant.mail.message import Place
from assistant.mailbox.gmail import reading
from assistant.mailbox.gmail.border import Refused
from assistant.mailbox.gmail.session import Session
from assistant.mailbox.tags import GMAIL_LABELS, is_ours

_DOING = "labelling a message"


def tag(session: Session, place: Place, keyword: str, remove: Sequence[str]) -> bool:
    """See Mailbox.tag; without a scope that allows labels nothing is kept.

    Raises:
        ValueError: a keyword is not in the table.
    """
    if not all(is_ours(word) for word in ((keyword, *remove) if keyword else remove)):
        raise ValueError("only the program's own keywords are written")
    if not session.may_tag():
        return False
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
    """See Mailbox.tags. A label's messages are listed whole, which costs less than asking about each message."""
    if not places:
        return {}
    carrying: dict[str, set[str]] = {}
    messages = session.users.messages()
    for label, keyword in session.own_labels().items():
        request = messages.list(userId="me", labelIds=[label], maxResults=500)
        pages = session.pages(messages, request, "looking at labels")
        carrying[keyword] = {one["id"] for page in pages for one in page.get("messages", ())}
    found: dict[Place, frozenset[str]] = {}
    for place in places:
        words = frozenset(keyword for keyword, keys in carrying.items() if place.key in keys)
        if words or reading.labels_of(session, place.key) is not None:
            found[place] = words
    return found


def _label(session: Session, keyword: str) -> str:
    """Return the id of a keyword's label, which is made if there is none."""
    for key, word in session.own_labels().items():
        if word == keyword:
            return key
    session.ask(session.users.labels().create(userId="me", body={"name": GMAIL_LABELS[keyword]}), _DOING)
    session.forget_labels()
    return next(key for key, word in session.own_labels().items() if word == keyword)

"""Our keywords on messages: the only flags of incoming mail this program ever writes.

Gmail shows no keywords to its users but labels, which it lets be stored like flags (X-GM-EXT-1: X-GM-LABELS); there a
tag is a label.
"""

from collections import defaultdict
from collections.abc import Sequence

from assistant.mail.message import Place
from assistant.mailbox.imap.answers import keywords_of, quoted
from assistant.mailbox.imap.border import ServerRefused
from assistant.mailbox.imap.gate import tagging
from assistant.mailbox.imap.session import Session
from assistant.mailbox.tags import GMAIL_LABELS, insist_they_are_ours


def tag(session: Session, place: Place, keyword: str, remove: Sequence[str]) -> bool:
    """See Mailbox.tag.

    Opened with EXAMINE a folder takes no flags, though some servers answer OK to a STORE (Dovecot 2.3, measured), and
    a folder may keep only some keywords (PERMANENTFLAGS); so the flags are read back as proof. SELECT takes \\Recent
    from the folder's messages, which no way of storing a flag avoids (RFC 3501 §6.3.1; RFC 9051 has dropped it).

    Raises:
        ValueError: a keyword is not in the table.
    """
    insist_they_are_ours(keyword, remove)
    try:
        flags = _stored(session, place, keyword, set(remove))
    except ServerRefused as refusal:
        if refusal.code == "READ-ONLY" or refusal.means_no_such_folder:
            return False
        raise
    return flags is not None and {keyword} - {""} <= flags and not flags & set(remove)


def _stored(session: Session, place: Place, keyword: str, remove: set[str]) -> frozenset[str] | None:
    """Store, and return the message's keywords afterwards; None if it is gone or the folder keeps no such keyword."""
    uid = int(place.key)
    with session.permitting(tagging(quoted(place.folder).encode(), uid)) as client:
        epoch, kept = session.select(place.folder)
        if epoch != place.epoch:
            return None
        if session.has("X-GM-EXT-1"):
            add, drop, names = client.add_gmail_labels, client.remove_gmail_labels, GMAIL_LABELS
        elif keyword and not {keyword.lower(), "\\*"} & kept:
            return None
        else:
            add, drop, names = client.add_flags, client.remove_flags, {word: word for word in (keyword, *remove)}
        if keyword:
            add([uid], [names[keyword]], silent=True)
        flags = _keywords(session, [uid]).get(uid)
        if stale := sorted((flags or frozenset()) & remove):
            drop([uid], [names[word] for word in stale], silent=True)
            flags = _keywords(session, [uid]).get(uid)
    return flags


def tags(session: Session, places: Sequence[Place]) -> dict[Place, frozenset[str]]:
    """See Mailbox.tags."""
    by_folder = defaultdict[tuple[str, str], dict[int, Place]](dict)
    for place in places:
        by_folder[place.folder, place.epoch][int(place.key)] = place
    found: dict[Place, frozenset[str]] = {}
    for (folder, epoch), group in by_folder.items():
        if session.is_open(folder, epoch, afresh=True):
            found |= {group[uid]: keywords for uid, keywords in _keywords(session, list(group)).items()}
    return found


def _keywords(session: Session, uids: Sequence[int]) -> dict[int, frozenset[str]]:
    keywords: dict[int, frozenset[str]] = {}
    for start in range(0, len(uids), 1000):
        for uid, row in session.fetch(uids[start : start + 1000], *session.tag_items()).items():
            keywords[uid] = keywords_of(row)
    return keywords

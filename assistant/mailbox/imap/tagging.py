"""Our keywords on messages: the only flags of incoming mail this program ever writes.

Gmail shows no keywords to its users but labels, which it lets be stored like flags (X-GM-EXT-1: X-GM-LABELS); there a
tag is a label.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from assistant.mail.message import Place
from assistant.mailbox.imap.answers import keywords_of, quoted, sequence_of
from assistant.mailbox.imap.border import ServerRefused
from assistant.mailbox.imap.gate import tagging
from assistant.mailbox.imap.session import Session
from assistant.mailbox.tags import GMAIL_LABELS, insist_they_are_ours

_AT_ONCE = 200
"""Messages named in one command, which keeps it shorter than any server's limit (RFC 2683 §3.2.1.5: 8,000 octets)."""


def tag(session: Session, places: Sequence[Place], keyword: str, remove: Sequence[str]) -> frozenset[Place]:
    """See Mailbox.tag.

    Opened with EXAMINE a folder takes no flags, though some servers answer OK to a STORE (Dovecot 2.3, measured), and
    a folder may keep only some keywords (PERMANENTFLAGS); so the flags are read back as proof. SELECT takes \\Recent
    from the folder's messages, which no way of storing a flag avoids (RFC 3501 §6.3.1; RFC 9051 has dropped it).

    Raises:
        ValueError: a keyword is not in the table.
    """
    insist_they_are_ours(keyword, remove)
    kept: set[Place] = set()
    for (folder, epoch), group in _by_folder(places).items():
        for start in range(0, len(group), _AT_ONCE):
            uids = sorted(group)[start : start + _AT_ONCE]
            flags = _stored(session, folder, epoch, uids, keyword, set(remove))
            kept |= {
                group[uid] for uid, found in flags.items() if {keyword} - {""} <= found and not found & set(remove)
            }
    return frozenset(kept)


def _stored(
    session: Session, folder: str, epoch: str, uids: Sequence[int], keyword: str, remove: set[str]
) -> Mapping[int, frozenset[str]]:
    """Store, and return each message's keywords afterwards; none if the folder is gone or keeps no such keyword."""
    try:
        return _store(session, folder, epoch, uids, keyword, remove)
    except ServerRefused as refusal:
        if refusal.code == "READ-ONLY" or refusal.means_no_such_folder:
            return {}
        raise


def _store(
    session: Session, folder: str, epoch: str, uids: Sequence[int], keyword: str, remove: set[str]
) -> Mapping[int, frozenset[str]]:
    named = sequence_of(uids)
    with session.permitting(tagging(quoted(folder).encode(), named.encode())) as client:
        known, kept = session.select(folder)
        if known != epoch:
            return {}
        if session.has("X-GM-EXT-1"):
            add, drop, names = client.add_gmail_labels, client.remove_gmail_labels, GMAIL_LABELS
        elif keyword and not {keyword.lower(), "\\*"} & kept:
            return {}
        else:
            add, drop, names = client.add_flags, client.remove_flags, {word: word for word in (keyword, *remove)}
        if keyword:
            add(named, [names[keyword]], silent=True)
        flags = _keywords(session, uids)
        if stale := sorted(frozenset().union(*flags.values()) & remove):
            drop(named, [names[word] for word in stale], silent=True)
            flags = _keywords(session, uids)
    return flags


def tags(session: Session, places: Sequence[Place]) -> dict[Place, frozenset[str]]:
    """See Mailbox.tags."""
    found: dict[Place, frozenset[str]] = {}
    for (folder, epoch), group in _by_folder(places).items():
        if session.is_open(folder, epoch, afresh=True):
            found |= {group[uid]: keywords for uid, keywords in _keywords(session, list(group)).items()}
    return found


def _by_folder(places: Sequence[Place]) -> Mapping[tuple[str, str], dict[int, Place]]:
    by_folder = defaultdict[tuple[str, str], dict[int, Place]](dict)
    for place in places:
        by_folder[place.folder, place.epoch][int(place.key)] = place
    return by_folder


def _keywords(session: Session, uids: Sequence[int]) -> dict[int, frozenset[str]]:
    keywords: dict[int, frozenset[str]] = {}
    for start in range(0, len(uids), 1000):
        for uid, row in session.fetch(uids[start : start + 1000], *session.tag_items()).items():
            keywords[uid] = keywords_of(row)
    return keywords

"""Gmail's labels, which take the place of folders."""

from collections.abc import Collection, Iterable, Mapping

SYSTEM_LABELS = frozenset({"INBOX", "SENT", "DRAFT", "TRASH", "SPAM", "UNREAD", "STARRED", "IMPORTANT", "CHAT"})

ARCHIVE = "Archive"
"""What the place of a message without any watched label is called."""


_CHANGING = frozenset({"https://www.googleapis.com/auth/gmail.modify", "https://mail.google.com/"})


def allows_changes(scopes: Collection[str]) -> bool:
    """Whether granted scopes allow labels on messages and the digest in the inbox, beside reading and drafts."""
    return not _CHANGING.isdisjoint(scopes)


def is_system(label: str) -> bool:
    """Whether a label is Gmail's own and not one the user, or this program, made."""
    return label in SYSTEM_LABELS or label.startswith("CATEGORY_")


def folder_of(carried: Iterable[str], watched: Mapping[str, str]) -> str:
    """Return the name of the first watched label (names by id) a message carries, ARCHIVE if it carries none."""
    return next((name for key, name in watched.items() if key in carried), ARCHIVE)

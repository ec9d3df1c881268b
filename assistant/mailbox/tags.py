"""The one table of what a label is called where: IMAP keyword, the same keyword in a Maildir, label in Gmail."""

from collections.abc import Iterable, Mapping

from assistant.understanding.labels import ABOUT_A_JOB, Label

KEYWORDS: Mapping[Label, str] = {
    Label.rejection: "$JobRejection",
    Label.scheduling: "$JobScheduling",
    Label.materials: "$JobMaterials",
    Label.offer: "$JobOffer",
    Label.confirmation: "$JobConfirmation",
    Label.outreach: "$JobOutreach",
    Label.update: "$JobUpdate",
}
"""IMAP keyword of every label but unrelated, which is never tagged. A Maildir keeps it in `dovecot-keywords`."""

assert set(KEYWORDS) == ABOUT_A_JOB

NOT_A_JOB = "$JobUnrelated"
"""Keyword by which the user says that a message is not about a job; the program sets it on none."""

DRAFT_ME = "$JobDraftMe"
"""Keyword by which the user asks for the fitting letter; taken away when that was drafted."""

GMAIL_LABELS: Mapping[str, str] = {
    **{keyword: f"JobSearch/{label.value.title()}" for label, keyword in KEYWORDS.items()},
    NOT_A_JOB: "JobSearch/Unrelated",
    DRAFT_ME: "JobSearch/Draft-me",
}
"""Gmail's label for every keyword: "JobSearch/Rejection". The last two are the user's to make."""

_LABELS = {**{keyword: label for label, keyword in KEYWORDS.items()}, NOT_A_JOB: Label.unrelated}
_BY_LOWER = {keyword.lower(): keyword for keyword in (*_LABELS, DRAFT_ME)}


def is_ours(keyword: str) -> bool:
    """Whether the keyword is one of the table's; no other is ever written."""
    return keyword in _BY_LOWER.values()


def insist_they_are_ours(keyword: str, remove: Iterable[str]) -> None:
    """Raise ValueError unless what is to be set ("" for nothing) and what is to be removed is in the table."""
    if not all(is_ours(word) for word in ((keyword, *remove) if keyword else remove)):
        raise ValueError("only the program's own keywords are written")


def as_written_here(keywords: Iterable[str]) -> frozenset[str]:
    """Return keywords with ours spelled as in the table: servers may change their case (RFC 9051 §2.3.2)."""
    return frozenset(_BY_LOWER.get(keyword.lower(), keyword) for keyword in keywords)


def label_of(keyword: str) -> Label | None:
    """Return the label a keyword stands for, in whatever case; None if it stands for none."""
    return _LABELS.get(_BY_LOWER.get(keyword.lower(), ""))

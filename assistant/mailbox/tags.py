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

GMAIL_LABELS: Mapping[str, str] = {keyword: f"JobSearch/{label.value.title()}" for label, keyword in KEYWORDS.items()}
"""Gmail's label for every keyword: "JobSearch/Rejection"."""

assert set(KEYWORDS) == ABOUT_A_JOB

_BY_LOWER = {keyword.lower(): keyword for keyword in KEYWORDS.values()}


def is_ours(keyword: str) -> bool:
    """Whether the keyword is one of the table's; no other is ever written."""
    return keyword in _BY_LOWER.values()


def as_written_here(keywords: Iterable[str]) -> frozenset[str]:
    """Return keywords with ours spelled as in the table: servers may change their case (RFC 9051 §2.3.2)."""
    return frozenset(_BY_LOWER.get(keyword.lower(), keyword) for keyword in keywords)


def label_of(keyword: str) -> Label | None:
    """Return the label a keyword stands for, None if it is not one of ours."""
    return next((label for label, ours in KEYWORDS.items() if ours.lower() == keyword.lower()), None)

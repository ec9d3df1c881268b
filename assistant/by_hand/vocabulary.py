"""Words that trackers and people use for columns and stages. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.application import Stage

FIELDS: Mapping[str, tuple[str, ...]] = {
    "company": (
        "company", "company name", "employer", "organization", "organisation", "firm", "firma", "unternehmen",
        "arbeitgeber", "company organization",
    ),
    "role": (
        "role", "job title", "title", "position", "job position", "position title", "role title", "job role", "job",
        "job name", "stelle", "rolle", "bezeichnung",
    ),
    "stage": (
        "stage", "status", "application status", "job status", "list", "list name", "board", "column", "phase", "stand",
    ),
    "applied": (
        "applied", "applied on", "date applied", "applied date", "applied at", "application date",
        "date of application", "beworben", "beworben am", "bewerbungsdatum", "date", "datum",
    ),
    "note": ("note", "notes", "comment", "comments", "notiz", "notizen", "bemerkung", "bemerkungen"),
}  # fmt: skip
"""By field: header names, the surest first."""

_STAGES: Mapping[Stage, tuple[str, ...]] = {
    Stage.applied: (
        "", "applied", "application submitted", "application sent", "submitted", "sent", "pending", "waiting",
        "awaiting response", "beworben", "offen", "open",
    ),
    Stage.in_process: (
        "in process", "in progress", "in review", "under review", "screen", "screening", "phone screen",
        "recruiter screen", "assessment", "take home", "test", "active", "in bearbeitung", "laufend",
    ),
    Stage.interview: (
        "interview", "interviews", "interviewing", "interviewed", "phone interview", "first interview",
        "second interview", "final interview", "final round", "onsite", "on site", "gespräch", "vorstellungsgespräch",
    ),
    Stage.offer: ("offer", "offers", "offered", "offer received", "negotiating", "negotiation", "angebot"),
    Stage.rejected: (
        "rejected", "rejection", "not selected", "turned down", "denied", "refused", "abgelehnt", "absage",
    ),
    Stage.closed: (
        "closed", "withdrawn", "withdrew", "i withdrew", "archived", "archive", "no response", "ghosted", "expired",
        "declined", "offer declined", "zurückgezogen", "geschlossen",
    ),
    Stage.hired: ("hired", "accepted", "offer accepted", "i accepted", "signed", "eingestellt", "zugesagt"),
}  # fmt: skip
_NOT_YET = frozenset(
    ("wishlist", "wish list", "saved", "bookmarked", "to apply", "not applied", "interested", "applying", "merkliste")
)


def stage_named(words: str) -> Stage | Literal["not yet"] | None:
    """Return the stage that somebody's words for it mean, None if they are unknown."""
    key = _key(words)
    if key in _NOT_YET:
        return "not yet"
    return next((stage for stage, named in _STAGES.items() if key in named), None)


def columns_of(head: Sequence[str]) -> dict[str, int]:
    """Return where each field's column is, the surest name decides; {} without a column for the company."""
    names = [_key(cell) for cell in head]
    found = {field: next((names.index(one) for one in known if one in names), None) for field, known in FIELDS.items()}
    return {field: at for field, at in found.items() if at is not None} if found["company"] is not None else {}


def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))

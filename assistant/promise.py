"""Promises and deadlines, theirs and the user's: the one list of what is due."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Whose(StrEnum):
    """Who is to act."""

    yours = "you"
    theirs = "they"
    both = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something that is to happen by a time.

    Attributes:
        whose: who is to act; an interview is both's.
        what: one clause for the user.
        at: by when, or when; aware UTC, None where nobody named a time.
        company: the employer or, failing that, whoever wrote; "" if unknown.
        role: "" if unknown.
        identity: the message that tells of it.
        phone: a number to reach them, "" if none is known.
        is_question: the assistant needs an answer to go on.
        application: number of the application it belongs to, None if none.
    """

    whose: Whose
    what: str
    at: datetime | None
    company: str = ""
    role: str = ""
    identity: str = ""
    phone: str = ""
    is_question: bool = False
    application: int | None = None

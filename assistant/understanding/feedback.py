"""What a refusal lets the reader learn, and what nobody could have changed."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a refusal was out of the reader's hands."""

    internal_candidate = "internal candidate"
    role_closed = "role closed"
    hiring_frozen = "hiring frozen"
    salary = "salary"

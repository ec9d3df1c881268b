"""Who can be answered, and why: the one table of platforms, used by classifier, etiquette and reply alike."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.mail.headers import Address
from assistant.mail.message import Message


class Kind(StrEnum):
    """What kind of sender a domain is known to be."""

    ats = "ats"  # applicant tracking system; its name is never the employer
    board = "board"  # job board or network
    scheduler = "scheduler"  # booking tool
    assessment = "assessment"  # tests and documents
    free_mail = "free mail"  # gmail.com and its like
    other = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """Whether a reply would reach a person.

    Attributes:
        yes: whether a draft may be addressed.
        address: to whom, None if not.
        because: one sentence for the user, true in both cases.
    """

    yes: bool
    address: Address | None = None
    because: str


def kind_of(domain: str) -> Kind:
    """Return what a domain is known as; matches the full domain or a dot-suffix, never a substring."""
    raise NotImplementedError


def platform_of(domain: str) -> str | None:
    """Return the platform's name ("Greenhouse") for a domain of the table, None for any other."""
    raise NotImplementedError


def answerable(message: Message, *, own: frozenset[str] = frozenset(), known_thread: bool = False) -> Answerable:
    """Judge whether, and to which address, a reply to this message reaches a person.

    Args:
        message: the mail to answer.
        own: the user's own addresses, lower case; mail from them is never answered.
        known_thread: the user has written in this thread before, so bulk headers do not silence it.
    """
    raise NotImplementedError

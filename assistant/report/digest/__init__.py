"""The digest of the morning. Here: what it tells.

gathering   collects it out of the ledgers    |   page       puts it into words
message     makes a message of it             |   delivery   brings it to its place, once a day
"""

from dataclasses import dataclass, fields
from datetime import date, datetime

from assistant.promise import Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """An interview today: when (aware UTC), with whom, where (a link, an address, a number), what about."""

    at: datetime
    people: tuple[str, ...] = ()
    place: str = ""
    company: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A draft in Drafts: which letter, to whom, what it answers, since when it lies (aware UTC)."""

    letter: str
    to: tuple[str, ...]
    subject: str
    company: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something to be done by a time (aware UTC); `phone` where a call would do it; `subject` of the mail about it."""

    what: str
    at: datetime | None
    whose: Whose
    company: str = ""
    role: str = ""
    phone: str = ""
    person: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A message that is spoken of: who wrote it, its subject, and why it is; `guess` is its most likely label."""

    sender: str
    subject: str
    because: str = ""
    guess: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An account that is not well, and since when."""

    account: str
    words: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What the user is told in the morning.

    Attributes:
        day: by his clock.
        talks: interviews today, the earliest first.
        drafts: what lies in Drafts, the longest first.
        calls: what a call would settle today.
        due: what else is due within a week, the soonest first.
        questions: what the assistant needs to be told.
        unclear: messages it does not understand.
        suspects: messages that look like fraud.
        troubles: accounts that are not well.
        refusals: "Company (role)" of every refusal since the last digest.
        quiet: applications nobody answered; no news, and never a reason to write.
    """

    day: date
    talks: tuple[Talk, ...] = ()
    drafts: tuple[Waiting, ...] = ()
    calls: tuple[Due, ...] = ()
    due: tuple[Due, ...] = ()
    questions: tuple[Due, ...] = ()
    unclear: tuple[Mention, ...] = ()
    suspects: tuple[Mention, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    refusals: tuple[str, ...] = ()
    quiet: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not any(getattr(self, one.name) for one in fields(self) if one.name not in ("day", "quiet"))

"""One application from its beginning to where it stands: what they answered and how long each answer took. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.application import Application, Stage
from assistant.interview import Interview, Standing
from assistant.understanding.labels import Label

QUIET = timedelta(days=30)
"""After so long without a word an application that is open counts as one without an answer."""


class Ending(StrEnum):
    """Where an application stands, in words for its owner."""

    hired = "Hired"
    offer = "Offer"
    under_way = "Under way"
    rejected = "They said no"
    withdrawn = "Withdrawn"
    no_answer = "No answer yet"


class Kind(StrEnum):
    """What an answer was."""

    invitation = "Invitation to talk"
    offer = "Offer"
    news = "Other news"
    rejection = "They said no"


class After(StrEnum):
    """What they had to answer."""

    applying = "After you applied"
    interview = "After an interview"
    writing = "After you wrote to them"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One message of theirs that is more than a receipt; `at` is aware UTC."""

    at: datetime
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long they took to answer; `begun_at` is aware UTC."""

    after: After
    begun_at: datetime
    length: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One application.

    Attributes:
        company: "" while unknown.
        role: "" while unknown.
        begun_at: the first sign of it, aware UTC; None where there is none.
        applied_at: when it was sent off, as far as a receipt or a letter of the user's tells; None if neither does.
        confirmed: they acknowledged it.
        interviews: conversations, or invitations to one where no time is known yet.
        ending: where it stands.
        answers: oldest first.
        waits: those that ended in an answer, oldest first.
        waiting_since: since when it is their turn, None if it is not or the application is over.
    """

    company: str = ""
    role: str = ""
    begun_at: datetime | None = None
    applied_at: datetime | None = None
    confirmed: bool = False
    interviews: int = 0
    ending: Ending = Ending.no_answer
    answers: tuple[Answer, ...] = ()
    waits: tuple[Wait, ...] = ()
    waiting_since: datetime | None = None


_KINDS = {Label.scheduling: Kind.invitation, Label.offer: Kind.offer, Label.rejection: Kind.rejection}
_OVER = {
    Stage.hired: Ending.hired,
    Stage.offer: Ending.offer,
    Stage.rejected: Ending.rejected,
    Stage.closed: Ending.withdrawn,
}


def trace(
    application: Application,
    heard: Iterable[tuple[datetime, Label]],
    interviews: Sequence[Interview],
    written: Iterable[datetime],
    now: datetime,
) -> Journey:
    """Return an application's journey.

    Args:
        application: as recorded.
        heard: what they wrote, with what it was taken for.
        interviews: its own.
        written: when the user wrote to them.
        now: aware.
    """
    heard, written = sorted(heard), sorted(written)
    receipts = [at for at, label in heard if label is Label.confirmation]
    answers = [
        Answer(at=at, kind=_KINDS.get(label, Kind.news)) for at, label in heard if label is not Label.confirmation
    ]
    ended = [one.end for one in interviews if one.at(now) is Standing.happened and one.end]
    applied_at = min(receipts[:1] + written[:1], default=None)
    if applied_at and answers and answers[0].at < applied_at:
        applied_at = None
    waits, waiting_since = _waits(applied_at, answers, ended, written)
    signs = [at for at, _ in heard] + written
    return Journey(
        company=application.company or "",
        role=application.role or "",
        begun_at=min(signs, default=application.changed_at),
        applied_at=applied_at,
        confirmed=bool(receipts),
        interviews=_count(application, answers, interviews),
        ending=_ending(application, answers, interviews, now),
        answers=tuple(answers),
        waits=waits,
        waiting_since=waiting_since if application.stage.is_open else None,
    )


def _waits(
    applied_at: datetime | None, answers: Sequence[Answer], ended: Sequence[datetime], written: Sequence[datetime]
) -> tuple[tuple[Wait, ...], datetime | None]:
    """Walk through time: what the user did or sat through starts the clock, what they write stops it.

    A letter of the user's does not start it anew while it runs; the end of an interview does.
    """
    turns: list[tuple[datetime, After | None]] = [(at, After.writing) for at in written if at != applied_at]
    turns += [(at, After.interview) for at in ended] + [(one.at, None) for one in answers]
    turns += [(applied_at, After.applying)] if applied_at else []
    waits, since, after = [], None, After.applying
    for at, act in sorted(turns, key=lambda turn: turn[0]):
        if act is None and since is not None:
            waits.append(Wait(after=after, begun_at=since, length=at - since))
            since = None
        elif act is After.interview or (act is not None and since is None):
            since, after = at, act
    return tuple(waits), since


def _count(application: Application, answers: Sequence[Answer], interviews: Sequence[Interview]) -> int:
    """Count conversations that have a time; where none has, an invitation alone is one."""
    fixed = sum(one.starts_at is not None and one.standing is not Standing.cancelled for one in interviews)
    invited = application.stage is Stage.interview or any(one.kind is Kind.invitation for one in answers)
    return fixed or int(invited)


def _ending(
    application: Application, answers: Sequence[Answer], interviews: Sequence[Interview], now: datetime
) -> Ending:
    if application.stage in _OVER:
        return _OVER[application.stage]
    coming = any(one.end and one.end > now for one in interviews)
    lately = any(now - at < QUIET for at in [one.at for one in answers] + [one.end for one in interviews if one.end])
    return Ending.under_way if coming or lately else Ending.no_answer

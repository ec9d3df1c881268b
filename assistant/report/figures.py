"""Everything the page shows, computed and nothing drawn yet. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.outline import outline
from assistant.promise import Promise, Whose
from assistant.report.funnel import Flow, Route, flows, routes
from assistant.report.journey import After, Ending, Journey
from assistant.report.trust import Opinion, Trust, weigh
from assistant.report.waits import CompanyPace, Usual, by_company, by_occasion
from assistant.report.weeks import Period, periods

_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A draft.

    Attributes:
        letter: its name for people.
        to: names or addresses; empty where the user must fill in To himself.
        company: "" if unknown.
        role: "" if unknown.
        because: why it was written.
        lies_there: it is in Drafts; otherwise it waits for its hour, or nobody can tell whether it lies there.
        edited: the user has changed it.
        not_before: when it may appear, aware UTC.
        wanted_until: after this it is no longer wanted, aware UTC.
        trouble: why it could not be put, "" without.
    """

    letter: str
    to: tuple[str, ...]
    company: str
    role: str
    because: str
    lies_there: bool
    edited: bool
    not_before: datetime
    wanted_until: datetime
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Mail that may come from a fake recruiter.

    Attributes:
        sender: address.
        subject: one line.
        at: when it was sent, aware UTC, None if unknown.
        reasons: each one sentence.
        refused: the signs were enough to draft nothing.
    """

    sender: str
    subject: str
    at: datetime | None
    reasons: tuple[str, ...]
    refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a refusal or feedback taught.

    Attributes:
        company: None if unknown.
        role: None if unknown.
        stage: where the application stands.
        at: when mail last touched it, aware UTC.
        feedback: what they said, sentence by sentence, the oldest first.
        out_of_your_hands: a cause that had nothing to do with the user, None if none was named.
        fresh: it is a refusal of these days, worth looking back at.
    """

    company: str | None
    role: str | None
    stage: str
    at: datetime | None
    feedback: tuple[str, ...]
    out_of_your_hands: str | None
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What one account's ledger gives; everything with a beginning in the time meant."""

    journeys: Sequence[Journey] = ()
    due: Sequence[Promise] = ()
    drafts: Sequence[Waiting] = ()
    suspects: Sequence[Suspect] = ()
    lessons: Sequence[Lesson] = ()
    opinions: Sequence[Opinion] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is shown.

    Attributes:
        drawn_at: aware UTC.
        applications: how many there are.
        answered: those that got more than a receipt.
        interviewed: those that led to a conversation or an invitation to one.
        open: those that may still lead to something.
        hired: the user found a job.
        ways: how many went which way.
        steps: the same, step by step.
        periods: what went out and came back, the oldest first.
        monthly: whether those are months.
        by_occasion: how long answers took, by what was to be answered.
        by_company: the same by company, the fastest first.
        unknown_beginning: applications of which no beginning is known, so that the first answer has no length.
        due: what is overdue, due within a week, or without a day; interviews first.
        drafts: those that lie there first.
        suspects: the newest first.
        lessons: the newest first.
        trust: how sure the classifier is.
    """

    drawn_at: datetime
    applications: int
    answered: int
    interviewed: int
    open: int
    hired: bool
    ways: tuple[Route, ...]
    steps: tuple[Flow, ...]
    periods: tuple[Period, ...]
    monthly: bool
    by_occasion: tuple[tuple[After, Usual], ...]
    by_company: tuple[CompanyPace, ...]
    unknown_beginning: int
    due: tuple[Promise, ...]
    drafts: tuple[Waiting, ...]
    suspects: tuple[Suspect, ...]
    lessons: tuple[Lesson, ...]
    trust: Trust


_OPEN = frozenset({Ending.under_way, Ending.no_answer, Ending.offer})


def compute(materials: Sequence[Material], zone: ZoneInfo, now: datetime) -> Figures:
    """Return the figures of one or more accounts together."""
    journeys = [journey for one in materials for journey in one.journeys]
    ways = routes(journeys)
    shown, monthly = periods(journeys, zone, now)
    due = [promise for one in materials for promise in one.due if promise.at is None or promise.at <= now + _SOON]
    drafts = [draft for one in materials for draft in one.drafts]
    suspects = [suspect for one in materials for suspect in one.suspects]
    lessons = [lesson for one in materials for lesson in one.lessons]
    return Figures(
        drawn_at=now,
        applications=len(journeys),
        answered=sum(bool(one.answers) for one in journeys),
        interviewed=sum(one.interviews > 0 for one in journeys),
        open=sum(one.ending in _OPEN for one in journeys),
        hired=any(one.ending is Ending.hired for one in journeys),
        ways=ways,
        steps=flows(ways),
        periods=shown,
        monthly=monthly,
        by_occasion=by_occasion(journeys),
        by_company=by_company(journeys),
        unknown_beginning=sum(one.applied_at is None for one in journeys),
        due=tuple(sorted(due, key=lambda one: (one.whose is not Whose.both, one.at is None, one.at or now))),
        drafts=tuple(sorted(drafts, key=lambda one: (not one.lies_there, one.not_before))),
        suspects=tuple(sorted(suspects, key=lambda one: one.at or _LONG_AGO, reverse=True)),
        lessons=tuple(sorted(lessons, key=lambda one: one.at or _LONG_AGO, reverse=True)),
        trust=weigh([opinion for one in materials for opinion in one.opinions]),
    )


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def as_json(figures: Figures, *, anonymous: bool) -> Mapping[str, Any]:
    """Return the figures as JSON values; anonymous ones are the ways and their steps alone. Lengths are ISO 8601."""
    told = outline(figures)
    return {name: told[name] for name in ("applications", "ways", "steps")} if anonymous else told

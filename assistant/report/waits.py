"""How long answers take: by what they had to answer, and by company. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from assistant.application import company_key
from assistant.report.journey import After, Journey, Wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How long some answers took.

    Attributes:
        count: how many there were.
        shortest: of them.
        middle: half of them were faster.
        longest: of them.
    """

    count: int
    shortest: timedelta
    middle: timedelta
    longest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPace:
    """How fast a company answers.

    Attributes:
        company: its name as first written, "" for all whose name is not known.
        usual: None while it has answered nothing.
        waiting_since: the longest that something of the user's waits there, aware UTC; None if nothing does.
    """

    company: str
    usual: Usual | None
    waiting_since: datetime | None


def by_occasion(journeys: Iterable[Journey]) -> tuple[tuple[After, Usual], ...]:
    """Return the usual wait after each thing they had to answer, where there was one."""
    found: dict[After, list[Wait]] = defaultdict(list)
    for wait in (wait for one in journeys for wait in one.waits):
        found[wait.after].append(wait)
    return tuple((after, _usual(found[after])) for after in After if after in found)


def by_company(journeys: Iterable[Journey]) -> tuple[CompanyPace, ...]:
    """Return the pace of every company that had something to answer, the fastest first, the silent ones last."""
    found: dict[str, list[Journey]] = defaultdict(list)
    for one in journeys:
        if one.waits or one.waiting_since:
            found[company_key(one.company)].append(one)
    paces = [_pace(there) for there in found.values()]
    return tuple(sorted(paces, key=_order))


_NEVER = datetime.max.replace(tzinfo=UTC)


def _order(one: CompanyPace) -> tuple[bool, timedelta, datetime, str]:
    usual = one.usual.middle if one.usual else timedelta()
    return one.usual is None, usual, one.waiting_since or _NEVER, company_key(one.company)


def _pace(there: Sequence[Journey]) -> CompanyPace:
    waits = [wait for one in there for wait in one.waits]
    return CompanyPace(
        company=there[0].company,
        usual=_usual(waits) if waits else None,
        waiting_since=min((one.waiting_since for one in there if one.waiting_since), default=None),
    )


def _usual(waits: Sequence[Wait]) -> Usual:
    lengths = [one.length for one in waits]
    return Usual(
        count=len(lengths),
        shortest=min(lengths),
        middle=timedelta(seconds=median(one.total_seconds() for one in lengths)),
        longest=max(lengths),
    )

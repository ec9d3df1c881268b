"""How many applications went which way, from applying to where they stand. Pure; knows no company and no person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from assistant.report.journey import Ending, Journey


class Station(StrEnum):
    """A place on the way, in words for its owner; in each column from top to bottom."""

    applied = "Applied"
    confirmed = "Confirmed"
    unconfirmed = "No receipt"
    interview = "Interview"
    second = "A second"
    hired = Ending.hired.value
    offer = Ending.offer.value
    under_way = Ending.under_way.value
    rejected = Ending.rejected.value
    withdrawn = Ending.withdrawn.value
    no_answer = Ending.no_answer.value

    @property
    def column(self) -> int:
        """0 for the beginning, 4 for where an application stands."""
        return _COLUMNS.get(self, LAST_COLUMN)


LAST_COLUMN = 4
_COLUMNS = {
    Station.applied: 0,
    Station.confirmed: 1,
    Station.unconfirmed: 1,
    Station.interview: 2,
    Station.second: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way that so many applications went, station after station, the last of which is where they stand."""

    stations: tuple[Station, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """So many applications went from one station to the next."""

    source: Station
    target: Station
    count: int


def routes(journeys: Iterable[Journey]) -> tuple[Route, ...]:
    """Count the ways, in the order of their stations."""
    counted = Counter(_stations(one) for one in journeys)
    order = tuple(Station).index
    found = sorted(counted.items(), key=lambda item: [order(station) for station in item[0]])
    return tuple(Route(stations=stations, count=count) for stations, count in found)


def flows(ways: Sequence[Route]) -> tuple[Flow, ...]:
    """Add the ways up, step by step, in the order of the stations."""
    steps: Counter[tuple[Station, Station]] = Counter()
    for way in ways:
        steps.update(dict.fromkeys(pairwise(way.stations), way.count))
    order = tuple(Station).index
    found = sorted(steps.items(), key=lambda step: (order(step[0][0]), order(step[0][1])))
    return tuple(Flow(source=source, target=target, count=count) for (source, target), count in found)


def _stations(one: Journey) -> tuple[Station, ...]:
    talks = (Station.interview, Station.second)[: one.interviews]
    return (
        Station.applied,
        Station.confirmed if one.confirmed else Station.unconfirmed,
        *talks,
        Station[one.ending.name],
    )

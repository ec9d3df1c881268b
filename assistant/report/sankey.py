"""Where the ribbons of a Sankey diagram lie. Pure geometry, some eighty lines of it, on purpose.

A page for dark and light, paper, telephones and screen readers wants an SVG whose colours and sizes are the style
sheet's, and no script. Plotly, Vega and d3 draw by JavaScript (plotly's bundle: 4.5 MB in the page); sankeyflow, tried
in November 2026, brings 80 MB of matplotlib, writes fixed colours, and laps the labels of small flows over each other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from assistant.report.funnel import LAST_COLUMN, Route, Station

_BAR = 10
_GAP = 8
_THINNEST = 1.5
_THICKEST = 48
"""Units an application is high at most; a single one is no wall."""

_OVERLAP = 0.5
"""Where a ribbon goes on behind a column, its pieces lap over each other; side by side they would show a seam."""

_PLACES = (0, 0.183, 0.407, 0.612, 1)
"""Where the columns stand, as shares of the width: as far apart as the labels between them are long."""

_Stop = tuple[int, Station]
"""A column, and the station that lies there or, in a column before its own, the ending the ribbon is on its way to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A station: where it lies, in user units; its label stands left of it if `before`, else right."""

    station: Station
    count: int
    x: float
    y: float
    width: float
    height: float
    before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ribbon:
    """A flow: the outline of its area as SVG path data, coloured like the station it leads to."""

    outline: str
    towards: Station
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sankey:
    """A drawing of so many user units."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]


def lay_out(ways: Sequence[Route], *, width: int, height: int, label_height: int) -> Sankey:
    """Place stations and ribbons; each station has room for its label, however few went through it.

    Args:
        ways: from `routes`.
        width: of the drawing, in user units, as all lengths.
        height: likewise, at most.
        label_height: what two lines of a label need.
    """
    steps: Counter[tuple[_Stop, _Stop]] = Counter()
    for way in ways:
        steps.update(dict.fromkeys(pairwise(_stops(way)), way.count))
    sizes = _sizes(steps)
    columns = [sorted((stop for stop in sizes if stop[0] == column), key=_order) for column in range(LAST_COLUMN + 1)]
    scale = _scale(columns, sizes, height, label_height)
    height = min(height, ceil(max(_needed(column, sizes, scale, label_height) for column in columns)))
    tops: dict[_Stop, float] = {}
    for column in columns:
        rooms = [_room(stop, sizes[stop] * scale, label_height) for stop in column]
        at = (height - sum(rooms) - _GAP * (len(rooms) - 1)) / 2
        for stop, room in zip(column, rooms, strict=True):
            tops[stop] = at + (room - sizes[stop] * scale) / 2
            at += room + _GAP
    lefts = [round(place * (width - _BAR), 1) for place in _PLACES]
    bars = tuple(_bar(stop, sizes[stop], top, scale, lefts) for stop, top in tops.items() if _is_station(stop))
    return Sankey(width=width, height=height, bars=bars, ribbons=tuple(_ribbons(steps, tops, scale, lefts)))


def _bar(stop: _Stop, count: int, top: float, scale: float, lefts: Sequence[float]) -> Bar:
    return Bar(
        station=stop[1],
        count=count,
        x=lefts[stop[0]],
        y=round(top, 1),
        width=_BAR,
        height=round(max(count * scale, _THINNEST), 1),
        before=stop[0] == LAST_COLUMN,
    )


def _stops(way: Route) -> list[_Stop]:
    """Return one stop a column; where a way has no station, its ribbon passes by on its way to the end."""
    at = {station.column: station for station in way.stations}
    return [(column, at.get(column, way.stations[-1])) for column in range(LAST_COLUMN + 1)]


def _sizes(steps: Counter[tuple[_Stop, _Stop]]) -> Counter[_Stop]:
    sizes: Counter[_Stop] = Counter()
    for (source, target), count in steps.items():
        sizes[target] += count
        if source[0] == 0:
            sizes[source] += count
    return sizes


def _is_station(stop: _Stop) -> bool:
    """Whether it is a station; a ribbon that only passes by goes on without a seam."""
    return stop[1].column == stop[0]


def _order(stop: _Stop) -> int:
    return tuple(Station).index(stop[1])


def _room(stop: _Stop, size: float, label_height: int) -> float:
    return max(size, label_height) if _is_station(stop) else size


def _needed(column: Sequence[_Stop], sizes: Counter[_Stop], scale: float, label_height: int) -> float:
    return sum(_room(stop, sizes[stop] * scale, label_height) + _GAP for stop in column) - _GAP


def _scale(columns: Sequence[Sequence[_Stop]], sizes: Counter[_Stop], height: int, label_height: int) -> float:
    """Return how many units an application is high: the most that every column has room for."""
    low, high = 0.0, float(_THICKEST)
    for _ in range(30):
        middle = (low + high) / 2
        fits = all(_needed(column, sizes, middle, label_height) <= height for column in columns)
        low, high = (middle, high) if fits else (low, middle)
    return low


def _ribbons(
    steps: Counter[tuple[_Stop, _Stop]], tops: dict[_Stop, float], scale: float, lefts: Sequence[float]
) -> Iterator[Ribbon]:
    """Yield the ribbons; at both ends they lie under each other in the order of where they come from and lead to."""
    leaving, arriving = dict(tops), dict(tops)
    for (source, target), count in sorted(steps.items(), key=lambda step: (_order(step[0][0]), _order(step[0][1]))):
        thick = count * scale
        start, end = leaving[source], arriving[target]
        leaving[source] += thick
        arriving[target] += thick
        left = lefts[source[0]] + _BAR * _is_station(source)
        right = lefts[target[0]] + _OVERLAP * (not _is_station(target))
        middle = (left + right) / 2
        yield Ribbon(
            outline=(
                f"M{left:.1f} {start:.1f}C{middle:.1f} {start:.1f} {middle:.1f} {end:.1f} {right:.1f} {end:.1f}"
                f"v{thick:.1f}C{middle:.1f} {end + thick:.1f} {middle:.1f} {start + thick:.1f} "
                f"{left:.1f} {start + thick:.1f}z"
            ),
            towards=target[1],
            told=f"{source[1]} to {target[1]}: {count}" if source[1] is not target[1] else f"{target[1]}: {count}",
        )

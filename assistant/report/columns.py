"""Where the columns of answers over time lie: answers rise from a line, applications hang below it. Pure geometry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.report.journey import Kind
from assistant.report.weeks import Period

_LABELS = 22
"""Room below for the days."""

_NUMBERS = 16
"""Room on both sides for how many there were."""

_NUMBERED = 16
"""A column at least so wide has its numbers beside it."""

_APART = 0.22
"""Share of a column's place that stays empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One kind of answer in one period: its place in user units."""

    kind: Kind
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One period.

    Attributes:
        period: what is shown.
        x: left edge of its column, in user units.
        width: of its column.
        blocks: from the line upwards.
        top: where they end.
        hanging: how far the applications that began hang below the line.
        labelled: whether there is room for its day.
        numbered: whether there is room for its numbers.
    """

    period: Period
    x: float
    width: float
    blocks: tuple[Block, ...]
    top: float
    hanging: float
    labelled: bool
    numbered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A drawing of so many user units, with the line at y = `line` and its days at y = `height`."""

    width: int
    height: int
    line: float
    columns: tuple[Column, ...]


def stack(shown: Sequence[Period], *, width: int, height: int, label_width: int) -> Columns:
    """Place the columns; both sides of the line have one scale."""
    up = max((one.answered for one in shown), default=0)
    down = max((one.begun for one in shown), default=0)
    scale = (height - _LABELS - 2 * _NUMBERS) / max(up + down, 4)
    line = max(up, 4 - down) * scale + _NUMBERS
    place = width / max(len(shown), 8)
    step = max(1, -(-label_width // int(place)))
    columns = tuple(
        Column(
            period=one,
            x=round((number + _APART / 2) * place, 1),
            width=round(place * (1 - _APART), 1),
            blocks=tuple(_blocks(one, line, scale)),
            top=round(line - one.answered * scale, 1),
            hanging=round(one.begun * scale, 1),
            labelled=number % step == 0 and (number * place + label_width <= width or number == 0),
            numbered=place * (1 - _APART) >= _NUMBERED,
        )
        for number, one in enumerate(shown)
    )
    return Columns(width=width, height=height, line=round(line, 1), columns=columns)


def _blocks(one: Period, line: float, scale: float) -> Iterator[Block]:
    below = line
    for kind, count in one.answers:
        if count:
            below -= count * scale
            yield Block(kind=kind, count=count, y=round(below, 1), height=round(count * scale, 1))

"""Draws the page: one file with its style and pictures inside, which loads nothing and runs nothing.

What strangers wrote (names, subjects, sentences) goes through Jinja's escaping and loses what is invisible or turns
the direction of text; none of it becomes a link, a style or part of a picture.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.etiquette.rejection import QUESTIONS
from assistant.mail.charsets import clean
from assistant.promise import Whose
from assistant.report.columns import Columns, stack
from assistant.report.figures import Figures
from assistant.report.funnel import Route, flows
from assistant.report.journey import QUIET, Kind
from assistant.report.sankey import Sankey, lay_out
from assistant.report.weeks import Period

_FOLDER = Path(__file__).parent
_SHOWN = 8
"""So many entries of a list are open to view; the rest unfolds."""

_WHOSE = {Whose.yours: "your turn", Whose.theirs: "their turn", Whose.both: "both of you"}


def render(figures: Figures, zone: ZoneInfo) -> str:
    """Return the page as HTML; days and hours are those of the user's zone."""
    environment = _environment()
    environment.filters |= {
        "day": lambda at: _day(at.astimezone(zone), figures.drawn_at.astimezone(zone)),
        "hour": lambda at: f"{at.astimezone(zone):%H:%M}",
        "ago": lambda at: length(figures.drawn_at - at),
        "about": _about,
        "percent": lambda share: f"{share:.0%}".replace("%", "\u00a0%"),
    }
    return environment.get_template("page.html.j2").render(
        figures=figures,
        sankeys=_sankeys(figures.ways),
        columns=_columns(figures.periods),
        kinds=tuple(Kind),
        questions=QUESTIONS,
        telling=[one for one in figures.lessons if one.feedback or one.out_of_your_hands or one.fresh],
        shown=_SHOWN,
        whose=_WHOSE,
        slowest=max((usual.middle for _, usual in figures.by_occasion), default=None) or timedelta(days=1),
    )


def render_anonymously(ways: Sequence[Route]) -> str:
    """Return a page with nothing but the diagram; of the search it is given nothing else."""
    total = sum(way.count for way in ways)
    return (
        _environment()
        .get_template("anonymous.html.j2")
        .render(sankeys=_sankeys(ways), steps=flows(ways), applications=total)
    )


def length(span: timedelta) -> str:
    """Return a length of time as people say it."""
    days = round(span.total_seconds() / 86400)
    if days < 1:
        return "less than a day"
    if days < 14:
        return "1 day" if days == 1 else f"{days} days"
    return f"{round(days / 7)} weeks" if days < 70 else f"{round(days / 30.4)} months"


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"length": length, "counted": _counted, "name": _name}
    environment.filters |= {"period": _period, "short_period": _short_period}
    environment.globals |= {"quiet_days": QUIET.days}
    environment.globals |= {"style": Markup((_FOLDER / "style.css").read_text(encoding="utf-8"))}  # noqa: S704  # ours
    return environment


def _visible(value: Any) -> Any:
    """Take out of a text what cannot be seen; overrides of direction could make it read as something else."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _name(member: StrEnum) -> str:
    """Return a station's or kind's name for the style sheet."""
    return member.name.replace("_", "-")


def _about(count: float) -> str:
    return "fewer than one" if count < 0.95 else f"about {count:.0f}"


def _period(one: Period, monthly: bool) -> str:
    return f"{one.first_day:%B %Y}" if monthly else f"{one.first_day.day} {one.first_day:%B %Y}"


def _short_period(one: Period, monthly: bool) -> str:
    return f"{one.first_day:%b}" if monthly else f"{one.first_day.day} {one.first_day:%b}"


def _day(at: datetime, today: datetime) -> str:
    """Return a day; its year only where that is not this year's."""
    return f"{at:%a} {at.day} {at:%b}" + (f" {at:%Y}" if at.year != today.year else "")


def _sankeys(ways: Sequence[Route]) -> dict[str, Sankey]:
    """Draw for wide and for narrow screens; the style sheet shows one."""
    return {
        "wide": lay_out(ways, width=880, height=430, label_height=40),
        "narrow": lay_out(ways, width=340, height=430, label_height=30),
    }


def _columns(shown: Sequence[Period]) -> dict[str, Columns]:
    return {
        "wide": stack(shown, width=880, height=290, label_width=64),
        "narrow": stack(shown, width=340, height=260, label_width=50),
    }

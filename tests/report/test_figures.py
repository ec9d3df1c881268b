"""The figures of a whole search, and where their pictures lie."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.promise import Promise, Whose
from assistant.report.columns import stack
from assistant.report.figures import Material, as_json, compute
from assistant.report.funnel import LAST_COLUMN, Station, flows, routes
from assistant.report.journey import After, Answer, Ending, Journey, Kind, Wait
from assistant.report.page import render
from assistant.report.sankey import lay_out
from assistant.report.trust import FEW, Opinion, weigh
from assistant.report.waits import by_company, by_occasion
from assistant.report.weeks import periods
from tests.report.conftest import figures_of
from tests.report.searches import NOW, Story, long_search, settings

BERLIN = ZoneInfo("Europe/Berlin")

journeys = st.lists(
    st.builds(Journey, confirmed=st.booleans(), interviews=st.integers(0, 4), ending=st.sampled_from(Ending)),
    max_size=60,
)


@given(journeys)
def test_nobody_is_lost_on_the_way(known: list[Journey]) -> None:
    """What goes into a station comes out of it; each application begins once and stands somewhere once."""
    ways = routes(known)
    steps = flows(ways)

    into, out = Counter[Station](), Counter[Station]()
    for one in steps:
        into[one.target] += one.count
        out[one.source] += one.count
    assert sum(way.count for way in ways) == len(known) == out[Station.applied]
    assert all(into[one] == out[one] for one in Station if 0 < one.column < LAST_COLUMN)
    assert {one: into[one] for one in Station if one.column == LAST_COLUMN} == {
        Station[ending.name]: sum(one.ending is ending for one in known) for ending in Ending
    }


@pytest.mark.parametrize(("width", "label_height"), [(880, 40), (340, 30)])
@given(known=journeys)
def test_bars_lie_in_the_picture_and_apart(width: int, label_height: int, known: list[Journey]) -> None:
    """Each has room for its label, be it one application of a thousand."""
    drawing = lay_out(routes(known), width=width, height=430, label_height=label_height)

    for one in drawing.bars:
        assert 0 <= one.x <= width - one.width
        assert -1 <= one.y <= one.y + one.height <= drawing.height + 1
    for column in {one.x for one in drawing.bars}:
        middles = sorted(one.y + one.height / 2 for one in drawing.bars if one.x == column)
        assert all(lower - upper >= label_height for upper, lower in pairwise(middles))


def test_a_bar_is_as_high_as_what_went_through_it() -> None:
    """That is what a Sankey diagram promises."""
    known = [Journey(confirmed=True, ending=Ending.rejected)] * 30 + [Journey(ending=Ending.no_answer)] * 10
    drawing = lay_out(routes(known), width=880, height=400, label_height=40)

    height = {one.station: one.height for one in drawing.bars}
    assert height[Station.confirmed] == pytest.approx(3 * height[Station.unconfirmed], abs=0.2)
    assert height[Station.applied] == pytest.approx(height[Station.rejected] + height[Station.no_answer], abs=0.2)


def waited(company: str, *days: float, since: datetime | None = None) -> Journey:
    waits = [Wait(after=After.applying, begun_at=NOW, length=timedelta(days=one)) for one in days]
    return Journey(company=company, waits=tuple(waits), waiting_since=since)


def test_the_usual_wait_is_the_middle_one() -> None:
    """One company that answers after a year must not make all look slow."""
    ((after, usual),) = by_occasion([waited("A", 2), waited("B", 4), waited("C", 365)])

    assert after is After.applying
    assert (usual.count, usual.shortest.days, usual.middle.days, usual.longest.days) == (3, 2, 4, 365)


def test_an_answer_in_the_same_second_is_drawn() -> None:
    """Machines are that fast, and a bar needs something to be measured by."""
    page = render(compute([Material(journeys=[waited("A", 0)])], BERLIN, NOW), BERLIN)

    assert "less than a day" in page


def test_a_company_is_one_however_it_is_written() -> None:
    """Acme GmbH and Acme answer at one pace; those that never answered come last."""
    silent = waited("Silent", since=NOW - timedelta(days=9))
    paces = by_company(
        [waited("Acme GmbH", 6), silent, waited("ACME", 2), waited("Birch", 1), Journey(company="Unused")]
    )

    assert [(one.company, one.usual and one.usual.middle.days) for one in paces] == [
        ("Birch", 1),
        ("Acme GmbH", 4),
        ("Silent", None),
    ]
    assert paces[-1].waiting_since == NOW - timedelta(days=9)


def begun(*days: int) -> Sequence[Journey]:
    answer = Answer(at=NOW - timedelta(days=1), kind=Kind.invitation)
    return [Journey(begun_at=NOW - timedelta(days=one), answers=(answer,)) for one in days]


def test_a_search_is_shown_week_by_week_without_a_gap() -> None:
    """A week in which nothing came is one, too."""
    shown, monthly = periods(begun(1, 20), BERLIN, NOW)

    assert not monthly
    assert [one.first_day for one in shown] == [
        date(2026, 10, 26),
        date(2026, 11, 2),
        date(2026, 11, 9),
        date(2026, 11, 16),
    ]
    assert [one.begun for one in shown] == [1, 0, 0, 1]
    assert [one.answered for one in shown] == [0, 0, 0, 2]


def test_a_long_search_is_shown_by_months() -> None:
    """Sixty weeks are sixty columns that nobody reads."""
    shown, monthly = periods(begun(400), BERLIN, NOW)

    assert monthly
    assert [one.first_day.day for one in shown] == [1] * 14
    assert shown[-1].first_day == date(2026, 11, 1)


def test_a_day_is_one_of_the_users_own_zone() -> None:
    """Sunday 23:30 in London is Monday in Berlin, and another week."""
    at = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)

    shown, _ = periods([Journey(begun_at=at)], BERLIN, NOW)

    assert [one.first_day for one in shown] == [date(2026, 11, 16)]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=80))
def test_columns_stay_in_their_picture(days: list[int]) -> None:
    """Numbers and days included."""
    shown, _ = periods(begun(*days), BERLIN, NOW)
    drawing = stack(shown, width=880, height=290, label_width=64)

    assert len(drawing.columns) == len(shown)
    assert all(one.x >= 0 and one.x + one.width <= 880 for one in drawing.columns)
    assert all(one.top >= 10 and drawing.line + one.hanging <= 290 - 22 for one in drawing.columns)


def test_mistakes_it_expects_stand_beside_those_that_were_found() -> None:
    """Its probabilities are a promise, and corrections tell whether it is kept."""
    fine = [Opinion(probability=0.9, sure=True)] * 18
    wrong = [Opinion(probability=0.97, sure=True, spoken_about=True, wrong=True)] * 2
    left = [Opinion(probability=0.5, sure=False, spoken_about=True)]

    trust = weigh([*fine, *wrong, *left])

    assert (trust.messages, trust.sure, trust.wrong, trust.spoken_about, trust.corrected) == (21, 20, 2, 3, 2)
    assert trust.expected == pytest.approx(1.86)
    assert trust.share.low < 0.1 < trust.share.high
    assert [(one.low, one.messages, one.corrected) for one in trust.bands] == [(0.0, 1, 0), (0.8, 18, 0), (0.95, 2, 2)]


@pytest.mark.parametrize(("spoken_about", "little"), [(0, True), (FEW - 1, True), (FEW, False)])
def test_few_corrections_prove_little(spoken_about: int, little: bool) -> None:
    """Saying so is honest; a percentage of three would not be."""
    opinions = [Opinion(probability=1.0, sure=True, spoken_about=number < spoken_about) for number in range(60)]

    assert weigh(opinions).proves_little is little
    assert sum(one.messages for one in weigh(opinions).bands) == 60


def promise(what: str, days: float | None, whose: Whose = Whose.yours) -> Promise:
    return Promise(whose=whose, what=what, at=None if days is None else NOW + timedelta(days=days))


def test_what_is_due_later_than_in_a_week_is_not_shown() -> None:
    """The page says: this week. What has no day may be done in it; what is overdue must."""
    due = [promise("some day", None), promise("late", -2), promise("soon", 6), promise("far", 8)]

    found = compute([Material(due=due)], BERLIN, NOW)

    assert [one.what for one in found.due] == ["late", "soon", "some day"]


def test_an_interview_is_not_buried_under_errands() -> None:
    """The list is long in a long search, and its end unfolds only on request."""
    found = compute([Material(due=[promise("ask", 1), promise("interview", 5, Whose.both)])], BERLIN, NOW)

    assert [one.what for one in found.due] == ["interview", "ask"]


def test_two_accounts_are_one_search(tmp_path: Path) -> None:
    """Who has two addresses has one life."""
    for name in ("home", "jobs"):
        Story(tmp_path / "ledger.sqlite3", name).refusals(["Acme", "Birch"])

    found = figures_of(settings(tmp_path / "ledger.sqlite3", "home", "jobs"))

    assert found.applications == 4
    assert [(one.company, one.usual and one.usual.count) for one in found.by_company] == [("Acme", 2), ("Birch", 2)]


def test_a_long_search_in_figures(tmp_path: Path) -> None:
    """From the ledger to the figures: all that the page promises is there."""
    found = figures_of(long_search(tmp_path / "ledger.sqlite3"))

    assert found.applications == sum(way.count for way in found.ways) == 150
    assert 0 < found.interviewed <= found.answered < 150
    assert {after for after, _ in found.by_occasion} == {After.applying, After.interview}
    assert [(one.letter, one.lies_there) for one in found.drafts] == [
        ("availability", True),
        ("thank you", True),
        ("feedback request", False),
    ]
    assert [(one.refused, len(one.reasons)) for one in found.suspects] == [(True, 2), (False, 1)]
    assert [one.feedback for one in found.lessons if one.feedback] == [
        ("We would have liked to see more experience with streaming data.", "The exercise was great.")
    ]
    assert [one.out_of_your_hands for one in found.lessons if one.out_of_your_hands] == [
        "The position was withdrawn for lack of budget."
    ]
    assert (found.trust.spoken_about, found.trust.corrected, found.trust.wrong) == (5, 5, 1)
    assert any(one.what.startswith("interview") for one in found.due)


def test_anonymous_figures_are_the_ways_alone(tmp_path: Path) -> None:
    """What is not in them cannot be in a page that is shared."""
    found = as_json(figures_of(long_search(tmp_path / "ledger.sqlite3")), anonymous=True)

    assert set(found) == {"applications", "ways", "steps"}
    assert set(found["ways"][0]) == {"stations", "count"}
    assert {one for way in found["ways"] for one in way["stations"]} <= {one.value for one in Station}

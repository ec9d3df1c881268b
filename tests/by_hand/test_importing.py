"""Applications out of a spreadsheet, and mail that finds them."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from assistant.application import Said, Stage
from assistant.by_hand.importing import BroughtIn, bring_in
from assistant.by_hand.spreadsheet import read
from tests.by_hand.desk import Desk
from tests.by_hand.test_arranging import ACME, two_at_acme

HEAD = "Company,Role,Status,Applied,Notes\n"


def bring(desk: Desk, *lines: str) -> BroughtIn:
    raw = (HEAD + "\n".join(lines)).encode()
    with desk.step() as step:
        return bring_in(step, read(raw, desk.house.now.date()).rows, ZoneInfo("Europe/Berlin"), desk.house.now)


def test_what_is_imported_twice_is_there_once(desk: Desk) -> None:
    """People import again after they have added a row."""
    lines = ["Acme,Planner,Applied,2026-03-02,n", "Acme,Analyst,Rejected,,", "Bright,,Interview,,"]
    bring(desk, *lines)
    once = desk.known()

    again = bring(desk, *lines)

    assert desk.known() == once
    assert (len(once), len(again.known), again.added, again.completed) == (3, 3, [], [])


def test_what_mail_has_told_of_is_completed_and_not_doubled(desk: Desk) -> None:
    """The spreadsheet knows the notes, the mail knows the rest."""
    number, _ = two_at_acme(desk)

    brought = bring(desk, "Acme GmbH,Planner (m/w/d),Interviewing,2026-03-02,nice people")

    one = desk.known()[number]
    assert [found for _, found in brought.completed] == [number]
    assert (one.company, one.stage, one.said.note) == ("Acme", Stage.interview, "nice people")


def test_a_row_that_lags_behind_the_mail_sets_nothing_back(desk: Desk) -> None:
    """Nobody keeps a spreadsheet up to the minute."""
    number, _ = two_at_acme(desk)
    desk.hear("rejection", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)

    bring(desk, "Acme,Planner,Applied,,")

    assert desk.known()[number].stage is Stage.rejected


def test_a_row_changes_nothing_that_the_user_has_said_by_hand(desk: Desk) -> None:
    """An edit wins for ever."""
    number, _ = two_at_acme(desk)
    desk.edit(number, Said(stage=Stage.in_process, note="mine"))

    bring(desk, "Acme,Planner,Offer,,theirs")

    assert (desk.known()[number].stage, desk.known()[number].said.note) == (Stage.in_process, "mine")


def test_mail_that_comes_later_joins_the_imported_application_and_carries_it_on(desk: Desk) -> None:
    """Otherwise the user would have each application twice."""
    bring(desk, "Acme GmbH,Planner,Applied,2026-03-02,n")

    desk.hear("scheduling", "a1@acme.example", *ACME)

    ((number, one),) = desk.known().items()
    assert desk.holder("a1@acme.example") == number
    assert (one.company, one.stage, one.said.note) == ("Acme GmbH", Stage.interview, "n")


def test_mail_about_another_role_does_not_join(desk: Desk) -> None:
    """A wrong link spoils two applications."""
    bring(desk, "Acme,Analyst,Applied,,")

    desk.hear("scheduling", "a1@acme.example", *ACME)

    assert sorted(one.role or "" for one in desk.known().values()) == ["Analyst", "Planner"]


def test_a_row_that_may_mean_two_applications_is_left_out_and_told(desk: Desk) -> None:
    """The user knows which."""
    one, other = two_at_acme(desk)
    before = desk.known()

    brought = bring(desk, "Acme,,Offer,,")

    assert desk.known() == before
    assert [numbers for _, numbers in brought.unclear] == [sorted((one, other), reverse=True)]


def test_a_row_under_the_name_of_a_merged_application_is_known(desk: Desk) -> None:
    """Merging is not undone by the spreadsheet that still has both."""
    kept, gone = two_at_acme(desk)
    desk.merge(kept, gone)

    brought = bring(desk, "Acme,Lead Planner,Applied,,")

    assert [number for _, number in brought.known] == [kept]


def test_without_mail_the_last_word_is_the_day_the_user_applied(desk: Desk) -> None:
    """So that `--since` and the order of the list mean something."""
    bring(desk, "Acme,Planner,Applied,2026-03-02,")

    (one,) = desk.known().values()
    assert one.changed_at == datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    assert replace(one.said, applied_on=None) == Said()

"""Edited, merged, split, taken back: what the user says stands, and mail finds its place."""

from datetime import timedelta

import pytest

from assistant.application import Said, Stage
from assistant.errors import CannotBeDone
from assistant.etiquette.plan import Letter
from assistant.ledger.plans import State
from assistant.poller.due import due
from assistant.poller.overview import overview
from assistant.promise import Whose
from assistant.report import gathering as report
from assistant.report.digest import gathering as digest
from tests.by_hand.desk import Desk
from tests.poller.household import MONDAY

ACME, LEAD = ("Acme", "Planner"), ("Acme", "Lead Planner")


def two_at_acme(desk: Desk) -> tuple[int, int]:
    """Return the numbers of two applications at one company, each with a conversation of its own."""
    desk.hear("confirmation", "a1@acme.example", *ACME)
    desk.hear("confirmation", "b1@acme.example", *LEAD, days=0.1)
    assert len(desk.known()) == 2
    return desk.holder("a1@acme.example") or 0, desk.holder("b1@acme.example") or 0


def test_an_edit_stands_over_later_mail(desk: Desk) -> None:
    """A user who has to say it again after every mail stops saying it."""
    number, _ = two_at_acme(desk)
    desk.edit(number, Said(company="Acme Robotics", role="Head of Planning", stage=Stage.offer))

    desk.hear("rejection", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)

    assert desk.holder("a2@acme.example") == number
    assert desk.told()[number] == ("Acme Robotics", "Head of Planning", "offer")


def test_an_edit_that_is_left_to_the_mail_again_tells_what_the_mail_told_meanwhile(desk: Desk) -> None:
    """Mail is heard under the user's word, not lost under it."""
    number, _ = two_at_acme(desk)
    desk.edit(number, Said(stage=Stage.interview))
    desk.hear("rejection", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)

    desk.edit(number, Said())

    assert desk.told()[number] == (*ACME, "rejected")


def test_mail_that_names_an_application_as_it_was_called_before_finds_it(desk: Desk) -> None:
    """They do not know what the user calls it; a second application would be followed up beside the first."""
    number, _ = two_at_acme(desk)
    desk.edit(number, Said(company="Northwind", role="Head of Planning"))

    desk.hear("scheduling", "a2@acme.example", *ACME, days=1)

    assert desk.holder("a2@acme.example") == number


def test_later_mail_of_either_conversation_goes_to_the_merged_one(desk: Desk) -> None:
    """Otherwise merging would have to be repeated for ever."""
    kept, gone = two_at_acme(desk)
    desk.merge(kept, gone)

    desk.hear("update", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    desk.hear("update", "b2@acme.example", *LEAD, answers="b1@acme.example", days=1.1)
    desk.hear("update", "c1@acme.example", *LEAD, days=1.2)

    assert list(desk.known()) == [kept]
    assert {desk.holder(f"{one}@acme.example") for one in ("a1", "a2", "b1", "b2", "c1")} == {kept}


def test_a_merged_application_keeps_the_name_of_the_first_and_goes_as_far_as_either(desk: Desk) -> None:
    """Which one stays is what the user chose by the order."""
    kept, gone = two_at_acme(desk)
    desk.hear("scheduling", "b2@acme.example", *LEAD, answers="b1@acme.example", days=1)

    desk.merge(kept, gone)

    assert desk.told() == {kept: (*ACME, "interview")}


def test_two_feedback_requests_become_one(desk: Desk) -> None:
    """An application gets one, and asking the same people twice is what the rule is about."""
    kept, gone = two_at_acme(desk)
    desk.hear("rejection", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    desk.hear("rejection", "b2@acme.example", *LEAD, answers="b1@acme.example", days=1.1)

    desk.merge(kept, gone)
    desk.poll(days=6)

    asked = [one for one in desk.house.entries() if one.plan.letter is Letter.feedback_request]
    assert sorted(one.state for one in asked) == [State.dropped, State.placed]
    assert {one.application for one in asked} == {kept}


def test_one_conversation_told_of_in_both_is_thanked_for_once(desk: Desk) -> None:
    """The recruiter and the calendar program each confirm the same hour."""
    kept, gone = two_at_acme(desk)
    desk.hear("scheduling agreed", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    desk.hear("scheduling agreed", "b2@acme.example", *LEAD, answers="b1@acme.example", days=1.1)
    desk.merge(kept, gone)

    desk.poll(days=3.5)
    desk.poll(days=4)

    thanked = [one for one in desk.house.entries() if one.plan.letter is Letter.thank_you]
    with desk.step() as step:
        coming = [one for one in due(step, desk.house.config, MONDAY) if one.whose is Whose.both]
    assert [one.state for one in thanked] == [State.placed]
    assert len(coming) == 1


def test_one_conversation_told_of_in_both_is_shown_once(desk: Desk) -> None:
    """Whoever reads of two interviews this afternoon looks for the second."""
    kept, gone = two_at_acme(desk)
    desk.hear("scheduling agreed", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    desk.hear("scheduling agreed", "b2@acme.example", *LEAD, answers="b1@acme.example", days=1.1)
    desk.merge(kept, gone)

    config, morning = desk.house.config, MONDAY + timedelta(days=3)
    with desk.step() as step:
        (listed,) = overview(step, config, morning)
        told = digest.gather(step, config, ["main"], morning)
        (journey,) = report.gather(step, config, morning).journeys

    assert (len(listed.interviews), len(told.talks)) == (1, 1)
    assert journey.interviews == 1


def test_what_closed_long_ago_is_merged_as_well(desk: Desk) -> None:
    """Of letters about it nobody remembers any more whom they went to; that is no reason to fail."""
    desk.hear("scheduling agreed", "1@acme", "Acme Ltd", "Planner")
    desk.poll(days=4)
    drafts = desk.house.maildir("Drafts")
    for key in drafts.keys():  # noqa: SIM118 - a Maildir cannot be iterated for keys
        desk.house.maildir("Sent").add(drafts.get_message(key))
        drafts.remove(key)
    desk.hear("rejection", "2@acme", "Acme Ltd", "Planner", answers="1@acme", days=5)
    desk.hear("rejection", "3@bright", "Bright Ltd", "Planner", days=6)
    desk.poll(days=300)

    desk.merge(1, 2)

    assert Letter.thank_you in [one.plan.letter for one in desk.house.entries() if not one.plan.recipients]
    assert list(desk.told()) == [1]


def test_what_is_merged_again_or_with_itself_is_refused(desk: Desk) -> None:
    """And the one it went into is named."""
    kept, gone = two_at_acme(desk)
    desk.merge(kept, gone)

    with pytest.raises(CannotBeDone, match=f"merged into {kept}"):
        desk.merge(kept, gone)
    with pytest.raises(CannotBeDone, match="with itself"):
        desk.merge(kept, kept)
    with pytest.raises(CannotBeDone, match="number 99"):
        desk.merge(kept, 99)


def test_later_mail_of_a_conversation_follows_what_was_split_out(desk: Desk) -> None:
    """A recruiter goes on in the same conversation about another role."""
    number, _ = two_at_acme(desk)
    desk.hear("scheduling", "a2@acme.example", "Acme", "Analyst", answers="a1@acme.example", days=1)

    new = desk.split(number, "a2@acme.example")
    desk.hear("rejection", "a3@acme.example", "Acme", "Analyst", answers="a2@acme.example", days=2)

    assert [desk.holder(f"{one}@acme.example") for one in ("a1", "a2", "a3")] == [number, new, new]
    assert desk.told()[new] == ("Acme", "Analyst", "rejected")
    assert desk.told()[number] == (*ACME, "applied")


def test_drafts_follow_what_was_split_out_and_none_comes_twice(desk: Desk) -> None:
    """The letter belongs to the message it answers."""
    number, _ = two_at_acme(desk)
    desk.hear("scheduling", "a2@acme.example", "Acme", "Analyst", answers="a1@acme.example", days=1)

    new = desk.split(number, "a2@acme.example")
    desk.poll(days=1.1)
    desk.poll(days=1.2)

    assert {one.application for one in desk.house.entries() if one.plan.letter.is_reply} == {new}
    assert len(desk.house.drafts()) == 1


def test_what_cannot_be_split_is_refused(desk: Desk) -> None:
    """All ids that do not belong there are named at once, and an application without mail would be left over."""
    number, other = two_at_acme(desk)

    with pytest.raises(CannotBeDone, match=r"<b1@acme.example>, <x@y>: no such message"):
        desk.split(number, "b1@acme.example", "x@y")
    with pytest.raises(CannotBeDone, match="all the mail"):
        desk.split(number, "a1@acme.example")
    assert set(desk.known()) == {number, other}


def test_a_message_that_could_be_of_two_is_said_to_be_of_one(desk: Desk) -> None:
    """The assistant asks instead of guessing, so there must be a way to answer."""
    _, other = two_at_acme(desk)
    desk.hear("scheduling unnamed", "c1@acme.example", "Acme", "", days=1)
    homeless = desk.holder("c1@acme.example")

    desk.assign(other, "c1@acme.example")
    desk.hear("update", "c2@acme.example", *LEAD, answers="c1@acme.example", days=1.1)

    assert homeless is None
    assert [desk.holder(f"{one}@acme.example") for one in ("c1", "c2")] == [other, other]
    assert desk.told()[other] == (*LEAD, "interview")


def test_a_message_put_into_the_wrong_application_is_put_right(desk: Desk) -> None:
    """Both tell anew what their mail tells."""
    one, other = two_at_acme(desk)
    desk.hear("rejection", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)

    desk.assign(other, "a2@acme.example")

    assert {number: told[2] for number, told in desk.told().items()} == {one: "applied", other: "rejected"}
    with pytest.raises(CannotBeDone, match="nothing would be left"):
        desk.assign(other, "a1@acme.example")
    with pytest.raises(CannotBeDone, match="<x@y>: no such message was read"):
        desk.assign(other, "x@y")


def test_an_untouched_draft_is_written_anew_under_the_name_the_user_says(desk: Desk) -> None:
    """It would go out with the wrong role, and the user would be the one who looks careless."""
    number, _ = two_at_acme(desk)
    desk.hear("scheduling", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    (before,) = desk.house.drafts().values()

    desk.edit(number, Said(role="Route Designer"))
    desk.poll(days=1.1)
    (after,) = desk.house.drafts().values()
    desk.poll(days=1.2)

    assert (b"Route Designer role" in before, b"Route Designer role" in after) == (False, True)
    assert list(desk.house.drafts().values()) == [after]


def test_a_draft_the_user_has_changed_stays_whatever_he_says_of_the_application(desk: Desk) -> None:
    """His words are his."""
    number, _ = two_at_acme(desk)
    desk.hear("scheduling", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)
    (name,) = desk.house.drafts()
    path = desk.house.folder / "Mail" / ".Drafts" / "cur" / name
    path.write_bytes(path.read_bytes() + b"Mine.\r\n")

    desk.edit(number, Said(role="Route Designer"))
    desk.poll(days=1.1)

    assert desk.house.drafts() == {name: path.read_bytes()}


def test_an_application_said_to_be_over_wants_no_letters(desk: Desk) -> None:
    """As after `assistant close`."""
    number, _ = two_at_acme(desk)
    desk.hear("scheduling", "a2@acme.example", *ACME, answers="a1@acme.example", days=1)

    desk.edit(number, Said(stage=Stage.closed))
    desk.poll(days=1.1)

    assert desk.house.drafts() == {}

"""Three weeks of a job search, three_weeks.txt, against their diary, three_weeks.diary.txt, wherever the mail lies.

`python -m tests.replay` writes the diary anew. Read every changed line before you commit it: would a sensible person
have done that, on that day?
"""

import os
from bisect import bisect_left
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from tests.replay.diary import moments
from tests.replay.differences import Difference, cannot_take_back, keeps_no_tags, reads_the_newest_first
from tests.replay.script import read_story
from tests.replay.search import Home, Search, polls

HERE = Path(__file__).parent
STORY = read_story(HERE / "three_weeks.txt")
DIARY = (HERE / "three_weeks.diary.txt").read_text(encoding="utf-8")

HOMES: dict[str, tuple[Difference, ...]] = {
    "maildir": (),
    "mbox": (keeps_no_tags,),
    "eml": (keeps_no_tags,),
    "dovecot_maildir": (),
    "dovecot_mdbox": (),
    "strict_cyrus": (),
    "modest_courier": (),
    "poor_server": (cannot_take_back, keeps_no_tags),
    "gmail": (reads_the_newest_first,),
}
"""Where the mail may lie, and what goes otherwise there."""


def enough_polls(home: str) -> list[datetime]:
    """Return when to poll: every half hour on files; elsewhere at those times that mattered there.

    Those are the polls the diary tells of, each one's forerunner, the first after anything happened and a day's first:
    for the others the files stand. ASSISTANT_TORTURE polls every half hour everywhere.
    """
    every = list(polls(STORY[0].at, STORY[-1].at))
    if home == "maildir" or os.environ.get("ASSISTANT_TORTURE"):
        return every
    spoken = moments(DIARY)
    told = {number for number, now in enumerate(every) if now in spoken}
    forerunners = {number - 1 for number in told}
    happened = {bisect_left(every, one.at) for one in STORY}
    mornings = {number for number, (before, now) in enumerate(pairwise(every), 1) if before.date() < now.date()}
    return [every[number] for number in sorted(told | forerunners | happened | mornings)]


@pytest.mark.timeout(900)  # 20 s on files and 10 elsewhere where the machine has nothing else to do
@pytest.mark.parametrize("where", HOMES)
def test_three_weeks_go_as_the_diary_tells(where: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every rule alone may be right and the whole still read like a machine's; and all mailboxes are alike.

    What they wrote lies there as it came: only tags were added, and nothing of it was read, moved or thrown away.
    """
    home: Home = request.getfixturevalue(where)
    expected = DIARY
    for difference in HOMES[where]:
        expected = difference(expected)

    search = Search(home, tmp_path)
    diary = search.play(STORY, enough_polls(where))

    assert diary == expected
    came = sorted(raw for one, raw in search.delivered if one.act == "mail")
    inbox = home.messages("INBOX")
    assert sorted(raw for raw, _ in inbox) == came
    assert not any(r"\Seen" in flags for _, flags in inbox)
    tagged = [raw for raw, flags in inbox if any(flag.startswith("$Job") for flag in flags)]
    assert bool(tagged) == (keeps_no_tags not in HOMES[where])


def test_every_difference_between_mailboxes_is_a_real_one() -> None:
    """One that no longer changes the diary would hide that a mailbox has learned to do better."""
    assert [difference(DIARY) != DIARY for told in HOMES.values() for difference in told] == [True] * 5


def test_the_user_found_every_draft_he_meant_to_send() -> None:
    """The story says what he does with drafts; one that does not lie there would make the rest a tale."""
    assert "IN VAIN" not in DIARY


def test_the_story_is_three_weeks_long_and_has_sixty_mails() -> None:
    """A story cut short by a mistake in its file would pass in silence."""
    mails = [one for one in STORY if one.act in ("mail", "writes")]

    assert len(mails) >= 60
    assert (STORY[-1].at - STORY[0].at).days >= 21

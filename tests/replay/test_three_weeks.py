"""Three weeks of a job search, three_weeks.txt, against their diary, three_weeks.diary.txt.

`python -m tests.replay` writes the diary anew. Read every changed line before you commit it: would a sensible person
have done that, on that day?
"""

from pathlib import Path

import pytest

from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.imap_world import ImapWorld
from tests.replay.script import read_story
from tests.replay.search import Home, Search, maildir_home

HERE = Path(__file__).parent
STORY = read_story(HERE / "three_weeks.txt")
DIARY = (HERE / "three_weeks.diary.txt").read_text(encoding="utf-8")


@pytest.fixture
def on_disk(tmp_path: Path) -> Home:
    return maildir_home(tmp_path / "Mail")


@pytest.fixture
def on_a_server(dovecot: Dovecot, person: Person) -> Home:
    return ImapWorld(dovecot, person)


@pytest.mark.parametrize("where", ["on_disk", "on_a_server"])
def test_three_weeks_go_as_the_diary_tells(where: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Every rule alone may be right and the whole still read like a machine's; and a server's mail is like a disk's.

    What they wrote lies there as it came: only tags were added, and nothing of it was read, moved or thrown away.
    """
    home: Home = request.getfixturevalue(where)

    search = Search(home, tmp_path)
    diary = search.play(STORY)

    assert diary == DIARY
    came = sorted(raw for one, raw in search.delivered if one.act == "mail")
    inbox = home.messages("INBOX")
    assert sorted(raw for raw, _ in inbox) == came
    assert not any(r"\Seen" in flags for _, flags in inbox)


def test_the_user_found_every_draft_he_meant_to_send() -> None:
    """The story says what he does with drafts; one that does not lie there would make the rest a tale."""
    assert "IN VAIN" not in DIARY


def test_the_story_is_three_weeks_long_and_has_sixty_mails() -> None:
    """A story cut short by a mistake in its file would pass in silence."""
    mails = [one for one in STORY if one.act in ("mail", "writes")]

    assert len(mails) >= 60
    assert (STORY[-1].at - STORY[0].at).days >= 21

"""How the digest reads: short, in the user's day, what hurts last, and nothing a stranger wrote can do harm in it."""

import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from assistant.promise import Whose
from assistant.report.digest import Digest, Due, Mention, Talk, Trouble, Waiting
from assistant.report.digest.message import message_id_of, write
from assistant.report.digest.page import Page, page_of

NOW = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
TALK = Talk(
    at=datetime(2026, 3, 12, 13, 30, tzinfo=UTC),
    people=("Tom Falk, hiring manager",),
    place="https://meet.bright.example/abc",
    company="Brightwater",
    role="Planner",
)
DRAFT = Waiting(letter="materials", to=("Priya Raman",), subject="References", company="Northfield", since=NOW)
CALL = Due(
    what="ask how things stand", at=NOW, whose=Whose.yours, company="Acme", phone="+49 40 123", person="Jane Doe"
)
OFFER = Due(what="answer the offer", at=datetime(2026, 3, 13, 22, 59, tzinfo=UTC), whose=Whose.yours, company="Bolt")
QUESTION = Due(what="say which application it belongs to", at=None, whose=Whose.yours)
UNCLEAR = Mention(sender="Ann Lee", subject="Your papers", guess="update", identity="<unsure@globex.example>")
FRAUD = Mention(sender="Mr Rich", subject="Your new job", because="It wants gift cards.")
TROUBLE = Trouble(account="work", words="The server refused the password.", since=NOW - timedelta(days=1))
FULL = Digest(
    day=date(2026, 3, 12),
    talks=(TALK,),
    drafts=(DRAFT,),
    calls=(CALL,),
    due=(OFFER,),
    questions=(QUESTION,),
    unclear=(UNCLEAR,),
    suspects=(FRAUD,),
    troubles=(TROUBLE,),
    refusals=("Hooli (Buyer)",),
)


def said(**parts: object) -> Page:
    """Put a digest of some parts into words."""
    return page_of(Digest(day=NOW.date(), **parts), "Robin Hale", BERLIN, NOW)  # type: ignore[arg-type]


def test_what_matters_comes_first_and_what_hurts_last() -> None:
    """The first lines are read, the last ones lightly."""
    page = page_of(FULL, "Robin Hale", BERLIN, NOW)

    assert page.subject == "Your search today: interview at 14:30, 1 call, 1 draft waiting"
    assert page.greeting == "Good morning, Robin."
    assert [section.title for section in page.sections] == [
        "Today's interview", "Drafts waiting for you", "To call", "Due", "I need a word from you", "Be careful",
        "Not well", "Answers",
    ]  # fmt: skip


def test_who_looks_in_the_evening_is_not_wished_a_good_morning() -> None:
    """`assistant digest` shows it at any hour, and a laptop may be opened late."""
    evening = page_of(Digest(day=NOW.date()), "Robin Hale", BERLIN, NOW + timedelta(hours=11))

    assert evening.greeting == "Hello, Robin. Nothing waits for you today."


def test_text_and_page_say_the_same() -> None:
    """Which of the two is shown is the mail program's choice."""
    page = page_of(FULL, "Robin Hale", BERLIN, NOW)
    shown = BeautifulSoup(page.html(), "html.parser").body.get_text(" ")  # type: ignore[union-attr]
    text = re.sub(r"(?m)^ *- ", " ", page.text().replace("-- \n", ""))

    assert text.split() == shown.split()


def test_an_interview_says_who_where_and_when_by_the_users_clock() -> None:
    """And what not to forget there."""
    text = said(talks=(TALK,)).text()

    assert "\n  14:30  Planner at Brightwater with Tom Falk, hiring manager\n         https://meet.bright" in text
    assert "when you will hear, who decides" in text


@pytest.mark.parametrize(("days", "words"), [(0, "since today"), (1, "since yesterday"), (5, "for 5 days")])
def test_a_draft_says_how_long_it_lies(days: int, words: str) -> None:
    """An answer grows old."""
    lying = Waiting(letter="availability", to=(), subject="Hi", company="", since=NOW - timedelta(days=days))

    assert f"on “Hi”, {words}" in said(drafts=(lying,)).text()


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 3, 12, 22, 59, tzinfo=UTC), "today  x"),
        (datetime(2026, 3, 13, 8, 0, tzinfo=UTC), "tomorrow 09:00  x"),
        (datetime(2026, 3, 17, 22, 59, tzinfo=UTC), "Tue 17 Mar  x"),
        (datetime(2026, 3, 11, 22, 59, tzinfo=UTC), "yesterday  x (it has passed)"),
    ],
)
def test_a_day_is_named_as_people_name_it(at: datetime, words: str) -> None:
    """The last minute of a day is that day, by the user's clock."""
    assert f"  {words}\n" in said(due=(Due(what="x", at=at, whose=Whose.yours),)).text()


def test_a_call_comes_with_the_number() -> None:
    """Or it is not made."""
    assert "  - Jane Doe, Acme: +49 40 123\n    ask how things stand" in said(calls=(CALL,)).text()


def test_a_long_list_is_cut_short() -> None:
    """Whoever sees thirty drafts looks at none."""
    text = said(drafts=(DRAFT,) * 30).text()

    assert text.count("Materials to Priya Raman") == 8
    assert "And 22 more" in text


def test_refusals_are_told_in_one_sentence_without_a_number() -> None:
    """They are no list to be counted, and nothing is to be done."""
    page = said(refusals=("Hooli (Buyer)", "Acme"))

    assert page.subject == "Your search today: a word about an answer"
    assert "Hooli (Buyer) and Acme said no this time." in page.sections[-1].after
    assert not re.search(r"\d", page.subject + page.sections[-1].after)


def test_with_nothing_but_silence_there_is_nothing_to_say() -> None:
    """That nobody answers is no news."""
    assert Digest(day=NOW.date(), quiet=12).is_empty
    assert not FULL.is_empty


def test_what_strangers_wrote_stays_words() -> None:
    """A subject must not become markup, a line of its own, or part of a command."""
    subject = "a\r\nDue\n  today  send money\u202e"
    page = said(
        suspects=(Mention(sender="<b>x</b>", subject=subject, because="<script>y</script>"),),
        unclear=(Mention(sender="x", subject="y", guess="update", identity="<a';rm -rf ~;'@x>"),),
    )
    html = BeautifulSoup(page.html(), "html.parser")

    assert not html.find_all(["b", "script", "img", "link", "style"])
    assert "\n  today  send" not in page.text()
    assert "\u202e" not in page.text() + page.html()
    assert "'<a'\"'\"';rm -rf ~;'\"'\"'@x>'" in re.sub(r"\n *", " ", page.text())


@pytest.mark.parametrize("place", ["javascript:alert(1)", "http://plain.example/", "https://a.example/ b", "Room 4"])
def test_only_a_safe_address_of_an_interview_is_a_link(place: str) -> None:
    """A click must lead where it says."""
    talk = Talk(at=TALK.at, place=place)

    assert not BeautifulSoup(said(talks=(talk,)).html(), "html.parser").find_all("a")
    assert len(BeautifulSoup(said(talks=(TALK,)).html(), "html.parser").find_all("a")) == 1


def test_the_message_is_the_same_however_often_it_is_written() -> None:
    """A repeat puts the same bytes."""
    page, day = said(talks=(TALK,)), "2026-03-12"
    address = "robin@" + "a-very-long-domain-name." * 3 + "example"
    written = {
        write(page, message_id=message_id_of("main", day, address), name="Röbin, Hale", address=address, now=NOW)
        for _ in range(2)
    }
    (raw,) = written
    message = message_from_bytes(raw, policy=policy.default)

    assert message["Message-ID"] == message_id_of("main", day, address)
    assert message["From"].addresses == message["To"].addresses
    assert message["From"].addresses[0].display_name == "Röbin, Hale"
    assert message.get_body(("plain",)).get_content().replace("\r\n", "\n") == page.text()
    assert message.get_body(("html",)).get_content().replace("\r\n", "\n").strip() == page.html().strip()
    assert message_id_of("main", day, address) != message_id_of("other", day, address)
    assert message_id_of("main", day, address) != message_id_of("main", "2026-03-13", address)

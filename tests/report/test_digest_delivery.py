"""The digest comes once a morning, replaces yesterday's, and is never read as mail."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from assistant.config import MaildirSettings
from assistant.errors import MailboxFull, MailboxUnreachable
from assistant.ledger import conversations, messages
from assistant.ledger.backup import back_up, restore
from assistant.ledger.connection import connect
from assistant.mailbox import Mailbox
from assistant.report.digest.message import message_id_of
from tests.poller.household import INVITATION, MONDAY, House, mail, new_house
from tests.poller.test_kills import die_while
from tests.report.mornings import at, digests_in, fails, house_with_digest, morning, other_morning, text_of

SEVEN = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
"""Tuesday, seven o'clock in Berlin."""


@pytest.fixture
def home(tmp_path: Path) -> House:
    """A mailbox with an invitation, read on Monday afternoon; its draft lies in Drafts."""
    house = house_with_digest(tmp_path, at=time(7, 0))
    house.deliver(INVITATION)
    house.config = house.config.model_copy(update={"digest": house.config.digest.model_copy(update={"to": "none"})})
    at(house, MONDAY + timedelta(hours=6))
    house.config = house.config.model_copy(update={"digest": house.config.digest.model_copy(update={"to": "inbox"})})
    return house


def test_it_comes_with_the_first_poll_after_its_hour(home: House) -> None:
    """Neither at night nor twice."""
    at(home, SEVEN - timedelta(minutes=1))
    before = digests_in(home)
    for minutes in (5, 15, 600):
        at(home, SEVEN + timedelta(minutes=minutes))

    assert before == []
    assert [one["Subject"] for one in digests_in(home)] == ["Your search today: 1 draft waiting"]


def test_an_uncertain_end_is_looked_into_once_it_has_settled(home: House) -> None:
    """The user may have filed it meanwhile, and wants no second one."""
    home.wrap = lambda run: replace(run, mailbox=Forgetful(run.mailbox))  # type: ignore[arg-type]
    home.now = SEVEN
    with pytest.raises(MailboxUnreachable):
        morning(home, wrapped=True)
    (file,) = (home.folder / "Mail" / "new").glob("*.digest")
    home.maildir("Archive").close()
    file.rename(home.folder / "Mail" / ".Archive" / "cur" / f"{file.name}:2,S")
    for minutes in (1, 5, 10):
        at(home, SEVEN + timedelta(minutes=minutes))

    assert digests_in(home) == []
    assert len(digests_in(home, "Archive")) == 1


def test_it_comes_late_where_the_machine_slept(home: House) -> None:
    """A laptop is opened at eleven."""
    at(home, SEVEN + timedelta(hours=4))

    assert len(digests_in(home)) == 1


def test_it_is_from_the_user_to_himself_unread_and_made_by_a_machine(home: House) -> None:
    """Whoever looks over his shoulder, or answers by rule, knows what it is."""
    at(home, SEVEN)
    (one,) = digests_in(home)

    assert one["From"] == one["To"] == "Robin Hale <robin@hale.example>"
    assert one["Auto-Submitted"] == "auto-generated"
    assert one["Date"].datetime == SEVEN
    assert [part.get_content_type() for part in one.iter_parts()] == ["text/plain", "text/html"]
    assert len([path for path in (home.folder / "Mail" / "new").iterdir() if path.name.endswith(".digest")]) == 1


def test_todays_takes_the_place_of_yesterdays(home: House) -> None:
    """One is enough."""
    for day in range(3):
        at(home, SEVEN + timedelta(days=day))

    assert [one["Date"].datetime.day for one in digests_in(home)] == [12]


def test_free_days_have_none_and_keep_the_last(home: House) -> None:
    """The search rests, too."""
    rules = home.config.rules.model_copy(update={"working_days": ("mon", "tue")})
    home.config = home.config.model_copy(update={"rules": rules})
    for day in (0, 1, 2):
        at(home, SEVEN + timedelta(days=day))

    assert [one["Date"].datetime.day for one in digests_in(home)] == [10]


@pytest.mark.parametrize("mark", ["F", "R", "P"])
def test_one_the_user_flagged_answered_or_passed_on_stays(home: House, mark: str) -> None:
    """He made it his."""
    at(home, SEVEN)
    folder = home.folder / "Mail"
    (file,) = (path for path in (folder / "new").iterdir() if path.name.endswith(".digest"))
    file.rename(folder / "cur" / f"{file.name}:2,{mark}S")

    at(home, SEVEN + timedelta(days=1))

    assert [one["Date"].datetime.day for one in digests_in(home)] == [11, 10]


def test_one_that_was_only_read_goes(home: House) -> None:
    """Reading is what it is for."""
    at(home, SEVEN)
    folder = home.folder / "Mail"
    (file,) = (path for path in (folder / "new").iterdir() if path.name.endswith(".digest"))
    file.rename(folder / "cur" / f"{file.name}:2,S")

    at(home, SEVEN + timedelta(days=1))

    assert [one["Date"].datetime.day for one in digests_in(home)] == [11]


def test_where_the_server_writes_it_anew_yesterdays_goes_all_the_same(home: House) -> None:
    """Exchange does; a week of digests in INBOX would be a reason to turn them off."""
    home.wrap = lambda run: replace(run, mailbox=Exchange(run.mailbox))  # type: ignore[arg-type]
    for home.now in (SEVEN, SEVEN + timedelta(days=1)):
        morning(home, wrapped=True)

    assert [(one["Date"].datetime.day, one["X-Anew"]) for one in digests_in(home)] == [(11, "yes")]


def test_with_nothing_to_say_there_is_none_and_yesterdays_goes(home: House) -> None:
    """An empty message is one too many."""
    at(home, SEVEN)
    for name in home.drafts():
        (home.folder / "Mail" / ".Drafts" / "cur" / name).unlink()
    for hours in (20, 21, 24, 25):
        at(home, SEVEN + timedelta(hours=hours))

    assert digests_in(home) == []


def test_while_the_search_rests_there_is_none(home: House) -> None:
    """Who pauses wants to be left alone."""
    home.config = home.config.model_copy(update={"paused": True})

    at(home, SEVEN)

    assert digests_in(home) == []


def test_unless_it_is_asked_for_there_is_none(tmp_path: Path) -> None:
    """INBOX is the user's."""
    house = new_house(tmp_path)
    house.deliver(INVITATION)

    at(house, MONDAY + timedelta(hours=2))
    at(house, SEVEN + timedelta(hours=2))

    assert digests_in(house) == []


def test_it_is_never_read_as_mail(home: House) -> None:
    """Its own words about interviews would be understood as an invitation, and be answered."""
    at(home, SEVEN)
    (one,) = digests_in(home)

    morning(home, after=timedelta(minutes=10))

    with connect(home.folder / "ledger.sqlite3", "main").step() as step:
        assert messages.known(step, one["Message-ID"]) is None
        assert conversations.written(step, one["Message-ID"]) == []
    assert not [event for event in home.events if event.kind in ("read", "planned", "unreadable")]


def test_it_is_not_read_as_mail_by_a_ledger_that_was_started_anew(home: House) -> None:
    """Then only its header tells."""
    at(home, SEVEN)
    (home.folder / "ledger.sqlite3").unlink()

    morning(home, after=timedelta(minutes=10))

    (one,) = digests_in(home)
    assert one["Message-ID"] not in [event.identity for event in home.events if event.kind == "read"]


@pytest.mark.parametrize(
    ("local", "utc"),
    [(time(2, 30), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)), (time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC))],
    ids=["the hour is left out", "the hour comes twice"],
)
def test_when_clocks_change_it_comes_once(home: House, local: time, utc: datetime) -> None:
    """Clocks on the wall are set forward on 29 March and back on 25 October."""
    rules = home.config.rules.model_copy(update={"working_days": ("sun",), "answer_within_days": 30})
    digest = home.config.digest.model_copy(update={"at": local})
    home.config = home.config.model_copy(update={"rules": rules, "digest": digest})
    home.deliver(INVITATION.replace(b"<invitation@", b"<newer@").replace(b"Mon, 09 Mar", f"{utc:%a, %d %b}".encode()))
    at(home, utc - timedelta(minutes=1))
    before = len(digests_in(home))

    for minutes in range(0, 180, 15):
        at(home, utc + timedelta(minutes=minutes))

    assert (before, len(digests_in(home))) == (0, 1)


def test_a_new_zone_on_the_same_day_brings_no_second_one(home: House) -> None:
    """A flight west makes seven o'clock come again."""
    at(home, SEVEN)
    home.config = home.config.model_copy(update={"me": home.config.me.model_copy(update={"zone": "America/New_York"})})

    at(home, SEVEN + timedelta(hours=8))

    assert [one["Date"].datetime for one in digests_in(home)] == [SEVEN]


def test_where_the_clock_goes_back_over_midnight_todays_stays(home: House) -> None:
    """A flight over the date line, or a clock put right, makes it yesterday; what lies there is still the newest."""
    home.config = home.config.model_copy(update={"me": home.config.me.model_copy(update={"zone": "Pacific/Auckland"})})
    for day in (1, 2):
        at(home, SEVEN + timedelta(days=day, hours=-12))
    home.config = home.config.model_copy(update={"me": home.config.me.model_copy(update={"zone": "America/New_York"})})
    at(home, SEVEN + timedelta(days=2, hours=-7))
    before = [one["Date"].datetime for one in digests_in(home)]

    at(home, SEVEN + timedelta(days=2, hours=6))

    assert before == [SEVEN + timedelta(days=2, hours=-12)]
    assert [one["Date"].datetime.day for one in digests_in(home)] == [12]


def test_a_strangers_mail_under_its_id_is_never_taken_away(tmp_path: Path) -> None:
    """The id can be guessed; who guesses it may keep the digest of the first day away, and nothing else."""
    home = house_with_digest(tmp_path, at=time(7, 0))
    day = SEVEN.date().isoformat()
    home.deliver(INVITATION)
    home.deliver(mail("[offer] From a stranger", "Hi.", id=message_id_of("main", day, "robin@hale.example")))

    for days in range(3):
        at(home, SEVEN + timedelta(days=days))

    assert "[offer] From a stranger" in [one["Subject"] for one in home.maildir()]


@pytest.mark.parametrize(("where", "left"), [("", 1), ("Trash", 0), ("Archive", 0)])
def test_after_a_backup_took_the_ledgers_place_none_comes_twice(where: str, left: int, home: House) -> None:
    """The ledger has lost the morning; whatever the user did with its digest, he has had it."""
    back_up(home.folder / "ledger.sqlite3", home.folder / "backup")
    at(home, SEVEN)
    (file,) = (home.folder / "Mail" / "new").glob("*.digest")
    if where:
        home.maildir(where).close()
        file.rename(home.folder / "Mail" / f".{where}" / "cur" / f"{file.name}:2,S")
    restore(home.folder / "backup", home.folder / "ledger.sqlite3", SEVEN + timedelta(hours=1))

    at(home, SEVEN + timedelta(hours=2))

    assert [one["Date"].datetime for one in digests_in(home)] == [SEVEN] * left
    at(home, SEVEN + timedelta(days=1))
    assert 11 in [one["Date"].datetime.day for one in digests_in(home)]


class Exchange:
    """A mailbox that adds a field to what is put."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> object:
        return self._mailbox.put_digest(message_id, b"X-Anew: yes\r\n" + raw, floor)

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)


class Forgetful:
    """A mailbox that puts the digest and breaks off before it says so."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def put_digest(self, message_id: str, raw: bytes, floor: str) -> None:
        self._mailbox.put_digest(message_id, raw, floor)
        raise MailboxUnreachable

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)


class Full:
    """A mailbox without room for the digest."""

    def __init__(self, mailbox: object) -> None:
        self._mailbox = mailbox

    def put_digest(self, *_: object) -> None:
        raise MailboxFull

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)


def two_accounts(home: House, **digest: object) -> House:
    """Give the household a second account, which is named after the first."""
    (home.folder / "second").mkdir()
    new_house(home.folder / "second")
    (home.folder / "second" / "Mail").rename(home.folder / "other")
    accounts = {**home.config.accounts, "other": MaildirSettings(kind="maildir", path=home.folder / "other")}
    digest = home.config.digest.model_copy(update=digest)
    home.config = home.config.model_copy(update={"accounts": accounts, "digest": digest})
    return home


def test_of_two_accounts_the_first_has_it_once_both_were_read(home: House) -> None:
    """One message over all, and none that lacks what came overnight to the other."""
    two_accounts(home)
    at(home, SEVEN)
    early = digests_in(home)
    other_morning(home, "other")
    morning(home, after=timedelta(minutes=10))

    assert early == []
    assert (len(digests_in(home)), len(digests_in(home, name="other"))) == (1, 0)


def test_an_account_that_is_never_read_is_waited_for_half_an_hour(home: House) -> None:
    """Somebody may poll one account only."""
    two_accounts(home)
    at(home, SEVEN)
    at(home, SEVEN + timedelta(minutes=40))

    assert len(digests_in(home)) == 1


def test_where_the_first_account_is_never_polled_the_second_has_it(home: House) -> None:
    """A schedule may name one account alone; then the first one never comes to put it."""
    two_accounts(home)
    for minutes in (0, 20, 40):
        home.now = SEVEN + timedelta(minutes=minutes)
        other_morning(home, "other")

    assert len(digests_in(home, name="other")) == 1


def test_the_account_that_is_named_has_it(home: House) -> None:
    """`account` says where."""
    two_accounts(home, account="other")
    at(home, SEVEN)
    other_morning(home, "other")
    morning(home, after=timedelta(minutes=10))

    assert (len(digests_in(home)), len(digests_in(home, name="other"))) == (0, 1)


def test_where_the_first_account_fails_the_second_has_it_and_says_so(home: House) -> None:
    """Never silently dead: what one account cannot tell, another does."""
    two_accounts(home)
    fails(home, "main", SEVEN - timedelta(hours=20))
    home.now = SEVEN
    other_morning(home, "other")
    (one,) = digests_in(home, name="other")

    morning(home, after=timedelta(minutes=10))

    assert "main: The server refused the password." in text_of(one)
    assert digests_in(home) == []


def test_a_full_mailbox_leaves_it_to_the_next_account(home: House) -> None:
    """What cannot be put here may be put there."""
    two_accounts(home)
    home.now = SEVEN + timedelta(minutes=1)
    other_morning(home, "other")
    home.wrap = lambda run: replace(run, mailbox=Full(run.mailbox))  # type: ignore[arg-type]
    with pytest.raises(MailboxFull):
        morning(home, wrapped=True)
    other_morning(home, "other")

    assert (len(digests_in(home)), len(digests_in(home, name="other"))) == (0, 1)


def test_a_file_is_replaced_in_one_step(home: House, tmp_path: Path) -> None:
    """Whoever reads it meanwhile sees one whole digest."""
    file = tmp_path / "digest.txt"
    home.config = home.config.model_copy(update={"digest": home.config.digest.model_copy(update={"to": str(file)})})
    at(home, SEVEN)
    first = os.stat(file).st_ino
    text = file.read_text()
    at(home, SEVEN + timedelta(days=1))

    assert text.startswith("Your search today: 1 draft waiting\n\nGood morning, Robin.")
    assert os.stat(file).st_ino != first
    assert digests_in(home) == []
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".digest-")] == []


def test_a_file_whose_name_ends_so_is_a_page(home: House, tmp_path: Path) -> None:
    """A browser may show it."""
    file = tmp_path / "digest.html"
    home.config = home.config.model_copy(update={"digest": home.config.digest.model_copy(update={"to": str(file)})})
    at(home, SEVEN)

    assert file.read_text().startswith("<!DOCTYPE html>")


def die_in_the_morning(house: House, number: int) -> bool:
    """Let the house die at its side effect of that number; return whether it lived."""

    def mornings(wrap: object) -> None:
        house.wrap = wrap  # type: ignore[assignment]
        morning(house, wrapped=True)

    return die_while(mornings, number)


def test_killed_anywhere_there_is_one_digest_of_the_day(tmp_path: Path) -> None:
    """At every single side effect, then resumed: none lost, never two, yesterday's gone."""
    monday = house_with_digest(tmp_path)
    monday.deliver(INVITATION)
    at(monday, MONDAY + timedelta(hours=2))
    number, lived = 0, False
    while not lived:
        number += 1
        house = copied(monday, tmp_path.with_name(f"{tmp_path.name}-{number}"))
        house.now = SEVEN
        lived = die_in_the_morning(house, number)
        house.wrap = lambda run: run

        for _ in range(2):
            morning(house, after=timedelta(minutes=2))

        assert [one["Date"].datetime.day for one in digests_in(house)] == [10], f"killed at side effect {number}"
    assert number > 8, "the wrapper counted too few side effects to be trusted"


def copied(house: House, folder: Path) -> House:
    """Return the household as it stands, in another folder."""
    shutil.copytree(house.folder, folder)
    copy = house_with_digest(folder)
    copy.now = house.now
    return copy

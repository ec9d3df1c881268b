"""What only mbox files can get wrong."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import ConfigError, MailboxReset, MailboxUnreachable, NoDraftsFolder
from assistant.mailbox import DraftState, Mailbox
from assistant.mailbox.account import MboxAccount, open_mailbox
from assistant.mailbox.survey import survey
from tests.mailbox.test_maildir import MaildirWorld
from tests.mailbox.test_mbox import MboxWorld
from tests.mailbox.world import NOW, SINCE, identity, mail, names, put


@pytest.fixture
def world(tmp_path: Path) -> MboxWorld:
    """A fresh profile."""
    maildir = MaildirWorld(tmp_path / "Maildir")
    return MboxWorld(tmp_path / "Mail", maildir, maildir.path / ".Drafts")


def letter(name: str, envelope: str = "From - Sat Nov 21 10:00:00 2026") -> bytes:
    return f"{envelope}\n".encode() + mail(name).replace(b"\r\n", b"\n") + b"\n"


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in files}


def test_nothing_is_ever_written_beside_the_mail(world: MboxWorld) -> None:
    """Not even a lock: a stale one keeps the user's mail program from its own mail."""
    world.deliver(mail("new"))
    world.deliver(mail("sent"), folder="Sent")
    before = snapshot(world.path)
    mailbox = world.open()
    news = mailbox.news(None, SINCE)
    list(mailbox.read(news.arrivals))
    mailbox.find(identity("nowhere"))
    draft = put(mailbox, "d1")
    mailbox.draft_states([draft])
    mailbox.tag([news.arrivals[0]], "$JobOffer")
    mailbox.withdraw(draft)

    assert snapshot(world.path) == before


def test_a_file_that_did_not_change_is_not_opened(world: MboxWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A poll every minute must not read gigabytes."""
    world.deliver(mail("new"))
    mailbox = world.open(path=world.path / "Inbox", sent=str(world.path / "Sent"))
    cursor = mailbox.news(None, SINCE).cursor
    opened: list[Path] = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda path, *rest: opened.append(path) or real(path, *rest))

    news = mailbox.news(cursor, SINCE)

    assert (news.arrivals, news.cursor, opened) == ((), cursor, [])


def test_a_file_that_is_being_written_waits_for_the_next_poll(world: MboxWorld) -> None:
    """Half a rejection may read like an invitation."""
    world.deliver(mail("first"))
    mailbox = world.open(rest_seconds=60.0)
    with pytest.raises(MailboxUnreachable, match="being written"):
        mailbox.news(None, SINCE)
    before = world.open().news(None, SINCE)
    world.deliver(mail("second"))
    waiting = mailbox.news(before.cursor, SINCE)
    os.utime(world.path / "Inbox", (time.time() - 61, time.time() - 61))

    assert (waiting.arrivals, waiting.cursor) == ((), before.cursor)
    assert names(mailbox, mailbox.news(waiting.cursor, SINCE).arrivals) == ["second"]


def test_a_clock_that_goes_wrong_does_not_hide_mail_for_ever(world: MboxWorld) -> None:
    """Files on a share carry the server's time."""
    world.deliver(mail("new"))
    os.utime(world.path / "Inbox", (time.time() + 9000, time.time() + 9000))
    mailbox = world.open(rest_seconds=60.0, path=world.path / "Inbox")

    assert names(mailbox, mailbox.news(None, SINCE).arrivals) == ["new"]


def test_a_last_message_that_grew_is_listed_again(world: MboxWorld) -> None:
    """What was slow enough to look finished must come whole in the end."""
    inbox = world.path / "Inbox"
    inbox.write_bytes(letter("slow").rstrip(b"\n"))
    mailbox = world.open()
    cursor = mailbox.news(None, SINCE).cursor
    with inbox.open("ab") as file:
        file.write(b" And the rest.\n\n" + letter("next"))
    news = mailbox.news(cursor, SINCE)

    assert names(mailbox, news.arrivals) == ["slow", "next"]
    assert b"And the rest." in next(arrival.raw for _, arrival in mailbox.read(news.arrivals) if arrival)


def test_flags_that_change_in_place_are_no_news(world: MboxWorld) -> None:
    """Reading mail in Thunderbird changes digits in the file."""
    world.deliver(mail("first"))
    mailbox = world.open()
    cursor = mailbox.news(None, SINCE).cursor
    world.flag(identity("first"), r"\Seen")
    news = mailbox.news(cursor, SINCE)

    assert (news.arrivals, news.tags_changed) == ((), True)


@pytest.mark.parametrize("left", ["second", ""])
def test_a_compacted_file_is_read_anew(world: MboxWorld, left: str) -> None:
    """Thunderbird writes the file again without what was deleted: all lies elsewhere, or nothing is left."""
    world.deliver(mail("first"))
    world.deliver(mail("second"))
    mailbox = world.open()
    news = mailbox.news(None, SINCE)
    (world.path / "Inbox").write_bytes(letter(left) if left else b"")

    with pytest.raises(MailboxReset):
        mailbox.news(news.cursor, SINCE)
    assert [arrival for _, arrival in mailbox.read(news.arrivals)] == [None, None]
    again = mailbox.news(None, SINCE)
    assert names(mailbox, again.arrivals) == ([left] if left else [])


def test_sent_mail_that_was_compacted_does_not_make_all_mail_be_read_anew(world: MboxWorld) -> None:
    """It is read from its beginning instead."""
    world.deliver(mail("new"))
    for name in ("s1", "s2"):
        world.deliver(mail(name), folder="Sent")
    mailbox = world.open()
    cursor = mailbox.news(None, SINCE).cursor
    (world.path / "Sent").write_bytes(letter("s2"))
    news = mailbox.news(cursor, SINCE)

    assert (news.arrivals, names(mailbox, news.sent)) == ((), ["s2"])


@pytest.mark.parametrize(
    ("envelope", "received"),
    [
        ("From ann@x Sat Nov 21 10:00:00 +0200 2026", datetime(2026, 11, 21, 8, tzinfo=UTC)),
        ("From ann@x Sat Nov 21 10:00:07 2026 -0530", datetime(2026, 11, 21, 15, 30, 7, tzinfo=UTC)),
        ("From ann@x Sat Nov  1 10:00 2026 +0000", datetime(2026, 11, 1, 10, tzinfo=UTC)),
        ("From - Sat Nov 21 10:00:00 2026", datetime(2026, 11, 21, 10).astimezone(UTC)),  # local time
        ("From - Thu Jan  1 00:00:00 1970", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("From ", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("From ann@x Sat Nov 99 10:00:00 2026", datetime(2026, 11, 20, 9, tzinfo=UTC)),
    ],
)
def test_a_message_was_received_when_its_from_line_says_else_at_its_date(
    world: MboxWorld, envelope: str, received: datetime
) -> None:
    """How far the first run looks back hangs on it."""
    dated = mail("new").replace(b"Subject", b"Date: Fri, 20 Nov 2026 09:00:00 +0000\r\nSubject")
    (world.path / "Inbox").write_bytes(envelope.encode() + b"\n" + dated + b"\n")
    mailbox = world.open()
    ((_, arrival),) = mailbox.read(mailbox.news(None, datetime(2026, 10, 1, tzinfo=UTC)).arrivals)

    assert arrival is not None and arrival.internal_date == received


def test_a_message_without_an_id_is_the_same_whatever_its_flags(world: MboxWorld) -> None:
    """It is known by its header, into which mail programs write."""
    world.deliver(mail("x").partition(b"\r\n")[2])
    mailbox = world.open()

    def raw() -> bytes:
        ((_, arrival),) = mailbox.read(mailbox.news(None, SINCE).arrivals)
        assert arrival is not None
        return arrival.raw

    before = raw()
    content = (world.path / "Inbox").read_bytes()
    (world.path / "Inbox").write_bytes(content.replace(b"Status: 0000", b"Status: 0003\nX-Mozilla-Keys: $label1"))

    assert raw() == before


def test_tags_of_the_mail_program_are_read(world: MboxWorld) -> None:
    """A tag the user sets in Thunderbird is a lesson."""
    (world.path / "Inbox").write_bytes(letter("a").replace(b"\n", b"\nX-Mozilla-Keys: $label1 $joboffer   \n", 1))
    mailbox = world.open()
    (place,) = mailbox.news(None, SINCE).arrivals

    assert mailbox.tags([place]) == {place: {"$label1", "$JobOffer"}}


def append(world: MboxWorld, folder: str, raw: bytes) -> None:
    with (world.path / folder).open("ab") as file:
        file.write(b"From - Sat Nov 21 10:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n")


def test_an_answer_the_user_has_begun_in_the_mail_program_gets_no_twin(world: MboxWorld) -> None:
    """Its Drafts are not where ours are put, and count all the same."""
    mailbox = world.open()
    floor = mailbox.drafts_floor()
    append(world, "Drafts", mail("own", reply_to="parent", to="ann@example.org"))

    assert mailbox.put_draft(identity("d1"), mail("d1", reply_to="parent"), floor) is None
    assert world.messages("Drafts") == []


def test_a_draft_that_was_opened_and_saved_in_the_mail_program_is_edited(world: MboxWorld) -> None:
    """It lies in the program's own Drafts then, under another id, whether the file was deleted or not."""
    mailbox = world.open()
    draft = put(mailbox, "d1")
    cursor = mailbox.news(None, SINCE).cursor
    append(world, "Drafts", mail("saved", reply_to="parent"))
    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.untouched}
    world.remove(draft.message_id, folder="Drafts")

    assert mailbox.news(cursor, SINCE).drafts_changed
    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.edited}
    world.path.joinpath("Drafts").write_bytes(b"")
    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.gone}


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Folders as Thunderbird, Apple Mail and Google Takeout leave them, and what lies beside."""
    folder = tmp_path / "ImapMail"
    for name in ("INBOX", "Sent-1", "Papierkorb", "Jobs.sbd/2026", "Apple.mbox/mbox", "Takeout.mbox"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(letter(name.replace("/", ".").lower()))
    (folder / "Jobs").touch()
    for name in ("INBOX.msf", "filterlog.html", "msgFilterRules.dat", ".hidden", "notes.txt", "foldertree.json"):
        (folder / name).write_text("// <!-- mork -->")
    (folder / "empty.msf").touch()
    return folder


def test_every_folder_of_a_profile_is_known_by_its_name(profile: Path) -> None:
    """The user names folders as the mail program shows them."""
    seen = survey(MboxAccount(path=profile, sent="Sent-1", drafts=str(profile.parent), folders=("inbox", "Jobs/2026")))

    assert set(seen.folders) == {"INBOX", "Sent-1", "Papierkorb", "Jobs", "Jobs/2026", "Apple", "Takeout"}
    assert (seen.roles.sent, seen.roles.trash, seen.missing, seen.keeps_tags) == ("Sent-1", "Papierkorb", [], False)


def test_mail_in_every_folder_of_a_profile_is_found_but_not_in_trash(profile: Path) -> None:
    """People file mail away."""
    mailbox = open_mailbox(MboxAccount(path=profile, rest_seconds=0.0, folders=("INBOX", "Jobs/2026")))
    found = {name: mailbox.find(identity(name)) for name in ("jobs.sbd.2026", "apple.mbox.mbox", "papierkorb")}

    told = {name: place and place.folder for name, place in found.items()}
    assert told == {"jobs.sbd.2026": "Jobs/2026", "apple.mbox.mbox": "Apple", "papierkorb": None}


Open = Callable[[], Mailbox]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"path": Path("/nowhere/Inbox")}, "/nowhere/Inbox"),
        ({"folders": ("Jobs",)}, "'Jobs'"),
        ({"folders": ("/nowhere/x",)}, "'/nowhere/x'"),
    ],
)
def test_what_is_not_there_is_a_mistake_of_the_settings(
    world: MboxWorld, changes: dict[str, object], words: str
) -> None:
    """An empty mailbox says nothing, so a wrong name would never be noticed."""
    with pytest.raises(ConfigError, match=words):
        world.open(**changes).news(None, SINCE)


@pytest.mark.parametrize("content", [b"[me]\nname = 'x'\n", b"SQLite format 3\x00", b"From us to you\n\n"])
def test_a_file_that_is_no_mbox_is_a_mistake_of_the_settings(world: MboxWorld, content: bytes) -> None:
    """It would pass for a mailbox without mail."""
    (world.path / "Inbox").write_bytes(content)
    with pytest.raises(ConfigError, match="no mbox"):
        world.open(path=world.path / "Inbox").news(None, SINCE)


def test_without_a_folder_for_drafts_it_says_what_to_do(world: MboxWorld) -> None:
    """A draft appended to an mbox might be torn, and a mail program that has it open would destroy it."""
    for changes, words in (({"drafts": None}, "name a folder"), ({"drafts": "/nowhere"}, "/nowhere")):
        with pytest.raises(NoDraftsFolder, match=words):
            world.open(**changes).drafts_floor()


def test_a_day_brings_what_a_lost_poll_did_not(world: MboxWorld) -> None:
    """A sweep also lists what came behind the cursor with an old date."""
    world.deliver(mail("first"))
    mailbox = world.open()
    cursor = mailbox.news(None, SINCE).cursor
    world.deliver(mail("late"), received=NOW - timedelta(days=600))

    assert sorted(names(mailbox, mailbox.news(cursor, SINCE, sweep=True).arrivals)) == ["first", "late"]

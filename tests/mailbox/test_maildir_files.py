"""What only files can get wrong."""

import os
import signal
import stat
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import ConfigError, NoDraftsFolder
from assistant.mailbox import DraftState
from assistant.mailbox.account import MaildirAccount, open_mailbox
from assistant.mailbox.maildir.folder import key_of
from tests.mailbox.test_maildir import MaildirWorld
from tests.mailbox.world import LONG_AGO, NOW, SINCE, identity, mail, names, put


@pytest.fixture
def world(tmp_path: Path) -> MaildirWorld:
    """A fresh Maildir."""
    return MaildirWorld(tmp_path / "Mail")


def test_a_drafts_file_name_is_made_of_its_id_and_says_nothing_of_it(world: MaildirWorld) -> None:
    """The name is what keeps a draft from lying there twice; it must not tell who is written to."""
    put(world.open(), "d1")

    (path,) = (world.path / ".Drafts" / "cur").iterdir()
    assert path.name == key_of(identity("d1")) + ":2,DS"
    assert "d1" not in path.name and "/" not in key_of("<../../x@y>")
    assert (path.stat().st_mode & 0o777, list((world.path / ".Drafts" / "tmp").iterdir())) == (0o600, [])


def test_what_came_within_one_second_is_in_the_order_of_its_microseconds(world: MaildirWorld) -> None:
    """Deliverers do not pad them with zeros, so the order of letters is another one."""
    for name, file in (("second", "1795332927.M108476P7Q2.here"), ("first", "1795332927.M93764P7Q1.here")):
        (world.path / "new" / file).write_bytes(mail(name))
        os.utime(world.path / "new" / file, (NOW.timestamp(), NOW.timestamp()))
    mailbox = world.open()

    assert names(mailbox, mailbox.news(None, SINCE).arrivals) == ["first", "second"]


def test_a_name_that_is_no_text_stops_nobody_and_stays(world: MaildirWorld) -> None:
    """A place is remembered as text; the file keeps the name its deliverer gave it, also when it is tagged."""
    (world.path / "dovecot-keywords").write_text("0 $JobOffer\n")
    (world.path / "cur" / os.fsdecode(b"1795332927.M1.b\xfcro:2,S")).write_bytes(mail("old"))
    mailbox = world.open()
    (place,) = mailbox.news(None, LONG_AGO).arrivals

    assert place.key.encode() == b"1795332927.M1.b\\udcfcro"
    assert mailbox.tag([place], "$JobOffer") == {place}
    assert names(mailbox, [place]) == ["old"]
    assert os.listdir(os.fsencode(world.path / "cur")) == [b"1795332927.M1.b\xfcro:2,Sa"]


def test_a_draft_is_written_with_the_line_ends_of_files(world: MaildirWorld) -> None:
    """Mail programs that read files show a carriage return as ^M."""
    put(world.open(), "d1")

    (path,) = (world.path / ".Drafts" / "cur").iterdir()
    assert path.read_bytes() == mail("d1", reply_to="parent").replace(b"\r\n", b"\n")


def test_a_draft_whose_flags_changed_is_still_the_same(world: MaildirWorld) -> None:
    """Mail programs rename files all the time."""
    mailbox = world.open()
    draft = put(mailbox, "d1")
    (path,) = (world.path / ".Drafts" / "cur").iterdir()
    path.rename(path.with_name(path.name.replace("DS", "DFS")))

    assert mailbox.put_draft(draft.message_id, draft.raw, draft.floor) == draft.place
    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.untouched}


def test_a_draft_marked_as_deleted_is_gone_and_not_put_again(world: MaildirWorld) -> None:
    """Mail programs mark first and remove when the folder is left."""
    mailbox = world.open()
    draft = put(mailbox, "d1")
    (path,) = (world.path / ".Drafts" / "cur").iterdir()
    path.rename(path.with_name(path.name + "T"))

    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.gone}
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)
    assert len(list((world.path / ".Drafts" / "cur").iterdir())) == 1


def test_a_file_edited_in_place_is_edited(world: MaildirWorld) -> None:
    """Unlike an IMAP message a file can change under its name."""
    mailbox = world.open()
    draft = put(mailbox, "d1")
    (path,) = (world.path / ".Drafts" / "cur").iterdir()
    path.write_bytes(path.read_bytes() + b"PS: one more thing\n")

    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.edited}
    assert not mailbox.withdraw(draft)


@pytest.mark.parametrize("moment_ms", [0, 1, 2, 4, 8, 16])
def test_a_run_killed_while_it_puts_a_draft_leaves_one_whole_draft_in_the_end(
    world: MaildirWorld, moment_ms: int
) -> None:
    """A laptop's lid closes at any moment; half a draft might be sent."""
    raw = mail("d1", body="word " * 200_000)
    floor = world.open().drafts_floor()
    child = os.fork()
    if child == 0:
        try:
            world.open().put_draft(identity("d1"), raw, floor)
        finally:
            os._exit(0)
    time.sleep(moment_ms / 1000)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

    assert {len(stored) for stored, _ in world.messages("Drafts")} <= {len(raw)}
    world.open().put_draft(identity("d1"), raw, floor)
    assert [stored for stored, _ in world.messages("Drafts")] == [raw]


def test_a_draft_is_on_the_disk_before_it_is_seen(world: MaildirWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut there must be a whole draft or none; the name is written to disk too."""
    floor, done, fsync, link = world.open().drafts_floor(), list[str](), os.fsync, os.link

    def watched_fsync(handle: int) -> None:
        done.append("directory synced" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file synced")
        fsync(handle)

    def watched_link(source: Path, target: Path) -> None:
        done.append("linked")
        link(source, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "link", watched_link)
    world.open().put_draft(identity("d1"), mail("d1"), floor)

    assert done == ["file synced", "linked", "directory synced"]


def test_old_mail_whose_flags_change_is_no_news(world: MaildirWorld) -> None:
    """Reading an old letter again must not bring a reply to it."""
    world.deliver(mail("old"), received=LONG_AGO, flags=r"\Seen")
    (old,) = (world.path / "cur").iterdir()
    old = old.rename(old.with_name(f"{int(LONG_AGO.timestamp())}.M1.host:2,S"))
    world.deliver(mail("first"))
    mailbox = world.open()
    cursor = mailbox.news(None, SINCE).cursor
    time.sleep(0.01)
    old.rename(old.with_name(old.name + "F"))
    world.deliver(mail("second"))

    assert set(names(mailbox, mailbox.news(cursor, SINCE).arrivals)) - {"first"} == {"second"}


def test_a_file_whose_flags_change_between_listing_and_reading_is_read(world: MaildirWorld) -> None:
    """The user is reading their mail at the same time."""
    for name in ("a", "b"):
        world.deliver(mail(name))
    mailbox = world.open()
    reading = mailbox.read(mailbox.news(None, SINCE).arrivals)
    first = next(reading)
    for path in list((world.path / "new").iterdir()):
        path.rename(world.path / "cur" / f"{path.name}:2,S")
    second = next(reading)

    assert first[1] is not None and second[1] is not None


def test_a_keyword_dovecot_has_no_letter_for_is_not_kept(world: MaildirWorld) -> None:
    """The list of letters is Dovecot's own; writing it behind its back would mix up the user's tags."""
    (world.path / "dovecot-keywords").write_text("0 $JobOffer\n1 Other\n")
    world.deliver(mail("new"), flags=r"\Seen")
    mailbox = world.open()
    (place,) = mailbox.news(None, SINCE).arrivals

    assert not mailbox.tag([place], "$JobUpdate")
    assert mailbox.tag([place], "$JobOffer")
    assert [path.name[-4:] for path in (world.path / "cur").iterdir()] == ["2,Sa"]


def test_without_dovecot_there_are_no_keywords(world: MaildirWorld) -> None:
    """A plain Maildir has no way to keep them."""
    (world.path / "dovecot-keywords").unlink()
    world.deliver(mail("new"))
    mailbox = world.open()
    (place,) = mailbox.news(None, SINCE).arrivals

    assert not mailbox.tag([place], "$JobOffer")
    assert mailbox.tags([place]) == {place: frozenset()}
    assert world.untouched()


def test_a_path_without_a_maildir_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    """Creating one would hide the mistake, and a poll of an empty mailbox says nothing."""
    mailbox = open_mailbox(MaildirAccount(path=tmp_path / "nothing"))
    with pytest.raises(ConfigError, match=str(tmp_path)):
        mailbox.news(None, SINCE)

    assert not list(tmp_path.iterdir())


def test_drafts_may_lie_anywhere_by_path_or_by_a_localised_name(world: MaildirWorld, tmp_path: Path) -> None:
    """Programs keep drafts beside, below or far from the inbox, and name them in their user's language."""
    elsewhere = MaildirWorld(tmp_path / "Elsewhere").path
    draft = put(world.open(drafts=str(elsewhere)), "d1")
    (world.path / ".Drafts").rename(world.path / ".Entw&APw-rfe")
    localised = put(world.open(), "d2")
    (world.path / ".Entw&APw-rfe").rename(world.path / "Brouillons")
    for answer in (world.path / "Brouillons" / "cur").iterdir():
        answer.unlink()  # a second answer to the same mail is not put beside it
    plain = put(world.open(), "d3")

    places = [one.place.folder for one in (draft, localised, plain) if one.place]
    assert places == [str(elsewhere), "Entwürfe", "Brouillons"]
    with closing(world.open(drafts="Missing")) as mailbox, pytest.raises(NoDraftsFolder, match="Missing"):
        mailbox.drafts_floor()


def test_what_is_no_message_file_is_passed_over(world: MaildirWorld) -> None:
    """Folders, pipes and hidden files lie about."""
    os.mkfifo(world.path / "new" / "pipe")
    (world.path / "cur" / "folder").mkdir()
    (world.path / "new" / ".hidden").write_text("x")
    world.deliver(mail("new"), received=NOW - timedelta(hours=1))

    assert names(world.open(), world.open().news(None, SINCE).arrivals) == ["new"]

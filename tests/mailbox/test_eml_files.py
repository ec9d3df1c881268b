"""What only .eml files can get wrong, and the folder for drafts beside what is never written."""

import errno
import os
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import ConfigError, NoDraftsFolder
from assistant.mailbox.account import EmlAccount, open_mailbox
from assistant.mailbox.local import make_drafts_folder
from assistant.mailbox.survey import survey
from tests.mailbox.test_eml import EmlWorld
from tests.mailbox.world import LONG_AGO, SINCE, identity, mail, names, put


@pytest.fixture
def world(tmp_path: Path) -> EmlWorld:
    """A fresh folder."""
    return EmlWorld(tmp_path / "Mail")


def test_a_draft_is_a_file_people_know_by_its_name_and_that_opens_for_writing(world: EmlWorld) -> None:
    """It is dragged into a mail program, or double-clicked, by somebody who looks at names."""
    raw = mail("d1", reply_to="p", subject="Re: Interview: Thursday / 10:30?", to="Ann <ann@example.org>")
    put(world.open(), "d1", raw=raw)

    (path,) = (world.path / "Drafts").iterdir()
    assert path.name.startswith("Re Interview Thursday 10 30 (ann@example.org) ") and path.suffix == ".eml"
    assert path.read_bytes() == b"X-Unsent: 1\r\n" + raw
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "subject", ["", "...", "x" * 500, "Ünïcode – 日本" * 40, "../../etc/passwd", "a\tb", "C:\\x|*?"]
)
def test_a_name_is_one_that_every_file_system_takes(world: EmlWorld, subject: str) -> None:
    """Folders are shared with Windows, and a subject is chosen by a stranger."""
    put(world.open(), "d1", raw=mail("d1", reply_to="p", subject=subject))

    (path,) = (world.path / "Drafts").rglob("*")
    assert len(path.name.encode()) < 240 and not set(path.name) & set('\\/:*?"<>|\t') and path.name[0] != "."


def test_a_name_that_is_no_text_stops_nobody(world: EmlWorld) -> None:
    """An archive unpacked from an old machine has such names, and a place is remembered as text."""
    world.path.mkdir(exist_ok=True)
    (world.path / os.fsdecode(b"B\xfccher.eml")).write_bytes(mail("old"))
    mailbox = world.open()
    (place,) = mailbox.news(None, LONG_AGO).arrivals

    assert place.key.encode() == b"B\\udcfccher.eml"
    assert names(mailbox, [place]) == ["old"]


def test_two_letters_of_one_name_lie_beside_each_other(world: EmlWorld) -> None:
    """No file is ever written over."""
    mailbox = world.open()
    for name in ("d1", "d2"):
        put(mailbox, name, raw=mail(name, reply_to=f"p-{name}", subject="Re: Hello"))

    assert len(world.messages("Drafts")) == 2


def test_a_draft_that_was_renamed_is_still_the_same(world: EmlWorld) -> None:
    """People sort files by giving them names."""
    mailbox = world.open()
    draft = put(mailbox, "d1")
    (path,) = (world.path / "Drafts").iterdir()
    path.rename(path.with_name("for Ann.eml"))
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)

    assert len(world.messages("Drafts")) == 1
    assert mailbox.withdraw(draft)


def test_a_disk_without_links_takes_drafts_too(world: EmlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick or a share often has none."""

    def link(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    mailbox = world.open()
    draft = put(mailbox, "d1")
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)

    assert [raw for raw, _ in world.messages("Drafts")] == [draft.raw]
    assert len(list((world.path / "Drafts").iterdir())) == 1


def test_what_is_no_message_is_passed_over_and_what_is_broken_stops_nothing(world: EmlWorld) -> None:
    """A folder of thousands always holds some of it."""
    world.deliver(mail("good"))
    folder = world.path / "2026"
    for name, content in (("empty.eml", b""), ("noise.eml", bytes(range(256)) * 99), ("UPPER.EML", mail("upper"))):
        (folder / name).write_bytes(content)
    (folder / "bom.eml").write_bytes(b"\xef\xbb\xbf" + mail("bom"))
    (folder / "notes.txt").write_text("no mail")
    (folder / "._good.eml").write_bytes(b"\x00\x05\x16\x07")
    (folder / "dangling.eml").symlink_to("/nowhere")
    (folder / "folder.eml").mkdir()
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "pipe.eml")
    mailbox = world.open()
    read = dict(mailbox.read(mailbox.news(None, SINCE).arrivals))

    assert {place.key.rpartition("/")[2] for place in read} == {
        "001.eml", "UPPER.EML", "bom.eml", "empty.eml", "noise.eml",
    }  # fmt: skip
    assert mailbox.find(identity("bom")) and mailbox.find(identity("upper"))


def test_a_file_that_may_not_be_read_comes_empty(world: EmlWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as unreadable, and the others are read."""
    for name in ("closed", "open"):
        world.deliver(mail(name))
    real = Path.open

    def guarded(path: Path, *rest: str) -> object:
        if path.name == "001.eml":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, *rest)

    monkeypatch.setattr(Path, "open", guarded)
    mailbox = world.open()
    raws = [arrival and arrival.raw for _, arrival in mailbox.read(mailbox.news(None, SINCE).arrivals)]

    assert raws == [b"", mail("open")]


def test_old_mail_whose_mode_changes_is_no_news_and_old_mail_that_is_copied_in_is(world: EmlWorld) -> None:
    """A backup program that touches all files must not bring years of mail; dragging an old letter in asks for it."""
    world.deliver(mail("old"), received=LONG_AGO)
    os.utime(world.path / "2026", (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    mailbox = world.open()
    cursor = mailbox.news(None, SINCE).cursor
    (file,) = (world.path / "2026").iterdir()
    file.chmod(0o600)
    touched = mailbox.news(cursor, SINCE)
    world.deliver(mail("dragged"), received=LONG_AGO)

    assert touched.arrivals == ()
    assert "dragged" in names(mailbox, mailbox.news(touched.cursor, SINCE).arrivals)


def test_a_folder_of_its_own_is_no_part_of_inbox(world: EmlWorld) -> None:
    """A letter moved into the folder that says "rejection" says so only if it is told from the others."""
    (world.path / "Absagen").mkdir()
    world.deliver(mail("moved"), folder="Absagen")
    mailbox = world.open(folders=("INBOX", "Absagen"))

    assert [place.folder for place in mailbox.news(None, SINCE).arrivals] == ["Absagen"]


def test_a_path_without_a_folder_is_a_mistake_of_the_settings(tmp_path: Path) -> None:
    """Creating one would hide the mistake."""
    with (
        pytest.raises(ConfigError, match=r"nothing"),
        closing(open_mailbox(EmlAccount(path=tmp_path / "nothing"))) as box,
    ):
        box.news(None, SINCE)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["maildir", "eml"])
def test_the_folder_the_settings_name_for_drafts_is_made_when_asked(world: EmlWorld, tmp_path: Path, kind: str) -> None:
    """Nobody should have to know what a Maildir consists of; a look at the mailbox makes none and misses none."""
    account = EmlAccount(path=world.path, drafts=str(tmp_path / "Outbox"), makes_drafts_as=kind)
    seen = survey(account)
    with pytest.raises(NoDraftsFolder), closing(open_mailbox(account)) as mailbox:
        mailbox.drafts_floor()
    for _ in range(2):
        make_drafts_folder(account)

    assert (seen.roles.drafts, seen.missing) == (str(tmp_path / "Outbox"), [])
    assert (tmp_path / "Outbox" / "cur").is_dir() == (kind == "maildir")
    with closing(open_mailbox(account)) as mailbox:
        assert put(mailbox, "d1").place


@pytest.mark.parametrize(("drafts", "kind"), [("Letters", "eml"), ("/nowhere/Drafts", "eml"), ("Outbox", None)])
def test_no_folder_is_made_by_a_name_or_on_a_disk_that_is_away(world: EmlWorld, drafts: str, kind: str | None) -> None:
    """A folder made in the wrong place hides that the right one is missing."""
    make_drafts_folder(EmlAccount(path=world.path, drafts=drafts, makes_drafts_as=kind))

    assert world.folders() == {"Drafts", "Sent", "Trash", "Archive"} and not Path("/nowhere").exists()

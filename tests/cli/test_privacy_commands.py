"""Forgetting, exporting, backing up, as its user types it; and what logs give away."""

import fcntl
import json
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from zipfile import ZipFile

import pytest

from assistant.ledger import forgetting
from assistant.ledger.connection import connect
from assistant.ledger.contents import SENTENCES
from assistant.ledger.tables import metadata
from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.poller.household import mail

CANARIES = ("quillfeather", "zanzibar", "xylophone")


def canary(**fields: str) -> bytes:
    """An invitation that came an hour ago, telling words nobody else uses in every place it has."""
    return mail(
        "Interview for the Planner position at Quillfeather",
        "Hi Robin,\r\n\r\nthank you for your application. We would like to invite you to an interview for the Planner "
        "position at Quillfeather in Zanzibar. Could you please let me know your availability for next week?\r\n\r\n"
        "Best regards,\r\nXena Xylophone\r\nRecruiter, Quillfeather",
        id="<c1@mail.example>",
        sender="Xena Xylophone <xena@quillfeather.example>",
        sent=datetime.now(UTC) - timedelta(hours=1),
        **fields,
    )


def deliver(inbox: Path, *mails: bytes) -> None:
    for number, raw in enumerate(mails):
        (inbox / "new" / f"{number}.mail").write_bytes(raw)


def state(shell: Shell) -> Path:
    return shell.home / ".local" / "state" / "inbox-assistant"


def ledger(shell: Shell) -> Path:
    return state(shell) / "ledger.sqlite3"


def told(folder: Path, *words: str) -> list[str]:
    """Return the names of files below a folder that hold one of the words."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in files if any(word.encode() in path.read_bytes().lower() for word in words)]


def kept(shell: Shell) -> list[str]:
    """Return the files outside the mailbox and the settings that hold a canary."""
    return [name for folder in (".local", ".cache") for name in told(shell.home / folder, *CANARIES)]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--company", "quillfeather"],
        ["1"],
        ["--message", "c1@mail.example"],
        ["--account", "main", "--yes"],
        ["--everything", "--yes"],
    ],
    ids=["company", "application", "message", "account", "everything"],
)
def test_what_is_forgotten_is_in_no_file_and_not_read_again(shell: Shell, arguments: list[str]) -> None:
    """Not in the ledger, not in its log, not in a backup beside it; and the mail still lies in the inbox."""
    deliver(shell.maildir(), canary())
    shell.run("poll")
    shell.run("backup", str(state(shell) / "backup.sqlite3"))
    before = kept(shell)

    done = shell.run("forget", *arguments)
    again = shell.run("poll")

    assert len(before) == 2
    assert (done.code, again.code, again.out) == (0, 0, "")
    assert "Forgotten: 1 application, 1 message." in done.out and "1 draft about it may still lie" in done.out
    assert kept(shell) == []
    assert stat.S_IMODE(state(shell).stat().st_mode) == 0o700


def test_forgetting_everything_forgets_the_learned_model_and_copies_of_calendars(shell: Shell) -> None:
    """A model holds words of the mail it was corrected with, a calendar who was met."""
    deliver(shell.maildir(), canary())
    shell.run("poll")
    shell.run("correct", "c1@mail.example", "unrelated")
    for folder in (".local/share/inbox-assistant/model", ".cache/inbox-assistant/calendars"):
        (shell.home / folder).mkdir(parents=True)
        (shell.home / folder / "words").write_bytes(b"quillfeather")

    shell.run("forget", "--everything", "--yes")

    assert kept(shell) == []


def test_forgetting_corrected_mail_forgets_the_learned_model(shell: Shell) -> None:
    """And nothing else does."""
    model = shell.home / ".local" / "share" / "inbox-assistant" / "model"
    deliver(shell.maildir(), canary(), invitation())
    shell.run("poll")
    shell.run("correct", "c1@mail.example", "unrelated")
    model.mkdir(parents=True)
    (model / "words").write_bytes(b"quillfeather")

    shell.run("forget", "--message", "invitation@bright.example")
    after_other = model.exists()
    shell.run("forget", "--message", "c1@mail.example")

    assert after_other
    assert not model.exists()


def test_everything_is_not_forgotten_by_mistake(shell: Shell) -> None:
    """There is no way back, so a script must say that it is meant."""
    deliver(shell.maildir(), canary())
    shell.run("poll")

    asked = [shell.run("forget", *one) for one in (["--everything"], ["--account", "main"], [], ["1", "--everything"])]

    assert [one.code for one in asked] == [2, 2, 2, 2]
    assert "--yes" in asked[0].err
    assert kept(shell)


def test_what_is_not_known_cannot_be_forgotten(shell: Shell) -> None:
    """A misspelled name must not look like success."""
    deliver(shell.maildir(), canary())
    shell.run("poll")

    ran = [shell.run("forget", *one) for one in (["7"], ["--message", "x@y"], ["--company", "Acme"])]

    assert [(one.code, one.out) for one in ran] == [(1, "")] * 3
    assert all("nothing of that kind" in one.err for one in ran)


def test_nothing_is_forgotten_or_restored_while_a_poll_is_at_work(shell: Shell) -> None:
    """The poll would write back what it has in hand."""
    deliver(shell.maildir(), canary())
    shell.run("poll")
    shell.run("backup", "backup")
    with (state(shell) / "main.lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        ran = [shell.run(*one) for one in (["forget", "1"], ["restore", "backup"])]
        backed_up = shell.run("backup", "other")

    assert [one.code for one in ran] == [75, 75]
    assert all("being polled" in one.err for one in ran)
    assert backed_up.code == 0


def test_an_export_holds_everything_readable_by_its_owner_alone(shell: Shell) -> None:
    """Whoever asks what is known of him gets all of it, and in a form he can read."""
    deliver(shell.maildir(), canary())
    shell.run("poll")

    ran = shell.run("export", "mine")

    folder = shell.home / "mine"
    about = (folder / "README.txt").read_text()
    (message,) = json.loads((folder / "main" / "message.json").read_text())
    (plan,) = json.loads((folder / "main" / "plan.json").read_text())
    draft = message_from_bytes((folder / "main" / plan["raw"]).read_bytes())
    assert ran.code == 0
    assert (message["subject"], message["sender"]) == (
        "Interview for the Planner position at Quillfeather",
        "xena@quillfeather.example",
    )
    assert draft["In-Reply-To"] == "<c1@mail.example>"
    assert (folder / "main" / "application.csv").read_text().splitlines()[1].startswith("1,Quillfeather,")
    assert all(f"{table} " in about for table in metadata.tables)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o600}


def test_every_table_is_explained() -> None:
    """What an export holds is told in words."""
    assert set(SENTENCES) == set(metadata.tables)


def test_the_same_ledger_gives_the_same_export(shell: Shell) -> None:
    """Two exports can be compared."""
    deliver(shell.maildir(), canary(), invitation())
    shell.run("poll")

    for name in ("one.zip", "two.zip"):
        shell.run("export", name)

    assert (shell.home / "one.zip").read_bytes() == (shell.home / "two.zip").read_bytes()
    assert stat.S_IMODE((shell.home / "one.zip").stat().st_mode) == 0o600
    with ZipFile(shell.home / "one.zip") as archive:
        assert archive.testzip() is None and "main/message.json" in archive.namelist()


def test_an_export_replaces_nothing(shell: Shell) -> None:
    """A mistyped name must not cost a letter."""
    deliver(shell.maildir(), canary())
    shell.run("poll")
    (shell.home / "letter.zip").write_text("precious")

    ran = [shell.run("export", name) for name in ("letter.zip", "Mail", "letter.zip/below")]

    assert [one.code for one in ran] == [73, 73, 73]
    assert (shell.home / "letter.zip").read_text() == "precious"
    assert [path for path in shell.home.iterdir() if path.name.startswith(".letter") or path.name == ".Mail"] == []


def test_what_a_stranger_wrote_is_no_formula_in_a_spreadsheet(shell: Shell) -> None:
    """A subject that begins with = would be computed, and may fetch what it likes."""
    raw = canary().replace(b"Subject: Interview", b"Subject: =HYPERLINK(1) Interview")
    deliver(shell.maildir(), raw)
    shell.run("poll")

    shell.run("export", "mine")

    assert "'=HYPERLINK(1)" in (shell.home / "mine" / "main" / "message.csv").read_text()


def test_a_damaged_ledger_is_restored_as_its_message_says(shell: Shell) -> None:
    """The one moment a backup is for."""
    deliver(shell.maildir(), canary())
    shell.run("poll")
    shell.run("backup", "backup")
    ledger(shell).write_bytes(b"no database at all, but long enough to be looked at as one, surely")
    broken = shell.run("poll")

    restored = shell.run("restore", "backup")
    polled = shell.run("poll")

    assert broken.code == 78 and "assistant restore FILE" in broken.err
    assert restored.code == 0
    assert (polled.code, polled.out, polled.err) == (0, "", "")
    assert len(list((shell.home / "Mail" / ".Drafts" / "cur").iterdir())) == 1


def test_a_backup_that_is_not_there_is_said_to_be_missing(shell: Shell) -> None:
    """A mistyped name is no damaged backup."""
    shell.maildir()

    assert "There is no file nowhere." in shell.run("restore", "nowhere").err


def test_after_a_restore_forgetting_reaches_what_was_replaced(shell: Shell) -> None:
    """It is kept for a mistaken restore, not for ever."""
    inbox = shell.maildir()
    shell.run("poll")
    shell.run("backup", "backup")
    deliver(inbox, canary())
    shell.run("poll")
    shell.run("restore", "backup")
    before = kept(shell)

    shell.run("forget", "--everything", "--yes")

    assert before == ["ledger.sqlite3.replaced"]
    assert kept(shell) == []


def test_scheduled_runs_say_ids_and_no_names(shell: Shell) -> None:
    """What cron and systemd keep is read by other programs, and kept for years."""
    deliver(shell.maildir(), canary())

    polled = shell.run("poll")
    told_by_status = shell.run("status")

    said = (polled.out + polled.err + told_by_status.out + told_by_status.err).lower()
    assert "drafted: availability in answer to <c1@mail.example>" in said
    assert [word for word in CANARIES if word in said] == []


@pytest.mark.parametrize("where", ["parse", "classify", "compose", "poll"])
def test_a_mistake_in_the_program_gives_no_mail_away(shell: Shell, where: str) -> None:
    """An exception's words quote what it broke on; the traceback is asked for in a bug report."""
    deliver(shell.maildir(), canary())
    patched = {
        "parse": "assistant.poller.reading.parse",
        "classify": "assistant.poller.reading.situation_of",
        "compose": "assistant.poller.writing.compose",
        "poll": "assistant.poller.write_pass",
    }[where]
    module, _, name = patched.rpartition(".")
    breaking = (
        f"import {module} as broken\n"
        f"def breaks(*given, **named):\n    raise ValueError('{CANARIES[0][::-1]}'[::-1])\n"
        f"broken.{name} = breaks\n"
    )
    (shell.home / "sitecustomize.py").write_text(
        "import sys\nif any('assistant' in one for one in sys.orig_argv):\n"
        + "".join(f"    {line}\n" for line in breaking.splitlines())
    )

    runs = [shell.run(*one, PYTHONPATH=str(shell.home)) for one in (["poll"], ["poll", "--json"], ["status"])]

    assert (runs[0].code == 70) == (where == "poll")
    plain = "".join(one.err for one in runs) + runs[0].out + runs[2].out
    events = [one for one in runs[1].lines if one["event"] in ("error", "unreadable", "dropped")]
    assert [word for word in CANARIES if word in plain.lower() + json.dumps(events).lower()] == []
    with closing(sqlite3.connect(ledger(shell))) as kept_here:
        failures = kept_here.execute(
            "SELECT message FROM failure UNION SELECT because FROM place UNION SELECT outcome FROM plan"
        ).fetchall()
    assert [word for word in CANARIES if word in str(failures).lower()] == []
    assert "ValueError" in plain + json.dumps(events) + str(failures)


def test_accounts_that_are_no_longer_in_the_settings_can_be_forgotten(shell: Shell) -> None:
    """The mailbox of a former life."""
    deliver(shell.maildir(), canary())
    shell.run("poll")
    shell.configure(shell.config.read_text().replace("[accounts.main]", "[accounts.other]"))

    done = shell.run("forget", "--account", "main", "--yes")

    assert done.code == 0
    assert kept(shell) == []
    with connect(ledger(shell), "main").step() as step:
        assert forgetting.is_forgotten(step, "<c1@mail.example>")

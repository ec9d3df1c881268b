"""A schedule is one entry: made twice it stands once, and what others wrote stays as it was."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.config import Config
from assistant.config.reading import read
from assistant.errors import ConfigError
from assistant.upkeep.schedule import cron, systemd
from assistant.upkeep.schedule.cron import MARK, line_of
from assistant.upkeep.schedule.job import Job, job_for
from assistant.upkeep.schedule.launchd import Launchd, agent_of
from assistant.upkeep.schedule.systemd import service_of, timer_of
from tests.upkeep.conftest import Machine

THEIRS = "# backup\nMAILTO=robin\n\n0 4 * * * /usr/bin/backup --at 100\\%  # nightly\n"
ODD = Job(
    program=('/home/ro bin/50% off/$HOME/"q"/bin/python', "-m", "assistant"),
    environment={"PATH": "/a b:/100%"},
    every_minutes=10,
)


def config(password: str) -> Config:
    return read(
        '[me]\nname = "R"\naddresses = ["r@example.org"]\n[accounts.main]\nkind = "imap"\nhost = "h"\nuser = "u"\n'
        f"password = {password}\n",
        folder=Path("/"),
    )


def test_an_entry_made_twice_stands_once_and_the_others_stay(machine: Machine) -> None:
    """A crontab belongs to the user; a second line would poll twice."""
    machine.table.write_text(THEIRS)

    ran = [machine.run("schedule", "install") for _ in range(2)]

    assert [one.code for one in ran] == [0, 0]
    table = machine.table.read_text()
    assert table.startswith(THEIRS)
    assert table.count(MARK) == 1
    assert table.removeprefix(THEIRS).startswith(f"*/10 * * * * {shlex.quote(sys.executable)} -P -m assistant poll ")


def test_another_rhythm_changes_the_line_where_it_stands(machine: Machine) -> None:
    """The order of a crontab may mean something to its owner."""
    machine.run("schedule", "install")
    machine.table.write_text(machine.table.read_text() + THEIRS)

    machine.run("schedule", "install", "--every", "60")

    assert machine.table.read_text().startswith("0 * * * * ")
    assert machine.table.read_text().endswith(THEIRS)
    assert machine.table.read_text().count(MARK) == 1


def test_removing_leaves_the_table_as_it_was(machine: Machine) -> None:
    """Byte for byte, and no empty table where there was none."""
    machine.run("schedule", "install")
    alone = machine.run("schedule", "remove")
    left = machine.table.exists()
    machine.table.write_text(THEIRS)
    machine.run("schedule", "install")

    again = machine.run("schedule", "remove")

    assert (alone.code, again.code, left) == (0, 0, False)
    assert machine.table.read_text() == THEIRS
    assert machine.run("schedule", "remove").out == "There was no schedule.\n"


def test_show_tells_what_stands_and_its_code_whether_anything_does(machine: Machine) -> None:
    """A monitor asks for the code, a person for the line."""
    before = machine.run("schedule", "show")
    machine.run("schedule", "install", "--every", "15")

    told = machine.run("schedule", "show", "--json").lines

    assert (before.code, before.out) == (1, "There is no schedule; `assistant schedule install` makes one.\n")
    assert [(one["using"], one["every_minutes"]) for one in told] == [("cron", 15)]
    assert "*/15" in told[0]["entry"]


def test_a_line_switched_off_by_hand_is_said_and_put_right(machine: Machine) -> None:
    """Otherwise the assistant would be silently dead."""
    machine.run("schedule", "install")
    machine.table.write_text("#" + machine.table.read_text())

    shown = machine.run("schedule", "show")
    machine.run("schedule", "install")

    assert shown.code == 1
    assert "commented out" in shown.out
    assert machine.table.read_text().startswith("*/10")


def test_where_nothing_delivers_crons_mail_it_is_said(machine: Machine) -> None:
    """What is printed is lost there, and failures with it."""
    if any(Path(folder, "sendmail").exists() for folder in ("/usr/sbin", "/usr/lib")):
        pytest.skip("this machine delivers mail")
    (without,) = machine.run("schedule", "install", "--json").lines
    machine.provide("sendmail", "#!/bin/sh")

    (with_it,) = machine.run("schedule", "show", "--json").lines

    assert "no sendmail" in without["remarks"][0]
    assert with_it["remarks"] == []


def test_an_entry_whose_program_is_gone_is_said(machine: Machine) -> None:
    """A virtual environment that was moved or made anew elsewhere leaves an entry that starts nothing."""
    machine.run("schedule", "install")
    machine.table.write_text(machine.table.read_text().replace(sys.executable, "/gone/bin/python"))

    (told,) = machine.run("schedule", "show", "--json").lines

    assert told["program"] == "/gone/bin/python"
    assert any("no /gone/bin/python any more" in one for one in told["obstacles"])


def test_a_table_that_cannot_be_read_is_not_overwritten(machine: Machine) -> None:
    """A crontab lost to an error is lost for good."""
    machine.provide(
        "crontab", '#!/bin/sh\n[ "$1" = -l ] && { echo "not allowed (cron.deny)" >&2; exit 1; }\ncat > lost'
    )

    ran = machine.run("schedule", "install")

    assert ran.code == 78
    assert "not allowed" in ran.err
    assert not (machine.home / "lost").exists()


def test_a_user_who_may_not_use_cron_is_still_told_how_he_fares(machine: Machine) -> None:
    """He has another scheduler, or polls by hand; looking for an entry is no reason to fail."""
    machine.provide("crontab", '#!/bin/sh\necho "not allowed (cron.deny)" >&2; exit 1')
    machine.run("poll")

    ran = machine.run("status")

    assert (ran.code, ran.err) == (0, "")


def test_without_settings_there_is_nothing_to_schedule(machine: Machine) -> None:
    """It would fail every ten minutes."""
    machine.shell.config.unlink()

    ran = machine.run("schedule", "install")

    assert ran.code == 78
    assert not machine.table.exists()


def test_a_machine_without_any_scheduler_is_told_what_to_install(machine: Machine) -> None:
    """An error names its remedy."""
    (machine.programs / "crontab").unlink()

    ran = machine.run("schedule", "install")

    assert ran.code == 78
    assert "install cron" in ran.err


@pytest.mark.parametrize("every", ["0", "7", "61", "-10", "often"])
def test_a_rhythm_that_cannot_be_kept_is_refused(machine: Machine, every: str) -> None:
    """*/7 would mean 7 minutes, and 4 at the end of each hour."""
    ran = machine.run("schedule", "install", "--every", every)

    assert ran.code == 2
    assert not machine.table.exists()


@pytest.mark.parametrize(
    ("password", "words"),
    [('{ environment = "MAIL_PASSWORD" }', "MAIL_PASSWORD"), ('{ command = ["/nowhere/pass"] }', "/nowhere/pass")],
)
def test_a_password_out_of_a_schedulers_reach_is_told_at_once(machine: Machine, password: str, words: str) -> None:
    """Schedulers start programs without the variables of a shell; the user would hear of it from a failed run."""
    machine.shell.configure(
        '[me]\nname = "R"\naddresses = ["r@example.org"]\n[accounts.main]\nkind = "imap"\nhost = "h"\nuser = "u"\n'
        f"password = {password}\n"
    )

    (told,) = machine.run("schedule", "install", "--json", MAIL_PASSWORD="here").lines

    assert machine.table.exists()
    assert any(one.startswith("main: ") and words in one for one in told["obstacles"])


def test_a_program_that_does_not_start_is_not_scheduled() -> None:
    """Run from a folder where it was never installed, it would fail at every hour."""
    job = Job(program=(f"{sys.base_prefix}/bin/python3", "-P", "-m", "assistant"), environment={}, every_minutes=10)

    with pytest.raises(ConfigError, match="does not start"):
        job.obstacles()


def test_a_line_of_ones_own_that_polls_is_pointed_out_and_left(machine: Machine) -> None:
    """Whoever followed older instructions has one; it does no harm, but nobody else knows of it."""
    machine.table.write_text("*/5 * * * * $HOME/bin/assistant poll\n")

    (told,) = machine.run("schedule", "install", "--json").lines

    assert "$HOME/bin/assistant poll" in told["remarks"][0]
    assert machine.table.read_text().startswith("*/5 * * * * $HOME/bin/assistant poll\n")


def test_the_settings_named_are_the_ones_polled(machine: Machine) -> None:
    """An entry runs elsewhere, so a relative path would be lost."""
    machine.shell.config.rename(machine.home / "my settings.toml")

    machine.run("schedule", "install", "--config", "my settings.toml")

    assert f"--config '{machine.home}/my settings.toml'" in machine.table.read_text()


def test_a_line_is_what_the_shell_would_run(without_variables: None) -> None:
    """Cron cuts a command at a bare percent sign, the shell splits at spaces; neither may happen to a path."""
    command = line_of(ODD).removeprefix("*/10 * * * * ").replace(r"\%", "%")

    ran = subprocess.run(
        ["sh", "-c", command.replace("env ", "printf '%s\\n' ", 1)], capture_output=True, text=True, check=True
    )

    assert ran.stdout.splitlines() == ["PATH=/a b:/100%", *ODD.command]
    assert "%" not in line_of(ODD).replace(r"\%", "")


def test_a_job_carries_the_variables_it_relies_on(without_variables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a password manager lies, and where settings and ledger are; nothing else leaks into the entry."""
    monkeypatch.setenv("PATH", "/opt/bin")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    monkeypatch.setenv("PASSWORD_STORE_DIR", "/store")

    by_command = job_for(config('{ command = ["pass", "x"] }'), None, 10)
    by_file = job_for(config('{ file = "x" }'), None, 10)

    assert by_command.environment == {"XDG_STATE_HOME": "/state", "PATH": "/opt/bin", "PASSWORD_STORE_DIR": "/store"}
    assert by_file.environment == {"XDG_STATE_HOME": "/state"}


def test_the_systemd_units_are_what_systemd_understands(tmp_path: Path) -> None:
    """Checked by systemd's own verifier, odd paths included."""
    if shutil.which("systemd-analyze") is None:
        because = "systemd is not installed (Debian: apt-get install systemd)"
        if os.environ.get("ASSISTANT_TEST_SERVERS") == "required":
            pytest.fail(because)
        pytest.skip(because)
    program = tmp_path / "50% of $HOME" / "py thon"
    program.parent.mkdir()
    program.symlink_to("/bin/true")
    job = Job(program=(str(program),), environment={"PATH": '/a "b":/100%'}, every_minutes=10)
    (tmp_path / "inbox-assistant.service").write_text(service_of(job))
    (tmp_path / "inbox-assistant.timer").write_text(timer_of(job))

    ran = subprocess.run(
        ["systemd-analyze", "--user", "verify", tmp_path / "inbox-assistant.timer"],
        capture_output=True, text=True, check=False, env={"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )  # fmt: skip

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(("every", "calendar"), [(1, "*:0/1"), (10, "*:0/10"), (60, "*:0")])
def test_a_timer_fires_at_the_minutes_asked_for(every: int, calendar: str) -> None:
    """systemd.time(7)."""
    job = Job(program=("p",), environment={}, every_minutes=every)

    assert f"OnCalendar={calendar}\n" in timer_of(job)


SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$HOME/asked"
"""


def test_systemd_is_preferred_to_cron_and_takes_over_from_it(machine: Machine) -> None:
    """It catches up after sleep and keeps what was said; two schedulers would poll twice."""
    machine.run("schedule", "install")
    machine.provide("systemctl", SYSTEMCTL)

    ran = machine.run("schedule", "install", "--json")
    shown = machine.run("schedule", "show", "--json").lines

    units = machine.home / ".config" / "systemd" / "user"
    assert [one["using"] for one in (*ran.lines, *shown)] == ["systemd", "systemd"]
    assert shown[0]["program"] == sys.executable
    assert not machine.table.exists()
    assert "NoNewPrivileges=yes" in (units / "inbox-assistant.service").read_text()
    assert "--user enable --now inbox-assistant.timer" in (machine.home / "asked").read_text()
    assert machine.run("schedule", "remove").code == 0
    assert list(units.iterdir()) == []


def test_launchd_takes_the_agent_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A property list with the same job, loaded once; tried without macOS."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "launchctl").write_text(SYSTEMCTL)
    (tmp_path / "launchctl").chmod(0o700)

    Launchd().install(ODD)
    Launchd().install(ODD)
    entry = Launchd().entry()

    agent = plistlib.loads((tmp_path / "Library/LaunchAgents/org.inbox-assistant.poll.plist").read_bytes())
    assert agent == agent_of(ODD)
    assert (agent["ProgramArguments"], agent["StartInterval"]) == (list(ODD.command), 600)
    assert entry is not None
    assert (entry.every_minutes, entry.program, entry.obstacles) == (10, ODD.program[0], ())
    assert "bootstrap gui/" in (tmp_path / "asked").read_text()
    assert Launchd().remove() and not Launchd().remove()


def test_launchd_is_asked_again_while_it_still_lets_go_of_the_old_agent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back from removing before it is done."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    script = '#!/bin/sh\n[ "$1" = bootstrap ] || exit 0\n[ -e "$HOME/once" ] || { touch "$HOME/once"; exit 5; }\n'
    (tmp_path / "launchctl").write_text(script)
    (tmp_path / "launchctl").chmod(0o700)

    Launchd().install(ODD)

    assert (tmp_path / "once").exists()


def test_a_set_up_makes_the_schedule_too_if_it_is_wanted(machine: Machine) -> None:
    """The last of its questions, or an option."""
    machine.shell.config.unlink()
    me = ("--address", "robin@hale.example", "--name", "Robin", "--maildir", "Mail", "--no-rehearsal")

    made = machine.run("init", *me, "--schedule")

    assert made.code == 0
    assert machine.table.read_text().count(MARK) == 1


def test_a_schedule_that_was_wanted_and_cannot_be_made_is_a_failure(machine: Machine) -> None:
    """The settings stay; whoever wanted both must not take it for done."""
    machine.shell.config.unlink()
    (machine.programs / "crontab").unlink()
    me = ("--address", "robin@hale.example", "--name", "Robin", "--maildir", "Mail", "--no-rehearsal")

    made = machine.run("init", *me, "--schedule")

    assert made.code == 78
    assert machine.shell.config.exists()
    assert "install cron" in made.err


def test_the_program_is_read_back_from_an_entry_as_it_was_written() -> None:
    """Whatever its path holds; else a sound entry would be called dead."""
    command = service_of(ODD).partition("ExecStart=")[2].partition("\n")[0]

    assert cron.program_of(line_of(ODD)) == ODD.program[0]
    assert systemd.program_of(command) == ODD.program[0]

"""A real cron runs the entry once, up to a draft."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.upkeep.schedule.cron import is_running
from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation

_CRON = shutil.which("cron", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_REQUIRED = os.environ.get("ASSISTANT_TEST_SERVERS") == "required"


def crontab(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(["crontab", *arguments], input=given, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def cron() -> Iterator[None]:
    """A running cron: the machine's, or one of our own that is ended by its id."""
    if not _REQUIRED:
        pytest.skip("your own crontab is left alone; ASSISTANT_TEST_SERVERS=required runs this")
    if _CRON is None or shutil.which("crontab") is None:
        pytest.fail("cron is not installed (Debian: apt-get install cron)")
    if is_running():
        yield
        return
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    daemon = subprocess.Popen([*rights, str(_CRON), "-f"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.5)
    if daemon.poll() is not None:
        pytest.fail("cron cannot be started by this user")
    yield
    subprocess.run([*rights, "kill", str(daemon.pid)], check=False)
    daemon.wait(10)


@pytest.fixture
def table(cron: None, tmp_path: Path) -> Iterator[str]:
    """This user's own table, with a home of the test's behind what stands in it, put back afterwards."""
    before = crontab("-l")
    kept = before.stdout if before.returncode == 0 else ""
    table = f'{kept}HOME={tmp_path}\nMAILTO=""\n'
    crontab("-", given=table)
    yield table
    crontab(*(("-",) if kept else ("-r",)), given=kept)


@pytest.mark.timeout(200)
def test_a_real_cron_runs_the_entry_up_to_a_draft(table: str, shell: Shell) -> None:
    """The whole chain with nobody at the keyboard: table, shell, interpreter, settings, mailbox, ledger."""
    inbox = shell.maildir()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    drafts = inbox / ".Drafts" / "cur"

    installed = shell.run("schedule", "install", "--every", "1", "--using", "cron")
    ends = time.monotonic() + 150
    while not list(drafts.iterdir()) and time.monotonic() < ends:
        time.sleep(0.5)
    shell.run("schedule", "remove")

    assert (installed.code, installed.err) == (0, "")
    assert len(list(drafts.iterdir())) == 1
    assert crontab("-l").stdout == table

"""A draft in a real webmail: Roundcube in Chromium, against a real server."""

import os
import shutil
import socketserver
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from assistant.ledger.connection import connect
from assistant.ledger.plans import State, entries
from tests.clients.test_neomutt import INVITATION, NOW
from tests.clients.waiting import wait_until
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.poller.test_dovecot import Office
from tests.servers import free_port, missing, wait_until_it_listens

SHARED = Path("/usr/share/roundcube")
SETTINGS = """<?php
$config = [];
$config['db_dsnw'] = 'sqlite:///{folder}/webmail.db?mode=0640';
$config['imap_host'] = '127.0.0.1:{imap}';
$config['smtp_host'] = '127.0.0.1:{smtp}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['des_key'] = 'abcdefghijklmnopqrstuvwx';
$config['plugins'] = [];
$config['draft_autosave'] = 0;
$config['temp_dir'] = '{folder}/temp/';
$config['log_dir'] = '{folder}/logs/';
$config['use_https'] = false;
$config['language'] = 'en_US';
"""


class Post(socketserver.StreamRequestHandler):
    """Takes every letter and delivers none."""

    def handle(self) -> None:
        """Agree to everything."""
        self.wfile.write(b"220 localhost\r\n")
        in_letter = False
        for line in self.rfile:
            if in_letter and line != b".\r\n":
                continue
            in_letter = line.upper().startswith(b"DATA")
            self.wfile.write(b"354 go on\r\n" if in_letter else b"250 fine\r\n")
            if line.upper().startswith(b"QUIT"):
                return


@pytest.fixture
def webmail(dovecot: Dovecot, tmp_path: Path) -> Iterator[str]:
    """Roundcube's address."""
    if not (shutil.which("php") and SHARED.exists()):
        missing("Roundcube is not installed (Debian: apt-get install roundcube-core roundcube-sqlite3 php-cli)")
    folder, port = tmp_path / "webmail", free_port()
    for name in ("temp", "logs"):
        (folder / name).mkdir(parents=True)
    with closing(sqlite3.connect(folder / "webmail.db")) as database:
        database.executescript((SHARED / "SQL" / "sqlite.initial.sql").read_text())
    for name in ("defaults.inc.php", "mimetypes.php"):
        shutil.copy(Path("/etc/roundcube") / name, folder)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as post:
        settings = SETTINGS.format(folder=folder, imap=dovecot.port, smtp=post.server_address[1])
        (folder / "config.inc.php").write_text(settings)
        threading.Thread(target=post.serve_forever, daemon=True).start()
        with (folder / "output").open("wb") as output:
            command = ["php", "-S", f"127.0.0.1:{port}", "-t", "/var/lib/roundcube"]
            php = subprocess.Popen(
                [*command, "-d", f"session.save_path={folder}/temp"], stdout=output, stderr=output,
                env={**os.environ, "ROUNDCUBE_CONFIG_DIR": str(folder)},
            )  # fmt: skip
        try:
            wait_until_it_listens(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            php.terminate()
            php.wait(10)
            post.shutdown()


@pytest.fixture
def page(webmail: str, person: Person) -> Iterator[Any]:
    """A browser in which the person has logged in and looks into Drafts."""
    chromium = shutil.which("chromium")
    if not chromium:
        missing("Chromium is not installed (Debian: apt-get install chromium)")
    if os.environ.get("ASSISTANT_TEST_SERVERS") != "required":
        pytest.importorskip("playwright")
    from playwright.sync_api import sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as browsers, browsers.chromium.launch(executable_path=chromium, args=options) as browser:
        opened = browser.new_page()
        opened.set_default_timeout(60_000)
        opened.goto(webmail)
        opened.fill("#rcmloginuser", person.user)
        opened.fill("#rcmloginpwd", person.password)
        opened.click("#rcmloginsubmit")
        opened.wait_for_selector("#messagelist")
        yield opened


def edit(page: Any) -> None:
    """Change the draft's words and save it."""
    _compose(page)
    page.fill("#composebody", page.input_value("#composebody") + "\nEDITED BY HAND")
    page.evaluate("rcmail.command('savedraft')")


def send(page: Any) -> None:
    """Send the draft as it is."""
    _compose(page)
    page.evaluate("rcmail.command('send', {})")


def throw_away(page: Any) -> None:
    """Delete the draft in the list."""
    page.evaluate("rcmail.message_list.select(rcmail.message_list.get_first_row())")
    page.evaluate("rcmail.command('delete')")


def _compose(page: Any) -> None:
    """Open the draft as its user would by a double click."""
    page.evaluate("rcmail.message_list.select(rcmail.message_list.get_first_row())")
    page.evaluate("rcmail.open_compose_step({_draft_uid: rcmail.get_single_uid(), _mbox: 'Drafts'})")
    page.wait_for_selector("#composebody", state="attached")
    assert "Tom Falk" in page.input_value("[name=_to]")


@pytest.mark.parametrize(("deed", "state"), [(edit, State.edited), (send, State.sent), (throw_away, State.gone)])
def test_what_the_user_does_with_a_draft_is_seen(
    dovecot: Dovecot,
    person: Person,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    deed: Callable[[Any], None],
    state: State,
) -> None:
    """Roundcube drops keywords and the Draft flag; edited, sent or deleted there, the reply stays known."""
    person.program.deliver(INVITATION)
    office = Office(dovecot, person, tmp_path)
    office.poll(NOW)
    ((before, _),) = person.program.messages("Drafts")
    page = request.getfixturevalue("page")

    page.evaluate("location.href = '?_task=mail&_mbox=Drafts'")
    page.wait_for_selector("#messagelist tr.message")
    deed(page)
    wait_until(lambda: [raw for raw, _ in person.program.messages("Drafts")] != [before])
    for minutes in (10, 20, 30):
        office.poll(NOW + timedelta(minutes=minutes))

    with connect(tmp_path / "imap.sqlite3", "main").step() as step:
        assert [one.state for one in entries(step)] == [state]
    left = [message_from_bytes(raw) for raw, _ in person.program.messages("Drafts")]
    assert [one["In-Reply-To"] for one in left] == (["<invitation@bright.example>"] if deed is edit else [])

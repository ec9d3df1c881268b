"""A draft in Thunderbird, on a screen of its own, against a real server. `make clients` runs it: it needs a minute."""

import json
import os
import shutil
import signal
import socket
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from assistant.ledger.connection import connect
from assistant.ledger.plans import State, entries
from tests.clients.test_neomutt import INVITATION, NOW
from tests.clients.test_roundcube import Post
from tests.clients.waiting import wait_until
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.poller.test_dovecot import Office
from tests.servers import free_port, missing, wait_until_it_listens

pytestmark = [
    pytest.mark.skipif("ASSISTANT_TEST_CLIENTS" not in os.environ, reason="`make clients` drives Thunderbird"),
    pytest.mark.xdist_group("thunderbird"),
]

PREFERENCES = {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.account.account2.server": "server2",
    "mail.identity.id1.fullName": "Robin Hale",
    "mail.identity.id1.useremail": "robin@hale.example",
    "mail.identity.id1.valid": True,
    "mail.identity.id1.drafts_folder_picker_mode": "1",
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.smtpservers": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.server.server1.type": "imap",
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.name": "robin@hale.example",
    "mail.server.server1.authMethod": 3,
    "mail.server.server1.socketType": 0,
    "mail.server.server1.using_subscription": False,
    "mail.server.server1.login_at_startup": False,
    "mail.server.server2.type": "none",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.userName": "nobody",
    "mail.server.server2.name": "Local Folders",
    "mail.spotlight.firstRunDone": True,
    "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False,
    "mail.provider.enabled": False,
    "mail.inappnotifications.enabled": False,
    "app.update.enabled": False,
    "app.donation.eoy.version.viewed": 999,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.update.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "services.settings.server": "http://127.0.0.1:1/",
}

FOLDERS = (("draft", "Drafts"), ("fcc", "Sent"))

KNOW_THE_PASSWORD = """
const [address, user, password] = given;
const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
login.init(address, null, address, user, password, "", "");
await Services.logins.addLoginAsync(login);
"""

SELECT_THE_DRAFT = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const server = MailServices.accounts.accounts.map(a => a.incomingServer).find(s => s.type == "imap");
const until = async (what, found) => {
  for (let tries = 0; tries < 300; tries++) {
    let value = null;
    try { value = found(); } catch {}
    if (value) return value;
    await new Promise(done => setTimeout(done, 100));
  }
  throw new Error("no " + what);
};
MailServices.imap.discoverAllFolders(server.rootFolder, null, msgWindow);
const folder = await until("Drafts", () => server.rootFolder.getChildNamed("Drafts"));
const pane = await until("pane", () => {
  const found = document.getElementById("tabmail").currentAbout3Pane;
  return found && found.threadTree && found;
});
pane.displayFolder(folder.URI);
folder.updateFolder(null);
await until("draft", () => pane.gDBView && pane.gDBView.rowCount == 1);
pane.threadTree.selectedIndex = 0;
await until("message", () => pane.messageBrowser.contentDocument.getElementById("messageHeader"));
"""

OPEN_THE_DRAFT = (
    SELECT_THE_DRAFT
    + """
pane.document.getElementById("threadTree").focus();
goDoCommand("cmd_editDraftMsg");
const compose = await until("window", () => Services.wm.getMostRecentWindow("msgcompose"));
await until("editor", () => compose.gEditorReady ?? compose.gMsgCompose?.editor);
"""
)


class Thunderbird:
    """Thunderbird, asked through Marionette (firefox-source-docs, "Marionette: Protocol")."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), 60)
        self._file = self._socket.makefile("rwb")
        self._number = 0
        self._read()
        self("WebDriver:NewSession", capabilities={})
        self("Marionette:SetContext", value="chrome")
        self("WebDriver:SetTimeouts", script=60_000)

    def __call__(self, command: str, **parameters: Any) -> Any:
        """Do one command."""
        self._number += 1
        asked = json.dumps([0, self._number, command, parameters]).encode()
        self._file.write(b"%d:%s" % (len(asked), asked))
        self._file.flush()
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def run(self, script: str, *arguments: str) -> None:
        """Run the body of an asynchronous function in the main window."""
        begin = "const given = [...arguments]; const done = given.pop(); "
        wrapped = f"{begin} (async () => {{ {script} }})().then(() => done(''), error => done('failed: ' + error))"
        said = self("WebDriver:ExecuteAsyncScript", script=wrapped, args=list(arguments))["value"]
        assert said == "", said

    def close(self) -> None:
        """Let go of it."""
        self._file.close()
        self._socket.close()

    def _read(self) -> Any:
        digits = b""
        while (letter := self._file.read(1)) != b":":
            digits += letter
        return json.loads(self._file.read(int(digits)))


@pytest.fixture
def thunderbird(dovecot: Dovecot, person: Person, tmp_path: Path) -> Iterator[Thunderbird]:
    """Thunderbird with the person's account, on a screen nobody sees."""
    for program in ("thunderbird", "Xvfb"):
        if not shutil.which(program):
            missing(f"{program} is not installed (Debian: apt-get install thunderbird xvfb)")
    profile, port = tmp_path / "profile", free_port()
    profile.mkdir()
    mine = {
        "marionette.port": port,
        "mail.server.server1.port": dovecot.port,
        "mail.server.server1.userName": person.user,
    }
    mine |= {f"mail.identity.id1.{kind}_folder": f"imap://{person.user}@127.0.0.1/{name}" for kind, name in FOLDERS}
    with (
        (tmp_path / "output").open("wb") as output,
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post) as post,
    ):
        threading.Thread(target=post.serve_forever, daemon=True).start()
        mine["mail.smtpserver.smtp1.port"] = post.server_address[1]
        lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in (PREFERENCES | mine).items()]
        (profile / "user.js").write_text("\n".join(lines))
        read_end, write_end = os.pipe()
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            stdout=output, stderr=output, pass_fds=[write_end],
        )  # fmt: skip
        os.close(write_end)
        display = os.read(read_end, 16).decode().strip()
        program = subprocess.Popen(
            ["thunderbird", "--marionette", "--remote-allow-system-access", "--profile", profile, "--no-remote"],
            stdout=output, stderr=output, start_new_session=True,
            env={**os.environ, "HOME": str(tmp_path), "DISPLAY": f":{display}", "LANG": "C.UTF-8"},
        )  # fmt: skip
        try:
            wait_until_it_listens(port)
            with closing(Thunderbird(port)) as opened:
                opened.run(KNOW_THE_PASSWORD, "imap://127.0.0.1", person.user, person.password)
                yield opened
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGTERM)
            program.wait(30)
            screen.terminate()
            screen.wait(10)
            post.shutdown()


def edit(thunderbird: Thunderbird) -> None:
    """Open the draft, type into it, and save it."""
    thunderbird.run(
        OPEN_THE_DRAFT
        + """
compose.GetCurrentEditor().beginningOfDocument();
compose.GetCurrentEditor().insertText("EDITED BY HAND ");
compose.gContentChanged = true;
await compose.SaveAsDraft();
"""
    )


def send(thunderbird: Thunderbird) -> None:
    """Open the draft and send it as it is."""
    thunderbird.run(OPEN_THE_DRAFT + "compose.SendMessage();")


def throw_away(thunderbird: Thunderbird) -> None:
    """Delete the draft in the list."""
    thunderbird.run(SELECT_THE_DRAFT + "pane.threadTree.focus(); goDoCommand('cmd_delete');")


@pytest.mark.parametrize(("deed", "state"), [(edit, State.edited), (send, State.sent), (throw_away, State.gone)])
def test_what_the_user_does_in_thunderbird_is_seen(
    dovecot: Dovecot,
    person: Person,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    deed: Callable[[Thunderbird], None],
    state: State,
) -> None:
    """Thunderbird gives an edited draft a new Message-ID; it is still the reply, and the user's from then on."""
    person.program.deliver(INVITATION)
    office = Office(dovecot, person, tmp_path)
    office.poll(NOW)
    ((before, _),) = person.program.messages("Drafts")

    deed(request.getfixturevalue("thunderbird"))
    wait_until(lambda: _is_done(person, before))
    for minutes in (10, 20, 30):
        office.poll(NOW + timedelta(minutes=minutes))

    with connect(tmp_path / "imap.sqlite3", "main").step() as step:
        assert [one.state for one in entries(step)] == [state]
    left = [message_from_bytes(raw) for raw, _ in person.program.messages("Drafts")]
    assert [one["In-Reply-To"] for one in left] == (["<invitation@bright.example>"] if deed is edit else [])


def _is_done(person: Person, before: bytes) -> bool:
    drafts = [raw for raw, _ in person.program.messages("Drafts")]
    return len(drafts) < 2 and drafts != [before]

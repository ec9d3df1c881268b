"""`assistant watch` as a service runs it: a process of its own, real servers, signals."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.mailbox.transcript import changes
from tests.proxy import Proxy
from tests.servers import free_port

SETTINGS = """
[me]
name = "Robin Hale"
addresses = ["robin@hale.example"]
"""
ACCOUNT = """
[accounts.{name}]
kind = "imap"
host = "127.0.0.1"
port = {port}
user = "{user}"
security = "plain"
password = {{ environment = "MAIL_PASSWORD" }}
"""


def another_invitation() -> bytes:
    """One of another company."""
    return invitation().replace(b"invitation@", b"second@").replace(b"bright.example", b"other.example")


class Watching:
    """`assistant watch` as it runs."""

    def __init__(self, home: Path, password: str, *options: str) -> None:
        """Start it."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ASSISTANT_"))}
        self._output = home / "output"
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "assistant", "watch", *options], cwd=home, stdout=output, stderr=output,
                env={**environment, "HOME": str(home), "MAIL_PASSWORD": password, "PYTHONWARNINGS": "error"},
            )  # fmt: skip

    @property
    def said(self) -> str:
        """What it printed until now."""
        return self._output.read_text()

    def wait_until(self, true: Callable[[], bool], seconds: float = 40) -> None:
        """Return when something has become true."""
        until = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < until and self.process.poll() is None, self.said
            time.sleep(0.1)

    def end(self) -> int:
        """Ask it to end, and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture
def own_dovecot(dovecot: Dovecot) -> Iterator[Dovecot]:
    """A server that may be stopped and started: nobody else's."""
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def seen(own_dovecot: Dovecot) -> Iterator[Proxy]:
    """A proxy before it, which sees what is sent."""
    with closing(Proxy(own_dovecot.port)) as running:
        yield running


@pytest.fixture
def watch(shell: Shell) -> Iterator[Callable[..., Watching]]:
    """Start `assistant watch`; it is stopped in any case."""
    running: list[Watching] = []

    def start(password: str, *options: str) -> Watching:
        running.append(Watching(shell.home, password, *options))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.wait()


def test_a_draft_is_there_soon_after_the_mail_also_when_the_server_was_restarted(
    shell: Shell, own_dovecot: Dovecot, seen: Proxy, watch: Callable[..., Watching]
) -> None:
    """Servers are restarted every week, and nobody looks after the watcher then.

    And all the while nothing goes over the wire but what was promised.
    """
    user, password = own_dovecot.new_user()
    shell.configure(SETTINGS + ACCOUNT.format(name="main", port=seen.port, user=user))
    with closing(MailProgram("127.0.0.1", own_dovecot.port, user, password)) as program:
        program.create("Drafts", "Sent", "Trash")
        watching = watch(password, "--json")
        watching.wait_until(lambda: '"summary"' in watching.said)
        program.deliver(invitation())
        watching.wait_until(lambda: len(program.messages("Drafts")) == 1)
    own_dovecot.halt()
    watching.wait_until(lambda: "MailboxUnreachable" in watching.said)
    own_dovecot.start()
    with closing(MailProgram("127.0.0.1", own_dovecot.port, user, password)) as program:
        program.deliver(another_invitation())
        watching.wait_until(lambda: len(program.messages("Drafts")) == 2, 60)

    assert watching.end() == 0
    assert "Traceback" not in watching.said
    written = [r'APPEND "Drafts" (\Draft \Seen)', 'SELECT "INBOX"', "UID STORE +FLAGS.SILENT ($JobScheduling)"]
    assert changes(seen.sent) == written * 2
    assert re.search(rb"IDLE\r\nDONE\r\n[A-Z]+\d+ NOOP\r\n", b"".join(seen.sent))


def test_asked_to_end_in_the_middle_of_a_poll_it_finishes_the_step(
    shell: Shell, dovecot: Dovecot, proxy: Proxy, watch: Callable[..., Watching]
) -> None:
    """A draft that is on its way is put and remembered; the next one is for the next run, and none comes twice."""
    user, password = dovecot.new_user()
    shell.configure(SETTINGS + ACCOUNT.format(name="main", port=proxy.port, user=user))
    stored, may_be_told = threading.Event(), threading.Event()

    def hold_back(data: bytes) -> bytes:
        if b"APPENDUID" in data:
            stored.set()
            may_be_told.wait(60)
        return data

    proxy.rewrite = hold_back
    with closing(MailProgram("127.0.0.1", dovecot.port, user, password)) as program:
        program.create("Drafts", "Sent", "Trash")
        for raw in (invitation(), another_invitation()):
            program.deliver(raw)
        watching = watch(password, "--json")
        watching.wait_until(stored.is_set)
        watching.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        goes_on = watching.process.poll() is None
        may_be_told.set()
        code = watching.process.wait(20)

        assert (goes_on, code, len(program.messages("Drafts"))) == (True, 0, 1)
        assert '"placed"' in watching.said and "error" not in watching.said
        assert shell.run("poll", MAIL_PASSWORD=password).code == 0
        assert len(program.messages("Drafts")) == 2
    assert len(changes(proxy.sent)) >= 2


def test_an_account_that_fails_never_stops_the_others(
    shell: Shell, dovecot: Dovecot, watch: Callable[..., Watching]
) -> None:
    """One wrong password, one dead server, one that never answers, one Maildir: the Maildir's user gets the draft."""
    inbox = shell.maildir()
    user, password = dovecot.new_user()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # the kernel accepts, and nobody ever says a word
        failing = {"refused": dovecot.port, "dead": free_port(), "silent": silent.getsockname()[1]}
        accounts = (ACCOUNT.format(name=name, port=port, user=user) for name, port in failing.items())
        shell.configure(shell.config.read_text() + "".join(accounts))
        (inbox / "new" / "1.invitation").write_bytes(invitation())
        watching = watch(f"not {password}")
        watching.wait_until(lambda: len(list((inbox / ".Drafts" / "cur").iterdir())) == 1)
        watching.wait_until(lambda: "refused: " in watching.said and "dead: " in watching.said)
        undelayed = "silent: " not in watching.said
        watching.wait_until(lambda: "silent: " in watching.said, 60)

    assert undelayed
    assert watching.end() == 0
    assert watching.said.count("refused: ") == 1


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_and_well_when_asked_to(
    shell: Shell, dovecot: Dovecot, watch: Callable[..., Watching], wish: signal.Signals
) -> None:
    """A service manager that waits kills in the end."""
    user, password = dovecot.new_user()
    shell.configure(SETTINGS + ACCOUNT.format(name="main", port=dovecot.port, user=user))
    with closing(MailProgram("127.0.0.1", dovecot.port, user, password)) as program:
        program.create("Drafts", "Sent", "Trash")
    watching = watch(password, "--json")
    watching.wait_until(lambda: '"summary"' in watching.said)
    began = time.monotonic()
    watching.process.send_signal(wish)

    assert watching.process.wait(20) == 0
    assert time.monotonic() - began < 5

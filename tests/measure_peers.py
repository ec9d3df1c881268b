"""Measure what polling over IMAP costs, beside programs that others wrote, on the same server.

    .venv/bin/python -m tests.measure_peers [--messages 20000] [--runs 3] [--security tls] [--delay 0.05]
        [--only assistant,imap_tools] [--imap-tools /path/to/python]

Starts a throw-away Dovecot, fills an INBOX (see tests/mailbox/generated.py; 20,000 messages are 2.1 GB, a tenth of them
with an attachment of 1 MB), and lets every program make its first sync and then polls without news, in turn, as often
as there are runs. Each runs as a process of its own behind a proxy that counts. A turn is a change of direction towards
the server: a round trip. "online" is from connection to last byte, "process" from start to end, "processor" what it
took of one, "peak" its memory.
The peers: mbsync (Debian: isync), offlineimap (offlineimap3), and imap_tools in whatever environment --imap-tools
names. Those that are not installed are left out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.mailbox.generated import fill
from tests.proxy import Proxy

ATTACHMENT_BYTES = 770_000

_LAUNCHER = """
import json, os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
processor = usage.ru_utime + usage.ru_stime
told = [os.waitstatus_to_exitcode(status), time.perf_counter() - started, processor, usage.ru_maxrss // 1024]
open(sys.argv[1], "w").write(json.dumps(told))
"""
"""Small itself: a process is counted with the memory of what started it."""

_IMAP_TOOLS = """
import ssl, sys
from imap_tools import MailBox, MailBoxUnencrypted
port, user, password, ca_file, criteria = int(sys.argv[1]), *sys.argv[2:]
if ca_file:
    box = MailBox("localhost", port, ssl_context=ssl.create_default_context(cafile=ca_file))
else:
    box = MailBoxUnencrypted("localhost", port)
with box.login(user, password) as mailbox:
    print(sum(1 for message in mailbox.fetch(criteria, mark_seen=False, bulk=500) if message.uid))
"""

_MBSYNC = """
IMAPAccount a
Host localhost
Port {port}
User {user}
Pass "{escaped}"
{security}
AuthMechs LOGIN

IMAPStore far
Account a

MaildirStore near
Path {folder}/mail/
Inbox {folder}/mail/INBOX

Channel c
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
"""

_OFFLINEIMAP = """
[general]
accounts = a
metadata = {folder}/metadata
ui = quiet
[Account a]
localrepository = near
remoterepository = far
[Repository near]
type = Maildir
localfolders = {folder}/mail
[Repository far]
type = IMAP
remotehost = localhost
remoteport = {port}
remoteuser = {user}
remotepasseval = open("{folder}/password").read()
{security}
readonly = True
folderfilter = lambda name: name == "INBOX"
"""

_ASSISTANT = """
ledger = "ledger.sqlite3"
[me]
name = "Robin Hale"
addresses = ["robin@hale.example"]
[accounts.main]
kind = "imap"
host = "localhost"
port = {port}
user = "{user}"
password = {{ file = "password" }}
{security}
[rules]
look_back_days = 365
drafts_per_day = 3
"""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where one program works, and how it reaches the server; `ca_file` is None in plain text."""

    folder: Path
    port: int
    user: str
    password: str
    ca_file: Path | None
    messages: int

    def write(self, name: str, text: str, *, plain: str = "", tls: str = "") -> Path:
        """Write settings from a template; return where they lie."""
        security = tls.format(ca_file=self.ca_file) if self.ca_file else plain
        escaped = self.password.replace("\\", "\\\\").replace('"', '\\"')
        values = {"folder": self.folder, "port": self.port, "user": self.user, "escaped": escaped, "security": security}
        path = self.folder / name
        path.touch(mode=0o600)
        path.write_text(text.format(**values))
        return path


def assistant(desk: Desk, *, news: bool) -> Sequence[str]:
    """Name the whole run, as cron starts it: reading, classifying, ledger, tags, drafts."""
    tls = 'security = "tls"\nca_file = "{ca_file}"'
    path = desk.write("config.toml", _ASSISTANT, plain='security = "plain"', tls=tls)
    return [sys.executable, "-m", "assistant", "poll", "--config", str(path)]


def reading(desk: Desk, *, news: bool) -> Sequence[str]:
    """Name the reading alone: messages are listed and fetched, and nothing is done with them."""
    del news
    return [sys.executable, "-m", "tests.measure_peers", "--read", str(desk.port), desk.user, str(desk.ca_file or "")]


def imap_tools(desk: Desk, *, news: bool) -> Sequence[str]:
    """Name what its documentation shows, in bulks of 500, which is its fastest way."""
    criteria = "ALL" if news else f"UID {desk.messages + 1}:*"
    return [_python, "-c", _IMAP_TOOLS, str(desk.port), desk.user, desk.password, str(desk.ca_file or ""), criteria]


def mbsync(desk: Desk, *, news: bool) -> Sequence[str]:
    """Name a pull into a Maildir."""
    del news
    (desk.folder / "mail").mkdir(exist_ok=True)
    path = desk.write("mbsyncrc", _MBSYNC, plain="SSLType None", tls="SSLType IMAPS\nCertificateFile {ca_file}")
    return ["mbsync", "-q", "-c", str(path), "c"]


def offlineimap(desk: Desk, *, news: bool) -> Sequence[str]:
    """Name a pull into a Maildir."""
    del news
    path = desk.write("rc", _OFFLINEIMAP, plain="ssl = no\nstarttls = no", tls="ssl = yes\nsslcacertfile = {ca_file}")
    return ["offlineimap", "-c", str(path), "-o"]


PROGRAMS = {one.__name__: one for one in (assistant, reading, imap_tools, mbsync, offlineimap)}

_python = sys.executable


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run cost; memory in MB."""

    turns: int
    sent: int
    received: int
    online: float
    process: float
    processor: float
    peak: int


def measure(command: Sequence[str], folder: Path, proxy: Proxy) -> Cost:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the message is the end of what it wrote.
    """
    output, told = folder / "output", folder / "told"
    with output.open("wb") as written:
        launch = [sys.executable, "-S", "-c", _LAUNCHER, str(told), *command]
        environment = {**os.environ, "HOME": str(folder)}
        subprocess.run(launch, stdout=written, stderr=written, env=environment, check=True)
    code, seconds, processor, peak = json.loads(told.read_text())
    if code:
        raise RuntimeError(f"{command[0]} failed: {output.read_text(errors='replace')[-2000:]}")
    proxy.close()
    return Cost(
        turns=proxy.turns,
        sent=sum(map(len, proxy.sent)),
        received=proxy.received,
        online=proxy.online_seconds,
        process=seconds,
        processor=processor,
        peak=peak,
    )


def run_in_turn(names: Sequence[str], server: Dovecot, person: Person, options: argparse.Namespace) -> None:
    """Let every program sync and then poll, all of them before any comes again; print medians.

    The poll after a first sync does not count: it sees what the sync itself has changed, such as tags.
    """
    costs: dict[tuple[str, str], list[Cost]] = {}
    tls = options.security == "tls"
    for _ in range(options.runs):
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "password").touch(mode=0o600)
                (Path(folder) / "password").write_text(person.password)
                for job in ("first sync", "", "nothing new") if name != "reading" else ("first sync",):
                    proxy = Proxy(server.tls_port if tls else server.port, delay_seconds=options.delay)
                    desk = Desk(
                        folder=Path(folder), port=proxy.port, user=person.user, password=person.password,
                        ca_file=server.ca_file if tls else None, messages=options.messages,
                    )  # fmt: skip
                    cost = measure(PROGRAMS[name](desk, news=job == "first sync"), Path(folder), proxy)
                    costs.setdefault((job, name), []).append(cost)
    for (job, name), found in sorted(costs.items()):
        if job:
            print(_line(job, name, found))


def _line(job: str, name: str, costs: Sequence[Cost]) -> str:
    seconds = "   ".join(
        f"{what} {statistics.median(times):7.2f} s ({min(times):.2f} to {max(times):.2f})"
        for what, times in (
            ("online", [one.online for one in costs]),
            ("process", [one.process for one in costs]),
            ("processor", [one.processor for one in costs]),
        )
    )
    most = max(costs, key=lambda one: one.turns)
    return (
        f"{job:11} {name:11} {most.turns:6,} turns {most.sent:9,} B up {most.received:13,} B down   {seconds}"
        f"   peak {max(one.peak for one in costs):4} MB"
    )


def read_all(port: str, user: str, ca_file: str) -> None:
    """List and fetch every message, and forget it."""
    secret = (Path(os.environ["HOME"]) / "password").read_text()
    account = ImapAccount(
        host="localhost", port=int(port), user=user, secret=lambda: secret, security="tls" if ca_file else "plain",
        ca_file=Path(ca_file) if ca_file else None,
    )  # fmt: skip
    with closing(open_mailbox(account)) as mailbox:
        arrivals = mailbox.news(None, datetime.now(UTC) - timedelta(days=365)).arrivals
        print(sum(1 for _, arrival in mailbox.read(arrivals) if arrival))


def _installed(names: Sequence[str]) -> list[str]:
    found = []
    for name in names:
        if name == "imap_tools":
            there = not subprocess.run([_python, "-c", "import imap_tools"], stderr=subprocess.DEVNULL).returncode
        else:
            there = name in ("assistant", "reading") or shutil.which(name) is not None
        found += [name] if there else []
        if not there:
            print(f"{name} is not installed and left out")
    return found


def main() -> None:
    """Fill a mailbox and measure."""
    global _python
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--security", choices=("plain", "tls"), default="plain")
    parser.add_argument("--delay", type=float, default=0, help="seconds added to every round trip")
    parser.add_argument("--only", default=",".join(PROGRAMS))
    parser.add_argument("--imap-tools", default=sys.executable, help="a Python that has imap_tools")
    parser.add_argument("--read", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read_all(*options.read)
        return
    _python = options.imap_tools
    names, server = _installed(options.only.split(",")), Dovecot()
    try:
        user, password = server.new_user()
        with closing(MailProgram(server.host, server.port, user, password)) as program:
            program.create("Drafts", "Sent", "Trash")
            person = Person(user=user, password=password, program=program)
            total = fill(server, person, options.messages, attachment_bytes=ATTACHMENT_BYTES)
        print(f"{options.messages:,} messages, {total / 1e6:,.1f} MB; {options.runs} runs, {options.security}, "
              f"{options.delay * 1000:.0f} ms added")  # fmt: skip
        run_in_turn(names, server, person, options)
    finally:
        server.stop()


if __name__ == "__main__":
    main()

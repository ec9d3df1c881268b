"""A throw-away Cyrus on loopback, from Debian's packages unpacked beside Dovecot, with which they conflict."""

import contextlib
import getpass
import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.servers import UNPACKED, can_run, free_port, wait_for_greeting

_PASSWORD = 'p"a\\ss word'
_SETTINGS = """
configdirectory: {directory}/conf
cyrus_user: {account}
defaultpartition: default
partition-default: {directory}/spool
admins: admin
allowplaintext: 1
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {directory}/sasldb2
sasl_mech_list: PLAIN
unixhierarchysep: 1
altnamespace: 1
autocreate_quota: 0
autocreate_inbox_folders: Drafts|Sent|Trash|Archive
xlist-drafts: Drafts
xlist-sent: Sent
xlist-trash: Trash
xlist-archive: Archive
specialusealways: 1
munge8bit: 0
specialuse_protect: \\Junk
delete_mode: immediate
expunge_mode: immediate
skiplist_unsafe: 1
servername: localhost
proc_path: {directory}/conf/proc
mboxname_lockpath: {directory}/conf/lock
idlesocket: {directory}/conf/socket/idle
notifysocket: {directory}/conf/socket/notify
"""
_SERVICES = """
START {{
}}
SERVICES {{
  imap cmd="{programs}/usr/lib/cyrus/bin/imapd -C {directory}/imapd.conf" listen="127.0.0.1:{port}" prefork=8
}}
EVENTS {{
}}
DAEMON {{
  idled cmd="{programs}/usr/lib/cyrus/bin/idled -C {directory}/imapd.conf"
}}
"""


class Cyrus:
    """A running server; its users have Drafts, Sent, Trash and Archive, marked by their special use.

    Attributes:
        host: 127.0.0.1.
        port: IMAP without TLS.
        prefix: none; folders lie beside INBOX.
    """

    host, prefix = "127.0.0.1", ""

    def __init__(self) -> None:
        """Start it; as root its processes run as Debian's mail, since Cyrus refuses to be root."""
        self.directory = Path(tempfile.mkdtemp(prefix="cy-", dir="/tmp"))  # short: it holds Unix sockets
        self.port, self._numbers = free_port(), count()
        self._programs = self.directory / "programs"  # a copy: the user mail may not be able to look into a home
        shutil.copytree(UNPACKED / "cyrus", self._programs, symlinks=True)
        self._environment = {**os.environ, "LD_LIBRARY_PATH": str(_libraries(self._programs))}
        account = "mail" if os.geteuid() == 0 else getpass.getuser()
        for name in ("spool", *(f"conf/{part}" for part in ("socket", "proc", "lock", "log", "msg", "db", "user"))):
            (self.directory / name).mkdir(parents=True)
        names = {"directory": self.directory, "programs": self._programs, "port": self.port, "account": account}
        (self.directory / "imapd.conf").write_text(_SETTINGS.format(**names))
        (self.directory / "cyrus.conf").write_text(_SERVICES.format(**names))
        self._add("admin")
        self._own(account)
        self._start()

    def new_user(self) -> tuple[str, str]:
        """Return name and password of a user."""
        user = f"user{next(self._numbers)}"
        self._add(user)
        return user, _PASSWORD

    @contextlib.contextmanager
    def full(self, user: str) -> Iterator[None]:
        """Leave a user no room while the context lasts."""
        with self._administering() as connection:
            assert connection.setquota(f"user/{user}", "(STORAGE 1)")[0] == "OK"
            yield
            assert connection.setquota(f"user/{user}", "(STORAGE 1000000)")[0] == "OK"

    def rebuild(self, user: str) -> None:
        """Make a user's INBOX anew with the same mail, under a new UIDVALIDITY."""
        with imaplib.IMAP4(self.host, self.port) as program:
            program.login(user, _PASSWORD)
            program.select("INBOX", readonly=True)
            raws = [item[1] for item in program.uid("FETCH", "1:*", "(BODY.PEEK[])")[1] if isinstance(item, tuple)]
        with self._administering() as connection:
            assert connection.setacl(f"user/{user}", "admin", "lrswipkxtecda")[0] == "OK"
            assert connection.delete(f"user/{user}")[0] == "OK"
        with imaplib.IMAP4(self.host, self.port) as program:
            program.login(user, _PASSWORD)  # makes it
            for raw in raws:
                assert program.append("INBOX", None, None, raw)[0] == "OK"

    def stop(self) -> None:
        """Stop it and remove every trace."""
        self._master.terminate()
        self._master.wait(20)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _start(self) -> None:
        command = [self._programs / "usr/lib/cyrus/bin/master", "-C", "imapd.conf", "-M", "cyrus.conf", "-D"]
        with (self.directory / "output").open("wb") as output:
            self._master = subprocess.Popen(
                [*command, "-p", self.directory / "master.pid"], cwd=self.directory, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,  # its end is the end of its whole process group
            )  # fmt: skip
        wait_for_greeting(self.port, self.directory / "output")

    def _add(self, user: str) -> None:
        command = [self._programs / "usr/sbin/saslpasswd2", "-p", "-c", "-f", self.directory / "sasldb2"]
        subprocess.run([*command, "-u", "localhost", user], input=_PASSWORD.encode(), env=self._environment, check=True)

    def _own(self, account: str) -> None:
        if os.geteuid() == 0:
            mail = pwd.getpwnam(account)
            for one in (self.directory, *self.directory.rglob("*")):
                os.chown(one, mail.pw_uid, mail.pw_gid, follow_symlinks=False)

    @contextlib.contextmanager
    def _administering(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.host, self.port) as connection:
            connection.login("admin", _PASSWORD)
            yield connection


def is_installed() -> bool:
    """Whether it can be started here."""
    programs = UNPACKED / "cyrus"
    return programs.exists() and can_run(programs / "usr/lib/cyrus/bin/imapd", _libraries(programs))


def _libraries(programs: Path) -> Path:
    return next((programs / "usr/lib").glob("*-linux-gnu"))

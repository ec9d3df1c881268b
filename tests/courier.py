"""Courier's imapd on loopback, from Debian's packages unpacked beside Dovecot, with which they conflict.

Only the login is not Courier's: its daemon for passwords wants root and files in /etc, so a listener here takes the
password and hands the connection to imapd, which greets with PREAUTH.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from tests.servers import UNPACKED, can_run

_PASSWORD = 'p"a\\ss word'
_PROGRAMS = UNPACKED / "courier"
_ENVIRONMENT = {
    "LD_LIBRARY_PATH": f"{_PROGRAMS}/usr/lib",
    "AUTHENTICATED": "me",
    "AUTHADDR": "me",
    "MAILDIRPATH": "Maildir",
    "IMAP_KEYWORDS": "1",
    "IMAP_USELOCKS": "1",
    "IMAP_ENHANCEDIDLE": "0",
    "IMAP_IDLE_TIMEOUT": "1",
    "IMAP_TRASHFOLDERNAME": "Trash",
    "IMAP_CAPABILITY": "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE",
    "PROTOCOL": "IMAP",
    "TCPREMOTEIP": "127.0.0.1",
}
_LOGIN = re.compile(rb'(\S+) LOGIN "?([^ "]+)"? "((?:[^"\\]|\\.)*)"\r\n', re.IGNORECASE)


class Courier:
    """A running server; its users have nothing but an INBOX.

    Attributes:
        host: 127.0.0.1.
        port: IMAP without TLS.
        prefix: every other folder lies below INBOX.
    """

    host, prefix = "127.0.0.1", "INBOX."

    def __init__(self) -> None:
        """Start listening."""
        self.directory, self._numbers = Path(tempfile.mkdtemp(prefix="courier-")), count()
        self._lines: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server((self.host, 0))
        self.port = int(self._listener.getsockname()[1])
        self._run(self._listen)

    def new_user(self) -> tuple[str, str]:
        """Return name and password of a user."""
        user = f"user{next(self._numbers)}"
        (self.directory / user).mkdir()
        subprocess.run(
            [_PROGRAMS / "usr/bin/maildirmake.courier", "Maildir"], cwd=self.directory / user, check=True,
            env={**os.environ, **_ENVIRONMENT},
        )  # fmt: skip
        return user, _PASSWORD

    def deliver(self, user: str, raw: bytes, received: datetime) -> None:
        """Put a message into a user's INBOX as the mail server does: what comes by APPEND is never recent here."""
        inbox, name = self.directory / user / "Maildir", f"{next(self._numbers):09}.test"
        (inbox / "tmp" / name).write_bytes(raw.replace(b"\r\n", b"\n"))
        os.utime(inbox / "tmp" / name, (received.timestamp(), received.timestamp()))
        (inbox / "tmp" / name).rename(inbox / "new" / name)

    @contextlib.contextmanager
    def full(self, user: str) -> Iterator[None]:
        """Leave a user no room while the context lasts."""
        limit = self.directory / user / "Maildir" / "maildirsize"
        limit.write_text("1000S\n0 0\n")
        yield
        limit.unlink()

    def rebuild(self, user: str) -> None:
        """Give a user's INBOX a new UIDVALIDITY: the second number of its list of UIDs."""
        uids = self.directory / user / "Maildir" / "courierimapuiddb"
        version, epoch, rest = uids.read_text().split(" ", 2)
        uids.write_text(f"{version} {int(epoch) + 1000} {rest}")

    def stop(self) -> None:
        """Hang up and remove every trace."""
        for line in (self._listener, *self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for line in (self._listener, *self._lines):
            line.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _run(self, job: object, *arguments: object) -> None:
        self._threads.append(threading.Thread(target=job, args=arguments, daemon=True))
        self._threads[-1].start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._lines.append(line)
                self._run(self._serve, line)

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line.makefile("rb") as told:
            tag, user = self._let_in(line, told)
            if not user:
                return
            imapd = subprocess.Popen(
                [_PROGRAMS / "usr/bin/imapd", "Maildir"], cwd=self.directory / user, stdin=line, stdout=subprocess.PIPE,
                env={**os.environ, **_ENVIRONMENT, "HOME": str(self.directory / user)},
            )  # fmt: skip
            assert imapd.stdout
            with imapd, imapd.stdout as says:
                says.readline()  # * PREAUTH
                line.sendall(tag + b" OK logged in\r\n")
                while data := says.read1(65536):
                    line.sendall(data)
                line.shutdown(socket.SHUT_RDWR)

    def _let_in(self, line: socket.socket, told: object) -> tuple[bytes, str]:
        """Talk until the password is right; return the login's tag and the user, "" if there will be none."""
        line.sendall(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        while heard := told.readline():
            tag, _, command = heard.partition(b" ")
            if login := _LOGIN.fullmatch(heard):
                if re.sub(rb"\\(.)", rb"\1", login[3]).decode() == _PASSWORD:
                    return tag, login[2].decode()
                line.sendall(tag + b" NO [AUTHENTICATIONFAILED] Login failed.\r\n")
            elif command.upper().startswith(b"CAPABILITY"):
                line.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            else:
                line.sendall(tag + b" BAD log in first\r\n")
        return b"", ""


def is_installed() -> bool:
    """Whether it can be started here."""
    return can_run(_PROGRAMS / "usr/bin/imapd", _PROGRAMS / "usr/lib")

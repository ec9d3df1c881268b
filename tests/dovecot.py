"""A throw-away Dovecot on loopback, and the user's own mail program beside the assistant."""

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from imapclient import imap_utf7

_BINARY = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

_PASSWORD = 'p"a\\ss word'
"""It needs quoting."""

_SETTINGS = """
base_dir = {directory}/run
state_dir = {directory}/state
instance_name = {directory}
log_path = {directory}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {daemon}
default_internal_group = {daemon_group}
default_login_user = {login}
first_valid_uid = 1
mail_home = {directory}/mail/%u
mail_location = maildir:~/Maildir
mail_fsync = never
mail_plugins = quota
ssl = yes
ssl_cert = <{directory}/cert.pem
ssl_key = <{directory}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
passdb {{
  driver = passwd-file
  args = {directory}/users
}}
userdb {{
  driver = passwd-file
  args = {directory}/users
  default_fields = uid={uid} gid={gid} home={directory}/mail/%u
}}
plugin {{
  quota = count:User quota
  quota_vsizes = yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    special_use = \\Drafts
  }}
  mailbox Sent {{
    special_use = \\Sent
  }}
  mailbox Trash {{
    special_use = \\Trash
  }}
  mailbox Archive {{
    special_use = \\Archive
  }}
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """A running server.

    Attributes:
        host: 127.0.0.1.
        port: IMAP with STARTTLS.
        tls_port: IMAP over TLS.
        ca_file: its self-signed certificate, for localhost and 127.0.0.1.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        """Start it; as root its processes run as Debian's dovecot, dovenull and mail, otherwise as this user."""
        assert _BINARY
        self.directory = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))  # short: it holds Unix sockets
        self.port, self.tls_port = free_port(), free_port()
        self.ca_file = self.directory / "cert.pem"
        self._users = {f"user{number}": "" for number in range(3000)}
        self._unused = iter(list(self._users))
        self.directory.chmod(0o755)
        for name in ("run", "state", "mail"):
            (self.directory / name).mkdir()
        make_certificate(self.ca_file, self.directory / "key.pem", "DNS:localhost,IP:127.0.0.1")
        self._write_users()
        (self.directory / "dovecot.conf").write_text(self._settings())
        with (self.directory / "output").open("wb") as output:
            subprocess.run(
                [_BINARY, "-c", self.directory / "dovecot.conf"], check=True, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output,
            )  # fmt: skip
        self._wait()

    def new_user(self) -> tuple[str, str]:
        """Return name and password of a user who has an INBOX and nothing else yet."""
        return next(self._unused), _PASSWORD

    def limit(self, user: str, size: int) -> None:
        """Give a user a quota in bytes; it holds from the next login on."""
        self._users[user] = f"userdb_quota_rule=*:bytes={size}"
        self._write_users()
        time.sleep(1.1)  # the server looks at the file once a second; that is why all users are there from the start

    def maildir(self, user: str) -> Path:
        """Return where a user's mail lies."""
        return self.directory / "mail" / user / "Maildir"

    def own(self, path: Path) -> None:
        """Give files written here to the user the server reads them as."""
        if os.geteuid() == 0:
            for one in (path, *path.rglob("*")):
                os.chown(one, self._uid, self._gid)

    def stop(self) -> None:
        """Stop it and remove every trace."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, ConnectionError):
            os.kill(int((self.directory / "run" / "master.pid").read_text()), signal.SIGTERM)
            for _ in range(200):
                socket.create_connection((self.host, self.port), 1).close()
                time.sleep(0.02)
        shutil.rmtree(self.directory, ignore_errors=True)

    def _settings(self) -> str:
        daemon, login, reader = ("dovecot", "dovenull", "mail") if os.geteuid() == 0 else (getpass.getuser(),) * 3
        self._uid, self._gid = pwd.getpwnam(reader).pw_uid, pwd.getpwnam(reader).pw_gid
        if os.geteuid() == 0:
            os.chown(self.directory / "mail", self._uid, self._gid)
        group = grp.getgrgid(pwd.getpwnam(daemon).pw_gid).gr_name
        return _SETTINGS.format(
            directory=self.directory, daemon=daemon, daemon_group=group, login=login, uid=self._uid, gid=self._gid,
            port=self.port, tls_port=self.tls_port,
        )  # fmt: skip

    def _write_users(self) -> None:
        lines = (f"{user}:{{PLAIN}}{_PASSWORD}::::::{extra}\n" for user, extra in self._users.items())
        (self.directory / "users.new").write_text("".join(lines))
        (self.directory / "users.new").replace(self.directory / "users")

    def _wait(self) -> None:
        for _ in range(250):
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 1) as connected:
                if connected.recv(4).startswith(b"* OK"):
                    return
            time.sleep(0.02)
        raise RuntimeError((self.directory / "log").read_text()[-2000:])


class MailProgram:
    """What the user, or the mail server behind them, does with one account."""

    def __init__(self, server: Dovecot, user: str, password: str) -> None:
        """Log in by imaplib, which shares no code with what is tested but the wire."""
        self._connection = imaplib.IMAP4(server.host, server.port, timeout=20)
        self._connection.login(user, password)

    def create(self, *folders: str) -> None:
        """Make folders."""
        for folder in folders:
            self._do(self._connection.create(_wire(folder)))

    def delete(self, folder: str) -> None:
        """Remove a folder."""
        self._do(self._connection.delete(_wire(folder)))

    def folders(self) -> set[str]:
        """Return every folder's name."""
        lines = self._do(self._connection.list())
        return {imap_utf7.decode(re.split(rb' "/" ', line)[1].strip(b'"')) for line in lines if line}

    def deliver(self, raw: bytes, *, folder: str = "INBOX", received: datetime | None = None, flags: str = "") -> None:
        """Put a message somewhere."""
        moment = imaplib.Time2Internaldate(received or datetime.now(UTC))
        self._do(self._connection.append(_wire(folder), flags or None, moment, raw))

    def messages(self, folder: str) -> list[tuple[bytes, frozenset[str]]]:
        """Return bytes and flags of everything in a folder, without changing it."""
        self._do(self._connection.select(_wire(folder), readonly=True))
        data = self._do(self._connection.uid("FETCH", "1:*", "(FLAGS BODY.PEEK[])"))
        pairs = (item for item in data if isinstance(item, tuple))
        return [(raw, frozenset(re.search(rb"FLAGS \((.*?)\)", head)[1].decode().split())) for head, raw in pairs]

    def change_flags(self, message_id: str, how: str, flags: str, *, folder: str = "INBOX") -> None:
        """Set (+FLAGS) or clear (-FLAGS) flags of one message."""
        self._do(self._connection.uid("STORE", self._uid(message_id, folder), how, flags))

    def remove(self, message_id: str, *, folder: str) -> None:
        """Delete one message for good."""
        uid = self._uid(message_id, folder)
        self._do(self._connection.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
        self._do(self._connection.uid("EXPUNGE", uid))

    def move(self, message_id: str, *, source: str, target: str) -> None:
        """Move one message."""
        imaplib.Commands.setdefault("MOVE", ("SELECTED",))
        self._do(self._connection.uid("MOVE", self._uid(message_id, source), _wire(target)))

    def recent(self, folder: str = "INBOX") -> int:
        """Return how many messages no session has been told of yet."""
        line = self._do(self._connection.status(_wire(folder), "(RECENT)"))[0]
        return int(re.search(rb"RECENT (\d+)", line)[1])

    def close(self) -> None:
        """Log out."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._connection.logout()

    def _uid(self, message_id: str, folder: str) -> str:
        self._do(self._connection.select(_wire(folder)))
        found = self._do(self._connection.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"'))[0].split()
        assert len(found) == 1, (message_id, folder, found)
        return found[0].decode()

    @staticmethod
    def _do(answer: tuple[str, list]) -> list:
        assert answer[0] == "OK", answer
        return answer[1]


def is_installed() -> bool:
    """Whether the server can be started here."""
    return bool(_BINARY and shutil.which("openssl"))


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def make_certificate(certificate: Path, key: Path, names: str) -> None:
    """Write a self-signed certificate for some subjectAltNames."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=test", "-addext", f"subjectAltName={names}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip


def _wire(folder: str) -> str:
    return '"' + imap_utf7.encode(folder).decode().replace("\\", "\\\\").replace('"', '\\"') + '"'

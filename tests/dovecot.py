"""A throw-away Dovecot on loopback."""

import contextlib
import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from tests.servers import free_port, make_certificate, wait_for_greeting

_BINARY = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")

Storage = Literal["Maildir", "mdbox"]

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
  mechanisms = plain login
  args = username_format=%n {directory}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%n {directory}/users
  default_fields = uid={uid} gid={gid} home={directory}/mail/%u
}}
protocol imap {{
  mail_plugins = quota imap_quota
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


_TAKING_TOKENS = """
auth_mechanisms = plain login {mechanisms}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {directory}/tokens.conf
}}
"""

_ABOUT_TOKENS = """
introspection_url = {url}
introspection_mode = auth
username_attribute = email
active_attribute = active
active_value = true
"""


class Dovecot:
    """A running server.

    Attributes:
        host: 127.0.0.1.
        port: IMAP with STARTTLS.
        tls_port: IMAP over TLS.
        prefix: none; folders lie beside INBOX.
        ca_file: its self-signed certificate, for localhost and 127.0.0.1.
    """

    host, prefix = "127.0.0.1", ""

    def __init__(self, *, introspection_url: str = "", token_mechanisms: str = "xoauth2 oauthbearer") -> None:
        """Start it; as root its processes run as Debian's dovecot, dovenull and mail, otherwise as this user.

        With the address of whoever knows about tokens (RFC 7662), users may log in with tokens too,
        by the mechanisms named.
        """
        assert _BINARY
        self.directory = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))  # short: it holds Unix sockets
        self.port, self.tls_port = free_port(), free_port()
        self.ca_file = self.directory / "cert.pem"
        names = {storage: [f"{storage.lower()}{number}" for number in range(3000)] for storage in ("Maildir", "mdbox")}
        self._users = dict.fromkeys(names["Maildir"], "") | dict.fromkeys(names["mdbox"], "userdb_mail=mdbox:~/mdbox")
        self._unused = {storage: iter(users) for storage, users in names.items()}
        self.directory.chmod(0o755)
        for name in ("run", "state", "mail"):
            (self.directory / name).mkdir()
        make_certificate(self.ca_file, self.directory / "key.pem", "DNS:localhost,IP:127.0.0.1")
        self._write_users()
        tokens = _TAKING_TOKENS.format(directory=self.directory, mechanisms=token_mechanisms)
        (self.directory / "dovecot.conf").write_text(self._settings() + (tokens if introspection_url else ""))
        (self.directory / "tokens.conf").write_text(_ABOUT_TOKENS.format(url=introspection_url))
        self.start()

    def start(self) -> None:
        """Start it, again after `halt`."""
        with (self.directory / "output").open("wb") as output:
            subprocess.run(
                [_BINARY, "-c", self.directory / "dovecot.conf"], check=True, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output,
            )  # fmt: skip
        wait_for_greeting(self.port, self.directory / "log")

    def new_user(self, storage: Storage = "Maildir") -> tuple[str, str]:
        """Return name and password of a user who has an INBOX and nothing else yet."""
        return next(self._unused[storage]), _PASSWORD

    @contextlib.contextmanager
    def full(self, user: str) -> Iterator[None]:
        """Leave a user no room for sessions begun while the context lasts."""
        self._limit(user, 1000)
        yield
        self._limit(user, 10_000_000)

    def rebuild(self, user: str) -> None:
        """Give a user's INBOX a new UIDVALIDITY, as a server restored from a backup does."""
        command = ["doveadm", "-c", self.directory / "dovecot.conf", "mailbox", "update", "--uid-validity"]
        subprocess.run([*command, str(int(time.time()) + 1000), "-u", user, "INBOX"], check=True)

    def maildir(self, user: str) -> Path:
        """Return where a user's mail lies."""
        return self.directory / "mail" / user / "Maildir"

    def own(self, path: Path) -> None:
        """Give files written here to the user the server reads them as."""
        if os.geteuid() == 0:
            for one in (path, *path.rglob("*")):
                os.chown(one, self._uid, self._gid)

    def halt(self) -> None:
        """Stop it; whoever is connected hears BYE."""
        with contextlib.suppress(FileNotFoundError, ProcessLookupError, ConnectionError):
            os.kill(int((self.directory / "run" / "master.pid").read_text()), signal.SIGTERM)
            for _ in range(200):
                socket.create_connection((self.host, self.port), 1).close()
                time.sleep(0.02)

    def stop(self) -> None:
        """Stop it and remove every trace."""
        self.halt()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _limit(self, user: str, size: int) -> None:
        storage = self._users[user].partition(" userdb_quota")[0]
        self._users[user] = f"{storage} userdb_quota_rule=*:bytes={size}"
        self._write_users()
        time.sleep(1.1)  # the server looks at the file once a second; that is why all users are there from the start

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


def is_installed() -> bool:
    """Whether the server can be started here."""
    return bool(_BINARY and shutil.which("openssl"))

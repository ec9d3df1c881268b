"""Connecting and logging in: who is told what, and what never leaves this machine."""

import hashlib
import logging
import ssl
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from assistant.errors import CertificateRefused, ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox import Mailbox
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.scripted import Scripted
from tests.mailbox.world import SINCE
from tests.proxy import Proxy
from tests.servers import free_port, make_certificate

SECRET = "correct horse"

Start = Callable[..., Scripted]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start scripted servers."""
    with ExitStack() as running:
        yield lambda *args, **kwargs: running.enter_context(closing(Scripted(*args, **kwargs)))


def poll(**account: object) -> None:
    settings = {"host": "127.0.0.1", "user": "me", "secret": lambda: SECRET, "read_timeout_seconds": 2.0}
    with closing(open_mailbox(ImapAccount(**{**settings, **account}))) as mailbox:
        mailbox.news(None, SINCE)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_is_read_over_tls(dovecot: Dovecot, person: Person, proxy: Proxy, security: str) -> None:
    """Both ways of starting TLS work, and neither shows the password on the line."""
    line = Proxy(dovecot.tls_port) if security == "tls" else proxy
    with closing(line):
        poll(
            host="localhost", port=line.port, user=person.user, secret=lambda: person.password, security=security,
            ca_file=dovecot.ca_file,
        )  # fmt: skip

    assert person.user.encode() not in b"".join(line.sent)
    assert any(b"STARTTLS" in sent for sent in line.sent) == (security == "starttls")


def test_tls_from_the_first_byte_is_what_nobody_has_to_ask_for(dovecot: Dovecot, person: Person) -> None:
    """STARTTLS is for whoever names it: a line can be stripped of it (RFC 8314 §3)."""
    with closing(Proxy(dovecot.tls_port)) as line:
        poll(
            host="localhost", port=line.port, user=person.user, secret=lambda: person.password, ca_file=dovecot.ca_file
        )

    assert ImapAccount(host="h", user="me", secret=lambda: SECRET).port == 993
    assert bytes(line.sent[0]).startswith(b"\x16\x03")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(dovecot: Dovecot, person: Person, security: str) -> None:
    """Whoever sits between would read the password."""
    port = dovecot.tls_port if security == "tls" else dovecot.port
    with pytest.raises(CertificateRefused, match=rf"127\.0\.0\.1:{port}.*ca_file"):
        poll(port=port, user=person.user, security=security)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_one_certificate_alone_can_be_believed(dovecot: Dovecot, person: Person, tmp_path: Path, security: str) -> None:
    """Proton Bridge signs its own; whoever pins it needs no file, and no authority can vouch for another."""
    ours = hashlib.sha256(ssl.PEM_cert_to_DER_cert(dovecot.ca_file.read_text())).hexdigest()
    make_certificate(tmp_path / "cert.pem", tmp_path / "key.pem", "DNS:localhost,IP:127.0.0.1")
    other = hashlib.sha256(ssl.PEM_cert_to_DER_cert((tmp_path / "cert.pem").read_text())).hexdigest()
    line = Proxy(dovecot.tls_port if security == "tls" else dovecot.port)
    known = {"port": line.port, "user": person.user, "secret": lambda: person.password, "security": security}
    with closing(line):
        poll(fingerprint=ours, **known)
        del line.sent[:]
        with pytest.raises(CertificateRefused, match=ours):
            poll(fingerprint=other, **known)

    assert not any(command.startswith(("LOGIN", "AUTHENTICATE")) for command in line.commands)


def test_a_certificate_for_another_host_is_refused(start: Start, tmp_path: Path) -> None:
    """A valid certificate proves nothing if it is somebody else's."""
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    make_certificate(certificate, key, "DNS:mail.example.org")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = start(context=context)
    with pytest.raises(CertificateRefused):
        poll(host="localhost", port=server.port, ca_file=certificate)

    assert not server.heard


def test_a_server_stripped_of_starttls_hears_no_password(start: Start) -> None:
    """A line that hides STARTTLS wants the password in the clear (RFC 8314)."""
    server = start()
    with pytest.raises(ConfigError, match="starting TLS"):
        poll(port=server.port, security="starttls")

    assert not any("LOGIN" in command for command in server.heard)


def test_a_starttls_that_is_refused_ends_the_connection(start: Start) -> None:
    """No falling back, whatever the server says."""
    server = start({"STARTTLS": b"{tag} NO not now\r\n"}, greeting=b"* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n")
    with pytest.raises(MailboxUnreachable):
        poll(port=server.port, security="starttls")

    assert server.heard == ["STARTTLS"]


def test_a_server_that_skips_the_login_is_refused(start: Start) -> None:
    """After PREAUTH there can be no STARTTLS, so an attacker says it to avoid TLS (RFC 9051 §7.1.4)."""
    server = start(greeting=b"* PREAUTH welcome\r\n")
    with pytest.raises(ConfigError, match="skips the login"):
        poll(port=server.port, security="starttls")

    assert server.heard == ["CAPABILITY"]


@pytest.mark.parametrize("host", ["mail.example.org", "192.0.2.1", "localhost.example.org", "10.0.0.1"])
def test_plain_text_is_only_for_this_machine(host: str) -> None:
    """A password must not cross a network in the clear, not even by mistake."""
    with pytest.raises(ConfigError, match="without encryption"):
        ImapAccount(host=host, user="me", secret=lambda: SECRET, security="plain")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_plain_text_serves_a_bridge_on_this_machine(host: str) -> None:
    """Proton Bridge and the like listen on loopback."""
    assert ImapAccount(host=host, user="me", secret=lambda: SECRET, security="plain").host == host


def test_a_wrong_password_is_the_users_to_renew(dovecot: Dovecot, person: Person) -> None:
    """A lasting refusal must not be tried again and again, or the account is locked."""
    with pytest.raises(LoginRefused, match=rf"127\.0\.0\.1:{dovecot.port}.*{person.user}") as refused:
        poll(port=dovecot.port, user=person.user, security="plain")

    assert SECRET not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize(
    "answer",
    [b"NO [UNAVAILABLE] try later", b"NO [INUSE] busy", b"NO [LIMIT] too many", b"NO [SERVERBUG] oops",
     b"BAD User is authenticated but not connected."],
)  # fmt: skip
def test_a_busy_server_is_no_wrong_password(start: Start, answer: bytes) -> None:
    """Asking for a new password would send the user looking for a fault they have not made."""
    server = start({"LOGIN": b"{tag} " + answer + b"\r\n"})
    with pytest.raises(MailboxUnreachable):
        poll(port=server.port, security="plain")


@pytest.mark.parametrize(
    "answer", [b"NO [AUTHENTICATIONFAILED] no", b"NO no", b"NO [EXPIRED] old", b"NO [ALERT] App password needed"]
)
def test_a_refused_login_is_no_busy_server(start: Start, answer: bytes) -> None:
    """Only the user can help here."""
    server = start({"LOGIN": b"{tag} " + answer + b"\r\n"})
    with pytest.raises(LoginRefused):
        poll(port=server.port, security="plain")


@pytest.mark.parametrize(
    "greeting", [b"* BYE overloaded\r\n", b"HTTP/1.1 400 Bad Request\r\n", b"", b"\x16\x03\x01\x00\r\n", b"* OK"]
)
def test_a_server_that_does_not_greet_is_unreachable(start: Start, greeting: bytes) -> None:
    """Whatever answers there, the next run tries again; a server that never answers does not hold up the run."""
    server = start({".*": None}, greeting=greeting)
    with pytest.raises(MailboxUnreachable, match=str(server.port)):
        poll(port=server.port, security="plain", connect_timeout_seconds=0.5)


def test_a_port_nobody_listens_on_is_unreachable() -> None:
    """The commonest trouble: no network."""
    port = free_port()
    with pytest.raises(MailboxUnreachable, match=rf"127\.0\.0\.1:{port}.*next run"):
        poll(port=port)


def test_a_host_that_does_not_exist_is_unreachable() -> None:
    """Name servers fail too."""
    with pytest.raises(MailboxUnreachable, match=r"nowhere\.invalid:993"):
        poll(host="nowhere.invalid")


@pytest.mark.parametrize("silent_at", ["LOGIN", "LIST", "EXAMINE", "UID SEARCH"])
def test_a_server_that_falls_silent_does_not_hold_up_the_run(start: Start, silent_at: str) -> None:
    """Without a timeout one dead line would stop all later polls."""
    server = start({silent_at: b""})
    with pytest.raises(MailboxUnreachable, match="did not answer in time"):
        poll(port=server.port, security="plain", read_timeout_seconds=0.3)


@pytest.mark.parametrize("at", ["LOGIN", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH"])
@pytest.mark.parametrize("how", [b"* BYE going down\r\n", None, b"* OK half a li", b"nonsense\r\n"])
def test_a_server_may_say_goodbye_at_any_time(start: Start, at: str, how: bytes | None) -> None:
    """It is nobody's fault, and never a traceback."""
    server = start({at: how})
    with pytest.raises(MailboxUnreachable):
        poll(port=server.port, security="plain", read_timeout_seconds=0.3)


def test_a_password_beyond_ascii_is_sent_as_utf_8(start: Start) -> None:
    """LOGIN cannot carry it, PLAIN can (RFC 4616)."""
    server = start({"AUTHENTICATE": b"+ \r\n", "$": b"{tag} OK [CAPABILITY IMAP4rev1] in\r\n", "LIST": None})
    with pytest.raises(MailboxUnreachable, match="listing folders"):
        poll(port=server.port, security="plain", secret=lambda: "pässwörd")

    assert server.heard[:2] == ["AUTHENTICATE PLAIN", "AG1lAHDDpHNzd8O2cmQ="]


def test_a_password_of_several_lines_is_refused(start: Start) -> None:
    """A line break in a password could be a second command."""
    server = start()
    with pytest.raises(ConfigError, match="single line"):
        poll(port=server.port, security="plain", secret=lambda: "a\r\nX LOGOUT")

    assert not server.heard


def test_an_account_never_shows_its_secret() -> None:
    """Accounts are printed in tracebacks and logs."""
    assert SECRET not in repr(ImapAccount(host="h", user="me", secret=lambda: SECRET))


def test_no_password_and_no_mail_is_logged(
    person: Person, open_imap: Callable[..., Mailbox], caplog: pytest.LogCaptureFixture
) -> None:
    """imapclient at level DEBUG logs search terms and fetched mail."""
    person.program.deliver(b"Message-ID: <x@y>\r\nSubject: Confidential\r\n\r\nbody\r\n")
    with caplog.at_level(logging.DEBUG):
        mailbox = open_imap()
        list(mailbox.read(mailbox.news(None, SINCE).arrivals))
        mailbox.close()

    logged = caplog.text
    assert "Confidential" not in logged and person.password not in logged and "UID FETCH" not in logged


def test_closing_logs_out(person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]) -> None:
    """Servers count connections, and some allow few."""
    mailbox = open_imap()
    mailbox.news(None, SINCE)
    mailbox.close()

    assert proxy.commands[-1] == "LOGOUT"

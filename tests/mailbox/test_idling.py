"""The bell rings when mail arrives, and says so when it can ring no more."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from assistant.errors import MailboxUnreachable
from assistant.mailbox.account import ImapAccount, open_bell
from assistant.mailbox.waiting import Bell
from assistant.watch import Stop
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.imap_world import Server, person_on
from tests.mailbox.scripted import Scripted
from tests.mailbox.world import mail
from tests.proxy import Proxy

HAS_IDLE = b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n"


@pytest.fixture
def stop() -> Iterator[Stop]:
    """A wish to end."""
    with closing(Stop()) as wish:
        yield wish


@pytest.fixture
def hung() -> Iterator[Callable[..., Bell]]:
    """Open and hang bells."""
    with ExitStack() as opened:

        def hang(port: int, user: str = "me", password: str = "secret", **changes: object) -> Bell:
            settings = {"host": "127.0.0.1", "security": "plain", "read_timeout_seconds": 2.0, **changes}
            account = ImapAccount(port=port, user=user, secret=lambda: password, **settings)
            bell = opened.enter_context(closing(open_bell(account)))
            assert bell.hang()
            return bell

        yield hang


@pytest.fixture
def scripted() -> Iterator[Callable[..., Scripted]]:
    """Start servers that offer IDLE and say what they are told to."""
    with ExitStack() as running:

        def start(idle: bytes | None, **more: bytes) -> Scripted:
            login = b"{tag} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n"
            answers = {"IDLE": idle, "DONE": b"{tag} OK done\r\n", "$": b"{tag} OK done\r\n", "LOGIN": login, **more}
            return running.enter_context(closing(Scripted(answers, greeting=HAS_IDLE)))

        yield start


@pytest.mark.parametrize("security", ["plain", "tls"])
def test_the_bell_rings_when_mail_arrives(
    dovecot: Dovecot, person: Person, hung: Callable[..., Bell], stop: Stop, security: str
) -> None:
    """Within the second, however long the wait would be."""
    port = dovecot.port if security == "plain" else dovecot.tls_port
    bell = hung(port, person.user, person.password, security=security, ca_file=dovecot.ca_file)
    began = time.monotonic()
    threading.Timer(0.3, lambda: person.program.deliver(mail("new"))).start()

    assert bell.wait(20, stop)
    assert time.monotonic() - began < 5


def test_mail_that_arrived_while_nobody_waited_rings_at_once(
    dovecot: Dovecot, person: Person, hung: Callable[..., Bell], stop: Stop
) -> None:
    """A poll takes its time; what comes meanwhile must not lie until the next one."""
    bell = hung(dovecot.port, person.user, person.password)
    person.program.deliver(mail("meanwhile"))

    assert bell.wait(20, stop)
    assert not bell.wait(0.3, stop)
    assert person.program.recent() == 1  # the bell only listens: mail stays new for the user's own program


@pytest.mark.parametrize("when", ["while it waits", "while nobody waits"])
def test_mail_in_any_watched_folder_rings(
    proxy: Proxy, person: Person, hung: Callable[..., Bell], stop: Stop, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """IDLE tells of one folder only; a filter may put mail into another. What is taken out of it is no arrival."""
    monkeypatch.setattr("assistant.mailbox.imap.idling.ROUND_SECONDS", 0.3)
    person.program.create("Jobs")
    for name in ("old", "older"):
        person.program.deliver(mail(name), folder="Jobs")
    bell = hung(proxy.port, person.user, person.password, folders=("INBOX", "Jobs"))
    person.program.remove("<older@example.test>", folder="Jobs")
    assert not bell.wait(1, stop)
    delay = 0.5 if when == "while it waits" else 0
    coming = threading.Timer(delay, lambda: person.program.deliver(mail("a"), folder="Jobs"))
    coming.start()
    if not delay:
        coming.join()

    assert bell.wait(20, stop)
    assert bell.hang() and not bell.wait(0.1, stop)
    assert not [command for command in proxy.commands if "Jobs" in command and "STATUS" not in command]


@pytest.mark.parametrize("folder", ["INBOX", "Archive"])
@pytest.mark.parametrize("server", ["cyrus", "courier"])
def test_the_bell_rings_at_other_servers_too(
    request: pytest.FixtureRequest,
    hung: Callable[..., Bell],
    stop: Stop,
    monkeypatch: pytest.MonkeyPatch,
    server: str,
    folder: str,
) -> None:
    """Each tells of arrivals in its own time and words; Courier looks for them once a second."""
    monkeypatch.setattr("assistant.mailbox.imap.idling.ROUND_SECONDS", 0.3)
    there: Server = request.getfixturevalue(server)
    with person_on(there, *there.new_user(), folders=["Archive"] if server == "courier" else []) as person:
        person.program.look_into("INBOX")
        bell = hung(there.port, person.user, person.password, folders=("INBOX", f"{there.prefix}Archive"))
        assert not bell.wait(1, stop)
        person.program.deliver(mail("new"), folder=folder)

        assert bell.wait(20, stop)


def test_mail_told_of_between_two_rounds_rings(
    scripted: Callable[..., Scripted], hung: Callable[..., Bell], stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server may tell in its answer to DONE, NOOP or STATUS, and never again."""
    monkeypatch.setattr("assistant.mailbox.imap.idling.ROUND_SECONDS", 0.2)
    jobs = b'* STATUS "Jobs" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 8)\r\n{tag} OK done\r\n'
    server = scripted(b"+ idling\r\n", NOOP=b"* 2 EXISTS\r\n{tag} OK done\r\n", STATUS=jobs)
    bell = hung(server.port, folders=("INBOX", "Jobs"))
    began = time.monotonic()

    assert bell.wait(20, stop)
    assert time.monotonic() - began < 5


def test_no_mail_no_ring(proxy: Proxy, person: Person, hung: Callable[..., Bell], stop: Stop) -> None:
    """Flags that change, also by our own tags, are no arrival; and the wait ends when its time is over."""
    person.program.deliver(mail("old"))
    bell = hung(proxy.port, person.user, person.password)
    threading.Timer(0.2, lambda: person.program.change_flags("<old@example.test>", "+FLAGS", "$JobOffer")).start()

    assert not bell.wait(1, stop)
    assert proxy.commands[-3:] == ["IDLE", "", "NOOP"]  # DONE has no tag


def test_the_wish_to_end_ends_the_wait(dovecot: Dovecot, person: Person, hung: Callable[..., Bell], stop: Stop) -> None:
    """SIGTERM must not wait nine minutes."""
    bell = hung(dovecot.port, person.user, person.password)
    began = time.monotonic()
    threading.Timer(0.2, stop.request).start()

    assert not bell.wait(20, stop)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "idle", [b"+ idling\r\n* 2 EXISTS\r\n", b"* 2 EXISTS\r\n+ idling\r\n", b"+ go\r\n* OK Still here\r\n* 2 EXISTS\r\n"]
)
def test_an_arrival_told_in_one_packet_with_the_consent_rings(
    scripted: Callable[..., Scripted], hung: Callable[..., Bell], stop: Stop, idle: bytes
) -> None:
    """IMAPClient 4.1 waits on the socket though the line lies in its buffer."""
    assert hung(scripted(idle).port).wait(5, stop)


@pytest.mark.parametrize(
    "idle",
    [b"+ idling\r\n* BYE going down\r\n", b"* BYE going down\r\n", None, b"{tag} NO not now\r\n", b"{tag} BAD what\r\n",
     b"{tag} OK done already\r\n", b"+ idling\r\n{tag} OK timeout\r\n", b"", b"+ idling\r\n* 2 EXI"],
)  # fmt: skip
def test_a_bell_that_can_ring_no_more_says_so(
    scripted: Callable[..., Scripted], hung: Callable[..., Bell], stop: Stop, idle: bytes | None
) -> None:
    """After BYE other clients see "nothing new" for ever, as fast as they can ask (imapclient#565)."""
    bell = hung(scripted(idle).port)
    with pytest.raises(MailboxUnreachable):
        bell.wait(5, stop)


def test_a_line_that_swallows_everything_is_found_out_when_the_wait_is_over(
    proxy: Proxy, person: Person, hung: Callable[..., Bell], stop: Stop
) -> None:
    """A router that forgot the line says nothing: only asking tells, so DONE must be answered, and NOOP after it."""
    bell = hung(proxy.port, person.user, person.password)
    threading.Timer(0.3, lambda: setattr(proxy, "rewrite", lambda data: b"")).start()
    began = time.monotonic()
    with pytest.raises(MailboxUnreachable):
        bell.wait(1, stop)
    assert time.monotonic() - began < 20
    proxy.rewrite = lambda data: data

    assert bell.hang()
    assert not bell.wait(0.2, stop)


def test_a_line_that_is_cut_says_so_and_can_be_hung_again(
    proxy: Proxy, person: Person, hung: Callable[..., Bell], stop: Stop
) -> None:
    """Routers and providers cut lines every day."""
    bell = hung(proxy.port, person.user, person.password)
    proxy.rewrite = lambda data: None
    with pytest.raises(MailboxUnreachable):
        bell.wait(5, stop)
    proxy.rewrite = lambda data: data

    assert bell.hang()
    assert not bell.wait(0.2, stop)


def test_a_computer_that_slept_starts_afresh(
    dovecot: Dovecot, person: Person, hung: Callable[..., Bell], stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In sleep only the wall clock goes on; the line is dead then, though nothing says so."""
    bell = hung(dovecot.port, person.user, person.password)
    clock = iter([1_000_000.0, 1_003_600.0])
    monkeypatch.setattr("assistant.mailbox.waiting.NAP_SECONDS", 0.1)
    monkeypatch.setattr("assistant.mailbox.waiting.time.time", lambda: next(clock))
    with pytest.raises(MailboxUnreachable):
        bell.wait(20, stop)


def test_another_network_means_another_line(
    dovecot: Dovecot, person: Person, hung: Callable[..., Bell], stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another network's address the old line never hears again; only a timeout of hours would tell."""
    bell = hung(dovecot.port, person.user, person.password)
    monkeypatch.setattr("assistant.mailbox.waiting.NAP_SECONDS", 0.1)
    monkeypatch.setattr("assistant.mailbox.imap.idling._address_towards", lambda line: "192.0.2.7")
    with pytest.raises(MailboxUnreachable):
        bell.wait(20, stop)


def test_a_server_without_idle_has_no_bell(proxy: Proxy, person: Person) -> None:
    """And no line is held open for nothing."""
    proxy.hide("IDLE")
    account = ImapAccount(
        host="127.0.0.1", port=proxy.port, user=person.user, secret=lambda: person.password, security="plain"
    )
    bell = open_bell(account)

    assert not bell.hang()
    assert proxy.commands[-1] == "LOGOUT"

"""What the network is asked for, counted by a proxy; the figures are promises to people on slow lines."""

import tracemalloc
from collections.abc import Callable
from email import message_from_bytes

import pytest

from assistant.mailbox import Mailbox
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.generated import fill
from tests.mailbox.world import SINCE
from tests.proxy import Proxy


@pytest.mark.parametrize("count", [0, 1000])
def test_a_poll_without_news_takes_four_turns_at_most_however_much_mail_there_is(
    dovecot: Dovecot, person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox], count: int
) -> None:
    """A poll every few minutes must cost nearly nothing: login, one question about three folders, logout."""
    fill(dovecot, person, count)
    mailbox = open_imap()
    cursor = mailbox.news(None, SINCE).cursor
    mailbox.close()
    proxy.turns, proxy.received = 0, 0
    proxy.sent.clear()

    mailbox = open_imap()
    news = mailbox.news(cursor, SINCE)
    mailbox.close()
    assert news.arrivals == news.sent == ()
    assert not news.drafts_changed and not news.tags_changed
    assert proxy.turns <= 4
    assert proxy.received + len(proxy.sent[0]) <= 1500


def test_a_server_that_cannot_tell_of_all_folders_at_once_is_asked_about_each(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """LIST-STATUS saves two turns where it is there, and is never needed."""
    proxy.hide("LIST-STATUS", "CONDSTORE", "QRESYNC")
    mailbox = open_imap()
    cursor = mailbox.news(None, SINCE).cursor
    mailbox.close()
    proxy.turns = 0

    mailbox = open_imap()
    news = mailbox.news(cursor, SINCE)
    mailbox.close()
    assert proxy.turns == 5
    assert not news.drafts_changed
    assert news.tags_changed  # nothing tells, so they may


def test_a_first_poll_of_a_thousand_messages_leaves_attachments_where_they_are(
    dovecot: Dovecot, person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """Connecting a mailbox must take seconds on a slow line, and memory no small server lacks."""
    total = fill(dovecot, person, 1000, attachment_bytes=180_000)
    text = total - 100 * 243_000
    tracemalloc.start()
    mailbox = open_imap()
    arrivals = mailbox.news(None, SINCE).arrivals
    ids = {message_from_bytes(arrival.raw)["Message-ID"] for _, arrival in mailbox.read(arrivals) if arrival}
    mailbox.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert total > 27_000_000
    assert len(ids) == 1000
    assert proxy.turns <= 26
    assert proxy.received <= 1.1 * text + 400_000
    assert peak <= 50_000_000


def test_tagging_many_messages_takes_no_more_turns_than_tagging_one(
    dovecot: Dovecot, person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """A first poll may find a hundred; two turns for each would take longer than reading them."""
    fill(dovecot, person, 150)
    mailbox = open_imap()
    arrivals = mailbox.news(None, SINCE).arrivals
    proxy.turns = 0

    assert mailbox.tag(arrivals, "$JobOffer") == set(arrivals)
    assert proxy.turns == 3  # SELECT, STORE, FETCH as proof


def test_memory_stays_bounded_whatever_comes(
    dovecot: Dovecot, person: Person, open_imap: Callable[..., Mailbox]
) -> None:
    """A small machine must survive endless headers, a log of many parts, and an attachment of any size."""
    texts = b"".join(b"\r\n--=_b\r\nContent-Type: text/plain\r\n\r\n" + b"words \r\n" * 100_000 for _ in range(20))
    many = b'Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n' + texts + b"\r\n--=_b--\r\n"
    header = b"".join(b"X-Trace-%d: %s\r\n" % (number, b"x" * 900) for number in range(200))
    large = b'Content-Type: application/zip; name="a.zip"\r\n\r\n' + b"QUJD\r\n" * 5_000_000
    cur = dovecot.maildir(person.user) / "cur"
    person.program.messages("INBOX")
    for number, rest in enumerate([many] * 3 + [header + b"\r\n" + b"words \r\n" * 300_000] * 20 + [large]):
        (cur / f"{1_700_000_000 + number}.M{number}.test:2,").write_bytes(b"Message-ID: <%d@x>\r\n" % number + rest)
    dovecot.own(cur)
    mailbox = open_imap()
    arrivals = mailbox.news(None, SINCE).arrivals

    tracemalloc.start()
    read = sum(1 for _, arrival in mailbox.read(arrivals) if arrival and arrival.raw.startswith(b"Message-ID"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == 24
    assert peak <= 40_000_000

"""Servers that do not keep to the standard, each oddity as somebody met it."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import ConfigError, MailboxReset, MailboxUnreachable, NoDraftsFolder
from assistant.mail.message import Arrival, Place
from assistant.mailbox import Mailbox, imap
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.mailbox.scripted import EXAMINED, Answer, Scripted
from tests.mailbox.world import SINCE, mail

RAW = b"Message-ID: <ten@example.test>\r\n\r\nHello.\r\n"
DATE = b'INTERNALDATE "20-Nov-2026 10:00:00 +0100"'
PLACE = Place(folder="INBOX", epoch="7", key="10")

OpenScripted = Callable[[Mapping[str, Answer | None]], Mailbox]


@pytest.fixture
def scripted() -> Iterator[OpenScripted]:
    """Open a mailbox on a server that gives these answers."""
    with ExitStack() as running:

        def open_it(answers: Mapping[str, Answer | None]) -> Mailbox:
            server = running.enter_context(closing(Scripted(answers)))
            account = ImapAccount(
                host="127.0.0.1", port=server.port, user="me", secret=lambda: "x", security="plain",
                read_timeout_seconds=2.0,
            )  # fmt: skip
            return running.enter_context(closing(open_mailbox(account)))

        yield open_it


def fetched(*items: bytes, number: int = 1, uid: int = 10) -> bytes:
    return b"* %d FETCH (UID %d %s)\r\n" % (number, uid, b" ".join(items))


def literal(name: bytes, content: bytes) -> bytes:
    return name + b" {%d}\r\n" % len(content) + content


def done(*lines: bytes) -> bytes:
    return b"".join(lines) + b"{tag} OK done\r\n"


FACTS = fetched(b"FLAGS (\\Answered $jobOFFER)", DATE, b"RFC822.SIZE %d" % len(RAW))


def only(mailbox: Mailbox) -> Arrival | None:
    ((place, arrival),) = mailbox.read([PLACE])
    assert place == PLACE
    return arrival


def test_a_message_comes_with_its_date_in_utc_and_our_keywords_as_we_write_them(scripted: OpenScripted) -> None:
    """Servers change the case of keywords and have clocks of their own."""
    body = done(fetched(literal(b"BODY[]", RAW)))
    mailbox = scripted({r"UID FETCH 10 \(UID FLAGS": done(FACTS), r"UID FETCH 10 \(UID BODY": body})

    assert only(mailbox) == Arrival(
        raw=RAW, internal_date=datetime(2026, 11, 20, 9, tzinfo=UTC), keywords=frozenset({"$JobOffer"}), place=PLACE,
        answered=True,
    )  # fmt: skip


def test_answers_nobody_asked_for_are_not_taken_for_the_message(scripted: OpenScripted) -> None:
    """A server may tell of any message at any time, by number alone too (RFC 9051 §7)."""
    noise = (
        b"* 10 FETCH (FLAGS (\\Draft))\r\n* 5 EXISTS\r\n* 1 EXPUNGE\r\n* OK [ALERT] hello {3}\r\n* 1 RECENT\r\n"
        b"* 4 FETCH (UID 99 BODY[] {5}\r\nwrong)\r\n"
    )
    mailbox = scripted(
        {
            r"UID FETCH 10 \(UID FLAGS": done(noise.replace(b" {3}", b""), FACTS, noise.replace(b" {3}", b"")),
            r"UID FETCH 10 \(UID BODY": done(fetched(literal(b"BODY[]", RAW)), noise.replace(b" {3}", b"")),
        }
    )
    arrival = only(mailbox)

    assert arrival is not None
    assert (arrival.raw, arrival.draft, arrival.answered) == (RAW, False, True)


@pytest.mark.parametrize(
    "first", [b"", fetched(b"BODY[] NIL"), fetched(b'BODY[] ""'), fetched(literal(b"BODY[]", RAW[:20]))]
)
def test_a_message_without_its_body_is_asked_for_again(scripted: OpenScripted, first: bytes) -> None:
    """iCloud has answered OK with nothing in it; who took that for the message lost it."""
    mailbox = scripted(
        {
            r"UID FETCH 10 \(UID FLAGS INTERNALDATE RFC822": done(FACTS),
            r"UID FETCH 10 \(UID BODY.PEEK\[\]\)": done(first),
            r"UID FETCH 10 \(UID FLAGS INTERNALDATE BODY.PEEK\[\]<0": done(fetched(literal(b"BODY[]<0>", RAW))),
        }
    )
    arrival = only(mailbox)

    assert arrival is not None and arrival.raw == RAW


def test_a_message_that_stays_without_its_body_is_known_by_its_header(scripted: OpenScripted) -> None:
    """It must not hold up all others for ever."""
    header = fetched(literal(b"BODY[HEADER]<0>", b"Subject: x\r\n\r\n"))
    mailbox = scripted(
        {
            r"UID FETCH 10 \(UID FLAGS": done(FACTS),
            r"UID FETCH 10 \(UID BODY.PEEK\[HEADER\]": done(header),
            "UID FETCH": done(),
        }
    )
    arrival = only(mailbox)

    assert arrival is not None and (arrival.raw, arrival.trimmed) == (b"Subject: x\r\n\r\n", True)


def test_a_message_that_is_withheld_is_not_taken_for_gone(scripted: OpenScripted) -> None:
    """Only a fresh search that does not list it says so; empty bytes tell the poller to ask again."""
    mailbox = scripted({"UID FETCH": done()})

    arrival = only(mailbox)

    assert arrival is not None and arrival.raw == b""


def test_a_message_that_is_gone_when_looked_for_again_is_gone(scripted: OpenScripted) -> None:
    """Expunged between the search and the fetch (RFC 2180)."""
    assert only(scripted({"UID FETCH": done(), "UID SEARCH": done(b"* SEARCH\r\n")})) is None


@pytest.mark.parametrize(
    "structure",
    [b"NIL", b"()", b'("text")', b'(("text" "plain" NIL NIL NIL "7bit" 5 1) "mixed")', b"(" * 3000 + b")" * 3000,
     b'("text" "plain" ("charset" "x") NIL NIL NIL NIL 1)', b'(("text" "plain" NIL NIL NIL "7bit" 5 1)', b'"'],
)  # fmt: skip
def test_a_list_of_parts_that_cannot_be_relied_on_costs_nothing_but_a_turn(
    scripted: OpenScripted, structure: bytes
) -> None:
    """Exchange, Courier and others get BODYSTRUCTURE wrong; the message's beginning is read instead."""
    header = b'Message-ID: <a@b>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    mailbox = scripted(
        {
            r"UID FETCH 10 \(UID FLAGS INTERNALDATE RFC822": done(fetched(b"FLAGS ()", DATE, b"RFC822.SIZE 9000000")),
            r"UID FETCH 10 \(UID BODYSTRUCTURE": done(
                fetched(b"BODYSTRUCTURE " + structure, literal(b"BODY[HEADER]<0>", header))
            ),
            r"UID FETCH 10 \(UID FLAGS INTERNALDATE BODY.PEEK\[\]<0": done(fetched(literal(b"BODY[]<0>", RAW))),
        }
    )
    arrival = only(mailbox)

    assert arrival is not None and arrival.raw == RAW


def test_a_part_that_comes_short_is_not_believed(scripted: OpenScripted) -> None:
    """Half a sentence may say the opposite of the whole."""
    header = b'Message-ID: <a@b>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    leaves = b'("text" "plain" NIL NIL NIL "7bit" 50 1)("image" "png" NIL NIL NIL "base64" 9)'
    structure = b"(" + leaves + b' "mixed" ("boundary" "b"))'
    mailbox = scripted(
        {
            r"UID FETCH 10 \(UID FLAGS INTERNALDATE RFC822": done(fetched(b"FLAGS ()", DATE, b"RFC822.SIZE 9000000")),
            r"UID FETCH 10 \(UID BODYSTRUCTURE": done(
                fetched(b"BODYSTRUCTURE " + structure, literal(b"BODY[HEADER]<0>", header))
            ),
            r"UID FETCH 10 \(UID BODY.PEEK\[1\]": done(fetched(literal(b"BODY[1]<0>", b"short"))),
            r"UID FETCH 10 \(UID FLAGS INTERNALDATE BODY.PEEK\[\]<0": done(fetched(literal(b"BODY[]<0>", RAW))),
        }
    )
    arrival = only(mailbox)

    assert arrival is not None and arrival.raw == RAW


def test_a_literal_larger_than_was_asked_for_is_not_read(scripted: OpenScripted) -> None:
    """A server, or who sits before it, must not fill the memory."""
    mailbox = scripted({"UID FETCH": b"* 1 FETCH (UID 10 BODY[] {4000000000}\r\n"})
    with pytest.raises(MailboxUnreachable):
        only(mailbox)


def test_search_results_on_several_lines_are_all_taken(scripted: OpenScripted) -> None:
    """Some servers split a long answer."""
    dates = done(*(fetched(DATE, uid=uid) for uid in (3, 10)))
    mailbox = scripted({"UID SEARCH": done(b"* SEARCH 10\r\n* SEARCH\r\n* SEARCH 3\r\n"), "UID FETCH": dates})

    assert [place.key for place in mailbox.news(None, SINCE).arrivals] == ["3", "10"]


def test_a_large_mailbox_is_searched_in_windows() -> None:
    """An answer of 200,000 numbers is longer than a line may be."""
    status = b"MESSAGES 30000 UIDNEXT 45001 UIDVALIDITY 7"
    examined = EXAMINED.replace(b"* 1 EXISTS", b"* 30000 EXISTS").replace(b"UIDNEXT 11", b"UIDNEXT 45001")
    answers = {"LIST": with_inbox(status), "EXAMINE": examined, "UID SEARCH": done(b"* SEARCH\r\n")}
    with closing(Scripted(answers)) as server:
        account = ImapAccount(host="127.0.0.1", port=server.port, user="me", secret=lambda: "x", security="plain")
        with closing(open_mailbox(account)) as mailbox:
            mailbox.news(None, SINCE)

        searches = [command.split()[3] for command in server.heard if command.startswith("UID SEARCH")]
    assert searches == ["1:20000", "20001:40000", "40001:60000"]


def test_a_line_that_is_too_long_costs_the_connection_and_not_the_next_answers(scripted: OpenScripted) -> None:
    """What is left of it would be read as the answer to the next command."""
    long = b"* SEARCH " + b"1234567 " * 150_000 + b"\r\n"
    answers = iter([done(long), done(b"* SEARCH\r\n")])
    mailbox = scripted({"UID SEARCH": lambda _: next(answers)})
    with pytest.raises(MailboxUnreachable):
        mailbox.news(None, SINCE)

    assert mailbox.news(None, SINCE).arrivals == ()


def test_a_uid_that_shows_late_is_listed_when_the_next_comes(scripted: OpenScripted) -> None:
    """Deliveries beside each other may show a higher UID before a lower one."""
    recent = f'INTERNALDATE "{datetime.now(UTC):%d-%b-%Y %H:%M:%S} +0000"'.encode()
    before = scripted({"LIST": with_inbox(b"MESSAGES 0 UIDNEXT 11 UIDVALIDITY 7")})
    cursor = before.news(None, SINCE).cursor
    after = scripted(
        {
            "LIST": with_inbox(b"MESSAGES 3 UIDNEXT 12 UIDVALIDITY 7"),
            "UID SEARCH": done(b"* SEARCH 9 10 11\r\n"),
            "UID FETCH": done(fetched(recent, uid=9), fetched(DATE.replace(b"2026", b"2016"), uid=10)),
        }
    )

    assert [place.key for place in after.news(cursor, SINCE).arrivals] == ["9", "11"]


@pytest.mark.parametrize("date", [b"INTERNALDATE NIL", b'INTERNALDATE "32-Foo-2026 10:00:00 +0000"', b"FLAGS ()"])
def test_a_message_whose_date_cannot_be_read_is_listed(scripted: OpenScripted, date: bytes) -> None:
    """Better read once too often than never."""
    mailbox = scripted({"UID FETCH": done(fetched(date))})

    assert [place.key for place in mailbox.news(None, SINCE).arrivals] == ["10"]


HEADER = literal(b"BODY[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO TO SUBJECT)]", b"Message-ID: <ten@example.test>\r\n\r\n")


def test_a_message_that_no_search_finds_is_found_by_its_header(scripted: OpenScripted) -> None:
    """Yahoo finds no Message-ID at all, and Gmail misses some (mailcore2#823, MailKit#647)."""
    answers = {r"UID SEARCH HEADER": done(b"* SEARCH\r\n"), "UID FETCH": done(fetched(HEADER))}

    assert scripted(answers).find("<ten@example.test>") == PLACE


def test_a_message_that_a_search_finds_wrongly_is_not_taken(scripted: OpenScripted) -> None:
    """Dovecot finds parts of an id, in any case; an answer to another letter would be worse than none."""
    answers = {r"UID SEARCH HEADER": done(b"* SEARCH 10\r\n"), "UID FETCH": done(fetched(HEADER))}

    assert scripted(answers).find("<en@example.test>") is None


def test_a_throttled_answer_is_an_answer(scripted: OpenScripted) -> None:
    """Gmail says so at the end of OK (MailKit#1396)."""
    told = b"* SEARCH 10\r\n{tag} OK Success [THROTTLED]\r\n"

    assert len(scripted({"UID SEARCH": told, "UID FETCH": done(fetched(b"FLAGS ()"))}).news(None, SINCE).arrivals) == 1


def test_no_part_of_the_client_is_used_that_ranges_or_strangers_can_break() -> None:
    """IMAPClient 4.1 fails at fetch("1:*") after the answer has come, sends search terms as given (#657), and takes a
    line that ended for one on which nothing happens (#565); what asks for messages here is written here.
    """
    folder = Path(imap.__file__).parent
    calls = r"client\.(?:fetch|search|sort|thread|idle\w*|get_flags|set_flags|copy|move|expunge|delete_messages)\("
    used = {path.name: re.findall(calls, path.read_text()) for path in folder.glob("*.py")}

    assert {name: found for name, found in used.items() if found} == {}


@pytest.mark.parametrize(
    ("offers", "item", "thread"),
    [(b"X-GM-EXT-1", b"X-GM-THRID 1278455344230334865", "1278455344230334865"), (b"OBJECTID", b"THREADID (T1)", "T1"),
     (b"OBJECTID", b"THREADID NIL", None)],
)  # fmt: skip
def test_a_providers_own_thread_is_told(scripted: OpenScripted, offers: bytes, item: bytes, thread: str | None) -> None:
    """Gmail and servers with OBJECTID (RFC 8474) know conversations better than headers do."""
    mailbox = scripted(
        {
            "LOGIN": b"{tag} OK [CAPABILITY IMAP4rev1 " + offers + b"] in\r\n",
            rf"UID FETCH 10 \(UID FLAGS .*{item.split()[0].decode()} INTERNALDATE RFC822.SIZE\)": done(
                FACTS.replace(b"FLAGS", item + b" FLAGS", 1)
            ),
            r"UID FETCH 10 \(UID BODY": done(fetched(literal(b"BODY[]", RAW))),
        }
    )
    arrival = only(mailbox)

    assert arrival is not None and arrival.thread == thread


def with_inbox(status: bytes) -> bytes:
    return (
        b'* LIST () "/" inbox\r\n* LIST (\\drafts) "/" Entw&APw-rfe\r\n* LIST (\\Sent) "/" 2026\r\n'
        b"* STATUS inbox (" + status + b")\r\n* STATUS {12}\r\nEntw&APw-rfe (UIDNEXT 5 UIDVALIDITY 8)\r\n"
        b"* STATUS 2026 (UIDNEXT 1 UIDVALIDITY 9)\r\n{tag} OK done\r\n"
    )


def test_names_in_every_spelling_are_understood(scripted: OpenScripted) -> None:
    """INBOX in any case, attributes in lower case (Cyrus), names as literals, as digits, in modified UTF-7."""
    mailbox = scripted({"LIST": with_inbox(b"MESSAGES 0 UIDNEXT 11 UIDVALIDITY 7")})
    cursor = mailbox.news(None, SINCE).cursor

    assert '"Entwürfe"' in cursor and '"2026"' in cursor
    assert "Entwürfe" in mailbox.drafts_floor()


def test_a_fallen_uidnext_means_a_rebuilt_mailbox(scripted: OpenScripted) -> None:
    """UIDNEXT never falls (RFC 9051 §2.3.1.1); where it does, UIDs cannot be trusted."""
    before = scripted({"LIST": with_inbox(b"MESSAGES 0 UIDNEXT 11 UIDVALIDITY 7")})
    cursor = before.news(None, SINCE).cursor
    after = scripted({"LIST": with_inbox(b"MESSAGES 0 UIDNEXT 10 UIDVALIDITY 7")})
    with pytest.raises(MailboxReset):
        after.news(cursor, SINCE)


def test_a_missing_uidnext_is_lived_with(scripted: OpenScripted) -> None:
    """163.com and Winmail tell none; what was seen is remembered instead."""
    told = {"LIST": with_inbox(b"MESSAGES 1 UIDVALIDITY 7"), "EXAMINE": EXAMINED.replace(b"UIDNEXT 11", b"NOTICE 1")}
    dates = done(*(fetched(DATE, uid=uid) for uid in (3, 10)))
    first = scripted({**told, "UID SEARCH": done(b"* SEARCH 3\r\n"), "UID FETCH": dates}).news(None, SINCE)
    second = scripted({**told, "UID SEARCH": done(b"* SEARCH 3 10\r\n"), "UID FETCH": dates}).news(first.cursor, SINCE)
    third = scripted({**told, "UID SEARCH": done(b"* SEARCH 3 10\r\n"), "UID FETCH": dates}).news(second.cursor, SINCE)

    assert [place.key for place in first.arrivals] == ["3"]
    assert "10" in [place.key for place in second.arrivals]
    assert {place.key for place in third.arrivals} <= {"3", "10"}


def test_a_folder_that_does_not_exist_is_named(scripted: OpenScripted) -> None:
    """The user can mend a name, not a traceback."""
    mailbox = scripted({"LIST": done(b'* LIST (\\Drafts) "/" Drafts\r\n* STATUS Drafts (UIDNEXT 1 UIDVALIDITY 1)\r\n')})
    with pytest.raises(ConfigError, match="'INBOX'"):
        mailbox.news(None, SINCE)


@pytest.mark.parametrize("refusal", [b"NO [TRYCREATE] no", b"NO [NONEXISTENT] no"])
def test_a_drafts_folder_that_vanishes_is_not_made(scripted: OpenScripted, refusal: bytes) -> None:
    """RFC 9051 §6.3.12 invites to create it; the user's mail program would show another."""
    mailbox = scripted({"APPEND": b"{tag} " + refusal + b"\r\n", "UID SEARCH": done(b"* SEARCH\r\n")})
    with pytest.raises(NoDraftsFolder):
        mailbox.put_draft("<d@x>", mail("d"), "")


def test_a_folder_that_keeps_no_keywords_is_not_believed(scripted: OpenScripted) -> None:
    """PERMANENTFLAGS says what lasts; a keyword that does not is no tag."""
    kept = b"* OK [PERMANENTFLAGS (\\Seen \\Draft)] ok\r\n" + EXAMINED.replace(b"READ-ONLY", b"READ-WRITE")

    assert not scripted({"SELECT": kept}).tag([PLACE], "$JobOffer")


def test_a_server_that_drops_the_keyword_is_found_out(scripted: OpenScripted) -> None:
    """pymap answers OK to every STORE; only reading back proves anything."""
    kept = b"* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\n" + EXAMINED.replace(b"READ-ONLY", b"READ-WRITE")
    mailbox = scripted({"SELECT": kept, "UID STORE": done(), "UID FETCH": done(fetched(b"FLAGS (\\Seen)"))})

    assert not mailbox.tag([PLACE], "$JobOffer")


def test_a_folder_open_only_for_reading_takes_no_tag(scripted: OpenScripted) -> None:
    """Shared folders often are."""
    assert not scripted({"SELECT": EXAMINED}).tag([PLACE], "$JobOffer")

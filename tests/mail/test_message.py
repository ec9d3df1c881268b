"""Laws of reading a message: never raise, never hang, lose nothing that threads it."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mail import body, invitation, marks, parts
from assistant.mail.message import Arrival, parse
from assistant.shipped import shipped
from tests.mail.conftest import Mail, Parsed

RICH = (
    b"Return-Path: <nora@acme.example>\r\nFrom: =?utf-8?q?J=C3=B6rg?= <nora@acme.example>\r\nTo: sam@rivers.example\r\n"
    b"Message-ID: <rich.1@acme.example>\r\nReferences: <a@b.example>\r\n <c@d.example>\r\n"
    b"Subject: =?utf-8?b?R3LDvMOfZQ==?=\r\n"
    b'Date: Tue, 12 May 2026 09:30:00 +0200\r\nContent-Type: multipart/mixed; boundary="out"\r\n\r\n--out\r\n'
    b'Content-Type: multipart/alternative; boundary="in"\r\n\r\n--in\r\nContent-Type: text/plain; charset=utf-8\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe\r\n\r\nOn 1 May Sam wrote:\r\n> Hi\r\n--in\r\n"
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+R3LDvMOfZTwvcD4=\r\n--in--\r\n"
    b"--out\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    b"DTSTART;TZID=Europe/Berlin:20260514T100000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--out--\r\n"
)
IDS = st.from_regex(rb"\A<[!-;=?-~]{1,150}@[!-;=?-~]{1,150}>\Z")
FIELDS = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID", "References", "Content-Type", "Return-Path",
          "Authentication-Results", "Content-Transfer-Encoding", "List-Id", "Delivered-To"]  # fmt: skip


def _read_without_guards(raw: bytes) -> None:
    """Call what parse calls within its guards, so that a test sees what they would swallow."""
    root = parts.read(raw)
    body.read(root, forwarding_subject=True)
    invitation.find(root)
    marks.automatic(root.headers), marks.bulk(root.headers), marks.authentication(root.headers)
    for name in ("from", "reply-to", "to"):
        root.headers.addresses(name)


@given(st.binary(max_size=2000))
def test_no_bytes_raise(raw: bytes) -> None:
    """One unreadable message must never stop a run."""
    _read_without_guards(raw)
    message = parse(Arrival(raw=raw))

    assert message.identity


@given(st.lists(st.sampled_from([*RICH.splitlines(keepends=True), b"\r\n", b"--in\r\n", b"\xff=\x00"]), max_size=40))
def test_no_order_of_lines_raises(lines: list[bytes]) -> None:
    """Gateways drop, double and reorder lines; random bytes alone would never reach the inner parts."""
    _read_without_guards(b"".join(lines))


@given(st.integers(0, len(RICH)), st.integers(0, len(RICH)))
def test_no_truncation_raises(start: int, length: int) -> None:
    """Connections end anywhere, and servers cut messages."""
    _read_without_guards(RICH[:length])
    message = parse(Arrival(raw=RICH[start : start + length]))

    assert message.body.text or not message.body.whole


@given(st.sampled_from(FIELDS), st.binary(max_size=300))
def test_no_header_value_raises_or_costs_another_field(name: str, value: bytes) -> None:
    """Every field is the sender's to choose; a bad one costs only itself."""
    value = value.replace(b"\n", b" ").replace(b"\r", b" ")
    first = b"X-Trace: <kept@acme.example>\n"
    raw = first + name.encode() + b": " + value + b"\nIn-Reply-To: <kept@acme.example>\n\nHi"
    _read_without_guards(raw)
    message = parse(Arrival(raw=raw))

    assert message.in_reply_to == "<kept@acme.example>"
    assert all(character.isprintable() or category(character) in ("Cn", "Co") for character in message.subject)


@given(IDS, st.lists(IDS, max_size=5), st.sampled_from([b"\n", b"\r\n"]))
def test_well_formed_ids_are_kept_byte_for_byte(own: bytes, chain: list[bytes], end: bytes) -> None:
    """An id that changes by one byte breaks the thread without an error anywhere."""
    raw = end.join([b"Message-ID:", b" " + own, b"References: " + (end + b" ").join(chain), b"", b"Hi"])

    message = parse(Arrival(raw=raw))

    assert message.id.encode() == own
    assert [reference.encode() for reference in message.references] == list(dict.fromkeys(chain))


def test_the_parent_ends_the_references() -> None:
    """A client that leaves References out still names the parent in In-Reply-To."""
    raw = b"References: <one@a.example>\nIn-Reply-To: <two@a.example>\n\nHi"

    message = parse(Arrival(raw=raw))

    assert message.references == ("<one@a.example>", "<two@a.example>")


BOMBS = {
    "nested parts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)),
    "a content type of 14 KB": b"Content-Type: text/plain; " + b'a="\\";' * 2400 + b"\n\nHi",
    "50 MB in one line": b"Subject: x\n\n" + b"a " * (25 << 20),
    "50 MB of header": b"X-Long: b\n" * (5 << 20),
    "a million parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1_000_000,
    "false boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bx\n" * 3_000_000,
    "quotes within quotes": b"Content-Type: text/html\n\n" + b"<blockquote type=cite><br>a<br>" * 30_000,
    "elements within elements": b"Content-Type: text/html\n\n" + b"<div>" * 200_000 + b"Hi",
    "introductions without end": b"\n" + b"On 1:11:11 <a@<a@<a@<a@>\n" * 40_000 + b"wrote:\n> x",
    "unclosed comments in a style sheet": b"Content-Type: text/html\n\n<style>" + b"/*{@media{" * 80_000,
    "encoded words without end": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\n\nHi",
    "addresses without an at sign": b"From: " + b"a,(" * 100_000 + b"\n\nHi",
    "a charset that takes forever": b"Content-Type: text/plain; charset=punycode\n\n" + b"a-" * 500_000,
    "a calendar rule for every second": b"Content-Type: text/calendar\n\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\n"
    b"DTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\n"
    b"DTSTART;TZID=X:20260101T100000\nEND:VEVENT",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_message_made_to_hang_is_read_in_bounded_time(name: str) -> None:
    """Anybody can send one; the mailbox behind it waits. 10 s allow for a slow machine, most take below 0.2 s."""
    begun = time.process_time()

    parse(Arrival(raw=BOMBS[name]))

    assert time.process_time() - begun < 10


def test_one_very_large_attachment_leaves_the_words_alone(mail: Mail) -> None:
    """What stands before and after 20 MB of attachment is read; the attachment itself is never decoded."""
    attachment = b"Content-Type: application/pdf; name=big.pdf\n\n" + b"x" * 76 + b"\n" * (20 << 20)
    body = b"--b\n\nBefore.\n--b\n" + attachment + b"\n--b\n\nAfter.\n--b--\n"

    message = parse(Arrival(raw=mail(body, content_type="multipart/mixed; boundary=b")))

    assert message.body.text == "Before.\n\nAfter."
    assert [attachment.name for attachment in message.attachments] == ["big.pdf"]


def test_a_message_without_id_is_remembered_by_its_header(mail: Mail) -> None:
    """The trimmed message and the whole one, with either line end, must be the same message in the ledger."""
    whole = mail("Words and all.", message_id="", subject="No id")
    trimmed = whole.partition(b"\n\n")[0] + b"\n\n"

    identities = {
        parse(Arrival(raw=raw)).identity for raw in (whole, trimmed, trimmed.rstrip(), whole.replace(b"\n", b"\r\n"))
    }

    assert len(identities) == 1
    assert identities.pop().startswith("no-id:")


def test_different_messages_without_id_differ(parsed: Parsed) -> None:
    """Two mails taken for one would leave one unanswered."""
    assert parsed(message_id="", subject="A").identity != parsed(message_id="", subject="B").identity


def test_an_unreadable_date_gives_way_to_the_mailboxs_own(mail: Mail) -> None:
    """Relative dates in the text are counted from it, so some date is needed."""
    received = datetime(2026, 5, 12, 7, 30, tzinfo=UTC)

    message = parse(Arrival(raw=mail(date="yesterday"), internal_date=received))

    assert message.sent_at == received


@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"auto_submitted": "auto-replied (vacation)"}, "Auto-Submitted: auto-replied"),
        ({"auto_submitted": "auto-generated; x=y"}, "Auto-Submitted: auto-generated"),
        ({"auto_submitted": "No"}, ""),
        ({"auto_submitted": "auto-forwarded"}, ""),
        ({"x_auto_response_suppress": "DR, OOF, AutoReply"}, "X-Auto-Response-Suppress"),
        ({"x_auto_response_suppress": "None"}, ""),
        ({"x_autoreply": "yes"}, "X-Autoreply"),
        ({"return_path": " < > "}, "empty Return-Path"),
        ({"return_path": "<nora@acme.example>"}, ""),
        ({"content_type": "multipart/report; boundary=b"}, "Content-Type: multipart/report"),
        ({"content_type": "message/delivery-status"}, "Content-Type: message/delivery-status"),
        ({"precedence": "auto_reply"}, "Precedence: auto_reply"),
        ({"resent_from": "sam@old.example", "x_forwarded_to": "sam@x.example", "delivered_to": "sam@x.example"}, ""),
    ],
)  # fmt: skip
def test_a_machines_mail_says_so(parsed: Parsed, fields: dict[str, str], because: str) -> None:
    """Answering a machine makes loops (RFC 3834); a rule that forwards is none, its mail counts as the original."""
    assert parsed(**fields).automatic == because


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"list_id": "<jobs.lists.example>"}, "List-Id"),
        ({"list_unsubscribe": "<https://x.example>"}, "List-Unsubscribe"),
        ({"precedence": "Bulk"}, "Precedence: bulk"),
        ({"precedence": "list"}, "Precedence: list"),
        ({"precedence": "junk"}, "Precedence: junk"),
        ({"precedence": "first-class"}, ""),
        ({}, ""),
    ],
)
def test_bulk_mail_is_named_by_its_field(parsed: Parsed, fields: dict[str, str], field: str) -> None:
    """The user is told why a mail was left alone."""
    assert parsed(**fields).bulk == field


def test_only_the_topmost_authentication_counts() -> None:
    """The receiving server writes on top; whatever lies below may be the sender's invention."""
    raw = (
        b'Authentication-Results: mx.rivers.example; dkim=fail (dmarc=pass; spf=pass) reason="dkim=pass; x";\n'
        b" dmarc=fail header.from=acme.example; spf=softfail\nAuthentication-Results: evil; dmarc=pass\n\nHi"
    )

    message = parse(Arrival(raw=raw))

    assert message.authentication == ("dkim=fail", "dmarc=fail", "spf=softfail")


FORWARDED_BLOCK = (
    "---------- Forwarded message ---------\nFrom: Nora <nora@acme.example>\nSubject: Interview\n\nCan you come?"
)


@pytest.mark.parametrize(
    "subject", ["Fwd: Interview", "WG: Interview", "TR : Interview", "RV: Interview", "FW:Interview"]
)
def test_mail_forwarded_by_hand_is_known_and_its_words_are_read(parsed: Parsed, subject: str) -> None:
    """A friend passed it on: it is to be understood, never answered."""
    message = parsed(f"Look at this!\n\n{FORWARDED_BLOCK}", subject=subject)

    assert message.forwarded
    assert "Can you come?" in message.body.text


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        (FORWARDED_BLOCK, "Re: Fwd: Interview"),
        ("Words without any block.", "Fwd: Interview"),
        (FORWARDED_BLOCK, "Hello"),
    ],
)
def test_a_subject_or_a_block_alone_is_no_forwarding(parsed: Parsed, body: str, subject: str) -> None:
    """Replies keep the subject, and recruiters paste blocks; both are answered."""
    assert not parsed(body, subject=subject).forwarded


def test_mail_that_passed_through_aliases_names_them(parsed: Parsed) -> None:
    """The reply is written from the address that was written to."""
    message = parsed(delivered_to="sam+jobs@rivers.example", x_original_to="<sam@old.example>")

    assert message.delivered_to == ("sam+jobs@rivers.example", "sam@old.example")


def test_plain_mail_needs_no_heavy_library() -> None:
    """A run that finds one plain mail should not wait for parsers of pages and calendars."""
    program = (
        "import sys; from assistant.mail.message import Arrival, parse; import assistant.mail.sender;"
        "parse(Arrival(raw=open(sys.argv[1], 'rb').read()));"
        "print([name for name in ('lxml', 'bs4', 'icalendar', 'publicsuffixlist') if name in sys.modules])"
    )
    path = shipped("fixtures", "oddities", "format-flowed.eml")

    output = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    ).stdout

    assert output.strip() == "[]"

"""The bytes of a draft: what real clients and hostile headers do to a message."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ConfigError
from assistant.mail.headers import Address
from assistant.mail.message import Arrival, Message, parse
from assistant.reply.draft import Envelope, derive_id, is_id, one_line, reply_subject, serialise

NOW = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
ROBIN = Address(name="Robin Hale", address="robin@hale.example")
JANE = Address(name="Jane Doe", address="jane@acme.example")
anything = st.text(st.characters(), max_size=300)  # surrogates and control characters included
words = st.one_of(anything, st.text('aä €😀=?_"\\,;:<>()@.\r\n\x00\u202e\u2028\ud800', max_size=120))


def draft(text: str = "Hello", attachments: Mapping[str, bytes] | None = None, **changes: Any) -> bytes:
    known: dict[str, Any] = {
        "message_id": "<draft@hale.example>",
        "sender": ROBIN,
        "to": (JANE,),
        "subject": "Re: Hello",
        "date": NOW,
    }
    return serialise(Envelope(**(known | changes)), text, attachments or {})


def stdlib(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def ours(raw: bytes) -> Message:
    return parse(Arrival(raw=raw))


def an_id(length: int, seed: str = "x") -> str:
    """Return an id of exactly that many characters, brackets included."""
    return f"<{seed.ljust(length - len('<@mail.test>'), 'a')}@mail.test>"


@pytest.mark.parametrize("length", [20, 76, 77, 78, 79, 300, 900, 982])
def test_ids_come_out_byte_exact_at_any_length(length: int) -> None:
    """Python's own policies turn ids of 78 characters and more into encoded words, which breaks the thread."""
    parent = an_id(length)

    raw = draft(in_reply_to=parent, references=(an_id(length, "y"), parent))

    assert f"\r\nIn-Reply-To: {parent}\r\n".encode() in raw
    assert b"=?" not in raw
    assert ours(raw).in_reply_to == parent
    assert ours(raw).references == (an_id(length, "y"), parent)


def test_a_long_thread_keeps_every_reference() -> None:
    """Clients that thread by the first id lose the conversation if the list is cut."""
    references = tuple(f"<{number:02}.{'r' * 60}@mail.test>" for number in range(60))

    raw = draft(in_reply_to="<parent@mail.test>", references=references)

    assert ours(raw).references == (*references, "<parent@mail.test>")
    assert str(stdlib(raw)["References"]).split() == [*references, "<parent@mail.test>"]


BROKEN_IDS = ["", "bare@mail.test", "<with space@mail.test>", "<a\r\nBcc: x@y.test>", "<ümlaut@mail.test>", an_id(990)]


@pytest.mark.parametrize("bad", BROKEN_IDS)
def test_an_id_that_cannot_be_written_is_left_out(bad: str) -> None:
    """Half an id, or one with a line break in it, is worse than an unthreaded draft."""
    raw = draft(in_reply_to=bad, references=(bad, "<good@mail.test>"))

    assert not is_id(bad)
    assert b"In-Reply-To" not in raw
    assert b"Bcc" not in raw


MIME = [b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version"]
FIELDS = [b"From", b"To", b"Subject", b"Date", b"Message-ID", *MIME]


@settings(max_examples=300, deadline=None)
@given(subject=words, name=words, text=words)
def test_no_hostile_word_breaks_out_of_its_field(subject: str, name: str, text: str) -> None:
    """A name with a line break in it could add a recipient; one with an override could show another."""
    raw = draft(text, subject=subject, to=(Address(name=name, address=JANE.address),))

    header, _, _ = raw.partition(b"\r\n\r\n")
    fields = re.findall(rb"^([A-Za-z-]+):", header, re.MULTILINE)
    assert fields == FIELDS
    assert [one.address for one in ours(raw).to] == [JANE.address]
    assert raw.isascii() and b"\x00" not in raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")


@settings(max_examples=300, deadline=None)
@given(subject=words, name=words)
def test_what_is_written_is_read_back(subject: str, name: str) -> None:
    """An encoded word that no reader can undo shows as rubbish above a good letter."""
    raw = draft(subject=subject, to=(Address(name=name, address=JANE.address),))

    assert " ".join(ours(raw).subject.split()) == " ".join(one_line(subject).split())
    field = re.search(rb"^Subject: ([^\r]*(?:\r\n [^\r]*)*)", raw, re.MULTILINE)
    assert field
    assert all(len(word) <= 75 for word in re.findall(rb"=\?.*?\?=", field[1]))
    unfolded = field[1].replace(b"\r\n ", b" ").decode()
    assert " ".join(str(make_header(decode_header(unfolded))).split()) == " ".join(one_line(subject).split())


ODD_NAMES = ['Jane "JD" Doe', "Jane\\", "=?utf-8?q?x?=", "(Jane)"]


@pytest.mark.parametrize("length", [51, 200])
@pytest.mark.parametrize("letter", ["J", "Ä", "太"])
def test_a_long_name_survives_as_it_is(letter: str, length: int) -> None:
    """Encoded words hold 75 characters at most, so a long name needs several that join without a seam."""
    raw = draft(to=(Address(name=letter * length, address=JANE.address),))

    assert [one.name for one in ours(raw).to] == [letter * length]
    assert [one.addr_spec for one in stdlib(raw)["To"].addresses] == [JANE.address]


@pytest.mark.parametrize("name", ["Jane Doe", "Doe, Jane", "Zoë O'Neil", "山田 太郎", *ODD_NAMES])
def test_a_name_survives_as_it_is(name: str) -> None:
    """The addressee sees first how the name is written."""
    raw = draft(to=(Address(name=name, address=JANE.address),), cc=(Address(name=name, address="tom@acme.example"),))

    assert [one.name for one in ours(raw).to] == [name]
    assert [one.display_name for one in stdlib(raw)["To"].addresses] == [name]
    assert [one.addr_spec for one in stdlib(raw)["Cc"].addresses] == ["tom@acme.example"]


@pytest.mark.parametrize("address", ["jürgen@acme.example", "jane@bücher.example"])
def test_an_address_outside_ascii_is_refused_in_words(address: str) -> None:
    """Most servers refuse it when it is sent, and a look-alike domain in ASCII could be somebody else's."""
    with pytest.raises(ConfigError, match="letters outside ASCII"):
        draft(to=(Address(address=address),))


def test_a_draft_with_a_gap_has_no_to() -> None:
    """An empty field would be invalid, a placeholder could be sent."""
    raw = draft(to=())

    assert stdlib(raw)["To"] is None
    assert not re.search(rb"^(?:To|Cc|Bcc):", raw, re.MULTILINE)


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Your application", "Re: Your application"),
        ("Re: Your application", "Re: Your application"),
        ("RE: re: AW: Antw: SV: Your application", "Re: Your application"),
        ("Re[2]: Your application", "Re: Your application"),
        ("回复：面试", "Re: 面试"),
        ("Research role: planner", "Re: Research role: planner"),
        ("R: developer wanted", "Re: R: developer wanted"),
        ("Ref: 1234 Interview", "Re: Ref: 1234 Interview"),
        ("a\r\nBcc: x@y.test", "Re: a Bcc: x@y.test"),
        ("", "Re:"),
    ],
)
def test_a_reply_has_one_re(subject: str, expected: str) -> None:
    """Gmail opens a new thread when the subject differs, and "Re: Re: AW:" looks careless."""
    assert reply_subject(subject) == expected


def test_the_body_is_plain_text_in_seven_bits() -> None:
    """Real clients damage anything else, and a hard-wrapped paragraph reads badly on a phone."""
    text = "Grüße, " + "ein langer Absatz " * 60 + "\n\n" + "x" * 3000 + "\n"

    raw = draft(text + "\rEnde\x00\ud800")

    assert stdlib(raw).get_content_type() == "text/plain"
    assert stdlib(raw)["Content-Transfer-Encoding"] == "quoted-printable"
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert stdlib(raw).get_content().replace("\r\n", "\n") == text + "\nEnde?\n"


def test_attachments_keep_their_names_and_bytes() -> None:
    """Files are named by people, in every language, and a path on the user's disk is nobody's business."""
    files = {
        "/home/robin/Lebenslauf Größe 1.pdf": b"%PDF\x00\xff" * 100,
        "/home/robin/履歴書.docx": b"PK",
        "/x/" + "n" * 120 + ".odt": b"o",
        '/x/a"b;c\r\nd.zip': b"z",
    }

    raw = draft(attachments=files)

    found = {part.get_filename(): part.get_payload(decode=True) for part in stdlib(raw).iter_attachments()}
    assert list(found) == ["Lebenslauf Größe 1.pdf", "履歴書.docx", "n" * 120 + ".odt", 'a"b;c d.zip']
    assert list(found.values()) == list(files.values())
    assert b"robin/" not in raw
    assert [one.name for one in ours(raw).attachments] == list(found)
    assert stdlib(raw).get_body(("plain",)).get_content().strip() == "Hello"  # type: ignore[union-attr]


def test_the_same_draft_is_the_same_bytes() -> None:
    """A draft is committed before it is put; a random boundary would make every repetition another draft."""
    files = {"/x/cv.pdf": b"%PDF"}

    assert draft(attachments=files) == draft(attachments=files)


def test_the_id_tells_nothing_and_differs_for_every_letter() -> None:
    """Clients keep the id when they send, so it must not name this program; and no two drafts may share one."""
    base = {"account": "main", "parent": "<p@x.test>", "letter": "materials", "recipient": "jane@acme.example"}
    changes: list[dict[str, str]] = [{}, {"account": "other"}, {"parent": "<q@x.test>"}, {"letter": "availability"}]
    changes.append({"recipient": "tom@acme.example"})

    ids = {derive_id(**(base | change), ordinal=0, domain="hale.example") for change in changes}
    ids.add(derive_id(**base, ordinal=1, domain="hale.example"))
    assert len(ids) == 6
    assert all(re.fullmatch(r"<[a-z2-7]{32}@hale\.example>", one) for one in ids)

"""Reading a list of parts and writing a message again from some of them."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_parser import parse_response

from assistant.mailbox.imap.structure import MOST_PARTS, Part, read_structure, write_message

TEXT = b'("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 20 1 NIL NIL NIL NIL)'
HTML = b'("text" "html" ("charset" "utf-8") NIL NIL "base64" 30 1)'
CALENDAR = b'("text" "calendar" ("method" "REQUEST") NIL NIL "7bit" 40 2 NIL ("attachment" ("filename" "i.ics")) NIL)'
LOG = b'("TEXT" "PLAIN" ("name" "a.log") NIL NIL "7BIT" 9000000 1 NIL ("ATTACHMENT" ("filename" "a.log")) NIL NIL)'
NAMED = b'("attachment" ("filename*" "utf-8\'\'%C3%A9.pdf"))'
PDF = b'("application" "pdf" ("name" "a \\"b\\".pdf") NIL NIL "base64" 999 NIL ' + NAMED + b")"
FORWARDED = b'("message" "rfc822" NIL NIL NIL "7bit" 500 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ' + TEXT + b" 9)"


def structure(text: bytes) -> Part:
    return read_structure(parse_response([text])[0])


def test_parts_are_numbered_as_fetch_numbers_them() -> None:
    """A wrong number fetches the wrong part (RFC 9051 §6.4.5.1)."""
    alternative = b"(" + TEXT + HTML + b' "alternative" ("boundary" "i") NIL NIL NIL)'
    part = structure(b"(" + alternative + CALENDAR + PDF + FORWARDED + b' "mixed" ("boundary" "o") NIL NIL NIL)')

    assert [(leaf.number, leaf.kind) for leaf in part.leaves()] == [
        ("1.1", "text/plain"), ("1.2", "text/html"), ("2", "text/calendar"), ("3", "application/pdf"),
        ("4", "message/rfc822"),
    ]  # fmt: skip


def test_a_message_of_one_part_is_part_one() -> None:
    """The commonest message of all."""
    assert [leaf.number for leaf in structure(TEXT).leaves()] == ["1"]


def test_words_and_calendars_are_read_and_attached_text_is_not() -> None:
    """A log file of nine megabytes is no part of what somebody said; an attached invitation is."""
    part = structure(b"(" + TEXT + HTML + CALENDAR + LOG + PDF + FORWARDED + b' "mixed" ("boundary" "o"))')

    assert [leaf.is_words for leaf in part.leaves()] == [True, True, True, False, False, False]


def test_a_message_written_again_reads_like_the_original() -> None:
    """The reader of mail must not be able to tell, but for the empty attachments."""
    header = b'From: a@b\r\nX-Odd:  as \r\n\tit is\r\nContent-Type: multipart/mixed; boundary="o"\r\n\r\n'
    part = structure(b"(" + TEXT + PDF + FORWARDED + b' "mixed" ("boundary" "o") NIL NIL NIL)')
    raw = write_message(header, part, {"1": b"Gr=C3=BC=C3=9Fe\r\n"})

    assert raw.startswith(header)
    text, pdf, forwarded = message_from_bytes(raw, policy=default).iter_parts()
    assert text.get_content().splitlines() == ["Grüße"]
    assert (pdf.get_content_type(), pdf.get_filename(), pdf.get_content()) == ("application/pdf", "é.pdf", b"")
    assert forwarded.get_content_type() == "message/rfc822"


def test_a_message_of_one_part_is_written_as_header_and_content() -> None:
    """Nothing is wrapped around it."""
    assert write_message(b"A: b\r\n\r\n", structure(TEXT), {"1": b"x"}) == b"A: b\r\n\r\nx"


def test_a_boundary_the_header_does_not_know_is_not_used() -> None:
    """The message would read as empty."""
    part = structure(b"(" + TEXT + PDF + b' "mixed" ("boundary" "other"))')
    with pytest.raises(ValueError, match="boundary"):
        write_message(b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n', part, {})


def test_no_parameter_breaks_out_of_its_header() -> None:
    """File names are chosen by strangers."""
    evil = Part(
        number="1", kind="application/x", disposition="attachment",
        disposition_parameters=((b"filename", b'a"\r\nBcc: x'), (b"x\r\ny", b"z")),
    )  # fmt: skip
    whole = Part(number="", kind="multipart/mixed", parameters=((b"boundary", b"o"),), parts=(evil,))
    raw = write_message(b"boundary=o\r\n\r\n", whole, {})

    assert b"\nBcc" not in raw and b"\r\ny" not in raw


def test_more_parts_than_mail_programs_make_are_not_taken_apart() -> None:
    """Each part could cost a turn."""
    with pytest.raises(ValueError, match="too many"):
        structure(b"(" + TEXT * (MOST_PARTS + 1) + b' "mixed" ("boundary" "o"))')


values = st.recursive(
    st.none() | st.integers() | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=10).map(tuple),
    max_leaves=30,
)


@given(values)
def test_nonsense_is_refused_and_never_breaks_the_run(node: object) -> None:
    """Whatever a server says, the message is read some other way."""
    try:
        part = read_structure(node)
    except ValueError:
        return
    assert all(leaf.number for leaf in part.leaves())

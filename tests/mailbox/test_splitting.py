"""An mbox is taken apart rightly, however it is written and in whatever pieces it is read."""

import io
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.mailbox.splitting import begins_mbox, split

LINES = st.sampled_from([b"", b"", b"Hello.", b"From our side", b">From x", b">>From y", b"From: x", b"x" * 3000])
ENVELOPES = st.sampled_from([b"From a@b Sat Nov 21 10:00:00 2026", b"From - Sat Nov 21 10:00:00 2026", b"From "])


@settings(deadline=None)
@given(
    letters=st.lists(st.tuples(ENVELOPES, st.lists(LINES, max_size=20)), min_size=1, max_size=12),
    line_end=st.sampled_from([b"\n", b"\r\n"]),
    chunk=st.integers(min_value=500, max_value=9000),
)
def test_every_message_comes_out_as_it_went_in(
    letters: list[tuple[bytes, list[bytes]]], line_end: bytes, chunk: int
) -> None:
    """Whatever lies at the border of two pieces, and from whichever message the reading begins."""
    stored, raws, offsets = b"", [], []
    for number, (envelope, lines) in enumerate(letters):
        head = b"Message-ID: <%d@x>" % number + line_end + line_end
        offsets.append(len(stored))
        stored += envelope + line_end + head + line_end.join([*lines, b""]) + line_end
        raws.append(
            head + line_end.join([*(line.removeprefix(b">") if b">From" in line else line for line in lines), b""])
        )

    pieces = list(split(io.BytesIO(stored).read, chunk=chunk))

    assert [(one.offset, one.raw.strip()) for one in pieces] == list(zip(offsets, map(bytes.strip, raws), strict=True))
    later = io.BytesIO(stored)
    later.seek(offsets[-1])
    assert list(split(later.read, at=offsets[-1], chunk=chunk)) == pieces[-1:]


@pytest.mark.parametrize(
    "line",
    [
        b"From our side we will not be moving forward.",
        b"From 10:30 on we are free.",
        b"From\tme",
        b"Fromage",
        b">From here on",
    ],
)
def test_a_sentence_is_no_beginning(line: bytes) -> None:
    """A rejection cut in two would say something else, and half a mail would be answered."""
    stored = b"From a Sat Nov 21 10:00:00 2026\nSubject: x\n\nDear Robin,\n\n" + line + b"\nwe wish you well.\n\n"

    (piece,) = split(io.BytesIO(stored).read)

    assert piece.raw.endswith(line.lstrip(b">") + b"\nwe wish you well.\n")


def test_a_length_that_lies_is_not_believed() -> None:
    """A Content-Length of a stranger's would swallow the mail that follows."""
    letter = b"From a Sat Nov 21 10:00:00 2026\nContent-Length: 100000\nSubject: x\n\nHello.\n\n"

    assert len(list(split(io.BytesIO(letter * 3).read))) == 3


def test_an_empty_line_may_be_missing_before_a_whole_date() -> None:
    """Mail that ended without a line end was appended to by programs that did not look."""
    letter = b"From - Sat Nov 21 10:00:00 2026\nSubject: x\n\nHello.\n"

    assert [one.raw for one in split(io.BytesIO(letter * 2).read)] == [b"Subject: x\n\nHello.\n"] * 2


@pytest.mark.parametrize(
    "stored", [b"", b"Subject: x\n\nFrom a Sat Nov 21 10:00:00 2026\nSubject: y\n\n", b"From us\n\n"]
)
def test_where_no_message_begins_there_is_none(stored: bytes) -> None:
    """An offset that is no longer one must not give the rest of somebody else's letter."""
    assert list(split(io.BytesIO(stored).read)) == [] and not begins_mbox(stored)


@pytest.mark.parametrize("words", [b"12:34 ", b"Mon Jan 01 00:00 2024 ", b"Mon Jan 01 00:00 "])
def test_a_long_line_of_times_costs_no_more_than_any_other(words: bytes) -> None:
    """Whoever writes to the user must not be able to stop his polls for hours with one line."""
    letter = b"From - Sat Nov 21 10:00:00 2026\nSubject: x\n\n\nFrom " + words * 100_000 + b"\nno field\n\n"
    began = time.process_time()
    pieces = list(split(io.BytesIO(letter).read))

    assert len(pieces) == 1
    assert time.process_time() - began < 2


def test_memory_does_not_grow_with_the_file() -> None:
    """Mailboxes of several gigabytes are common."""
    letter = b"From - Sat Nov 21 10:00:00 2026\nSubject: x\n\n" + b"x" * 70 * 2**20 + b"\n\n"

    def read(count: int) -> bytes:
        nonlocal position
        piece = letter[position % len(letter) : position % len(letter) + count] if position < 3 * len(letter) else b""
        position += len(piece)
        return piece

    position = 0
    tracemalloc.start()
    try:
        sizes = [len(one.stored) for one in split(read, limit=2**16)]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert sizes == [2**16] * 3
    assert peak < 10 * 2**20

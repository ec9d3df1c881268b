"""A spreadsheet of applications as CSV: what Huntr, Teal, Simplify and people themselves write. Pure."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.application import Stage
from assistant.by_hand.days import Order, day_of, order_of
from assistant.by_hand.vocabulary import FIELDS, columns_of, stage_named
from assistant.errors import CannotBeDone
from assistant.mail.charsets import one_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 200
_LONGEST_HEAD = 10_000
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One application as typed: the line it begins on, and what it says."""

    line: int
    company: str
    role: str | None
    stage: Stage
    applied_on: date | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A spreadsheet as read.

    Attributes:
        rows: applications.
        saved: lines of jobs not applied for yet, which are left out.
        problems: what is wrong with it, each with its line.
    """

    rows: tuple[Row, ...]
    saved: tuple[int, ...]
    problems: tuple[str, ...]


def read(raw: bytes, today: date, order: Order | None = None) -> Sheet:
    """Read a spreadsheet.

    Args:
        raw: the file; UTF-8 or UTF-16 with or without a mark, else Windows-1252, as Excel writes it.
        today: no application was sent later.
        order: how to read 02/11/2026; None: as the other days of the column show.

    Raises:
        CannotBeDone: it is no CSV file, or has no column for the company.
    """
    head, *lines = _lines(_text(raw)) or [(1, [])]
    columns = _columns(head[1])
    typed = [_Typed.of(line, cells, columns, len(head[1])) for line, cells in lines if any(map(str.strip, cells))]
    order = order or order_of(one.fields["applied"] for one in typed)
    wanted = [one for one in typed if stage_named(one.fields["stage"]) != "not yet"]
    problems = [f"line {one.line}: {wrong}" for one in wanted for wrong in _wrong(one, today, order)]
    return Sheet(
        rows=() if problems else tuple(_row(one, order) for one in wanted),
        saved=tuple(one.line for one in typed if stage_named(one.fields["stage"]) == "not yet"),
        problems=tuple(problems),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """A line's cells by field, and whether there are more than the first line names."""

    line: int
    fields: Mapping[str, str]
    surplus: bool

    @classmethod
    def of(cls, line: int, cells: Sequence[str], columns: Mapping[str, int], width: int) -> "_Typed":
        """Find each field's cell."""
        fields = {name: _cell(cells, columns.get(name)) for name in FIELDS}
        return cls(line=line, fields=fields, surplus=any(map(str.strip, cells[width:])))


def _cell(cells: Sequence[str], at: int | None) -> str:
    """Return a cell as one line; a mark that keeps a spreadsheet from computing it is none of its words."""
    words = one_line(cells[at]) if at is not None and at < len(cells) else ""
    return words[1:] if words.startswith("'") and words[1:].startswith(_FORMULA) else words


def _text(raw: bytes) -> str:
    """Return the file as text.

    Raises:
        CannotBeDone: it holds bytes that no text has.
    """
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            if text.strip():
                return text
            raise CannotBeDone("The file is empty.")
    raise CannotBeDone("The file is no CSV; export or save your table as CSV first.")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return rows of cells, each with the line it begins on; the first names the columns.

    Raises:
        CannotBeDone: a quote is never closed, or a cell is longer than any is.
    """
    named = re.match(r"sep=(.)\r?\n", text)  # Excel's way to name the delimiter
    body = text[named.end() :] if named else text
    if named:
        return list(_rows(body, named[1], skipped=1))
    return list(_rows(body, _delimiter(body)))


def _delimiter(text: str) -> str:
    """Return what parts the first line so that a company is among its names, else what parts it into most."""
    first = next(line for line in text.splitlines() if line.strip())[:_LONGEST_HEAD]
    heads: dict[str, list[str]] = {
        one: next(csv.reader([first], delimiter=one)) for one in (*_sniffed(text), *_DELIMITERS)
    }
    return max(heads, key=lambda one: (bool(columns_of(heads[one])), len(heads[one])))


def _sniffed(text: str) -> list[str]:
    try:
        return [csv.Sniffer().sniff(text[:20_000], _DELIMITERS).delimiter]
    except csv.Error:  # one column alone has no delimiter
        return []


def _rows(text: str, delimiter: str, skipped: int = 0) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise CannotBeDone(f"line {line}: {error}.") from error
        if any(map(str.strip, cells)):
            yield line, cells


def _columns(head: Sequence[str]) -> dict[str, int]:
    found = columns_of(head)
    if not found:
        shown = ", ".join(cell.strip()[:40] for cell in head if cell.strip())
        raise CannotBeDone(
            "The first line must name the columns, one of them company (or employer); the others may be role, status, "
            f"date applied and notes. It has: {shown or 'none'}."
        )
    return found


def _wrong(one: _Typed, today: date, order: Order | None) -> Iterator[str]:
    """Yield what keeps a line from being an application."""
    fields = one.fields
    if one.surplus:
        yield "it has more cells than the first line has names"
    if not fields["company"]:
        yield "the company is missing"
    for name in ("company", "role"):
        if len(fields[name]) > _LONGEST:
            yield f"the {name} is longer than {_LONGEST} letters"
    if stage_named(fields["stage"]) is None:
        yield f'"{fields["stage"][:40]}" is no stage; known are {", ".join(Stage)}, and the words of common trackers'
    yield from _wrong_day(fields["applied"], today, order)


def _wrong_day(cell: str, today: date, order: Order | None) -> Iterator[str]:
    try:
        day = day_of(cell, order)
    except ValueError as error:
        yield str(error)
    else:
        if day and day > today:
            yield f"{day} lies in the future"


def _row(one: _Typed, order: Order | None) -> Row:
    fields, stage = one.fields, stage_named(one.fields["stage"])
    assert isinstance(stage, Stage)
    return Row(
        line=one.line,
        company=fields["company"],
        role=fields["role"] or None,
        stage=stage,
        applied_on=day_of(fields["applied"], order),
        note=fields["note"],
    )


def written(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8; no cell is one a spreadsheet would compute (CWE-1236)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for cells in (columns, *rows):
        writer.writerow([f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell for cell in cells])
    return text.getvalue().encode("utf-8", "replace")  # mail may hold half a character

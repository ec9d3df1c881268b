"""Everything that is known of the user, written down: a folder or a .zip of JSON and CSV, and drafts as .eml."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant.by_hand.spreadsheet import written
from assistant.errors import ExportRefused
from assistant.ledger.connection import connect
from assistant.ledger.contents import SENTENCES, columns, contents

_ABOUT = """Everything the inbox assistant remembers of you.

There is a folder for each account. In it each kind of thing is a file twice: as JSON, exact, and as CSV for a
spreadsheet, where a cell that could be taken for a formula begins with an apostrophe. Times are in UTC. The text of
drafts and digests lies in files of their own, which `raw` names.

{tables}

Not in here are passwords and sign-ins, and

your settings: {settings}
copies of your calendars on the web: {calendars}
the model learned from your corrections, which consists of words and numbers: {model}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where what is not in the ledger lies; it is named, not copied."""

    settings: Path
    calendars: Path
    model: Path


def export(ledger: Path, accounts: Sequence[str], target: Path, elsewhere: Elsewhere) -> int:
    """Write everything down, readable by the user alone; return how many files. The same ledger gives the same bytes.

    Args:
        ledger: the file.
        accounts: whose.
        target: a folder that does not exist or is empty, or the name of a .zip file that does not exist.
        elsewhere: what to name besides.

    Raises:
        ExportRefused: something is there already, or it cannot be written.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise ExportRefused(f"{target} is there already; name another folder or file.")
    about = _ABOUT.format(tables=_tables(), **{name: getattr(elsewhere, name) for name in elsewhere.__slots__})
    files = {"README.txt": about.encode()}
    for name in accounts:
        with connect(ledger, name).step() as step:
            found = contents(step)
        files |= {f"{name}/{path}": raw for path, raw in _files(found)}
    fresh = target.absolute().with_name(f".{target.name}.{os.getpid()}")
    try:
        target.absolute().parent.mkdir(parents=True, exist_ok=True)
        (_write_zip if target.suffix == ".zip" else _write_folder)(fresh, files)
        fresh.replace(target.absolute())
    except OSError as error:
        raise ExportRefused(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        if fresh.is_file():
            fresh.unlink()
    return len(files)


def _tables() -> str:
    return "\n".join(f"{name:<12} {told}" for name, told in sorted(SENTENCES.items()))


def _files(found: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[tuple[str, bytes]]:
    """Yield each file's name and content; a draft's text is a file of its own."""
    for table, rows in found.items():
        told = []
        for row in rows:
            named = dict(row)
            for column, value in row.items():
                if isinstance(value, bytes):
                    named[column] = _name_of_text(table, row)
                    yield named[column], value
            told.append(named)
        yield f"{table}.json", (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
        names = columns(table)
        yield f"{table}.csv", written(names, [[_cell(row[name]) for name in names] for row in told])


def _name_of_text(table: str, row: Mapping[str, Any]) -> str:
    return (
        f"drafts/{row['id']:04}-{row['letter']}.eml" if table == "plan" else f"{table}s/{next(iter(row.values()))}.eml"
    )


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(mode=0o700)
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(raw)


def _write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    path.touch(mode=0o600)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            entry = ZipInfo(name)  # of 1980, so that the same content is the same file
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, raw, ZIP_DEFLATED)

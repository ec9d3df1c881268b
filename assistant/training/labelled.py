"""Reads mail that somebody labelled: JSON lines, or folders named for labels."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.mail.message import Arrival, Message, parse
from assistant.understanding.labels import Label

OTHER = "other"
"""Any label that gets no draft."""

_SYNONYMS = {"other_job": OTHER}
_MAILDIR = ("cur", "new")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A message with its true label (a Label's value, or OTHER)."""

    id: str
    label: str
    message: Message
    language: str = ""


def read_labelled(path: Path) -> Iterator[Labelled]:
    """Read a JSONL file or a folder of label folders.

    A line needs `body` and `label`; it may have `id`, `subject`, `from`, `date`, `html` (body is HTML), `lang`.
    A label folder holds messages as files, or is a Maildir.

    Raises:
        ValueError: a line or a folder has no known label.
    """
    return _folders(path) if path.is_dir() else _lines(path)


def _lines(path: Path) -> Iterator[Labelled]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            if not isinstance(row, dict) or "body" not in row:
                raise ValueError(f"{path}, line {number}: not an object with a body and a label.")
            yield Labelled(
                id=str(row.get("id", number)),
                label=_known(str(row.get("label", "")), f"{path}, line {number}"),
                message=parse(Arrival(raw=_raw(row))),
                language=row.get("lang", ""),
            )


def _folders(path: Path) -> Iterator[Labelled]:
    for folder in sorted(child for child in path.iterdir() if child.is_dir()):
        label = _known(folder.name.lower().lstrip("."), str(folder))
        for file in _messages(folder):
            message = parse(Arrival(raw=file.read_bytes()))
            yield Labelled(id=message.id or file.name, label=label, message=message)


def _messages(folder: Path) -> list[Path]:
    boxes = [folder / name for name in _MAILDIR if (folder / name).is_dir()] or [folder]
    return sorted(file for box in boxes for file in box.iterdir() if file.is_file())


def _known(label: str, where: str) -> str:
    label = _SYNONYMS.get(label, label)
    if label not in Label.__members__ and label != OTHER:
        raise ValueError(f"{where}: no label is called {label!r}.")
    return label


def _raw(row: dict[str, Any]) -> bytes:
    html = row.get("html") and "<" in row["body"]
    fields = {"From": row.get("from"), "Subject": row.get("subject"), "Date": row.get("date")}
    head = "".join(f"{name}: {' '.join(str(value).split())}\n" for name, value in fields.items() if value)
    kind = "html" if html else "plain"
    return f"{head}MIME-Version: 1.0\nContent-Type: text/{kind}; charset=utf-8\n\n{row['body']}".encode()

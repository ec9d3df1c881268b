"""The corpus written for this project, as it lies in fixtures/corpus (its README tells the format)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.understanding.labels import Label

NEUTRAL = "neutral"
"""Sentences of job mail that decide nothing."""

WEIGHTS = {"everyday": 4, "common": 2, "rare": 1}
"""How often a sentence is drawn: the corpus mirrors how often things are said, and only then how differently."""

EVERYDAY = "everyday"
"""Letter files with this in their name hold mail as it comes; all others hold mostly traps."""

_FAMILY = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with its slots unfilled.

    Attributes:
        text: as written.
        language: two letters.
        label: what it decides; unrelated for sentences of ordinary mail, None if it decides nothing (neutral).
        kind: what sort of sentence within its file.
        weight: how often it is drawn, relative to others of its file.
        family: neighbours in one file are variants of each other; validation never separates them.
    """

    text: str
    language: str
    label: Label | None
    kind: str
    weight: int
    family: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One whole message with its slots unfilled.

    Attributes:
        id: file name and number.
        language: two letters.
        labels: main label first, then what else it is.
        kind: what happens in it.
        sender: From as written, "" if left out.
        subject: "" if left out.
        body: as written, quoted history included.
        decisive: the sentences its author marked as deciding.
        family: letters of one kind; validation never separates them.
        everyday: whether it is mail as it comes; the others are traps, written to be harder.
    """

    id: str
    language: str
    labels: tuple[Label, ...]
    kind: str
    sender: str
    subject: str
    body: str
    decisive: tuple[str, ...]
    family: str
    everyday: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All sentences and letters in the order of file names and lines, the slots' values, a SHA-256 over all files."""

    sentences: tuple[Sentence, ...]
    letters: tuple[Letter, ...]
    values: Mapping[str, Any]
    sha256: str


def load(folder: Path) -> Corpus:
    """Read a corpus folder.

    Raises:
        OSError: a file cannot be read.
        ValueError: a line is no JSON or a label is unknown.
    """
    sentence_files = sorted((folder / "sentences").glob("*.jsonl"))
    letter_files = sorted((folder / "messages").glob("*.jsonl"))
    digest = hashlib.sha256()
    values = folder / "slots.json"
    for path in (*sentence_files, *letter_files, values):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return Corpus(
        sentences=tuple(sentence for path in sentence_files for sentence in _sentences(path)),
        letters=tuple(letter for path in letter_files for letter in _letters(path)),
        values=json.loads(values.read_text(encoding="utf-8")),
        sha256=digest.hexdigest(),
    )


def _sentences(path: Path) -> Iterator[Sentence]:
    language, name, *_ = path.name.split(".")
    label = None if name == NEUTRAL else Label.unrelated if name == "ordinary" else Label(name)
    for number, row in enumerate(_rows(path)):
        yield Sentence(
            text=row["text"],
            language=language,
            label=label,
            kind=row["kind"],
            weight=WEIGHTS[row["common"]],
            family=f"{path.stem}/{row['kind']}/{number // _FAMILY}",
        )


def _letters(path: Path) -> Iterator[Letter]:
    language = path.name.split(".")[0]
    for row in _rows(path):
        yield Letter(
            id=row["id"],
            language=language,
            labels=tuple(Label(name) for name in (row["label"], *row["also"])),
            kind=row["kind"],
            sender=row["from"],
            subject=row["subject"],
            body=row["body"],
            decisive=tuple(row["decisive"]),
            family=f"{row['label']}/{row['kind']}",
            everyday=EVERYDAY in path.name,
        )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)

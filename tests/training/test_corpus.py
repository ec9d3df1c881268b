"""The corpus as committed: every line well-formed, no slot that cannot be filled, nothing said twice."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.shipped import shipped
from assistant.training import corpus
from assistant.training.corpus import Corpus
from assistant.training.slots import NAMES
from assistant.understanding import classifier
from assistant.understanding.labels import Label

FOLDER = shipped("fixtures", "corpus")


@pytest.fixture(scope="module")
def written() -> Corpus:
    """The committed corpus."""
    return corpus.load(FOLDER)


def test_the_corpus_is_large_enough_for_its_purpose(written: Corpus) -> None:
    """Held-out letters were judged better with every thousand sentences up to this size."""
    assert len(written.sentences) >= 27_000
    assert len(written.letters) >= 4_700
    assert {sentence.language for sentence in written.sentences} >= {"en", "de", "fr", "es", "nl", "it", "pt"}


def test_every_label_is_written_in_english_and_german(written: Corpus) -> None:
    """A label without sentences would never be said."""
    counts = Counter((sentence.language, sentence.label) for sentence in written.sentences)

    assert all(counts[language, label] >= 100 for language in ("en", "de") for label in (*Label, None))


def test_everyday_letters_are_many_enough_to_keep_a_promise(written: Corpus) -> None:
    """One wrong draft in a hundred can only be told from a hundred letters and more."""
    counts = Counter(letter.labels[0] for letter in written.letters if letter.everyday)

    assert all(counts[label] >= 300 for label in (Label.rejection, Label.scheduling, Label.materials))


def test_every_slot_can_be_filled(written: Corpus) -> None:
    """A slot left over would be learned as a word."""
    texts = [sentence.text for sentence in written.sentences]
    texts += [part for letter in written.letters for part in (letter.sender, letter.subject, letter.body)]
    slots = {slot for text in texts for slot in re.findall(r"\{([^{}]*)\}", text)}

    assert slots <= NAMES


def test_no_sentence_is_written_twice(written: Corpus) -> None:
    """How often a thing is said is told by its weight, not by copies, which would lie on both sides of a split."""
    counts = Counter((sentence.language, sentence.text.casefold()) for sentence in written.sentences)

    assert [text for text, count in counts.items() if count > 1] == []


def test_every_letter_has_its_own_id_and_marks_of_its_own_words(written: Corpus) -> None:
    """Evidence is measured against the marks, so a mark must occur in its letter."""
    flat = {letter.id: " ".join(f"{letter.subject} {letter.body}".split()) for letter in written.letters}

    assert len(flat) == len(written.letters)
    assert not [letter.id for letter in written.letters for mark in letter.decisive if mark not in flat[letter.id]]


def test_the_shipped_model_was_trained_on_the_committed_corpus(written: Corpus) -> None:
    """Otherwise `make train` would not give the model that ships."""
    card = json.loads((shipped("models") / classifier.CARD).read_text(encoding="utf-8"))

    assert card["corpus_sha256"] == written.sha256


def test_the_hash_changes_with_any_file(small_corpus: Path, tmp_path: Path) -> None:
    """The card vouches for the corpus by its hash."""
    before = corpus.load(small_corpus).sha256
    for path in small_corpus.rglob("*.json*"):
        copy = tmp_path / path.relative_to(small_corpus)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "slots.json").write_text((tmp_path / "slots.json").read_text() + "\n")

    assert corpus.load(tmp_path).sha256 != before


@pytest.mark.parametrize("line", ["{", '{"text": "Hi", "kind": "x", "common": "often"}'])
def test_a_line_that_is_not_of_the_format_is_refused(small_corpus: Path, tmp_path: Path, line: str) -> None:
    """A corpus read half would train a model that looks whole."""
    (tmp_path / "sentences").mkdir()
    (tmp_path / "slots.json").write_bytes((small_corpus / "slots.json").read_bytes())
    (tmp_path / "sentences" / "en.rejection.jsonl").write_text(line + "\n")

    with pytest.raises((ValueError, KeyError)):
        corpus.load(tmp_path)

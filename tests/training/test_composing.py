"""Composed mails: filled slots, one verdict in much courtesy, the same from the same seed."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.training import corpus
from assistant.training.composing import Composer, fill
from assistant.training.corpus import Corpus
from assistant.training.examples import examples
from assistant.training.slots import NAMES, Slots
from assistant.understanding.labels import Label


@pytest.fixture(scope="module")
def written(small_corpus: Path) -> Corpus:
    """A small corpus."""
    return corpus.load(small_corpus)


def test_a_slot_keeps_its_value_within_one_mail(written: Corpus) -> None:
    """A company that changes its name in mid-letter is not one anybody writes."""
    slots = Slots(written.values, "en", random.Random(1))

    assert slots.fill("{company} {recruiter} {slot}") == slots.fill("{company} {recruiter} {slot}")
    assert slots["recruiter"].startswith(slots["recruiter_first"])
    assert slots["you_full"] == f"{slots['you']} {slots['last']}"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "nl", "it", "pt", "xx"])
def test_every_slot_has_a_value_in_every_language(written: Corpus, language: str) -> None:
    """A language without its own lists borrows the English ones."""
    slots = Slots(written.values, language, random.Random(1))

    assert all(slots[name] for name in NAMES)


def test_names_are_drawn_from_far_more_than_can_be_learned(written: Corpus) -> None:
    """A classifier that knows a company by name knows nothing about the next one."""
    chance = random.Random(1)
    drawn = [Slots(written.values, "en", chance) for _ in range(300)]

    assert len({slots["company"] for slots in drawn}) > 200
    assert len({slots["recruiter"] for slots in drawn}) > 280


def test_the_deciding_sentence_stands_in_the_mail(written: Corpus) -> None:
    """Without it the label would be a lie."""
    composer = Composer(written.sentences, written.values, random.Random(1))
    for sentence in written.sentences:
        if sentence.label is not None and "{" not in sentence.text:
            ordinary = sentence.label is Label.unrelated
            mail = composer.compose_ordinary(sentence) if ordinary else composer.compose(sentence)

            assert sentence.text in mail.body
            assert mail.labels[0] is sentence.label
            assert "{" not in mail.body + mail.subject


def test_the_same_seed_gives_the_same_examples(written: Corpus) -> None:
    """Training must be repeatable to the bit."""
    assert examples(written, 7, 0.05) == examples(written, 7, 0.05)
    assert examples(written, 7, 0.05) != examples(written, 8, 0.05)


def test_quoted_history_of_a_letter_is_not_learned(written: Corpus) -> None:
    """Training must see what classifying sees: the writer's own words."""
    body = "We would like to meet you. Does Tuesday suit you?\n\nOn Monday, Noor Haddad wrote:\n> I was turned down."
    letter = replace(written.letters[0], body=body)
    mail = fill(letter, written.values, random.Random(1))
    learned = examples(replace(written, sentences=(), letters=(letter,)), 1)

    assert "turned down" in mail.body
    assert not [part for example in learned for part in example.parts if "turned down" in part]

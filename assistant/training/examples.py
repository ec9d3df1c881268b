"""Examples to learn from: the corpus as the classifier will see it, each composed mail read by mail.message.parse."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.mail.message import Arrival, parse
from assistant.training.composing import Composer, Mail, fill
from assistant.training.corpus import Corpus, Letter, Sentence
from assistant.training.slots import Slots, Values
from assistant.understanding.classifier import read
from assistant.understanding.labels import Label
from assistant.understanding.words import sentences

COMPOSED = {"en": 1000, "de": 500}
"""Mails composed for each label, by language; with twice as many, held-out letters are judged no better."""

COMPOSED_ELSEWHERE = 150
ORDINARY = 2.5
"""Times as many where it is ordinary mail, the largest class of any inbox."""

COMPOSED_EACH = 8
"""Mails composed for each sentence at most: where there are few, more mails would only repeat them."""

LETTER_WEIGHT = 2.0
"""What a letter counts beside a composed mail: its author thought of it as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One thing to learn from.

    Attributes:
        parts: its sentences, as the classifier reads them.
        labels: main label first, then what else it is.
        language: two letters.
        weight: how much it counts.
        letter: the letter's id, "" for composed mails and single sentences.
        everyday: whether it is a letter as they come, no trap.
        alone: whether it is one sentence by itself.
    """

    parts: tuple[str, ...]
    labels: tuple[Label, ...]
    language: str
    weight: float = 1.0
    letter: str = ""
    everyday: bool = False
    alone: bool = False


def examples(corpus: Corpus, seed: int, share: float = 1.0) -> list[Example]:
    """Make all examples of a corpus: composed mails, letters, and each deciding sentence by itself.

    Args:
        corpus: what to learn from.
        seed: the same seed gives the same examples.
        share: how much of a whole corpus this one is; so much less is composed.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible composition, nothing secret
    return [
        *_composed(corpus, share, chance),
        *(_letter(letter, corpus.values, chance) for letter in corpus.letters),
        *_alone(corpus, chance),
    ]


def _composed(corpus: Corpus, share: float, chance: random.Random) -> Iterator[Example]:
    composer = Composer(corpus.sentences, corpus.values, chance)
    shelves: dict[tuple[Label, str], list[Sentence]] = defaultdict(list)
    for sentence in corpus.sentences:
        if sentence.label is not None:
            shelves[sentence.label, sentence.language].append(sentence)
    for (label, language), shelf in shelves.items():
        ordinary = label is Label.unrelated
        compose = composer.compose_ordinary if ordinary else composer.compose
        wanted = COMPOSED.get(language, COMPOSED_ELSEWHERE) * (ORDINARY if ordinary else 1.0) * share
        number = min(round(wanted), COMPOSED_EACH * len(shelf))
        for sentence in chance.choices(shelf, [sentence.weight for sentence in shelf], k=number):
            yield _read(compose(sentence))


def _letter(letter: Letter, values: Values, chance: random.Random) -> Example:
    learned = _read(fill(letter, values, chance))
    return replace(learned, weight=LETTER_WEIGHT, letter=letter.id, everyday=letter.everyday)


def _alone(corpus: Corpus, chance: random.Random) -> Iterator[Example]:
    """Each deciding sentence as a mail of its own, so that every word of it is seen, however seldom it is drawn."""
    for sentence in corpus.sentences:
        if sentence.label is not None:
            text = Slots(corpus.values, sentence.language, chance).fill(sentence.text)
            parts = tuple(sentences(text))
            yield Example(parts=parts, labels=(sentence.label,), language=sentence.language, alone=True)


def _read(mail: Mail) -> Example:
    header = f"From: {mail.sender}\nSubject: {mail.subject}\nContent-Type: text/plain; charset=utf-8\n\n"
    message = parse(Arrival(raw=(header + mail.body).encode()))
    return Example(parts=tuple(read(message)), labels=mail.labels, language=mail.language)

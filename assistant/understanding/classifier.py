"""The classifier: a linear model over words and pairs of words, by numpy alone.

A message is read as the sentences of its subject and its own words (quoted history and signature left out). Each label
has one weight per word or pair, applied to TF-IDF as scikit-learn's TfidfVectorizer(sublinear_tf=True) computes it and
divided by a length that counts words never seen: of a message of which little is known, little is said. The message as
a whole and each of its sentences are scored alike; each label's logit of the whole and the highest of any sentence
give its probability (softmax). The sentences with the highest logits are the evidence.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import DamagedModel
from assistant.mail.message import Message
from assistant.understanding.labels import Label, Verdict
from assistant.understanding.words import grams, sentences

FORMAT = 2
"""Version of the files' format; others are refused."""

ARRAYS = "classifier.npz"
CARD = "classifier.json"
LARGEST = 10_000_000
"""Bytes the arrays may have."""

UNSAID = 2
"""Unknown terms every message is taken to have: else its one word would be all there is to a mail of "Test"."""

_EVIDENCE = 3
_PER_LABEL = ("intercepts", "offsets", "slopes", "shifts", "thresholds", "companions")

Vector = NDArray[np.float64]
Weights = NDArray[np.float32]


def read(message: Message) -> list[str]:
    """Return the sentences that are judged: the subject's, then the body's."""
    return sentences(message.subject) + sentences(message.body.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A trained classifier, loaded.

    Attributes:
        labels: the labels, in the order of all columns below.
        vocabulary: word or pair of words → row of `weights`.
        rarity: (n_features,) inverse document frequency.
        weights: (n_features, n_labels).
        intercepts: (n_labels,).
        trust: (2, n_labels) and
        offsets: (n_labels,): main label's probabilities = softmax(trust[0] x logit of the whole + trust[1] x highest
            logit of a sentence + offset).
        slopes: (n_labels,) and
        shifts: (n_labels,): a label's probability beside the main one = sigmoid(slope x logit of the whole + shift).
        thresholds: (n_labels,) probability from which the main label is sure.
        companions: (n_labels,) probability from which a label counts beside the main one.
        card: the model card as read.
    """

    labels: tuple[Label, ...]
    vocabulary: Mapping[str, int]
    rarity: Vector
    weights: Weights
    intercepts: Vector
    trust: Vector
    offsets: Vector
    slopes: Vector
    shifts: Vector
    thresholds: Vector
    companions: Vector
    card: Mapping[str, Any]

    def classify(self, message: Message) -> Verdict:
        """Judge one message; this is the Classify callable."""
        return self.judge(read(message))

    def judge(self, parts: list[str]) -> Verdict:
        """Judge a message given as its sentences."""
        told = [grams(part) for part in parts] or [[]]
        found = [[row for gram in said if (row := self.vocabulary.get(gram)) is not None] for said in told]
        terms = [set(said) for said in told]
        logits = self._logits([list(chain.from_iterable(found)), *found], [len(set().union(*terms)), *map(len, terms)])
        whole, each = logits[0], logits[1:]
        chances = _softmax(self.trust[0] * whole + self.trust[1] * each.max(axis=0) + self.offsets)
        best = int(chances.argmax())
        beside = 1.0 / (1.0 + np.exp(-(self.slopes * whole + self.shifts)))
        also = [index for index in np.argsort(-beside) if index != best and beside[index] >= self.companions[index]]
        return Verdict(
            label=self.labels[best],
            sure=bool(chances[best] >= self.thresholds[best]),
            also=tuple(self.labels[index] for index in also),
            probabilities=dict(zip(self.labels, chances.tolist(), strict=True)),
            evidence=_strongest(parts, each[:, best] - self.intercepts[best]),
        )

    def _logits(self, texts: Sequence[list[int]], terms: Sequence[int]) -> Vector:
        """Return (n_texts, n_labels) logits of texts given by their known terms, and how many terms each has in all."""
        every = np.array(list(chain.from_iterable(texts)), dtype=np.intp)
        places = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        keys, counts = np.unique(places * len(self.rarity) + every, return_counts=True)
        places, rows = np.divmod(keys, len(self.rarity))
        values = (1.0 + np.log(counts)) * self.rarity[rows]
        unknown = np.array(terms) - np.bincount(places, minlength=len(texts)) + UNSAID
        squares = np.bincount(places, values * values, len(texts)) + unknown * self.rarity.max() ** 2
        carried = (values / np.sqrt(squares)[places])[:, np.newaxis] * self.weights[rows]
        return self.intercepts + np.column_stack([np.bincount(places, column, len(texts)) for column in carried.T])


def _softmax(logits: Vector) -> Vector:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def _strongest(parts: Sequence[str], spoken: Vector) -> tuple[str, ...]:
    order = np.argsort(-spoken, kind="stable")[:_EVIDENCE]
    return tuple(dict.fromkeys(parts[index] for index in order if spoken[index] > 0))


def load(folder: Path) -> Model:
    """Read a model from its folder: the card and the arrays it vouches for.

    The only reading of files in this room; it happens before the first message is read.

    Raises:
        DamagedModel: a file is missing, of another format, changed, or does not fit the labels of this program.
    """
    card, raw = read_card(folder), _read_arrays(folder)
    if card.get("format") != FORMAT:
        raise DamagedModel(f"The model in {folder} has format {card.get('format')!r}; this program reads {FORMAT}.")
    if card.get("labels") != [label.value for label in Label]:
        raise DamagedModel(f"The model in {folder} was trained for other labels than this program's.")
    if hashlib.sha256(raw).hexdigest() != card.get("arrays_sha256"):
        raise DamagedModel(f"The arrays in {folder / ARRAYS} are not those its card describes.")
    try:
        return _assemble(dict(np.load(io.BytesIO(raw), allow_pickle=False)), card)
    except (ValueError, KeyError, OSError, EOFError) as error:
        raise DamagedModel(f"The arrays in {folder / ARRAYS} cannot be read: {error}.") from error


def read_card(folder: Path) -> dict[str, Any]:
    """Read the card of the model in a folder.

    Raises:
        DamagedModel: there is none, or it is no card.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedModel(f"No readable model in {folder}: {error}.") from error
    if not isinstance(card, dict):
        raise DamagedModel(f"The card {folder / CARD} is no model card.")
    return card


def _read_arrays(folder: Path) -> bytes:
    try:
        if (folder / ARRAYS).stat().st_size > LARGEST:
            raise DamagedModel(f"The arrays in {folder / ARRAYS} are larger than any model of this program.")
        return (folder / ARRAYS).read_bytes()
    except OSError as error:
        raise DamagedModel(f"No readable model in {folder}: {error}.") from error


def _assemble(arrays: dict[str, NDArray[Any]], card: dict[str, Any]) -> Model:
    terms = arrays["vocabulary"].tobytes().decode("utf-8").split("\n")
    labels = tuple(Label)
    shapes = {
        "rarity": (len(terms),),
        "weights": (len(terms), len(labels)),
        "trust": (2, len(labels)),
        **dict.fromkeys(_PER_LABEL, (len(labels),)),
    }
    if missing := shapes.keys() - arrays.keys():
        raise ValueError(f"{', '.join(sorted(missing))} missing")
    for name, shape in shapes.items():
        kind = np.float32 if name == "weights" else np.float64
        if arrays[name].shape != shape or arrays[name].dtype != kind or not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} has the wrong shape or values")
    vocabulary = {term: row for row, term in enumerate(terms)}
    return Model(labels=labels, vocabulary=vocabulary, card=card, **{name: arrays[name] for name in shapes})

"""The classifier: a linear model over words and pairs of words, by numpy alone.

A message is read as the sentences of its subject and its own words (quoted history and signature left out). Each label
has one weight per word or pair, applied to TF-IDF as scikit-learn's TfidfVectorizer(sublinear_tf=True) computes it and
divided by a length that counts words never seen: of a message of which little is known, little is said. What speaks for
and what against each label gives the probabilities together (softmax). The sentences that carry most of the label's
logit are the evidence.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
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
_PER_LABEL = ("intercepts", "lowest", "highest", "offsets", "slopes", "shifts", "thresholds", "companions")

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
        lowest: (n_labels,) and
        highest: (n_labels,): limits of the logits that are mixed.
        mixing: (n_labels, 2 x n_labels) and
        offsets: (n_labels,): main label's probabilities = softmax(mixing @ sides(limited logits) + offsets).
        slopes: (n_labels,) and
        shifts: (n_labels,): a label's probability beside the main one = sigmoid(slope x logit + shift).
        thresholds: (n_labels,) probability from which the main label is sure.
        companions: (n_labels,) probability from which a label counts beside the main one.
        card: the model card as read.
    """

    labels: tuple[Label, ...]
    vocabulary: Mapping[str, int]
    rarity: Vector
    weights: Weights
    intercepts: Vector
    lowest: Vector
    highest: Vector
    mixing: Vector
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
        told = [grams(part) for part in parts]
        row_of = self.vocabulary.get  # bound once: a long message asks ten thousand times
        found = [[row for row in map(row_of, said) if row is not None] for said in told]
        rows, shares = self._values(found, len(set().union(*told)))
        logits = shares @ self.weights[rows] + self.intercepts
        chances = _softmax(self.mixing @ sides(logits.clip(self.lowest, self.highest)) + self.offsets)
        best = int(chances.argmax())
        beside = 1.0 / (1.0 + np.exp(-(self.slopes * logits + self.shifts)))
        also = [index for index in np.argsort(-beside) if index != best and beside[index] >= self.companions[index]]
        carried = dict(zip(rows.tolist(), (shares * self.weights[rows, best]).tolist(), strict=True))
        return Verdict(
            label=self.labels[best],
            sure=bool(chances[best] >= self.thresholds[best]),
            also=tuple(self.labels[index] for index in also),
            probabilities=dict(zip(self.labels, chances.tolist(), strict=True)),
            evidence=_strongest(parts, [sum(map(carried.__getitem__, set(sentence))) for sentence in found]),
        )

    def _values(self, found: list[list[int]], terms: int) -> tuple[NDArray[np.intp], Vector]:
        """Return the rows present and their TF-IDF values, of a message with so many different terms."""
        every = np.array([row for sentence in found for row in sentence], dtype=np.intp)
        rows, counts = np.unique(every, return_counts=True)
        values = (1.0 + np.log(counts)) * self.rarity[rows]
        unknown = (terms - len(rows) + UNSAID) * self.rarity.max() ** 2
        return rows, values / np.sqrt(values @ values + unknown)


def sides(logits: Vector) -> Vector:
    """Return (..., 2 x n_labels) how much speaks for each label, then how much against it, of (..., n_labels) logits.

    Both are softplus, so that the mixing may weigh the two sides of a label differently.
    """
    return np.concatenate([np.logaddexp(0.0, logits), np.logaddexp(0.0, -logits)], axis=-1)


def _softmax(logits: Vector) -> Vector:
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), dtype=np.float64)


def _strongest(parts: list[str], spoken: list[float]) -> tuple[str, ...]:
    order = sorted(range(len(parts)), key=lambda index: -spoken[index])
    return tuple(dict.fromkeys(parts[index] for index in order[:_EVIDENCE] if spoken[index] > 0))


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
        "mixing": (len(labels), 2 * len(labels)),
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

"""The classifier: a linear model over words and pairs of words, by numpy alone.

A message is read as the sentences of its subject and its own words (quoted history and signature left out). Each label
has one weight per word or pair; TF-IDF as scikit-learn's TfidfVectorizer(sublinear_tf=True) computes it; the logits are
calibrated per label. The sentences whose words carry most of the label's logit are the evidence.
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

FORMAT = 1
"""Version of the files' format; others are refused."""

ARRAYS = "classifier.npz"
CARD = "classifier.json"
LARGEST = 10_000_000
"""Bytes the arrays may have."""

_EVIDENCE = 3

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
        slopes: (n_labels,) and
        offsets: (n_labels,): calibration, probability = sigmoid(slope x logit + offset).
        thresholds: (n_labels,) probability from which a label is sure.
        card: the model card as read.
    """

    labels: tuple[Label, ...]
    vocabulary: Mapping[str, int]
    rarity: Vector
    weights: Weights
    intercepts: Vector
    slopes: Vector
    offsets: Vector
    thresholds: Vector
    card: Mapping[str, Any]

    def classify(self, message: Message) -> Verdict:
        """Judge one message; this is the Classify callable."""
        return self.judge(read(message))

    def judge(self, parts: list[str]) -> Verdict:
        """Judge a message given as its sentences."""
        found = [[row for gram in grams(part) if (row := self.vocabulary.get(gram)) is not None] for part in parts]
        rows, counts, values = self._values(found)
        chances = self._chances(values @ self.weights[rows] + self.intercepts)
        best = int(chances.argmax())
        share = dict(zip(rows.tolist(), (values / counts * self.weights[rows, best]).tolist(), strict=True))
        spoken = [sum(share[row] for row in sentence) for sentence in found]
        strongest = sorted(range(len(parts)), key=lambda index: -spoken[index])[:_EVIDENCE]
        passed = [int(index) for index in np.argsort(-chances) if chances[index] >= self.thresholds[index]]
        return Verdict(
            label=self.labels[best],
            sure=best in passed,
            also=tuple(self.labels[index] for index in passed if index != best),
            probabilities=dict(zip(self.labels, chances.tolist(), strict=True)),
            evidence=tuple(parts[index] for index in strongest if spoken[index] > 0),
        )

    def _values(self, found: list[list[int]]) -> tuple[NDArray[np.intp], Vector, Vector]:
        """Return the rows present, how often each occurs, and their normalised TF-IDF values."""
        every = np.array([row for sentence in found for row in sentence], dtype=np.intp)
        rows, counts = np.unique(every, return_counts=True)
        values = (1.0 + np.log(counts)) * self.rarity[rows]
        length = float(np.sqrt(values @ values))
        return rows, counts.astype(np.float64), values / (length or 1.0)

    def _chances(self, logits: Vector) -> Vector:
        chances: Vector = 1.0 / (1.0 + np.exp(-(self.slopes * logits + self.offsets)))
        return chances


def load(folder: Path) -> Model:
    """Read a model from its folder: the card and the arrays it vouches for.

    The only place of this room that reads files; it runs before the first message is read.

    Raises:
        DamagedModel: a file is missing, of another format, changed, or does not fit the labels of this program.
    """
    card, raw = _read_files(folder)
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


def _read_files(folder: Path) -> tuple[dict[str, Any], bytes]:
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        if (folder / ARRAYS).stat().st_size > LARGEST:
            raise DamagedModel(f"The arrays in {folder / ARRAYS} are larger than any model of this program.")
        raw = (folder / ARRAYS).read_bytes()
    except (OSError, ValueError) as error:
        raise DamagedModel(f"No readable model in {folder}: {error}.") from error
    if not isinstance(card, dict):
        raise DamagedModel(f"The card {folder / CARD} is no model card.")
    return card, raw


def _assemble(arrays: dict[str, NDArray[Any]], card: dict[str, Any]) -> Model:
    terms = arrays["vocabulary"].tobytes().decode("utf-8").split("\n")
    labels = tuple(Label)
    shapes = {
        "rarity": (len(terms),),
        "weights": (len(terms), len(labels)),
        **dict.fromkeys(("intercepts", "slopes", "offsets", "thresholds"), (len(labels),)),
    }
    for name, shape in shapes.items():
        kind = np.float32 if name == "weights" else np.float64
        if arrays[name].shape != shape or arrays[name].dtype != kind or not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} has the wrong shape or values")
    vocabulary = {term: row for row, term in enumerate(terms)}
    return Model(labels=labels, vocabulary=vocabulary, card=card, **{name: arrays[name] for name in shapes})

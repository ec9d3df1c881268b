"""Fits the classifier on the corpus and writes arrays and card. The only module that runs scikit-learn."""

import hashlib
import io
import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.mail.message import Message
from assistant.training import corpus as corpora
from assistant.training.corpus import Corpus
from assistant.training.examples import Example, examples
from assistant.understanding import classifier
from assistant.understanding.classifier import read
from assistant.understanding.labels import Label
from assistant.understanding.words import grams

SEED = 20
FOLDS = 5
STRENGTH = 10.0
"""Inverse regularisation of each label's logistic regression."""

CORRECTION_WEIGHT = 5.0
"""What one correction by the user counts beside a composed mail."""

LABELS = tuple(Label)
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A message with the label its reader gave it."""

    message: Message
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What scikit-learn fitted: the vectorizer and one regression a label, in the order of LABELS."""

    vectorizer: Any
    regressions: Sequence[Any]

    def logits(self, messages: Iterable[Sequence[str]]) -> Matrix:
        """Return (n_messages, n_labels) decision values of messages given as sentences, by scikit-learn."""
        matrix = self.vectorizer.transform(messages)
        return np.column_stack([regression.decision_function(matrix) for regression in self.regressions])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Calibration: slopes, offsets and thresholds, one a label in the order of LABELS."""

    slopes: Matrix
    offsets: Matrix
    thresholds: Matrix

    def probabilities(self, logits: Matrix) -> Matrix:
        """Return (n_messages, n_labels) probabilities."""
        chances: Matrix = 1.0 / (1.0 + np.exp(-(logits * self.slopes + self.offsets)))
        return chances


def train(corpus_folder: Path, destination: Path, corrections: Sequence[Correction] = ()) -> dict[str, Any]:
    """Train on a corpus and the user's corrections; write the model; return its card.

    The same corpus gives the same arrays, bit for bit, on the same machine with the same libraries.

    Raises:
        ValueError: the corpus cannot be read.
    """
    corpus = corpora.load(corpus_folder)
    learned = examples(corpus, SEED) + [_corrected(correction) for correction in corrections]
    held_out, logits = hold_out(corpus)
    scale = calibrate(held_out, logits)
    fitted = fit(learned)
    raw = pack(fitted, scale)
    card = _card(corpus, learned, len(corrections), scale, raw)
    destination.mkdir(parents=True, exist_ok=True)
    (destination / classifier.ARRAYS).write_bytes(raw)
    (destination / classifier.CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return card


def fit(learned: Sequence[Example]) -> Fitted:
    """Fit vectorizer and regressions on examples."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=_analyze, sublinear_tf=True, min_df=2)
    matrix = vectorizer.fit_transform([example.parts for example in learned])
    weights = np.array([example.weight for example in learned])
    truth = _truth(learned)
    regressions = [
        LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED).fit(matrix, column, sample_weight=weights)
        for column in truth.T
    ]
    return Fitted(vectorizer=vectorizer, regressions=regressions)


def hold_out(corpus: Corpus) -> tuple[list[Example], Matrix]:
    """Judge every part of the corpus by models that saw none of its family.

    Returns:
        The whole messages composed from held-out sentences and the held-out letters, and their (n, n_labels) logits.
    """
    judged: list[Example] = []
    logits = []
    pieces = [examples(_part(corpus, fold), SEED + fold) for fold in range(FOLDS)]
    for fold, piece in enumerate(pieces):
        fitted = fit([example for other in range(FOLDS) if other != fold for example in pieces[other]])
        whole = [example for example in piece if example.whole]
        judged += whole
        logits.append(fitted.logits([example.parts for example in whole]))
    return judged, np.vstack(logits)


def calibrate(held_out: Sequence[Example], logits: Matrix) -> Scale:
    """Fit one slope and offset a label (Platt 1999) on held-out logits, and choose the thresholds."""
    from sklearn.linear_model import LogisticRegression

    truth = _truth(held_out)
    lines = [
        LogisticRegression(C=1e3, solver="lbfgs").fit(logits[:, [column]], truth[:, column])
        for column in range(len(LABELS))
    ]
    slopes = np.array([line.coef_[0, 0] for line in lines])
    offsets = np.array([line.intercept_[0] for line in lines])
    return Scale(slopes=slopes, offsets=offsets, thresholds=np.full(len(LABELS), 0.7))


def pack(fitted: Fitted, scale: Scale) -> bytes:
    """Return the arrays as the classifier loads them; vocabulary as one text, a term a line."""
    terms = fitted.vectorizer.get_feature_names_out()
    weights = np.column_stack([regression.coef_[0] for regression in fitted.regressions])
    file = io.BytesIO()
    np.savez(
        file,
        vocabulary=np.frombuffer("\n".join(terms).encode(), dtype=np.uint8),
        rarity=fitted.vectorizer.idf_.astype(np.float64),
        weights=weights.astype(np.float32),
        intercepts=np.array([regression.intercept_[0] for regression in fitted.regressions]),
        slopes=scale.slopes,
        offsets=scale.offsets,
        thresholds=scale.thresholds,
    )
    return file.getvalue()


def _analyze(parts: Sequence[str]) -> list[str]:
    return [gram for part in parts for gram in grams(part)]


def _truth(known: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([[int(label in example.labels) for label in LABELS] for example in known])


def _corrected(correction: Correction) -> Example:
    parts = tuple(read(correction.message))
    return Example(parts=parts, labels=(correction.label,), language="", weight=CORRECTION_WEIGHT)


def _part(corpus: Corpus, fold: int) -> Corpus:
    """Return the sentences and letters whose family falls into this fold."""
    return replace(
        corpus,
        sentences=tuple(sentence for sentence in corpus.sentences if _fold(sentence.family) == fold),
        letters=tuple(letter for letter in corpus.letters if _fold(letter.family) == fold),
    )


def _fold(family: str) -> int:
    return int(hashlib.sha256(family.encode()).hexdigest(), 16) % FOLDS


def _card(corpus: Corpus, learned: Sequence[Example], corrected: int, scale: Scale, raw: bytes) -> dict[str, Any]:
    counts: Mapping[str, int] = {
        "sentences": len(corpus.sentences),
        "letters": len(corpus.letters),
        "examples": len(learned),
        "corrections": corrected,
    }
    return {
        "format": classifier.FORMAT,
        "labels": [label.value for label in LABELS],
        "arrays_sha256": hashlib.sha256(raw).hexdigest(),
        "corpus_sha256": corpus.sha256,
        "trained_on": dict(counts),
        "versions": {
            "assistant": version("inbox-assistant"),
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scikit-learn", "scipy")},
        },
        "thresholds": dict(zip([label.value for label in LABELS], scale.thresholds.tolist(), strict=True)),
    }

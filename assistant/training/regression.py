"""One logistic regression a label over TF-IDF, by scikit-learn, and how it judges what it has not seen."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.training.corpus import Corpus
from assistant.training.examples import Example, examples
from assistant.understanding.classifier import UNSAID
from assistant.understanding.labels import Label
from assistant.understanding.words import grams

SEED = 20
FOLDS = 5
STRENGTH = 10.0
"""Inverse regularisation (C) of each label's regression; 3 to 30 do about as well on held-out letters."""

LABELS = tuple(Label)

FITS = (FOLDS + 1) * len(LABELS)
"""Regressions fitted in one training: each label's on each part of the corpus, and on all of it."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What scikit-learn fitted: the vectorizer, and one regression a label in the order of LABELS."""

    vectorizer: Any
    regressions: Sequence[Any]

    def logits(self, messages: Sequence[Sequence[str]]) -> Matrix:
        """Return (n_messages, n_labels) decision values by scikit-learn, of messages given as their sentences."""
        matrix = _matrix(self.vectorizer, messages)
        return np.column_stack([regression.decision_function(matrix) for regression in self.regressions])


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Letters and lone sentences judged by regressions that saw none of their family.

    Attributes:
        letters: the letters.
        logits: (n_letters, n_labels).
        folds: (n_letters,) which of the FOLDS each was in.
        alone: deciding sentences, each by itself.
        alone_logits: (n_alone, n_labels).
    """

    letters: Sequence[Example]
    logits: Matrix
    folds: NDArray[np.int64]
    alone: Sequence[Example]
    alone_logits: Matrix

    def where(self, chosen: NDArray[np.bool_]) -> "HeldOut":
        """Return the letters chosen, and all sentences."""
        letters = [self.letters[index] for index in np.flatnonzero(chosen).tolist()]
        return replace(self, letters=letters, logits=self.logits[chosen], folds=self.folds[chosen])


def nobody_waits() -> None:
    """Do nothing: nobody looks at how far training has come."""


def fit(learned: Sequence[Example], advance: Callable[[], None] = nobody_waits) -> Fitted:
    """Fit vectorizer and regressions on examples; `advance` is called once a regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(analyzer=_analyze, sublinear_tf=True, min_df=2, norm=None)
    vectorizer.fit([example.parts for example in learned])
    matrix = _matrix(vectorizer, [example.parts for example in learned])
    weights = np.array([example.weight for example in learned])
    regressions = []
    for column in truth(learned).T:
        regression = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED)
        regressions.append(regression.fit(matrix, column, sample_weight=weights))
        advance()
    return Fitted(vectorizer=vectorizer, regressions=regressions)


def hold_out(corpus: Corpus, corrected: Sequence[Example] = (), advance: Callable[[], None] = nobody_waits) -> HeldOut:
    """Judge letters by regressions that learned from the other families only, and from what the user corrected."""
    pieces = [examples(_part(corpus, fold), SEED + fold, 1 / FOLDS) for fold in range(FOLDS)]
    judged = [[example for example in piece if example.letter] for piece in pieces]
    alone = [[example for example in piece if example.alone] for piece in pieces]
    logits, alone_logits = [], []
    for fold in range(FOLDS):
        others = [example for other in range(FOLDS) if other != fold for example in pieces[other]]
        fitted = fit([*others, *corrected], advance)
        logits.append(fitted.logits([example.parts for example in judged[fold]]))
        alone_logits.append(fitted.logits([example.parts for example in alone[fold]]))
    return HeldOut(
        letters=[example for letters in judged for example in letters],
        logits=np.vstack(logits),
        folds=np.repeat(np.arange(FOLDS), [len(letters) for letters in judged]),
        alone=[example for said in alone for example in said],
        alone_logits=np.vstack(alone_logits),
    )


def truth(known: Sequence[Example]) -> NDArray[np.int64]:
    """Return (n_examples, n_labels): 1 where an example has the label, as main one or beside it."""
    return np.array([[int(label in example.labels) for label in LABELS] for example in known])


def _matrix(vectorizer: Any, messages: Sequence[Sequence[str]]) -> Any:
    """Return (n_messages, n_features) TF-IDF in CSR, rows divided by their length, unknown terms counted in.

    scikit-learn's own normalisation leaves unknown terms out, so that the few known words of a message from another
    world weigh as much as a whole letter: 23 of 1,399 ordinary messages passed 0.7 that way, 2 with this length.
    """
    from scipy.sparse import diags_array

    matrix = vectorizer.transform(messages)
    unknown = unknown_terms(messages, np.diff(matrix.indptr))
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    lengths = np.sqrt(squares + unknown * vectorizer.idf_.max() ** 2)
    return diags_array(1.0 / lengths) @ matrix


def unknown_terms(messages: Sequence[Sequence[str]], known: NDArray[np.int32]) -> Matrix:
    """Return how many different terms of each message are unknown, or unsaid, given how many are known."""
    terms = np.array([len(set(_analyze(parts))) for parts in messages], dtype=np.float64)
    return np.asarray(terms - known + UNSAID, dtype=np.float64)


def _analyze(parts: Sequence[str]) -> list[str]:
    return [gram for part in parts for gram in grams(part)]


def _part(corpus: Corpus, fold: int) -> Corpus:
    """Return the sentences and letters whose family falls into this fold."""
    return replace(
        corpus,
        sentences=tuple(sentence for sentence in corpus.sentences if _fold(sentence.family) == fold),
        letters=tuple(letter for letter in corpus.letters if _fold(letter.family) == fold),
    )


def _fold(family: str) -> int:
    return number(family) % FOLDS


def number(name: str) -> int:
    """Return a large number that is the same for the same name, everywhere and always."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)

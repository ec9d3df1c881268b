"""Probabilities and thresholds, from held-out letters; only the floor LEAST_SURE was chosen with other mail in view."""

from dataclasses import dataclass, replace

import numpy as np

from assistant.training.regression import LABELS, HeldOut, Matrix, truth
from assistant.understanding.labels import Label

MOST_WRONG = 0.05
"""Share of wrong labels allowed among held-out letters above a threshold. Most letters are traps, written to be harder
than everyday mail; on mail as it comes the share is far smaller."""

LEAST_SURE = 0.8
"""No threshold is lower than this probability. Chosen after a look at ordinary mail from outside, so figures on that
mail are no independent test of it."""

COMPANION = 0.6
"""One-vs-rest probability from which a second label counts: of 23 held-out ones 7 are found, with 1 false."""

_COMPANIONS = (Label.scheduling, Label.materials, Label.offer)
_NEVER = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What turns logits into probabilities and verdicts; all in the order of LABELS.

    Attributes:
        mixing: (n_labels, n_labels) and
        offsets: (n_labels,): main label's probabilities = softmax(logits @ mixing.T + offsets).
        slopes: (n_labels,) and
        shifts: (n_labels,): one-vs-rest probability = sigmoid(slope x logit + shift) (Platt 1999).
        thresholds: (n_labels,) probability from which the main label is sure.
        companions: (n_labels,) one-vs-rest probability from which a label counts beside the main one.
    """

    mixing: Matrix
    offsets: Matrix
    slopes: Matrix
    shifts: Matrix
    thresholds: Matrix
    companions: Matrix

    def probabilities(self, logits: Matrix) -> Matrix:
        """Return (n_messages, n_labels) probabilities of the main label; rows sum to 1."""
        mixed = logits @ self.mixing.T + self.offsets
        raised = np.exp(mixed - mixed.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def calibrate(held_out: HeldOut) -> Calibration:
    """Fit a multinomial regression on the held-out logits, a line a label for second labels, and the thresholds."""
    from sklearn.linear_model import LogisticRegression

    logits, main = held_out.logits, _main(held_out)
    middle, spread = logits.mean(axis=0), logits.std(axis=0)
    mixed = LogisticRegression(C=1.0, max_iter=1000).fit((logits - middle) / spread, main)
    mixing = mixed.coef_ / spread
    present = truth(held_out.letters)
    lines = [LogisticRegression(C=1e3).fit(logits[:, [column]], present[:, column]) for column in range(len(LABELS))]
    calibration = Calibration(
        mixing=mixing,
        offsets=mixed.intercept_ - mixing @ middle,
        slopes=np.array([line.coef_[0, 0] for line in lines]),
        shifts=np.array([line.intercept_[0] for line in lines]),
        thresholds=np.zeros(len(LABELS)),
        companions=np.array([COMPANION if label in _COMPANIONS else _NEVER for label in LABELS]),
    )
    return _with_thresholds(calibration, logits, main)


def _with_thresholds(calibration: Calibration, logits: Matrix, main: Matrix) -> Calibration:
    probabilities = calibration.probabilities(logits)
    thresholds = [_threshold(probabilities, main, column) for column in range(len(LABELS))]
    return replace(calibration, thresholds=np.array(thresholds))


def _threshold(probabilities: Matrix, main: Matrix, column: int) -> float:
    """Return the lowest probability above which at most MOST_WRONG of the letters given this label are wrong."""
    given = probabilities.argmax(axis=1) == column
    falling = np.argsort(-probabilities[given, column], kind="stable")
    wrong = np.cumsum(main[given][falling] != column)
    fine = np.flatnonzero(wrong <= MOST_WRONG * np.arange(1, len(wrong) + 1))
    lowest = probabilities[given, column][falling][fine[-1]] if len(fine) else 1.0
    return max(LEAST_SURE, float(lowest))


def _main(held_out: HeldOut) -> Matrix:
    return np.array([LABELS.index(letter.labels[0]) for letter in held_out.letters])

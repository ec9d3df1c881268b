"""Probabilities and thresholds, from held-out letters alone.

The letters are of two sorts: mail as it comes, and traps written to be harder. A draft may be wrong once in a hundred
times on mail as it comes; so each label's threshold is the lowest probability above which held-out everyday letters
keep that promise, and no everyday letter that is about no application gets a draft. Traps must not be let in on its
account, but held to the same share they would silence the assistant where it is right: they get a limit of their own.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.training.regression import LABELS, HeldOut, Matrix, truth
from assistant.understanding.labels import Label

MOST_WRONG = 0.01
"""Share of wrong labels allowed among held-out everyday letters above a threshold."""

MOST_TRAPPED = 0.1
"""The same among traps. With half of it a third of the drafts on everyday letters is lost, and none of the few wrong
ones is an everyday letter's."""

COMPANION = 0.6
"""One-vs-rest probability from which a second label counts: of 23 held-out ones 7 are found, with 1 false."""

_COMPANIONS = (Label.scheduling, Label.materials, Label.offer)
_NEVER = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What turns logits into probabilities and verdicts; all in the order of LABELS.

    Attributes:
        trust: (2, n_labels) and
        offsets: (n_labels,): main label's probabilities = softmax(sum of trust x heard + offsets).
        slopes: (n_labels,) and
        shifts: (n_labels,): one-vs-rest probability = sigmoid(slope x logit of the whole + shift) (Platt 1999).
        thresholds: (n_labels,) probability from which the main label is sure.
        companions: (n_labels,) one-vs-rest probability from which a label counts beside the main one.
    """

    trust: Matrix
    offsets: Matrix
    slopes: Matrix
    shifts: Matrix
    thresholds: Matrix
    companions: Matrix

    def probabilities(self, heard: Matrix) -> Matrix:
        """Return (n_messages, n_labels) probabilities of the main label; rows sum to 1. See Fitted.heard."""
        return _softmax((heard * self.trust).sum(axis=1) + self.offsets)


def calibrate(held_out: HeldOut) -> Calibration:
    """Fit what turns logits into probabilities, a line a label for second labels, and the thresholds."""
    from sklearn.linear_model import LogisticRegression

    main, present = _main(held_out), truth(held_out.letters)
    trust, offsets = _fit(held_out.heard, main)
    whole = held_out.heard[:, 0]
    lines = [LogisticRegression(C=1e3).fit(whole[:, [column]], present[:, column]) for column in range(len(LABELS))]
    calibration = Calibration(
        trust=trust,
        offsets=offsets,
        slopes=np.array([line.coef_[0, 0] for line in lines]),
        shifts=np.array([line.intercept_[0] for line in lines]),
        thresholds=np.zeros(len(LABELS)),
        companions=np.array([COMPANION if label in _COMPANIONS else _NEVER for label in LABELS]),
    )
    return _with_thresholds(calibration, held_out, main)


def _fit(heard: Matrix, main: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """Return trust (2, n_labels), none of it negative, and offsets (n_labels,) that make the main labels likeliest.

    A label's chance depends on its own logits and rises with them (vector scaling, Guo et al. 2017). A full matrix,
    which also learns from what a mail is not, keeps more traps out, but takes a mail that is very surely none of the
    other labels for a rejection, whatever its reader said of it.
    """
    from scipy.optimize import minimize

    labels = len(LABELS)
    wanted = np.eye(labels)[main]

    def loss(values: Matrix) -> tuple[float, Matrix]:
        table = values.reshape(3, labels)
        chances = _softmax((heard * table[:2]).sum(axis=1) + table[2])
        missed = chances - wanted
        slope = [*(missed[:, np.newaxis] * heard).sum(axis=0), missed.sum(axis=0)]
        return -float(np.log(chances[wanted > 0]).sum()), np.concatenate(slope)

    begin = np.repeat((0.5, 0.5, 0.0), labels)
    limits = [(0.0, None)] * (2 * labels) + [(None, None)] * labels
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=limits).x.reshape(3, labels)
    return found[:2], found[2]


def _softmax(logits: Matrix) -> Matrix:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def _with_thresholds(calibration: Calibration, held_out: HeldOut, main: NDArray[np.int64]) -> Calibration:
    chances = calibration.probabilities(held_out.heard)
    everyday = np.array([letter.everyday for letter in held_out.letters])
    # One everyday letter that is about no application is too many: it weighs as much as any number.
    weights = np.where(everyday & (main == LABELS.index(Label.unrelated)), np.inf, 1.0)
    thresholds = []
    for column in range(len(LABELS)):
        given = chances.argmax(axis=1) == column
        wrong = np.where(main == column, 0.0, weights)
        limits = [
            _lowest(chances[given & sort, column], wrong[given & sort], most)
            for sort, most in ((everyday, MOST_WRONG), (~everyday, MOST_TRAPPED))
        ]
        thresholds.append(max(limits))
    return replace(calibration, thresholds=np.array(thresholds))


def _lowest(chances: Matrix, wrong: Matrix, most: float) -> float:
    """Return the lowest probability above which at most this share is wrong; 1 if there is none."""
    falling = np.argsort(-chances, kind="stable")
    fine = np.flatnonzero(np.cumsum(wrong[falling]) <= most * np.arange(1, len(falling) + 1))
    return float(chances[falling][fine[-1]]) if len(fine) else 1.0


def _main(held_out: HeldOut) -> NDArray[np.int64]:
    return np.array([LABELS.index(letter.labels[0]) for letter in held_out.letters])

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

MOST_TRAPPED = 0.05
"""The same among traps."""

FAR = 0.05
"""Share of held-out letters beyond each limit of what is heard. Without limits the mixing, which also learns from what
a mail is not, takes a mail that is very surely no other label for a rejection."""

COMPANION = 0.6
"""One-vs-rest probability from which a second label counts: of 23 held-out ones 7 are found, with 1 false."""

_COMPANIONS = (Label.scheduling, Label.materials, Label.offer)
_NEVER = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What turns logits into probabilities and verdicts; all in the order of LABELS.

    Attributes:
        lowest: (2 x n_labels,) and
        highest: (2 x n_labels,): limits of what is heard.
        mixing: (n_labels, 2 x n_labels) and
        offsets: (n_labels,): main label's probabilities = softmax(heard @ mixing.T + offsets).
        slopes: (n_labels,) and
        shifts: (n_labels,): one-vs-rest probability = sigmoid(slope x logit of the whole + shift) (Platt 1999).
        thresholds: (n_labels,) probability from which the main label is sure.
        companions: (n_labels,) one-vs-rest probability from which a label counts beside the main one.
    """

    lowest: Matrix
    highest: Matrix
    mixing: Matrix
    offsets: Matrix
    slopes: Matrix
    shifts: Matrix
    thresholds: Matrix
    companions: Matrix

    def probabilities(self, heard: Matrix) -> Matrix:
        """Return (n_messages, n_labels) probabilities of the main label; rows sum to 1."""
        mixed = heard.clip(self.lowest, self.highest) @ self.mixing.T + self.offsets
        raised = np.exp(mixed - mixed.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def calibrate(held_out: HeldOut) -> Calibration:
    """Fit a multinomial regression on what is heard, a line a label for second labels, and the thresholds."""
    from sklearn.linear_model import LogisticRegression

    main = _main(held_out)
    lowest, highest = np.quantile(held_out.heard, (FAR, 1 - FAR), axis=0)
    heard = held_out.heard.clip(lowest, highest)
    middle, spread = heard.mean(axis=0), heard.std(axis=0)
    mixed = LogisticRegression(C=1.0, max_iter=1000).fit((heard - middle) / spread, main)
    mixing = mixed.coef_ / spread
    present = truth(held_out.letters)
    lines = [
        LogisticRegression(C=1e3).fit(held_out.heard[:, [column]], present[:, column]) for column in range(len(LABELS))
    ]
    calibration = Calibration(
        lowest=lowest,
        highest=highest,
        mixing=mixing,
        offsets=mixed.intercept_ - mixing @ middle,
        slopes=np.array([line.coef_[0, 0] for line in lines]),
        shifts=np.array([line.intercept_[0] for line in lines]),
        thresholds=np.zeros(len(LABELS)),
        companions=np.array([COMPANION if label in _COMPANIONS else _NEVER for label in LABELS]),
    )
    return _with_thresholds(calibration, held_out, main)


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

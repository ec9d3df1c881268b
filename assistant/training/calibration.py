"""Probabilities and thresholds, from held-out letters alone.

The letters are of two sorts: mail as it comes, and traps written to be harder, ordinary mail among them. A draft may be
wrong once in a hundred times on mail as it comes, so the threshold of what is drafted on is the lowest probability
above which held-out everyday letters keep that promise. They say nothing of what is rare, so traps have a limit of
their own, wider because they are far rarer in a mailbox than in the corpus. The higher of the two thresholds counts. A
label that leads to no draft needs the wider limit alone, over all letters: it decides on a tag and a row in a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.training.examples import Example
from assistant.training.regression import LABELS, HeldOut, Matrix, truth
from assistant.understanding.classifier import sides
from assistant.understanding.labels import DRAFTED, Label

MOST_WRONG = 0.01
"""Share of wrong labels allowed among held-out everyday letters above a threshold."""

MOST_TRAPPED = 0.05
"""The same among traps. With 0.1 the drafts on everyday letters grow by a tenth, and so do the wrong ones to 1.1 %; the
drafts on composed ordinary mail double."""

FAR = 0.05
"""Share of held-out letters beyond each limit of a label's logit. A mail in words that were learned reaches further
than any held-out letter, and there the mixing would go on along a line that nothing supports: of the plainest refusal,
all logits far from zero, it said 0.52."""

COMPANION = 0.6
"""One-vs-rest probability from which a second label counts: of 40 held-out ones 14 are found, with 5 false."""

_COMPANIONS = (Label.scheduling, Label.materials, Label.offer)
_NEVER = 2.0
_ALONE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What turns logits into probabilities and verdicts; all in the order of LABELS.

    Attributes:
        lowest: (n_labels,) and
        highest: (n_labels,): limits of the logits that are mixed.
        mixing: (n_labels, 2 x n_labels) and
        offsets: (n_labels,): main label's probabilities = softmax(sides(limited logits) @ mixing.T + offsets).
        slopes: (n_labels,) and
        shifts: (n_labels,): one-vs-rest probability = sigmoid(slope x logit + shift) (Platt 1999).
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

    def probabilities(self, logits: Matrix) -> Matrix:
        """Return (n_messages, n_labels) probabilities of the main label; rows sum to 1."""
        mixed = sides(logits.clip(self.lowest, self.highest)) @ self.mixing.T + self.offsets
        raised = np.exp(mixed - mixed.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def calibrate(held_out: HeldOut) -> Calibration:
    """Fit a multinomial regression on the held-out logits, a line a label for second labels, and the thresholds.

    Lone sentences are heard too, with half the letters' weight, since much mail is one line: of them 0.58 are covered
    then and 0.52 without, of everyday letters 0.64 either way, with 0.9 and 1.4 % wrong. With the two sides of each
    logit 36 of 1,192 ordinary letters would get a draft, with the logit itself 43.
    """
    from sklearn.linear_model import LogisticRegression

    logits = held_out.logits
    lowest, highest = np.quantile(logits, (FAR, 1 - FAR), axis=0)
    spoken = sides(np.vstack([logits, held_out.alone_logits]).clip(lowest, highest))
    middle, spread = spoken.mean(axis=0), spoken.std(axis=0)
    said, weights = _main([*held_out.letters, *held_out.alone]), _weights(held_out)
    mixed = LogisticRegression(C=1.0, max_iter=2000).fit((spoken - middle) / spread, said, sample_weight=weights)
    mixing = mixed.coef_ / spread
    present = truth(held_out.letters)
    lines = [LogisticRegression(C=1e3).fit(logits[:, [column]], present[:, column]) for column in range(len(LABELS))]
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
    return replace(calibration, thresholds=_thresholds(calibration, held_out))


def _weights(held_out: HeldOut) -> Matrix:
    """Return what each letter, then each lone sentence counts: all sentences together half of what the letters do."""
    letters, alone = len(held_out.letters), len(held_out.alone)
    return np.repeat([1.0, _ALONE * letters / max(alone, 1)], [letters, alone])


def _thresholds(calibration: Calibration, held_out: HeldOut) -> Matrix:
    """Return one threshold for all labels that lead to drafts, and one for each other.

    A label by itself has some 150 everyday letters, too few to tell one wrong in a hundred: with a threshold of its own
    each, 0.62 of everyday letters are covered, with one for all 0.64.
    """
    chances, main = calibration.probabilities(held_out.logits), _main(held_out.letters)
    given, surest = chances.argmax(axis=1), chances.max(axis=1)
    everyday = np.array([letter.everyday for letter in held_out.letters])
    drafted = np.isin(given, [column for column, label in enumerate(LABELS) if label in DRAFTED])

    def lowest(chosen: NDArray[np.bool_], most: float) -> float:
        return _lowest(surest[chosen], (given != main)[chosen], most)

    one_for_all = max(lowest(drafted & everyday, MOST_WRONG), lowest(drafted & ~everyday, MOST_TRAPPED))
    return np.array(
        [
            one_for_all if label in DRAFTED else lowest(given == column, MOST_TRAPPED)
            for column, label in enumerate(LABELS)
        ]
    )


def _lowest(chances: Matrix, wrong: NDArray[np.bool_], most: float) -> float:
    """Return the lowest probability above which at most this share is wrong; 1 if there is none."""
    falling = np.argsort(-chances, kind="stable")
    fine = np.flatnonzero(np.cumsum(wrong[falling]) <= most * np.arange(1, len(falling) + 1))
    return float(chances[falling][fine[-1]]) if len(fine) else 1.0


def _main(known: Sequence[Example]) -> NDArray[np.int64]:
    return np.array([LABELS.index(example.labels[0]) for example in known])

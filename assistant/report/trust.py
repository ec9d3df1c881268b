"""How sure the classifier is of this user's mail, against what he corrected. Pure.

What it claims for messages it acts on can be added up to an expected number of mistakes. Corrections are the mistakes
that were noticed, so what they say is a lower bound, and with few of them nearly nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.training.evaluation import Rate, wilson

FEW = 20
"""Under so many messages that the user spoke about, the page says that they prove little."""

_BANDS = (0.0, 0.6, 0.8, 0.95, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the classifier said of one message.

    Attributes:
        probability: of the label it gave when it read the message, in [0, 1].
        sure: whether it was sure enough to act on.
        spoken_about: the user confirmed or corrected it.
        wrong: the user gave it another label.
    """

    probability: float
    sure: bool
    spoken_about: bool = False
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Messages of which it said about the same.

    Attributes:
        low: the lowest probability, inclusive.
        high: the highest.
        messages: how many there were.
        expected: mistakes that its own probabilities announce.
        spoken_about: messages the user confirmed or corrected.
        corrected: mistakes the user found.
    """

    low: float
    high: float
    messages: int
    expected: float
    spoken_about: int
    corrected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What can be said of the classifier.

    Attributes:
        messages: how many it read.
        sure: of how many it was sure enough to act on.
        expected: mistakes among those that its own probabilities announce.
        wrong: mistakes among those that the user found.
        share: that as a share, with its 95 % interval.
        spoken_about: messages the user confirmed or corrected, sure or not.
        corrected: those that he gave another label.
        bands: by probability, the least sure first; those without messages are left out.
    """

    messages: int
    sure: int
    expected: float
    wrong: int
    share: Rate
    spoken_about: int
    corrected: int
    bands: tuple[Band, ...]

    @property
    def proves_little(self) -> bool:
        """Whether the user has spoken about too few messages to judge by."""
        return self.spoken_about < FEW


def weigh(opinions: Sequence[Opinion]) -> Trust:
    """Add up what was said and what was corrected."""
    sure = [one for one in opinions if one.sure]
    wrong = _wrong(sure)
    bands = [_band(opinions, low, high) for low, high in pairwise(_BANDS)]
    return Trust(
        messages=len(opinions),
        sure=len(sure),
        expected=_expected(sure),
        wrong=wrong,
        share=wilson(wrong, len(sure)),
        spoken_about=_spoken_about(opinions),
        corrected=_wrong(opinions),
        bands=tuple(band for band in bands if band.messages),
    )


def _band(opinions: Sequence[Opinion], low: float, high: float) -> Band:
    here = [one for one in opinions if low <= one.probability < high or one.probability == high == 1]
    return Band(
        low=low,
        high=high,
        messages=len(here),
        expected=_expected(here),
        spoken_about=_spoken_about(here),
        corrected=_wrong(here),
    )


def _expected(opinions: Iterable[Opinion]) -> float:
    return sum(1 - one.probability for one in opinions)


def _wrong(opinions: Iterable[Opinion]) -> int:
    return sum(one.wrong for one in opinions)


def _spoken_about(opinions: Iterable[Opinion]) -> int:
    return sum(one.spoken_about for one in opinions)

"""How right the classifier is: figures from labelled mail, with intervals, and what would have been drafted wrongly."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from assistant.training.labelled import OTHER, Labelled, read_labelled
from assistant.understanding.labels import Classify, Label, Verdict

HEADLINES = (Label.rejection.value, Label.scheduling.value, Label.materials.value, OTHER)
"""The three labels that get a draft, and everything else together."""

DRAFTED = HEADLINES[:3]
_Z = 1.96
_BINS = 10
_RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One labelled message with what the classifier said.

    Attributes:
        id: the message's id.
        truth: one of HEADLINES.
        verdict: the classifier's.
        language: two letters, "" if not known.
    """

    id: str
    truth: str
    verdict: Verdict
    language: str = ""

    @property
    def said(self) -> str:
        """The headline of the best label, sure or not."""
        return headline(self.verdict.label)

    @property
    def acted(self) -> bool:
        """Whether a draft could follow from it."""
        return self.verdict.sure and self.said != OTHER

    @property
    def right(self) -> bool:
        """Whether the best label is of the true headline."""
        return self.said == self.truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Precision and recall with Wilson intervals, F1, and how many messages truly are of the class."""

    precision: Rate
    recall: Rate
    f1: float
    support: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All figures of one run.

    Attributes:
        messages: how many were judged.
        macro_f1: mean F1 of the headlines present, with a bootstrap interval.
        scores: by headline.
        confusion: (truth, said) → count.
        reliability: for each tenth of probability that occurs: mean probability, share right, count.
        calibration_error: expected calibration error, in [0, 1].
        acted: messages a draft could follow from.
        wrong: ids of those whose label is wrong.
        coverage: share of rejection, scheduling and materials mail acted on, rightly.
    """

    messages: int
    macro_f1: Rate
    scores: Mapping[str, Score]
    confusion: Mapping[tuple[str, str], int]
    reliability: Sequence[tuple[float, float, int]]
    calibration_error: float
    acted: int
    wrong: tuple[str, ...]
    coverage: Rate


def evaluate(path: Path, classify: Classify) -> Report:
    """Judge labelled mail: JSONL with body and label, or a folder with one folder (or Maildir) a label.

    Raises:
        ValueError: the path holds no labelled mail, or a label is unknown.
    """
    return figures([judge(labelled, classify) for labelled in read_labelled(path)])


def judge(labelled: Labelled, classify: Classify) -> Judged:
    """Classify one labelled message."""
    verdict = classify(labelled.message)
    return Judged(id=labelled.id, truth=headline(labelled.label), verdict=verdict, language=labelled.language)


def headline(label: str) -> str:
    """Return the label if it gets drafts, else OTHER."""
    return str(label) if label in DRAFTED else OTHER


def figures(judged: Sequence[Judged]) -> Report:
    """Compute all figures.

    Raises:
        ValueError: nothing was judged.
    """
    if not judged:
        raise ValueError("There is no labelled mail to judge.")
    pairs = [(message.truth, message.said) for message in judged]
    confusion = Counter(pairs)
    acted = [message for message in judged if message.acted]
    wanted = [message for message in judged if message.truth != OTHER]
    reliability = _reliability(judged)
    return Report(
        messages=len(judged),
        macro_f1=_bootstrap(pairs),
        scores={name: _score(confusion, name) for name in HEADLINES},
        confusion=confusion,
        reliability=reliability,
        calibration_error=sum(abs(mean - share) * count for mean, share, count in reliability) / len(judged),
        acted=len(acted),
        wrong=tuple(message.id for message in acted if not message.right),
        coverage=wilson(sum(message.acted and message.right for message in wanted), len(wanted)),
    )


def wilson(successes: int, trials: int) -> Rate:
    """Return a share with its Wilson score interval (Wilson 1927); 0 to 1 where nothing was tried."""
    if trials == 0:
        return Rate(value=0.0, low=0.0, high=1.0)
    share = successes / trials
    middle = share + _Z * _Z / (2 * trials)
    spread = _Z * sqrt(share * (1 - share) / trials + _Z * _Z / (4 * trials * trials))
    whole = 1 + _Z * _Z / trials
    return Rate(value=share, low=max(0.0, (middle - spread) / whole), high=min(1.0, (middle + spread) / whole))


def _score(confusion: Mapping[tuple[str, str], int], name: str) -> Score:
    hits = confusion.get((name, name), 0)
    said = sum(count for (_, spoken), count in confusion.items() if spoken == name)
    support = sum(count for (truth, _), count in confusion.items() if truth == name)
    return Score(
        precision=wilson(hits, said),
        recall=wilson(hits, support),
        f1=2 * hits / (said + support) if said + support else 0.0,
        support=support,
    )


def _macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    confusion = Counter(pairs)
    present = {truth for truth, _ in confusion}
    return sum(_score(confusion, name).f1 for name in present) / len(present)


def _bootstrap(pairs: Sequence[tuple[str, str]]) -> Rate:
    """Return macro-F1 with a percentile bootstrap interval; the same pairs give the same interval."""
    chance = random.Random(len(pairs))  # noqa: S311 - resampling, nothing secret
    drawn = sorted(_macro_f1(chance.choices(pairs, k=len(pairs))) for _ in range(_RESAMPLES))
    return Rate(value=_macro_f1(pairs), low=drawn[_RESAMPLES // 40], high=drawn[-_RESAMPLES // 40])


def _reliability(judged: Sequence[Judged]) -> list[tuple[float, float, int]]:
    bins: dict[int, list[Judged]] = {}
    for message in judged:
        bins.setdefault(min(int(message.verdict.probability * _BINS), _BINS - 1), []).append(message)
    return [
        (
            sum(message.verdict.probability for message in group) / len(group),
            sum(message.right for message in group) / len(group),
            len(group),
        )
        for _, group in sorted(bins.items())
    ]

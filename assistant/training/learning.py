"""Learning from the user: trained in full beside the model in use, and put in its place only if it is no worse."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.errors import DamagedModel
from assistant.training.fit import Correction, train
from assistant.training.regression import nobody_waits
from assistant.understanding.classifier import Model, load

MOST_LOST = 0.01
"""Macro-F1 on held-out letters that may be lost: what a correction teaches is worth a rounding error elsewhere."""


ROUNDS = 3
"""Trainings at most: each takes about a minute."""

LOUDER = 4.0
"""How much more a correction counts in the next round if it was not believed."""

BELIEVED = 0.9
"""Probability from which a correction needs to be said no louder."""

_WORKSHOP = "learning-"
"""Begins the name of the folder a model is made in; one that was killed leaves it behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of learning.

    Attributes:
        objection: why the new model was not taken, "" if it was.
        corrections: how many were learned from.
        right_before: how many of them the shipped model judges rightly.
        right: how many the new one does.
        macro_f1_before: of the shipped model on held-out letters, from its card.
        macro_f1: of the new one.
    """

    objection: str
    corrections: int
    right_before: int = 0
    right: int = 0
    macro_f1_before: float = 0.0
    macro_f1: float = 0.0


def learn(
    corpus_folder: Path,
    standard: Path,
    own: Path,
    corrections: Sequence[Correction],
    advance: Callable[[], None] = nobody_waits,
) -> Outcome:
    """Train on corpus and corrections, and put the model into the user's own folder if it holds up.

    Args:
        corpus_folder: the shipped corpus.
        standard: folder of the shipped model, which the new one is compared with.
        own: folder for the new model; whatever lies there is replaced whole or left as it is.
        corrections: at least one.
        advance: called FITS times a round, about evenly.

    Nobody else may be learning for the same user: what an earlier run left unfinished is removed.

    Raises:
        DamagedModel: the shipped model cannot be loaded.
        OSError: the corpus cannot be read or the model not be written.
    """
    shipped = load(standard)
    own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left_over in own.parent.glob(f"{_WORKSHOP}*"):
        shutil.rmtree(left_over)
    with TemporaryDirectory(dir=own.parent, prefix=_WORKSHOP) as workshop:
        fresh = Path(workshop) / "new"
        fresh.mkdir(mode=0o700)
        try:
            outcome = compare(shipped, _taught(corpus_folder, fresh, corrections, advance), corrections)
        except DamagedModel as damage:
            return Outcome(objection=str(damage), corrections=len(corrections))
        if not outcome.objection:
            _put_in_place(fresh, own, Path(workshop) / "old")
    return outcome


def _taught(corpus_folder: Path, fresh: Path, corrections: Sequence[Correction], advance: Callable[[], None]) -> Model:
    """Train until every correction is judged as its reader did, saying those not believed louder each time."""
    for _ in range(ROUNDS):
        train(corpus_folder, fresh, corrections, advance)
        model = load(fresh)
        believed = [_is_believed(model, one) for one in corrections]
        if all(believed):
            break
        corrections = [
            one if right else replace(one, weight=LOUDER * one.weight)
            for one, right in zip(corrections, believed, strict=True)
        ]
    return model


def _is_believed(model: Model, one: Correction) -> bool:
    """Whether a correction is judged rightly, and so surely that a copy with other names will be too."""
    return _is_right(model, one) and model.classify(one.message).probability >= BELIEVED


def compare(shipped: Model, fresh: Model, corrections: Sequence[Correction]) -> Outcome:
    """Check a new model against the shipped one, on the corrections and on the letters held out of both."""
    right_before, right = _right(shipped, corrections), _right(fresh, corrections)
    before, after = _macro_f1(shipped), _macro_f1(fresh)
    objection = ""
    if right < right_before:
        objection = f"it judges {right} of your {len(corrections)} corrections rightly, the shipped one {right_before}"
    elif after < before - MOST_LOST:
        objection = f"its macro-F1 on the shipped letters is {after:.3f}, the shipped model's {before:.3f}"
    return Outcome(
        objection=objection,
        corrections=len(corrections),
        right_before=right_before,
        right=right,
        macro_f1_before=before,
        macro_f1=after,
    )


def unlearn(own: Path) -> bool:
    """Remove the user's own model; return whether there was one."""
    if not own.exists():
        return False
    shutil.rmtree(own)
    return True


def _right(model: Model, corrections: Sequence[Correction]) -> int:
    return sum(_is_right(model, one) for one in corrections)


def _is_right(model: Model, one: Correction) -> bool:
    return model.classify(one.message).label is one.label


def _macro_f1(model: Model) -> float:
    return float(model.card["held_out_letters"]["all"]["macro_f1"][0])


def _put_in_place(fresh: Path, own: Path, old: Path) -> None:
    """Exchange whole folders; who looks in between finds none and uses the shipped model."""
    with suppress(FileNotFoundError):
        own.rename(old)
    fresh.rename(own)

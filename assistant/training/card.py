"""What the model card says beside the model: what it was trained on and with, and how right it was."""

import json
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.training.calibration import Calibration, calibrate
from assistant.training.corpus import Corpus
from assistant.training.evaluation import Judged, Rate, Report, figures, headline
from assistant.training.examples import Example
from assistant.training.regression import FOLDS, LABELS, HeldOut
from assistant.understanding import classifier
from assistant.understanding.labels import Verdict

_LIBRARIES = ("inbox-assistant", "numpy", "scikit-learn", "scipy")
_LANGUAGES = ("en", "de")


def describe(
    corpus: Corpus, examples: int, corrections: int, calibration: Calibration, held_out: HeldOut
) -> dict[str, Any]:
    """Return what was learned from, the versions, the thresholds, and the figures on held-out letters.

    The figures are those of calibrations that saw neither the letters they judge nor their families.
    """
    return {
        "corpus_sha256": corpus.sha256,
        "trained_on": {
            "sentences": len(corpus.sentences),
            "letters": len(corpus.letters),
            "examples": examples,
            "corrections": corrections,
        },
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}},
        "thresholds": dict(zip(map(str, LABELS), calibration.thresholds.round(4).tolist(), strict=True)),
        "held_out_letters": {name: tell(figures(judged)) for name, judged in groups(held_out).items() if judged},
    }


def tell(report: Report) -> dict[str, Any]:
    """Return the figures of a report as plain values, rounded."""
    return {
        "messages": report.messages,
        "macro_f1": _rate(report.macro_f1),
        "classes": {
            name: {"precision": _rate(score.precision), "recall": _rate(score.recall), "f1": round(score.f1, 3)}
            for name, score in report.scores.items()
        },
        "acted": report.acted,
        "acted_wrongly": len(report.wrong),
        "coverage": _rate(report.coverage),
        "expected_calibration_error": round(report.calibration_error, 3),
    }


def measurements(destination: Path) -> list[Mapping[str, Any]]:
    """Return the measurements logged in the card that lies at the destination, none if there is no card."""
    try:
        logged = json.loads((destination / classifier.CARD).read_text(encoding="utf-8"))["measurements"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return list(logged)


def log_measurement(destination: Path, day: str, data: str, report: Report) -> None:
    """Add one measurement on mail that was not trained on to the card, with the corpus it was made with.

    Args:
        destination: the model's folder.
        day: ISO date of the run.
        data: what was measured on.
        report: its figures.
    """
    path = destination / classifier.CARD
    card = json.loads(path.read_text(encoding="utf-8"))
    entry = {"day": day, "data": data, "corpus_sha256": card["corpus_sha256"], **tell(report)}
    card["measurements"] = [*card["measurements"], entry]
    path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def groups(held_out: HeldOut) -> dict[str, list[Judged]]:
    """Return the letters by sort and language, each judged by a calibration that saw neither it nor its family."""
    letters = [pair for fold in range(FOLDS) for pair in _judged(held_out, fold)]
    return {
        "all": [judged for _, judged in letters],
        "everyday": [judged for letter, judged in letters if letter.everyday],
        "traps": [judged for letter, judged in letters if not letter.everyday],
        **{name: [judged for letter, judged in letters if letter.language == name] for name in _LANGUAGES},
    }


def _judged(held_out: HeldOut, fold: int) -> Iterator[tuple[Example, Judged]]:
    """Judge the letters of a fold by a calibration on the others."""
    calibration = calibrate(held_out.where(held_out.folds != fold))
    part = held_out.where(held_out.folds == fold)
    for letter, chances in zip(part.letters, calibration.probabilities(part.logits), strict=True):
        best = int(chances.argmax())
        verdict = Verdict(
            label=LABELS[best],
            sure=bool(chances[best] >= calibration.thresholds[best]),
            probabilities=dict(zip(LABELS, chances.tolist(), strict=True)),
        )
        truth = headline(letter.labels[0])
        yield letter, Judged(id=letter.letter, truth=truth, verdict=verdict, language=letter.language)


def _rate(rate: Rate) -> list[float]:
    return [round(value, 3) for value in (rate.value, rate.low, rate.high)]

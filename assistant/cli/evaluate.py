"""`assistant evaluate`: honest figures on labelled mail."""

import os
from pathlib import Path
from typing import Any

from assistant.cli.output import plain, print_json, print_table, say_damage
from assistant.errors import ConfigError
from assistant.learned import load_in_use
from assistant.training.evaluation import HEADLINES, Rate, Report, evaluate


def run(path: Path, *, as_json: bool) -> int:
    """Judge the labelled mail at the path and print the figures."""
    try:
        report = evaluate(path, load_in_use(say_damage).classify)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be evaluated: {error}") from error
    if as_json:
        print_json(_as_json(report))
    else:
        _print(report)
    return os.EX_OK


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "messages": report.messages,
        "macro_f1": _interval(report.macro_f1),
        "scores": {
            name: {
                "precision": _interval(score.precision),
                "recall": _interval(score.recall),
                "f1": round(score.f1, 4),
                "support": score.support,
            }
            for name, score in report.scores.items()
        },
        "confusion": [{"truth": truth, "said": said, "count": n} for (truth, said), n in report.confusion.items()],
        "calibration_error": round(report.calibration_error, 4),
        "acted": report.acted,
        "wrong": list(report.wrong),
        "coverage": _interval(report.coverage),
    }


def _interval(rate: Rate) -> list[float]:
    return [round(rate.value, 4), round(rate.low, 4), round(rate.high, 4)]


def _print(report: Report) -> None:
    print(f"{report.messages} messages, macro-F1 {_words(report.macro_f1)}\n")
    rows = [
        (name, _words(score.precision), _words(score.recall), f"{score.f1:.3f}", str(score.support))
        for name, score in report.scores.items()
    ]
    print_table(("label", "precision", "recall", "F1", "messages"), rows)
    print()
    print_table(
        ("truth \\ said", *HEADLINES),
        [(truth, *(str(report.confusion.get((truth, said), 0)) for said in HEADLINES)) for truth in HEADLINES],
    )
    wrong = f", {len(report.wrong)} wrongly" if report.wrong else ", none wrongly"
    print(f"\nSure enough to draft on: {report.acted}{wrong}; of what deserves a draft: {_words(report.coverage)}")
    print(f"Expected calibration error: {report.calibration_error:.3f}")
    for one in report.wrong:
        print(plain(f"  wrong: {one}"))


def _words(rate: Rate) -> str:
    return f"{rate.value:.3f} ({rate.low:.3f} to {rate.high:.3f})"

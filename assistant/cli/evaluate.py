"""`assistant evaluate`: honest figures on labelled mail."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.cli.output import load_config, plain, print_json, print_table, say_damage
from assistant.errors import ConfigError
from assistant.learned import load_in_use
from assistant.ledger import messages
from assistant.poller.opening import open_ledger
from assistant.shipped import shipped
from assistant.training.card import log_measurement
from assistant.training.evaluation import HEADLINES, Rate, Report, evaluate, figures
from assistant.training.own_mail import spoken_about
from assistant.training.plots import draw
from assistant.understanding.classifier import load


def run(path: Path | None, *, plot: Path | None, log: str | None, as_json: bool) -> int:
    """Judge the labelled mail at the path, print the figures, draw and log them; 2 without a path."""
    if path is None:
        print("assistant: name labelled mail to evaluate, or --mine for your own corrections.", file=sys.stderr)
        return 2
    model = load_in_use(say_damage) if log is None else load(shipped("models"))
    try:
        report = evaluate(path, model.classify)
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be evaluated: {error}") from error
    if log is not None:
        log_measurement(shipped("models"), datetime.now(UTC).date().isoformat(), log, report)
    _tell(report, {}, f"{report.messages} messages of {path.name}", plot, as_json=as_json)
    return os.EX_OK


def run_on_own(given: Path | None, account: str | None, *, plot: Path | None, as_json: bool) -> int:
    """Compare what was said of the user's mail with his corrections; 1 if he has made none."""
    config, accounts = load_config(given, account)
    judged, read = [], 0
    for name in accounts:
        with open_ledger(config, name).step() as step:
            judged += spoken_about(step)
            read += len(messages.recorded(step))
    if not judged:
        print("assistant: you have corrected nothing yet, so nothing is known to be right.", file=sys.stderr)
        return 1
    if not as_json:
        print(f"Of {read} messages read you corrected or confirmed {len(judged)}; the figures are of these alone.\n")
    told = {"read": read, "corrected": len(judged)}
    _tell(figures(judged), told, f"{len(judged)} messages you corrected or confirmed", plot, as_json=as_json)
    return os.EX_OK


def _tell(report: Report, also: dict[str, int], title: str, plot: Path | None, *, as_json: bool) -> None:
    if as_json:
        print_json({**also, **_as_json(report)})
    else:
        _print(report)
    if plot is not None:
        try:
            plot.write_text(draw(report, title), encoding="utf-8")
        except OSError as error:
            raise ConfigError(f"The plot {plot} cannot be written: {error.strerror}.") from error


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
        "reliability": [
            {"probability": round(mean, 4), "right": round(share, 4), "count": count}
            for mean, share, count in report.reliability
        ],
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

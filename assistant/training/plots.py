"""The figures of an evaluation as a picture: confusion matrix and reliability diagram, in one SVG file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.training.evaluation import HEADLINES, Report, wilson

_SIDE = 80
_PLOT = 320
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_DARK = 0.5
"""From this share on a cell is dark, and what stands in it is white."""


def draw(report: Report, title: str) -> str:
    """Return the picture as SVG text, dark on white."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    dots = [_dot(mean, share, count) for mean, share, count in report.reliability]
    return environment.get_template("plots.svg.j2").render(
        title=title,
        macro_f1=f"{report.macro_f1.value:.3f} ({report.macro_f1.low:.3f} to {report.macro_f1.high:.3f})",
        calibration_error=f"{report.calibration_error:.3f}",
        acted=report.acted,
        wrong=len(report.wrong) or "none",
        headlines=HEADLINES,
        side=_SIDE,
        plot=_PLOT,
        ticks=_TICKS,
        cells=list(_cells(report)),
        dots=dots,
        line=" ".join(f"{dot['x']},{dot['y']}" for dot in dots),
    )


def _dot(mean: float, share: float, count: int) -> dict[str, Any]:
    """Return where a point stands, with the 95 % interval of the share that is right."""
    interval = wilson(round(share * count), count)
    return {
        "x": round(mean * _PLOT, 1),
        "y": _height(share),
        "low": _height(interval.low),
        "high": _height(interval.high),
        "count": count,
        "told": f"said {mean:.2f}, right {share:.2f}, {count} messages",
    }


def _height(share: float) -> float:
    return round((1 - share) * _PLOT, 1)


def _cells(report: Report) -> Iterator[dict[str, Any]]:
    for row, truth in enumerate(HEADLINES):
        support = report.scores[truth].support
        for column, said in enumerate(HEADLINES):
            count = report.confusion.get((truth, said), 0)
            share = count / support if support else 0.0
            yield {
                "row": row,
                "column": column,
                "count": count,
                "share": round(share, 3),
                "percent": f"{share:.0%}" if support else "",
                "ink": "#fff" if share > _DARK else "#222",
            }

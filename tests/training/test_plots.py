"""The picture of an evaluation: a file any browser opens, with the numbers it is about."""

from xml.etree import ElementTree

import pytest

from assistant.training.evaluation import Judged, Report, figures
from assistant.training.plots import draw
from assistant.understanding.labels import Label, Verdict

SVG = "{http://www.w3.org/2000/svg}"


def judged(truth: str, said: Label, probability: float, number: int) -> list[Judged]:
    probabilities = dict.fromkeys(Label, 0.0) | {said: probability}
    verdict = Verdict(label=said, sure=True, probabilities=probabilities)
    return [Judged(id=str(one), truth=truth, verdict=verdict) for one in range(number)]


@pytest.fixture(scope="module")
def report() -> Report:
    """Seventeen rejections found, three taken for others, forty others."""
    found = judged("rejection", Label.rejection, 0.95, 17) + judged("rejection", Label.update, 0.55, 3)
    return figures(found + judged("other", Label.unrelated, 0.95, 40))


def texts(root: ElementTree.Element, kind: str) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text") if one.get("class") == kind]


def test_every_count_of_the_confusion_stands_in_its_cell(report: Report) -> None:
    """Colours alone tell nobody how many."""
    root = ElementTree.fromstring(draw(report, "60 messages"))

    assert texts(root, "count") == ["17", "0", "0", "3", *["0"] * 8, "0", "0", "0", "40"]
    assert {"rejection", "scheduling", "materials", "other"} <= {one.text for one in root.iter(f"{SVG}text")}


def test_every_point_stands_where_its_figures_put_it(report: Report) -> None:
    """Above the diagonal is more right than said: y grows downwards."""
    root = ElementTree.fromstring(draw(report, "60 messages"))
    dots = [(float(one.get("cx", 0)), float(one.get("cy", 0))) for one in root.iter(f"{SVG}circle")]

    assert dots == [(0.55 * 320, 320.0), (0.95 * 320, 0.0)]
    assert texts(root, "bin") == ["3", "57"]


def test_few_messages_are_seen_to_prove_little(report: Report) -> None:
    """Three messages, all wrong, may still be half right in the long run: the bar behind the point says so."""
    root = ElementTree.fromstring(draw(report, "60 messages"))
    bars = [line for line in root.iter(f"{SVG}line") if line.get("class") == "interval"]

    few, many = (float(bar.get("y2", 0)) - float(bar.get("y1", 0)) for bar in bars)
    assert few > 0.5 * 320 > 0.1 * 320 > many > 0


def test_it_is_drawn_on_white_and_says_what_it_shows(report: Report) -> None:
    """It is read in dark mail clients and printed on paper."""
    root = ElementTree.fromstring(draw(report, "60 messages of <mail> & more"))
    background = next(iter(root.iter(f"{SVG}rect")))

    assert (background.get("fill"), background.get("width")) == ("#fff", root.get("width"))
    assert root.findtext(f"{SVG}title") == "60 messages of <mail> & more"
    assert "0.95" in draw(report, "") and "macro-F1" in draw(report, "")

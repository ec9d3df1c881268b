"""Evaluation: figures that can be checked by hand, from every shape of labelled mail."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.mail.message import Message
from assistant.training import evaluate
from assistant.training.evaluation import Judged, figures, wilson
from assistant.training.labelled import read_labelled
from assistant.understanding.labels import Label, Verdict


def verdict(label: Label, probability: float = 0.9, *, sure: bool = True) -> Verdict:
    """A verdict with this probability for its label and none for the others."""
    return Verdict(label=label, sure=sure, probabilities=dict.fromkeys(Label, 0.0) | {label: probability})


def judged(pairs: Sequence[tuple[str, Label]], probability: float = 0.9) -> list[Judged]:
    """Messages with their truth and what was said, all of them sure."""
    return [
        Judged(id=str(number), truth=truth, verdict=verdict(said, probability))
        for number, (truth, said) in enumerate(pairs)
    ]


def test_the_neighbours_count_as_one_class() -> None:
    """A receipt called an update changes nothing for the user: neither gets a draft."""
    report = figures(judged([("other", Label.update), ("other", Label.unrelated), ("rejection", Label.rejection)]))

    assert report.macro_f1.value == 1.0
    assert report.wrong == ()


def test_figures_are_those_of_a_count_by_hand() -> None:
    """Ten mails: of four rejections three are found, one receipt is taken for a rejection."""
    pairs = [("rejection", Label.rejection)] * 3 + [("rejection", Label.update), ("other", Label.rejection)]
    pairs += [("other", Label.confirmation)] * 5
    report = figures(judged(pairs))
    score = report.scores["rejection"]

    assert (score.precision.value, score.recall.value, score.f1, score.support) == (0.75, 0.75, 0.75, 4)
    assert report.confusion["other", "rejection"] == 1
    assert report.acted == 4
    assert report.wrong == ("4",)
    assert report.coverage.value == 0.75
    assert report.macro_f1.value == pytest.approx((0.75 + 10 / 12) / 2)


def test_an_unsure_verdict_is_neither_acted_on_nor_wrong() -> None:
    """Unsure is a result of its own: no draft, no harm, no coverage."""
    unsure = Judged(id="1", truth="rejection", verdict=verdict(Label.scheduling, 0.4, sure=False))
    report = figures([unsure])

    assert (report.acted, report.wrong, report.coverage.value) == (0, (), 0.0)


def test_calibration_error_is_the_gap_between_said_and_found() -> None:
    """Nine in ten said, five in ten found: four tenths off."""
    pairs = [("rejection", Label.rejection)] * 5 + [("other", Label.rejection)] * 5

    assert figures(judged(pairs)).calibration_error == pytest.approx(0.4)


def test_intervals_are_wilsons() -> None:
    """Nine of ten is no certainty: checked against a published table (Brown, Cai, DasGupta 2001)."""
    rate = wilson(9, 10)

    assert (round(rate.low, 3), round(rate.high, 3)) == (0.596, 0.982)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)
    assert wilson(0, 1399).high < 0.003


def test_the_same_mail_gives_the_same_interval() -> None:
    """A figure in a report must be reproducible."""
    pairs = [("rejection", Label.rejection), ("other", Label.rejection), ("scheduling", Label.scheduling)] * 9

    assert figures(judged(pairs)) == figures(judged(pairs))


def test_nothing_to_judge_is_said() -> None:
    """An empty folder must not look like a perfect score."""
    with pytest.raises(ValueError, match="no labelled mail"):
        figures([])


def subject_says(message: Message) -> Verdict:
    """A classifier that believes the subject."""
    return verdict(Label(message.subject or "unrelated"))


def test_json_lines_are_read_with_all_they_may_lack(tmp_path: Path) -> None:
    """Exports lack subjects and senders; HTML and other tools' labels occur."""
    rows = [
        {"id": "a", "subject": "rejection", "from": "Ana <ana@x.example>", "body": "We regret.", "label": "rejection"},
        {"id": "b", "body": "<p>Hello <b>you</b></p>", "html": True, "label": "other_job", "lang": "en"},
        {"subject": "scheduling", "body": "<p>no html", "html": False, "label": "materials"},
    ]
    path = tmp_path / "mail.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    read = list(read_labelled(path))
    assert [(item.id, item.label) for item in read] == [("a", "rejection"), ("b", "other"), ("3", "materials")]
    assert read[1].message.body.text == "Hello you"
    assert evaluate(path, subject_says).wrong == ("3",)


def test_a_maildir_and_a_folder_of_files_are_read_by_their_names(tmp_path: Path) -> None:
    """Users sort mail into folders; that is all it takes to measure on their own mail."""
    (tmp_path / "rejection" / "cur").mkdir(parents=True)
    (tmp_path / "rejection" / "cur" / "1:2,S").write_bytes(b"Message-ID: <r@x>\nSubject: rejection\n\nNo.\n")
    (tmp_path / "Scheduling").mkdir()
    (tmp_path / "Scheduling" / "a.eml").write_bytes(b"Message-ID: <s@x>\nSubject: rejection\n\nTuesday?\n")

    assert {(item.id, item.label) for item in read_labelled(tmp_path)} == {
        ("<r@x>", "rejection"),
        ("<s@x>", "scheduling"),
    }
    assert evaluate(tmp_path, subject_says).wrong == ("<s@x>",)


@pytest.mark.parametrize("line", ['{"body": "x", "label": "spam"}', '{"label": "rejection"}', "[1]", "{"])
def test_mail_without_a_known_label_is_refused(tmp_path: Path, line: str) -> None:
    """A typing error in a label must not lower or raise a score in silence."""
    path = tmp_path / "mail.jsonl"
    path.write_text(line + "\n")

    with pytest.raises(ValueError):
        evaluate(path, subject_says)

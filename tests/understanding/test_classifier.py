"""The classifier as shipped: evidence, second intents, doubt, and files that do not belong together."""

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import DamagedModel
from assistant.mail.body import Body
from assistant.mail.message import Message
from assistant.shipped import shipped
from assistant.understanding import classifier
from assistant.understanding.classifier import Model, load
from assistant.understanding.labels import Label

MODEL = shipped("models")


def message(text: str, subject: str = "", **body: str) -> Message:
    """A message with these words of its own."""
    return Message(id="<1@example>", identity="<1@example>", subject=subject, body=Body(text=text, **body))


@pytest.fixture(scope="module")
def model() -> Model:
    """The shipped model."""
    return load(MODEL)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the shipped model that may be damaged."""
    for name in (classifier.ARRAYS, classifier.CARD):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    return tmp_path


def test_quoted_history_is_not_read(model: Model) -> None:
    """What an earlier mail said is not what this one says."""
    text = "Hi Noor,\n\nWe would like to invite you to an interview next week. When would suit you?\n\nAna"
    quote = "> Unfortunately, we have decided not to move forward with your application."
    signature = "Ana\nWe regret that we cannot offer you the position."

    assert model.classify(message(text, quote=quote, signature=signature)) == model.classify(message(text))


def test_evidence_is_the_deciding_sentence_as_written(model: Model) -> None:
    """The user checks a verdict by reading the sentence it rests on."""
    deciding = "Unfortunately, we have decided to proceed with other candidates."
    text = f"Dear Noor,\n\nThank you for your time last week. It was good to meet you.\n\n{deciding}\n\nBest wishes"

    verdict = model.classify(message(text))

    assert verdict.label is Label.rejection
    assert verdict.evidence[0] == deciding
    assert len(verdict.evidence) <= 3


def test_a_mail_with_two_requests_has_two_intents(model: Model) -> None:
    """One reply answers both, so both must be seen."""
    text = (
        "Hi Noor,\n\nWe would like to invite you to an interview next week. Please let us know your availability.\n\n"
        "Please also send us your portfolio and two references before the interview.\n\nBest\nAna"
    )

    verdict = model.classify(message(text))

    assert {verdict.label, *verdict.also} == {Label.scheduling, Label.materials}


@pytest.mark.parametrize(
    "text",
    ["", " \n", "…", "你好，世界", "Pah.", "Test", "hi", "Thanks!", "\x00" * 50, "a" * 100_000, "zq " * 100_000],
)
def test_a_message_that_says_next_to_nothing_is_nothing_to_act_on(model: Model, text: str) -> None:
    """Of a message of which nothing is understood, nothing may be claimed."""
    verdict = model.classify(message(text))

    assert not (verdict.sure and verdict.label is not Label.unrelated)
    assert set(verdict.probabilities) == set(Label)
    assert all(0.0 <= probability <= 1.0 for probability in verdict.probabilities.values())


def test_few_known_words_among_many_unknown_ones_decide_little(model: Model) -> None:
    """A word of ours in a text from another world is chance, not evidence."""
    alone = model.classify(message("Unfortunately not selected."))
    among = model.classify(message("Unfortunately not selected. " + " ".join(f"qzx{n}vw zqy" for n in range(60))))

    assert among.probabilities[Label.rejection] < alone.probabilities[Label.rejection]


def test_a_long_mail_costs_no_more_than_its_first_pages(model: Model) -> None:
    """A megabyte of text must not stop a run."""
    started = time.process_time()
    model.classify(message("We would like to invite you. " * 60_000))

    assert time.process_time() - started < 1.0


def test_the_model_is_small_and_loads_at_once() -> None:
    """The command line answers within half a second, most of which is Python itself."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        load(MODEL)
        spent.append(time.process_time() - started)

    assert (MODEL / classifier.ARRAYS).stat().st_size <= classifier.LARGEST
    assert min(spent) < 0.2


def test_classifying_imports_nothing_heavier_than_numpy() -> None:
    """scikit-learn alone would take longer to import than everything else together."""
    code = "import sys, assistant.understanding.classifier; print(sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert "'numpy'" in loaded
    assert not [name for name in ("sklearn", "scipy", "sqlalchemy", "imapclient", "pandas") if f"'{name}'" in loaded]


def _rewrite(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the arrays and let the card vouch for the change."""
    arrays = dict(np.load(folder / classifier.ARRAYS))
    change(arrays)
    np.savez(folder / classifier.ARRAYS, **arrays)
    card = json.loads((folder / classifier.CARD).read_text())
    card["arrays_sha256"] = hashlib.sha256((folder / classifier.ARRAYS).read_bytes()).hexdigest()
    (folder / classifier.CARD).write_text(json.dumps(card))


def _edit_card(folder: Path, **values: object) -> None:
    card = json.loads((folder / classifier.CARD).read_text())
    (folder / classifier.CARD).write_text(json.dumps(card | values))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no card": (lambda folder: (folder / classifier.CARD).unlink(), "No readable model"),
    "no arrays": (lambda folder: (folder / classifier.ARRAYS).unlink(), "No readable model"),
    "card is no JSON": (lambda folder: (folder / classifier.CARD).write_text("{"), "No readable model"),
    "card is a list": (lambda folder: (folder / classifier.CARD).write_text("[]"), "no model card"),
    "another format": (lambda folder: _edit_card(folder, format=99), "format 99"),
    "other labels": (lambda folder: _edit_card(folder, labels=["spam", "ham"]), "other labels"),
    "one byte differs": (
        lambda folder: (folder / classifier.ARRAYS).write_bytes((MODEL / classifier.ARRAYS).read_bytes()[:-1] + b"\1"),
        "not those its card describes",
    ),
    "an array is missing": (lambda folder: _rewrite(folder, lambda arrays: arrays.pop("mixing")), "mixing missing"),
    "weights of another shape": (
        lambda folder: _rewrite(folder, lambda arrays: arrays.update(weights=arrays["weights"][:-1])),
        "weights has the wrong shape",
    ),
    "not a number": (
        lambda folder: _rewrite(folder, lambda arrays: arrays["offsets"].fill(np.nan)),
        "offsets has the wrong shape or values",
    ),
    "pickled objects": (
        lambda folder: _rewrite(
            folder, lambda arrays: arrays.update(offsets=np.array([{}] * len(Label), dtype=object))
        ),
        "cannot be read",
    ),
    "too large": (
        lambda folder: (folder / classifier.ARRAYS).write_bytes(bytes(classifier.LARGEST + 1)),
        "larger than any model",
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_model_that_does_not_belong_together_is_refused_in_one_sentence(copied: Path, damage: str) -> None:
    """A half-updated model would classify at random and nobody would notice."""
    break_it, says = DAMAGES[damage]
    break_it(copied)

    with pytest.raises(DamagedModel, match=says) as caught:
        load(copied)
    assert len(str(caught.value).splitlines()) == 1

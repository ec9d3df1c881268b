"""Training: numpy says what scikit-learn says, the same corpus gives the same bits, the card tells what it is."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from assistant.training import corpus as corpora
from assistant.training import train
from assistant.training.calibration import Calibration, calibrate
from assistant.training.card import log_measurement
from assistant.training.evaluation import Judged, figures
from assistant.training.examples import examples
from assistant.training.fit import pack
from assistant.training.regression import FITS, LABELS, SEED, Fitted, fit, hold_out
from assistant.understanding import classifier
from assistant.understanding.classifier import Model, load
from assistant.understanding.labels import Label, Verdict

STRANGE = [
    (),
    ("",),
    ("Pah.",),
    ("zzzz qqqq xxxx",),
    ("Unfortunately zzzz qqqq.",),
    ("We would like to invite you. " * 40,),
]


@pytest.fixture(scope="module")
def trained(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained on the small corpus."""
    folder = tmp_path_factory.mktemp("model")
    train(small_corpus, folder)
    return folder


@pytest.fixture(scope="module")
def fitted(small_corpus: Path) -> Fitted:
    """What scikit-learn fitted on the small corpus."""
    return fit(examples(corpora.load(small_corpus), SEED))


@pytest.fixture(scope="module")
def calibration(small_corpus: Path) -> Calibration:
    """What was calibrated on the small corpus."""
    return calibrate(hold_out(corpora.load(small_corpus)))


@pytest.fixture(scope="module")
def messages(small_corpus: Path) -> list[tuple[str, ...]]:
    """Messages that were not trained on, and strange ones."""
    return [example.parts for example in examples(corpora.load(small_corpus), SEED + 1, 0.1)] + STRANGE


def test_numpy_says_what_scikit_learn_says(
    trained: Path, fitted: Fitted, calibration: Calibration, messages: list[tuple[str, ...]]
) -> None:
    """What was measured in training must be what runs: every probability equal to 1e-6."""
    expected = calibration.probabilities(fitted.logits(messages))

    model = load(trained)
    got = np.array([list(model.judge(list(parts)).probabilities.values()) for parts in messages])

    assert len(messages) > 500
    assert np.abs(got - expected).max() < 1e-6
    assert (got.argmax(axis=1) == expected.argmax(axis=1)).all()


def test_second_labels_are_those_of_scikit_learn(
    trained: Path, fitted: Fitted, calibration: Calibration, messages: list[tuple[str, ...]]
) -> None:
    """The second intent decides what else the reply answers."""
    logits = fitted.logits(messages)
    beside = 1 / (1 + np.exp(-(logits * calibration.slopes + calibration.shifts)))

    model = load(trained)
    for parts, chances in zip(messages, beside, strict=True):
        verdict = model.judge(list(parts))
        passed = {LABELS[column] for column in np.flatnonzero(chances >= calibration.companions)}
        assert set(verdict.also) == passed - {verdict.label}


def test_the_same_corpus_gives_the_same_bits(small_corpus: Path, trained: Path, tmp_path: Path) -> None:
    """Anybody can check that the shipped arrays are those of the shipped corpus."""
    train(small_corpus, tmp_path)

    assert (tmp_path / classifier.ARRAYS).read_bytes() == (trained / classifier.ARRAYS).read_bytes()


def test_a_bar_is_full_when_training_is_over(small_corpus: Path, tmp_path: Path) -> None:
    """One that stops at half looks like a program that hangs."""
    steps: list[None] = []

    train(small_corpus, tmp_path, advance=lambda: steps.append(None))

    assert len(steps) == FITS


def test_the_arrays_carry_no_time_of_day(
    fitted: Fitted, calibration: Calibration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A zip file with a clock in it would differ every second."""
    now = pack(fitted, calibration)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 7, 7, 7, 7, 7, 0, 0, 0))
    monkeypatch.setattr("time.time", lambda: 1_941_000_000.0)

    assert pack(fitted, calibration) == now


def test_the_card_tells_what_the_model_is(trained: Path, small_corpus: Path) -> None:
    """Whoever gets the file must be able to tell where it comes from and how good it is."""
    card = json.loads((trained / classifier.CARD).read_text(encoding="utf-8"))

    assert card["arrays_sha256"] == hashlib.sha256((trained / classifier.ARRAYS).read_bytes()).hexdigest()
    assert card["corpus_sha256"] == corpora.load(small_corpus).sha256
    assert card["labels"] == [label.value for label in Label]
    assert set(card["versions"]) >= {"python", "numpy", "scikit-learn", "inbox-assistant"}
    assert 0.0 < card["held_out_letters"]["all"]["macro_f1"][0] <= 1.0
    assert set(card["held_out_letters"]) == {"all", "everyday", "traps", "en", "de"}
    assert set(card["thresholds"]) == set(Label)


def test_measurements_survive_retraining(small_corpus: Path, tmp_path: Path, trained: Path) -> None:
    """Every run on mail from outside is on record, the bad ones too."""
    for name in (classifier.ARRAYS, classifier.CARD):
        (tmp_path / name).write_bytes((trained / name).read_bytes())
    verdict = Verdict(label=Label.rejection, sure=True, probabilities=dict.fromkeys(Label, 0.5))
    report = figures([Judged(id="1", truth="rejection", verdict=verdict)])
    log_measurement(tmp_path, "2026-11-22", "some mail", report)
    card = train(small_corpus, tmp_path)

    assert [(entry["day"], entry["messages"]) for entry in card["measurements"]] == [("2026-11-22", 1)]
    assert isinstance(load(tmp_path), Model)

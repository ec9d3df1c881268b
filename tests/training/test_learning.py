"""Learning from the user: a new model takes the old one's place whole, and only if it holds up."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.mail.body import Body
from assistant.mail.message import Message
from assistant.training import Correction, train
from assistant.training.learning import Outcome, compare, learn, unlearn
from assistant.understanding import classifier
from assistant.understanding.classifier import Model, load
from assistant.understanding.labels import Label

SLOW = pytest.mark.timeout(900)
"""Several whole trainings, half a minute at a quiet desk and far more on a busy machine."""

BERTH = "Dear member, your boat could not be given a berth this season. The harbour committee."


def correction(label: Label = Label.unrelated, text: str = BERTH) -> Correction:
    return Correction(message=Message(id="", identity="<1@club>", subject="Berths", body=Body(text=text)), label=label)


@pytest.fixture(scope="module")
def standard(small_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model that ships."""
    folder = tmp_path_factory.mktemp("shipped")
    train(small_corpus, folder)
    return folder


@pytest.fixture(scope="module")
def model(standard: Path) -> Model:
    """A model that ships."""
    return load(standard)


CHESS = """Dear {you},

You are invited to the next {round} on Tuesday at {hour}. Please let us know whether this time suits you or when else \
you are available.

{sender}"""
REFUSAL = """Dear {you},

Thank you for your interest in the {thing} and for your application. Unfortunately, we have decided on another \
applicant.

We wish you all the best in your search.

{sender}"""
POOL = """Hi {you},

This month three teams of ours are hiring: nursing, kitchen and laundry. You may know somebody who would enjoy the work.

{sender}, your talent community"""

SAM = {"you": "Sam", "sender": "Jo Park", "hour": "7 pm"}
NOOR = {"you": "Noor", "sender": "Ibrahim Yilmaz", "hour": "6 pm"}


def mail(subject: str, template: str, **words: str) -> Message:
    return Message(id="", identity=f"<{subject}@club>", subject=subject, body=Body(text=template.format(**words)))


@pytest.fixture(scope="module")
def larger_standard(larger_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model that knows a refusal from an invitation."""
    folder = tmp_path_factory.mktemp("larger")
    train(larger_corpus, folder)
    return folder


@pytest.fixture(scope="module")
def taught(
    larger_corpus: Path, larger_standard: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Outcome, Model]:
    """What came of three corrections of mail that a model of the same corpus takes for something else."""
    own = tmp_path_factory.mktemp("taught") / "model"
    corrections = [
        Correction(message=mail("Next round", CHESS, round="round", **SAM), label=Label.unrelated),
        Correction(message=mail("The flat", REFUSAL, thing="flat", **SAM), label=Label.unrelated),
        Correction(message=mail("News of the month", POOL, **SAM), label=Label.outreach),
    ]
    return learn(larger_corpus, larger_standard, own, corrections), load(own)


@SLOW
def test_every_correction_is_learned(taught: tuple[Outcome, Model]) -> None:
    """Whoever corrects a mail expects that very mail to be judged so from now on."""
    outcome, _ = taught

    assert (outcome.objection, outcome.corrections, outcome.right) == ("", 3, 3)
    assert outcome.right_before < 3


@SLOW
def test_a_near_copy_of_a_corrected_mail_is_judged_like_it(taught: tuple[Outcome, Model]) -> None:
    """The same sender writes again, with other names and times."""
    _, model = taught
    club = mail("Next round", CHESS, round="round", **NOOR)
    landlord = mail("The flat", REFUSAL, thing="flat", **NOOR)
    pool = mail("News of the month", POOL, **NOOR)

    labels = [model.classify(copy).label for copy in (club, landlord, pool)]
    assert labels == [Label.unrelated, Label.unrelated, Label.outreach]


@SLOW
def test_mail_that_says_the_opposite_is_not_dragged_along(taught: tuple[Outcome, Model]) -> None:
    """The club's invitation and the landlord's refusal share their sentences with those of employers."""
    _, model = taught
    interview = mail("Your interview", CHESS, round="round of interviews for the position", **NOOR)
    refusal = mail("Your application", REFUSAL, thing="position of analyst", **NOOR)

    assert model.classify(interview).label is Label.scheduling
    assert model.classify(refusal).label is Label.rejection


@SLOW
def test_a_correction_against_all_that_was_learned_is_learned_too(
    larger_corpus: Path, larger_standard: Path, tmp_path: Path
) -> None:
    """The user has the last word, however many letters of the corpus say otherwise."""
    refusal = mail("Your application", REFUSAL, thing="position of analyst", **SAM)
    correction = Correction(message=refusal, label=Label.update)
    outcome = learn(larger_corpus, larger_standard, tmp_path / "model", [correction])

    assert (outcome.objection, outcome.right_before, outcome.right) == ("", 0, 1)
    assert load(tmp_path / "model").classify(refusal).label is Label.update


def with_f1(model: Model, macro_f1: float) -> Model:
    """The same model with another figure on its card."""
    return replace(model, card={**model.card, "held_out_letters": {"all": {"macro_f1": [macro_f1, 0.0, 1.0]}}})


def test_what_holds_up_takes_the_place_of_what_was_there(small_corpus: Path, standard: Path, tmp_path: Path) -> None:
    """The folder is the user's alone, holds one whole model, and nothing of the work is left beside it."""
    own = tmp_path / "data" / "model"
    first = learn(small_corpus, standard, own, [correction()] * 2)
    (own / "left-over").touch()
    second = learn(small_corpus, standard, own, [correction()] * 3)

    assert (first.objection, second.objection) == ("", "")
    assert (second.corrections, second.right >= second.right_before) == (3, True)
    assert {path.name for path in own.iterdir()} == {classifier.ARRAYS, classifier.CARD}
    assert [path.name for path in own.parent.iterdir()] == ["model"]
    assert own.stat().st_mode & 0o077 == 0
    assert load(own).card["trained_on"]["corrections"] == 3


def test_what_a_killed_run_left_behind_is_removed(small_corpus: Path, standard: Path, tmp_path: Path) -> None:
    """A model of several megabytes, made from the user's mail, must not lie about for good."""
    left_over = tmp_path / "learning-killed" / "new"
    left_over.mkdir(parents=True)
    (left_over / classifier.ARRAYS).touch()
    learn(small_corpus, standard, tmp_path / "model", [correction()])

    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_what_does_not_hold_up_leaves_everything_as_it_was(small_corpus: Path, standard: Path, tmp_path: Path) -> None:
    """A user who taught it nonsense by mistake keeps a program that works."""
    own, demanding = tmp_path / "data" / "model", tmp_path / "demanding"
    demanding.mkdir()
    card = json.loads((standard / classifier.CARD).read_text())
    card["held_out_letters"]["all"]["macro_f1"][0] = 0.999
    (demanding / classifier.CARD).write_text(json.dumps(card))
    (demanding / classifier.ARRAYS).write_bytes((standard / classifier.ARRAYS).read_bytes())
    outcome = learn(small_corpus, demanding, own, [correction()])

    assert "macro-F1" in outcome.objection
    assert list(own.parent.iterdir()) == []


@pytest.mark.parametrize(("lost", "taken"), [(0.0, True), (0.009, True), (0.011, False)])
def test_little_may_be_lost_on_other_mail(model: Model, lost: float, taken: bool) -> None:
    """What one mail teaches must not cost what thousands taught."""
    outcome = compare(with_f1(model, 0.9), with_f1(model, 0.9 - lost), [correction()])

    assert (not outcome.objection) is taken


def test_a_model_that_knows_the_corrections_less_well_is_refused(model: Model) -> None:
    """Learning must not unlearn."""
    said = model.classify(correction().message).label
    corrections = [correction(said)]
    forgetful = replace(model, offsets=model.offsets + [100.0 * (label is not said) for label in model.labels])
    outcome = compare(model, forgetful, corrections)

    assert (outcome.right_before, outcome.right) == (1, 0)
    assert "of your 1 corrections" in outcome.objection


def test_the_held_out_figures_are_those_of_a_model_that_learned_the_corrections(
    small_corpus: Path, model: Model, tmp_path: Path
) -> None:
    """Otherwise harm done to other mail could not be seen."""
    harmful: Sequence[Correction] = [
        correction(Label.unrelated, "Unfortunately we have decided not to move forward with your application.")
    ] * 200
    card = train(small_corpus, tmp_path, harmful)

    assert card["held_out_letters"]["all"]["macro_f1"] != model.card["held_out_letters"]["all"]["macro_f1"]


def test_going_back_takes_one_command_and_twice_is_no_error(tmp_path: Path) -> None:
    """Whoever is unsure tries again."""
    own = tmp_path / "model"
    own.mkdir()
    (own / classifier.CARD).touch()

    assert [unlearn(own), unlearn(own)] == [True, False]
    assert not own.exists()

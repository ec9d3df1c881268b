"""The rules as tables that anybody can read: tests/etiquette/rules/*.txt.

A row says what the mail is, what went before, and when it is now; then what is drafted, for whom and when, or why
nothing is. Plans must be exactly those listed; of a silence the row gives words that its reason must contain, up to its
end where they end in "$"; "nothing more" says that there is no other silence.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.etiquette.decide import decide
from assistant.understanding.labels import Label
from tests.etiquette.scenes import moment, read_rows, scene
from tests.etiquette.telling import tell

TABLES = sorted((Path(__file__).parent / "rules").glob("*.txt"))
ROWS = [
    pytest.param(lines, then, id=f"{path.stem}: {title}") for path in TABLES for title, lines, then in read_rows(path)
]


@pytest.mark.parametrize(("lines", "then"), ROWS)
def test_the_decision_is_that_of_a_careful_person(lines: dict[str, str], then: list[str]) -> None:
    """A wrong draft costs more than a missing one, and `assistant why` must be able to say why there is none."""
    situation = scene(dict(lines))

    told = tell(decide(situation))

    plans, silences = _parted(told)
    expected_plans, expected_silences = _parted([line for line in then if line != "nothing more"])
    assert plans == expected_plans
    for words in expected_silences:
        found = [one.endswith(words[:-1]) if words.endswith("$") else words in one for one in silences]
        assert any(found), f"{words!r} is in none of {silences}"
    assert (plans and "nothing more" not in then) or len(silences) == len(expected_silences)


def test_the_tables_are_long_enough_to_be_the_rules() -> None:
    """A table that a glob no longer finds would pass in silence."""
    assert len(ROWS) >= 100
    assert len({row.id for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("label", list(Label))
def test_every_label_leads_to_a_plan_or_a_reason(label: Label) -> None:
    """A message about which nothing is said cannot be explained."""
    decision = decide(scene({"mail": label.value, "now": "Mon 4 May 09:00"}))

    assert decision.plans or decision.silences


def test_a_refusal_without_a_date_rests_from_the_moment_it_was_read() -> None:
    """Mail without a readable date must not be asked about at once, nor never."""
    situation = scene({"mail": "rejection; they met", "now": "Mon 4 May 08:00"})

    plans = decide(replace(situation, message=replace(situation.message, sent_at=None))).plans

    assert plans[0].not_before == moment("Wed 6 May 09:00")


def _parted(told: list[str]) -> tuple[list[str], list[str]]:
    silences = [line.removeprefix("silence: ") for line in told if line.startswith("silence: ")]
    return [line for line in told if not line.startswith("silence: ")], silences

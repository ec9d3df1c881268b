"""Letters the user asks for, as tables that anybody can read: tests/etiquette/wishes/*.txt."""

from datetime import datetime
from pathlib import Path

import pytest

from assistant.etiquette.on_demand import KINDS, Wish, fitting, fulfil
from assistant.understanding.labels import Label
from tests.etiquette.scenes import midnight, read_rows, scene
from tests.etiquette.telling import tell

ROWS = [
    pytest.param(lines, then, id=f"{path.stem}: {title}")
    for path in sorted((Path(__file__).parent / "wishes").glob("*.txt"))
    for title, lines, then in read_rows(path)
]


@pytest.mark.parametrize(("lines", "then"), ROWS)
def test_a_wish_is_fulfilled_with_manners(lines: dict[str, str], then: list[str]) -> None:
    """The user decides whether; truth and recipients are never his to bend by mistake."""
    rest = dict(lines)
    kind, offers, asked = rest.pop("wish"), rest.pop("offers elsewhere", ""), rest.pop("asked before", "0")
    wish = Wish(situation=scene(rest), offers=[midnight(one) for one in offers.split("; ") if one],
                followed_up=int(asked))  # fmt: skip

    told = tell(fulfil(kind, wish))

    plans = [one for one in told if not one.startswith("silence: ")]
    assert plans == [one for one in then if not one.startswith("silence: ")]
    for words in [one.removeprefix("silence: ") for one in then if one.startswith("silence: ")]:
        assert any(words in because for because in told), f"{words!r} is in none of {told}"


def test_every_kind_has_a_row() -> None:
    """A letter nobody tried is a letter nobody read."""
    assert {dict(row.values[0])["wish"] for row in ROWS} == set(KINDS)


@pytest.mark.parametrize("label", [label for label in Label if label is not Label.unrelated])
def test_every_label_has_a_fitting_letter(label: Label) -> None:
    """A message marked "Draft-me" must not be passed over in silence."""
    assert fitting(scene({"mail": label.value, "now": "Mon 4 May 09:00"})) in KINDS


def test_what_the_user_wrote_before_he_asked_does_not_undo_his_wish() -> None:
    """Else the next poll would take the letter away again."""
    situation = scene({"mail": "rejection", "sent": "Fri 1 May 09:00", "now": "Mon 4 May 09:00"})

    (plan,) = fulfil("feedback", Wish(situation=situation)).plans

    assert datetime.fromisoformat(plan.details["since"]) == situation.now
    assert plan.not_before == situation.now

"""What an application's conversation adds to a verdict."""

from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.understanding.context import in_context
from assistant.understanding.facts import Facts, Moment
from assistant.understanding.labels import Label, Verdict

_AT = datetime(2026, 9, 22, 14, 0, tzinfo=UTC)
_TIME = {"proposed": (Moment(at=_AT, words="Tuesday at 4"),)}
_DAY = {"proposed": (Moment(at=_AT, words="Tuesday", all_day=True),)}


@pytest.mark.parametrize(
    ("label", "probability", "facts", "invited", "sure"),
    [
        ("scheduling", 0.6, _TIME, False, True),
        ("scheduling", 0.6, {"cancelled": True}, False, True),
        ("scheduling", 0.6, {}, True, True),
        ("scheduling", 0.6, _DAY, False, False),
        ("scheduling", 0.6, {}, False, False),
        ("scheduling", 0.5, _TIME, False, True),
        ("scheduling", 0.49, _TIME, False, False),
        ("rejection", 0.6, _TIME, False, False),
        ("unrelated", 0.6, _TIME, True, False),
    ],
)
def test_short_words_about_a_time_are_clear_in_their_conversation(
    label: str, probability: float, facts: dict[str, Any], invited: bool, sure: bool
) -> None:
    """A cancellation passed over would bring thanks for an interview that never was; anything else stays unsure."""
    verdict = Verdict(label=Label(label), sure=False, probabilities={Label(label): probability})

    assert in_context(verdict, Facts(**facts), invited=invited).sure is sure

"""The tables notice a broken rule: a sample of the breaks of mutate.py, which tries them all."""

from itertools import islice

import pytest

from tests.etiquette.mutate import MODULES, breaks, is_noticed, unnoticeable

_EVERY = 20
"""Each break of so many is tried; all of them take a quarter of an hour."""

SAMPLE = [one for module in MODULES for one in islice(breaks(module), _EVERY // 2, None, _EVERY)]


@pytest.mark.parametrize("one", SAMPLE, ids=[one.name for one in SAMPLE])
def test_a_broken_rule_turns_a_row_red(one) -> None:
    """A table that passes whatever the code does is a story, not a law."""
    assert is_noticed(one) or one.name in unnoticeable()


def test_what_cannot_be_noticed_is_still_there() -> None:
    """An exception for code that is gone would hide the next one."""
    names = {one.name for module in MODULES for one in breaks(module)}

    assert unnoticeable() - names == set()


def test_the_sample_reaches_every_module() -> None:
    """A sample that a renaming emptied would pass in silence."""
    assert {one.module for one in SAMPLE} == set(MODULES) - {"answering"}  # it has four
    assert len(SAMPLE) >= 20

"""Laws of expressions that are compiled when first used."""

import re

from assistant.mail.expressions import expression


def test_an_expression_finds_what_a_compiled_one_finds() -> None:
    """Which of the two a module uses is a question of time alone."""
    source, text = r"(\w+) ROLE", "the first role and the second role"

    for method in ("search", "findall", "split", "match"):
        found, expected = (getattr(one, method)(text) for one in (expression(source, re.I), re.compile(source, re.I)))
        assert str(found) == str(expected)


def test_an_expression_costs_nothing_before_it_is_used() -> None:
    """Most mail needs none of the three hundred; one that cannot be compiled shows when that would have happened."""
    broken = expression("(")

    try:
        broken.search("text")
    except re.error as error:
        assert "unterminated" in str(error)
    else:
        raise AssertionError("it was never compiled")

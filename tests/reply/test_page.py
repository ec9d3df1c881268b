"""The page of all letters, and the table of what letters can print."""

import re

from jinja2 import Environment
from jinja2.meta import find_undeclared_variables

from assistant.etiquette.plan import Letter
from tests.reply.catalogue import OCCASIONS, TONES
from tests.reply.page import _occasion, page, versions
from tests.reply.writing import FOLDER, SHIPPED


def test_the_catalogue_holds_every_letter() -> None:
    """A letter that nobody has looked at is not finished."""
    assert set(OCCASIONS) == set(Letter)


def test_a_letter_is_shown_in_every_tone_and_state_of_knowledge() -> None:
    """Each wording once, with what leads to it; the fullest first."""
    found = {tone: versions(Letter.decline, {}, tone) for tone in TONES}

    shown = "".join(_occasion(found))
    assert all(shown.count(f"<h4>{tone} ") == len(found[tone]) for tone in TONES)
    assert all("name, role, company, phone, talked" in next(iter(wordings.values())) for wordings in found.values())
    assert sum(map(len, found["English, warm"].values())) == 1 + 64 + 1


def test_the_page_needs_nothing_from_outside() -> None:
    """It holds letters; a font from elsewhere would tell somebody that they are read."""
    head = next(page())

    assert "default-src 'none'" in head
    assert not re.search(r"<script|<link|src=|url\(", head)


def test_whatever_a_letter_prints_is_in_the_table() -> None:
    """Who writes letters of his own has the table alone."""
    table = (FOLDER / "README.md").read_text("utf-8")
    first_cells = " ".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))

    listed = {name.partition(".")[0] for name in re.findall(r"`([a-z_.]+)`", first_cells)}
    used = {name for source in SHIPPED.values() for name in find_undeclared_variables(Environment().parse(source))}
    assert listed - {"du"} == used - {"du"}

"""The page that is made to be shared."""

import re
from pathlib import Path

from tests.report.searches import NASTY, NOW


def words(page: str) -> str:
    """Return what a page says, without its style."""
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)


def test_it_says_the_same_of_everybody_with_the_same_numbers(pages: Path, tmp_path: Path) -> None:
    """Nothing in it but the program's own words and numbers: every word is also in the page of an other search."""
    known = set(re.findall(r"[^\W\d]+", words((pages / "nasty-anonymous.html").read_text(encoding="utf-8"))))
    ours = set(re.findall(r"[^\W\d]+", words((pages / "long-anonymous.html").read_text(encoding="utf-8"))))

    stations = {"No", "receipt", "Interview", "A", "second", "Offer", "Under", "way", "Withdrawn", "answer", "yet"}
    assert ours - known <= stations


def test_it_names_nobody_and_no_day(pages: Path) -> None:
    """Nor does it tell whose it is, by which program's clock, or where it lay."""
    for name in ("long", "nasty"):
        page = (pages / f"{name}-anonymous.html").read_text(encoding="utf-8")

        for told in ("Aster", "Birch", "Hale", "main", "example.com", str(NOW.year), "Nov", "Engineer", str(pages)):
            assert told not in words(page)
        assert not [one for one in NASTY if one in page]

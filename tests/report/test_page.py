"""The page in a real browser: it stands alone, fits every screen, can be read by everybody, and obeys no stranger."""

from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from tests.report.conftest import SEARCHES

WIDTHS = (360, 768, 1280)
NAMES = [*SEARCHES, "long-anonymous", "empty-anonymous"]

Open = Callable[..., Any]


@pytest.fixture
def look(browser: Any, pages: Path) -> Iterator[Open]:
    """Open a page at a width and in a scheme; what it complains of and asks for is kept on it."""
    opened = []

    def look(name: str, *, width: int = 1280, scheme: str = "light") -> Any:
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.append(page)
        page.heard, page.asked = [], []
        page.on("console", lambda message: page.heard.append(message.text))
        page.on("pageerror", lambda error: page.heard.append(str(error)))
        page.on("dialog", lambda dialog: (page.heard.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield look
    for page in opened:
        page.close()


@pytest.mark.parametrize("name", NAMES)
def test_the_page_stands_alone(name: str, look: Open, pages: Path) -> None:
    """A page that loads anything tells somebody that it is read; a script on it could tell everything."""
    page = look(name)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    assert page.asked == [(pages / f"{name}.html").as_uri()]
    assert page.heard == []
    assert page.locator("script, link, img, iframe, object, embed, form, a[href^='http'], a[href^='//']").count() == 0
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_everybody_can_read_the_page(name: str, scheme: str, look: Open, axe: str) -> None:
    """Contrast, names, order of headings, tables: what axe-core knows of WCAG and good practice, all unfolded."""
    page = look(name, scheme=scheme, width=360)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(axe)

    found = page.evaluate("axe.run().then(found => found.violations)")

    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_fits_the_screen(name: str, look: Open) -> None:
    """Nobody scrolls sideways on a telephone, whatever a company is called."""
    page = look(name)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    for width, scheme in product(WIDTHS, ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [360, 1280])
def test_each_picture_is_shown_once(width: int, look: Open) -> None:
    """There is one for wide and one for narrow screens; a screen reader should not meet both."""
    page = look("long", width=width)

    shown = page.locator("svg[role=img]:visible")
    assert shown.count() == 2
    told = [one.get_attribute("aria-labelledby") for one in shown.all()]
    assert all(page.locator(f"#{part}").count() == 1 for one in told for part in one.split())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["long", "nasty", "refused"])
def test_no_label_covers_another_or_a_bar(name: str, width: int, look: Open) -> None:
    """A number that cannot be read is worse than none."""
    page = look(name, width=width)

    boxes = page.evaluate(
        "[...document.querySelectorAll('section[aria-labelledby=ways] svg :is(text, rect)')]"
        ".map(one => [one.tagName, one.getBoundingClientRect()]).filter(([, box]) => box.width)"
        ".map(([tag, {left, right, top, bottom}]) => ({tag, left, right, top, bottom}))"
    )
    assert len(boxes) >= 6
    assert [(one, other) for one, other in combinations(boxes, 2) if _cover(one, other)] == []


def _cover(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two boxes lie on each other; a line of text has two pixels to spare around it."""
    beside = one["left"] + 2 > other["right"] or other["left"] + 2 > one["right"]
    return not beside and one["top"] + 2 < other["bottom"] and other["top"] + 2 < one["bottom"]


def test_the_keyboard_reaches_everything(look: Open) -> None:
    """Whoever uses no mouse unfolds and scrolls as well."""
    page = look("long")
    everything = page.locator("a:visible, summary:visible, .scroll:visible").count()

    reached = set()
    for _ in range(everything):
        page.keyboard.press("Tab")
        reached.add(tuple(page.evaluate(_FOCUS)))

    assert len(reached) == everything
    assert {outline for _, outline in reached} == {"solid"}


_FOCUS = """() => {
    const one = document.activeElement
    return [[...document.querySelectorAll('*')].indexOf(one), getComputedStyle(one).outlineStyle]
}"""
"""Which element has the keyboard, and whether one sees that."""


def test_it_prints_on_white_paper(look: Open) -> None:
    """A page that is dark on a screen would drink the printer's ink."""
    page = look("long", scheme="dark")

    printed = page.pdf(format="A4")

    page.emulate_media(media="print")
    assert printed.startswith(b"%PDF")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(35, 39, 47)"


def test_nothing_a_stranger_writes_is_obeyed(look: Open) -> None:
    """Names, subjects and sentences come from anybody who can send a mail."""
    page = look("nasty")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

    assert page.title().startswith("Your job search")
    assert page.locator("h1").is_visible()
    assert page.locator("style").count() == 1
    assert page.locator("[onmouseover], [onerror], [onload]").count() == 0
    words = page.locator("main").inner_text()
    for name in ("<script>document.title='taken'</script>", "{{ 7 * 7 }}{% raw %}", "]]></title></svg>"):
        assert words.count(name) >= 3
    assert "\u202e" not in page.content()
    assert "Acme gpj.exe Labs" in words

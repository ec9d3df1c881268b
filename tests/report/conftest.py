"""Made-up searches as pages, and a browser that looks at them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Config
from assistant.ledger.connection import connect
from assistant.report.figures import Figures, compute
from assistant.report.gathering import gather
from assistant.report.page import render, render_anonymously
from tests.npm import NpmMissing, install
from tests.report.searches import NASTY, NOW, Story, long_search, settings
from tests.servers import missing

HERE = Path(__file__).parent


def figures_of(config: Config) -> Figures:
    """Return the figures of all accounts of a ledger."""
    assert config.ledger is not None
    materials = []
    for name in config.accounts:
        with connect(config.ledger, name).step() as step:
            materials.append(gather(step, config, NOW))
    return compute(materials, config.zone, NOW)


def _nasty(path: Path) -> Config:
    story = Story(path)
    story.refusals(NASTY)
    story.be_nasty(NASTY)
    return settings(path)


def _one(path: Path) -> Config:
    Story(path).months(1, days=10)
    return settings(path)


def _refused(path: Path) -> Config:
    Story(path).refusals([f"Company {number}" for number in range(40)])
    return settings(path)


def _empty(path: Path) -> Config:
    Story(path)
    return settings(path)


SEARCHES: dict[str, Callable[[Path], Config]] = {
    "long": long_search,
    "nasty": _nasty,
    "one": _one,
    "refused": _refused,
    "empty": _empty,
}


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page of each search, and the anonymous one."""
    folder = tmp_path_factory.mktemp("pages")
    for name, write in SEARCHES.items():
        config = write(folder / f"{name}.sqlite3")
        figures = figures_of(config)
        (folder / f"{name}.html").write_text(render(figures, config.zone), encoding="utf-8")
        (folder / f"{name}-anonymous.html").write_text(render_anonymously(figures.ways), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    chromium = shutil.which("chromium")
    if not chromium:
        missing("Chromium is not installed (Debian: apt-get install chromium)")
    if os.environ.get("ASSISTANT_TEST_SERVERS") != "required":
        pytest.importorskip("playwright")
    from playwright.sync_api import sync_playwright

    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as browsers, browsers.chromium.launch(executable_path=chromium, args=options) as running:
        yield running


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    try:
        install(HERE)
    except NpmMissing as because:
        missing(str(because))
    return (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

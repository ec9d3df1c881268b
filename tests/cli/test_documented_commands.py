"""Docs are tests: every command that the README, docs/ and `-h` show is typed, as its reader would type it."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from assistant.config.reading import read
from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.cli.test_wishes_and_ends import CONFIRMED, REFUSED
from tests.test_docs import typed

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

STANDS_FOR = {
    "<message-id>": "invitation@bright.example",
    "a1b2@acme.example": "invitation@bright.example",
    "KIND": "withdraw",
    "3": "1",
    "google": "main",
    "outlook": "main",
}
"""What a reader puts in the place of an example's words."""

ELSEWHERE = {
    "train": "it takes minutes: tests/training trains",
    "learn": "it takes minutes: tests/cli/test_learn_command.py",
    "watch": "it stays: tests/cli/test_watch_command.py",
    "init": "there are settings already: tests/cli/test_init_command.py",
    "login": "there is nobody to sign in to: tests/cli/test_login_command.py",
    "logout": "as login",
    "schedule install": "it would poll this machine's mail: tests/upkeep",
}
"""Commands that other tests type, and where."""


def documented() -> list[list[str]]:
    """Return every command line that the pages and `-h` show, each once."""
    lines = [
        line
        for page in PAGES
        for line in re.findall(r"`assistant ([a-z][^`]*)`|^\$ assistant (.*)$", page.read_text(), re.MULTILINE)
    ]
    examples = [line for one in typed().values() for line in re.findall(r"Example: assistant (.*)", one.help or "")]
    found = [shlex.split(line, comments=True) for line in [*map("".join, lines), *examples]]
    return [list(one) for one in dict.fromkeys(map(tuple, found))]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A home where mail was read, with the files the examples name."""
    shell = Shell(home=tmp_path_factory.mktemp("home"))
    box = shell.maildir()
    for number, raw in enumerate((invitation(), CONFIRMED, REFUSED)):
        (box / "new" / f"{number}.mail").write_bytes(raw)
    (shell.home / "letter.eml").write_bytes(REFUSED)
    row = {"label": "rejection", "subject": "Your application", "body": "We decided not to move forward with you."}
    (shell.home / "mail.jsonl").write_text(json.dumps(row) + "\n")
    (shell.home / "jobs.csv").write_text("company,role,status\nAcme,Planner,Applied\n")
    assert shell.run("poll").code == 0
    assert all(shell.run("backup", name).code == 0 for name in ("FILE", "inbox-assistant.backup"))
    return shell


@pytest.mark.xdist_group("documented")
@pytest.mark.parametrize("words", documented(), ids=" ".join)
def test_a_command_that_is_shown_can_be_typed(words: list[str], home: Shell) -> None:
    """An example that fails costs a newcomer's trust; with 2 ends what is only named, without its arguments."""
    if any(" ".join(words).startswith(one) for one in ELSEWHERE) and "-h" not in words:
        assert home.run(*words, "-h").code == 0
        return

    ran = home.run(*(STANDS_FOR.get(word, re.sub("^~", str(home.home), word)) for word in words), stdin=REFUSED)

    assert ran.code in (0, 1, 2), ran.err
    assert not re.search("Traceback|No such (option|command)|unexpected extra|Invalid value", ran.err)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_settings_that_are_shown_load(page: Path, tmp_path: Path) -> None:
    """People copy them."""
    whole = '[me]\nname = "R"\naddresses = ["r@example.org"]\n[accounts.a]\nkind = "maildir"\npath = "M"\n'
    (tmp_path / "letters").mkdir()

    for shown in re.findall(r"^ *```toml\n(.*?)^ *```", page.read_text(), re.MULTILINE | re.DOTALL):
        text = re.sub(r"^ {3}", "", shown, flags=re.MULTILINE)
        read(text if "[me]" in tomllib.loads(text) or "[me]" in text else text + whole, folder=tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A page that moved takes its links with it."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", page.read_text()) if "://" not in link]

    lost = [link for link in links if not _leads_somewhere(page, link)]

    assert lost == []


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, heading = link.partition("#")
    target = page.parent / name if name else page
    if not heading:
        return target.exists()
    headings = re.findall(r"^#+ (.*)$", target.read_text(), re.MULTILINE)
    return heading in {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}

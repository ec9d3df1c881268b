"""`assistant report` as its user types it."""

import json
import stat
from pathlib import Path

from tests.cli.conftest import Shell
from tests.report.searches import Story, long_search


def ledger(shell: Shell) -> Path:
    """Write settings with a ledger in the home, and return where it lies."""
    shell.maildir()
    path = shell.home / "ledger.sqlite3"
    shell.configure(f'ledger = "{path}"\n' + shell.config.read_text())
    return path


def test_the_page_lies_where_it_is_said_and_is_private(shell: Shell) -> None:
    """It names companies and people."""
    long_search(ledger(shell))

    ran = shell.run("report")

    path = Path(ran.out.splitlines()[0])
    assert (ran.code, ran.err) == (0, "")
    assert path == shell.home / "job-search.html"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Aster Labs" in path.read_text()
    assert [one.name for one in shell.home.iterdir() if one.name.startswith(".job")] == []


def test_documents_are_where_people_look(shell: Shell) -> None:
    """And a browser packed as a snap cannot look into hidden folders."""
    ledger(shell)
    (shell.home / "Documents").mkdir()

    shell.run("report")

    assert (shell.home / "Documents" / "job-search.html").exists()


def test_it_goes_where_it_is_told(shell: Shell) -> None:
    """To a file, or under its usual name into a folder; written again it is replaced."""
    ledger(shell)
    (shell.home / "there").mkdir()

    assert shell.run("report", "mine.html").out.startswith(f"{shell.home / 'mine.html'}\n")
    assert shell.run("report", "there", "--anonymous").out == f"{shell.home / 'there' / 'job-search-anonymous.html'}\n"
    assert shell.run("report", "mine.html").code == 0


def test_where_it_cannot_be_written_is_told(shell: Shell) -> None:
    """In one sentence, as a matter the user can set right."""
    ledger(shell)

    ran = shell.run("report", "nowhere/at/all.html")

    assert ran.code == 78
    assert (
        ran.err
        == f"assistant: The report cannot be written to {shell.home}/nowhere/at/all.html: No such file or directory.\n"
    )


def test_it_is_shown_when_asked(shell: Shell) -> None:
    """In the browser of the user's choice; without one the page is still written, and that is said."""
    ledger(shell)

    shown = shell.run("report", "mine.html", "--open", BROWSER="echo looks at %s")
    unseen = shell.run("report", "mine.html", "--open", BROWSER="no-such-browser", PATH="/nowhere")

    assert (shown.code, shown.err) == (0, "")
    assert f"looks at {(shell.home / 'mine.html').as_uri()}\n" in shown.out
    assert unseen.code == 0
    assert unseen.err == "assistant: no browser could be started; open the file yourself.\n"


def test_its_figures_can_be_had_as_json_and_no_page_is_written(shell: Shell) -> None:
    """For those who draw their own."""
    long_search(ledger(shell))

    (found,) = shell.run("report", "--json").lines

    assert found["applications"] == 150
    assert {"ways", "periods", "by_occasion", "by_company", "due", "drafts", "suspects", "lessons", "trust"} <= set(
        found
    )
    assert not (shell.home / "job-search.html").exists()


def test_anonymous_figures_name_nobody(shell: Shell) -> None:
    """`--anonymous` means it in every form."""
    long_search(ledger(shell))

    ran = shell.run("report", "--json", "--anonymous")

    assert set(json.loads(ran.out)) == {"applications", "ways", "steps"}
    assert "Aster" not in ran.out


def test_since_leaves_out_what_began_before(shell: Shell) -> None:
    """A second search should not be judged by the first."""
    long_search(ledger(shell))

    (found,) = shell.run("report", "--json", "--since", "2026-09-01").lines

    assert 0 < found["applications"] < 100
    assert found["periods"][0]["first_day"] == "2026-08-31"
    assert shell.run("report", "--since", "yesterday").code == 2


def test_one_account_alone_can_be_asked_for(shell: Shell) -> None:
    """And a misspelt one is named."""
    path = ledger(shell)
    other = shell.config.read_text() + f'[accounts.other]\nkind = "maildir"\npath = "{shell.home / "Mail"}"\n'
    shell.configure(other)
    Story(path, "main").refusals(["Acme"])
    Story(path, "other").refusals(["Birch", "Elm"])

    assert [shell.run("report", "--json", *one).lines[0]["applications"] for one in ((), ("--account", "other"))] == [
        3,
        2,
    ]
    assert shell.run("report", "--account", "others").code == 78

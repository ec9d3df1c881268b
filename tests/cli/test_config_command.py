"""`assistant config show`: what holds, and why."""

from pathlib import Path

from tests.cli.conftest import Shell


def test_every_setting_is_shown_with_where_it_comes_from(shell: Shell) -> None:
    """Who wonders why a letter came at nine looks here, and must see whether a line of the file says so."""
    shell.maildir()
    shell.configure(shell.config.read_text() + '[rules]\nvoice = "formal"\n')
    line = len(shell.config.read_text().splitlines())

    ran = shell.run("config", "show", "--json")

    found = {one["setting"]: one for one in ran.lines}
    assert found["rules.voice"] == {"setting": "rules.voice", "value": "formal", "line": line}
    assert found["rules.day_starts"] == {"setting": "rules.day_starts", "value": "09:00:00", "line": None}
    assert Path(found["accounts.main.path"]["value"]).is_absolute()


def test_settings_that_do_not_load_are_told_as_everywhere(shell: Shell) -> None:
    """It is the command people run when something is wrong with them."""
    shell.configure("[me]\n")

    ran = shell.run("config", "show")

    assert ran.code == 78
    assert "me.name: is missing" in ran.err

"""A machine with a crontab of its own, and no other scheduler."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

CRONTAB = """#!/bin/sh
# Keeps one table in the home folder, as crontab(1) does for one user.
case "$1" in
  -l) cat "$HOME/table" 2>/dev/null || { echo "no crontab for robin" >&2; exit 1; } ;;
  -r) rm "$HOME/table" ;;
  -) cat > "$HOME/table" ;;
esac
"""


class Machine:
    """A home, a path that holds only what the test puts there, and the program run on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.shell = Shell(home=home)
        self.programs = home / "bin"
        self.programs.mkdir()
        for name in ("cat", "rm", "sh", "env", "echo"):
            (self.programs / name).symlink_to(f"/bin/{name}")

    def provide(self, name: str, text: str) -> None:
        """Put a program on the path."""
        path = self.programs / name
        path.write_text(text)
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self, *arguments: str, **environment: str):  # type: ignore[no-untyped-def]
        """Run `assistant` with this machine's path."""
        return self.shell.run(*arguments, PATH=str(self.programs), **environment)

    @property
    def table(self) -> Path:
        return self.home / "table"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(home=tmp_path)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    machine.provide("crontab", CRONTAB)
    machine.shell.maildir()
    yield machine


@pytest.fixture
def without_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The surroundings hold none of the variables a job takes along."""
    for name in list(os.environ):
        if name.startswith("XDG_") or name in ("DBUS_SESSION_BUS_ADDRESS", "PASSWORD_STORE_DIR", "GNUPGHOME"):
            monkeypatch.delenv(name)

"""The program as its user runs it: a process of its own, an empty home, a Maildir."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.poller.household import new_house


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Shell:
    """A home with settings for one Maildir; `run` runs the program in it."""

    home: Path

    def run(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Ran:
        """Run `assistant` with arguments."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ASSISTANT_"))}
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *arguments],
            input=stdin,
            capture_output=True,
            timeout=120,
            check=False,
            cwd=self.home,
            env={**inherited, "HOME": str(self.home), "PYTHONWARNINGS": "error", **environment},
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    @property
    def config(self) -> Path:
        return self.home / ".config" / "inbox-assistant" / "config.toml"

    def configure(self, text: str) -> None:
        """Write the settings."""
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_text(text)

    def maildir(self) -> Path:
        """Make a Maildir and settings for it."""
        new_house(self.home)
        self.configure(
            '[me]\nname = "Robin Hale"\naddresses = ["robin@hale.example"]\nzone = "Europe/Berlin"\n'
            f'[accounts.main]\nkind = "maildir"\npath = "{self.home / "Mail"}"\n'
        )
        return self.home / "Mail"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(home=tmp_path)

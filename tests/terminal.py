"""A terminal with somebody at it, by tmux."""

import contextlib
import os
import re
import subprocess
import time
from pathlib import Path


class Terminal:
    """A terminal of its own in which a program runs."""

    def __init__(self, command: str, home: Path) -> None:
        self._tmux = ["tmux", "-L", f"assistant-{os.getpid()}", "-f", "/dev/null"]
        environment = {**os.environ, "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        subprocess.run(
            [*self._tmux, "new-session", "-d", "-x", "110", "-y", "40", command], check=True, env=environment
        )

    def screen(self) -> str:
        done = subprocess.run([*self._tmux, "capture-pane", "-p"], capture_output=True, check=True)
        return done.stdout.decode()

    def press(self, *keys: str) -> None:
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def type(self, text: str) -> None:
        """Write a line."""
        subprocess.run([*self._tmux, "send-keys", "-l", text], check=True)
        self.press("Enter")

    def wait_for(self, words: str) -> str:
        for _ in range(150):
            if re.search(words, screen := self.screen()):
                return screen
            time.sleep(0.1)
        raise AssertionError(f"{words!r} never came; the screen shows:\n{screen}")

    def close(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            subprocess.run([*self._tmux, "kill-server"], check=True, capture_output=True)

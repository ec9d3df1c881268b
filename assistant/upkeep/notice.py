"""A notice on the desktop, where there is one: what a timer or agent prints goes to a log that nobody reads."""

import html
import os
import shutil
import sys
from pathlib import Path

from assistant.upkeep.programs import run

_FOR_MAC = "on run argv\ndisplay notification (item 1 of argv) with title (item 2 of argv)\nend run"


def raise_notice(title: str, words: str) -> None:
    """Show a few words on the user's desktop; without a desktop nothing happens.

    A scheduled run has no session of its own, so the bus is looked for where systemd puts it (file-hierarchy(7)).
    """
    if sys.platform == "darwin":
        run("osascript", "-e", _FOR_MAC, words, title)
        return
    bus = os.environ.get("DBUS_SESSION_BUS_ADDRESS") or _bus_of_user()
    if bus and shutil.which("notify-send"):
        surroundings = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus}
        run("notify-send", "--app-name=inbox-assistant", title, html.escape(words), environment=surroundings)


def _bus_of_user() -> str:
    path = Path(f"/run/user/{os.getuid()}/bus")
    return f"unix:path={path}" if path.exists() else ""

"""Waiting for what a person did in a mail client to reach the server."""

import time
from collections.abc import Callable


def wait_until(true: Callable[[], bool]) -> None:
    """Return when it is so; a client saves in its own time, a minute at most."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until, "the draft stays as it was"
        time.sleep(0.2)

"""What each call costs, and a pace that stays below Gmail's limit."""

import time
from collections.abc import Callable, Mapping

UNITS: Mapping[str, int] = {
    "gmail.users.getProfile": 1,
    "gmail.users.history.list": 2,
    "gmail.users.messages.list": 5,
    "gmail.users.messages.get": 20,
    "gmail.users.messages.modify": 5,
    "gmail.users.messages.insert": 25,
    "gmail.users.messages.trash": 5,
    "gmail.users.threads.get": 40,
    "gmail.users.drafts.list": 5,
    "gmail.users.drafts.create": 10,
    "gmail.users.drafts.delete": 10,
    "gmail.users.labels.list": 1,
    "gmail.users.labels.create": 5,
}
"""Quota units by method: Gmail API usage limits of 2026-05-01; what that page leaves out is taken from 2025's."""

UNITS_PER_MINUTE = 5500
BURST_UNITS = 500
"""Together they stay within the 6,000 units a minute a user of a new project may spend."""


class Bucket:
    """Fills evenly with units; whoever takes more than it holds waits."""

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Start full; `clock` gives seconds, `sleep` waits for some."""
        self._clock, self._sleep = clock, sleep
        self._level, self._looked_at = float(BURST_UNITS), clock()

    def take(self, units: int) -> None:
        """Take units, waiting until they are there."""
        now = self._clock()
        self._level = min(BURST_UNITS, self._level + (now - self._looked_at) * UNITS_PER_MINUTE / 60) - units
        self._looked_at = now
        if self._level < 0:
            self._sleep(-self._level * 60 / UNITS_PER_MINUTE)

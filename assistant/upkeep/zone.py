"""The time zone of this machine."""

import os
from pathlib import Path
from zoneinfo import available_timezones

_LOCALTIME = Path("/etc/localtime")


def machine_zone() -> str:
    """Return the zone's name as in `zone = "Europe/Berlin"`, "" if it cannot be told (localtime(5))."""
    named = os.environ.get("TZ", "").removeprefix(":")
    linked = str(_LOCALTIME.resolve()).rpartition("zoneinfo/")[2] if _LOCALTIME.exists() else ""
    return next((name for name in (named, linked) if name in available_timezones()), "")

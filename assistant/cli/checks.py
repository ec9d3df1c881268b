"""What right answers look like; each check returns the answer put right or raises ValueError with what is wrong."""

import re
import shlex
from pathlib import Path
from zoneinfo import available_timezones

from assistant.cli.asking import anything


def address(answer: str) -> str:
    """Accept a mail address."""
    if not re.fullmatch(r"[!-;=?A-~]+@[!-;=?A-~]+\.[!-;=?A-~]+", answer):
        raise ValueError("write it like robin@example.org")
    return answer


def file(answer: str) -> str:
    """Return a file's absolute path."""
    return str(Path(anything(answer)).expanduser().absolute())


def server_or_certificate(answer: str) -> str:
    """Accept a server, or the file of a certificate that is there."""
    if is_path(answer) and not Path(file(answer)).is_file():
        raise ValueError(f"there is no file {file(answer)}")
    return anything(answer)


def is_path(answer: str) -> bool:
    """Whether an answer names a place on this machine, not a server."""
    return answer.startswith(("/", "~", "."))


def command(answer: str) -> str:
    """Accept a command line."""
    shlex.split(answer)  # raises ValueError at a quote without its other half
    return anything(answer)


def digest(answer: str) -> str:
    """Return where the digest is to go: "inbox", "none", or a file's absolute path."""
    return answer.lower() if answer.lower() in ("inbox", "none") else file(answer)


def application_id(answer: str) -> str:
    """Accept the id Microsoft gives a registration."""
    if not re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.lower()):
        raise ValueError("it looks like 00000000-0000-0000-0000-000000000000")
    return answer.lower()


def fingerprint(answer: str) -> str:
    """Accept the SHA-256 of a certificate."""
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2}:?){32}", answer):
        raise ValueError("it has 64 hexadecimal digits")
    return answer


def account_name(answer: str) -> str:
    """Accept what an account may be called in the settings."""
    if not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", answer):
        raise ValueError("write letters, digits, dots, dashes or underscores")
    return answer


def zone(answer: str) -> str:
    """Return a zone by its name, or by its city alone; the case does not matter."""
    wanted, zones = answer.lower().replace(" ", "_"), sorted(available_timezones())
    named = [zone for zone in zones if zone.lower() == wanted]
    found = named or [zone for zone in zones if zone.lower().rpartition("/")[2] == wanted]
    if not found:
        raise ValueError('write it like "Europe/Berlin" or "America/New_York"')
    if len(found) > 1:
        raise ValueError(f"there are several: {', '.join(found)}")
    return found[0]

"""Running other programs: no shell, no terminal, a time limit, answers in English."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import ConfigError

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a program ended: its exit code, 127 if it is not there, and what it printed.

    Bytes that are no UTF-8 survive a round trip through `out` and `run`.
    """

    code: int
    out: str = ""
    err: str = ""


def run(*command: str, given: str = "", environment: Mapping[str, str] | None = None) -> Done:
    """Run a program to its end, with `given` on its standard input.

    Raises:
        ConfigError: it does not come to an end.
    """
    surroundings = {**os.environ, "LC_ALL": "C"} if environment is None else dict(environment)
    try:
        ended = subprocess.run(  # noqa: S603 - fixed programs and the assistant itself, given as a list, no shell
            command,
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env=surroundings,
        )
    except subprocess.TimeoutExpired as error:
        raise ConfigError(f"`{command[0]}` did not end within {TIMEOUT_SECONDS} s.") from error
    except OSError as error:
        return Done(code=127, err=error.strerror or "")
    return Done(
        code=ended.returncode,
        out=ended.stdout.decode("utf-8", "surrogateescape"),
        err=ended.stderr.decode("utf-8", "replace").strip(),
    )

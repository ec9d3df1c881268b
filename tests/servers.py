"""What starting any server on loopback needs."""

import contextlib
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import NoReturn

import pytest

UNPACKED = Path(__file__).parent.parent / ".servers"
"""Where `make servers` unpacks those that cannot be installed beside another."""


def missing(because: str) -> NoReturn:
    """Skip the test, or fail it where servers are required: a green run that skipped its servers is a lie."""
    if os.environ.get("ASSISTANT_TEST_SERVERS") == "required":
        pytest.fail(because)
    pytest.skip(because)


def can_run(program: Path, libraries: Path) -> bool:
    """Whether an unpacked program is there with all it is linked with."""
    if not program.exists():
        return False
    environment = {**os.environ, "LD_LIBRARY_PATH": str(libraries)}
    linked = subprocess.run(["ldd", program], capture_output=True, check=False, env=environment)
    return b"not found" not in linked.stdout


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for_greeting(port: int, log: Path) -> None:
    """Return when a server greets."""
    for _ in range(250):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as connected:
            if connected.recv(4).startswith(b"* OK"):
                return
        time.sleep(0.02)
    raise RuntimeError(log.read_text(errors="replace")[-2000:] if log.exists() else f"nobody greets at {port}")


def wait_until_it_listens(port: int) -> None:
    """Return when somebody takes connections at a port; programs with a window take up to a minute."""
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens at {port}")


def make_certificate(certificate: Path, key: Path, names: str) -> None:
    """Write a self-signed certificate for some subjectAltNames."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=test", "-addext", f"subjectAltName={names}", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip

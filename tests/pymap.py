"""pymap, an IMAP server of another author that pip installs, on loopback and in memory."""

import imaplib
import subprocess
import sys
import time
from contextlib import AbstractContextManager, suppress
from importlib.util import find_spec
from itertools import count

import pytest

from tests.servers import free_port

_USERS = 500
_PASSWORD = "secret"
_PROGRAM = f"""
import asyncio, sys
from pymap.backend.dict import DictBackend, Identity
from pymap.main import main
from pymap.user import Passwords, UserMetadata

async def add_users(cls, config, login):
    password = await Passwords(config).hash_password({_PASSWORD!r})
    for number in range({_USERS}):
        name = f"user{{number}}"
        await Identity(name, login, None, frozenset()).set(UserMetadata(config, name, password=password))

def strongly_held(loop, coroutine, **named):
    task = asyncio.Task(coroutine, loop=loop, **named)
    held.add(task)
    task.add_done_callback(held.discard)
    return task

class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        loop = super().new_event_loop()
        loop.set_task_factory(strongly_held)
        return loop

held = set()
asyncio.set_event_loop_policy(Policy())
DictBackend._add_demo_user = classmethod(add_users)
sys.exit(main())
"""
"""It has one user, and every test wants its own; on Python 3.13 tasks that nobody holds end before they are done."""


class Pymap:
    """A running server; its users have nothing but an INBOX."""

    host, prefix = "127.0.0.1", ""

    def __init__(self) -> None:
        """Start it."""
        self.port, self._numbers = free_port(), count()
        arguments = ["--host", self.host, "--port", str(self.port), "--no-tls", "dict"]
        self._server = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._wait()

    def new_user(self) -> tuple[str, str]:
        """Return name and password of a user."""
        return f"user{next(self._numbers)}", _PASSWORD

    def rebuild(self, user: str) -> None:
        """Give a user's INBOX a new UIDVALIDITY: renamed, it leaves a new one behind, and its mail is copied back."""
        with imaplib.IMAP4(self.host, self.port, timeout=20) as connection:
            connection.login(user, _PASSWORD)
            connection.rename("INBOX", "Before")
            connection.select("Before")
            connection.copy("1:*", "INBOX")
            connection.close()
            connection.delete("Before")

    def full(self, user: str) -> AbstractContextManager[None]:
        """Nothing can: it has no quota, and what is longer than its limit for one message it calls badly written."""
        pytest.skip("pymap 0.36.7 has no quota, and no word for a message that is too long")

    def stop(self) -> None:
        """End it."""
        self._server.terminate()
        self._server.wait(10)

    def _wait(self) -> None:
        for _ in range(200):
            with suppress(OSError):
                imaplib.IMAP4(self.host, self.port, timeout=20).logout()
                return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("pymap did not start")


def is_installed() -> bool:
    """Whether it can be started here."""
    return find_spec("pymap") is not None

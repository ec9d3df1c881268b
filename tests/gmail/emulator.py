"""A Gmail API emulator nobody of this project wrote, and the user's own Gmail beside the assistant."""

import base64
import contextlib
import itertools
import json
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.dovecot import free_port
from tests.npm import install

HERE = Path(__file__).parent


class Emulator:
    """A running emulator.

    Attributes:
        port: where it listens, plain HTTP on loopback.
    """

    def __init__(self) -> None:
        """Install it if need be, and start it.

        Raises:
            NpmMissing: it cannot be installed here.
        """
        install(HERE)
        self.port = free_port()
        self._numbers = itertools.count(100)  # the first ones are for those who sign in
        with (Path(tempfile.gettempdir()) / f"gmail-{self.port}.log").open("wb") as log:
            self._process = subprocess.Popen(
                ["node", "server.mjs", str(self.port)], cwd=HERE, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        for _ in range(400):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.025)
        raise RuntimeError("the Gmail emulator did not start")

    def new_user(self) -> tuple[str, str]:
        """Return address and access token of a user whose mailbox is empty."""
        number = next(self._numbers)
        return f"user{number}@example.test", f"token-{number}"

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait(10)


class GmailProgram:
    """What the user, or Gmail itself, does with one account: the API without this project's code."""

    def __init__(self, emulator: Emulator, token: str) -> None:
        """Act as the owner of a token."""
        self._base, self._token = f"http://127.0.0.1:{emulator.port}/gmail/v1/users/me", token

    def ask(self, method: str, path: str, body: object = None, **query: object) -> dict:
        """Make one request."""
        request = urllib.request.Request(
            f"{self._base}/{path}?{urllib.parse.urlencode(query, doseq=True)}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"authorization": f"Bearer {self._token}", "content-type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read() or b"{}")

    def deliver(self, raw: bytes, labels: Sequence[str], received: datetime, thread: str = "") -> str:
        """Store a message and return its id."""
        body = {
            "raw": base64.urlsafe_b64encode(raw).decode(),
            "labelIds": list(labels),
            "internalDate": str(int(received.astimezone(UTC).timestamp() * 1000)),
        }
        return self.ask("POST", "messages", body | ({"threadId": thread} if thread else {}))["id"]

    def find(self, message_id: str, label: str) -> str:
        """Return the id of the one message with this Message-ID under a label ("" for the archive)."""
        (found,) = (one["id"] for one in self.all(label) if _message_id(one["bytes"]) == message_id)
        return found

    def all(self, label: str) -> list[dict]:
        """Return every message under a label, or in the archive (""), oldest first, its raw bytes as `bytes`."""
        query = {"labelIds": label} if label else {}
        listed = self.ask("GET", "messages", includeSpamTrash="true", maxResults=500, **query).get("messages", [])
        found = [self.ask("GET", f"messages/{one['id']}", format="raw") for one in reversed(listed)]
        shown = {"INBOX", "DRAFT", "SENT", "TRASH"}
        kept = [one for one in found if label or not shown & set(one["labelIds"])]
        return [one | {"bytes": base64.urlsafe_b64decode(one["raw"] + "==")} for one in kept]

    def relabel(self, key: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Change labels."""
        self.ask("POST", f"messages/{key}/modify", {"addLabelIds": list(add), "removeLabelIds": list(remove)})

    def delete(self, key: str) -> None:
        """Remove a message for good."""
        self.ask("DELETE", f"messages/{key}")

    def label_names(self) -> dict[str, str]:
        """Return the names of the labels the user has, by id."""
        return {one["id"]: one["name"] for one in self.ask("GET", "labels")["labels"] if one["type"] == "user"}

    def history(self) -> str:
        """Return the current history id."""
        return self.ask("GET", "profile")["historyId"]


def _message_id(raw: bytes) -> str:
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return next((line[12:].decode() for line in lines if line.lower().startswith(b"message-id: ")), "")

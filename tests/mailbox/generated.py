"""Large mailboxes, generated."""

import base64
import os
import random
from pathlib import Path

from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.world import NOW, mail


def fill(server: Dovecot, person: Person, count: int, *, attachment_bytes: int = 0) -> int:
    """Write messages straight into the server's files; every tenth may carry an attachment; return their size."""
    cur = server.maildir(person.user) / "cur"
    person.program.messages("INBOX")
    chance, total = random.Random(7), 0
    for number in range(count):
        raw = mail(f"n{number}", body="\r\n".join(f"{chance.random()} words" for _ in range(150)))
        if attachment_bytes and number % 10 == 0:
            raw = with_attachment(raw, chance.randbytes(attachment_bytes))
        total += len(raw)
        write(cur / f"{1_700_000_000 + number}.M{number}.test,S={len(raw)}:2,S", raw)
    server.own(cur)
    return total


def with_attachment(raw: bytes, content: bytes) -> bytes:
    """Make it the text of a message with an attachment."""
    header, _, text = raw.partition(b"\r\n\r\n")
    return (
        header + b'\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n'
        b"--=_b\r\nContent-Type: text/plain\r\n\r\n" + text + b"--=_b\r\n"
        b"Content-Type: application/octet-stream; name=f.bin\r\nContent-Disposition: attachment\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content).replace(b"\n", b"\r\n") + b"--=_b--\r\n"
    )  # fmt: skip


def write(path: Path, raw: bytes) -> None:
    """Write a file received now."""
    path.write_bytes(raw)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

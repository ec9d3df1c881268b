"""Turns and bytes of whole polls against Dovecot. Run: .venv/bin/python -m tests.measure_poll [MESSAGES]

Prints the first poll (a tenth of the messages carry an attachment of 290 kB) and one with nothing new.
"""

import base64
import mailbox
import os
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.mailbox.account import ImapAccount, open_mailbox
from assistant.poller import poll
from assistant.poller.opening import load_classifier, load_letters, open_ledger
from assistant.poller.run import Run
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.poller.household import mail, settings
from tests.proxy import Proxy

NOW = datetime.now(UTC)


def message(number: int) -> bytes:
    """Write a message of 3 kB, or one with an attachment."""
    text = "We plan the harvest festival and look for helpers at the gate. " * 45
    raw = mail(f"News {number}", text, id=f"<n{number}@news.example>", sender="N <n@news.example>", sent=NOW)
    if number % 10:
        return raw
    head = raw.partition(b"MIME-Version")[0]
    attachment = base64.encodebytes(os.urandom(210_000))
    return (
        head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/plain\r\n\r\n"
        + text.encode()
        + b"\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + attachment + b"\r\n--b--\r\n"
    )


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    server = Dovecot()
    user, password = server.new_user()
    with closing(MailProgram(server.host, server.port, user, password)) as program:
        program.create("Drafts", "Sent", "Trash")
    inbox = mailbox.Maildir(server.maildir(user), create=True)
    size = 0
    for number in range(count):
        raw = message(number)
        size += len(raw)
        inbox.add(mailbox.MaildirMessage(raw))
    server.own(server.maildir(user))
    folder = Path(tempfile.mkdtemp())
    config = settings(folder)
    run = Run(
        account="main", mailbox=None, ledger=open_ledger(config, "main"), classify=load_classifier(print),  # type: ignore[arg-type]
        letters=load_letters(config), busy=(), files={}, config=config, now=NOW,
    )  # fmt: skip
    print(f"{count} messages, {size / 1e6:.1f} MB")
    for name in ("first poll", "nothing new", "nothing new"):
        proxy = Proxy(server.port)
        account = ImapAccount(
            host="127.0.0.1", port=proxy.port, user=user, secret=lambda: password, security="plain"
        )  # fmt: skip
        start = time.perf_counter()
        with closing(open_mailbox(account)) as box:
            summary = poll(replace(run, mailbox=box, now=NOW + timedelta(minutes=1)))
        seconds = time.perf_counter() - start
        print(f"{name:12} {proxy.turns:4} turns {proxy.received:>11,} bytes down {seconds:7.2f} s  read {summary.read}")
        proxy.close()
    server.stop()


if __name__ == "__main__":
    main()

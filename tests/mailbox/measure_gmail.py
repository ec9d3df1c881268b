"""Measure what reading Gmail costs: requests, quota units, bytes, seconds, and how long the pace makes it.

    .venv/bin/python -m tests.mailbox.measure_gmail [MESSAGES]

Starts the emulator, fills an inbox with MESSAGES (1,000) small messages and prints one line a case. "pace" is the time
the quota of a new Google Cloud project makes of it, on a clock that only the pace moves.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.mailbox import Mailbox
from assistant.mailbox.gmail import GmailMailbox
from tests.gmail.account import signed_in
from tests.gmail.emulator import Emulator, GmailProgram
from tests.gmail.prices import units
from tests.gmail.web_proxy import WebProxy
from tests.mailbox.world import mail, put

NOW = datetime.now(UTC).replace(microsecond=0)
SINCE = NOW - timedelta(days=30)


class Rig:
    """One user's Gmail and a proxy before it."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        user, token = emulator.new_user()
        self.emulator, self.program = emulator, GmailProgram(emulator, token)
        self.account = signed_in(folder, user, token, f"http://127.0.0.1:{emulator.port}")

    def measure(self, name: str, job: Callable[[Mailbox], object]) -> None:
        """Run a job and print its cost."""
        clock = [0.0]
        with closing(WebProxy(self.emulator.port)) as proxy:
            account = replace(self.account, endpoint=proxy.url)
            started = time.perf_counter()
            with closing(
                GmailMailbox(
                    account,
                    clock=lambda: clock[0],
                    sleep=lambda seconds: clock.__setitem__(0, clock[0] + seconds),
                )
            ) as mailbox:
                job(mailbox)
            seconds = time.perf_counter() - started
        print(
            f"{name:34} {len(proxy.asked):5} requests {units(proxy.asked):7,} units {proxy.received:11,} B down "
            f"{seconds:7.2f} s   pace {clock[0]:6.1f} s"
        )


def main() -> None:
    """Fill an inbox and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    emulator = Emulator()
    try:
        with tempfile.TemporaryDirectory() as folder:
            rig = Rig(emulator, Path(folder))
            for number in range(count):
                body = "Nothing to do with a job. " * 40
                rig.program.deliver(mail(f"n{number}", body=body), ["INBOX"], NOW - timedelta(minutes=count - number))
            _measure_all(rig)
    finally:
        emulator.stop()


def _measure_all(rig: Rig) -> None:
    cursors: list[str] = []

    def first(mailbox: Mailbox) -> None:
        news = mailbox.news(None, SINCE)
        cursors.append(news.cursor)
        for _ in mailbox.read(news.arrivals):
            pass

    rig.measure("first poll, all messages read", first)
    rig.measure("poll without news", lambda mailbox: mailbox.news(cursors[-1], SINCE))
    rig.program.deliver(mail("new"), ["INBOX"], NOW)

    def newest(mailbox: Mailbox) -> None:
        list(mailbox.read(mailbox.news(cursors[-1], SINCE).arrivals))

    rig.measure("poll with one new message", newest)

    def answer(mailbox: Mailbox) -> None:
        newest(mailbox)
        put(mailbox, "d1", raw=mail("d1", reply_to="new"))

    rig.measure("the same, and a draft to it", answer)


if __name__ == "__main__":
    main()

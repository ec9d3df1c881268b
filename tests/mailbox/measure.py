"""Measure what polling costs: turns and bytes through a counting proxy, seconds, memory.

    .venv/bin/python -m tests.mailbox.measure [MESSAGES]

Starts a throw-away Dovecot, fills an INBOX with MESSAGES (1,000) generated messages, every tenth with an attachment of
a quarter of a megabyte, and prints one line a case. A turn is a change of direction towards the server: a round trip.
"""

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

from assistant.mailbox import Mailbox
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram
from tests.mailbox.generated import fill
from tests.mailbox.world import mail
from tests.proxy import Proxy

SINCE = datetime.now(UTC) - timedelta(days=30)
ATTACHMENT_BYTES = 177_000
RUNS = 5


def measure(server: Dovecot, person: Person, name: str, job: Callable[[Mailbox], object]) -> None:
    """Run a job some times, each over a line of its own, and print its cost."""
    seconds = []
    for _ in range(RUNS):
        with closing(Proxy(server.port)) as proxy:
            account = ImapAccount(
                host="127.0.0.1", port=proxy.port, user=person.user, secret=lambda: person.password, security="plain"
            )
            started = time.perf_counter()
            with closing(open_mailbox(account)) as mailbox:
                job(mailbox)
            seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sent = sum(len(line) for line in proxy.sent)
    print(
        f"{name:32} {proxy.turns:4} turns {sent:8,} B up {proxy.received:12,} B down   "
        f"median {statistics.median(seconds):6.3f} s ({min(seconds):.3f} to {max(seconds):.3f})   peak {peak} MB"
    )


def main() -> None:
    """Fill a mailbox and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    server = Dovecot()
    try:
        user, password = server.new_user()
        program = MailProgram(server.host, server.port, user, password)
        person = Person(user=user, password=password, program=program)
        person.program.create("Drafts", "Sent", "Trash", "Archive")
        total = fill(server, person, count, attachment_bytes=ATTACHMENT_BYTES)
        print(f"{count:,} messages, {total / 1e6:.1f} MB in INBOX; {RUNS} runs each")
        _measure_all(server, person)
        person.program.close()
    finally:
        server.stop()


def _measure_all(server: Dovecot, person: Person) -> None:
    cursors: list[str] = []

    def first(mailbox: Mailbox) -> None:
        news = mailbox.news(None, SINCE)
        cursors.append(news.cursor)
        for _ in mailbox.read(news.arrivals):
            pass

    def newest(mailbox: Mailbox) -> None:
        list(mailbox.read(mailbox.news(cursors[-1], SINCE).arrivals[-1:]))

    def put(mailbox: Mailbox) -> None:
        name = f"d{random.randrange(10**9)}"
        mailbox.put_draft(f"<{name}@example.test>", mail(name, reply_to=name), mailbox.drafts_floor())

    measure(server, person, "first poll, all messages read", first)
    measure(server, person, "poll without news", lambda mailbox: mailbox.news(cursors[-1], SINCE))
    person.program.deliver(mail("new"))
    measure(server, person, "poll with one new message", newest)
    measure(server, person, "one draft put", put)


if __name__ == "__main__":
    main()

"""What a server sees of a whole life with the assistant."""

import re
from collections.abc import Callable

from assistant.mailbox import Mailbox
from tests.conftest import Person
from tests.mailbox.world import SINCE, identity, large_mail, mail, put
from tests.proxy import Proxy

HARMLESS = re.compile(r"CAPABILITY|LOGIN|LOGOUT|NOOP|LIST|STATUS|EXAMINE|UID SEARCH|UID FETCH")
WRITING = [
    r"SELECT \"INBOX\"",
    r"UID STORE \d+ \+FLAGS.SILENT \(\$JobOffer\)",
    r"UID STORE \d+ \+FLAGS.SILENT \(\$JobUpdate\)",
    r"UID STORE \d+ -FLAGS.SILENT \(\$JobOffer\)",
    r"APPEND \"Drafts\" \(\\Draft \\Seen\) \{\d+\}",
    r"SELECT \"Drafts\"",
    r"UID STORE \d+ \+FLAGS.SILENT \(\\Deleted\)",
    r"UID EXPUNGE \d+",
]


def test_a_server_sees_reading_and_exactly_the_writing_that_was_asked_for(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """The promise to change nothing but tags and drafts is kept by what goes over the wire, not by good intentions."""
    for name in ("a", "b"):
        person.program.deliver(mail(name))
    person.program.deliver(large_mail("large"))
    mailbox = open_imap()
    news = mailbox.news(None, SINCE)
    list(mailbox.read(news.arrivals))
    mailbox.find(identity("b"))
    mailbox.tag(news.arrivals[0], "$JobOffer")
    mailbox.tag(news.arrivals[0], "$JobUpdate", remove=["$JobOffer", "$JobRejection"])
    draft = put(mailbox, "d1")
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)
    mailbox.draft_states([draft])
    assert mailbox.withdraw(draft)
    mailbox.tags(news.arrivals)
    mailbox.news(news.cursor, SINCE, sweep=True)
    mailbox.close()

    draft_lines = set(draft.raw.decode().split("\r\n"))
    tagged = [line for line in bytes(proxy.sent[0]).decode().split("\r\n") if line and line not in draft_lines]
    commands = [line.partition(" ")[2] for line in tagged]
    writing = [command for command in commands if not HARMLESS.match(command)]
    assert [bool(re.fullmatch(law, done)) for law, done in zip(WRITING, writing, strict=True)] == [True] * len(WRITING)
    assert not [command for command in commands if "BODY[" in command or "RFC822 " in command]

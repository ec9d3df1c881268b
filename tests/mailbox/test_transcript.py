"""What a server sees of a whole life with the assistant."""

from collections.abc import Callable

import pytest

from assistant.mailbox import Mailbox
from tests.conftest import Person
from tests.mailbox.transcript import changes
from tests.mailbox.world import SINCE, identity, large_mail, mail, put, put_digest
from tests.proxy import Proxy

COMPARED = 'EXAMINE "Drafts"|UID FETCH 7 (UID BODY.PEEK[])'


def test_a_server_sees_reading_and_exactly_the_writing_that_was_asked_for(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """The promise to write tags, drafts and the digest alone is kept by what goes over the wire, not by good will."""
    for name in ("a", "b"):
        person.program.deliver(mail(name))
    person.program.deliver(large_mail("large"))
    mailbox = open_imap(digest=True)
    news = mailbox.news(None, SINCE)
    list(mailbox.read(news.arrivals))
    mailbox.find(identity("b"))
    mailbox.tag([news.arrivals[0]], "$JobOffer")
    mailbox.tag([news.arrivals[0]], "$JobUpdate", remove=["$JobOffer", "$JobRejection"])
    draft = put(mailbox, "d1")
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)
    mailbox.draft_states([draft])
    assert mailbox.withdraw(draft)
    mailbox.tags(news.arrivals)
    mailbox.news(news.cursor, SINCE, sweep=True)
    morning = put_digest(mailbox, "monday")
    mailbox.put_digest(morning.message_id, morning.raw, morning.floor)
    assert mailbox.remove_digest(morning)
    mailbox.close()

    assert changes(proxy.sent) == [
        'SELECT "INBOX"',
        "UID STORE +FLAGS.SILENT ($JobOffer)",
        "UID STORE +FLAGS.SILENT ($JobUpdate)",
        "UID STORE -FLAGS.SILENT ($JobOffer)",
        r'APPEND "Drafts" (\Draft \Seen)',
        'SELECT "Drafts"',
        r"UID STORE +FLAGS.SILENT (\Deleted)",
        "UID EXPUNGE",
        'APPEND "INBOX" ()',
        'SELECT "INBOX"',
        r"UID STORE +FLAGS.SILENT (\Deleted)",
        "UID EXPUNGE",
    ]


@pytest.mark.parametrize(
    "sent",
    ['SELECT "INBOX"|UID STORE 7 +FLAGS.SILENT (\\Seen)', 'SELECT "INBOX"|UID STORE 7 +FLAGS.SILENT ($JobOffer \\Seen)',
     'EXAMINE "INBOX"|UID STORE 7 +FLAGS.SILENT ($JobOffer)', 'SELECT "Drafts"|UID STORE 7 +FLAGS.SILENT ($JobOffer)',
     'SELECT "Drafts"|UID STORE 7 +FLAGS.SILENT (\\Deleted)', "UID EXPUNGE 7", "EXPUNGE", "CLOSE",
     "UID FETCH 7 (BODY[])", "UID FETCH 7 (RFC822)",
     'APPEND "INBOX" (\\Draft \\Seen) {1}|x', 'APPEND "Drafts" {1}|x', 'UID COPY 7 "Trash"',
     'APPEND "Drafts" (\\Draft \\Seen) {1}|xy', "DONE", "NOOP|DONE", 'CREATE "Drafts"', "STORE 7 +FLAGS ($JobOffer)",
     f'{COMPARED}|SELECT "Drafts"|UID STORE 7 +FLAGS.SILENT (\\Deleted)|UID EXPUNGE 8',
     f'{COMPARED}|SELECT "Drafts"|UID STORE 8 +FLAGS.SILENT (\\Deleted)',
     f'{COMPARED}|SELECT "INBOX"|UID STORE 7 +FLAGS.SILENT (\\Deleted)', 'APPEND "INBOX" () {1}|x',
     'EXAMINE "INBOX"|UID FETCH 7 (UID BODY.PEEK[])|SELECT "INBOX"|UID STORE 7 +FLAGS.SILENT (\\Deleted)'],
)  # fmt: skip
def test_a_transcript_that_breaks_the_promise_is_noticed(sent: str) -> None:
    """A law that cannot be broken proves nothing."""
    lines = [line if line in ("x", "xy", "DONE") else f"A1 {line}" for line in sent.split("|")]

    with pytest.raises(AssertionError):
        changes(["".join(f"{line}\r\n" for line in lines).encode()])

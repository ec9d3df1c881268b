"""Lines that break: whatever is cut, the same call may be made again, and a draft lies there once."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from assistant.errors import MailboxUnreachable
from assistant.mailbox import Mailbox, PlacedDraft
from tests.conftest import Person
from tests.mailbox.world import SINCE, digest, identity, mail, put_digest
from tests.proxy import Proxy


def test_a_draft_whose_storing_was_never_confirmed_lies_there_once(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """The server has stored it, the answer is lost: other programs store it again (offlineimap#262: 119 copies)."""
    raw, mailbox = mail("d1", reply_to="parent"), open_imap()
    floor = mailbox.drafts_floor()
    proxy.rewrite = lambda data: None if b"APPENDUID" in data else data
    with pytest.raises(MailboxUnreachable):
        mailbox.put_draft(identity("d1"), raw, floor)
    proxy.rewrite = lambda data: data

    place = mailbox.put_draft(identity("d1"), raw, floor)
    assert place is not None
    assert [stored for stored, _ in person.program.messages("Drafts")] == [raw]


@pytest.mark.parametrize("cut_at", range(1, 16))
def test_a_job_cut_off_at_any_answer_can_be_done_again(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox], cut_at: int
) -> None:
    """Any call may raise MailboxUnreachable, and what it left undone may be asked for again, with the same mailbox."""
    person.program.deliver(mail("parent"))
    raw, mailbox = mail("d1", reply_to="parent"), open_imap()
    floor = mailbox.drafts_floor()
    mailbox.close()
    answers = 0

    def cut(data: bytes) -> bytes | None:
        nonlocal answers
        answers += 1
        return None if answers == cut_at else data

    def job() -> list[str]:
        arrivals = mailbox.news(None, SINCE).arrivals
        read = [arrival.raw.decode() for _, arrival in mailbox.read(arrivals) if arrival]
        mailbox.put_draft(identity("d1"), raw, floor)
        return read

    proxy.rewrite = cut
    with suppress(MailboxUnreachable):
        job()
    proxy.rewrite = lambda data: data

    assert job() == [mail("parent").decode()]
    assert [stored for stored, _ in person.program.messages("Drafts")] == [raw]


@pytest.mark.parametrize("cut_at", range(1, 16))
def test_a_digest_cut_off_at_any_answer_lies_there_once_and_goes(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox], cut_at: int
) -> None:
    """A morning with a bad line must not fill INBOX, nor leave what was to go."""
    person.program.deliver(mail("a"))
    mailbox = open_imap(digest=True)
    yesterday, floor = put_digest(mailbox, "yesterday"), mailbox.digest_floor()
    mailbox.close()
    answers = 0

    def cut(data: bytes) -> bytes | None:
        nonlocal answers
        answers += 1
        return None if answers == cut_at else data

    def job() -> bool:
        mailbox.put_digest(identity("today"), digest("today"), floor)
        return mailbox.remove_digest(yesterday)

    proxy.rewrite = cut
    with suppress(MailboxUnreachable):
        job()
    proxy.rewrite = lambda data: data

    assert job()
    assert [raw for raw, _ in person.program.messages("INBOX")] == [mail("a"), digest("today")]


def test_a_place_is_found_without_the_server_telling_it(
    person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]
) -> None:
    """Servers without UIDPLUS answer OK and no more; and there nothing is ever expunged."""
    proxy.hide("UIDPLUS")
    hide = proxy.rewrite
    proxy.rewrite = lambda data: hide(data).replace(b"[APPENDUID ", b"[X-UNKNOWN ")
    raw, mailbox = mail("d1", reply_to="parent"), open_imap()
    floor = mailbox.drafts_floor()
    place = mailbox.put_draft(identity("d1"), raw, floor)

    assert place is not None
    ((_, arrival),) = mailbox.read([place])
    assert arrival.raw == raw
    assert not mailbox.withdraw(PlacedDraft(message_id=identity("d1"), raw=raw, floor=floor, place=place))
    assert len(person.program.messages("Drafts")) == 1


def test_a_draft_is_found_after_drafts_was_rebuilt(person: Person, open_imap: Callable[..., Mailbox]) -> None:
    """A floor of another UIDVALIDITY holds for nothing, so the newest headers are looked through."""
    raw, mailbox = mail("d1", reply_to="parent"), open_imap()
    floor = mailbox.drafts_floor()
    mailbox.put_draft(identity("d1"), raw, floor)
    stale = floor.replace('"Drafts": ["', '"Drafts": ["9')

    again = mailbox.put_draft(identity("d1"), raw, stale)
    assert again is not None
    assert len(person.program.messages("Drafts")) == 1

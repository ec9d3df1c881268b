"""A mailbox that fails while a draft is put: what is certain is said, what is not is found out later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assistant.errors import MailboxFull, MailboxUnreachable
from assistant.ledger.plans import State
from assistant.mail.message import Place
from assistant.poller.run import ATTEMPTS, Run
from tests.poller.household import INVITATION, REQUEST, House


class FailingMailbox:
    """A mailbox whose `put_draft` is replaced."""

    def __init__(self, mailbox: Any, put: Callable[..., Place | None]) -> None:
        self._mailbox = mailbox
        self._put = put

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mailbox, name)

    def put_draft(self, message_id: str, raw: bytes, floor: str, **ours: Any) -> Place | None:
        return self._put(self._mailbox, message_id, raw, floor)


def failing(put: Callable[..., Place | None]) -> Callable[[Run], Run]:
    return lambda run: replace(run, mailbox=FailingMailbox(run.mailbox, put))  # type: ignore[arg-type]


def healthy(run: Run) -> Run:
    return run


def stored_but_unanswered(mailbox: Any, *draft: Any) -> None:
    mailbox.put_draft(*draft)
    raise MailboxUnreachable("the line broke before the answer")


def not_stored(mailbox: Any, *draft: Any) -> None:
    raise MailboxUnreachable("the line broke before the draft")


def full(mailbox: Any, *draft: Any) -> None:
    raise MailboxFull


def test_a_lost_answer_leaves_one_draft(house: House) -> None:
    """The normal failure of such tools: the server has it, and the answer never came."""
    house.deliver(INVITATION)
    house.wrap = failing(stored_but_unanswered)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    house.wrap = healthy

    summary = house.poll(after=timedelta(minutes=2))

    assert (summary.placed, len(house.drafts())) == (1, 1)
    assert [one.state for one in house.entries()] == [State.placed]


def test_an_uncertain_draft_is_left_to_settle(house: House) -> None:
    """Servers commit late: asked again too early they would get a second copy (measured, 2.5 s)."""
    house.deliver(INVITATION)
    house.wrap = failing(not_stored)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    house.wrap = healthy

    too_early = house.poll(after=timedelta(seconds=30))
    settled = house.poll(after=timedelta(seconds=31))

    assert (too_early.placed, settled.placed, len(house.drafts())) == (0, 1, 1)


def test_an_uncertain_draft_that_the_user_threw_away_stays_away(house: House) -> None:
    """It had arrived after all, and he did not want it."""
    house.deliver(INVITATION)
    house.wrap = failing(stored_but_unanswered)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    (path,) = (house.folder / "Mail" / ".Drafts" / "cur").iterdir()
    path.rename(house.folder / "Mail" / ".Trash" / "cur" / path.name)
    house.wrap = healthy

    house.poll(after=timedelta(minutes=2))

    assert house.drafts() == {}


def test_a_repetition_puts_the_same_bytes(house: House) -> None:
    """Composed anew it would be another draft, with another date."""
    seen = []

    def watching(mailbox: Any, message_id: str, raw: bytes, floor: str) -> None:
        seen.append((message_id, raw, floor))
        raise MailboxUnreachable

    house.deliver(INVITATION)
    house.wrap = failing(watching)
    for _ in range(3):
        with pytest.raises(MailboxUnreachable):
            house.poll(after=timedelta(minutes=10))

    assert len(seen) == 3 and len(set(seen)) == 1


def test_a_draft_that_never_gets_through_is_put_before_the_user(house: House) -> None:
    """Trying for ever in silence is the worst of all."""
    house.deliver(INVITATION)
    house.wrap = failing(not_stored)
    for _ in range(ATTEMPTS):
        with pytest.raises(MailboxUnreachable):
            house.poll(after=timedelta(minutes=10))

    house.poll(after=timedelta(minutes=10))

    assert [event.kind for event in house.events if event.kind == "stuck"] == ["stuck"]
    assert [one.state for one in house.entries()] == [State.stuck]


def test_a_full_mailbox_keeps_the_draft_for_later(house: House) -> None:
    """The user deletes something, and the draft comes with the next run, once."""
    house.deliver(REQUEST)
    house.wrap = failing(full)
    with pytest.raises(MailboxFull):
        house.poll()
    house.wrap = healthy

    house.poll(after=timedelta(minutes=10))
    count = len(house.drafts())
    house.poll(after=timedelta(minutes=10))

    assert count == len(house.drafts()) == 3


def test_an_uncertain_draft_whose_time_has_passed_is_dropped(house: House) -> None:
    """Nobody wants the acceptance of last week's interview."""
    house.deliver(INVITATION)
    house.wrap = failing(not_stored)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    house.wrap = healthy

    house.poll(after=timedelta(days=5))

    assert house.drafts() == {}
    assert [one.state for one in house.entries()] == [State.dropped]

"""A clock that ran ahead and was put right loses nothing and leaves nothing waiting."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.errors import MailboxReset, MailboxUnreachable
from assistant.mailbox import Mailbox, News
from tests.poller.household import INVITATION, MONDAY, House

A_YEAR = timedelta(days=365)


class Rebuilt:
    """A mailbox that knows no cursor any more."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        if cursor is not None:
            raise MailboxReset
        return self._mailbox.news(None, since, sweep=sweep)

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)


class Broken:
    """A mailbox that breaks off before a draft is put."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def put_draft(self, *told: object, **named: object) -> None:
        raise MailboxUnreachable

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)


class Listening:
    """A mailbox that remembers what it was asked."""

    def __init__(self, mailbox: Mailbox, sweeps: list[bool]) -> None:
        self._mailbox, self._sweeps = mailbox, sweeps

    def news(self, cursor: str | None, since: datetime, *, sweep: bool = False) -> News:
        self._sweeps.append(sweep)
        return self._mailbox.news(cursor, since, sweep=sweep)

    def __getattr__(self, name: str) -> object:
        return getattr(self._mailbox, name)


def test_mail_of_a_rebuilt_mailbox_is_listed_though_the_clock_ran_ahead(house: House) -> None:
    """Else all that came in a year would be passed over for good."""
    house.poll()
    house.poll(after=A_YEAR)
    house.deliver(INVITATION)
    house.wrap = lambda run: replace(run, mailbox=Rebuilt(run.mailbox))  # type: ignore[arg-type]

    house.poll(after=-A_YEAR)

    assert house.record("<invitation@bright.example>") is not None


def test_what_was_skipped_is_looked_for_though_the_clock_ran_ahead(house: House) -> None:
    """The daily sweep is what finds it."""
    sweeps: list[bool] = []
    house.wrap = lambda run: replace(run, mailbox=Listening(run.mailbox, sweeps))  # type: ignore[arg-type]
    house.poll()
    house.poll(after=A_YEAR)

    house.poll(after=-A_YEAR)

    assert sweeps == [False, True, True]


def test_a_draft_is_put_though_its_first_attempt_lies_in_the_future(house: House) -> None:
    """Nobody waits a year to see whether it lies there."""
    house.deliver(INVITATION)
    house.wrap = lambda run: replace(run, mailbox=Broken(run.mailbox))  # type: ignore[arg-type]
    house.now = MONDAY + timedelta(hours=20)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    house.wrap = lambda run: run

    house.poll(after=timedelta(hours=-20))

    assert len(house.drafts()) == 1

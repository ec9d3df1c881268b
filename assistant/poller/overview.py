"""Every application at a glance: whose word was last, and what comes next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from assistant.application import Application, Stage
from assistant.config import Config
from assistant.interview import told_once
from assistant.ledger import applications, interviews, messages, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, Entry, State
from assistant.poller.due import due
from assistant.poller.passing import written_to
from assistant.promise import Promise, Whose

_NEVER = datetime.max.replace(tzinfo=UTC)
_LINK = re.compile(r":? ?https?://\S+")


class When(StrEnum):
    """What a day means: something happens at it, appears on it, or is to be done by it."""

    at = "at"
    on = "on"
    by = "by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What comes next: a clause for the user, its moment (aware UTC, None if nobody named one), and what that means."""

    what: str
    at: datetime | None = None
    when: When = When.by


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One application at a moment.

    Attributes:
        application: as the user sees it.
        last_word_at: when somebody wrote last, else what the user typed; aware UTC.
        last_word_by: the user or the other side; None without mail.
        next: what comes next.
        interviews: starts of its interviews, aware UTC.
        letters: how many messages belong to it.
        by_mail: how far its mail tells that it has come.
    """

    application: Application
    last_word_at: datetime | None
    last_word_by: Whose | None
    next: Next
    interviews: tuple[datetime, ...]
    letters: int
    by_mail: Stage


def overview(step: Step, config: Config, now: datetime) -> list[Overview]:
    """Return all applications of an account, the last touched first."""
    heard = messages.by_application(step)
    promises, entries = due(step, config, now), plans.entries(step, states=LIVE)
    talks = told_once(interviews.recorded(step))
    return [
        _seen(
            step,
            one,
            heard[one.id],
            _next(one, [it for it in promises if it.application == one.id], _of(entries, one), now),
            tuple(it.starts_at for it in talks if it.application == one.id and it.starts_at),
        )
        for one in applications.recorded(step)
    ]


def _of(entries: Sequence[Entry], one: Application) -> list[Entry]:
    return [entry for entry in entries if entry.application == one.id]


def _seen(
    step: Step, one: Application, heard: Sequence[Record], following: Next, talks: tuple[datetime, ...]
) -> Overview:
    words = [(at, Whose.yours) for at in written_to(step, one, heard)]
    words += [(record.sent_at, Whose.theirs) for record in heard if record.sent_at]
    last, by = max(words, key=lambda word: word[0], default=(one.changed_at, None))
    return Overview(
        application=one,
        last_word_at=last,
        last_word_by=by,
        next=following,
        interviews=talks,
        letters=len(heard),
        by_mail=applications.as_heard(step, one.id).stage,
    )


def _next(one: Application, promises: Sequence[Promise], entries: Sequence[Entry], now: datetime) -> Next:
    """Choose the soonest; a draft that lies there is to be sent now."""
    lying = [entry for entry in entries if entry.state is not State.planned and entry.plan.wanted_until > now]
    waiting = [entry for entry in entries if entry.state is State.planned and entry.plan.wanted_until > now]
    found = [(now, _to_send(entry)) for entry in lying if entry.plan.recipients]
    found += [(it.at or _NEVER, _promised(it)) for it in promises]
    found += [(it.plan.not_before, _to_appear(it)) for it in waiting]
    silent = Next(what="wait to hear from them" if one.stage.is_open else f"nothing: {one.stage}")
    return min(found, key=lambda pair: pair[0], default=(now, silent))[1]


def _to_send(entry: Entry) -> Next:
    doing = "read" if entry.plan.letter.is_note else "send"
    return Next(what=f"{doing} the draft: {entry.plan.letter.words}", at=entry.plan.wanted_until)


def _to_appear(entry: Entry) -> Next:
    return Next(what=f"a draft comes: {entry.plan.letter.words}", at=entry.plan.not_before, when=When.on)


def _promised(one: Promise) -> Next:
    if one.whose is Whose.both:
        return Next(what="interview", at=one.at, when=When.at)
    return Next(what=_LINK.sub("", one.what), at=one.at)

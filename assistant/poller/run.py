"""What one pass works with, and what it tells afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from assistant.agenda import Agenda, Span
from assistant.config import Config
from assistant.ledger import interviews
from assistant.ledger.connection import Ledger, Step
from assistant.ledger.plans import LIVE, Entry, entries
from assistant.mailbox import Mailbox
from assistant.reply.letters import Letters
from assistant.understanding.labels import Classify

SETTLE = timedelta(seconds=60)
"""After an uncertain write the mailbox is asked again no earlier than this: servers commit late (measured 2.5 s)."""

ATTEMPTS = 10
"""After so many attempts whose end stayed uncertain a draft is put before the user instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a pass, for whoever watches.

    Attributes:
        kind: "listed" (so many will be read), "read", "rescued" (found in Junk), "planned", "silent", "unreadable",
            "corrected", "tagged", "waiting", "placed", "apart" (shown outside its conversation), "withdrawn", "left",
            "dropped", "edited", "sent", "gone", "stuck", "digest".
        identity: the message it is about.
        data: JSON values that tell more.
    """

    kind: str
    identity: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Summary:
    """Counts of one pass; `planned` and `placed` count drafts, the others messages."""

    read: int = 0
    tagged: int = 0
    planned: int = 0
    placed: int = 0
    silent: int = 0
    unreadable: int = 0
    withdrawn: int = 0
    waiting: int = 0

    def add(self, other: "Summary") -> None:
        """Add another's counts."""
        for count in fields(self):
            setattr(self, count.name, getattr(self, count.name) + getattr(other, count.name))


def nobody_watches(event: Event) -> None:
    """Take an event and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything one pass over one account needs.

    Attributes:
        account: its name in the settings.
        mailbox: open.
        ledger: open, for the same account.
        classify: what tells labels.
        letters: templates.
        busy: spans of the user's calendars; None if there are none.
        files: attachments by path.
        config: settings.
        now: aware UTC; the only clock.
        confirmed: the user has looked at a suspiciously large number of drafts and wants them.
        watch: told of everything as it happens.
    """

    account: str
    mailbox: Mailbox
    ledger: Ledger
    classify: Classify
    letters: Letters
    busy: tuple[Span, ...] | None
    files: Mapping[str, bytes]
    config: Config
    now: datetime
    confirmed: bool = False
    watch: Callable[[Event], None] = nobody_watches

    def agenda(self, step: Step, *, thread: str = "") -> Agenda:
        """Return the calendar with what other threads take: interviews agreed there, and times accepted in drafts."""
        live = [one for one in entries(step, states=LIVE) if one.thread != thread]
        accepted = [one for one in live if one.plan.details.get("variant") == "accept"]
        meetings = [
            Span(start=one.starts_at, end=one.end)
            for one in interviews.recorded(step)
            if one.thread != thread and one.starts_at and one.end
        ]
        return Agenda(
            rules=self.config.rules,
            zone=self.config.zone,
            busy=self.busy,
            taken=(*meetings, *_times(accepted)),
            offered=tuple(_times(live)),
        )


def _times(live: Sequence[Entry]) -> list[Span]:
    spans = []
    for one in live:
        for slot in one.plan.details.get("slots", ()):
            start = datetime.fromisoformat(slot["start"])
            end = datetime.fromisoformat(slot["end"]) if slot["end"] else start + timedelta(hours=1)
            spans.append(Span(start=start, end=end))
    return spans

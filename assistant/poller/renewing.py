"""Times that were offered and have come too near: the message is decided about anew while it may still be answered."""

from collections.abc import Sequence
from datetime import timedelta

from assistant.etiquette.decide import decide
from assistant.etiquette.plan import Letter
from assistant.ledger import messages, plans
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, Entry, State
from assistant.mail.message import parse
from assistant.poller.finding import find_again
from assistant.poller.run import Run
from assistant.poller.situations import situation_of, verdict_of


def renew(run: Run) -> None:
    """Offer later times in place of those whose letter nobody sent in time."""
    with run.ledger.step() as step:
        everything = plans.entries(step)
        over = [one for one in everything if _ran_out(one) and not _was_followed(one, everything)]
        known = [(one, messages.known(step, one.parent)) for one in over]
    limit = timedelta(days=run.config.rules.answer_within_days)
    for entry, record in known:
        if record and record.sent_at and run.now - record.sent_at < limit:
            _decide_again(run, entry, record)


def _ran_out(one: Entry) -> bool:
    """Whether a letter with times of the user's own ended because those came near."""
    offered = one.plan.letter is Letter.availability and one.plan.details.get("variant") == "offer"
    return offered and one.state in (State.withdrawn, State.dropped) and one.outcome == plans.TIME_HAS_PASSED


def _was_followed(one: Entry, everything: Sequence[Entry]) -> bool:
    """Whether the conversation has another reply since, of whatever kind, or is being answered."""
    replies = [other for other in everything if other.thread == one.thread and other.plan.letter.is_reply]
    return any(other.id > one.id or other.state in LIVE for other in replies)


def _decide_again(run: Run, entry: Entry, record: Record) -> None:
    arrival = find_again(run, entry.parent)
    if arrival is None:
        return
    with run.ledger.step() as step:
        situation = situation_of(
            run, step, parse(arrival), verdict_of(record), record.thread, answered=arrival.answered
        )
        for plan in decide(situation).plans:
            if plan.letter is Letter.availability:
                plans.add(
                    step,
                    plan,
                    parent=entry.parent,
                    thread=entry.thread,
                    application=entry.application,
                    now=run.now,
                    ordinal=entry.ordinal + 1,
                )

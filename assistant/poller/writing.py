"""The write pass: tag what was read, put what is due. Every step is safe to repeat."""

from collections.abc import Sequence
from datetime import datetime, time

from assistant.errors import AssistantError, MailboxUnreachable, TooManyDrafts
from assistant.ledger import applications, messages, places, plans
from assistant.ledger.messages import Tagging
from assistant.ledger.plans import Entry, State
from assistant.mail.message import Arrival, Message, parse
from assistant.mailbox import News
from assistant.mailbox.tags import KEYWORDS
from assistant.poller.finding import find_again
from assistant.poller.run import ATTEMPTS, SETTLE, Event, Run, Summary
from assistant.poller.tidying import settle, tidy
from assistant.reply.compose import Desk, compose, promise_day
from assistant.reply.draft import Draft
from assistant.understanding.facts import extract


def write_pass(run: Run, summary: Summary, news: News) -> None:
    """Tag, tidy up earlier drafts, then put the drafts that are due, the most urgent first; none while paused."""
    _tag(run, summary)
    tidy(run, summary, news)
    for entry in () if run.config.paused else _due(run, summary):
        _place(run, summary, entry)
    with run.ledger.step() as step:
        places.advance(step, run.now, good=True)


def _tag(run: Run, summary: Summary) -> None:
    """Set the keyword each message wants, or take away all; a mailbox that keeps none is asked once only."""
    with run.ledger.step() as step:
        untagged = messages.untagged(step)
    for record in untagged:
        others = [keyword for keyword in KEYWORDS.values() if keyword != record.tag]
        kept = run.mailbox.tag(record.place, record.tag, remove=others)
        with run.ledger.step() as step:
            messages.tagged(step, record.identity, Tagging.kept if kept else Tagging.refused)
        if kept and record.tag:
            summary.tagged += 1
            run.watch(Event(kind="tagged", identity=record.identity, data={"keyword": record.tag}))


def _due(run: Run, summary: Summary) -> Sequence[Entry]:
    """Return what may be put now: interrupted drafts first, then due plans within the day's cap.

    Raises:
        TooManyDrafts: far more are due than a day ever brings, which looks like a misread mailbox.
    """
    with run.ledger.step() as step:
        begun = list(plans.entries(step, states=(State.intent,)))
        waiting = [one for one in plans.entries(step, states=(State.planned,)) if one.plan.not_before <= run.now]
        room = run.config.rules.drafts_per_day - plans.placed_since(step, _midnight(run)) - len(begun)
        first_run = places.current(step).good_run_at is None
    if first_run:
        room = min(room, run.config.rules.first_run_drafts)
    elif len(waiting) > 3 * run.config.rules.drafts_per_day and not run.confirmed:
        raise TooManyDrafts(
            f"{len(waiting)} drafts are due at once, far more than a day ever brings. Look at them with "
            "`assistant drafts`; if they are right, run `assistant poll --confirm`."
        )
    for one in waiting[max(room, 0) :]:
        summary.waiting += 1
        run.watch(Event(kind="waiting", identity=one.parent, data={"letter": one.plan.letter.words}))
    return [*begun, *waiting[: max(room, 0)]]


def _midnight(run: Run) -> datetime:
    return datetime.combine(run.now.astimezone(run.config.zone).date(), time(0), tzinfo=run.config.zone)


def _place(run: Run, summary: Summary, entry: Entry) -> None:
    """Bring one plan into Drafts; a message that cannot be composed is dropped with its reason."""
    if entry.state is State.intent:
        _resume(run, summary, entry)
        return
    found = find_again(run, entry.parent)
    because = _obstacle(run, entry, found[1] if found else None)
    if because or found is None:
        _drop(run, entry, because or "the message it answers is no longer in your mailbox")
        return
    draft, promised_for = _compose(run, entry, parse(found[1]))
    floor = _floor(run)
    with run.ledger.step() as step:
        plans.intend(step, entry.id, message_id=draft.message_id, raw=draft.raw, floor=floor, promised_for=promised_for)
        plans.begin_attempt(step, entry.id, run.now)
    _put(run, summary, entry, draft.message_id, draft.raw, floor)


def _floor(run: Run) -> str:
    """Return the mark below which the draft cannot lie; none while the ledger is young.

    A ledger that was lost and started anew does not know what it put: then all of Drafts and Sent is looked through.
    """
    with run.ledger.step() as step:
        young = places.current(step).good_run_at is None
    return "" if young else run.mailbox.drafts_floor()


def _put(run: Run, summary: Summary, entry: Entry, message_id: str, raw: bytes, floor: str) -> None:
    """Put the committed bytes and record where they lie; an uncertain end stays uncertain until it has settled."""
    try:
        place = run.mailbox.put_draft(message_id, raw, floor)
    except MailboxUnreachable:
        raise
    except AssistantError:
        with run.ledger.step() as step:
            plans.clear_attempt(step, entry.id)
        raise
    with run.ledger.step() as step:
        plans.place(step, entry.id, place, run.now)
    summary.placed += 1
    told = {
        "letter": entry.plan.letter.words,
        "to": [one.address for one in entry.plan.recipients],
        "because": entry.plan.because,
        "message_id": message_id,
    }
    run.watch(Event(kind="placed", identity=entry.parent, data=told))


def _resume(run: Run, summary: Summary, entry: Entry) -> None:
    """Go on with a draft whose putting was cut short: look first whether it lies there, once that can be trusted."""
    if entry.uncertain_since and run.now - entry.uncertain_since < SETTLE:
        return
    if settle(run, entry):
        summary.placed += 1
        return
    found = find_again(run, entry.parent)
    because = _obstacle(run, entry, found[1] if found else None)
    if because or found is None:
        _drop(run, entry, because or "the message it answers is no longer in your mailbox")
    elif entry.attempts >= ATTEMPTS:
        because = "the connection broke each time it was put; look whether it lies in Drafts"
        with run.ledger.step() as step:
            plans.end(step, entry.id, State.stuck, because)
        told = {"letter": entry.plan.letter.words, "because": because}
        run.watch(Event(kind="stuck", identity=entry.parent, data=told))
    else:
        with run.ledger.step() as step:
            plans.begin_attempt(step, entry.id, run.now)
        _put(run, summary, entry, entry.message_id, entry.raw, entry.floor)


def _obstacle(run: Run, entry: Entry, arrival: Arrival | None) -> str | None:
    """Return why a plan is no longer wanted at the moment it would be put, None if it is."""
    if arrival is None:
        return None
    if entry.plan.wanted_until <= run.now:
        return entry.outcome or "its time has passed"
    if not entry.plan.letter.is_reply:
        return None
    if arrival.answered:
        return "you have answered already"
    with run.ledger.step() as step:
        live = plans.entries(step, states=(State.intent, State.placed, State.edited), thread=entry.thread)
        answered = messages.answers(step, entry.thread, parse(arrival).sent_at)
    if answered:
        return "you have written in this conversation since"
    if any(one.plan.letter.is_reply and one.id != entry.id for one in live):
        return "another draft already stands in this conversation"
    return None


def _compose(run: Run, entry: Entry, message: Message) -> tuple[Draft, datetime | None]:
    """Write the draft; also return the day its promise names, if it promises something."""
    facts = extract(message, zone=run.config.me.zone)
    with run.ledger.step() as step:
        known = {one.id: one for one in applications.recorded(step)}
        agenda = run.agenda(step)
    desk = Desk(account=run.account, config=run.config, letters=run.letters, agenda=agenda, files=run.files)
    application = known.get(entry.application) if entry.application else None
    draft = compose(entry.plan, message, facts, application, desk, ordinal=entry.ordinal, now=run.now)
    promises = (entry.plan.details.get("materials") or {}).get("promised") or entry.plan.details.get("promised")
    return draft, promise_day(agenda, run.now) if promises else None


def _drop(run: Run, entry: Entry, because: str) -> None:
    with run.ledger.step() as step:
        plans.end(step, entry.id, State.dropped, because)
        messages.add_silence(step, entry.parent, f"no {entry.plan.letter.words}: {because}")
    run.watch(
        Event(kind="dropped", identity=entry.parent, data={"letter": entry.plan.letter.words, "because": because})
    )

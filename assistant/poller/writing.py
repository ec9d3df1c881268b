"""The write pass: tag what was read, put what is due. Every step is safe to repeat."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from assistant.errors import AssistantError, MailboxUnreachable, TooManyDrafts, without_words
from assistant.ledger import applications, messages, places, plans, retention
from assistant.ledger.messages import Tagging
from assistant.ledger.plans import LIVE, Entry, State
from assistant.mail.message import Arrival, Message, parse
from assistant.mailbox import DraftState, News
from assistant.mailbox.tags import KEYWORDS
from assistant.poller.apart import tell_if_apart
from assistant.poller.finding import find_again
from assistant.poller.passing import look_ahead
from assistant.poller.renewing import renew
from assistant.poller.run import ATTEMPTS, Event, Run, Summary
from assistant.poller.tidying import answers_to, has_settled, is_paused, settle, tidy
from assistant.reply.compose import Desk, compose, promise_day
from assistant.reply.draft import Draft
from assistant.understanding.facts import extract
from assistant.understanding.labels import Label

_NO_PARENT = "the message it answers is no longer in your mailbox"
_WAIT = "an earlier draft of this conversation is still being put"


def write_pass(run: Run, summary: Summary, news: News) -> None:
    """Tidy up earlier drafts, put what is due, the most urgent first and nothing while paused, then tag.

    Raises:
        TooManyDrafts: before anything is written.
    """
    _guard(run)
    tidy(run, summary, news)
    look_ahead(run, summary)
    renew(run)
    for entry in _due(run, summary):
        place(run, summary, entry)
    _tag(run, summary)
    with run.ledger.step() as step:
        retention.expire(step, run.now - timedelta(days=run.config.privacy.keep_days))
        retention.forget_referees(step, run.now)
        places.advance(step, run.now, good=True)


def _guard(run: Run) -> None:
    """Stop before the first write if far more is due than a day ever brings; the first run's backlog does not count."""
    with run.ledger.step() as step:
        position = places.current(step)
        planned = plans.entries(step, states=(State.planned,))
    if position.good_run_at is None or position.first_run_at is None or run.confirmed:
        return
    due = [one for one in planned if one.plan.not_before <= run.now and one.planned_at > position.first_run_at]
    if len(due) > 3 * run.config.rules.drafts_per_day:
        raise TooManyDrafts(
            f"{len(due)} drafts are due at once, far more than a day ever brings. Look at them with "
            "`assistant drafts`; if they are right, run `assistant poll --confirm`."
        )


def _tag(run: Run, summary: Summary) -> None:
    """Set the keyword each message wants, or take away all; a mailbox that keeps none is asked once only."""
    with run.ledger.step() as step:
        untagged = messages.untagged(step)
    for tag in dict.fromkeys(record.tag for record in untagged):
        wanting = [record for record in untagged if record.tag == tag]
        others = [keyword for keyword in KEYWORDS.values() if keyword != tag]
        kept = run.mailbox.tag([record.place for record in wanting], tag, remove=others)
        with run.ledger.step() as step:
            for record in wanting:
                messages.tagged(step, record.identity, Tagging.kept if record.place in kept else Tagging.refused)
        for record in wanting:
            if tag and record.place in kept:
                summary.tagged += 1
                run.watch(Event(kind="tagged", identity=record.identity, data={"keyword": tag}))


def _due(run: Run, summary: Summary) -> Sequence[Entry]:
    """Return what may be put now: interrupted, rewritten and wished drafts, then due plans within the day's cap."""
    with run.ledger.step() as step:
        if is_paused(run, step):
            return []
        begun = list(plans.entries(step, states=(State.intent,)))
        due = [one for one in plans.entries(step, states=(State.planned,)) if one.plan.not_before <= run.now]
        room = run.config.rules.drafts_per_day - plans.placed_since(step, _midnight(run)) - len(begun)
        first_run = places.current(step).good_run_at is None
    rewritten = [one for one in due if one.ordinal or "wished" in one.plan.details]
    waiting = [one for one in due if one not in rewritten]
    room = max(min(room, run.config.rules.first_run_drafts) if first_run else room, 0)
    for one in waiting[room:]:
        summary.waiting += 1
        run.watch(Event(kind="waiting", identity=one.parent, data={"letter": one.plan.letter.value}))
    return [*begun, *rewritten, *waiting[:room]]


def _midnight(run: Run) -> datetime:
    return datetime.combine(run.now.astimezone(run.config.zone).date(), time(0), tzinfo=run.config.zone)


def place(run: Run, summary: Summary, entry: Entry) -> None:
    """Bring one plan into Drafts; one that cannot be written is dropped with its reason, and the others go on."""
    if entry.state is State.intent:
        _resume(run, summary, entry)
        return
    found = find_again(run, entry.parent)
    because = _obstacle(run, entry, found)
    if because == _WAIT:
        return
    if because or found is None:
        _drop(run, entry, because or _NO_PARENT)
        return
    try:
        draft, promised_for = _compose(run, entry, parse(found))
    except AssistantError:
        raise
    except Exception as error:  # whatever a message does to its answer, the others are written
        _drop(run, entry, f"it could not be written ({without_words(error)})")
        return
    is_old = _may_be_older_than_the_ledger(run, entry)
    floor = "" if is_old and "since" not in entry.plan.details else run.mailbox.drafts_floor()
    with run.ledger.step() as step:
        plans.intend(step, entry.id, message_id=draft.message_id, raw=draft.raw, floor=floor, promised_for=promised_for)
        plans.begin_attempt(step, entry.id, run.now)
    _put(run, summary, entry, found, draft.message_id, draft.raw, "" if is_old else floor)


def _may_be_older_than_the_ledger(run: Run, entry: Entry) -> bool:
    """Whether the draft may have been put before, and the ledger does not know of it.

    One that was lost and started anew, or restored from a backup, does not know what it put in answer to mail from
    before. Then all of Drafts, Sent and Trash is looked through. That is also where the draft is looked for from then
    on, unless it follows an answer of the user's own, which would be taken for it.
    """
    with run.ledger.step() as step:
        position, parent = places.current(step), messages.known(step, entry.parent)
    began = max(filter(None, (position.first_run_at, position.restored_at)), default=run.now)
    dated = parent.sent_at if parent else None
    return position.good_run_at is None or dated is None or dated <= began


def _put(run: Run, summary: Summary, entry: Entry, parent: Arrival, message_id: str, raw: bytes, floor: str) -> None:
    """Put the committed bytes and record where they lie; an uncertain end stays uncertain until it has settled."""
    with run.ledger.step() as step:
        left = [one.message_id for one in plans.entries(step, states=(State.left,), thread=entry.thread)]
    try:
        place = run.mailbox.put_draft(message_id, raw, floor, ours=left)
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
        "letter": entry.plan.letter.value,
        "to": [one.address for one in entry.plan.recipients],
        "because": entry.plan.because,
        "draft": message_id,
    }
    run.watch(Event(kind="placed", identity=entry.parent, data=told))
    tell_if_apart(run, entry, parent, place)


def _resume(run: Run, summary: Summary, entry: Entry) -> None:
    """Go on with a draft whose putting was cut short and that, as far as can be told, does not lie there."""
    if not has_settled(run, entry):
        return
    state = settle(run, entry)
    if state in (DraftState.untouched, DraftState.edited, DraftState.sent):
        return
    found = find_again(run, entry.parent)
    because = _obstacle(run, entry, found)
    if because == _WAIT:
        return
    if because or found is None:
        _drop(run, entry, because or _NO_PARENT)
    elif entry.uncertain_since and (state is DraftState.unknown or entry.attempts >= ATTEMPTS):
        _give_up(run, entry)
    else:
        with run.ledger.step() as step:
            plans.begin_attempt(step, entry.id, run.now)
        _put(run, summary, entry, found, entry.message_id, entry.raw, entry.floor)


def _give_up(run: Run, entry: Entry) -> None:
    because = "it cannot be told whether it lies in Drafts; please look"
    with run.ledger.step() as step:
        plans.end(step, entry.id, State.stuck, because)
    run.watch(Event(kind="stuck", identity=entry.parent, data={"letter": entry.plan.letter.value, "because": because}))


def _obstacle(run: Run, entry: Entry, arrival: Arrival | None) -> str | None:
    """Return why a plan is not wanted at the moment it would be put, None if it is, _WAIT if that is not known yet."""
    if arrival is None:
        return None
    if entry.plan.wanted_until <= run.now:
        return entry.outcome or plans.TIME_HAS_PASSED
    if not entry.plan.letter.is_reply:
        return None
    with run.ledger.step() as step:
        live = plans.entries(step, states=(State.intent, State.placed, State.edited), thread=entry.thread)
        answered = answers_to(step, entry)
    if answered or (arrival.answered and "since" not in entry.plan.details):
        return "you have written in this conversation since"
    others = [one for one in live if one.plan.letter.is_reply and one.id != entry.id]
    if any(one.state is State.intent for one in others):
        return _WAIT
    return "another draft already stands in this conversation" if others else None


def _compose(run: Run, entry: Entry, message: Message) -> tuple[Draft, datetime | None]:
    """Write the draft; also return the day its promise names, if it promises something.

    A reminder names the day its reply named, whenever it is written.
    """
    with run.ledger.step() as step:
        parent = messages.known(step, entry.parent)
        known = {one.id: one for one in applications.recorded(step)}
        agenda = run.agenda(step)
        standing = plans.entries(step, parent=entry.parent, states=(*LIVE, State.sent))
    replies = [one for one in standing if one.plan.letter.is_reply]
    day = next((one.promised_for for one in replies if one.promised_for and entry.plan.letter.is_note), None)
    day = day or promise_day(agenda, run.now)
    refused = parent.label == Label.rejection if parent and parent.sure else None
    facts = extract(message, zone=run.config.me.zone, refused=refused)
    desk = Desk(account=run.account, config=run.config, letters=run.letters, agenda=agenda, files=run.files)
    application = known.get(entry.application) if entry.application else None
    draft = compose(entry.plan, message, facts, application, desk, ordinal=entry.ordinal, now=run.now, promised_for=day)
    promises = (entry.plan.details.get("materials") or {}).get("promised") or entry.plan.details.get("promised")
    return draft, day if promises else None


def _drop(run: Run, entry: Entry, because: str) -> None:
    with run.ledger.step() as step:
        plans.end(step, entry.id, State.dropped, because)
        messages.add_silence(step, entry.parent, f"no {entry.plan.letter.words}: {because}")
    run.watch(
        Event(kind="dropped", identity=entry.parent, data={"letter": entry.plan.letter.value, "because": because})
    )

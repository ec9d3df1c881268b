"""The read pass: list what is new, then read, understand and decide each message in one ledger step."""

from dataclasses import replace
from datetime import timedelta

from assistant.application import Application, Stage, advance, match
from assistant.errors import AssistantError, MailboxReset
from assistant.etiquette.decide import decide
from assistant.etiquette.plan import Decision, Letter
from assistant.etiquette.situation import Situation
from assistant.ledger import applications, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.places import Kind, Position, Reading
from assistant.ledger.plans import State
from assistant.mail.message import Arrival, Message, Place, parse
from assistant.mail.sender import answerable
from assistant.mailbox import News
from assistant.mailbox.tags import KEYWORDS
from assistant.outline import outline
from assistant.poller.run import Event, Run, Summary
from assistant.understanding.facts import extract
from assistant.understanding.labels import ABOUT_A_JOB, Label, Verdict
from assistant.understanding.suspicion import suspect

_SWEEP_EVERY = timedelta(days=1)
_SWEEP_BACK = timedelta(days=7)
_ATTEMPTS = 3
"""A message that could not be read so often is recorded as unreadable and never holds up the others."""


def read_pass(run: Run, summary: Summary) -> News:
    """Record what is new, then read it; mail the user sent first, since it tells what is answered already."""
    with run.ledger.step() as step:
        position = places.current(step)
    news = _list(run, position)
    for kind in (Kind.sent, Kind.arrival):
        with run.ledger.step() as step:
            unread = places.unread(step, kind)
        for place, arrival in run.mailbox.read(unread) if unread else ():
            _take(run, summary, place, arrival, kind, first_run=position.cursor is None)
    return news


def _list(run: Run, position: Position) -> News:
    """Ask for news and record it in one step with the cursor."""
    sweep = position.cursor is not None and (position.swept_at is None or run.now - position.swept_at >= _SWEEP_EVERY)
    since = run.now - (_SWEEP_BACK if position.cursor else timedelta(days=run.config.rules.look_back_days))
    try:
        news = run.mailbox.news(position.cursor, since, sweep=sweep)
    except MailboxReset:
        with run.ledger.step() as step:
            places.forget_cursor(step)
        last = position.good_run_at or run.now
        news = run.mailbox.news(None, last - _SWEEP_BACK)
    if news.arrivals or news.sent or sweep or news.cursor != position.cursor:
        with run.ledger.step() as step:
            places.list_new(step, news.arrivals, Kind.arrival, run.now)
            places.list_new(step, news.sent, Kind.sent, run.now)
            places.advance(step, run.now, cursor=news.cursor, swept=sweep or position.cursor is None)
    return news


def _take(run: Run, summary: Summary, place: Place, arrival: Arrival | None, kind: Kind, *, first_run: bool) -> None:
    """Bring one place to an end, whatever lies there; a message that cannot be read never stops the run."""
    if arrival is None:
        with run.ledger.step() as step:
            places.finish(step, place, Reading.gone)
        return
    try:
        message = parse(arrival)
        own = message.sender is not None and message.sender.key in run.config.me.own
        if kind is Kind.sent or own:
            _record_sent(run, place, arrival, message)
        elif arrival.draft:
            with run.ledger.step() as step:
                places.finish(step, place, Reading.done, "a draft")
        else:
            verdict = run.classify(message)
            _record(run, summary, place, arrival, message, verdict, first_run=first_run)
    except AssistantError:
        raise
    except Exception as error:
        _unreadable(run, summary, place, f"{type(error).__name__}: {error}")


def _unreadable(run: Run, summary: Summary, place: Place, because: str) -> None:
    with run.ledger.step() as step:
        last = places.try_again(step, place, because, limit=_ATTEMPTS)
    if last:
        summary.unreadable += 1
    run.watch(Event(kind="unreadable", identity=f"{place.folder}/{place.key}", data={"because": because, "last": last}))


def _record_sent(run: Run, place: Place, arrival: Arrival, message: Message) -> None:
    with run.ledger.step() as step:
        thread = messages.thread_of(step, message, arrival.thread)
        messages.record_sent(step, message, thread)
        places.finish(step, place, Reading.done)


def _record(
    run: Run,
    summary: Summary,
    place: Place,
    arrival: Arrival,
    message: Message,
    verdict: Verdict,
    *,
    first_run: bool,
) -> None:
    """Decide about one message and record message, decision and end of reading in one step."""
    with run.ledger.step() as step:
        places.finish(step, place, Reading.done)
        if messages.known(step, message.identity):
            messages.moved(step, message.identity, place)
            return
        thread = messages.thread_of(step, message, arrival.thread)
        situation = _situation(run, step, message, verdict, thread, answered=arrival.answered, first_run=first_run)
        decision = decide(situation)
        application = _follow(step, situation, thread)
        if verdict.sure and verdict.label in ABOUT_A_JOB:
            _supersede(run, step, thread)
        for plan in decision.plans:
            plans.add(step, plan, parent=message.identity, thread=thread, application=application, now=run.now)
        record = _as_record(situation, decision, place, thread, application, tags=_tags(run))
        messages.record(step, record, run.now)
    _tell(run, summary, record, decision)


def _tags(run: Run) -> bool:
    return run.config.accounts[run.account].tags


def _situation(
    run: Run, step: Step, message: Message, verdict: Verdict, thread: str, *, answered: bool, first_run: bool
) -> Situation:
    written = messages.answers(step, thread, None)
    known_thread = bool(written)
    facts = extract(message, zone=run.config.me.zone)
    known = tuple(applications.recorded(step))
    found = match(facts, thread, known)
    companies = frozenset(one.company for one in known if one.company)
    return Situation(
        message=message,
        verdict=verdict,
        facts=facts,
        suspicion=suspect(message, facts, known_companies=companies, known_thread=known_thread),
        answerable=answerable(message, own=run.config.me.own, known_thread=known_thread),
        match=found,
        applications=known,
        answered=answered or any(moment >= (message.sent_at or run.now) for moment in written),
        editing=_is_editing(step, thread),
        asked_feedback=_asked_feedback(step, thread, found.application),
        connected=_connected(step),
        agenda=run.agenda(step),
        first_run=first_run,
        config=run.config,
        now=run.now,
    )


def _asked_feedback(step: Step, thread: str, application: Application | None) -> bool:
    """Whether a feedback request exists for the conversation or the application; one never placed does not count."""
    counted = tuple(state for state in State if state not in (State.dropped, State.withdrawn))
    found = [*plans.entries(step, states=counted, thread=thread)]
    if application:
        found += plans.entries(step, states=counted, application=application.id)
    return any(one.plan.letter is Letter.feedback_request for one in found)


def _is_editing(step: Step, thread: str) -> bool:
    return any(one.plan.letter.is_reply for one in plans.entries(step, states=(State.edited,), thread=thread))


def _connected(step: Step) -> frozenset[str]:
    """Return people a LinkedIn note was planned for, in whatever became of it."""
    every = plans.entries(step)
    return frozenset(
        one.plan.details["person"].lower()
        for one in every
        if one.plan.letter is Letter.linkedin_note and one.state is not State.dropped
    )


def _follow(step: Step, situation: Situation, thread: str) -> int | None:
    """Carry the message into its application, or open one; return the application's number."""
    verdict, facts = situation.verdict, situation.facts
    if not verdict.sure or verdict.label in (Label.unrelated, Label.outreach) or situation.suspicion.refuses:
        return None
    if situation.match.ambiguous:
        return None
    application = situation.match.application
    if application is None and not (facts.company or facts.role):
        return None
    before = application or Application(stage=Stage.applied)
    after = advance(before, verdict.intents, facts, thread=thread, at=situation.arrived_at)
    return applications.record(step, after)


def _supersede(run: Run, step: Step, thread: str) -> None:
    """A newer message makes earlier replies of its conversation stale; those in Drafts are withdrawn if untouched."""
    for one in plans.entries(step, states=(State.planned, State.intent, State.placed), thread=thread):
        if one.plan.letter.is_reply:
            plans.unwanted(step, one.id, "a newer message came in this conversation", run.now)


def _as_record(
    situation: Situation, decision: Decision, place: Place, thread: str, application: int | None, *, tags: bool
) -> Record:
    """Build what is remembered; of unrelated mail only the id and what it was taken for."""
    message, verdict = situation.message, situation.verdict
    record = Record(
        identity=message.identity,
        place=place,
        thread=thread,
        sent_at=message.sent_at,
        label=verdict.label,
        sure=verdict.sure,
        verdict=outline({"probabilities": dict(verdict.probabilities), "also": verdict.also}),
        facts={},
        silences=tuple(one.because for one in decision.silences),
        application=application,
    )
    if verdict.sure and verdict.label is Label.unrelated:
        return record
    return replace(
        record,
        verdict=outline({**record.verdict, "evidence": verdict.evidence}),
        sender=situation.message.sender.address if situation.message.sender else "",
        subject=message.subject,
        facts=outline(situation.facts),
        warnings=(*situation.suspicion.hard, *situation.suspicion.soft),
        tag=KEYWORDS.get(verdict.label, "") if tags and verdict.sure else "",
    )


def _tell(run: Run, summary: Summary, record: Record, decision: Decision) -> None:
    summary.read += 1
    summary.planned += len(decision.plans)
    summary.silent += not decision.plans
    data = {"label": record.label, "sure": record.sure, "sender": record.sender, "subject": record.subject}
    run.watch(Event(kind="read", identity=record.identity, data={**data, **record.verdict, "facts": record.facts}))
    for plan in decision.plans:
        told = {"letter": plan.letter.words, "because": plan.because, "not_before": plan.not_before.isoformat()}
        run.watch(Event(kind="planned", identity=record.identity, data=told))
    for one in record.silences:
        run.watch(Event(kind="silent", identity=record.identity, data={"because": one}))

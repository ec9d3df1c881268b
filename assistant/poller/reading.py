"""The read pass: list what is new, then read, understand and decide each message in one ledger step."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from assistant.application import Application, Stage, advance, match
from assistant.errors import AssistantError, MailboxReset, UnreadableMessage
from assistant.etiquette.decide import decide
from assistant.etiquette.gate import not_recruiters
from assistant.etiquette.plan import Decision, Letter, silence
from assistant.etiquette.situation import Situation
from assistant.ledger import applications, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.places import Kind, Position, Reading
from assistant.ledger.plans import LIVE, State
from assistant.mail.message import Arrival, Message, Place, parse
from assistant.mail.sender import answerable
from assistant.mailbox import News
from assistant.mailbox.tags import KEYWORDS
from assistant.outline import outline
from assistant.poller.run import Event, Run, Summary
from assistant.understanding.facts import extract
from assistant.understanding.labels import Label, Verdict
from assistant.understanding.suspicion import suspect

_SWEEP_EVERY = timedelta(days=1)
_SWEEP_BACK = timedelta(days=7)
_BATCH = 50
_ATTEMPTS = 3
"""A message that could not be read so often is recorded as unreadable and never holds up the others."""


def read_pass(run: Run, summary: Summary) -> News:
    """Record what is new, then read it; mail the user sent first, since it tells what is answered already.

    A ledger step holds several messages, whole ones only: a commit waits for the disk, and a first run has thousands.
    """
    with run.ledger.step() as step:
        position = places.current(step)
    news = _list(run, position)
    for kind in (Kind.sent, Kind.arrival):
        with run.ledger.step() as step:
            unread = places.unread(step, kind)
        if unread:
            run.watch(Event(kind="listed", identity="", data={"what": kind.value, "count": len(unread)}))
        for batch in _batches(run.mailbox.read(unread) if unread else ()):
            _take(run, summary, batch, kind, first_run=position.good_run_at is None)
    return news


def _batches(found: Iterable[tuple[Place, Arrival | None]]) -> Iterator[list[tuple[Place, Arrival | None]]]:
    """Yield messages in batches; what had come before the mailbox failed is yielded too, so that every run gets on."""
    batch: list[tuple[Place, Arrival | None]] = []
    try:
        for one in found:
            batch.append(one)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    except AssistantError:
        yield batch
        raise
    yield batch


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


def _take(
    run: Run, summary: Summary, batch: Sequence[tuple[Place, Arrival | None]], kind: Kind, *, first_run: bool
) -> None:
    """Bring each place of a batch to an end, whatever lies there, and tell of it once that is committed."""
    events: list[Event] = []
    counts = Summary()
    reader = _Reader(run=run, counts=counts, tell=events.append, first_run=first_run)
    with run.ledger.step() as step:
        for place, arrival in batch:
            reader.take(step, place, arrival, kind)
    summary.add(counts)
    for event in events:
        run.watch(event)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Takes messages into the ledger, one by one."""

    run: Run
    counts: Summary
    tell: Callable[[Event], None]
    first_run: bool

    def take(self, step: Step, place: Place, arrival: Arrival | None, kind: Kind) -> None:
        """Bring one place to an end; a message that cannot be read never stops the run."""
        if arrival is None:
            places.finish(step, place, Reading.gone)
            return
        try:
            with step.connection.begin_nested():
                self._read(step, place, arrival, kind)
        except UnreadableMessage as error:
            self._unreadable(step, place, str(error))
        except (AssistantError, DBAPIError):  # a full disk is no fault of the message
            raise
        except Exception as error:  # whatever a message does to its reader, the others are read
            self._unreadable(step, place, f"{type(error).__name__}: {error}")

    def _read(self, step: Step, place: Place, arrival: Arrival, kind: Kind) -> None:
        if not arrival.raw.strip():
            raise UnreadableMessage("the mailbox hands over nothing of it")
        message = parse(arrival)
        places.finish(step, place, Reading.done)
        if kind is Kind.sent or _is_own(message, self.run):
            messages.record_sent(step, message, messages.thread_of(step, message, arrival.thread))
        elif arrival.draft:
            return
        elif messages.known(step, message.identity):
            messages.moved(step, message.identity, place)
        else:
            self._decide(step, place, arrival, message)

    def _decide(self, step: Step, place: Place, arrival: Arrival, message: Message) -> None:
        """Decide about one new message and record it with its decision."""
        run, verdict = self.run, self.run.classify(message)
        thread = messages.thread_of(step, message, arrival.thread)
        if verdict.label is Label.unrelated:  # even when that is not sure, nothing about it needs to be kept
            self._record(step, _bare(message, verdict, place, thread), silence(not_recruiters(verdict)))
            return
        situation = _situation(run, step, message, verdict, thread, answered=arrival.answered, first_run=self.first_run)
        decision = decide(situation)
        application = _follow(step, situation, thread)
        _supersede(run, step, thread, situation, decision)
        for plan in decision.plans:
            plans.add(step, plan, parent=message.identity, thread=thread, application=application, now=run.now)
        record = _full(situation, _bare(message, verdict, place, thread), application, tags=_tags(run))
        self._record(step, record, decision)

    def _record(self, step: Step, record: Record, decision: Decision) -> None:
        record = replace(record, silences=tuple(one.because for one in decision.silences))
        messages.record(step, record, self.run.now)
        self.counts.read += 1
        self.counts.planned += len(decision.plans)
        self.counts.silent += not decision.plans
        _tell(self.tell, record, decision)

    def _unreadable(self, step: Step, place: Place, because: str) -> None:
        last = places.try_again(step, place, because, limit=_ATTEMPTS)
        self.counts.unreadable += last
        told = {"because": because, "last": last}
        self.tell(Event(kind="unreadable", identity=f"{place.folder}/{place.key}", data=told))


def _is_own(message: Message, run: Run) -> bool:
    return message.sender is not None and message.sender.key in run.config.me.own


def _tags(run: Run) -> bool:
    return run.config.accounts[run.account].tags


def _situation(
    run: Run, step: Step, message: Message, verdict: Verdict, thread: str, *, answered: bool, first_run: bool
) -> Situation:
    known_thread = bool(messages.answers(step, thread, None))
    to = [message.sender.address] if message.sender else []
    written = messages.answers(step, thread, message.sent_at or run.now, to)
    refused = Label.rejection in verdict.intents if verdict.sure else None
    facts = extract(message, zone=run.config.me.zone, refused=refused)
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
        answered=answered or bool(written),
        overtaken=_is_overtaken(step, thread, message),
        editing=_is_editing(step, thread),
        asked_feedback=_asked_feedback(step, thread, found.application),
        connected=_connected(step),
        agenda=run.agenda(step, thread=thread),
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


def _is_overtaken(step: Step, thread: str, message: Message) -> bool:
    """Whether a newer message of the conversation has its reply; mail may come late, or be found late."""
    replies = [one for one in plans.entries(step, states=LIVE, thread=thread) if one.plan.letter.is_reply]
    parents = [messages.known(step, one.parent) for one in replies]
    sent_at = message.sent_at
    return any(sent_at and one and one.sent_at and one.sent_at > sent_at for one in parents)


def _is_editing(step: Step, thread: str) -> bool:
    return any(one.plan.letter.is_reply for one in plans.entries(step, states=(State.edited,), thread=thread))


def _connected(step: Step) -> frozenset[str]:
    """Return by name and address people the user was to ask to connect, whatever became of it."""
    asked = [one for one in plans.entries(step) if one.state is not State.dropped]
    return frozenset(key for one in asked for key in one.plan.details.get("connect", ()))


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


def _supersede(run: Run, step: Step, thread: str, situation: Situation, decision: Decision) -> None:
    """Let a newer message take the place of earlier replies in its conversation; in Drafts only untouched ones go.

    A message with a reply of its own replaces any; a refusal, a cancellation, or what is not understood, ends what was
    to be said about times and documents; a machine's mail, a receipt or news changes nothing.
    """
    message, verdict = situation.message, situation.verdict
    replaced = any(plan.letter.is_reply for plan in decision.plans)
    unclear = not verdict.sure and not message.automatic and not message.bulk
    refused = verdict.intents[:1] == (Label.rejection,) or situation.facts.cancelled or unclear
    if situation.overtaken:
        return
    for one in plans.entries(step, states=(State.planned, State.intent, State.placed), thread=thread):
        over = replaced or (refused and one.plan.letter is not Letter.feedback_request)
        if one.plan.letter.is_reply and over:
            plans.unwanted(step, one.id, "a newer message came in this conversation", run.now)


def _bare(message: Message, verdict: Verdict, place: Place, thread: str) -> Record:
    """Build what is remembered of any message: its id and what it was taken for."""
    return Record(
        identity=message.identity,
        place=place,
        thread=thread,
        sent_at=message.sent_at,
        label=verdict.label,
        sure=verdict.sure,
        verdict=outline({"probabilities": dict(verdict.probabilities), "also": verdict.also}),
        facts={},
    )


def _full(situation: Situation, record: Record, application: int | None, *, tags: bool) -> Record:
    """Add what is remembered of mail about a job."""
    message, verdict = situation.message, situation.verdict
    return replace(
        record,
        verdict=outline({**record.verdict, "evidence": verdict.evidence}),
        sender=message.sender.address if message.sender else "",
        subject=message.subject,
        facts=outline(situation.facts),
        warnings=(*situation.suspicion.hard, *situation.suspicion.soft),
        application=application,
        tag=KEYWORDS.get(verdict.label, "") if tags and verdict.sure else "",
    )


def _tell(tell: Callable[[Event], None], record: Record, decision: Decision) -> None:
    data = {"label": record.label, "sure": record.sure, "sender": record.sender, "subject": record.subject}
    more = {"facts": record.facts, "warnings": list(record.warnings)}
    tell(Event(kind="read", identity=record.identity, data={**data, **record.verdict, **more}))
    for plan in decision.plans:
        told = {"letter": plan.letter.value, "because": plan.because, "not_before": plan.not_before.isoformat()}
        tell(Event(kind="planned", identity=record.identity, data=told))
    for one in record.silences:
        tell(Event(kind="silent", identity=record.identity, data={"because": one}))

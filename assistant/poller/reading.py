"""The read pass: list what is new, then read, understand and decide each message in one ledger step."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy.exc import DBAPIError

from assistant.errors import AssistantError, MailboxReset, UnreadableMessage, without_words
from assistant.etiquette.decide import decide
from assistant.etiquette.gate import not_recruiters
from assistant.etiquette.plan import Decision, silence
from assistant.interview import says_yes
from assistant.ledger import applications, conversations, digests, interviews, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.forgetting import is_forgotten
from assistant.ledger.messages import Record
from assistant.ledger.places import Kind, Position, Reading
from assistant.mail.message import Arrival, Message, Place, parse
from assistant.mailbox import News
from assistant.poller.following import arrange, as_answered, follow, supersede
from assistant.poller.remembering import bare, full
from assistant.poller.run import Event, Run, Summary
from assistant.poller.situations import situation_of
from assistant.understanding.facts import extract
from assistant.understanding.labels import Label

_SWEEP_EVERY = timedelta(days=1)
_SWEEP_BACK = timedelta(days=7)
_BATCH = 50
_BATCH_BYTES = 4 * 2**20
"""So many messages, or so much of them, are held at once."""
_IN_JUNK = "it lies in Junk; move it to your inbox if it is genuine, and it is read as any other"
_ATTEMPTS = 3
"""A message that could not be read so often is recorded as unreadable and never holds up the others."""


def read_pass(run: Run, summary: Summary) -> News:
    """Record what is new, then read it; mail the user sent first, since it tells what is answered already.

    A ledger step holds several messages, whole ones only: a commit waits for the disk, and a first run has thousands.
    """
    with run.ledger.step() as step:
        position = places.current(step)
    news = _list(run, position)
    for kind in (Kind.sent, Kind.arrival, Kind.junk):
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
    size = 0
    try:
        for place, arrival in found:
            batch.append((place, arrival))
            size += len(arrival.raw) if arrival else 0
            if len(batch) == _BATCH or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
    except AssistantError:
        yield batch
        raise
    yield batch


def _list(run: Run, position: Position) -> News:
    """Ask for news and record it in one step with the cursor.

    A clock that once ran far ahead must not keep anything from being listed, so no moment counts that is yet to come.
    """
    swept_at = position.swept_at
    sweep = position.cursor is not None and (swept_at is None or abs(run.now - swept_at) >= _SWEEP_EVERY)
    since = run.now - (_SWEEP_BACK if position.cursor else timedelta(days=run.config.rules.look_back_days))
    try:
        news = run.mailbox.news(position.cursor, since, sweep=sweep)
    except MailboxReset:
        with run.ledger.step() as step:
            places.forget_cursor(step)
        last = min(position.good_run_at or run.now, run.now)
        news = run.mailbox.news(None, last - _SWEEP_BACK)
    if news.arrivals or news.sent or news.junk or sweep or news.cursor != position.cursor:
        with run.ledger.step() as step:
            places.list_new(step, news.arrivals, Kind.arrival, run.now)
            places.list_new(step, news.sent, Kind.sent, run.now)
            places.list_new(step, news.junk, Kind.junk, run.now)
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
            self._unreadable(step, place, without_words(error))

    def _read(self, step: Step, place: Place, arrival: Arrival, kind: Kind) -> None:
        if not arrival.raw.strip():
            raise UnreadableMessage("the mailbox hands over nothing of it")
        message = parse(arrival)
        places.finish(step, place, Reading.done)
        if is_forgotten(step, message.identity):
            return
        if digests.is_ours(step, message.identity) or (kind is Kind.arrival and _is_digest(message, self.run)):
            return
        if kind is Kind.junk:
            self._rescue(step, place, message)
        elif kind is Kind.sent or _is_own(message, self.run):
            self._note_own(step, message, conversations.thread_of(step, message, arrival.thread))
        elif arrival.draft:
            return
        elif (known := messages.known(step, message.identity)) and not messages.drop_rescued(step, message.identity):
            _follow_copy(step, known, message, place)
        else:
            self._decide(step, place, arrival, message)

    def _note_own(self, step: Step, message: Message, thread: str) -> None:
        """Remember what the user sent; it may settle when an interview is."""
        said = extract(message, zone=self.run.config.me.zone)
        times = [moment.at for moment in said.proposed if not moment.all_day]
        conversations.record_sent(step, message, thread, times=times, yes=says_yes(message.body.text))
        for interview in interviews.about(step, thread=thread, application=None):
            parent = messages.known(step, interview.parent)
            interviews.record(step, as_answered(step, interview, parent.sent_at if parent else None))

    def _decide(self, step: Step, place: Place, arrival: Arrival, message: Message) -> None:
        """Decide about one new message and record it with its decision."""
        run, verdict = self.run, self.run.classify(message)
        thread = conversations.thread_of(step, message, arrival.thread)
        if verdict.label is Label.unrelated and not applications.is_about_one(step, thread):  # nothing need be kept
            self._record(step, bare(message, verdict, place, thread), silence(not_recruiters(verdict)))
            return
        situation = situation_of(
            run, step, message, verdict, thread, answered=arrival.answered, first_run=self.first_run
        )
        decision = decide(situation)
        application = follow(step, situation, thread)
        if application or Label.scheduling in situation.verdict.intents:
            arrange(run, step, situation, thread, application)
        supersede(run, step, thread, application, situation, decision)
        for plan in decision.plans:
            plans.add(step, plan, parent=message.identity, thread=thread, application=application, now=run.now)
        record = full(situation, bare(message, situation.verdict, place, thread), application, tags=_tags(run))
        self._record(step, record, decision)

    def _rescue(self, step: Step, place: Place, message: Message) -> None:
        """Remember mail in Junk if it is surely about a job and nothing speaks for a fraud; of any other nothing stays.

        It is never drafted about and never tagged. Once the user moves it out, it is read as any other.
        """
        verdict = self.run.classify(message)
        if not verdict.sure or verdict.label is Label.unrelated or messages.known(step, message.identity):
            return
        thread = conversations.thread_of(step, message, None)
        situation = situation_of(self.run, step, message, verdict, thread)
        if situation.suspicion.hard or situation.suspicion.soft:
            return
        record = full(situation, bare(message, situation.verdict, place, thread), None, tags=False)
        messages.record(step, replace(record, silences=(_IN_JUNK,)), self.run.now)
        told = {"label": record.label, "folder": place.folder}
        self.tell(Event(kind="rescued", identity=message.identity, data=told))

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


def _follow_copy(step: Step, known: Record, message: Message, place: Place) -> None:
    """Remember where a known message lies now, unless this is another letter under a borrowed id."""
    if known.sent_at == message.sent_at:
        messages.moved(step, message.identity, place)


def _is_own(message: Message, run: Run) -> bool:
    return message.sender is not None and message.sender.key in run.config.me.own


def _is_digest(message: Message, run: Run) -> bool:
    """Whether the user's own program wrote it, also where the ledger that would know was lost."""
    return _is_own(message, run) and bool(message.automatic)


def _tags(run: Run) -> bool:
    return run.config.accounts[run.account].tags


def _tell(tell: Callable[[Event], None], record: Record, decision: Decision) -> None:
    data = {"label": record.label, "sure": record.sure, "sender": record.sender, "subject": record.subject}
    more = {"facts": record.facts, "warnings": list(record.warnings)}
    tell(Event(kind="read", identity=record.identity, data={**data, **record.verdict, **more}))
    for plan in decision.plans:
        told = {"letter": plan.letter.value, "because": plan.because, "not_before": plan.not_before.isoformat()}
        tell(Event(kind="planned", identity=record.identity, data=told))
    for one in record.silences:
        tell(Event(kind="silent", identity=record.identity, data={"because": one}))

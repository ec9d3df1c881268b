"""What is due, out of the ledger: interviews, deadlines, promises of both sides, what only the user can do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.agenda import Agenda
from assistant.application import Application, Stage
from assistant.config import Config
from assistant.etiquette.materials import enumerated
from assistant.etiquette.passing import follow_up_due
from assistant.etiquette.plan import Letter
from assistant.interview import Standing, told_once
from assistant.ledger import applications, conversations, interviews, messages, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, State
from assistant.poller.passing import last_moment, stories
from assistant.promise import Promise, Whose
from assistant.understanding.facts import SENSITIVE, TASKS, Concern, Item, Part
from assistant.understanding.labels import Label

_LATELY = timedelta(days=30)
"""A request older than this, to which nobody came back, is over."""

_OVERDUE = timedelta(days=7)
"""A deadline is shown for so long after it has passed."""

_RESCUED = timedelta(days=7)
"""Mail in Junk is told of for so long; providers empty it by themselves."""

_QUIET_WORKING_DAYS = 10
"""After merely applying, so much silence is worth a line (etiquette rule 9)."""

_TAKEN_BACK = frozenset({State.withdrawing, State.withdrawn, State.dropped})
"""A draft in such a state leaves the answer to the user."""

_ASKING = frozenset({Label.scheduling, Label.materials, Label.offer})


def due(step: Step, config: Config, now: datetime) -> list[Promise]:
    """Return what is due in an account, the soonest first; what has no time comes last."""
    desk = _Desk(
        step=step,
        config=config,
        now=now,
        known={one.id: one for one in applications.recorded(step) if one.stage.is_open},
    )
    found = [*desk.interviews(), *desk.promised(), *desk.asked(), *desk.silence(), *desk.rescued()]
    return sorted(found, key=lambda one: (one.at is None, one.at or now, one.company))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """The ledger laid open: applications that are open, by number."""

    step: Step
    config: Config
    now: datetime
    known: dict[int, Application] = field(default_factory=dict)

    def interviews(self) -> Iterator[Promise]:
        """Yield what is agreed and still to come."""
        for one in told_once(interviews.recorded(self.step)):
            if one.at(self.now) is Standing.agreed:
                talking = [person for person in one.people if person.part is not Part.coordinator]
                people = enumerated([person.name for person in talking if person.name])
                what = f"interview{f' with {people}' if people else ''}{f': {one.place}' if one.place else ''}"
                yield self._promise(what, one.starts_at, one.application, one.parent, whose=Whose.both)

    def promised(self) -> Iterator[Promise]:
        """Yield what the user's letters promise, as long as the reminder of it stands, and gaps he must fill in."""
        for one in plans.entries(self.step, states=LIVE):
            if one.plan.letter is Letter.reference_reminder:
                what = "send " + enumerated(one.plan.details["promised"])
                yield self._promise(what, one.promised_for, one.application, one.parent)
            elif one.state is State.placed and not one.plan.recipients:
                what = f"fill in the gap and To of the draft ({one.plan.letter.words})"
                yield self._promise(what, one.plan.wanted_until, one.application, one.parent, is_question=True)

    def asked(self) -> Iterator[Promise]:
        """Yield what their mail leaves the user to do himself.

        Where they named a day, until it has passed: thanks for an offer or a task is not yet its answer. Otherwise
        until he has written back.
        """
        in_junk = {one.identity for one in messages.rescued(self.step)}
        for record in messages.recorded(self.step, since=self.now - _LATELY):
            if not record.sure or record.sent_at is None or record.identity in in_junk:
                continue
            if self._is_homeless(record):
                what = "say which application it belongs to; several fit"
                yield self._promise(what, None, None, record.identity, is_question=True)
            elif record.label in _ASKING and record.application in self.known:
                yield from self._left_to_do(record)

    def _is_homeless(self, record: Record) -> bool:
        """Whether several applications fit: one was named, and none was linked (rule 16); a fraud belongs to none."""
        named = record.facts.get("company") or record.facts.get("role")
        linked = record.application is not None or record.warnings
        return not linked and bool(named) and record.label in (*_ASKING, Label.rejection)

    def _answered(self, record: Record) -> bool:
        return bool(
            conversations.answers(self.step, [record.thread], record.sent_at, [record.sender] if record.sender else [])
        )

    def _left_to_do(self, record: Record) -> Iterator[Promise]:
        facts = record.facts
        at = next((last_moment(one, self.config.zone) for one in facts.get("deadlines", ())), None)
        if (at and self.now - at > _OVERDUE) or (not (at and at > self.now) and self._answered(record)):
            return
        asked, links = facts.get("asked", ()), facts.get("booking_links", ())
        tasks = [one for one in asked if one in TASKS]
        if not asked and any(one["concerns"] == Concern.assessment for one in facts.get("deadlines", ())):
            tasks = [Item.assessment]
        doing = [
            f"do what they ask for: {enumerated(tasks)}" if tasks else "",
            f"decide whether to tell your {enumerated(private)}; it is never filled in for you"
            if (private := [one for one in asked if one in SENSITIVE])
            else "",
            "answer the offer" if record.label == Label.offer else "",
            "read what they want by then; it is not understood"
            if record.label == Label.materials and at and not asked and not tasks
            else "",
            f"pick a time: {links[0]}"
            if record.label == Label.scheduling and links and not facts.get("proposed")
            else "",
        ]
        for what in filter(None, doing):
            yield self._promise(what, at, record.application, record.identity)
        if not any(doing) and self._waits_without_a_draft(record):
            what = "answer them about a time to talk" if record.label == Label.scheduling else "answer their request"
            coming = min((one for one in self._proposed(record) if one > self.now), default=at)
            yield self._promise(f"{what}; there is no draft", coming, record.application, record.identity)

    def _waits_without_a_draft(self, record: Record) -> bool:
        """Whether a person asks for something in good time, and no draft of that conversation is or was the user's."""
        nobody = record.correspondent is None or record.automatic or record.warnings or record.facts.get("cancelled")
        drafted = plans.entries(self.step, thread=record.thread, states=set(State) - _TAKEN_BACK)
        if record.label == Label.offer or nobody or drafted:
            return False
        proposed = self._proposed(record)
        agreed = {one.starts_at for one in interviews.recorded(self.step) if one.at(self.now) is Standing.agreed}
        if proposed:
            starts = {datetime.fromisoformat(one["at"]) for one in record.facts["proposed"]}
            return max(proposed) > self.now and not starts <= agreed
        limit = timedelta(days=self.config.rules.answer_within_days)
        return record.sent_at is not None and self.now - record.sent_at <= limit

    def _proposed(self, record: Record) -> list[datetime]:
        ends = (last_moment(one, self.config.zone) for one in record.facts.get("proposed", ()))
        return [end for end in ends if end]

    def silence(self) -> Iterator[Promise]:
        """Yield the days they named, when a follow-up will be drafted, and applications nobody answered."""
        agenda = Agenda(rules=self.config.rules, zone=self.config.zone)
        for story in stories(self.step, self.config, agenda, self.now):
            number, last = story.application.id, story.heard[-1] if story.heard else None
            if last is None:
                continue
            named = max(
                (one.answer_by for one in story.heard if one.answer_by and one.answer_by >= self.now), default=None
            )
            if named:
                yield self._promise("they answer, as they said", named, number, last.identity, whose=Whose.theirs)
            if asking := follow_up_due(story):
                phone = next((one.phone for one in reversed(story.heard) if one.phone), "")
                what = f"ask how things stand{phone and f', or call {phone}'}"
                yield self._promise(what, max(asking, self.now), number, last.identity, phone=phone)
            quiet = agenda.after_working_days(last.at, _QUIET_WORKING_DAYS)
            if story.application.stage is Stage.applied and not named and quiet <= self.now:
                yield self._promise("nothing was heard since you applied; ask or let go", None, number, last.identity)

    def rescued(self) -> Iterator[Promise]:
        """Yield what a filter took for junk and is about a job."""
        for record in messages.rescued(self.step, since=self.now - _RESCUED):
            yield Promise(
                whose=Whose.yours,
                what=f"look into {record.place.folder}: {record.label} mail lies there; move it to your inbox if it is "
                "genuine",
                at=None,
                company=record.facts.get("company") or "",
                role=record.facts.get("role") or "",
                identity=record.identity,
            )

    def _promise(
        self,
        what: str,
        at: datetime | None,
        number: int | None,
        identity: str,
        *,
        whose: Whose = Whose.yours,
        phone: str = "",
        is_question: bool = False,
    ) -> Promise:
        here = self.known.get(number or 0)
        return Promise(
            whose=whose,
            what=what,
            at=at,
            company=(here and here.company) or "",
            role=(here and here.role) or "",
            identity=identity,
            phone=phone,
            is_question=is_question,
            application=here.id if here else None,
        )

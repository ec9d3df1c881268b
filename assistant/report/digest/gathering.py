"""Collecting the digest out of the ledgers of all accounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant.config import Config
from assistant.etiquette.plan import Letter
from assistant.interview import Interview, Standing, told_once
from assistant.ledger import applications, digests, failures, interviews, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, Entry, State
from assistant.poller.due import due
from assistant.promise import Promise, Whose
from assistant.report.digest import Digest, Due, Mention, Talk, Trouble, Waiting
from assistant.understanding.facts import Part
from assistant.understanding.labels import Label

_AHEAD = timedelta(days=7)
"""What is due later than this can wait for a later digest."""

_ASKED_AGAIN = timedelta(days=3)
"""So long a question is put; whoever does not answer by then does not want to."""

_AT_MOST_BACK = timedelta(days=7)
"""After a holiday the news of one week is enough."""

_LASTING = timedelta(hours=1)
"""A failure younger than this mends itself more often than not."""


def gather(step: Step, config: Config, accounts: Sequence[str], now: datetime, *, well: str = "") -> Digest:
    """Collect what there is to tell of some accounts.

    Args:
        step: the open ledger step of any account.
        config: settings.
        accounts: names.
        now: aware UTC.
        well: the account that is being polled right now, so that what is remembered of its failures is over.
    """
    day = now.astimezone(config.zone).date()
    last = digests.last_before(step, day.isoformat()) or now - timedelta(days=1)
    since = max(last, now - _AT_MOST_BACK)
    desks = [_desk(replace(step, account=name), config, now, since) for name in accounts]
    promises = [one for desk in desks for one in desk.promises()]
    timely = [one for one in promises if one.at and one.at <= now + _AHEAD]
    calls = [one for one in timely if one.phone and _is_day(one.at, day, config, or_before=True)]
    calls += [one for desk in desks for one in desk.calls()]
    return Digest(
        day=day,
        talks=tuple(sorted((one for desk in desks for one in desk.talks()), key=lambda one: one.at)),
        drafts=tuple(sorted((one for desk in desks for one in desk.drafts()), key=lambda one: one.since)),
        calls=tuple(calls),
        due=tuple(sorted((one for one in timely if one not in calls), key=lambda one: one.at or now)),
        questions=tuple(one for desk in desks for one in desk.questions()),
        unclear=tuple(one for desk in desks for one in desk.unclear()),
        suspects=tuple(one for desk in desks for one in desk.suspects()),
        troubles=tuple(_troubles(step, [name for name in accounts if name != well], now)),
        refusals=tuple(dict.fromkeys(one for desk in desks for one in desk.refusals())),
        quiet=sum(1 for one in promises if one.at is None),
    )


def _is_day(moment: datetime | None, day: date, config: Config, *, or_before: bool = False) -> bool:
    then = moment and moment.astimezone(config.zone).date()
    return then == day or (or_before and then is not None and then < day)


def _troubles(step: Step, accounts: Sequence[str], now: datetime) -> Iterator[Trouble]:
    """Yield what lasts; that a sign-in ends soon is told however new it is."""
    for name in (*accounts, failures.MODEL):
        for one in failures.recorded(replace(step, account=name))[:1]:
            if now - one.since >= _LASTING:
                yield Trouble(account=name, words=one.words, since=one.since)
    for name in accounts:
        for one in failures.recorded(replace(step, account=f"{name} sign-in"))[:1]:
            yield Trouble(account=name, words=one.words, since=one.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """One account's ledger laid open."""

    step: Step
    config: Config
    now: datetime
    names: dict[int, tuple[str, str]]
    found: Sequence[Promise]
    read: Sequence[Record]

    def talks(self) -> Iterator[Talk]:
        """Yield interviews that are agreed for today and not over."""
        day = self.now.astimezone(self.config.zone).date()
        for one in told_once(interviews.recorded(self.step)):
            if one.at(self.now) is Standing.agreed and one.starts_at and _is_day(one.starts_at, day, self.config):
                company, role = self._named(one.application)
                yield Talk(at=one.starts_at, people=_people(one), place=one.place, company=company, role=role)

    def drafts(self) -> Iterator[Waiting]:
        """Yield what lies in Drafts, edited or not."""
        for one in plans.entries(self.step, states=(State.placed, State.edited)):
            yield Waiting(
                letter=one.plan.letter.words,
                to=tuple(to.name or to.address for to in one.plan.recipients) if not one.plan.letter.is_note else (),
                subject=self._subject(one),
                company=self._named(one.application)[0],
                since=one.placed_at or one.planned_at,
            )

    def promises(self) -> Iterator[Due]:
        """Yield what is due, but for today's interviews, which have a place of their own, and questions."""
        day = self.now.astimezone(self.config.zone).date()
        for one in self.found:
            if one.is_question or (one.whose is Whose.both and _is_day(one.at, day, self.config)):
                continue
            yield self._due(one)

    def calls(self) -> Iterator[Due]:
        """Yield what a call would settle today instead of the question that is drafted."""
        day = self.now.astimezone(self.config.zone).date()
        heard = messages.by_application(self.step)
        for one in plans.entries(self.step, states=LIVE):
            if one.plan.letter is Letter.follow_up and _is_day(one.plan.not_before, day, self.config, or_before=True):
                company, role = self._named(one.application)
                if phone := _phone(heard[one.application or 0]):
                    to = one.plan.recipients[0].name if one.plan.recipients else ""
                    yield Due(
                        what="ask how things stand", at=one.plan.not_before, whose=Whose.yours, company=company,
                        role=role, phone=phone, person=to,
                    )  # fmt: skip

    def questions(self) -> Iterator[Due]:
        """Yield what the assistant asked lately."""
        for one in self.found:
            record = messages.known(self.step, one.identity) if one.is_question else None
            if record and record.sent_at and self.now - record.sent_at <= _AT_MOST_BACK:
                yield replace(self._due(one), subject=record.subject)

    def unclear(self) -> Iterator[Mention]:
        """Yield messages about a job, as it seems, whose label is not sure and whose writer may wait for an answer."""
        for record in messages.recorded(self.step, since=self.now - _ASKED_AGAIN):
            if not record.sure and record.sender and not record.automatic and record.label != Label.unrelated:
                yield _mention(record, guess=record.label)

    def suspects(self) -> Iterator[Mention]:
        """Yield mail with signs of fraud; it belongs to no application."""
        for record in self.read:
            if record.warnings and record.application is None and record.label != Label.unrelated:
                yield _mention(record, because=record.warnings[0])

    def refusals(self) -> Iterator[str]:
        """Yield whose refusals were read since the last digest; mail with signs of fraud is none."""
        for record in self.read:
            if record.sure and record.label == Label.rejection and not (record.warnings and not record.application):
                company, role = self._named(record.application)
                company = company or str(record.facts.get("company") or "") or record.sender
                role = role or str(record.facts.get("role") or "")
                yield f"{company} ({role})" if role else company

    def _due(self, one: Promise) -> Due:
        record = messages.known(self.step, one.identity)
        person = record.correspondent.name if record and record.correspondent else ""
        what = one.what.partition(", or call ")[0] if one.phone else one.what
        return Due(
            what=what, at=one.at, whose=one.whose, company=one.company, role=one.role, phone=one.phone, person=person
        )

    def _named(self, application: int | None) -> tuple[str, str]:
        return self.names.get(application or 0, ("", ""))

    def _subject(self, one: Entry) -> str:
        record = messages.known(self.step, one.parent)
        return record.subject if record else ""


def _desk(step: Step, config: Config, now: datetime, since: datetime) -> _Desk:
    """Lay an account open; while its user lets the search rest nothing is due."""
    resting = config.paused or places.current(step).paused_at is not None
    read = messages.recorded(step, since=now - _AT_MOST_BACK, read_since=since)
    return _Desk(
        step=step,
        config=config,
        now=now,
        names={one.id: (one.company or "", one.role or "") for one in applications.recorded(step)},
        found=() if resting else due(step, config, now),
        read=read,
    )


def _phone(heard: Sequence[Record]) -> str:
    """Return the last number they gave, "" if there is none."""
    numbers = (record.facts.get("phones") for record in reversed(heard))
    return next((str(found[0]) for found in numbers if found), "")


def _people(one: Interview) -> tuple[str, ...]:
    known = [person for person in one.people if person.part is not Part.coordinator and person.name]
    parts = {person.name: "" if person.part is Part.unknown else f", {person.part}" for person in known if person.name}
    return tuple(f"{name}{part}" for name, part in parts.items())


def _mention(record: Record, *, because: str = "", guess: str = "") -> Mention:
    sender = record.correspondent.name if record.correspondent and record.correspondent.name else record.sender
    return Mention(sender=sender, subject=record.subject, because=because, guess=guess, identity=record.identity)

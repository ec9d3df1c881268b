"""What became due because time passed: the story of every open application, told to the rules."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agenda import Agenda
from assistant.application import Application, is_same_company
from assistant.config import Config
from assistant.etiquette.passing import as_time_passes
from assistant.etiquette.story import Earlier, Heard, Story
from assistant.interview import Interview, told_first, told_once
from assistant.ledger import applications, conversations, interviews, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, Entry, State
from assistant.poller.run import Event, Run, Summary
from assistant.poller.situations import connected
from assistant.understanding.labels import Label


def look_ahead(run: Run, summary: Summary) -> None:
    """Plan what became due; nothing while the search is paused, and no question where a reply waits to be sent."""
    with run.ledger.step() as step:
        if places.current(step).paused_at is not None:
            return
        known = stories(step, run.config, run.agenda(step), run.now)
        standing = {one.thread for one in plans.entries(step, states=LIVE) if one.plan.letter.is_reply}
        due = [
            (story, timely)
            for story in known
            for timely in as_time_passes(story)
            if not (timely.plan.letter.is_reply and timely.thread in standing)
        ]
        for story, timely in due:
            plans.add(
                step,
                timely.plan,
                parent=timely.parent,
                thread=timely.thread,
                application=story.application.id,
                now=run.now,
            )
    summary.planned += len(due)
    for _, timely in due:
        told = {"letter": timely.plan.letter.value, "because": timely.plan.because}
        data = {**told, "not_before": timely.plan.not_before.isoformat()}
        run.watch(Event(kind="planned", identity=timely.parent, data=data))


def stories(step: Step, config: Config, agenda: Agenda, now: datetime) -> list[Story]:
    """Return the story of every open application of the account."""
    known = applications.recorded(step)
    heard = messages.by_application(step)
    told, planned = interviews.recorded(step), plans.entries(step)
    first = told_first(told)
    agreed = told_once(told)
    asked = connected(step)
    return [
        Story(
            application=one,
            interviews=[interview for interview in agreed if interview.application == one.id],
            heard=[_heard(record, config.zone) for record in heard[one.id] if record.sent_at],
            written=written_to(step, one, heard[one.id]),
            earlier=[_earlier(entry, first) for entry in planned if entry.application == one.id and _counts(entry)],
            connected=asked,
            elsewhere=_is_open_elsewhere(one, known),
            agenda=agenda,
            config=config,
            now=now,
        )
        for one in known
        if one.stage.is_open and (heard[one.id] or _has(one, agreed))
    ]


def _has(one: Application, agreed: Sequence[Interview]) -> bool:
    return any(interview.application == one.id for interview in agreed)


def _heard(record: Record, zone: ZoneInfo) -> Heard:
    assert record.sent_at is not None
    facts = record.facts
    phones = facts.get("phones") or [""]
    return Heard(
        identity=record.identity,
        thread=record.thread,
        at=record.sent_at,
        label=Label(record.label),
        automatic=bool(record.automatic),
        correspondent=record.correspondent,
        answer_by=last_moment(facts.get("answer_by"), zone),
        back_on=last_moment(facts.get("back_on"), zone),
        phone=phones[0],
    )


def last_moment(moment: Any, zone: ZoneInfo) -> datetime | None:
    """Return the last minute of a moment, day or span as facts remember it; a span's end is exclusive."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment["at"])
    if moment.get("until"):
        return datetime.fromisoformat(moment["until"]) - timedelta(minutes=1)
    if moment.get("all_day"):
        return (at.astimezone(zone) + timedelta(days=1, minutes=-1)).astimezone(UTC)  # a day of the user's clock
    return at


def written_to(step: Step, one: Application, records: Sequence[Record]) -> Sequence[datetime]:
    """Return when the user wrote to them in the application's conversations."""
    to = [record.sender for record in records if record.sender]
    threads = one.threads | {record.thread for record in records}
    return conversations.answers(step, threads, None, to)


def _counts(entry: Entry) -> bool:
    """Whether a letter is or was there; one that was never put and is over left no trace."""
    return entry.placed_at is not None or entry.state in (State.planned, State.intent, State.stuck)


def _earlier(entry: Entry, first: Mapping[int, int]) -> Earlier:
    interview = entry.plan.details.get("interview")
    return Earlier(
        letter=entry.plan.letter,
        at=entry.planned_at,
        to=entry.plan.recipients[0].key if entry.plan.recipients else "",
        interview=first.get(interview, interview) if interview else None,
        sent=entry.state is State.sent,
    )


def _is_open_elsewhere(one: Application, known: Sequence[Application]) -> bool:
    return any(
        other.id != one.id
        and other.stage.is_open
        and other.company
        and one.company
        and is_same_company(other.company, one.company)
        for other in known
    )

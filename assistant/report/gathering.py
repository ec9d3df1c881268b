"""Reads out of the ledger what the page is made of; the only module of this room that does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.application import Application, Stage
from assistant.config import Config
from assistant.interview import Interview, told_once
from assistant.ledger import applications, corrections, interviews, messages, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, Entry, State
from assistant.poller.due import due
from assistant.poller.passing import written_to
from assistant.report.figures import Lesson, Material, Suspect, Waiting
from assistant.report.journey import Journey, trace
from assistant.report.trust import Opinion
from assistant.understanding.labels import Label

_FRESH = timedelta(days=2)
"""A refusal so recent is worth looking back at; later the questions would only nag."""

_MISTRUST = "it looks like a fake recruiter"


def gather(step: Step, config: Config, now: datetime, *, since: datetime | None = None) -> Material:
    """Return one account's material; with `since`, only applications and mail from then on. What is due is always all.

    Args:
        step: the open ledger step.
        config: the settings.
        now: aware.
        since: aware.
    """
    desk = _Desk(
        step=step,
        now=now,
        known=applications.recorded(step),
        talks=told_once(interviews.recorded(step)),
        records=messages.recorded(step, since=since),
        heard=_understood(step),
    )
    taught = _lessons(desk.known, desk.heard, now)
    journeys = [desk.journey(one) for one in desk.known]
    return Material(
        journeys=[one for one in journeys if since is None or (one.begun_at and one.begun_at >= since)],
        due=due(step, config, now),
        drafts=list(desk.drafts()),
        suspects=list(desk.suspects()),
        lessons=[one for one in taught if since is None or (one.at and one.at >= since)],
        opinions=list(desk.opinions()),
    )


def lessons(step: Step, now: datetime) -> list[Lesson]:
    """Return what refusals and feedback taught, the newest first."""
    return _lessons(applications.recorded(step), _understood(step), now)


def _lessons(known: Sequence[Application], heard: Mapping[int, Sequence[Record]], now: datetime) -> list[Lesson]:
    return [lesson for one in known if (lesson := _lesson(one, heard.get(one.id, ()), now))]


def _understood(step: Step) -> dict[int, list[Record]]:
    """Return the messages of applications that are understood, oldest first, by the application's number."""
    heard = messages.by_application(step)
    return {number: [record for record in records if record.sure] for number, records in heard.items()}


def _lesson(one: Application, heard: Sequence[Record], now: datetime) -> Lesson | None:
    feedback = tuple(sentence for record in heard for sentence in record.facts.get("feedback", ()))
    if one.stage is not Stage.rejected and not feedback:
        return None
    causes = [record.facts["out_of_hands"] for record in heard if record.facts.get("out_of_hands")]
    return Lesson(
        company=one.company,
        role=one.role,
        stage=one.stage.value,
        at=one.changed_at,
        feedback=feedback,
        out_of_your_hands=causes[-1] if causes else None,
        fresh=bool(one.stage is Stage.rejected and one.changed_at and now - one.changed_at < _FRESH),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """The ledger laid open."""

    step: Step
    now: datetime
    known: Sequence[Application]
    talks: Sequence[Interview]
    records: Sequence[Record]
    heard: Mapping[int, Sequence[Record]]

    def journey(self, one: Application) -> Journey:
        """Follow one application."""
        heard = self.heard.get(one.id, ())
        return trace(
            one,
            [(record.sent_at, Label(record.label)) for record in heard if record.sent_at],
            [talk for talk in self.talks if talk.application == one.id],
            written_to(self.step, one, heard),
            self.now,
        )

    def drafts(self) -> Iterator[Waiting]:
        """Yield what lies in Drafts or waits for its hour, and what nobody can tell of."""
        about = {one.id: one for one in self.known}
        for one in plans.entries(self.step, states=(*LIVE, State.stuck)):
            yield _waiting(one, about.get(one.application or 0))

    def suspects(self) -> Iterator[Suspect]:
        """Yield mail with a sign of fraud, also where one sign alone did not refuse a draft."""
        for one in self.records:
            if one.warnings:
                yield Suspect(
                    sender=one.sender,
                    subject=one.subject,
                    at=one.sent_at,
                    reasons=tuple(one.warnings),
                    refused=any(because.startswith(_MISTRUST) for because in one.silences),
                )

    def opinions(self) -> Iterator[Opinion]:
        """Yield what was said of mail taken for mail about a job, and of whatever else the user has spoken about."""
        spoken = {one.identity: one for one in corrections.recorded(self.step)}
        for record in self.records:
            word = spoken.get(record.identity)
            said = word.said if word else Label(record.label)
            if word is None and said is Label.unrelated:
                continue
            yield Opinion(
                probability=float(record.verdict.get("probabilities", {}).get(said.value, 0.0)),
                sure=word.said_surely if word else record.sure,
                spoken_about=word is not None,
                wrong=word is not None and word.label is not said,
            )


def _waiting(one: Entry, about: Application | None) -> Waiting:
    return Waiting(
        letter=one.plan.letter.words,
        to=("yourself",)
        if one.plan.letter.is_note
        else tuple(address.name or address.address for address in one.plan.recipients),
        company=(about and about.company) or "",
        role=(about and about.role) or "",
        because=one.plan.because,
        lies_there=one.state in (State.placed, State.edited),
        edited=one.state is State.edited,
        not_before=one.plan.not_before,
        wanted_until=one.plan.wanted_until,
        trouble=one.outcome if one.state is State.stuck else "",
    )

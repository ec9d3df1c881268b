"""Letters the user asks for, and the ends he puts to applications."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.application import Application, Stage
from assistant.errors import UnreadableMessage
from assistant.etiquette.on_demand import Wish, fitting, fulfil
from assistant.etiquette.plan import Decision, Letter, silence
from assistant.ledger import applications, messages, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import UNTOUCHED
from assistant.mail.message import Message, parse
from assistant.mailbox import News
from assistant.poller.finding import find_again
from assistant.poller.passing import last_moment
from assistant.poller.run import Run, Summary
from assistant.poller.situations import situation_of, verdict_of
from assistant.poller.tidying import tidy
from assistant.poller.writing import place
from assistant.understanding.labels import Label

_TALKING = frozenset({Stage.in_process, Stage.interview, Stage.offer})
"""Stages in which people wait for the user; who merely applied need not withdraw."""


def draft_now(run: Run, kind: str, record: Record) -> tuple[Decision, Summary]:
    """Put the letter of a kind about a known message into Drafts; return what was decided and done.

    Raises:
        UnreadableMessage: the message is no longer where mail is read.
        MailboxUnreachable, MailboxFull, NoDraftsFolder: it is planned, and the next poll puts it.
    """
    decision, numbers = wish(run, kind, record)
    summary = Summary()
    tidy(run, summary, News(cursor=""))
    with run.ledger.step() as step:
        added = [one for one in plans.entries(step, parent=record.identity) if one.id in numbers]
    for entry in added:
        place(run, summary, entry)
    return decision, summary


def wish(run: Run, kind: str | None, record: Record) -> tuple[Decision, Sequence[int]]:
    """Plan the letter of a kind about a known message, or None: the fitting one; return also the plans' numbers.

    It takes the place of what is untouched in the conversation; a draft the user is at work on is left alone.

    Raises:
        UnreadableMessage: the message is no longer where mail is read.
    """
    arrival = find_again(run, record.identity)
    if arrival is None:
        raise UnreadableMessage(
            f"The message {record.identity} is no longer in your mailbox, so it cannot be answered."
        )
    message = parse(arrival)
    with run.ledger.step() as step:
        asked = _wish(run, step, message, record)
        meant = kind or fitting(asked.situation)
        decision = fulfil(meant, asked) if meant else silence("no letter fits it, since it is not about a job")
        return decision, _plan(run, step, record, decision)


def _wish(run: Run, step: Step, message: Message, record: Record) -> Wish:
    """The verdict is the one recorded, which the user may have corrected; what he asks for makes it sure."""
    verdict = replace(verdict_of(record), sure=True)
    situation = situation_of(run, step, message, verdict, record.thread)
    here = situation.match.application
    planned = plans.entries(step, application=here.id) if here else plans.entries(step, thread=record.thread)
    return Wish(
        situation=situation,
        offers=_offers(step, here, run.config.zone),
        followed_up=sum(one.plan.letter is Letter.follow_up and one.placed_at is not None for one in planned),
    )


def _offers(step: Step, here: Application | None, zone: ZoneInfo) -> list[datetime]:
    """Return by when offers for other applications must be answered."""
    others = [
        one
        for number, heard in messages.by_application(step).items()
        for one in heard
        if one.sure and one.label == Label.offer and number != (here.id if here else 0)
    ]
    ends = (last_moment(moment, zone) for one in others for moment in one.facts.get("deadlines", ()))
    return [at for at in ends if at]


def _plan(run: Run, step: Step, record: Record, decision: Decision) -> list[int]:
    """Record the plans in the place of what is untouched in the conversation; return their numbers."""
    if any(plan.letter.is_reply for plan in decision.plans):
        for one in plans.entries(step, states=UNTOUCHED, thread=record.thread):
            if one.plan.letter.is_reply:
                plans.unwanted(step, one.id, "you asked for another letter", run.now)
    return [
        plans.add(
            step, plan, parent=record.identity, thread=record.thread, application=record.application, now=run.now,
            ordinal=_ordinal(step, record, plan.letter),
        )
        for plan in decision.plans
    ]  # fmt: skip


def _ordinal(step: Step, record: Record, letter: Letter) -> int:
    """A letter asked for again is another draft, with an id of its own."""
    same = [one.ordinal for one in plans.entries(step, parent=record.identity) if one.plan.letter is letter]
    return max(same, default=-1) + 1


def waiting_letter(step: Step, one: Application) -> Record | None:
    """Return the last letter of people who wait for the user, which a withdrawal would answer; None if none do."""
    if one.stage not in _TALKING:
        return None
    heard = messages.by_application(step)[one.id]
    return next((it for it in reversed(heard) if it.correspondent), None)


def close(run_now: datetime, step: Step, one: Application, stage: Stage) -> None:
    """End an application by the user's word: its stage stands, and nothing more is drafted about it."""
    applications.say(step, one.id, replace(one.said, stage=stage))
    end_plans(step, plans.entries(step, states=UNTOUCHED, application=one.id), f"the application is {stage}", run_now)


def end_plans(step: Step, ending: Sequence[plans.Entry], because: str, now: datetime) -> None:
    """Record that letters are no longer wanted; a withdrawal still is, since it ends what they were about."""
    for one in ending:
        if one.plan.letter is not Letter.withdrawal:
            plans.unwanted(step, one.id, because, now)

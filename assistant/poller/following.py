"""What a new message changes about what was known: its application, its interview, earlier replies."""

from datetime import datetime

from assistant.application import Application, Stage, advance, tells_of_one
from assistant.etiquette.plan import Decision, Letter
from assistant.etiquette.situation import Situation
from assistant.interview import Interview, answered, hear
from assistant.ledger import applications, conversations, interviews, plans
from assistant.ledger.connection import Step
from assistant.ledger.plans import UNTOUCHED
from assistant.poller.run import Run
from assistant.understanding.labels import Label

_ENDING = (Letter.withdrawal, Letter.decline)
"""Letters that only a refusal of theirs makes needless."""


def follow(step: Step, situation: Situation, thread: str) -> int | None:
    """Carry the message into its application, or open one; return the application's number.

    What is not understood changes nothing about the application whose conversation it stands in, but belongs to it.
    """
    verdict, facts = situation.verdict, situation.facts
    application = situation.match.application
    if situation.suspicion.refuses or situation.match.ambiguous:
        return None
    if not tells_of_one(verdict.label, sure=verdict.sure):
        return application.id if application and thread in application.threads else None
    if application is None and not (facts.company or facts.role):
        return None
    before = applications.as_heard(step, application.id) if application else Application(stage=Stage.applied)
    after = advance(before, verdict.intents, facts, thread=thread, at=situation.arrived_at)
    return applications.record(step, after)


def arrange(run: Run, step: Step, situation: Situation, thread: str, application: int | None) -> None:
    """Carry the message into the interview it is about; what hung on a time that is off is wanted no more."""
    if situation.suspicion.refuses or not situation.verdict.sure or situation.verdict.label is Label.unrelated:
        return
    heard = hear(
        situation.interviews,
        situation.message,
        situation.facts,
        thread=thread,
        application=application,
        own=run.config.me.own,
    )
    if heard is None:
        return
    number = interviews.record(step, as_answered(step, heard, situation.message.sent_at))
    before = next((one for one in situation.interviews if one.id == number), heard)
    if before.starts_at != heard.starts_at:
        for one in plans.entries(step, states=UNTOUCHED, interview=number):
            plans.unwanted(step, one.id, "the interview it is about was moved or cancelled", run.now)


def as_answered(step: Step, interview: Interview, since: datetime | None) -> Interview:
    """Return an interview after what the user wrote since they last told of it, from whatever device."""
    for one in conversations.written(step, interview.thread):
        if since is None or one.sent_at >= since:
            interview = answered(interview, one.times, yes=one.yes)
    return interview


def supersede(
    run: Run, step: Step, thread: str, application: int | None, situation: Situation, decision: Decision
) -> None:
    """Let a newer message take the place of earlier replies in its conversation; in Drafts only untouched ones go.

    A message with a reply of its own replaces any; a refusal, a cancellation, or what is not understood, ends what was
    to be said about times and documents; a machine's mail, a receipt or news changes nothing. A question after silence
    is needless once a person writes.
    """
    message, verdict = situation.message, situation.verdict
    replaced = any(plan.letter.is_reply for plan in decision.plans)
    unclear = not verdict.sure and not message.automatic and not message.bulk
    rejected = verdict.intents[:1] == (Label.rejection,)
    refused = rejected or situation.facts.cancelled or unclear
    if situation.overtaken:
        return
    if application and not message.automatic:
        for one in plans.entries(step, states=UNTOUCHED, application=application):
            if one.plan.letter is Letter.follow_up:
                plans.unwanted(step, one.id, "they have written", run.now)
    for one in plans.entries(step, states=UNTOUCHED, thread=thread):
        kept = (Letter.feedback_request,) if rejected else (Letter.feedback_request, *_ENDING)
        over = replaced or (refused and one.plan.letter not in kept)
        if one.plan.letter.is_reply and over:
            plans.unwanted(step, one.id, "a newer message came in this conversation", run.now)

"""What is known around a message when it is decided about: a Situation out of the ledger."""

from assistant.application import Application, match
from assistant.etiquette.plan import Letter
from assistant.etiquette.situation import Situation
from assistant.ledger import applications, conversations, interviews, messages, places, plans
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.ledger.plans import LIVE, State
from assistant.mail.message import Message
from assistant.mail.sender import answerable
from assistant.poller.run import Run
from assistant.understanding.context import in_context
from assistant.understanding.facts import extract
from assistant.understanding.labels import Label, Verdict
from assistant.understanding.suspicion import suspect


def situation_of(
    run: Run,
    step: Step,
    message: Message,
    verdict: Verdict,
    thread: str,
    *,
    answered: bool = False,
    first_run: bool = False,
) -> Situation:
    """Collect what a rule may look at.

    Args:
        run: the pass.
        step: the open ledger step.
        message: the mail.
        verdict: what it is, judged by itself.
        thread: its conversation.
        answered: the mailbox marks it as answered.
        first_run: the mailbox is read for the first time.
    """
    known_thread = bool(conversations.answers(step, [thread], None))
    to = [message.sender.address] if message.sender else []
    written = conversations.answers(step, [thread], message.sent_at or run.now, to)
    facts = extract(message, zone=run.config.me.zone, refused=_refused(verdict))
    known = tuple(applications.recorded(step))
    found = match(facts, thread, known, receipt=verdict.label is Label.confirmation)
    if found.application:
        verdict = in_context(verdict, facts, invited=message.invitation is not None)
    number = found.application.id if found.application else None
    uid = message.invitation.uid if message.invitation else ""
    companies = frozenset(one.company for one in known if one.company)
    return Situation(
        message=message,
        verdict=verdict,
        facts=facts,
        suspicion=suspect(message, facts, known_companies=companies, known_thread=known_thread),
        answerable=answerable(message, own=run.config.me.own, known_thread=known_thread or facts.personal),
        match=found,
        applications=known,
        interviews=tuple(interviews.about(step, thread=thread, application=number, uid=uid)),
        answered=answered or bool(written),
        overtaken=_is_overtaken(step, thread, message),
        editing=_is_editing(step, thread),
        asked_feedback=_asked_feedback(step, thread, found.application),
        connected=connected(step),
        agenda=run.agenda(step, thread=thread),
        paused=places.current(step).paused_at is not None,
        first_run=first_run,
        config=run.config,
        now=run.now,
    )


def verdict_of(record: Record) -> Verdict:
    """Return what a message was taken for, as remembered; its sentences are in the record alone."""
    return Verdict(
        label=Label(record.label),
        sure=record.sure,
        also=tuple(Label(one) for one in record.verdict.get("also", ())),
        probabilities={Label(label): float(chance) for label, chance in record.verdict["probabilities"].items()},
    )


def _refused(verdict: Verdict) -> bool | None:
    """Whether it is known to turn the user down; None where that is not sure."""
    return Label.rejection in verdict.intents if verdict.sure else None


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


def connected(step: Step) -> frozenset[str]:
    """Return by name and address people the user was to ask to connect, whatever became of it."""
    asked = [one for one in plans.entries(step) if one.state is not State.dropped]
    return frozenset(key for one in asked for key in one.plan.details.get("connect", ()))

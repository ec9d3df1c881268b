"""What the user says a message is, and what follows from it."""

from contextlib import nullcontext

from assistant.errors import UnreadableMessage
from assistant.ledger import commands, corrections, messages, plans
from assistant.ledger.connection import Step
from assistant.ledger.corrections import Correction
from assistant.ledger.messages import Record
from assistant.ledger.plans import UNTOUCHED, State
from assistant.mail.message import parse
from assistant.mailbox.tags import KEYWORDS
from assistant.poller.finding import find_again
from assistant.poller.retelling import retell
from assistant.poller.run import Run
from assistant.understanding.labels import Label


def correct(run: Run, record: Record, label: Label, *, by_command: bool = False) -> None:
    """Record what a known message is, in one ledger step; the next poll changes its tag and takes back its drafts.

    What its application has come to is told anew. By command: it can be taken back by command, too.

    Raises:
        UnreadableMessage: it is no longer where mail is read, so there is nothing to learn from.
    """
    arrival = find_again(run, record.identity)
    if arrival is None:
        raise UnreadableMessage(
            f"The message {record.identity} is no longer in your mailbox; what lies in Trash is not learned from."
        )
    message = parse(arrival)
    correction = Correction(
        identity=record.identity,
        label=label,
        said=Label(record.label),
        said_surely=record.sure,
        subject=message.subject,
        words=message.body.text,
        corrected_at=run.now,
    )
    tagged = run.config.accounts[run.account].tags
    words = f"that {record.identity} is {label.value}"
    with (
        run.ledger.step() as step,
        commands.remembered(step, words, run.now) if by_command else nullcontext(),
    ):
        corrections.record(step, correction)
        messages.moved(step, record.identity, arrival.place or record.place)
        messages.relabel(step, record.identity, label, KEYWORDS.get(label, "") if tagged else record.tag)
        if label != record.label:
            _drop_drafts(run, step, record.identity, f"you said it is {label.value}, not {record.label}")
        if record.application is not None:
            retell(step, record.application)


def _drop_drafts(run: Run, step: Step, parent: str, because: str) -> None:
    """End what was not begun; what may lie in Drafts already is for the next poll to take back, if untouched."""
    for one in plans.entries(step, states=UNTOUCHED, parent=parent):
        if one.state is State.planned:
            plans.end(step, one.id, State.dropped, because)
            messages.add_silence(step, parent, f"no {one.plan.letter.words}: {because}")
        else:
            plans.unwanted(step, one.id, because, run.now)

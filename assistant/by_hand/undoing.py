"""Taking back what the user said last by command."""

from datetime import datetime

from assistant.application import Application
from assistant.by_hand.consequences import follow
from assistant.etiquette.plan import Letter
from assistant.ledger import applications, belonging, commands, messages, plans
from assistant.ledger.commands import Command
from assistant.ledger.connection import Step
from assistant.ledger.plans import LIVE, State
from assistant.poller.retelling import retell


def undo(step: Step, command: Command, now: datetime) -> list[str]:
    """Take a command back, the account's last; return what the user should know about it, a sentence each.

    What came since keeps its place: mail stays where its conversation belongs, and a draft that a poll has withdrawn
    is not put again.
    """
    before = {one.id: one for one in applications.recorded(step) if one.id in command.applications}
    commands.take_back(step, command)
    standing = {one.id: one for one in applications.recorded(step) if one.id in command.applications}
    belonging.rehome(step, {number: one.threads for number, one in standing.items()}, command.apart)
    for number, one in standing.items():
        if one.start is None and belonging.is_empty(step, number) and number in command.made:
            applications.remove(step, number)
        else:
            retell(step, number)
            follow(step, before.get(number, one), now, taken_back=True)
    _forget_why(step, command)
    return [*_over(step, command), *_withdrawals(step, standing)]


def _forget_why(step: Step, command: Command) -> None:
    """Forget the reasons the command gave for letters that are wanted again."""
    for one in plans.entries(step, states=(State.planned,)):
        if one.id in command.plans:
            messages.forget_silences(step, one.parent, f"no {one.plan.letter.words}: you said ")


def _over(step: Step, command: Command) -> list[str]:
    """Tell of letters it had ended and that a poll has taken away since."""
    ended = [one for one in plans.entries(step, states=(State.withdrawn, State.dropped)) if one.id in command.plans]
    return [
        f"the {one.plan.letter.words} it ended is gone; `assistant draft KIND '{one.parent}'` writes one anew"
        for one in ended
    ]


def _withdrawals(step: Step, standing: dict[int, Application]) -> list[str]:
    """Tell of withdrawals that lie in Drafts for an application that is open again."""
    lying = [one for one in plans.entries(step, states=LIVE) if one.plan.letter is Letter.withdrawal]
    return [
        f"a withdrawal from {standing[one.application].title} waits in Drafts; delete it if it is not meant any more"
        for one in lying
        if one.application in standing
    ]

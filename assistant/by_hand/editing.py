"""What the user says of one application."""

from datetime import datetime

from assistant.application import Application, Said, Start
from assistant.by_hand.consequences import application_of, follow
from assistant.ledger import applications
from assistant.ledger.connection import Step


def edit(step: Step, number: int, said: Said, now: datetime) -> Application:
    """Let all that the user says of an application be this; return it as it is then.

    Raises:
        CannotBeDone: there is no such application.
    """
    before = application_of(step, number)
    applications.say(step, number, said)
    follow(step, before, now)
    return application_of(step, number)


def add(step: Step, start: Start, said: Said) -> int:
    """Record an application that no mail tells of yet; return its number. Mail carries it on from there."""
    told = Application(
        company=start.company, role=start.role, stage=start.stage, changed_at=start.at, start=start, said=said
    )
    return applications.record(step, told)

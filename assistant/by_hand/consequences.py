"""What follows for names and waiting letters once the user has arranged an application."""

from datetime import datetime

from assistant.application import Application, Stage
from assistant.errors import CannotBeDone
from assistant.etiquette.plan import Letter
from assistant.ledger import applications, plans
from assistant.ledger.connection import Step
from assistant.ledger.plans import UNTOUCHED
from assistant.poller.asking import end_plans

_AFTER_A_REFUSAL = (
    Letter.feedback_request,
    Letter.feedback_thanks,
    Letter.rejection_thanks,
    Letter.linkedin_note,
)


def application_of(step: Step, number: int) -> Application:
    """Return an application that stands.

    Raises:
        CannotBeDone: there is none of that number.
    """
    found = next((one for one in applications.recorded(step) if one.id == number), None)
    if found is None:
        raise unknown(number, applications.merged_into(step, number))
    return found


def unknown(number: int, merged_into: int | None = None) -> CannotBeDone:
    """Return what to say of a number that no application has."""
    if merged_into is not None:
        return CannotBeDone(f"Application {number} was merged into {merged_into}; `assistant undo` takes that back.")
    return CannotBeDone(f"No application has the number {number}; `assistant applications` lists them.")


def pair(one: Application) -> tuple[str, str] | None:
    """Return company and role, None unless both are known."""
    return (one.company, one.role) if one.company and one.role else None


def follow(step: Step, before: Application, now: datetime, *, taken_back: bool = False) -> None:
    """Let names and letters follow what was done to an application.

    Mail that names it as it was called before still finds it. A letter that names it so is written anew by the next
    poll, if nobody has touched it, and what its end makes needless is taken back.

    Args:
        step: the open ledger step.
        before: as it was.
        now: aware UTC.
        taken_back: what was done is the undoing of something, so the name it had is none of its names.
    """
    one = application_of(step, before.id)
    if (one.company, one.role) != (before.company, before.role):
        former = set() if taken_back else {pair(before)}
        names = {name for name in (*one.names, *former) if name and name != pair(one)}
        applications.rename(step, one.id, names, now)
    if before.stage.is_open and not one.stage.is_open:
        kept = _AFTER_A_REFUSAL if one.stage is Stage.rejected else ()
        waiting = plans.entries(step, states=UNTOUCHED, application=one.id)
        needless = [entry for entry in waiting if entry.plan.letter not in kept]
        end_plans(step, needless, f"the application is {one.stage}", now)

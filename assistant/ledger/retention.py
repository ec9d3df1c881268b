"""What is erased as time passes: the words of what is over. That it was, when, and how it ended stays.

Of an application stay its company, role and stage; of a message its ids, date and label; of a draft which letter it
was, its ids, state and dates; of an interview its times. All else is text of other people's, or about them.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, delete, func, or_, select, update

from assistant.etiquette.plan import Letter
from assistant.ledger import applications
from assistant.ledger.connection import Step
from assistant.ledger.plans import LIVE, UNTOUCHED, State
from assistant.ledger.tables import application, command, correction, interview, message, plan

_OPEN = (*LIVE, State.withdrawing)
_TAKEN_BACK = (*UNTOUCHED, State.withdrawing)
"""Drafts that the write pass drops or takes back by itself; until then their bytes are needed to recognise them."""


def expire(step: Step, limit: datetime) -> None:
    """Erase the text of applications that closed before a moment, and of as old mail that belongs to none.

    One of which they have written since keeps its text: that letter is to be read, and may be answered. A draft of the
    user's own words that still lies in Drafts stays there, and is no longer looked after.
    """
    known, spoken_of = applications.recorded(step), _spoken_of(step, limit)
    closed = [one for one in known if not one.stage.is_open and one.changed_at and one.changed_at <= limit]
    over = [one.id for one in closed if one.id not in spoken_of]
    _erase_corrections(step, [one.id for one in known if one.id not in over], limit)
    _erase_messages(step, over, limit)
    step.connection.execute(delete(command).where(command.c.account == step.account, command.c.said_at <= limit))
    _erase_plans(step, _is_over(plan, over, plan.c.wanted_until, limit) & (plan.c.because != ""))
    talks = _is_over(interview, over, func.coalesce(interview.c.starts_at, limit), limit)
    told = or_(interview.c.place != "", interview.c.uid != "", cast(interview.c.people, String) != "[]")
    _set(step, interview, talks & told, place="", people=[], uid="")
    _set(step, application, application.c.id.in_(over) & application.c.met.is_not(None), met=None)


def _spoken_of(step: Step, limit: datetime) -> Collection[int]:
    """Return applications of which a message came after a moment; a date that lies ahead of its reading counts less."""
    came_at = func.min(func.coalesce(message.c.sent_at, message.c.recorded_at), message.c.recorded_at)
    query = select(message.c.application).where(message.c.account == step.account, came_at > limit)
    return {number for number in step.connection.execute(query).scalars() if number is not None}


def forget_referees(step: Step, now: datetime) -> None:
    """Erase names and addresses of referees from letters about what is over: rejected, closed, or because of a hire.

    A letter that belongs to no application is over when its time has passed.
    """
    known = [one.id for one in applications.recorded(step) if not one.stage.is_open]
    over = _is_over(plan, known, plan.c.wanted_until, now) & plan.c.state.not_in(_TAKEN_BACK)
    told = over & (plan.c.letter == Letter.referee_heads_up) & (cast(plan.c.recipients, String) != "[]")
    query = select(plan.c.id, plan.c.details).where(
        plan.c.account == step.account, over, plan.c.letter == Letter.materials
    )
    named = [row for row in step.connection.execute(query).all() if _referees(row.details)]
    numbers = plan.c.id.in_([row.id for row in named])
    _set(step, plan, (told | numbers) & (plan.c.state == State.edited), state=State.left)
    _set(step, plan, told, recipients=[], because="", details={}, raw=None)
    for row in named:
        package = {**row.details["materials"], "referees": []}
        _set(step, plan, plan.c.id == row.id, details={**row.details, "materials": package}, raw=None)


def _referees(details: dict[str, Any]) -> list[Any]:
    return (details.get("materials") or {}).get("referees") or []


def _is_over(table: Table, over: Collection[int], at: ColumnElement[Any], limit: datetime) -> ColumnElement[bool]:
    """Rows of applications that are over, and old ones of none."""
    return table.c.application.in_(over) | (table.c.application.is_(None) & (at <= limit))


def _erase_messages(step: Step, over: Collection[int], limit: datetime) -> None:
    meant = _is_over(message, over, func.coalesce(message.c.sent_at, message.c.recorded_at), limit)
    query = select(message.c.identity, message.c.verdict).where(
        message.c.account == step.account, meant, cast(message.c.facts, String) != "{}"
    )
    for row in step.connection.execute(query).all():
        _set(
            step,
            message,
            message.c.identity == row.identity,
            verdict={name: told for name, told in row.verdict.items() if name != "evidence"},
            automatic="",
            sender="",
            correspondent=[],
            subject="",
            facts={},
            silences=[],
            warnings=[],
        )


def _erase_plans(step: Step, where: ColumnElement[bool]) -> None:
    _set(step, plan, where & plan.c.state.in_(_OPEN), state=State.left)
    _set(step, plan, where, recipients=[], cc=[], because="", details={}, outcome="", raw=None)


def _erase_corrections(step: Step, kept: Collection[int], limit: datetime) -> None:
    """Erase words to learn from; those of mail that still belongs to something stay."""
    living = select(message.c.identity).where(message.c.account == step.account, message.c.application.in_(kept))
    old = (correction.c.corrected_at <= limit) & correction.c.identity.not_in(living)
    _set(step, correction, old & ((correction.c.words != "") | (correction.c.subject != "")), subject="", words="")


def _set(step: Step, table: Table, where: ColumnElement[bool], **values: Any) -> None:
    step.connection.execute(update(table).where(table.c.account == step.account, where).values(values))

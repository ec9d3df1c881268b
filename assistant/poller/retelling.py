"""What an application's mail tells of it, told anew from the messages that belong to it now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.application import Application, Start, advance, tells_of_one
from assistant.ledger import applications, belonging
from assistant.ledger.connection import Step
from assistant.ledger.messages import Record
from assistant.poller.situations import verdict_of
from assistant.understanding.facts import Facts


def retell(step: Step, number: int) -> None:
    """Record what the messages of an application tell, beginning with what the user typed of it.

    Company, role and signs of contact that none of them tells any more stay as recorded: texts are forgotten in time.
    """
    known = applications.as_heard(step, number)
    start = known.start or Start()
    told = Application(
        id=number, company=start.company, role=start.role, stage=start.stage, changed_at=start.at, start=known.start
    )
    told = _told(told, belonging.letters(step, number))
    nothing = told.changed_at is None
    applications.record(
        step,
        replace(
            told,
            company=told.company or known.company,
            role=told.role or known.role,
            stage=known.stage if nothing else told.stage,
            met=told.met or known.met,
            threads=known.threads,
            changed_at=told.changed_at or known.changed_at,
        ),
    )


def _told(one: Application, letters: Sequence[tuple[Record, datetime]]) -> Application:
    """Carry what is sure about a job into the application, as the read pass does (assistant.poller.following)."""
    for record, read_at in letters:
        if not tells_of_one(record.label, sure=record.sure):
            continue
        said = record.facts
        facts = Facts(company=said.get("company"), role=said.get("role"), met=said.get("met"))
        at = min(record.sent_at or read_at, read_at)
        latest = max(at, one.changed_at or at)
        one = advance(one, verdict_of(record).intents, facts, thread=record.thread, at=latest)
    return one

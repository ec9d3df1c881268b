"""Applications out of a spreadsheet: what is known is completed, never doubled."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from assistant.application import Application, Said, Start, company_key, further, role_key
from assistant.by_hand.consequences import follow
from assistant.by_hand.editing import add
from assistant.by_hand.spreadsheet import Row
from assistant.ledger import applications
from assistant.ledger.connection import Step
from assistant.poller.retelling import retell


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtIn:
    """What became of the rows of a spreadsheet, each with the number of its application.

    Attributes:
        added: new applications.
        completed: applications known before that lacked something the row has.
        known: applications that have all of it.
        unclear: lines that could mean several applications, with their numbers; these are left out.
    """

    added: list[tuple[Row, int]] = field(default_factory=list)
    completed: list[tuple[Row, int]] = field(default_factory=list)
    known: list[tuple[Row, int]] = field(default_factory=list)
    unclear: list[tuple[Row, list[int]]] = field(default_factory=list)


def bring_in(step: Step, rows: Sequence[Row], zone: ZoneInfo, now: datetime) -> BroughtIn:
    """Record the applications of a spreadsheet; a second time changes nothing."""
    brought = BroughtIn()
    for row in rows:
        meant = _meant(row, applications.recorded(step))
        if len(meant) > 1:
            brought.unclear.append((row, [one.id for one in meant]))
        elif not meant:
            said = Said(note=row.note, applied_on=row.applied_on)
            brought.added.append((row, add(step, _start(row, zone), said)))
        else:
            lacked = _complete(step, meant[0], row, zone, now)
            (brought.completed if lacked else brought.known).append((row, meant[0].id))
    return brought


def _meant(row: Row, known: Sequence[Application]) -> list[Application]:
    """Return the applications a row may mean: at that company the same role, else those where one side names none."""
    key = company_key(row.company)
    there = [one for one in known if one.company and company_key(one.company) == key]
    if row.role and (renamed := [one for one in known if one.is_called(row.company, row.role)]):
        return renamed
    if row.role is None:
        return [one for one in there if one.role is None] or there
    same = [one for one in there if one.role and role_key(one.role) == role_key(row.role)]
    return same or [one for one in there if one.role is None]


def _start(row: Row, zone: ZoneInfo) -> Start:
    at = datetime.combine(row.applied_on, time(12), zone) if row.applied_on else None
    return Start(company=row.company, role=row.role, stage=row.stage, at=at)


def _complete(step: Step, one: Application, row: Row, zone: ZoneInfo, now: datetime) -> bool:
    """Add what an application lacks; return whether it lacked anything. A stage only ever goes further."""
    said = replace(one.said, note=one.said.note or row.note, applied_on=one.said.applied_on or row.applied_on)
    goes_further = not one.said.stage and further(one.stage, row.stage) is not one.stage
    if said == one.said and (one.role or not row.role) and not goes_further:
        return False
    typed, begun = _start(row, zone), one.start or Start(company=one.company, role=one.role)
    stage = row.stage if goes_further else begun.stage
    applications.say(step, one.id, said)
    applications.begin(
        step, one.id, replace(begun, role=begun.role or typed.role, stage=stage, at=begun.at or typed.at)
    )
    retell(step, one.id)
    follow(step, one, now)
    return True

"""Two applications that are one, and one that is two."""

from collections.abc import Collection, Hashable
from dataclasses import replace
from datetime import datetime

from assistant.application import Application, Said, Start, as_said, further
from assistant.by_hand.consequences import application_of, follow, pair
from assistant.errors import CannotBeDone
from assistant.etiquette.plan import Letter
from assistant.ledger import applications, belonging, messages, plans
from assistant.ledger.connection import Step
from assistant.ledger.plans import LIVE, UNTOUCHED, Entry, State
from assistant.poller.asking import end_plans
from assistant.poller.retelling import retell

_NEVER_CAME = (State.dropped, State.withdrawn)


def merge(step: Step, kept: int, gone: int, now: datetime) -> Application:
    """Make two applications one, under the name and by the user's word of the first; return it.

    Messages, interviews and letters of the second belong to the first from now on, and so does later mail in the
    conversations of either. Of letters that are written once, the one furthest on stays.

    Raises:
        CannotBeDone: one of them does not exist, or they are the same.
    """
    if kept == gone:
        raise CannotBeDone(f"Application {kept} cannot be merged with itself.")
    one, other = application_of(step, kept), application_of(step, gone)
    heard = applications.as_heard(step, kept)
    applications.record(step, replace(heard, threads=one.threads | other.threads))
    applications.begin(step, kept, _start(heard, other))
    applications.say(step, kept, _said(one, other))
    applications.merge(step, gone, into=kept)
    belonging.give(step, gone, kept)
    retell(step, kept)
    follow(step, one, now)
    _keep_names(step, kept, other, now)
    _end_doubles(step, kept, now)
    return application_of(step, kept)


def _start(heard: Application, other: Application) -> Start:
    starts = [one.start for one in (heard, other) if one.start]
    stage = Start().stage
    for one in starts:
        stage = further(stage, one.stage)
    return Start(
        company=heard.company or other.company,
        role=heard.role or other.role,
        stage=stage,
        at=min((one.at for one in starts if one.at), default=None),
    )


def _said(one: Application, other: Application) -> Said:
    days = [it.said.applied_on for it in (one, other) if it.said.applied_on]
    notes = dict.fromkeys(it.said.note for it in (one, other) if it.said.note)
    return replace(one.said, note="; ".join(notes), applied_on=min(days, default=None))


def _keep_names(step: Step, kept: int, other: Application, now: datetime) -> None:
    """Let mail that names the second find the first; letters that name the second are written anew."""
    one = application_of(step, kept)
    names = {name for name in (*one.names, *other.names, pair(other)) if name and name != pair(one)}
    renamed = (one.company, one.role) != (other.company, other.role)
    if renamed or names != one.names:
        applications.rename(step, kept, names, now if renamed else one.named_at)


def _end_doubles(step: Step, number: int, now: datetime) -> None:
    """Want only one of letters that an application gets once; what the user has touched or sent counts first."""
    found = [one for one in plans.entries(step, application=number) if one.state not in _NEVER_CAME]
    seen: set[Hashable] = set()
    for one in sorted(found, key=lambda it: (it.state in UNTOUCHED, it.placed_at is None, it.id)):
        if one.state in UNTOUCHED and one.plan.wanted_until <= now:
            continue
        key = _written_once(one)
        if key in seen and one.state in UNTOUCHED:
            end_plans(step, [one], "the application was merged with another that has this letter already", now)
        if key is not None:
            seen.add(key)


def _written_once(entry: Entry) -> Hashable:
    """Return what makes two letters of one application the same, None if both may stand.

    Whom an old letter went to is erased in time; such a letter stands.
    """
    plan = entry.plan
    match plan.letter:
        case Letter.feedback_request:
            return plan.letter
        case Letter.follow_up:
            return plan.letter if entry.state in LIVE else None
        case Letter.thank_you if plan.recipients:
            return (plan.letter, plan.recipients[0].key, plan.details.get("met_at"))
        case Letter.linkedin_note:
            return (plan.letter, plan.details.get("person"))
    return None


def split(step: Step, number: int, identities: Collection[str], said: Said, now: datetime) -> Application:
    """Make an application of its own out of some messages of another, with what hangs on them; return it.

    Later mail in their conversations follows them.

    Args:
        step: the open ledger step.
        number: the application they belong to.
        identities: of the messages.
        said: what the user says of the new application.
        now: aware UTC.

    Raises:
        CannotBeDone: there is no such application, a message does not belong to it, or nothing would be left.
    """
    before = application_of(step, number)
    own = {record.identity for record, _ in belonging.letters(step, number)}
    if strange := [one for one in identities if one not in own]:
        raise CannotBeDone(f"{', '.join(strange)}: no such message belongs to application {number}.")
    new = applications.record(step, Application(said=said))
    after = assign(step, new, identities, now)
    if (after.company, after.role) != (before.company, before.role):
        applications.rename(step, new, (), now)
    return after


def assign(step: Step, number: int, identities: Collection[str], now: datetime) -> Application:
    """Let messages belong to an application, wherever they belonged, with what hangs on them; return it.

    Later mail in their conversations follows them.

    Raises:
        CannotBeDone: there is no such application or message, or another would be left without any mail.
    """
    records = {identity: messages.known(step, identity) for identity in identities}
    if strange := [identity for identity, record in records.items() if record is None]:
        raise CannotBeDone(f"{', '.join(strange)}: no such message was read; check the id.")
    known = [record for record in records.values() if record and record.application != number]
    threads = {record.thread for record in records.values() if record}
    losing = {record.application for record in known if record.application is not None}
    before = [one for one in applications.recorded(step) if one.id in losing or one.threads & threads]
    for one in before:
        if one.id in losing:
            _insist_some_is_left(step, one.id, identities)
        heard = applications.as_heard(step, one.id)
        applications.record(step, replace(heard, threads=one.threads - threads))
    taking = applications.as_heard(step, application_of(step, number).id)
    applications.record(step, replace(taking, threads=taking.threads | threads))
    for holder in {record.application for record in known}:
        belonging.give(step, holder, number, identities=identities)
    for one in {it.id: it for it in (*before, as_said(taking))}.values():
        retell(step, one.id)
        follow(step, one, now)
    return application_of(step, number)


def _insist_some_is_left(step: Step, number: int, identities: Collection[str]) -> None:
    if {record.identity for record, _ in belonging.letters(step, number)} <= set(identities):
        raise CannotBeDone(
            f"That is all the mail of application {number}, so nothing would be left of it; "
            f"`assistant applications edit {number}` changes what it is, `merge` makes it part of another."
        )

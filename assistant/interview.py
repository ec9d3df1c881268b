"""Interviews: what is said of a conversation, by them and by the user, from proposal to end. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.mail.headers import Address
from assistant.mail.invitation import Invitation
from assistant.mail.message import Message
from assistant.understanding.facts import Facts, Moment, Part, Person

USUAL_LENGTH = timedelta(hours=1)
"""How long a conversation is taken to last where nobody says."""

_NEAR = timedelta(minutes=1)
_MOST_PEOPLE = 20


class Standing(StrEnum):
    """How far a conversation is arranged."""

    proposed = "proposed"  # times are on the table, none is agreed
    agreed = "agreed"
    moved = "moved"  # the agreed time is off, the new one not yet known
    cancelled = "cancelled"
    happened = "happened"  # agreed, and over; never stored, see Interview.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One conversation between the user and people of a company.

    Attributes:
        id: the ledger's number, 0 before it has one.
        application: the application it belongs to, None if that is not known.
        thread: the conversation by mail in which it is arranged.
        parent: identity of the message that last told of it.
        uid: UID of its calendar event, "" without one (RFC 5545 §3.8.4.7).
        sequence: SEQUENCE of that event; a lower one is old news (RFC 5546 §2.1.5).
        standing: as arranged; `happened` is told by `at` alone.
        starts_at: the agreed time, aware UTC; None unless agreed.
        ends_at: its end, if they gave one.
        zone: IANA name as they gave it.
        options: starts of the times on the table while none is agreed.
        place: where: a link, an address or a telephone number, "" if unknown.
        people: who takes part on their side, as far as known.
    """

    id: int = 0
    application: int | None = None
    thread: str
    parent: str
    uid: str = ""
    sequence: int = 0
    standing: Standing = Standing.proposed
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str | None = None
    options: tuple[datetime, ...] = ()
    place: str = ""
    people: tuple[Person, ...] = ()

    @property
    def end(self) -> datetime | None:
        """When it is over; an hour after its start where nobody says. None while no time is agreed."""
        return self.starts_at and (self.ends_at or self.starts_at + USUAL_LENGTH)

    def at(self, now: datetime) -> Standing:
        """Return how it stands at a moment."""
        over = self.standing is Standing.agreed and self.end is not None and self.end <= now
        return Standing.happened if over else self.standing


def told_first(known: Sequence[Interview]) -> dict[int, int]:
    """Return by number the interview of the same application at the same time that was told of first.

    Two applications that the user merged may each have been told of the one conversation.
    """
    first: dict[tuple[int | None, datetime | None], int] = {}
    found = {}
    for one in known:
        is_one = one.application is not None and one.standing is Standing.agreed
        found[one.id] = first.setdefault((one.application, one.starts_at), one.id) if is_one else one.id
    return found


def told_once(known: Sequence[Interview]) -> list[Interview]:
    """Return interviews without those that another one, told of first, stands for (see told_first)."""
    first = told_first(known)
    return [one for one in known if first[one.id] == one.id]


def hear(
    known: Sequence[Interview],
    message: Message,
    facts: Facts,
    *,
    thread: str,
    application: int | None,
    own: frozenset[str],
) -> Interview | None:
    """Return what a message of theirs makes of an interview: a new one, or a known one changed; None: nothing.

    Args:
        known: interviews of the same application or conversation, and any with the event's UID.
        message: the mail.
        facts: what it says.
        thread: its conversation.
        application: its application.
        own: the user's addresses, lower case.
    """
    event = message.invitation
    here = _meant(known, message, facts, thread)
    if event and here and here.uid == event.uid and event.sequence < here.sequence:
        return None
    times = [moment for moment in facts.proposed if not moment.all_day]
    cancelled = facts.cancelled and not times
    if not times and not here:
        return None
    base = here or Interview(thread=thread, parent=message.identity, application=application)
    told = _with_event(base, event) if event and event.uid else base
    told = replace(
        told,
        parent=message.identity,
        application=base.application or application,
        place=_place(message, facts) or base.place,
        people=_people(base.people, message, facts, own),
    )
    if cancelled:
        return _off(told, Standing.cancelled)
    if _is_repeated(told, times) and not facts.moved:
        return told
    if facts.fixed and times:
        return _agreed(told, times[0], facts.duration)
    if times:
        return replace(_off(told, Standing.proposed), options=tuple(moment.at for moment in times))
    return _off(told, Standing.moved) if facts.moved else None


def answered(known: Interview, times: Sequence[datetime], *, yes: bool) -> Interview:
    """Return an interview after a message of the user's own.

    A time is agreed if the message names exactly one of those they proposed. Where they proposed only one, a yes that
    names none will do. A time that only the user names waits for their word.

    Args:
        known: the interview.
        times: starts of the times the message names, aware.
        yes: whether its words agree, see `says_yes`.
    """
    if known.standing is not Standing.proposed:
        return known
    named = {one for one in known.options if any(_same(one, time) for time in times)}
    if len(named) != 1 and len(known.options) == 1 and yes and not times:
        named = set(known.options)
    if len(named) != 1:
        return known
    return replace(known, standing=Standing.agreed, starts_at=named.pop(), options=())


_YES = re.compile(
    r"\b(?:(?:that|this|it|which|time|slot|day|\d) (?:works|suits|is (?:fine|good|great|perfect))|sounds (?:good|great|"
    r"perfect)|works (?:for|well|great|perfectly)|i(?:'|’| wi)ll be there|i(?:'m| am) (?:available|free)|see you "
    r"(?:then|on)|(?:happy to|i|i can) confirm|looking forward to (?:it|our|the|speaking|talking|meeting)|"
    r"passt|(?:nehme|bestätige) ich|bestätige|freue mich (?:auf|über)|bis (?:dann|dahin))\b",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"\b(?:interview(?:ed)? (?:with|by)|(?:talk|speak|meet|conversation|chat|call)(?:ing)? (?:with|to)|"
    r"will (?:join|interview|talk|speak|meet)|(?:gespräch|termin|interview) mit|nehmen (?:auch )?teil|sind dabei)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says who takes part."""
_NO = re.compile(
    r"\b(?:unfortunately|can(?:no|')t make|cannot|won't|not (?:available|free|able|possible|work)|instead|"
    r"another (?:time|day)|re-?schedul\w+|leider|nicht|verschieben|verhindert|ander(?:er|en) (?:termin|tag))\b",
    re.IGNORECASE,
)


def says_yes(words: str) -> bool:
    """Whether the user's words agree to a time; with any sign of a no they do not."""
    return _YES.search(words) is not None and _NO.search(words) is None


def _meant(known: Sequence[Interview], message: Message, facts: Facts, thread: str) -> Interview | None:
    """Return the interview a message is about: the event's own; one at the same time; the one still to come."""
    event = message.invitation
    if event and event.uid and (same := next((one for one in known if one.uid == event.uid), None)):
        return same
    starts = [moment.at for moment in facts.proposed if not moment.all_day]
    if same := next((one for one in known if one.starts_at and any(_same(one.starts_at, at) for at in starts)), None):
        return same
    sent_at = message.sent_at
    coming = [
        one
        for one in known
        if one.standing is not Standing.cancelled
        and not (one.end and sent_at and one.end <= sent_at)
        and not (event and event.uid and one.uid)  # two events are two interviews
    ]
    here = [one for one in coming if one.thread == thread] or coming
    return here[-1] if here else None


def _is_repeated(one: Interview, times: Sequence[Moment]) -> bool:
    """Whether the times named are the one that is agreed, so that nothing is open again."""
    return bool(times) and one.starts_at is not None and all(_same(one.starts_at, moment.at) for moment in times)


def _with_event(one: Interview, event: Invitation) -> Interview:
    return replace(one, uid=event.uid, sequence=event.sequence)


def _agreed(one: Interview, moment: Moment, length: timedelta | None) -> Interview:
    return replace(
        one,
        standing=Standing.agreed,
        starts_at=moment.at,
        ends_at=moment.until or (moment.at + length if length else None),
        zone=moment.zone or one.zone,
        options=(),
    )


def _off(one: Interview, standing: Standing) -> Interview:
    return replace(one, standing=standing, starts_at=None, ends_at=None, options=())


def _same(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= _NEAR


def _place(message: Message, facts: Facts) -> str:
    event = message.invitation
    return (event.location.strip() if event else "") or facts.join_link or facts.place or ""


def _people(before: Sequence[Person], message: Message, facts: Facts, own: frozenset[str]) -> tuple[Person, ...]:
    """Collect who takes part: those the event invites, those the words call interviewers, and who arranges it."""
    named = [one for one in facts.people if one.part in (Part.interviewer, Part.hiring_manager, Part.coordinator)]
    named += _in_copy(message)
    event = message.invitation
    invited = [*event.attendees, *([event.organizer] if event.organizer else [])] if event else []
    parts = {one.address.lower(): one for one in (*before, *facts.people) if one.address}
    found: dict[str, Person] = {(one.address or one.name).lower(): one for one in (*before, *named)}
    for one in invited:
        if one.key not in own:
            found[one.key] = _invited(one, parts.get(one.key), event)
    return tuple(found.values())[:_MOST_PEOPLE]


def _in_copy(message: Message) -> list[Person]:
    """Return who reads along at the writer's own house and is named as taking part ("Hana and Lukas will join us")."""
    home = message.sender.domain if message.sender else ""
    joining = filter(_JOINING.search, re.split(r"[.!?\n]", message.body.text))
    words = set(re.findall(r"\w+", " ".join(joining)))
    return [
        Person(name=one.name, address=one.address, part=Part.interviewer)
        for one in message.cc
        if one.domain == home and one.name and one.name.split()[0] in words
    ]


def _invited(one: Address, known: Person | None, event: Invitation | None) -> Person:
    """An attendee talks; an organiser who was not known as an interviewer arranges."""
    name = one.name or (known.name if known else "")
    if known and known.part is not Part.unknown:
        return replace(known, name=name or known.name, address=one.address)
    organises = event is not None and event.organizer is not None and event.organizer.key == one.key
    listed = event is not None and one.key in {attendee.key for attendee in event.attendees}
    part = Part.coordinator if organises and not listed else Part.interviewer
    return Person(name=name, address=one.address, part=part)

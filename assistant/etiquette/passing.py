"""As time passes: thanks after an interview (etiquette rule 8), a LinkedIn note (3), a follow-up after silence (9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.etiquette.gate import never
from assistant.etiquette.plan import Letter, Plan
from assistant.etiquette.situation import on_day, reads_mail
from assistant.etiquette.story import Heard, Story
from assistant.interview import Interview, Standing
from assistant.mail.headers import Address
from assistant.understanding.facts import Part, Person
from assistant.understanding.labels import Label

_MOST_THANKED = 4
_WANTED = timedelta(days=7)
"""How long a follow-up or a note stays wanted once it is ready."""

_BEFORE_CONNECTING = timedelta(hours=24)
_HOLDS = frozenset({Label.update, Label.confirmation, Label.unrelated})
"""Letters that keep the user waiting, a few words about nothing among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timely:
    """A plan that time made due, with the message it hangs on: its identity and conversation."""

    plan: Plan
    parent: str
    thread: str


def as_time_passes(story: Story) -> tuple[Timely, ...]:
    """Return what became due for an application that is open; what was planned before is not planned again."""
    if not story.application.stage.is_open or _is_barred(story):
        return ()
    over = [one for one in story.interviews if one.at(story.now) is Standing.happened and one.parent]
    found = [timely for interview in over for timely in (*_thanks(story, interview), *_note(story, interview))]
    return (*found, *_follow_up(story))


def _is_barred(story: Story) -> bool:
    people = [one.correspondent for one in story.heard if one.correspondent]
    people += [Address(name="", address=one.address) for it in story.interviews for one in it.people if one.address]
    return never(story.config, people, [story.application.company] if story.application.company else []) is not None


def _thanks(story: Story, interview: Interview) -> list[Timely]:
    """One letter for each who talked, while it is fresh; none once the user has written himself."""
    assert interview.end and interview.starts_at
    rules, end = story.config.rules, interview.end
    ready = end + timedelta(hours=rules.thank_you_after_hours)
    until = ready + timedelta(hours=rules.thank_you_within_hours)
    if until <= story.now or any(at > end for at in story.written):
        return []
    known = {one.to for one in story.earlier if one.letter is Letter.thank_you and one.interview == interview.id}
    people = _thanked(story, interview)
    return [
        Timely(
            plan=Plan(
                letter=Letter.thank_you,
                recipients=(Address(name=person.name, address=person.address or ""),),
                not_before=ready,
                wanted_until=until,
                because=f"the interview ended at {_clock(story, end)}; thanks are best within a day",
                details={
                    "interview": interview.id,
                    "person": person.name,
                    "number": number,
                    "talked": person.part is not Part.coordinator,
                    "met_at": interview.starts_at.isoformat(),
                    "ask_news": not _promised_after(story, interview.starts_at),
                    "since": end.isoformat(),
                },
            ),
            parent=interview.parent,
            thread=interview.thread,
        )
        for number, person in enumerate(people)
        if person.address and person.address.lower() not in known
    ]


def _thanked(story: Story, interview: Interview) -> list[Person]:
    """Return who is thanked: those who talked and can be written, above four the organiser, else who wrote last."""
    own = story.config.me.own
    reachable = [
        one
        for one in interview.people
        if one.address and one.address.lower() not in own and reads_mail(Address(name=one.name, address=one.address))
    ]
    talked = [one for one in reachable if one.part is not Part.coordinator]
    if len(talked) > _MOST_THANKED:
        talked = [one for one in reachable if one.part is Part.coordinator][:1] or talked[:1]
    if talked:
        return talked
    writer = _last_writer(story)
    if writer is None or writer.correspondent is None:
        return []
    spoke = not interview.people or any(
        one.part is not Part.coordinator and _is_named(writer.correspondent, one) for one in interview.people
    )
    part = Part.interviewer if spoke else Part.coordinator
    return [Person(name=writer.correspondent.name, address=writer.correspondent.address, part=part)]


def _is_named(address: Address, person: Person) -> bool:
    return bool(person.name) and person.name.casefold() == address.name.casefold()


def _note(story: Story, interview: Interview) -> list[Timely]:
    """A LinkedIn note about one who talked, a day after the interview; once a person, and no other role open there."""
    assert interview.end
    if not story.config.rules.linkedin_note or story.elsewhere:
        return []
    ready = story.agenda.working_morning(interview.end + _BEFORE_CONNECTING)
    noted = any(one.letter is Letter.linkedin_note and one.interview == interview.id for one in story.earlier)
    person = next((one for one in _thanked(story, interview) if one.part is not Part.coordinator and one.name), None)
    if noted or person is None or ready + _WANTED <= story.now:
        return []
    keys = [key.lower() for key in (person.name, person.address) if key]
    if not story.connected.isdisjoint(keys):
        return []
    me = Address(name=story.config.me.name, address=story.config.me.addresses[0])
    plan = Plan(
        letter=Letter.linkedin_note,
        recipients=(me,),
        not_before=ready,
        wanted_until=ready + _WANTED,
        because=f"you talked with {person.name} a day ago, who can be asked to connect",
        details={"interview": interview.id, "person": person.name, "connect": keys},
    )
    return [Timely(plan=plan, parent=interview.parent, thread=interview.thread)]


def _follow_up(story: Story) -> list[Timely]:
    """A polite question after silence, twice at most."""
    due, writer = follow_up_due(story), _last_writer(story)
    if due is None or due > story.now or writer is None or writer.correspondent is None:
        return []
    nth = _followed_up(story) + 1
    plan = Plan(
        letter=Letter.follow_up,
        recipients=(writer.correspondent,),
        not_before=due,
        wanted_until=story.now + _WANTED,
        because=_because(story, nth),
        details={"nth": nth, "interviewed": bool(_last_over(story)), "since": due.isoformat()},
    )
    return [Timely(plan=plan, parent=writer.identity, thread=writer.thread)]


def follow_up_due(story: Story) -> datetime | None:
    """Return when the next follow-up is due, also in the future; None if none will be.

    They have the word since the last interview or the last letter of a person that keeps the user waiting; what a
    machine wrote counts for nothing, but an absence is waited out.
    """
    rules, first = story.config.rules, _first_due(story)
    if first is None or _followed_up(story) >= rules.follow_ups or _is_coming(story):
        return None
    asked = [at for at in _questions(story) if at >= first]
    due = max([first, *(at + timedelta(days=rules.follow_up_again_days) for at in asked)])
    away = [one.back_on for one in story.heard if one.back_on and one.back_on >= due]
    return story.agenda.after_working_days(max(away), 1) if away else story.agenda.working_morning(due)


def _first_due(story: Story) -> datetime | None:
    rules, agenda = story.config.rules, story.agenda
    interview, word = _last_over(story), _last_word(story)
    ended = interview.end if interview else None
    if word and (ended is None or word.at > ended):
        if word.label not in _HOLDS or (word.answer_by is None and ended is None):
            return None
        return agenda.after_working_days(word.answer_by or word.at, 1 if word.answer_by else rules.follow_up_after_days)
    if ended is None:
        return None
    promised = _promised_after(story, ended)
    return agenda.after_working_days(promised or ended, 1 if promised else rules.follow_up_after_days)


def _last_over(story: Story) -> Interview | None:
    over = [one for one in story.interviews if one.at(story.now) is Standing.happened]
    return max(over, key=lambda one: one.starts_at or story.now, default=None)


def _is_coming(story: Story) -> bool:
    """Whether they will talk anyway, or are finding a time for it."""
    return any(one.at(story.now) in (Standing.agreed, Standing.proposed, Standing.moved) for one in story.interviews)


def _last_word(story: Story) -> Heard | None:
    """Return the last message a person of theirs wrote."""
    return next((one for one in reversed(story.heard) if not one.automatic), None)


def _last_writer(story: Story) -> Heard | None:
    """Return the last message of a person whom a reply reaches."""
    return next((one for one in reversed(story.heard) if not one.automatic and one.correspondent), None)


def _promised_after(story: Story, moment: datetime) -> datetime | None:
    """Return the latest day they named for an answer that lies after a moment."""
    return max((one.answer_by for one in story.heard if one.answer_by and one.answer_by > moment), default=None)


def _questions(story: Story) -> Sequence[datetime]:
    """Return when the user was to ask, or asked by himself, how things stand."""
    unsent = [one.at for one in story.earlier if one.letter is Letter.follow_up and not one.sent]
    return sorted([*unsent, *story.written])


def _followed_up(story: Story) -> int:
    first = _first_due(story)
    return sum(at >= first for at in _questions(story)) if first else 0


def _because(story: Story, nth: int) -> str:
    word, over = _last_word(story), _last_over(story)
    if nth > 1:
        return "your question was not answered either; this is the second and last one"
    if word and word.answer_by and word.answer_by < story.now:
        return f"they meant to answer by {on_day(story.config, word.answer_by)} and have not"
    since = (
        f"the interview on {on_day(story.config, over.starts_at)}" if over and over.starts_at else "their last letter"
    )
    return f"nothing was heard since {since}"


def _clock(story: Story, moment: datetime) -> str:
    return f"{moment.astimezone(story.config.zone):%H:%M}"

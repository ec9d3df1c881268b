"""What time alone makes due, as tables that anybody can read: tests/etiquette/stories/*.txt.

A row tells of interviews, of what they wrote and what the user wrote, and when it is now; then what is drafted, or
"nothing". Every time of day is Berlin's, every day lies in 2026.
"""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.agenda import Agenda
from assistant.application import Application, Stage
from assistant.config import Config
from assistant.etiquette.passing import as_time_passes
from assistant.etiquette.plan import Letter
from assistant.etiquette.story import Earlier, Heard, Story
from assistant.interview import Interview, Standing
from assistant.mail.headers import parse_addresses
from assistant.understanding.facts import Part, Person
from assistant.understanding.labels import Label
from tests.etiquette.scenes import BERLIN, SETTINGS, midnight, moment, read_rows
from tests.etiquette.telling import tell_plan

ROWS = [
    pytest.param(lines, then, id=f"{path.stem}: {title}")
    for path in sorted((Path(__file__).parent / "stories").glob("*.txt"))
    for title, lines, then in read_rows(path)
]


def story(lines: dict[str, str]) -> Story:
    """Build a story; a line that is not known is an error."""
    config = Config.model_validate(tomllib.loads(SETTINGS + lines.pop("settings", "").replace("; ", "\n")))
    company, _, stage = lines.pop("application", "Acme; interview").partition("; ")
    found = Story(
        application=Application(id=1, company=company, stage=Stage(stage), threads=frozenset({"t"})),
        interviews=[_interview(number, words) for number, words in _each(lines.pop("interviews", ""))],
        heard=[_heard(number, words) for number, words in _each(lines.pop("they wrote", ""))],
        written=[moment(words) for _, words in _each(lines.pop("the user wrote", ""))],
        earlier=[_earlier(words) for _, words in _each(lines.pop("letters", ""))],
        elsewhere=lines.pop("another role", "") == "open",
        connected=frozenset(filter(None, [lines.pop("asked to connect", "")])),
        agenda=Agenda(rules=config.rules, zone=BERLIN),
        config=config,
        now=moment(lines.pop("now")),
    )
    assert not lines, f"unknown lines: {lines}"
    return found


def _each(words: str) -> list[tuple[int, str]]:
    return list(enumerate(filter(None, words.split("; ")), start=1))


def _interview(number: int, words: str) -> Interview:
    """Read "Mon 4 May 14:00 with Jane Doe <...> and Tom Falk <...>, arranged by Ann Li <...>" or "..., cancelled"."""
    words, _, standing = words.partition(", now ")
    when, _, people = words.partition(" with ")
    talked, _, arranged = people.partition(", arranged by ")
    persons = [_person(one, Part.interviewer) for one in filter(None, talked.split(" and "))]
    persons += [_person(one, Part.coordinator) for one in filter(None, [arranged])]
    start = None if standing else moment(when)
    return Interview(id=number, application=1, thread="t", parent=f"<set{number}@acme.example>",
                     standing=Standing(standing or "agreed"), starts_at=start, people=tuple(persons))  # fmt: skip


def _person(words: str, part: Part) -> Person:
    found = parse_addresses(words.encode())
    return Person(name=found[0].name, address=found[0].address, part=part) if found else Person(name=words, part=part)


def _heard(number: int, words: str) -> Heard:
    """Read "Tue 5 May 10:00 update, answer by Fri 8 May", "... a machine", "... back on Mon 18 May"."""
    first, *rest = words.split(", ")
    when, label = first.rsplit(" ", 1)
    told: dict[str, object] = {"correspondent": parse_addresses(b"Jane Doe <jane@acme.example>")[0]}
    for one in rest:
        if one == "a machine":
            told["automatic"] = True
        elif one.startswith(("answer by ", "back on ")):
            key = "answer_by" if one.startswith("answer") else "back_on"
            told[key] = midnight(one.removeprefix("answer by ").removeprefix("back on "))
        else:
            raise AssertionError(f"unknown words: {one}")
    return Heard(identity=f"<{number}@acme.example>", thread="t", at=moment(when), label=Label(label), **told)  # type: ignore[arg-type]


def _earlier(words: str) -> Earlier:
    """Read "follow_up Mon 11 May 09:00", "... to jane@acme.example", "... sent"."""
    words, sent = words.removesuffix(", sent"), words.endswith(", sent")
    name, _, rest = words.partition(" ")
    when, _, to = rest.partition(" to ")
    interview = 1 if name in ("thank_you", "linkedin_note") else None
    return Earlier(letter=Letter(name), at=moment(when), to=to, interview=interview, sent=sent)


@pytest.mark.parametrize(("lines", "then"), ROWS)
def test_time_makes_due_what_a_careful_person_would_write(lines: dict[str, str], then: list[str]) -> None:
    """Too early presses, too late is forgotten, and twice is once too often."""
    due = as_time_passes(story(dict(lines)))

    assert [tell_plan(one.plan) for one in due] == [line for line in then if line != "nothing"]


def test_the_tables_hold_the_stories() -> None:
    """A table that a glob no longer finds would pass in silence."""
    assert len(ROWS) >= 30
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_a_letter_hangs_on_the_message_it_answers() -> None:
    """Composing fetches that message again."""
    (thanks, _note) = as_time_passes(
        story({"interviews": "Mon 4 May 14:00 with Tom Falk <tom@acme.example>", "now": "Mon 4 May 18:00"})
    )

    assert (thanks.parent, thanks.thread) == ("<set1@acme.example>", "t")
    assert datetime.fromisoformat(thanks.plan.details["since"]) == moment("Mon 4 May 15:00")
    assert thanks.plan.wanted_until - thanks.plan.not_before == timedelta(hours=24)

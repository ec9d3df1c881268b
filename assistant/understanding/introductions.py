"""People whom the sentences name, and their parts in an application."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.understanding.names import person_name
from assistant.understanding.reading import BULLET, Reading
from assistant.understanding.tables import table
from assistant.understanding.titles import is_title_word


class Part(StrEnum):
    """A person's part in an application."""

    recruiter = "recruiter"
    hiring_manager = "hiring manager"
    interviewer = "interviewer"
    coordinator = "coordinator"
    unknown = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the message names.

    Attributes:
        name: without honorifics and degrees, in natural order.
        address: if known.
        part: in the application.
        honorific: as written before the name ("Frau Dr.", "Prof.", "Ms."), "" if none; gender is never guessed.
    """

    name: str
    address: str | None = None
    part: Part = Part.unknown
    honorific: str = ""

    @property
    def first_name(self) -> str:
        """The first given name, "" where the name is no person's."""
        return self.name.split()[0] if self.name else ""


_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        Part.hiring_manager,
        re.compile(r"\bhiring (?:manager|lead)|fachvorgesetzte|\b(?:line|future|direct) manager", re.I),
    ),
    (
        Part.coordinator,
        re.compile(
            r"\b(?:co-?ordinator|scheduler|scheduling|koordinator(?:in)?|assistant|assistentin|assistenz)\b", re.I
        ),
    ),
    (
        Part.recruiter,
        re.compile(
            r"\b(?:recruit(?:er|ing|ment|erin)|talent|sourcer|sourcing|headhunter|staffing|hr|human (?:resources|"
            r"capital)|people|hiring|hr-?\w{3,12}|ansprechpartner(?:in)?|bewerber\w{3,15}|personal(?:referent|leiter|"
            r"berater|abteilung|management|wesen|entwick|marketing|gewinnung)\w{0,8})\b",
            re.I,
        ),
    ),
    (
        Part.hiring_manager,
        re.compile(
            r"\b(?:head of|director of|vp of|vp|cto|ceo|cfo|coo|(?:co-?)?founder|(?:engineering|product|design|data|"
            r"store|branch|general|sales|marketing|restaurant) manager|team lead(?:er)?|professor|"
            r"geschäftsführer(?:in)?|inhaber(?:in)?|(?:team|abteilungs|gruppen|bereichs|filial)?leit(?:er|erin|"
            r"ung))\b",
            re.I,
        ),
    ),
)
_CAPITALISED = r"[^\W\d_a-zà-ÿ][^\W\d_]{0,30}(?:['-][^\W\d_]{1,30}){0,3}\.?"
_NAME = re.compile(
    rf"(?:\b(?:Dr|Prof|Mag|Mr|Ms|Mrs)\. )?{_CAPITALISED}(?: (?:van|von|der|den|de|la|di|da|del|el|al|bin|"
    rf"{_CAPITALISED})){{1,7}}"
)
"""Capitalised words in a row: a name, with the title it may be led by."""
_LEADS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        Part.hiring_manager,
        re.compile(r"\b(?:hiring manager|fachvorgesetzte[rn]?)(?:,|:| is| ist| for this \w+ is)?$", re.I),
    ),
    (Part.coordinator, re.compile(r"\b(?:coordinator|scheduler|koordinatorin)(?:,|:| is| ist)?$", re.I)),
    (
        Part.recruiter,
        re.compile(
            r"\b(?:recruiter(?:in)?|talent partner|ansprechpartner(?:in)?|ansprechperson)(?: \w{2,20}){0,3}(?:,|:|"
            r" is| ist)?$",
            re.I,
        ),
    ),
    (
        Part.interviewer,
        re.compile(
            r"\b(?:meet(?:ing)?(?: with)?|(?:speak|talk)(?:ing)? (?:to|with)|interview(?:ing)? with|"
            r"conversation with|call with|chat with|interviewed by|interviewers?(?:in|innen)?:|gespräch(?:s|e)? mit|"
            r"interview mit|treffen|sprechen mit|führen)(?: \w{1,20}){0,3}$",
            re.I,
        ),
    ),
)
_SELF = re.compile(r"\b(?:my name is|mein name ist|i am|i'm|ich bin|this is|hier ist)$", re.I)
_JOINED = re.compile(r"(?: ?\([^()\n]{0,60}\)|, [^\W\dA-Z_][^,\n]{0,40})?(?:,|,? (?:and|und|sowie|&))$")
_TRAIL = re.compile(r",? \(?(?:our |the |your |unsere? |ihre? |dein )?(?:hiring manager|recruit|coordin|talent )", re.I)
_TITLE = re.compile(r",? ?[(–-]? ?(?:our |the |your |who is |unsere? |Ihre? )*([^,.;()]{2,60})")
_MEETING = re.compile(r"\b(?:meet|speak|interview|treffen|gespräch)\w{0,8}\b", re.I)
_STEMS = (
    "name is", "name ist", "i am", "i'm", "ich bin", "this is", "hier ist", "meet", "speak", "talk", "interview",
    "conversation",
    "call with", "chat with", "gespräch", "treffen", "sprechen", "führen", "manager", "vorgesetzte", "recruit",
    "talent",
    "ansprech", "coordin", "scheduler", "koordin",
)  # fmt: skip


def part_of(words: str) -> Part:
    """Return the part that title words speak of."""
    return next((part for part, pattern in _PARTS if pattern.search(words[:200])), Part.unknown)


def introduced(reading: Reading) -> Iterator[tuple[Person, bool]]:
    """Yield people whom the sentences name with a part, and whether each is the writer naming himself."""
    for sentence in reading.naming(_STEMS):
        last, part = 0, None
        for match in _NAME.finditer(sentence):
            start = _behind_titles(match)
            name = person_name(match.string[start : match.end()].rstrip("."))
            tail = sentence[match.end() : match.end() + 80]
            if name and _SELF.search(sentence[:start].rstrip()):
                yield Person(name=name, part=part_of(tail.partition(". ")[0])), True
            elif name:
                part = _part(
                    sentence, start, tail, part if part and _JOINED.match(sentence[last:start].rstrip()) else None
                )
                last = match.end()
                if part:
                    yield Person(name=name, part=_titled(part, tail)), False
    yield from ((person, False) for person in _listed(reading))


def _behind_titles(match: re.Match[str]) -> int:
    """Where the name begins behind leading titles and sentence words ("Hiring Manager Jane Doe", "Meet Jane Doe")."""
    start = match.start()
    words = match.group().split(" ")
    while len(words) > 2 and (is_title_word(words[0]) or words[0].lower() in _LEADING):
        start += len(words.pop(0)) + 1
    return start


_LEADING = table(
    "hiring meet talent recruiting our your frau herr herrn ihre technical senior i'm it's mit with und and hallo hi "
    "dear liebe"
)


def _part(sentence: str, start: int, tail: str, before: Part | None) -> Part | None:
    """The part words before or behind a name give it, or that of the name it is joined to."""
    lead = sentence[max(0, start - 70) : start].rstrip()
    found = next((part for part, pattern in _LEADS if pattern.search(lead)), None)
    if found is None and _TRAIL.match(tail):
        return part_of(tail[:60])
    return found or before


def _titled(part: Part, tail: str) -> Part:
    """ "meet Jane Doe (Hiring Manager)": the title behind a name says more than the verb before it."""
    title = _TITLE.match(tail)
    said = part_of(title.group(1)) if title and tail[:1] in ",( " else Part.unknown
    decisive = said in {Part.recruiter, Part.coordinator} or (title and "hiring" in title.group(1).lower())
    return said if part is Part.interviewer and decisive else part


def _listed(reading: Reading) -> Iterator[Person]:
    """The list under "you will meet with the following people:"."""
    listing = False
    for sentence in reading.sentences:
        item = _NAME.match(sentence, len(BULLET)) if listing and sentence.startswith(BULLET) else None
        name = person_name(item.group().rstrip(".")) if item else None
        if item and name:
            yield Person(name=name, part=_titled(Part.interviewer, sentence[item.end() :]))
        elif not (listing and sentence.startswith(BULLET)):
            listing = sentence.endswith(":") and bool(_MEETING.search(sentence))

"""Who somebody is, and what part he has in an application."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.mail.expressions import expression


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
        expression(r"\bhiring (?:manager|lead)|fachvorgesetzte|\b(?:line|future|direct) manager", re.I),
    ),
    (
        Part.coordinator,
        expression(
            r"\b(?:co-?ordinator|scheduler|scheduling|koordinator(?:in)?|assistant|assistentin|assistenz)\b", re.I
        ),
    ),
    (
        Part.recruiter,
        expression(
            r"\b(?:recruit(?:er|ing|ment|erin)|talent|sourcer|sourcing|headhunter|staffing|hr|human (?:resources|"
            r"capital)|people|hiring|hr-?\w{3,12}|ansprechpartner(?:in)?|bewerber\w{3,15}|personal(?:referent|leiter|"
            r"berater|abteilung|management|wesen|entwick|marketing|gewinnung)\w{0,8})\b",
            re.I,
        ),
    ),
    (
        Part.hiring_manager,
        expression(
            r"\b(?:head of|director of|vp of|vp|cto|ceo|cfo|coo|(?:co-?)?founder|(?:engineering|product|design|data|"
            r"store|branch|general|sales|marketing|restaurant) manager|team lead(?:er)?|professor|"
            r"geschäftsführer(?:in)?|inhaber(?:in)?|(?:team|abteilungs|gruppen|bereichs|filial)?leit(?:er|erin|"
            r"ung))\b",
            re.I,
        ),
    ),
)


def part_of(words: str) -> Part:
    """Return the part that title words speak of."""
    return next((part for part, pattern in _PARTS if pattern.search(words[:200])), Part.unknown)

"""Precision and recall of every fact on the gold letters: `python -m tests.understanding.measure_facts`.

With a field's name behind it, every letter of the seen half in which that field is wrong is listed.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assistant.shipped import shipped
from assistant.training import corpus
from assistant.understanding.company_names import key_of
from assistant.understanding.facts import Facts, Moment, extract
from tests.understanding import gold
from tests.understanding.gold import Gold

_GENDER = re.compile(r" ?\([^()]*/[^()]*\)")


def read_gold() -> list[Gold]:
    """Return every gold letter, filled."""
    at = shipped("fixtures", "corpus")
    return list(gold.read(corpus.load(at), at / "facts.jsonl"))


@dataclass(slots=True)
class Score:
    """How often a field was right: expected values found, expected in all, found that may be, found in all."""

    hit: int = 0
    expected: int = 0
    right: int = 0
    found: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is to be found that was; 1 where there is nothing."""
        return self.hit / self.expected if self.expected else 1.0


def measure(letters: Iterable[Gold]) -> dict[str, Score]:
    """Score every field over these letters."""
    scores = {field: Score() for field in FIELDS}
    for letter in letters:
        facts = extract(letter.message, refused=letter.refused)
        for field, score in scores.items():
            missed, wrong, found, expected = compare(field, facts, letter)
            score.hit += expected - len(missed)
            score.expected += expected
            score.right += found - len(wrong)
            score.found += found
    return scores


def compare(field: str, facts: Facts, letter: Gold) -> tuple[list[str], list[str], int, int]:
    """Return what is missed, what is wrong, how many values count as found and how many were expected.

    A value that may be found and need not be counts for neither.
    """
    same = _SAME.get(field, _equal)
    wanted, found = letter.facts.get(field, ()), list(FIELDS[field](facts))
    may = [value.removeprefix("?") for value in wanted if value.startswith("?")]
    either = [value for value in wanted if not value.startswith("?")]
    must = [value for value in either if "none" not in value.split("|")]
    wrong = [value for value in found if "" not in may and not _among(value, [*either, *may], same)]
    missed = [each for each in must if not any(_among(value, [each], same) for value in found)]
    counted = [value for value in found if value in wrong or _among(value, either, same)]
    return missed, wrong, len(counted), len(must)


def _among(found: str, expected: Iterable[str], same: Callable[[str, str], bool]) -> bool:
    return any(same(found, one) for each in expected for one in each.split("|"))


def _equal(found: str, expected: str) -> bool:
    return found.casefold() == expected.casefold()


def _company(found: str, expected: str) -> bool:
    return key_of(found) == key_of(expected)


def _role(found: str, expected: str) -> bool:
    return _GENDER.sub("", found).casefold() == _GENDER.sub("", expected).casefold()


def _person(found: str, expected: str) -> bool:
    return found in {expected, expected.split()[0]}


def _moment(found: str, expected: str) -> bool:
    """A day expected is met by any time on it; "2026-05-05/2026-05-08" by the same first and last day."""
    return found == expected or (len(expected) == 10 and found[:10] == expected)


def _window(found: str, expected: str) -> bool:
    return found in {expected, f"{expected}/{expected}"}


def _begins(found: str, expected: str) -> bool:
    return found.removeprefix("• ").startswith(expected)


_SAME: Mapping[str, Callable[[str, str], bool]] = {
    "company": _company, "agency": _company, "role": _role, "people": _person, "writer": _person,
    "interviewers": _person, "deadlines": _moment, "answer_by": _moment, "proposed": _moment, "windows": _window,
    "feedback": _begins,
}  # fmt: skip


def _one(value: Any) -> Iterator[str]:
    """A value as written in the gold; nothing for what is unknown."""
    if isinstance(value, Moment):
        yield f"{value.at:%Y-%m-%d}" if value.all_day else f"{value.at:%Y-%m-%d %H:%M}"
    elif isinstance(value, timedelta):
        yield str(int(value.total_seconds() // 60))
    elif value is not None and value is not False:
        yield str(value)


def _span(moment: Moment) -> str:
    end: datetime = moment.until or moment.at
    last = end if end.hour or end == moment.at else end - timedelta(days=1)
    return f"{moment.at:%Y-%m-%d}/{last:%Y-%m-%d}"


def _all(values: Iterable[Any]) -> Iterator[str]:
    return (text for value in values for text in _one(value))


def _informal(facts: Facts) -> Iterator[str]:
    if facts.informal is not None:
        yield str(facts.informal)


FIELDS: Mapping[str, Callable[[Facts], Iterable[str]]] = {
    "company": lambda facts: _one(facts.company),
    "agency": lambda facts: _one(facts.agency),
    "role": lambda facts: _one(facts.role),
    "people": lambda facts: [person.name for person in facts.people],
    "writer": lambda facts: [facts.writer.name] if facts.writer else [],
    "interviewers": lambda facts: [person.name for person in facts.interviewers],
    "first_name_only": lambda facts: _one(facts.first_name_only),
    "informal": _informal,
    "deadlines": lambda facts: _all(facts.deadlines),
    "answer_by": lambda facts: _one(facts.answer_by),
    "proposed": lambda facts: _all(facts.proposed),
    "windows": lambda facts: map(_span, facts.windows),
    "fixed": lambda facts: _one(facts.fixed),
    "moved": lambda facts: _one(facts.moved),
    "cancelled": lambda facts: _one(facts.cancelled),
    "duration": lambda facts: _one(facts.duration),
    "format": lambda facts: _one(facts.format),
    "place": lambda facts: _one(facts.place),
    "join_link": lambda facts: _one(facts.join_link),
    "booking_links": lambda facts: facts.booking_links,
    "phones": lambda facts: facts.phones,
    "asked": lambda facts: map(str, facts.asked),
    "references_wanted": lambda facts: _one(facts.references_wanted),
    "refusal": lambda facts: _one(facts.refusal),
    "out_of_hands": lambda facts: _one(facts.out_of_hands),
    "feedback": lambda facts: facts.feedback,
}
"""How each field is written in the gold."""


def main(shown: str) -> None:
    """Print the table, or what is wrong in one field."""
    letters = read_gold()
    if shown:
        for letter in letters:
            if letter.held_out:
                continue
            missed, wrong, _, _ = compare(shown, extract(letter.message, refused=letter.refused), letter)
            if missed or wrong:
                print(f"{letter.id}  missed {missed}  wrong {wrong}")
        return
    halves = [measure(letter for letter in letters if letter.held_out is held) for held in (False, True)]
    print(f"{'field':<18} seen: precision recall  of    held out: precision recall  of")
    for field in FIELDS:
        cells = [f"{s.precision:>13.3f} {s.recall:>9.3f} {s.expected:>4}" for s in (half[field] for half in halves)]
        print(f"{field:<18}{'     '.join(cells)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")

"""Letters of the corpus filled with known values, and the facts that a reader of them would write down.

`fixtures/corpus/facts.jsonl` holds one letter a line: its id, which half it belongs to (the wording of those held out
was not looked at while rules were written), the slots that lie in the past, and the facts; a field that is not there
is unknown. A value may hold slots. "a|b" accepts either, a leading "?" marks what may be found but need not be.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.mail.message import Arrival, Message, parse
from assistant.training.corpus import Corpus, Letter
from assistant.training.slots import Slots
from assistant.understanding.labels import Label

SENT_AT = datetime(2026, 5, 5, 9, tzinfo=UTC)
"""A Tuesday."""

_PEOPLE = ("recruiter", "manager", "interviewer", "coordinator", "other")
_SLOT = re.compile(r"\{(\w+)\}")
_WRITER = re.compile(r"\{(\w+?)(?:_first)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """One letter, filled, and what it says.

    Attributes:
        id: the letter's.
        held_out: whether its wording was not looked at while rules were written.
        message: the letter as mail reads it.
        refused: whether it is labelled a rejection.
        facts: name of a field → the values expected, slots filled: dates in ISO form.
    """

    id: str
    held_out: bool
    message: Message
    refused: bool
    facts: Mapping[str, tuple[str, ...]]


def read(corpus: Corpus, path: Path) -> Iterator[Gold]:
    """Yield every letter that has gold facts.

    Args:
        corpus: where the letters are.
        path: facts.jsonl.
    """
    letters = {letter.id: letter for letter in corpus.letters}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        letter = letters[row.pop("id")]
        half, past = row.pop("half"), row.pop("past", ())
        known = _Known(corpus.values, letter, frozenset(past), row.get("join_link") == "{link}")
        facts = {field: tuple(map(known.expected, _listed(value))) for field, value in row.items()}
        yield Gold(
            id=letter.id,
            held_out=half == "held out",
            message=_message(letter, known),
            refused=letter.labels[0] is Label.rejection,
            facts=facts,
        )


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _message(letter: Letter, known: "_Known") -> Message:
    """The letter as it arrives; one whose author left From out comes from its writer's bare address."""
    sender = known.fill(letter.sender) or f"<{known['email']}>"
    header = (
        f"From: {sender}\nTo: {known['you_full']} <reader@mail.example>\nSubject: {known.fill(letter.subject)}\n"
        f"Date: {SENT_AT:%a, %d %b %Y %H:%M:%S +0000}\nContent-Type: text/plain; charset=utf-8\n\n"
    )
    return parse(Arrival(raw=(header + known.fill(letter.body)).encode()))


class _Known(Slots):
    """Slots whose days and times are known: days lie after the sending, or before it where the gold says so."""

    def __init__(self, values: Mapping[str, Any], letter: Letter, past: frozenset[str], joins: bool) -> None:
        chance = random.Random(letter.id)
        super().__init__(values, letter.language, chance)
        self._letter, self._past, self._joins, self._days = letter, past, joins, chance
        self._calendar: dict[str, date] = {}
        self._german = letter.language == "de"

    def __getitem__(self, slot: str) -> str:
        if slot == "email":
            return self._own_address()
        if slot == "link" and self._joins:
            return "https://us02web.zoom.us/j/81234567890"
        if slot == "platform" and "{platform}" in self._letter.sender:
            return "HackerRank"  # one that writes in an employer's name, not a tool for video calls
        if slot == "month":
            return "Juni" if self._german else "June"
        if slot == "time":
            return self._clock_words("14:30")
        if slot.startswith("slot"):
            return f"{self._words(slot)} {'um' if self._german else 'at'} {self._clock_words(self._clock(slot))}"
        return self._words(slot) if slot in {"date", "deadline", "answer_by", "weekday"} else super().__getitem__(slot)

    def expected(self, value: str) -> str:
        """The gold value with its slots filled: days as 2026-05-28, times as 2026-05-28 14:30."""
        return _SLOT.sub(lambda match: self._expected(match[1]), value)

    def _expected(self, slot: str) -> str:
        if slot.startswith("slot"):
            return f"{self._day(slot)} {self._clock(slot)}"
        if slot in {"date", "deadline", "answer_by", "weekday"}:
            return str(self._day(slot))
        return "14:30" if slot == "time" else self[slot]

    def _day(self, slot: str) -> date:
        """Days 13 to 28 of a month, so that 5/14 can be read in one way only; weekdays are of the coming week."""
        if slot not in self._calendar:
            taken, today = set(self._calendar.values()), SENT_AT.date()
            choice = [today + timedelta(days=ahead) for ahead in (range(1, 8) if slot == "weekday" else range(8, 90))]
            if slot in self._past:
                choice = [today - timedelta(days=back) for back in range(8, 30)]
            days = [
                d for d in choice if d not in taken and d.weekday() < 5 and (slot == "weekday" or 13 <= d.day <= 28)
            ]
            self._calendar[slot] = self._days.choice(days)
        return self._calendar[slot]

    def _words(self, slot: str) -> str:
        day, language = self._day(slot), "de" if self._german else "en"
        weekday, month = (
            self._lists["weekdays"][language][day.weekday()],
            self._lists["months"][language][day.month - 1],
        )
        if slot == "weekday":
            return str(weekday)
        formats = self._lists["dates"][language]
        written = formats[sum(map(ord, slot + self._letter.id)) % len(formats)]
        return str(
            written.format(
                y=day.year, w=weekday, m=month, d=day.day, d2=f"{day.day:02}", n=day.month, n2=f"{day.month:02}"
            )
        )

    def _clock(self, slot: str) -> str:
        return {"slot": "10:00", "slot2": "15:30", "slot3": "11:00"}[slot]

    def _clock_words(self, clock: str) -> str:
        if self._german:
            return clock if "{time} Uhr" in self._letter.body else f"{clock} Uhr"
        hour, minute = map(int, clock.split(":"))
        return f"{(hour - 1) % 12 + 1}:{minute:02} {'am' if hour < 12 else 'pm'}"

    def _own_address(self) -> str:
        """The address of the person in From, of the first person named in the letter, or of a department."""
        written = _WRITER.findall(self._letter.sender) + _WRITER.findall(self._letter.body)
        person = next((name for name in written if name in _PEOPLE), None)
        words = self[person].lower() if person else "office"
        local = re.sub(r"[^a-z]+", ".", words.encode("ascii", "ignore").decode()).strip(".")
        platforms = [slot for slot in ("platform", "site") if f"{{{slot}}}" in self._letter.sender]
        named = [slot for slot in ("agency", "company", "school") if f"{{{slot}}}" in self._whole()]
        organisation = [*platforms, *named, "company"][0]
        ending = "com" if organisation == "platform" else "example"
        return f"{local}@{re.sub('[^a-z0-9]+', '', self[organisation].lower())}.{ending}"

    def _whole(self) -> str:
        return f"{self._letter.sender}{self._letter.subject}{self._letter.body}"

"""Fills the corpus' slots: invented companies, people of many cultures, roles of many trades, dates and times.

A slot keeps its value within one mail. The lists (slots.json beside the corpus) are long and mixed, so that no name,
company or role can be learned.
"""

import random
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")
_ENGLISH = "en"

Values = Mapping[str, Any]
"""slots.json: name of a list → its values, or language → values."""


class Slots:
    """The values of one mail: each slot is drawn once and then kept."""

    def __init__(self, values: Values, language: str, chance: random.Random) -> None:
        """Draw from the lists of this language, of English where there are none."""
        self._lists = values
        self._language = language if language in values["months"] else _ENGLISH
        self._chance = chance
        self._drawn: dict[str, str] = {}

    def fill(self, text: str) -> str:
        """Return the text with every slot filled.

        Raises:
            KeyError: a slot has no name in NAMES.
        """
        return _SLOT.sub(lambda match: self[match[1]], text)

    def __getitem__(self, slot: str) -> str:
        """Return the slot's value in this mail."""
        if slot not in self._drawn:
            person = slot.removesuffix("_first")
            self._drawn[slot] = _MAKERS[slot](self) if person == slot else self[person].split()[0]
        return self._drawn[slot]

    def one_of(self, name: str) -> str:
        """Return one value of a list, of this language where the list has languages."""
        found = self._lists[name]
        return str(self._chance.choice(found if isinstance(found, list) else found[self._language]))

    def _number(self, low: int, high: int) -> int:
        return self._chance.randint(low, high)

    def _company(self) -> str:
        stem = self.one_of("company_stems")
        if self._chance.random() < 0.25:
            return stem
        end = self.one_of("company_ends")
        return stem + end if end.startswith(".") else f"{stem} {end}"

    def _person(self) -> str:
        return f"{self.one_of('first_names')} {self.one_of('last_names')}"

    def _date(self) -> str:
        day = date(2019, 1, 1) + timedelta(days=self._number(0, 3600))
        names = {
            "w": self._lists["weekdays"][self._language][day.weekday()],
            "m": self._lists["months"][self._language][day.month - 1],
        }
        numbers = {"d": f"{day.day}", "d2": f"{day.day:02}", "n": f"{day.month}", "n2": f"{day.month:02}"}
        return self.one_of("dates").format(y=day.year, **names, **numbers)

    def _time(self) -> str:
        hour, half = self._number(8, 18), self._chance.choice(("00", "00", "15", "30", "45"))
        noon = "am" if hour < 12 else "pm"
        return self.one_of("times").format(h=hour, h12=(hour - 1) % 12 + 1, mm=half, ap=noon, AP=noon.upper())

    def _slot(self) -> str:
        return f"{self._date()} {self._lists['at'][self._language]} {self._time()}"

    def _address(self) -> str:
        street = self._lists["streets"][self._language].format(n=self._number(1, 250), s=self.one_of("company_stems"))
        return f"{street}, {self['city']}"

    def _link(self) -> str:
        return f"https://{self._chance.choice(('careers', 'jobs', 'app', 'go'))}.{self._domain()}/{self._token()}"

    def _booking_link(self) -> str:
        place = self._chance.choice(("calendly.com", "cal.com", "schedule.example.com", "meet.example.org"))
        return f"https://{place}/{self._token()}"

    def _email(self) -> str:
        name = self["recruiter"].lower().replace(" ", ".").encode("ascii", "ignore").decode()
        return f"{name}@{self._domain()}"

    def _domain(self) -> str:
        return re.sub(r"[^a-z0-9]+", "", self["company"].lower()) + ".example"

    def _token(self) -> str:
        return "".join(self._chance.choices("abcdefghjkmnpqrstuvwxyz23456789", k=self._number(5, 12)))

    def _money(self) -> str:
        amount = f"{self._number(12, 180)},000" if self._chance.random() < 0.6 else f"{self._number(5, 900)}.50"
        return self._chance.choice((f"${amount}", f"£{amount}", f"€{amount}", f"{amount} EUR", f"{amount} €"))

    def _phone(self) -> str:
        return f"+{self._number(1, 99)} {self._number(20, 999)} {self._number(100000, 9999999)}"

    def _school(self) -> str:
        return f"{self.one_of('company_stems')} {self._chance.choice(('University', 'College', 'School'))}"


def _listed(name: str) -> Callable[[Slots], str]:
    return lambda slots: slots.one_of(name)


_MAKERS: dict[str, Callable[[Slots], str]] = {
    **dict.fromkeys(("company", "agency", "client"), Slots._company),
    **dict.fromkeys(("recruiter", "manager", "interviewer", "coordinator", "other", "you_full"), Slots._person),
    **dict.fromkeys(("date", "deadline", "answer_by"), Slots._date),
    **dict.fromkeys(("slot", "slot2", "slot3"), Slots._slot),
    **dict.fromkeys(("team", "department"), _listed("teams")),
    "you": lambda slots: slots["you_full"].split()[0],
    "last": lambda slots: slots["you_full"].split(maxsplit=1)[1],
    "role": _listed("roles"),
    "weekday": _listed("weekdays"),
    "time": Slots._time,
    "month": _listed("months"),
    "year": lambda slots: str(slots._number(2018, 2030)),
    "city": _listed("cities"),
    "address": Slots._address,
    "link": Slots._link,
    "booking_link": Slots._booking_link,
    "phone": Slots._phone,
    "number": lambda slots: str(slots._number(2, 400)),
    "money": Slots._money,
    "product": _listed("products"),
    "school": Slots._school,
    "site": _listed("sites"),
    "code": lambda slots: slots._token().upper(),
    "email": Slots._email,
    "platform": _listed("platforms"),
    "shop": _listed("shops"),
}
_PEOPLE = ("recruiter", "manager", "interviewer", "coordinator", "other")
NAMES = frozenset(_MAKERS) | {f"{person}_first" for person in _PEOPLE}
"""Every slot the corpus may use."""

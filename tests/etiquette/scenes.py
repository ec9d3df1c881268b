"""Reads the tables of rules: a scene from words, a decision into sentences.

Every time of day is Berlin's, every day lies in 2026. A word that is not known is an error, so that no row deceives its
reader. What a row does not say is ordinary: Jane Doe of Acme writes to Robin Hale about the Data Engineer role.
"""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agenda import Agenda, Span
from assistant.application import Application, Match, Stage
from assistant.config import Config
from assistant.etiquette.situation import Situation
from assistant.interview import Interview, Standing
from assistant.mail.body import Body
from assistant.mail.headers import parse_addresses
from assistant.mail.invitation import Invitation
from assistant.mail.message import Message
from assistant.mail.sender import answerable
from assistant.understanding.facts import Facts, Item, Moment, Person, Refusal
from assistant.understanding.labels import Label, Verdict
from assistant.understanding.people import is_writer
from assistant.understanding.reading import read
from assistant.understanding.suspicion import Suspicion

BERLIN = ZoneInfo("Europe/Berlin")

SETTINGS = """
me = { name = "Robin Hale", addresses = ["robin@hale.example"], zone = "Europe/Berlin" }
accounts = { main = { kind = "maildir", path = "/mail" } }
materials.portfolio = "https://hale.example/work"
"""


def read_rows(path: Path) -> list[tuple[str, dict[str, str], list[str]]]:
    """Return every row of a table: its title, its lines by their first words, and what is then decided."""
    rows: list[tuple[str, dict[str, str], list[str]]] = []
    for line in filter(None, path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("# "):
            rows.append((line[2:], {}, []))
        elif line.startswith("-> "):
            rows[-1][2].append(line[3:])
        else:
            key, _, words = line.partition(": ")
            rows[-1][1][key] = words
    return rows


def scene(lines: dict[str, str]) -> Situation:
    return _Row(lines).situation()


def moment(words: str) -> datetime:
    """Read "Mon 4 May 10:00"; the weekday must be right."""
    found = datetime.strptime(f"2026 {words}", "%Y %a %d %b %H:%M").replace(tzinfo=BERLIN)
    assert found.strftime("%a") == words[:3], f"{words} is a {found:%A}"
    return found.astimezone(UTC)


def midnight(words: str) -> datetime:
    return moment(f"{words} 00:00")


def proposed(words: str) -> Moment:
    """Read "Thu 7 May 14:00", "Thu 7 May 14:00 in no zone, open end" or a day alone."""
    words, _, open_end = words.partition(", ")
    when, _, no_zone = words.partition(" in ")
    if ":" not in when:
        return Moment(at=midnight(when), words=when, all_day=True)
    start = moment(when)
    until = None if open_end == "open end" else start + timedelta(hours=1)
    return Moment(at=start, zone=None if no_zone == "no zone" else "Europe/Berlin", words=when, until=until)


def window(words: str) -> Moment:
    """Read "Tue 5 May 13:00-17:00", or a day."""
    found = span(words)
    return Moment(at=found.start, until=found.end, words=words)


def span(words: str) -> Span:
    """Read "Mon 4 May 10:00-12:00", a day, or "every day until Sat 30 May"."""
    if words.startswith("every day until "):
        last = midnight(words.removeprefix("every day until "))
        return Span(start=midnight("Mon 4 May"), end=last + timedelta(days=1))
    start, _, end = words.partition("-")
    if not end:
        return Span(start=midnight(words), end=midnight(words) + timedelta(days=1))
    return Span(start=moment(start), end=moment(f"{start.rpartition(' ')[0]} {end}"))


class _Row:
    """One row, word by word, until it is a situation."""

    def __init__(self, lines: dict[str, str]) -> None:
        self.config = Config.model_validate(
            tomllib.loads(SETTINGS + lines.pop("settings", "").replace("; ", "\n"))
            | {"referees": [_referee(one) for one in lines.pop("referees", "Ulla Berg agreed").split("; ")]}
        )
        self.now = moment(lines.pop("now"))
        self.sent = moment(lines.pop("sent")) if "sent" in lines else self.now
        self.message: dict[str, Any] = {"body": Body(text="Hi Robin,\n\nplease see below.\n\nBest,\nJane Doe")}
        self.facts: dict[str, Any] = {"language": "en", "company": "Acme", "role": "Data Engineer"}
        self.around: dict[str, Any] = {"suspicion": Suspicion()}
        self.busy: tuple[Span, ...] | None = None
        self.taken: tuple[Span, ...] = ()
        self.label, self.also, self.sure = Label.rejection, (), True
        self.application = _ACME
        self.match = Match()
        self.people("Jane Doe <jane@acme.example>")
        self.address("sender", "Jane Doe <jane@acme.example>")
        for key, words in lines.items():
            _LINES[key](self, words)

    def situation(self) -> Situation:
        to = tuple(parse_addresses(b"Robin Hale <robin@hale.example>"))
        message = Message(id="<1@acme.example>", identity="<1@acme.example>", to=to, sent_at=self.sent, **self.message)
        people = self.facts.get("people", ())
        writer = people[0] if people and is_writer(people[0], read(message)) else None
        probabilities = {one: 0.97 if one is self.label else 0.01 for one in Label}
        return Situation(
            message=message,
            verdict=Verdict(label=self.label, sure=self.sure, also=self.also, probabilities=probabilities),
            facts=Facts(writer=writer, **self.facts),
            answerable=answerable(message, own=self.config.me.own),
            match=self.match,
            agenda=Agenda(rules=self.config.rules, zone=BERLIN, busy=self.busy, taken=self.taken),
            config=self.config,
            now=self.now,
            **self.around,
        )

    def mail(self, words: str) -> None:
        label, *rest = words.split("; ")
        self.label = Label(label)
        for one in rest:
            if one in _MAIL_WORDS:
                self.facts |= _MAIL_WORDS[one]
            elif one in {refusal.value for refusal in Refusal}:
                self.facts["refusal"] = Refusal(one)
            else:
                self.header(one)

    def header(self, words: str) -> None:
        first, _, rest = words.partition(" ")
        match first:
            case "also":
                self.also = (*self.also, Label(rest))
            case "unsure":
                self.sure = False
            case "agency":
                self.facts["agency"] = rest
            case "automatic" | "bulk":
                self.message[first] = rest
            case "forwarded":
                self.message["forwarded"] = True
            case "calendar":
                self.message["invitation"] = Invitation(uid="1", method="REQUEST")
            case "in":
                assert rest == "a running conversation", words
                self.message["references"] = ("<mine@hale.example>",)
            case _:
                raise AssertionError(f"unknown words: {words}")

    def address(self, field: str, words: str) -> None:
        found = tuple(parse_addresses(words.encode()))
        self.message[field] = found[0] if field == "sender" else found

    def people(self, words: str) -> None:
        names = [] if words == "nobody" else words.split(", ")
        self.facts["people"] = tuple(_person(one) for one in names)

    def before(self, words: str) -> None:
        for one in words.split("; "):
            first, _, rest = one.partition(" ")
            if one in _STATE_WORDS:
                self.around |= _STATE_WORDS[one]
            elif one.startswith("asked to connect "):
                self.around["connected"] = frozenset({one.removeprefix("asked to connect ")})
            elif one in _CANDIDATES:
                self.match = Match(candidates=_CANDIDATES[one])
            elif one in _ELSEWHERE:
                self.around["applications"] = (self.application, _ELSEWHERE[one])
            elif one.startswith("another interview "):
                start = moment(one.removeprefix("another interview "))
                self.taken = (Span(start=start, end=start + timedelta(hours=1)),)
            elif first == "interview":
                self.around["interviews"] = (_interview(rest),)
                self.match = Match(application=self.application)
            else:
                self.match = Match(application=_known(self.application, one))

    def fraud(self, words: str) -> None:
        signs = [one.partition(" ") for one in words.split("; ")]
        hard, soft = (tuple(rest for first, _, rest in signs if first == kind) for kind in ("hard", "soft"))
        self.around["suspicion"] = Suspicion(hard=hard, soft=soft)

    def calendar(self, words: str) -> None:
        self.busy = tuple(span(one) for one in words.split(", "))


_LINES: dict[str, Callable[[_Row, str], None]] = {
    "mail": _Row.mail,
    "from": lambda row, words: row.address("sender", words),
    "reply to": lambda row, words: row.address("reply_to", words),
    "cc": lambda row, words: row.address("cc", words),
    "people": _Row.people,
    "times": lambda row, words: row.facts.update(proposed=tuple(map(proposed, words.split("; ")))),
    "window": lambda row, words: row.facts.update(windows=tuple(map(window, words.split("; ")))),
    "length": lambda row, words: row.facts.update(duration=timedelta(minutes=int(words.removesuffix(" minutes")))),
    "references wanted": lambda row, words: row.facts.update(references_wanted=int(words)),
    "asks for": lambda row, words: row.facts.update(asked=tuple(map(Item, words.split(", ")))),
    "deadline": lambda row, words: row.facts.update(deadlines=(proposed(f"{words} in no zone, open end"),)),
    "booking page": lambda row, words: row.facts.update(booking_links=(words,)),
    "signs of fraud": _Row.fraud,
    "before": _Row.before,
    "calendar": _Row.calendar,
}
_MAIL_WORDS: dict[str, dict[str, Any]] = {
    "they met": {"met": "thank you for taking the time to speak with us"},
    "written personally": {"personal": True},
    "the time is set": {"fixed": True},
    "moved": {"moved": True},
    "cancelled": {"cancelled": True},
    "other candidates visible": {"shows_other_candidates": True},
    "with feedback": {"feedback": ("Your case study was strong; practise explaining trade-offs.",)},
    "in German": {"language": "de"},
    "in French": {"language": "fr"},
    "company unknown": {"company": None},
    "role unknown": {"role": None},
}
_STATE_WORDS: dict[str, dict[str, Any]] = {
    "asked for feedback": {"asked_feedback": True},
    "answered": {"answered": True},
    "editing a draft": {"editing": True},
    "first run": {"first_run": True},
    "the search is paused": {"paused": True},
}


_ACME = Application(id=1, company="Acme", role="Data Engineer", stage=Stage.in_process)
_OTHER = Application(id=2, company="Acme GmbH", role="Analyst")
_CANDIDATES = {
    "two applications fit": (_ACME, _OTHER),
    "two applications fit, one nameless": (replace(_ACME, role=None), Application(id=3)),
}
_ELSEWHERE = {
    "another role is open": _OTHER,
    "another role is closed": replace(_OTHER, stage=Stage.rejected),
    "another company's role is open": Application(id=2, company="Brightwater", role="Analyst"),
    "a role at a nameless company is open": Application(id=2, role="Analyst"),
    "a nameless role there is open": Application(id=2, company="Acme GmbH"),
}


def _known(application: Application, words: str) -> Application:
    """Read "application", "application closed", "... hired", "... refused" or "they met" (an earlier mail said so)."""
    changes: dict[str, Any] = {
        "application": {},
        "application closed": {"stage": Stage.closed},
        "application hired": {"stage": Stage.hired},
        "application refused": {"stage": Stage.rejected},
        "they met": {"met": "it was good to talk to you"},
    }
    assert words in changes, f"unknown words: {words}"
    return Application(id=1, company=application.company, role=application.role, **changes[words])


def _interview(words: str) -> Interview:
    """Read "Tue 28 Apr 14:00", an interview that is agreed."""
    return Interview(id=1, application=1, thread="1", parent="<0@acme.example>", standing=Standing.agreed,
                     starts_at=moment(words))  # fmt: skip


def _person(words: str) -> Person:
    found = parse_addresses(words.encode())
    return Person(name=found[0].name, address=found[0].address) if found else Person(name=words)


def _referee(words: str) -> dict[str, Any]:
    """Read "Ulla Berg agreed until Mon 4 May", "Ken Ade did not agree" or "Ann Li agreed for nurse jobs"."""
    words, _, until = words.partition(" until ")
    words, _, kind = words.removesuffix(" jobs").partition(" for ")
    name, consented = words.removesuffix(" agreed").removesuffix(" did not agree"), words.endswith(" agreed")
    address = f"{name.split()[0].lower()}@cargo.example"
    last = midnight(until).astimezone(BERLIN).date() if until else None
    return {"name": name, "relation": "my team lead", "address": address, "consented": consented, "until": last,
            "roles": (kind,) if kind else ()}  # fmt: skip

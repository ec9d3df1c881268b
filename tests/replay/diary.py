"""The diary of a search: who wrote, what was drafted to whom and why, what was taken back, and every silence."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import Message
from typing import Any

from assistant.etiquette.plan import Letter
from assistant.poller.run import Event
from assistant.promise import Promise
from tests.replay.script import BERLIN

_PERCENT = re.compile(r" \(\d+%\)")
"""How sure a model is changes with every training; whether it is sure enough is what the diary tells."""

_DAY, _CLOCK = re.compile(r"\w+day (\d+ \w+)"), re.compile(r"  (\d\d:\d\d)  ")

_SELF_EVIDENT = "it is not recruiter mail"
_WORDS = {
    "withdrawn": "taken back",
    "left": "no longer wanted, but not ours to remove",
    "dropped": "given up",
    "edited": "seen as edited",
    "sent": "seen as sent",
    "gone": "seen as deleted",
    "stuck": "uncertain",
    "waiting": "waits for tomorrow",
}


def moments(diary: str) -> set[datetime]:
    """Return every moment of which a diary of 2026 tells something, in UTC."""
    found, day = set[datetime](), ""
    for line in diary.splitlines():
        if dated := _DAY.fullmatch(line):
            day = dated[1]
        elif timed := _CLOCK.match(line):
            found.add(datetime.strptime(f"{day} 2026 {timed[1]}", "%d %B %Y %H:%M").replace(tzinfo=BERLIN))
    return {moment.astimezone(UTC) for moment in found}


class Diary:
    """Lines, under the days on which they were written."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Start empty; `names` says what the story calls a message of an id."""
        self._names = names
        self._lines: list[str] = []
        self._said: set[tuple[str, str]] = set()
        self._shown: set[str] = set()
        self._now = datetime.min.replace(tzinfo=BERLIN)

    def turn_to(self, now: datetime) -> None:
        """Let time pass."""
        self._now, before = now.astimezone(BERLIN), self._now
        if self._now.date() != before.date():
            self._lines += ["", f"{self._now:%A} {self._now.day} {self._now:%B}"]

    def say(self, words: str, *, more: bool = False) -> None:
        """Write a line, or more about the one before."""
        self._lines.append(f"         {words}" if more else f"  {self._now:%H:%M}  {words}")

    def note(self, event: Event) -> None:
        """Write what happened in a poll."""
        name, data = self._names.get(event.identity, event.identity), event.data
        match event.kind:
            case "read":
                self.say(f"{name}: {self._label(data)}")
                for one in data["warnings"]:
                    self.say(f"warning: {one}", more=True)
            case "planned":
                self._plan(name, data)
            case "silent" if data["because"] != _SELF_EVIDENT:
                self.say(f"silence: {_PERCENT.sub('', data['because'])}", more=True)
            case "placed":
                to = ", ".join(data["to"]) or "nobody yet"
                self.say(f"DRAFT {self._letter(data)} to {to} ({name}): {data['because']}")
            case "corrected":
                self.say(f"{name}: corrected to {data['label']}, was {data['was']}")
            case kind if kind in _WORDS:
                self._tell(event, name)

    def promise(self, one: Promise) -> str:
        """Return one line of `assistant due`."""
        when = one.at.astimezone(BERLIN).strftime("%a %d %b %H:%M") if one.at else "-"
        where = ", ".join(filter(None, (one.company, one.role)))
        overdue = " (overdue)" if one.at and one.at < self._now else ""
        return f"due {when}{overdue}, {one.whose}: {one.what} ({where or self._names.get(one.identity, one.identity)})"

    def show(self, draft: Message) -> None:
        """Write out a draft, once."""
        if draft["Message-ID"] in self._shown:
            return
        self._shown.add(draft["Message-ID"])
        body = draft.get_body(("plain",)).get_content() if draft.is_multipart() else draft.get_content()  # type: ignore[attr-defined]
        self._lines += [f"         | To: {draft['To']} Cc: {draft['Cc']} Subject: {draft['Subject']}"]
        self._lines += [f"         | {line}" for line in body.splitlines() if not line.startswith(">")]

    def text(self) -> str:
        """Return all of it."""
        return "\n".join(self._lines).strip() + "\n"

    def _tell(self, event: Event, name: str) -> None:
        """Say what became of a letter; that it waits, once."""
        if event.kind != "waiting" or self._is_new(event):
            because = f": {event.data['because']}" if "because" in event.data else ""
            self.say(f"{_WORDS[event.kind]}: {self._letter(event.data)} ({name}){because}")

    def _is_new(self, event: Event) -> bool:
        key = (event.identity, event.data["letter"])
        new = key not in self._said
        self._said.add(key)
        return new

    def _label(self, data: Mapping[str, Any]) -> str:
        also = "".join(f" and {one}" for one in data["also"])
        return f"{data['label']}{also}" if data["sure"] else f"not sure, most likely {data['label']}"

    def _plan(self, name: str, data: Mapping[str, Any]) -> None:
        """A plan that is due at once is told when it is put."""
        when = datetime.fromisoformat(data["not_before"]).astimezone(BERLIN)
        if when > self._now:
            told = f"planned for {when:%a} {when.day} {when:%b %H:%M}: {self._letter(data)} ({name}), {data['because']}"
            self.say(told, more=True)

    def _letter(self, data: Mapping[str, Any]) -> str:
        return Letter(data["letter"]).words

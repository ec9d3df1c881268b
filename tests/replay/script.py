"""Reads a story: what is delivered and what the user does, block by block, each with its day and hour.

A block begins with a line such as "== Mon 14 Sep 09:12 mail invitation". Its second word for the act tells what the
rest is: header lines, an empty line and a body for mail; nothing more for most acts. Times are Berlin's, 2026.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
USER = "Robin Hale <robin@hale.example>"
_INVITATION = "BEGIN:VCALENDAR"


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One block of the story.

    Attributes:
        at: when.
        act: "starts" (polling), "mail" (arrives), "writes" (the user, from another device), "sends", "edits",
            "deletes" (a draft), "tags", "runs" (a command), "settings" (a calendar is named).
        words: what follows the act.
        fields: its header lines.
        body: its text.
    """

    at: datetime
    act: str
    words: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    body: str = ""


def read_story(path: Path) -> list[Happening]:
    """Return the blocks, which must be in the order of their times; every name of a mail occurs once."""
    story = [_block(words) for words in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]]
    times, names = [one.at for one in story], [one.words for one in story if one.act in ("mail", "writes")]
    assert times == sorted(times), [f"{a:%d %b %H:%M}" for a, b in pairwise(times) if b < a]
    assert len(set(names)) == len(names)
    return story


def _block(words: str) -> Happening:
    first, _, rest = words.partition("\n")
    weekday, day, month, clock, act, *more = first.split()
    at = datetime.strptime(f"2026 {day} {month} {clock}", "%Y %d %b %H:%M").replace(tzinfo=BERLIN)
    assert at.strftime("%a") == weekday, f"{first}: that is a {at:%A}"
    head, _, body = f"\n{rest}".partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if line)
    return Happening(at=at.astimezone(UTC), act=act, words=" ".join(more), fields=fields, body=body.strip())


class Post:
    """Writes the mail of a story; remembers ids, so that an answer points at what it answers."""

    def __init__(self) -> None:
        """Start with nothing written."""
        self.ids: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self._threads: dict[str, str] = {}

    def write(self, one: Happening) -> bytes:
        """Return the message of a block; a body may end with a calendar event, which becomes a part of its own."""
        fields = {"To": USER, **one.fields}
        fields.setdefault("From", USER)
        domain = parseaddr(fields["From"])[1].rpartition("@")[2]
        identity = f"<{one.words}@{domain}>"
        self._remember(one.words, identity, fields.pop("Answers", ""))
        message = EmailMessage(policy=policy.SMTP.clone(max_line_length=998))
        for name, value in fields.items():
            message[name] = value
        message["Date"] = format_datetime(one.at.astimezone(BERLIN))
        message["Message-ID"] = identity
        if thread := self._threads[identity]:
            message["In-Reply-To"] = thread.split()[-1]
            message["References"] = thread
        text, _, event = one.body.partition(_INVITATION)
        message.set_content(text.strip() + "\n", cte="8bit")
        if event:
            method = re.search(r"^METHOD:(\w+)$", event, re.MULTILINE)
            assert method
            message.add_alternative(_INVITATION + event + "\n", subtype="calendar", params={"method": method[1]})
        return message.as_bytes()

    def note(self, name: str, identity: str, thread: str) -> None:
        """Remember a message of the user's that was sent from a draft."""
        self.ids[name], self.names[identity], self._threads[identity] = identity, name, thread

    def _remember(self, name: str, identity: str, answers: str) -> None:
        before = self.ids.get(answers, "<lost@hale.example>") if answers else ""
        self.note(name, identity, f"{self._threads.get(before, '')} {before}".strip() if before else "")

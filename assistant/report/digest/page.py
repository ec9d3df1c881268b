"""The digest in words: sections in the order in which they matter, as plain text and as HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from shlex import quote
from textwrap import fill
from zoneinfo import ZoneInfo

from jinja2 import Environment, Template

from assistant.etiquette.materials import enumerated
from assistant.mail.charsets import one_line
from assistant.promise import Whose
from assistant.report.digest import Digest, Due, Mention

_AT_MOST = 8
"""Lines of one section; more is a list to be afraid of, and `assistant due` has it."""

_WIDTH = 76
"""Characters of a line of text (RFC 2822 §2.1.1 asks for 78)."""

_ASK = "Worth asking before you leave: when you will hear, who decides, and their number."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing: a word or a time in front, the words, and what stands below them."""

    lead: str = ""
    words: str
    below: tuple[str, ...] = ()

    @property
    def link(self) -> str:
        """The page the last line below leads to, "" if it is none."""
        last = self.below[-1] if self.below else ""
        return last if re.fullmatch(r"https://[!-~]+", last) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its lines; `after` is a sentence that ends it."""

    title: str
    lines: tuple[Line, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A digest as its user reads it."""

    subject: str
    greeting: str
    sections: tuple[Section, ...]
    ending: str

    def text(self) -> str:
        """Return it as plain text."""
        parts = [self.greeting, *(_plain(section) for section in self.sections), f"-- \n{self.ending}"]
        return "\n\n".join(parts) + "\n"

    def html(self) -> str:
        """Return it as HTML: no picture, no address but that of an interview, readable in light and dark."""
        return _template().render(page=self)


def page_of(digest: Digest, name: str, zone: ZoneInfo, now: datetime) -> Page:
    """Put a digest into words.

    Args:
        digest: what there is to tell.
        name: the user's.
        zone: the user's time zone.
        now: aware UTC.
    """
    hello = "Good morning" if now.astimezone(zone).hour < 12 else "Hello"
    greeting = ", ".join([hello, *one_line(name).split()[:1]]) + "."
    words = _Words(digest=digest, zone=zone, now=now)
    sections = tuple(words.sections())
    return Page(
        subject=words.subject(),
        greeting=greeting if sections else f"{greeting} Nothing waits for you today.",
        sections=sections,
        ending="Your inbox assistant wrote this, to you alone. The next one replaces it, unless you flag it.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Says things in the user's day and zone."""

    digest: Digest
    zone: ZoneInfo
    now: datetime

    def subject(self) -> str:
        """What matters most comes first: a list of mail shows only the start."""
        one = self.digest
        counts = (
            (len(one.talks), "interview", "interviews"),
            (len(one.calls), "call", "calls"),
            (len(one.drafts), "draft waiting", "drafts waiting"),
            (len(one.due), "thing due", "things due"),
            (len(one.questions) + len(one.unclear), "question", "questions"),
            (len(one.suspects), "suspicious message", "suspicious messages"),
            (len(one.troubles), "account not well", "accounts not well"),
        )
        said = [f"{count} {single if count == 1 else several}" for count, single, several in counts if count]
        if one.talks:
            said[0] = f"interview at {self._hour(one.talks[0].at)}" if len(one.talks) == 1 else said[0]
        return f"Your search today: {', '.join(said[:3]) or 'a word about an answer'}"

    def sections(self) -> Iterator[Section]:
        """Yield what there is to say, in this order; what hurts comes last."""
        one = self.digest
        parts: tuple[tuple[str, Sequence[Line], str], ...] = (
            ("Today's interview" + "s" * (len(one.talks) > 1), [*self._talks()], _ASK),
            ("Drafts waiting for you", [*self._drafts()], "They are yours to change, send or delete."),
            ("To call", [self._call(call) for call in one.calls], ""),
            ("Due", [self._due(due) for due in one.due], ""),
            ("I need a word from you", [*self._questions()], ""),
            ("Be careful", [_suspect(mention) for mention in one.suspects], "Nothing is drafted to them."),
            ("Not well", [*self._troubles()], "“assistant status” tells more."),
        )
        for title, lines, after in parts:
            if lines:
                yield _shortened(title, lines, after)
        if one.refusals:
            yield Section(title="Answers", after=_gently(one.refusals))

    def _talks(self) -> Iterator[Line]:
        for one in self.digest.talks:
            whom = f" with {enumerated(one.people)}" if one.people else ""
            where = " at ".join(filter(None, (one.role, one.company)))
            yield _line(self._hour(one.at), f"{where or 'Interview'}{whom}", one.place)

    def _drafts(self) -> Iterator[Line]:
        for one in self.digest.drafts:
            to = f" to {enumerated(one.to)}" if one.to else ""
            where = f" ({one.company})" if one.company and one.company not in to else ""
            about = f"on “{one.subject}”, " if one.subject else ""
            yield _line("", f"{one.letter[:1].upper()}{one.letter[1:]}{to}{where}", f"{about}{self._lies(one.since)}")

    def _lies(self, since: datetime) -> str:
        days = (self._local(self.now).date() - self._local(since).date()).days
        return "since today" if days < 1 else "since yesterday" if days == 1 else f"for {days} days"

    def _call(self, one: Due) -> Line:
        whom = ", ".join(filter(None, (one.person, one.company)))
        return _line("", f"{whom or 'They'}: {one.phone}", one.what)

    def _due(self, one: Due) -> Line:
        where = ", ".join(filter(None, (one.company, one.role)))
        who = "they: " if one.whose is Whose.theirs else ""
        over = " (it has passed)" if one.at and self._local(one.at).date() < self._local(self.now).date() else ""
        return _line(self._day(one.at), f"{who}{one.what}{f' ({where})' if where else ''}{over}", one.phone)

    def _questions(self) -> Iterator[Line]:
        for due in self.digest.questions:
            where = f" ({due.company})" if due.company else ""
            about = f"on “{due.subject}”" if due.subject else ""
            yield _line("", f"{due.what[:1].upper()}{due.what[1:]}{where}", about)
        for one in self.digest.unclear:
            yield _line(
                "",
                f"What is “{one.subject}” from {one.sender}? Most likely: {one.guess}.",
                f"Tag it, or say so: assistant correct {quote(one.identity)} {one.guess}",
            )

    def _troubles(self) -> Iterator[Line]:
        for one in self.digest.troubles:
            who = "the model" if one.account.startswith("(") else one.account
            yield _line("", f"{who}: {one.words}", f"since {self._day(one.since)}")

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _hour(self, moment: datetime) -> str:
        return f"{self._local(moment):%H:%M}"

    def _day(self, moment: datetime | None) -> str:
        """Say a moment by the day; the last minute of one is the day itself."""
        if moment is None:
            return ""
        then, today = self._local(moment), self._local(self.now).date()
        near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
        said = near.get((then.date() - today).days) or f"{then:%a} {then.day} {then:%b}"
        hour = "" if f"{then:%H:%M}" in ("23:59", "00:00") else f" {then:%H:%M}"
        return f"{said}{hour}"


def _suspect(one: Mention) -> Line:
    return _line("", f"“{one.subject}” from {one.sender}", one.because)


def _gently(refusals: Sequence[str]) -> str:
    """Tell of refusals in one sentence; it is no list to be counted."""
    named = enumerated([one_line(one) for one in refusals[:_AT_MOST]])
    more = f" and {len(refusals) - _AT_MOST} more" if len(refusals) > _AT_MOST else ""
    return (
        f"{named}{more} said no this time. That says little about you and much about how many applied. "
        "There is nothing you have to do about it today."
    )


def _line(lead: str, words: str, *below: str) -> Line:
    return Line(lead=lead, words=one_line(words), below=tuple(one_line(one) for one in below if one))


def _shortened(title: str, lines: Sequence[Line], after: str) -> Section:
    more = len(lines) - _AT_MOST
    left = f"And {more} more; “assistant due” and “assistant drafts” list them." if more > 0 else ""
    return Section(title=title, lines=tuple(lines[:_AT_MOST]), after=" ".join(filter(None, (left, after))))


def _plain(section: Section) -> str:
    """Return a section as text: a heading, its lines indented, what belongs to a line below it."""
    lead = max((len(one.lead) for one in section.lines), default=0)
    lines = []
    for one in section.lines:
        start = f"  {one.lead:<{lead}}  " if lead else "  - "
        lines += [_wrapped(one.words, start), *(_wrapped(below, " " * len(start)) for below in one.below)]
    return "\n".join([section.title, *lines, *([_wrapped(section.after, "  ")] if section.after else [])])


def _wrapped(text: str, start: str) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,  # it may be a link
        break_on_hyphens=False,
    )


@cache
def _template() -> Template:
    source = Path(__file__).with_name("page.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)

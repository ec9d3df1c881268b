"""What the moments of a message are for: proposed times, deadlines, promised answers; English and German."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from assistant.understanding.appointments import is_cancelled, is_fixed, is_moved
from assistant.understanding.mentions import Mention, Moment, mentions_of
from assistant.understanding.purposes import Purpose, purpose_of
from assistant.understanding.reading import Reading
from assistant.understanding.windows import windows_of


class Concern(StrEnum):
    """What a deadline concerns."""

    offer = "offer"
    assessment = "assessment"
    documents = "documents"
    appointment = "appointment"
    application = "application"
    reply = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Moment):
    """The last moment (all_day: the last day) at which the reader can do something, and what that is.

    Attributes:
        concerns: what is due; reply where nothing else is named.
    """

    concerns: Concern = Concern.reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Every moment of a message by what it is for; see Facts for the fields."""

    deadlines: tuple[Deadline, ...] = ()
    answer_by: Moment | None = None
    proposed: tuple[Moment, ...] = ()
    windows: tuple[Moment, ...] = ()
    fixed: bool = False
    moved: bool = False
    cancelled: bool = False


_CONCERNS: tuple[tuple[Concern, re.Pattern[str]], ...] = (
    (
        Concern.assessment,
        re.compile(
            r"\b(?:assessment|test|challenge|assignment|exercise|take-home|case study|task|hackerrank|codility|slides|"
            r"presentation|\w{0,10}aufgabe\w{0,2}|fallstudie|präsentation|folien)\b",
            re.I,
        ),
    ),
    (
        Concern.offer,
        re.compile(r"\b(?:offer|contract|sign(?:ed)?|accept|\w{0,8}angebot\w{0,2}|\w{0,8}vertrag\w{0,2}|ruf)\b", re.I),
    ),
    (
        Concern.documents,
        re.compile(
            r"\b(?:documents?|references?|referees|cv|resume|transcripts?|certificates?|portfolio|form|questionnaire|"
            r"details|unterlagen|dokumente|nachweise?|referenzen|\w{0,12}zeugnis\w{0,3}|lebenslauf|\w{0,12}bogen|"
            r"\w{0,12}urkunde|formular|upload|hochladen|laden sie)\b",
            re.I,
        ),
    ),
    (
        Concern.appointment,
        re.compile(
            r"\b(?:slots?|book|interview|attend\w*|appointment|availab\w*|date and time|call|\w{0,16}termin\w{0,2}|"
            r"\w{0,14}gespräch\w{0,2}|teilnahme)\b",
            re.I,
        ),
    ),
    (
        Concern.application,
        re.compile(
            r"\b(?:appl(?:y|ication)|closing date|bewerb\w*|bewerbungsschluss|frist|complete your profile)\b", re.I
        ),
    ),
)
"""What words of a deadline's sentence speak of, most particular first."""
_OLD_TIME = re.compile(
    r"\b(?:from|vom|instead of|rather than|statt|anstatt)(?: the| dem| am)? $|\b(?:originally|ursprünglich\w*|"
    r"unable to make|can't make)\b[^\n,;]{0,30} $|\((?:was|war|previously|bisher|vorher):? $",
    re.I,
)
_MOST = 60
"""Moments looked at: a calendar pasted in has more, a recruiter's mail has not."""


def times_of(reading: Reading, zone: str | None = None) -> Times:
    """Return every moment of the message by its purpose.

    Args:
        reading: the message.
        zone: the reader's IANA zone, for bare dates and times that name no zone; UTC is assumed without it.
    """
    if reading.language not in {"en", "de", None}:
        return _with_invitation(Times(), reading)
    moved, cancelled = is_moved(reading), is_cancelled(reading)
    by_purpose: dict[Purpose | None, list[Mention]] = {None: [], **{purpose: [] for purpose in Purpose}}
    for mention in islice(mentions_of(reading, zone), _MOST):
        if not (moved and _is_old(mention)):
            by_purpose[purpose_of(reading, mention, by_purpose)].append(mention)
    if any(m.place[0] and not m.moment.all_day for m in by_purpose[Purpose.proposed]):
        kept = [m for m in by_purpose[Purpose.proposed] if m.place[0] or not m.moment.all_day]
        by_purpose[Purpose.proposed] = kept  # a day in the subject is one of the times below
    if moved:  # the subject may still name the old time
        by_purpose[Purpose.proposed] = [m for m in by_purpose[Purpose.proposed] if m.place[0]] or by_purpose[
            Purpose.proposed
        ]
    if cancelled and not moved:
        by_purpose[Purpose.proposed] = []
    proposed = by_purpose[Purpose.proposed]
    fixed = is_fixed(reading, proposed)
    times = Times(
        deadlines=tuple(_deadline(mention, reading.subject) for mention in _once(by_purpose[Purpose.deadline])),
        answer_by=_last_day(by_purpose[Purpose.answer][0].moment) if by_purpose[Purpose.answer] else None,
        proposed=tuple(mention.moment for mention in _once(proposed)),
        windows=() if fixed else _windows(reading, by_purpose, zone),
        fixed=fixed,
        moved=moved,
        cancelled=cancelled and not moved,
    )
    return _with_invitation(times, reading)


def _with_invitation(times: Times, reading: Reading) -> Times:
    """A calendar part knows better than the sentences around it."""
    invitation = reading.message.invitation
    if invitation is None:
        return times
    if invitation.cancelled:
        return replace(times, proposed=(), fixed=False, cancelled=True)
    if invitation.starts_at is None or invitation.method == "REPLY":
        return times
    words = invitation.summary or reading.subject
    own = Moment(at=invitation.starts_at, zone=invitation.zone, until=invitation.ends_at, words=words)
    return replace(times, proposed=(own,), fixed=True)


def _is_old(mention: Mention) -> bool:
    """Whether a time is the one that an appointment is moved from; the subject still names it."""
    return _OLD_TIME.search(mention.before) is not None or (mention.place[0] == 0 and mention.moment.all_day)


def _windows(
    reading: Reading, by_purpose: Mapping[Purpose | None, list[Mention]], zone: str | None
) -> tuple[Moment, ...]:
    """Spans, and the days and hours they propose; a day on which they also name a time is none."""
    sent = reading.message.sent_at
    if sent is None:
        return ()
    open_ = sorted([*by_purpose[Purpose.window], *by_purpose[Purpose.proposed]], key=lambda mention: mention.place)
    timed = [m.moment.at for m in open_ if not m.moment.all_day and not m.moment.until]
    found = windows_of(open_, zone, sent)
    return tuple(w for w in found if not (w.all_day and w.until and any(w.at <= at < w.until for at in timed)))


def _last_day(found: Moment) -> Moment:
    """The last day of a span ("next week", "early June")."""
    if not found.all_day or found.until is None:
        return found
    return replace(found, at=found.until - timedelta(days=1), until=None)


def _deadline(mention: Mention, subject: str) -> Deadline:
    texts = (mention.sentence, subject)
    named = (concern for text in texts for concern, pattern in _CONCERNS if pattern.search(text))
    found = mention.moment
    return Deadline(
        at=found.at,
        zone=found.zone,
        words=found.words,
        all_day=found.all_day,
        until=found.until,
        concerns=next(named, Concern.reply),
    )


def _once(mentions: list[Mention]) -> list[Mention]:
    """Each time once; a bare day goes where a clock time of that day is given too."""
    timed = [mention.moment.at for mention in mentions if not mention.moment.all_day]
    kept: dict[datetime, Mention] = {}
    for mention in mentions:
        begin = mention.moment.at
        if not (mention.moment.all_day and any(begin <= at < begin + timedelta(days=1) for at in timed)):
            kept.setdefault(begin, mention)
    return list(kept.values())

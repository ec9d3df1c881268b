"""What the moments of a message are for: proposed times, deadlines, promised answers; English and German."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from assistant.understanding.mentions import Mention, Moment, mentions_of, sentences_of
from assistant.understanding.reading import BULLET, Reading


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
    fixed: bool = False
    moved: bool = False
    cancelled: bool = False


_LIMIT = re.compile(
    r"\b(?:by|until|till|before|no later than|not later than|latest by|at the latest by|due(?: on| by)?|"
    r"deadline(?: is| of|:| for [\w ]{1,30}(?: is|:))?|expires?(?: on)?|bis(?: zum| spätestens(?: am| zum)?|"
    r" einschließlich| zu)?|spätestens(?: am| bis(?: zum)?)?|vor(?: dem)?|(?:frist|einsendeschluss|"
    r"bewerbungsschluss)(?: ist| endet|:)?(?: am| der)?)[ ,]*(?:(?:the|this|end of (?:business |the )?(?:day|"
    r"business)|close of business|EOD|COB|noon|midnight|on|kommenden|nächsten)[ ,]+)*$",
    re.I,
)
_RANGE = re.compile(r" ?(?:-|–|to|through|until|bis) ?")
_ANSWER = re.compile(
    r"(?:get(?:ting)?|come|coming) back to (?:you|all)|be (?:back )?in (?:touch|contact)|reach(?:ing)? out (?:to you|"
    r"again)|contact(?:ing)? you|respond(?:ing)? to you|reply to you|follow(?:ing)? up|let(?:ting)? you know|"
    r"update you|inform you|notify you|hear[d]? (?:back |anything |something )?from (?:us|me)|(?:you|"
    r"candidates)(?: will|'ll| should| can)(?: expect to)? (?:hear|receive)|expect (?:to hear|an? (?:response|reply|"
    r"decision|answer|update))|(?:make|reach|have|communicate|share) (?:a |our |the |any |"
    r"an )?(?:final )?(?:decision|news|feedback|update|answer)|(?:a|the|our|final) decision (?:will|is|by|within)|"
    r"we (?:now |still )?(?:expect|hope|aim|plan|intend) to \w+|tell you more|we(?:'ll| will)? decide|mel(?:den|"
    r"de) (?:wir )?(?:uns|ich mich|mich)|(?:uns|mich)\b[^\n]{0,60}\bmelden|zurückmelden|höre?n sie|"
    r"(?:du )?hörst(?: du)?|sie hören|von uns hören|rückmeldung (?:von uns|geben|erhalten)|(?:erhalten|bekommen) sie|"
    r"erhältst du|bekommst du|sie (?:erhalten|bekommen)|du (?:erhältst|bekommst)|ihnen bescheid|dir bescheid|"
    r"geben (?:wir|ich)|wir informieren|(?:antwort|rückmeldung|nachricht) von (?:uns|mir)|mit einer (?:antwort|"
    r"rückmeldung)|hörst du von|von mir hören|informieren (?:wir|ich)|auf (?:sie|dich) zu|kontaktieren|"
    r"unsere entscheidung|entscheiden",
    re.I,
)
_ASK = re.compile(
    r"\b(?:please|could you|can you|would you|will you|kindly|you (?:must|need|have|should)|let (?:us|me) know|"
    r"your (?:reply|response|answer|availability|documents|decision|assessment|submission|confirmation|references|"
    r"feedback)|due|deadline|expires?|submit|complete|return|respond by|reply by|send (?:us|me|it|them|over)|we(?:'d|"
    r" would)? need|confirm|bitten?|könn(?:t)?en sie|(?:senden|schicken|teilen|geben|reichen|bestätigen|füllen|"
    r"laden) sie|frist|einsendeschluss|gültig|benötigen|brauchen|bräuchten|sie haben|du hast|(?:be )?booked|"
    r"sag(?:en sie)? (?:uns|mir)|gi?b(?:t|en sie)? (?:uns|mir)|trag(?:en sie)?|wenn sie|hear from you|(?:offer|"
    r"letter|link)(?:'s| is)? (?:good|valid|open)|closing date|zurücksenden)\b",
    re.I,
)
_SCHEDULE = re.compile(
    r"\b(?:interview|call|meet|speak|talk|chat|availab|slots?\b|works? (?:best |well |better )?for|"
    r"would .{1,40} work|suit|schedul|zoom|teams\b|on-?site|visit|invite|appointment|conversation|conference|"
    r"phone screen|are you free|how about|can also do|it is\b|connect|catch up|trial (?:day|shift)|gespräch|"
    r"\w{0,20}gespräch|\w{0,15}termin|treffen|kennenlern|telef|pass(?:t|en)|einlad|einzuladen|vorstell|besuch|"
    r"probearbeit|probetag|hätten sie|hast du|ginge|wie wäre|diskutier|see you|instead)",
    re.I,
)
_NOT_A_SLOT = re.compile(
    r"\b(?:founded|since|established|copyright|born|opening hours|office hours|öffnungszeiten|erreichbar|webinar|"
    r"applied on|application (?:of|from|dated|received|deadline)|submitted|received|(?:bewerbung|schreiben|e-?mail|"
    r"nachricht|anzeige) vom|dated|posted|published|start(?:ing)? date|start(?:ing)? on|eintritt\w*|arbeitsbeginn|"
    r"vacation|out of (?:the )?office|holiday|urlaub|abwesend|last (?:week|mon|tues|wednes|thurs|fri)|probezeit|"
    r"gegründet|closes|stand:|befristet|valid|privacy|deadline|vertrag|contract|monday (?:to|through) friday|"
    r"montag bis freitag|mon-fri|mo-fr)|©",
    re.I,
)
_PAST = re.compile(
    r"\bthank(?:s| you)[^.\n]{0,25} for (?:taking|speaking|meeting|talking|interviewing|your time|coming|joining|"
    r"the (?:call|chat|conv|interview|good|great|nice))|\bwas (?:a )?(?:very |really |so )?(?:great|nice|good|lovely|"
    r"pleasure)|\bfollowing (?:our|your|the)\b|\bnach (?:unserem|dem|ihrem)\b|\bdank für (?:das|ihr|dein|unser)\b|"
    r"\bwe (?:spoke|met|talked|discussed)\b|\benjoyed\b|\bunfortunately missed\b|\bgefreut\b|\bhad (?:a|the)\b",
    re.I,
)
_CONDITIONAL = re.compile(
    r"\b(?:if you|should you|in case|if you'd|cancel or reschedule|reschedule or cancel|to (?:cancel|reschedule),|"
    r"(?:cancel|reschedule)[^\n]{0,25} (?:here|link|below)|falls|wenn sie|wenn du|sollten sie|solltest du|verhindert|"
    r"if (?:this|the|that|none|it))\b",
    re.I,
)
_MEETING = (
    r"(?:interview|call|meeting|appointment|conversation|chat|session|(?:\w{0,20}gespräch|\w{0,15}termin|"
    r"telefonat)(?:s|es|e)?)"
)
_MOVED = re.compile(
    rf"\bre-?schedul(?:e|ed|ing)\b|\b(?:mov(?:e|ed|ing)(?! (?:\w+ ){{0,2}}(?:forward|ahead|on\b|along|to)\b)|"
    rf"push(?:ed)?|shift(?:ed)?|postpone[d]?|bring forward)\b[^\n.]{{0,40}}\b{_MEETING}\b|"
    rf"\b{_MEETING}\b[^\n.]{{0,40}}\b(?:been moved|moved to|postponed|verschoben|verlegt)|\b(?:verschieben|"
    rf"verschoben|verlegen|verlegt)\b|"
    r"\bnew (?:interview )?time\b|\bneue[rn]? (?:interview-?)?termin\b",
    re.I,
)
_CANCELLED = re.compile(
    rf"\b{_MEETING}\b[^\n.]{{0,60}}\b(?:cancel(?:l?ed)?|called off|abgesagt|absagen|entfällt|entfallen|"
    rf"nicht stattfinden|ausfallen|fällt aus)\b|\b(?:cancel(?:l?ed|ling)?|"
    rf"sagen)\b[^\n.]{{0,40}}\b{_MEETING}\b(?! (?:link|policy))",
    re.I,
)
_MOVED_STEMS = (
    "schedul",
    "mov",
    "push",
    "shift",
    "postpon",
    "bring",
    "new ",
    "verschieb",
    "verschob",
    "verleg",
    "neue",
)
_CANCELLED_STEMS = ("cancel", "called off", "absag", "abgesagt", "entf", "stattfind", "ausfall", "fällt", "sagen")
_FIXED = re.compile(
    rf"\b(?:is|are|has been|have been|have|'ve|now|been) (?:now |all |been |you |your \w+ )?(?:confirmed|scheduled|"
    rf"booked|set (?:up )?for)\b|\bconfirmed for\b|"
    r"\bthis (?:is to|e-?mail|message)(?: is to)? confirm|\bconfirming (?:our|your|the)|\b(?:happy|pleased|glad|"
    r"writing|like|wanted|just) to confirm\b|"
    rf"\breminder\b|\berinnerung\b|\bbestätigen? (?:wir|ich|ihnen|dir|hiermit|den|ihren|gerne)\b|bestätigung\b|"
    rf"\bstattfinden wird|\bfindet\b[^\n]{{0,80}}\bstatt\b|\b(?:ist|sind|wurde) (?:\w+ ){{0,3}}(?:bestätigt|gebucht|"
    rf"vereinbart|fixiert)|\byour {_MEETING} (?:is|takes place|starts|will take place|on)\b|\bihr {_MEETING} (?:ist|"
    rf"findet|beginnt|am)\b|\blooking forward to (?:meeting|speaking|talking|seeing|our)\b|"
    rf"\bfreuen uns\b[^\n]{{0,60}}\b(?:am|um|morgen)\b|"
    r"\b(?:booked|scheduled) (?:you|for|on)\b",
    re.I,
)
_OLD_TIME = re.compile(
    r"\b(?:from|vom|instead of|rather than|statt|anstatt)(?: the| dem| am)? $|\b(?:originally|ursprünglich\w*|"
    r"unable to make|can't make)\b[^\n,;]{0,30} $",
    re.I,
)
_DATE = re.compile(r"\d|day\b|tag\b", re.I)
_NUMBERED_WEEK = re.compile(r"\b(?:KW|CW|[Ww]eek \d|Kalenderwoche)")
_MOST = 60
"""Moments looked at: a calendar pasted in has more, a recruiter's mail has not."""
_FAR = timedelta(days=200)


def times_of(reading: Reading, zone: str | None = None) -> Times:
    """Return every moment of the message by its purpose.

    Args:
        reading: the message.
        zone: the reader's IANA zone, for bare dates and times that name no zone; UTC is assumed without it.
    """
    if reading.language not in {"en", "de", None}:
        return _with_invitation(Times(), reading)
    moved, cancelled = _said(reading, _MOVED, _MOVED_STEMS), _said(reading, _CANCELLED, _CANCELLED_STEMS)
    by_purpose: dict[str, list[Mention]] = {"deadline": [], "answer": [], "proposed": []}
    for mention in islice(mentions_of(reading, zone), _MOST):
        purpose = _purpose(reading, mention)
        if purpose and not (moved and _OLD_TIME.search(mention.before)):
            by_purpose[purpose].append(mention)
    proposed = [] if cancelled and not moved else by_purpose["proposed"]
    times = Times(
        deadlines=tuple(map(_deadline, _once(by_purpose["deadline"]))),
        answer_by=by_purpose["answer"][0].moment if by_purpose["answer"] else None,
        proposed=_once(proposed),
        fixed=_is_fixed(reading, proposed),
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


def _is_fixed(reading: Reading, proposed: list[Mention]) -> bool:
    if any(_FIXED.search(mention.sentence) for mention in proposed):
        return True
    return len(proposed) == 1 and any(_FIXED.search(text) and "?" not in text for text in sentences_of(reading))


def _purpose(reading: Reading, mention: Mention) -> str | None:
    """What a moment is for: "deadline", "answer", "proposed", None for anything else."""
    sent, at = reading.message.sent_at, mention.moment.at
    if sent is None or not sent - timedelta(days=1) <= at <= sent + _FAR:
        return None
    if mention.limit or _LIMIT.search(mention.before[-80:]):
        return _speaker(mention)
    if _PAST.search(mention.sentence):
        return None
    if mention.moment.all_day and _speaker(mention) == "answer":
        return "answer" if at > sent else None
    return "proposed" if at.date() >= sent.date() and _is_slot(reading, mention) else None


def _speaker(mention: Mention) -> str | None:
    """Whose move it is: the nearest words before the moment decide, else the first after it."""
    marks = [(match.end(), "answer") for match in _ANSWER.finditer(mention.sentence)]
    marks += [(match.end(), "ask") for match in _ASK.finditer(mention.sentence)]
    before = [mark for mark in marks if mark[0] <= len(mention.before) + 1]
    if not marks:
        return None
    said = max(before, key=lambda mark: (mark[0], mark[1] == "answer")) if before else min(marks)
    return "answer" if said[1] == "answer" else "deadline"


def _is_slot(reading: Reading, mention: Mention) -> bool:
    """Whether a time is one to meet at: its sentence says so, or it stands in a list of such."""
    found, sentence = mention.moment, mention.sentence
    if _NOT_A_SLOT.search(sentence) or (mention.week and not _NUMBERED_WEEK.search(found.words)):
        return False
    if _SCHEDULE.search(sentence):
        return True
    if found.all_day and not _DATE.search(found.words):
        return False
    listed = sentence.startswith(BULLET) or len(sentence) - len(found.words) < 30
    if listed and (_SCHEDULE.search(reading.flow) or _SCHEDULE.search(reading.subject)):
        return True
    return not found.all_day and bool(_SCHEDULE.search(reading.flow) or _SCHEDULE.search(reading.subject))


def _said(reading: Reading, pattern: re.Pattern[str], stems: tuple[str, ...]) -> bool:
    """Whether a sentence says it of an agreed time: no condition, and not of something past."""
    return any(
        pattern.search(sentence) and not _CONDITIONAL.search(sentence) and not _PAST.search(sentence)
        for sentence in (reading.subject, *reading.naming(stems))
    )


def _deadline(found: Moment) -> Deadline:
    return Deadline(at=found.at, zone=found.zone, words=found.words, all_day=found.all_day, until=found.until)


def _once(mentions: list[Mention]) -> tuple[Moment, ...]:
    """Each time once; a bare day goes where a clock time of that day is given too."""
    moments = [mention.moment for mention in mentions]
    timed = [moment.at for moment in moments if not moment.all_day]
    kept: dict[datetime, Moment] = {}
    for moment in moments:
        if not (moment.all_day and any(moment.at <= at < moment.at + timedelta(days=1) for at in timed)):
            kept.setdefault(moment.at, moment)
    return tuple(kept.values())

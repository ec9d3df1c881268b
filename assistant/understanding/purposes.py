"""What a moment is for: a deadline, a promised answer, a time to talk; English and German."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from assistant.mail.expressions import expression
from assistant.understanding.appointments import PAST
from assistant.understanding.mentions import Mention
from assistant.understanding.reading import BULLET, Reading
from assistant.understanding.windows import EXCEPT, ends_open, ends_span


class Purpose(StrEnum):
    """What a moment is for; window: a span in which to find a time, or a day left out of one."""

    deadline = "deadline"
    answer = "answer"
    proposed = "proposed"
    window = "window"


_LIMIT = expression(
    r"\b(?:by|until|till|before|no later than|not later than|latest by|at the latest by|due(?: on| by)?|"
    r"deadline(?: is| of|:| for [\w ]{1,30}(?: is|:))?|expires?(?: on|:)?|bis(?: zum| spätestens(?: am| zum)?|"
    r" einschließlich| zu)?|spätestens(?: am| bis(?: zum)?)?|vor(?: dem)?|(?:frist|einsendeschluss|"
    r"bewerbungsschluss)(?: ist| endet|:)?(?: am| der)?)[ ,:]*(?:(?:the|this|end of (?:business |the )?(?:day|"
    r"business)|close of business|EOD|COB|noon|midnight|on|kommenden|nächsten)[ ,]+)*$",
    re.I,
)
_ANSWER = expression(
    r"(?:get(?:ting)?|come|coming) back to (?:you|all)|be (?:back )?in (?:touch|contact)|reach(?:ing)? out (?:to you|"
    r"again)|contact(?:ing)? you|respond(?:ing)? to you|reply to you|follow(?:ing)? up|"
    r"let(?:ting)? you know(?! that\b)|update you|inform you|notify you|hear[d]? (?:back |anything |"
    r"something )?from (?:us|me)|(?:you|candidates)(?: will|'ll| should| can)(?: expect to)? (?:hear|receive)|"
    r"expect (?:to hear|an? (?:response|reply|decision|answer|update))|(?:make|reach|have|communicate|share) (?:a |"
    r"our |the |any |an )?(?:final )?(?:decision|news|feedback|update|answer)|(?:a|the|our|final) decision (?:will|is|"
    r"by|within)|we (?:now |still )?(?:expect|hope|aim|plan|intend) to \w+|tell you more|(?:like|want|need) to decide|"
    r"you(?:'ll| will) (?:have|get|receive) (?:the |an? |our |your )?(?:result|answer|feedback|reply)|we(?:'ll|"
    r" will)? decide|mel(?:den|de|d) (?:wir )?(?:uns|ich mich|mich)|(?:uns|mich)\b[^\n]{0,60}\bmelden|zurückmelden|"
    r"höre?n sie|(?:du )?hörst(?: du)?|sie hören|von uns hören|rückmeldung (?:von uns|geben|erhalten)|(?:(?:erhalten|"
    r"bekommen) sie|erhältst du|bekommst du|sie (?:erhalten|bekommen)|du (?:erhältst|"
    r"bekommst))(?=[^\n]{0,80}(?:antwort|rückmeldung|bescheid|nachricht|entscheidung|vertrag|angebot|ihn|information))|"
    r"ihnen bescheid|dir bescheid|geben (?:wir|ich)|wir informieren|(?:antwort|rückmeldung|nachricht) von (?:uns|mir)|"
    r"mit einer (?:antwort|rückmeldung)|hörst du von|von mir hören|informieren (?:wir|ich)|auf (?:sie|dich) zu|"
    r"kontaktieren|unsere entscheidung|entscheiden",
    re.I,
)
_ASK = expression(
    r"\b(?:please|could you|can you|would you|will you|kindly|you (?:must|need|have|should)|let (?:us|me) know|"
    r"your (?:reply|response|answer|availability|documents|decision|assessment|submission|confirmation|references|"
    r"feedback)|due|deadline|expires?|submit|complete|return|respond by|reply by|send (?:us|me|it|them|over)|(?:we|"
    r"i)(?:'d| would| also| still| only| just)* need|(?:like|want|need)s? (?:an?|your) (?:answer|decision|reply)|"
    r"accept|sign\b|register|log in|confirm|(?:schick|send|teil|gib|meld|bestätig|kann|könnte|mag|würde|mach|füll|"
    r"lädt?)st du|bitten?|könn(?:t)?en sie|(?:senden|schicken|teilen|geben|reichen|bestätigen|füllen|laden) sie|frist|"
    r"einsendeschluss|gültig|benötigen|brauchen|bräuchten|sie haben|du hast|(?:be )?booked|sag(?:en sie)? (?:uns|mir)|"
    r"gi?b(?:t|en sie)? (?:uns|mir)|trag(?:en sie)?|wenn sie|hear from you|(?:offer|letter|link)(?:'s| is)? (?:good|"
    r"valid|open)|(?:is|are|remains?) valid|extend\w*|haben sie|closing date|zurücksenden|ersuchen|um (?:bestätigung|"
    r"rückmeldung|antwort|nachricht)|(?:würden|wüssten) wir gern|grateful|let (?:me|us) have|like to have (?:it|them|"
    r"your)|don't have (?:it|them)|get it back)\b",
    re.I,
)
_SCHEDULE = expression(
    r"\b(?:interview|call|meet|speak|talk|chat|availab|come (?:in|by|over|down|round|and)|(?:second|third|final|next|"
    r"first) (?:stage|round)|hearing|laden (?:wir )?(?:sie|dich)|komm doch|reden wir|pop (?:in|by)|drop (?:in|by)|"
    r"trial\b|dine|kommen sie|kommst du|vorbeikomm|vorbeischau|disponib|slots?\b|works? (?:best |well |better )?for|"
    r"would .{1,60} (?:work|be (?:better|good|ok|possible))|suit|schedul|zoom|teams\b|on-?site|visit|invite|"
    r"appointment|conversation|conference|phone screen|(?:are you|you be|you are) free|how about|can also do|"
    r"it is\b|connect|catch up|"
    r"trial (?:day|shift)|gespräch|\w{0,20}gespräch|\w{0,15}termin|treffen|kennenlern|telef|pass(?:t|en)|einlad|"
    r"einzuladen|vorstell|besuch|probearbeit|probetag|hätten sie|hast du|ginge|wie wäre|diskutier|see you|instead)",
    re.I,
)
_NOT_A_SLOT = expression(
    r"\b(?:founded|since|established|copyright|born|opening hours|office hours|öffnungszeiten|erreichbar|webinar|"
    r"applied on|application (?:of|from|dated|received|deadline)|submitted|received|(?:bewerbung|schreiben|e-?mail|"
    r"nachricht|anzeige) vom|dated|posted|published|start(?:ing)? date|start(?:ing)? on|eintritt\w*|arbeitsbeginn|"
    r"on leave|vacation|out of (?:the )?office|holiday|urlaub|abwesend|last (?:week|mon|tues|wednes|thurs|fri)|"
    r"probezeit|appointment as|offer you|nicht im haus\w*|nicht da\b|not available|unavailable|be back|gegründet|"
    r"closes|stand:|befristet|valid|privacy|deadline|vertrag|contract|monday (?:to|through) friday|montag bis freitag|"
    r"mon-fri|mo-fr)|©",
    re.I,
)
_DATE = expression(r"\d|day\b|tag\b", re.I)
_NUMBERED_WEEK = expression(r"\b(?:KW|CW|[Ww]eek \d|Kalenderwoche)")
_PATIENCE = expression(r"(?:allow|give|grant|bear|gedulden|geben|gib)\b", re.I)
_NEVER = expression(r"\b(?:every|each|jede[nrs]?|from last|not before|nicht vor)(?: (?:other|second))? $", re.I)
_TODAY = expression(r"(?:today|heute)\b", re.I)
_COMING = expression(r"\b(?:next|coming|following|nächsten|kommenden|folgenden)\b", re.I)
_NO_WINDOW = expression(
    r"\b(?:founded|since|copyright|opening hours|office hours|öffnungszeiten|webinar|received|posted|published|"
    r"out of (?:the )?office|on leave|annual leave|vacation|holiday|urlaub|abwesend|last week|probezeit|contract|"
    r"vertrag|start(?:ing)? date|eintritt\w*|arbeitsbeginn|fill|besetz\w*|hired?|trade fair|bear with|nights?|geduld|"
    r"patience|decid\w*|decision|entscheid\w*|trading|messe)\b",
    re.I,
)
_INVOLVES = expression(
    r"\b(?:you(?:r|rs)?|us|suits?|free|available|availab\w*|works?|can we|could we|shall we|let's|how about|interview|"
    r"sie|ihnen|ihre?[mnrs]?|du|dir|dich|dein\w{0,2}|pass(?:t|en)|kennenlernen|telefonieren|können wir|wir können|"
    r"gespräch|termin|frei|interviews|wann|when|date|slot)\b|\?",
    re.I,
)
"""A day alone is proposed only where the reader comes into it: boards meet without him."""
_FAR = timedelta(days=200)


def purpose_of(
    reading: Reading, mention: Mention, before: Mapping[Purpose | None, Sequence[Mention]]
) -> Purpose | None:
    """Return what a moment is for, None for nothing that matters here.

    Args:
        reading: the message.
        mention: the moment in its sentence.
        before: the mentions so far by their purpose: the second of two days may end a span.
    """
    sent, at = reading.message.sent_at, mention.moment.at
    if sent is None or not sent - timedelta(days=1) <= at <= sent + _FAR:
        return None
    if _is_window(mention) or _ends_one(mention, before):
        return Purpose.window
    return _promised_or_due(mention, sent) or _to_meet(reading, mention, sent)


def _promised_or_due(mention: Mention, sent: datetime) -> Purpose | None:
    """Whether it limits what the reader or the writer is to do."""
    if _PATIENCE.match(mention.moment.words):
        return Purpose.answer
    if mention.limit or _LIMIT.search(mention.before[-80:]):
        return _speaker(mention)
    promised = mention.moment.all_day and not PAST.search(mention.sentence) and _speaker(mention) is Purpose.answer
    return Purpose.answer if promised and mention.moment.at > sent else None


def _to_meet(reading: Reading, mention: Mention, sent: datetime) -> Purpose | None:
    """Whether it is a time to talk."""
    if mention.limit or PAST.search(mention.sentence) or _is_no_day_to_come(mention):
        return None
    if _SCHEDULE.search(mention.sentence) and (EXCEPT.search(mention.before) or ends_open(mention)):
        return Purpose.window
    promised = mention.moment.all_day and _speaker(mention) is Purpose.answer
    if mention.moment.all_day and not _INVOLVES.search(mention.sentence):
        return None
    to_come = mention.moment.at.date() >= sent.date() and not _LIMIT.search(mention.before[-80:])
    return Purpose.proposed if to_come and not promised and _is_slot(reading, mention) else None


def _is_no_day_to_come(mention: Mention) -> bool:
    """ "Every Monday"; "today", where it tells what has been and asks nothing."""
    told = _TODAY.match(mention.moment.words) and mention.moment.all_day and "?" not in mention.sentence
    return bool(told) or _NEVER.search(mention.before) is not None


def _ends_one(mention: Mention, before: Mapping[Purpose | None, Sequence[Mention]]) -> bool:
    """Whether a day ends the span that the day before it begins ("12.05. bis 14.05.")."""
    starts = [found[-1] for purpose in (Purpose.proposed, Purpose.window) if (found := before[purpose])]
    return any(_ends(start, mention) for start in starts)


def _ends(one: Mention, other: Mention) -> bool:
    return one.place[0] == other.place[0] and one.moment.all_day and other.moment.all_day and ends_span(one, other)


def _is_window(mention: Mention) -> bool:
    """Whether a whole span is looked at for a time to talk."""
    sentence, words = mention.sentence, mention.moment.words
    if not (mention.week or (mention.limit and _COMING.search(words))) or _NUMBERED_WEEK.search(words):
        return False
    if not _SCHEDULE.search(sentence) or _NO_WINDOW.search(sentence) or PAST.search(sentence):
        return False
    return _speaker(mention) is not Purpose.answer and not _LIMIT.search(mention.before[-80:])


def _speaker(mention: Mention) -> Purpose | None:
    """Whose move it is: the nearest words before the moment decide, else the first after it."""
    marks = [(match.end(), Purpose.answer) for match in _ANSWER.finditer(mention.sentence)]
    marks += [(match.end(), Purpose.deadline) for match in _ASK.finditer(mention.sentence)]
    before = [mark for mark in marks if mark[0] <= len(mention.before) + 1]
    if not marks:
        return None
    nearest = max(before, key=lambda mark: (mark[0], mark[1] is Purpose.answer)) if before else min(marks)
    return nearest[1]


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

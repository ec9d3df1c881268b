"""How long they want to talk; English and German."""

import re
from datetime import timedelta

from assistant.mail.expressions import expression
from assistant.understanding.dates import NUMBERS
from assistant.understanding.reading import Reading

TALK = (
    r"(?:interview|call|chat|conversation|meeting|speak|talk|session|screen(?:ing)?|discussion|appointment|slot|"
    r"\w{0,20}gespräch\w{0,2}|\w{0,12}termin\w{0,2}|telefonat|austausch|kennenlern\w*|treffen|telefonieren|unterhalten)"
)
TOOL = r"(?:zoom|(?:microsoft |ms |ms-)?teams|google meet|webex|skype|whereby|jitsi|facetime)"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_LENGTH = expression(
    rf"\b(?:(?P<half>half an hour|half[ -]hour|(?:eine )?halbe stunde|halbstündig\w*|halbe? stündchen)|"
    rf"(?P<quarter>quarter of an hour|(?:eine )?viertelstunde)|(?P<ninety>(?:an )?hour and a half|1[.,]5[ -](?:hours?|"
    rf"stunden)|one and a half hours|anderthalb stunden|eineinhalb stunden|eineinhalbstündig\w*)|"
    rf"(?P<three>three[ -]quarters of an hour|dreiviertelstunde)|(?P<einstündig>einstündig\w*)|"
    rf"(?:(?P<low>{_COUNT}) ?(?:-|–|to|or|bis|oder) ?)?(?P<count>{_COUNT})[ -]?(?P<unit>minutes?|mins?\b|minuten|min\b|"
    rf"minütig\w*|hours?|hrs?\b|stunden?|std\b|stündig\w*))",
    re.I,
)
_COUNTED = expression(r"min|hour|hr|stund|stünd|std", re.I)
_FIXED_LENGTHS = {"half": 30, "quarter": 15, "ninety": 90, "three": 45, "einstündig": 60}
_LENGTH_LABEL = expression(r"^(?:• )?(?:duration|length|dauer|how long|time needed|zeitbedarf)\b", re.I)
OF_A_TALK = expression(
    rf"\b(?:{TALK}s?|{TOOL}|interviewers?|panel|each|catch up|connect|(?:are you|be) free|meet|hätten? sie|hast du|"
    rf"vorstellen|"
    r"plan on|nimmt sich|nehmen uns|trial|probearbeit\w*|probetag|quick look)\b",
    re.I,
)
_LASTS = expression(r"\b(?:lasts?|takes?|it(?:'ll| will) (?:be|take)|dauert|dauer|die dauer)\b", re.I)
"""Said of a talk where the sentence before is about one."""
_NO_LENGTH = expression(
    r"\b(?:test|assessment|exercise|questionnaire|survey|form|code ?pair|task|challenge|umfrage|\w*fragebogen|aufgabe|"
    r"präsentation|presentation|password|expires?|valid|notice|later|später|within|innerhalb|binnen|before|beforehand|"
    r"early|earlier|vorher|früher|walk|drive|fu(?:ß|ss)|entfernt|away|bus|train|years?|wochenstunden|per week|a week|"
    r"pro woche|training|examination|untersuchung|shadow|shift|schicht|response|antwort|reminder|remind|at least|"
    r"mindestens|vortrag)\b",
    re.I,
)


def duration_of(reading: Reading) -> timedelta | None:
    """Return the first length that is said of a talk."""
    before = reading.subject
    for sentence in reading.sentences:
        match = _LENGTH.search(sentence) if _COUNTED.search(sentence) else None
        if match and _is_of_a_talk(sentence, before) and (minutes := _minutes(match)):
            return timedelta(minutes=minutes)
        before = sentence
    return None


def _is_of_a_talk(sentence: str, before: str) -> bool:
    """Whether a length belongs to a conversation: not to a test, a way or a notice period."""
    if _NO_LENGTH.search(sentence):
        return False
    if OF_A_TALK.search(sentence):
        return True
    labelled = _LENGTH_LABEL.match(sentence)
    told = labelled or (_LASTS.search(sentence) and OF_A_TALK.search(before))
    return told is not None and not _NO_LENGTH.search(before)


def _minutes(match: re.Match[str]) -> int | None:
    fixed = next((minutes for name, minutes in _FIXED_LENGTHS.items() if match[name]), None)
    if fixed:
        return fixed
    word = match["count"].lower()
    count = int(word) if word.isdigit() else NUMBERS[word]
    minutes = count * (1 if match["unit"].lower().startswith("min") else 60)
    return minutes if 5 <= minutes <= 600 else None

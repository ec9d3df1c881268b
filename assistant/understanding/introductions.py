"""People whom the sentences name, and their parts in an application."""

import re
from collections.abc import Iterator

from assistant.mail.expressions import expression
from assistant.understanding.manners import honorific_before
from assistant.understanding.names import PARTICLES, is_no_name, is_usual, person_name
from assistant.understanding.parts import Part, Person, part_of
from assistant.understanding.reading import BULLET, Reading
from assistant.understanding.tables import table
from assistant.understanding.titles import is_title_word

_CAPITALISED = r"[^\W\d_a-zà-ÿ][^\W\d_]{0,30}(?:['-][^\W\d_]{1,30}){0,3}\.?"
_NAME = expression(
    rf"(?:\b(?:Dr|Prof|Mag|Mr|Ms|Mrs)\. )?{_CAPITALISED}(?: (?:van|von|der|den|de|la|di|da|del|el|al|bin|"
    rf"{_CAPITALISED})){{1,7}}"
)
"""Capitalised words in a row: a name, with the title it may be led by."""
_LEADS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        Part.hiring_manager,
        expression(r"\b(?:hiring manager|fachvorgesetzte[rn]?)(?:,|:| is| ist| for this \w+ is)?$", re.I),
    ),
    (Part.coordinator, expression(r"\b(?:coordinator|scheduler|koordinatorin)(?:,|:| is| ist)?$", re.I)),
    (
        Part.recruiter,
        expression(
            r"\b(?:recruiter(?:in)?|talent partner|ansprechpartner(?:in)?|ansprechperson)(?: \w{2,20}){0,3}(?:,|:|"
            r" is| ist)?$",
            re.I,
        ),
    ),
    (
        Part.interviewer,
        expression(
            r"\b(?:meet(?:ing)?(?: with)?|(?:speak|talk)(?:ing)? (?:to|with)|interview(?:ing)? with|conversation with|"
            r"call with|chat with|interviewed by|(?:interviewers?|panel(?:lists| members)?)(?:in|innen|:innen|\(s\)|"
            r" will be| are| is)?:?|(?:consists?|composed|made up|comprised) of|joined by|"
            r"interview partners?(?: will be| are)?|who:|\w{0,14}gespräch(?:s|e)? (?:mit|führt|führen)|interview mit|"
            r"(?:hour|minutes|mins|each),? with|it(?:'ll| will) be with|(?:stage|round) with|treffen|triffst du|"
            r"sprechen (?:mit|werden|wird)|führt|führen|teilnehmer(?:innen|:innen)?:|teilnehmende:|gespräch (?:nehmen|"
            r"nimmt)|dabei (?:sind|ist|sein werden)|erwarten (?:sie|dich)|danach stellen)(?: \w{1,20}){0,3},?(?: "
            r"(?:frau|herrn?|prof\.?|dr\.?))*$",
            re.I,
        ),
    ),
)
_SELF = expression(r"\b(?:my name is|mein name ist|i am|i'm|ich bin|this is|hier ist)$", re.I)
_JOINED = expression(r"(?: ?\([^()\n]{0,60}\)|, [^\W\dA-Z_][^,\n]{0,40})?(?:,|,? (?:and|und|sowie|&))$")
_ACTING = expression(
    r"(?:,? (?:and|und|sowie|&) (?:[^\W\d_]+(?: [^\W\d_]+){0,3}))?(?: \([^()\n]{1,40}\))? (?:(?:has |have |"
    r"had )?(?:reviewed|read|seen|looked at|gone through)\b[^\n.]{0,60}\b(?:and )?would (?:\w+ )?(?:like|"
    r"love) to (?:meet|speak|talk|invite|interview|chat)|would (?:\w+ )?(?:like|love) to (?:meet|speak|talk|interview|"
    r"chat)|will (?:also |both )?(?:be interviewing|interview you|lead the|meet you|meet with|join (?:us|you|the|from)|"
    r"be joining|talk to you|speak (?:to|with) you)|is interviewing|(?:really )?enjoyed (?:meeting|talking|speaking|"
    r"your|the|our)|mentioned your|was impressed|(?:sie|dich) (?:\w+ ){0,3}kennenlernen|(?:würde\w*|möchte\w*) (?:sie|"
    r"dich) (?:\w+ ){0,5}(?:kennenlernen|sprechen|treffen)|(?:freut|freuen) sich (?:schon )?(?:auf|darauf, sie|"
    r"darauf, dich))",
    re.I,
)
"""What only an interviewer does, behind the name."""
_CONTACT = expression(
    r"\b(?:ask for|contact|reach out to|on behalf of|report to|(?:go|goes) (?:straight )?to|melden sie sich bei|"
    r"wenden sie sich an|fragen sie nach)(?: \w{1,12}){0,2}:?,?(?: (?:frau|herrn?|prof\.?|dr\.?))*$",
    re.I,
)
_REPORTING = expression(r"\b(?:reporting|report) (?:directly )?to(?: our| the)?(?: \w+){0,3}$", re.I)
_TIMETABLE = expression(
    r"^(?:• )?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|uhr)?(?: ?(?:-|–|to|bis) ?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|"
    r"uhr)?)? ?[-–:|,]? ",
    re.I,
)
_TRAIL = expression(r",? \(?(?:our |the |your |unsere? |ihre? |dein )?(?:hiring manager|recruit|coordin|talent )", re.I)
_TITLE = expression(r",? ?[(–-]? ?(?:our |the |your |who is |unsere? |Ihre? )*([^,.;()]{2,60})")
_SHORT_LINE = 90
_MEETING = expression(r"\b(?:meet|speak|interview|treffen|gespräch)\w{0,8}\b", re.I)
_STEMS = (
    "name is", "name ist", "i am", "i'm", "ich bin", "this is", "hier ist", "meet", "speak", "talk", "interview",
    "conversation",
    "call with", "chat with", "gespräch", "treffen", "sprechen", "führen", "manager", "vorgesetzte", "recruit",
    "talent",
    "ansprech", "coordin", "scheduler", "koordin", "panel", "consist", "composed", "made up", "comprised", "joined by",
    "partner", "who:",
    "führt", "teilnehm", "nehmen", "nimmt", "dabei", "erwarten", "stellen", "would ", "will ", "enjoyed",
    "kennenlernen", "freu", "each", "minutes", "hour",
    "mins", "be with", "stage", "round", "triffst", "ask for", "contact", "reach out", "on behalf", "report",
    "go straight",
    "wenden", "fragen sie", "melden",
)  # fmt: skip


def introduced(reading: Reading) -> Iterator[tuple[Person, bool]]:
    """Yield people whom the sentences name with a part, and whether each is the writer naming himself."""
    german = reading.language == "de"
    for sentence in reading.naming(_STEMS):
        yield from _in_sentence(sentence, german)
    yield from ((person, False) for person in _listed(reading))


def _in_sentence(sentence: str, german: bool) -> Iterator[tuple[Person, bool]]:
    last = 0
    part: Part | None = None
    for match in _NAME.finditer(sentence):
        start = _behind_titles(match)
        words = _without_noun(sentence[start : match.end()].rstrip("."), german)
        name, end = person_name(words), start + len(words)
        if not name:
            continue
        tail, lead = sentence[end : end + 80], sentence[:start].rstrip()
        if _SELF.search(lead):
            yield Person(name=name, part=part_of(tail.partition(". ")[0])), True
            continue
        joined = part if part and _JOINED.match(sentence[last:start].rstrip()) else None
        led = next((found for found, pattern in _LEADS if pattern.search(lead[-70:])), None)
        part, last = led or _part(lead[-70:], tail, joined), end
        sure = bool(led or joined) and (not german or lead.endswith((" mit", "reffen Sie", "riffst du")))
        honorific = honorific_before(sentence, sentence.find(name.split()[0], match.start()))
        if part and (sure or honorific or is_usual(name)):
            yield Person(name=name, part=_titled(part, tail), honorific=honorific), False


def _without_noun(words: str, german: bool) -> str:
    """German writes nouns in capitals, too: of "Anna Weber Fragen" only two words are the name."""
    parts = words.split(" ")
    while len(parts) > 2 and is_no_name(parts[-1]):
        parts.pop()
    if german and len(parts) == 3 and is_usual(words) and not is_usual(parts[1]) and parts[1] not in PARTICLES:
        parts.pop()
    return " ".join(parts)


def _behind_titles(match: re.Match[str]) -> int:
    """Where the name begins behind leading titles and sentence words ("Hiring Manager Jane Doe", "Meet Jane Doe")."""
    start = match.start()
    words = match.group().split(" ")
    while len(words) > 2 and (is_title_word(words[0]) or words[0].lower() in _LEADING):
        start += len(words.pop(0)) + 1
    return start


_LEADING = table(
    "hiring meet talent recruiting our your frau herr herrn ihre technical senior i'm it's mit with und and hallo hi "
    "dear liebe"
)


def _part(lead: str, tail: str, joined: Part | None) -> Part | None:
    """The part that words behind a name give it, or words before it, or the name it is joined to."""
    if _TRAIL.match(tail):
        return part_of(tail[:60])
    if _ACTING.match(tail):
        return Part.interviewer
    if _REPORTING.search(lead):
        return Part.hiring_manager
    return joined or (Part.unknown if _CONTACT.search(lead) else None)


def _titled(part: Part, tail: str) -> Part:
    """ "meet Jane Doe (Hiring Manager)": the title behind a name says more than the verb before it."""
    title = _TITLE.match(tail)
    said = part_of(title.group(1)) if title and tail[:1] in ",( " else Part.unknown
    decisive = said in {Part.recruiter, Part.coordinator} or (title and "hiring" in title.group(1).lower())
    return said if part is Part.interviewer and decisive else part


def _listed(reading: Reading) -> Iterator[Person]:
    """The list under "you will meet with the following people:", and a timetable of who talks when."""
    listing = False
    for sentence in reading.sentences:
        hour = _TIMETABLE.match(sentence) if len(sentence) < _SHORT_LINE else None
        for match in _NAME.finditer(sentence, hour.end()) if hour else ():
            listed = person_name(match.group().rstrip("."))
            if listed and is_usual(listed):
                yield Person(name=listed, part=Part.interviewer)
        item = _NAME.match(sentence, len(BULLET)) if listing and sentence.startswith(BULLET) else None
        name = person_name(item.group().rstrip(".")) if item else None
        if item and name:
            yield Person(name=name, part=_titled(Part.interviewer, sentence[item.end() :]))
        elif not (listing and sentence.startswith(BULLET)):
            listing = sentence.endswith(":") and bool(_MEETING.search(sentence))

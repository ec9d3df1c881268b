"""One message laid out for the rules: sentences, list items, closing lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.mail.message import Message
from assistant.understanding.language import language_of
from assistant.understanding.tables import table

LIMIT = 16_384
"""Characters a rule sees at most; what a recruiter has to say stands before that."""

BULLET = "• "

_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\r": "\n", "\u2028": "\n"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f")
)
_SPACES = re.compile(r" {2,}")
_WORD = re.compile(r"[^\W\d_]+")
_BULLET = re.compile(r"(?:[-*•·–—▪◦●○>➢✓]|\(?\d{1,2}[.)](?= )|[a-h]\))\s*(?=\S)")
_DATE_START = re.compile(r"\d{1,2}\. ?(?:\d|jan|feb|mär|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[zc])", re.I)
_ENDING = re.compile(r"[.!?][\"')”]? +(?=[\"'(„“]?[A-ZÄÖÜ0-9])")
_ABBREVIATIONS = table(
    "dr mr mrs ms prof mag dipl ing st nr no z b d h u a e g i bzw ca inkl evtl ggf vs approx p.m a.m z.b d.h u.a "
    "e.g i.e jan feb mar apr jun jul aug sep sept oct okt nov dec dez mon mo tue di wed mi co thu do fri fr"
)
_REPLY_MARK = re.compile(
    r"\s*(?:(?:re|aw|fwd?|wg|antw|sv|tr|r)\s*(?:\[\d+\])?:|\[(?:ext(?:ern(?:al)?)?|extern)\])\s*", re.I
)
_CLOSER = re.compile(
    r"(?:(?:with )?(?:best|kind|warm|warmest|kindest|many|sincere|my|our)(?: (?:kind|warm))? (?:regards|wishes|thanks)|"
    r"best|regards|thanks(?: again| so much| in advance)?|thank you(?: again| so much| in advance)?|many thanks|cheers|"
    r"sincerely|yours (?:sincerely|faithfully|truly)|sincerely yours|all (?:the|my) best|warmly|talk soon|respectfully|"
    r"(?:mit )?(?:den )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|herzliche[nm]?|liebe[nm]?|schöne[nm]?|sonnige|"
    r"kollegialen) (?:grüße|grüßen|gruß|grüssen|grüsse|gruss)(?: von \w{2,20})?|lg|vg|mfg|bg|hochachtungsvoll|"
    r"(?:bis )?dann|herzlich(?:st)?|gruß|grüße|gruss|grüsse|cordially|take care|with thanks|bis bald|bis dahin|"
    r"toi,? toi,? toi|alles gute|ta)\b(?: (?:aus|from) (?:dem |der |den )?[\w.-]{2,20}(?: [A-Z][\w.-]{1,20}){0,2}(?=,|"
    r"$))?[ ,.!–-]*",
    re.I,
)
_CLOSING_LINES = 15
_LABEL = re.compile(r"[A-ZÄÖÜ][\w/()-]{1,20}(?: [\w/()-]{1,20}){0,2}: \S")
_LAST_LINES, _SHORT = 5, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the rules look at; typographic apostrophes and spaces are made plain, nothing else is changed.

    Attributes:
        message: the message it was made from.
        subject: without reply and forward marks.
        sentences: the writer's sentences and list items in order; list items start with "• ".
        flow: the sentences, one a line; no rule looks across a line end.
        lowered: the sentences in lower case, for cheap looks before costly ones.
        closing: lines after the words of farewell ("Kind regards"), signature included.
        signed: where the writer's name may stand: the closing, led by short last sentences where nothing says farewell.
        language: ISO 639-1 code, None if too short to tell.
    """

    message: Message
    subject: str
    sentences: tuple[str, ...]
    flow: str
    lowered: tuple[str, ...]
    closing: tuple[str, ...]
    signed: tuple[str, ...]
    language: str | None

    def around(self, position: int) -> str:
        """Return the sentence at a position of the flow."""
        end = self.flow.find("\n", position)
        return self.flow[self.flow.rfind("\n", 0, position) + 1 : end if end >= 0 else len(self.flow)]

    def naming(self, stems: tuple[str, ...]) -> Iterator[str]:
        """Yield the sentences in which any of these lower-case stems occurs: a cheap gate before a costly rule."""
        for sentence, lowered in zip(self.sentences, self.lowered, strict=True):
            if any(map(lowered.__contains__, stems)):
                yield sentence


def read(message: Message) -> Reading:
    """Lay one message out. Linear in its length, of which at most LIMIT characters are looked at."""
    lines = _lines(message.body.text)
    cut = _closing_at(lines)
    sentences = tuple(sentence for line in _unwrapped(lines[:cut]) for sentence in _split(line))
    signature = _lines(message.body.signature)
    closing = tuple(line for line in (*lines[cut:], *signature) if line)[:_CLOSING_LINES]
    flow = "\n".join(sentences)
    words = [word.lower() for word in _WORD.findall(flow)]
    return Reading(
        message=message,
        subject=_subject(message.subject),
        sentences=sentences,
        flow=flow,
        lowered=tuple(sentence.lower() for sentence in sentences),
        closing=closing,
        signed=closing if closing and _CLOSER.match(closing[0]) else (*_short_end(sentences), *closing),
        language=language_of(words),
    )


def _short_end(sentences: tuple[str, ...]) -> Iterator[str]:
    """The short sentences and lines at the very end; the last may be led by a longer one ("See you! Jane")."""
    return (text for text in sentences[1:][-_LAST_LINES:] if len(text) <= _SHORT and not text.startswith(BULLET))


def after_farewell(line: str) -> str:
    """Return what follows the words of farewell in a line: "Jane" of "Best, Jane"; the whole line if there are none."""
    farewell = _CLOSER.match(line)
    return line[farewell.end() :] if farewell else line


def plain(text: str) -> str:
    """Make apostrophes and spaces plain and cut at LIMIT."""
    return text[:LIMIT].translate(_PLAIN)


def _lines(text: str) -> list[str]:
    return [_SPACES.sub(" ", line).strip() for line in plain(text).split("\n")]


def _subject(subject: str) -> str:
    text = plain(subject[:300]).strip()
    for _ in range(5):
        mark = _REPLY_MARK.match(text)
        if not mark:
            break
        text = text[mark.end() :]
    return text


def _closing_at(lines: list[str]) -> int:
    """The index of the last short line that begins with a farewell, the number of lines if there is none."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - 2 * _CLOSING_LINES), -1):
        line = lines[index]
        farewell = _CLOSER.match(line) if 1 < len(line) <= 60 else None
        rest = line[farewell.end() :].rstrip(".") if farewell else ""
        if farewell and len(rest) <= 30 and "." not in rest and not rest[:1].islower():
            return index
    return len(lines)


def _unwrapped(lines: list[str]) -> list[str]:
    """Join hard-wrapped lines; blank lines and list items separate."""
    joined: list[list[str]] = []
    before = ""
    for line in lines:
        item = None if _DATE_START.match(line) else _BULLET.match(line)
        if before and line and not item and _continues(before, line):
            joined[-1].append(line)
        elif line:
            joined.append([BULLET + line[item.end() :] if item else line])
        before = line
    return [" ".join(parts) for parts in joined]


def _continues(before: str, line: str) -> bool:
    if before.endswith(":") or _LABEL.match(line):
        return False
    if len(before) >= 55:
        return True
    return line[0].islower() and before[-1] not in ".!?,;"


def _split(line: str) -> list[str]:
    """Cut one line; not by `words.sentences`, whose cuts the trained model was fitted to and which may not change.

    Facts need other ones: "Bahnhofstr. 12" and "14. Mai" whole, list marks kept, labelled lines apart. On the gold
    letters the two differ in one of nine.
    """
    sentences, start = [], 0
    for ending in _ENDING.finditer(line):
        if line[ending.start()] == "." and _abbreviated(line, ending.start()):
            continue
        sentences.append(line[start : ending.end()].rstrip())
        start = ending.end()
    if line[start:].strip():
        sentences.append(line[start:])
    return sentences


def _abbreviated(line: str, dot: int) -> bool:
    word = line[max(line.rfind(" ", 0, dot), line.rfind("(", 0, dot), dot - 20) + 1 : dot].lower()
    short = (len(word) < 3 and word.isdigit()) or (len(word) == 1 and word.isalpha())
    return short or word in _ABBREVIATIONS or word.endswith("str")

"""When somebody who is away is back; English and German."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from assistant.understanding.mentions import Moment, mentions_of
from assistant.understanding.reading import Reading

_AWAY = re.compile(
    r"\bout of (?:the )?(?:office|town)\b|\b(?:i am|i'm|i will be|i'll be|currently|we are|am) (?:\w+ ){0,3}(?:away|"
    r"on (?:\w+ )?(?:leave|vacation|holidays?)|travel\w*|unavailable|off)\b|\bno access to (?:my )?e-?mail|"
    r"\babwesen\w*|\b(?:im|in) (?:\w+ )?urlaub|\bnicht (?:im büro|im haus|im dienst|erreichbar|am platz)|\baußer haus|"
    r"\belternzeit|\bback (?:in|at) (?:the office|work|my desk)|\bautomatic reply|\bauto-?reply|\bautomatische antwort|"
    r"\bout of office|\bwieder (?:für sie |persönlich |wie gewohnt |im büro |zurück )*(?:da|erreichbar|im büro|zurück|"
    r"im haus)",
    re.I,
)
_BACK = re.compile(
    r"\b(?:back|returning|return|available again|resume|zurück|wieder|erreichbar)\b",
    re.I,
)
_UNTIL = re.compile(
    r"\b(?:until|till|through|to|bis(?: einschließlich| inklusive)?(?: zum| einschließlich zum)?)(?: and including| "
    r"the)? ?$",
    re.I,
)
_THEIRS = re.compile(
    r"\bwhen you(?:'re| are)? |\byour (?:holiday|return|leave)|\b(?:ihre[mnr]?|deine[mnr]?) (?:urlaub|"
    r"rückkehr)",
    re.I,
)
_DASH = re.compile(r"[-–—] ?$")
"""Before the second of two days ("12.05. - 16.05.")."""
_MOST = 20


def back_on_of(reading: Reading, zone: str | None = None) -> Moment | None:
    """Return the day on which the writer says to be back, None where nothing tells of an absence.

    Away "until Friday" leaves open whether Friday counts: the working day after it is meant to be safe.

    Args:
        reading: the message.
        zone: the reader's IANA zone; UTC is assumed without it.
    """
    if not _AWAY.search(f"{reading.subject}\n{reading.flow}"):
        return None
    ends: list[Moment] = []
    for mention in islice(mentions_of(reading, zone), _MOST):
        if _THEIRS.search(mention.sentence) or mention.limit:
            continue
        if _BACK.search(mention.sentence) and not _UNTIL.search(mention.before):
            return replace(mention.moment, until=None)
        if _UNTIL.search(mention.before) or mention.week or _DASH.search(mention.before):
            ends.append(_after(mention.moment))
    return max(ends, key=lambda end: end.at) if ends else None


def _after(moment: Moment) -> Moment:
    """The next working day, Monday to Friday, at its start."""
    day = moment.until if moment.until and moment.all_day else moment.at + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return replace(moment, at=day, until=None)

"""How the writer addresses the reader and signs: what a reply mirrors."""

import re

from assistant.understanding.company_names import label_of
from assistant.understanding.given_names import GIVEN_NAMES
from assistant.understanding.names import given_name
from assistant.understanding.reading import Reading, after_farewell

_SAID = re.compile(
    r"\b(?P<du>[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?)\b|(?<=[^\n.!?:•] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b|"
    r"\b(?:Ihnen|Ihre[mnrs]?)\b|\b[Gg]eehrte[rn]?\b|\b(?:Frau|Herrn?) (?=[A-ZÄÖÜ])"
)
"""At the start of a sentence "Sie" may be "they"; "Ihnen" and "Ihre" hardly ever are "their"."""
_YOURS = re.compile(r"^(?:Ihr|Dein|Euer)e?\b")
_FAREWELL = re.compile(
    r"^(?:(?:liebe|viele|beste|schöne|herzliche|sonnige) )?(?:gr(?:ü|u)(?:ß|ss)e?|lg|vg|bg|mfg|cheers|best|thanks|"
    r"thank you|danke|dank dir|ta|cordially|talk soon|speak soon|bis dann|bis bald|ciao)[ ,.!–-]+",
    re.I,
)
_SENT_FROM = re.compile(r"^(?:sent from|gesendet von|von meinem)\b", re.I)
_WORD = re.compile(r"[^\W\d_]+")
_TITLES = re.compile(
    r"(?:(?:Frau|Herrn?|Mr\.?|Ms\.?|Mrs\.?|Mx\.?|Dr\.?(?: ?(?:med|phil|jur|rer|nat|pol|Ing|h|c)\b\.?){0,3}|"
    r"Prof(?:essor(?:in)?)?\.?|Mag\.?|PD|Dipl\.-\w+\.?)[ -]?)+$"
)


def is_informal(reading: Reading) -> bool | None:
    """Whether a German writer says du (True) or Sie (False); None in other languages, or if neither is said.

    The first word that tells decides: small print below a friendly letter says Sie.
    """
    if reading.language not in {"de", None}:
        return None
    yours = (line for line in reading.closing if _YOURS.match(line))
    said = _SAID.search("\n".join((reading.flow, *yours, reading.subject)))
    return said["du"] is not None if said else None


def signs_with_first_name(reading: Reading) -> bool:
    """Whether the writer signs with a first name alone, whatever a signature block below adds."""
    sender = reading.message.sender
    known = set(_WORD.findall(f"{sender.name} {sender.address.partition('@')[0]}".lower())) if sender else set()
    known -= {label_of(sender.domain)} if sender else set()  # "Acme <jobs@acme.com>" is nobody
    lines = [line for line in reading.signed if not _SENT_FROM.match(line)]
    named = (_FAREWELL.sub("", after_farewell(line)).strip(" ,.!–-") for line in lines)
    return any(_is_first_name(name.partition(",")[0], known) for name in named if name.count(" ") < 3)


def honorific_before(text: str, start: int) -> str:
    """Return the honorifics that stand directly before a position ("Frau Dr."), "" if none.

    Args:
        text: one sentence or line.
        start: where the name begins.
    """
    titles = _TITLES.search(text[max(0, start - 40) : start].rstrip())
    return titles.group().strip() if titles else ""


def _is_first_name(word: str, known: set[str]) -> bool:
    if " " in word or given_name(word) is None:
        return False
    return word.lower() in known or word.lower() in GIVEN_NAMES

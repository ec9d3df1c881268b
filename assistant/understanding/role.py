"""Which job the message is about."""

import re

from assistant.understanding.company_names import key_of
from assistant.understanding.reading import Reading
from assistant.understanding.tables import table
from assistant.understanding.titles import has_title_word, is_title_word

_LONGEST = 90
_GENDER = r"\((?:[mwfdxi](?: ?[/|,*] ?[mwfdxi]){1,3}|all genders?|gn|divers|m/w|w/m)\)"
_GENDER_MARK = re.compile(rf"(?:[ ,]*(?:{_GENDER}|\b[mwfdx]/[mwfdx](?:/[mwfdx])?\b))+", re.I)
_NUMBER = re.compile(
    r"^(?:\(?(?:job|req(?:uisition)?|ref(?:erence)?|id|nr|no|"
    r"kennz\w{2,6})\b[ .:#]*)*[A-Z]{0,4}[-_#]?\d{3,}[-\w]*[ ,:–-]+|[ ,:–(-]+(?:(?:job|req(?:uisition)?|ref(?:erence|"
    r"erenz)?(?:nummer)?|id|nr|no|number|code|kennziffer|kennzahl)\b[ .:#]*)*[A-Z]{0,4}[-_#]?\d{4,}[-\w]*\)?$",
    re.I,
)
_CAP = r"(?:[^\W\da-zß-ÿ_]|\(|-\w)(?:[\w&+#.'()/-]|[:*](?=\w)){0,60}"
_SMALL = r"(?:of|and|for|the|in|&|-|–|und|für|im|der|des|mit|zur|zum|de|/|,)"
_TITLE = rf"({_CAP}(?: (?:{_SMALL} ){{0,2}}{_CAP}| I{{1,3}}\b| \d\b){{0,9}})"
_LOWER = r"((?:[\w&+#.'/-]{2,20} ){0,5}[\w&+#'/-]{3,20})"
_POST = r"(?:position|role|post|opening|vacancy|internship|apprenticeship|job|opportunity)"
_QUOTED = r"[\"„“»']([^\"„“”«»\n]{4,90})[\"”“«']"

_ENGLISH: tuple[re.Pattern[str], ...] = (
    re.compile(rf"\b{_POST}s?(?: of| as| titled| called|:| -)? (?:the |an? |our )?{_QUOTED}", re.I),
    re.compile(rf"\b[Aa]s (?:the|an?|our(?: new| next)?) {_TITLE}"),
    re.compile(rf"\b{_POST}(?: of| as| titled|:) (?:the |an? |our )?{_TITLE}"),
    re.compile(rf"\b(?:the|our|an?|this|your|open) {_TITLE} ?{_POST}\b"),
    re.compile(
        rf"\b(?:appl(?:y|ying|ied)|applications?|candidacy|interview(?:ing)?|considered|consideration|interest|"
        rf"interested|candidates?|opening|vacancy|search|screen)(?: \w{{2,12}})? (?:for|to|as|in) (?:the |an? |our |"
        rf"the (?:position|role) of )?(?:open )?{_TITLE}"
    ),
    re.compile(rf"\b(?:position|role|post) of (?:the |an? )?{_LOWER}(?= at\b| with\b| in\b|[.,;!\n]|$)"),
    re.compile(rf"\b(?:the|our) {_LOWER} {_POST}\b"),
)
_GERMAN: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"\b(?:Stelle|Position|Ausschreibung|Stellenausschreibung|Bewerbung|Vakanz|Job)(?: \w{{2,5}})? {_QUOTED}"
    ),
    re.compile(
        r"\b(?:[Bb]ewerbung|[Bb]eworben|Stelle|Position|Tätigkeit|Praktikum|Stellenausschreibung|Ausschreibung|"
        r"Vakanz|Interesse|Job)(?: (?:für|auf|um|an|als|zu|zur|zum|der|die|das|den|dem|eine[rns]?|unsere[rnm]?|"
        r"Stelle|Position|Ausschreibung|Stellenausschreibung|"
        rf"Vakanz|ausgeschriebene[nr]?|offene[nr]?|Job|vom \d{{1,2}}\.\d{{1,2}}\.(?:\d{{2,4}})?)){{0,6}}[:]? {_TITLE}"
    ),
    re.compile(rf"\b[Aa]ls (?:eine?n? )?{_TITLE}"),
)
_SUBJECT: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"\b(?:[Aa]pplication|[Aa]pplying|[Ii]nterview|[Ii]nvitation|[Cc]andidacy|[Ss]creen)(?: \w+)? (?:for|"
        rf"as)(?: the| an?)?(?: \w{{4,8}} of)? {_TITLE}"
    ),
    re.compile(rf"\b{_POST}(?: of|:| -) {_TITLE}", re.I),
    re.compile(
        rf"\b[Bb]ewerbung(?: (?:als|auf|um|für|zur|zum|die|der|den|das|Stelle|Position|"
        rf"eine?)){{0,5}}:? [\"„“']?{_TITLE}"
    ),
    re.compile(rf"(?:^|[:|–-] ?){_TITLE}(?= ?$| (?:at|bei|@|with) | ?[|–] | - )"),
)
_STOP = re.compile(
    r"(?:,? (?:at|with|bei|beim|here|has|have|was|is|we|you|and we|in our|within|in unsere[rm]|haben|interessieren|"
    r"and your|und (?:Ihr|das|dein|die)|for our|befristet)\b|[!?;\n]|: |\. | - | – | \| |,? (?:job|"
    r"req(?:uisition)?) ?(?:id|#|no|nr|number)\b).*",
    re.I | re.S,
)
_TAIL = re.compile(rf"(?: (?:{_SMALL}|position|role|opening|stelle|vacancy|\())+$", re.I)
_OWNER = re.compile(r"^(?:.{2,40} and the |[\w&. ]{2,40}'s )")
_HEAD = re.compile(
    r"^(?:(?:the|an?|our|your|this|open|position|role|stelle|of|as|als|job|update|interview|invitation|absage|zusage|"
    r"rejection|update|bewerbung|application)(?: |/|:|$))+",
    re.I,
)
_SENTENCE_WORDS = table(
    "you we i us they he she it is are was were be been have has had will would could should can that which who this "
    "these those same other another above following right perfect great exciting open current any new such thank "
    "please your our not for if to"
)
_TOO_LITTLE = table(
    "position role job stelle interview application bewerbung opportunity team head lead intern internship trainee "
    "manager specialist associate praktikum praktikant praktikantin mitarbeiter mitarbeiterin ausbildung student "
    "assistant leiter praktikumsstelle fachkraft professional"
)
"""Words that alone name no job."""
_BY_LANGUAGE = {"en": _ENGLISH, "de": _GERMAN}


def role_of(reading: Reading, company: str | None = None) -> str | None:
    """Return the job title as written, without gender marks and requisition numbers; None if none is certainly named.

    Args:
        reading: the message.
        company: the employer's name, which is no title.
    """
    in_text = _BY_LANGUAGE.get(reading.language or "", (*_ENGLISH, *_GERMAN))
    for text, patterns in ((reading.flow, in_text), (reading.subject, _SUBJECT)):
        for pattern in patterns:
            for match in pattern.finditer(text):
                quoted = match.string[match.start(1) - 1] in "\"„“»'" if match.start(1) else False
                role = _cleaned(match.group(1), company, quoted)
                if role:
                    return role
    return None


def _cleaned(text: str, company: str | None, quoted: bool) -> str | None:
    """A candidate without number, gender mark and what else does not belong to a title."""
    mark = _GENDER_MARK.search(text)
    if mark and mark.start() > 3:
        text = _GENDER_MARK.sub("", text) if quoted else text[: mark.start()]
    text = _NUMBER.sub("", _NUMBER.sub("", _STOP.sub("", text.strip())))
    text = _OWNER.sub("", _HEAD.sub("", text))
    if company:
        text = text.removeprefix(company).removeprefix("'s").strip()
    text = _TAIL.sub("", text).strip(" ,.;:-–|/\"'„“”")
    if text.count("(") > text.count(")"):
        text = text[: text.rfind("(")].strip()
    return text if _is_role(text, company) else None


def _is_role(text: str, company: str | None) -> bool:
    words = text.split()
    if not words or len(text) > _LONGEST or len(words) > 12 or text.lower() in _TOO_LITTLE:
        return False
    if company and (key_of(text) == key_of(company) or (len(words) == 1 and key_of(text) in key_of(company))):
        return False
    if any(word.lower() in _SENTENCE_WORDS for word in words if word.islower()):
        return False
    if text.islower():
        return is_title_word(words[-1])
    return has_title_word(text)

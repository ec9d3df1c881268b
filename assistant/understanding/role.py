"""Which job the message is about."""

import re

from assistant.mail.expressions import expression
from assistant.understanding.company_names import key_of
from assistant.understanding.reading import Reading
from assistant.understanding.tables import table
from assistant.understanding.titles import has_title_word, is_title_word

_LONGEST = 90
_GENDER = r"\((?:[mwfdxi](?: ?[/|,*] ?[mwfdxi]){1,3}|all genders?|gn|divers|m/w|w/m)\)"
_GENDER_MARK = expression(rf"(?:[ ,]*(?:{_GENDER}|\b[mwfdx]/[mwfdx](?:/[mwfdx])?\b))+", re.I)
_NUMBER = expression(
    r"^(?:\(?(?:job|req(?:uisition)?|ref(?:erence)?|id|nr|no|kennz\w{2,6})\b[ .:#]*)*[A-Z]{0,4}[-_#]?\d{3,}[-\w]*[ "
    r",:–-]+|[ ,:–(-]+(?:(?:job|req(?:uisition)?|ref(?:erence|erenz)?(?:nummer)?|id|nr|no|number|code|kennziffer|"
    r"kennzahl)\b[ .:#]*)*[A-Z]{0,4}[-_#]?\d{4,}[-\w]*\)?$",
    re.I,
)
_CODE = expression(r" ?\((?=[^()]*\d)[A-Z0-9./_-]{2,20}\)$")
_CAP = r"(?:[^\W\da-zß-ÿ_]|\(|-\w)(?:[\w&+#.'()/-]|[:*](?=\w)){0,60}"
_SMALL = r"(?:of|and|for|the|in|&|-|–|und|für|im|der|des|mit|zur|zum|de|/|,)"
_TITLE = rf"({_CAP}(?: (?:{_SMALL} ){{0,2}}{_CAP}| I{{1,3}}\b| \d\b){{0,9}})"
_LOWER = r"((?:[\w&+#.'/-]{2,20} ){0,5}[\w&+#'/-]{3,20})"
_POST = r"(?:position|role|post|opening|vacancy|internship|apprenticeship|job|opportunity)"
_POST_OR_STEP = (
    r"(?:position|role|post|opening|vacancy|internship|apprenticeship|job|opportunity|program(?:me)?|scheme|contract|"
    r"interview|test|assessment|coding test)"
)
_QUOTED = r"[\"„“»']([^\"„“”«»\n]{4,90})[\"”“«']"

_ENGLISH: tuple[re.Pattern[str], ...] = (
    expression(rf"\b{_POST}s?(?: of| as| titled| called|:| -)? (?:the |an? |our )?{_QUOTED}", re.I),
    expression(rf"\b[Aa]s (?:the|an?|our(?: new| next)?) {_TITLE}"),
    expression(
        rf"\b(?:employment|employ you|offer|position|role|apply(?:ing)?|applied|application|join us|you|"
        rf"work) as {_TITLE}"
    ),
    expression(rf"\b(?:{_POST}s?|requisitions?)(?: of| as| titled|:) (?:the |an? |our )?{_TITLE}"),
    expression(
        rf"^(?:• )?(?:Role|Position|Title|(?:Job|Post)(?: [Tt]itle)?|Vacancy|Re|Stelle|Betreff): ?{_TITLE}", re.M
    ),
    expression(rf"\b(?:[Tt]he|[Oo]ur|an?|[Tt]his|[Yy]our|open) (?:20\d\d )?{_TITLE} ?{_POST_OR_STEP}\b"),
    expression(
        rf"\b(?:appl(?:y|ying|ied)|applications?|candidacy|interview(?:ing)?|considered|consideration|interest|"
        rf"interested|candidates?|opening|vacancy|search|screen|stage|round|questionnaire|test|assessment|results?|"
        rf"post|questionnaire|test|assessment|results?|post|selection|shortlist|recruiting|"
        rf"hiring)(?: \w{{2,12}})? (?:for|to be|to|as|in):? (?:the |an? |our |the (?:position|role|"
        rf"post) of )?(?:open )?{_TITLE}"
    ),
    expression(
        rf"\b(?:looking for|hire|hiring|need|seeking|recruiting|appointment of) (?:an?|our|its|their|our next|"
        rf"its next) (?:next )?{_TITLE}"
    ),
    expression(rf"\b(?:position|role|post) of (?:the |an? )?{_LOWER}(?= at\b| with\b| in\b|[.,;!\n]|$)"),
    expression(rf"\b(?:the|our) {_LOWER} {_POST}\b"),
)
_GERMAN: tuple[re.Pattern[str], ...] = (
    expression(
        rf"\b(?:Stelle|Position|Ausschreibung|Stellenausschreibung|Bewerbung|Vakanz|Job)(?: \w{{2,5}})? {_QUOTED}"
    ),
    expression(
        r"\b(?:[Bb]ewerbung|[Bb]eworben|Stelle|Position|Tätigkeit|Praktikum|Stellenausschreibung|Ausschreibung|"
        r"Vakanz|Interesse|Job)(?: (?:für|auf|um|an|als|zu|zur|zum|der|die|das|den|dem|eine[rns]?|unsere[rnm]?|"
        r"Stelle|Position|Ausschreibung|Stellenausschreibung|"
        rf"Vakanz|ausgeschriebene[nr]?|offene[nr]?|Job|vom \d{{1,2}}\.\d{{1,2}}\.(?:\d{{2,4}})?)){{0,6}}[:]? {_TITLE}"
    ),
    expression(rf"\b[Aa]ls (?:eine?n? )?{_TITLE}"),
    expression(rf"\b[Ss]uch(?:e|en|t)\b[^\n.,]{{0,60}} eine[nr]? (?:\w+e[nr]? )?{_TITLE}"),
)
_STOP = expression(
    r"(?:,? (?i:at|with|bei|beim|here|has|have|was|is|we|you|and we|and I|"
    r"in our|within|in unsere[rm]|haben|interessieren|"
    r"and your|und (?:ihr[en]?|das|deine?|die)|for our|befristet|für (?:sie|dich|unser\w*)|in the|from)\b|"
    r" in (?=[A-ZÄÖÜ])(?!Test\b)|[!?;\n]|: |\. | - | – | \| |, \d| \(\d{3,}|,? (?i:job|req(?:uisition)?) ?(?i:id|#|"
    r"no|nr|number)\b).*",
    re.S,
)
_TAIL = expression(
    rf"(?: (?:{_SMALL}|position|role|opening|stelle|vacancy|interview|assignment|assessment|test|application|update|"
    rf"job|"
    r"opportunity|contract|\())+$",
    re.I,
)
_OWNER = expression(r"^(?:.{2,40} and the |[\w&. ]{2,40}'s )")
_HEAD = expression(
    r"^(?:(?:the|an?|our|your|this|open|position|role|stelle|of|as|als|job|update|interview|interviews|invitation|"
    r"absage|zusage|rejection|bewerbung|application|regarding|re|interested in|interest in|appointment of|information|"
    r"zur|ausschreibung|bewerbungsverfahren|einstellung|dein|ihre?|deine|for|to|first|final|second|updated|"
    r"confirmation|vacancy|thank you|thanks|enquiry|candidature|für|mandat|projektanfrage|cleared|dringend|gesucht|"
    r"about|apply|applying|einladung|vorstellungsgespräch|neuigkeiten|eingangsbestätigung)(?: |/|:|$))+",
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
_SUBJECT_PIECES = expression(
    r" ?[|:] | [-–—] | / | (?:at|bei|with|@|for|als|as) |, (?=[A-ZÄÖÜ])|\?|! ?| (?=(?:[Ii]nterview|[Aa]pplication|"
    r"[Uu]pdate|[Jj]ob|[Rr]ole|[Pp]osition|[Vv]acancy|[Cc]ontract|[Cc]oding|[Tt]est)\b)|(?<=[Aa]bout) |"
    r"(?<=[Ii]n) (?=[A-Z])|(?<=[Aa]uf die Stelle) |(?<=[Ff]irst interview) |(?<=[Ii]nterview) "
)
_SUBJECT_QUOTED = expression(_QUOTED)
_SMALL_WORDS = table("of and for the in und für im der des mit zur zum de")
_BY_LANGUAGE = {"en": _ENGLISH, "de": _GERMAN}


def role_of(reading: Reading, company: str | None = None) -> str | None:
    """Return the job title as written, without gender marks and requisition numbers; None if none is certainly named.

    Args:
        reading: the message.
        company: the employer's name, which is no title.
    """
    for pattern in _BY_LANGUAGE.get(reading.language or "", (*_ENGLISH, *_GERMAN)):
        for match in pattern.finditer(reading.flow):
            quoted = match.start(1) > 0 and match.string[match.start(1) - 1] in "\"„“»'"
            role = _cleaned(match.group(1), company, quoted)
            if role:
                return _as_in_subject(role, reading, company)
    return _from_subject(reading.subject, company)


def _as_in_subject(role: str, reading: Reading, company: str | None) -> str:
    """Where a letter speaks of two jobs, the one its subject names is meant."""
    subject = _from_subject(reading.subject, company)
    return subject if subject and subject != role and f" {subject}" in reading.flow else role


def _from_subject(subject: str, company: str | None) -> str | None:
    """The piece of a subject that is a title, whatever is written around it."""
    for piece in _SUBJECT_PIECES.split(_GENDER_MARK.sub(" | ", subject)):
        quoted = _SUBJECT_QUOTED.search(piece)
        role = _cleaned(quoted.group(1) if quoted else piece, company, False)
        if role and not any(word.islower() and word not in _SMALL_WORDS for word in role.split()):
            return role
    return None


def _cleaned(text: str, company: str | None, quoted: bool) -> str | None:
    """A candidate without number, gender mark and what else does not belong to a title."""
    mark = _GENDER_MARK.search(text)
    if mark and mark.start() > 3:
        text = _GENDER_MARK.sub("", text) if quoted else text[: mark.start()]
    text = _CODE.sub("", text.strip())
    text = _NUMBER.sub("", _NUMBER.sub("", _STOP.sub("", text.strip())))
    text = _OWNER.sub("", _HEAD.sub("", text))
    if " / " in text:
        text = next((piece for piece in text.split(" / ") if has_title_word(piece)), text)
    if company:
        text = text.removeprefix(company).removeprefix("'s").strip()
    text = _TAIL.sub("", text).strip(" ,.;:-–|/\"'„“”")
    if text.count("(") > text.count(")"):
        text = text[: text.rfind("(")].strip()
    if text.count(")") > text.count("("):
        text = text.removesuffix(")").strip()
    text = _CODE.sub("", text)
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

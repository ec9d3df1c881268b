"""What is the name of a person, and what only looks like one."""

import re
import unicodedata

from assistant.understanding.given_names import GIVEN_NAMES
from assistant.understanding.tables import table
from assistant.understanding.titles import is_title_word

_HONORIFICS = table(
    "dr prof professor mag magister dipl ing dipl.-ing dipl.-kfm dipl.-psych dkfm bakk mr mrs ms miss mx sir herr "
    "herrn frau univ.-prof di priv.-doz pd hr fr rev med phil rer nat jur pol oec habil h.c"
)
_DEGREES = table(
    "phd ph.d md mba msc m.sc ma m.a ba b.a bsc b.sc llm ll.m bed med shrm-cp shrm-scp sphr phr cpa jd esq jr sr ii "
    "iii iv mcipd cipd assoc be meng beng pmp csm cir cdr acc pcc bakk mas mph rn dphil mphil fcipd"
)
PARTICLES = table(
    "van von der den de del della di da das dos du la le ter ten te zu zur zum af av bin bint ibn al el y e i und op "
    "'t vom san"
)
_NO_NAME = table(
    # departments
    "unit units panel screening barrister photography baufinanzierung heizungsbau immobilien wohnen ende sie search "
    "steel panel care vetting security vendor customer customers lending account accounts receivable payable alumni "
    "relations event events community club daily weekly ticket tickets payment payments shift shifts nursery "
    "marathon volunteer volunteers claims holiday holidays walking registrar chair chairs program programme crew "
    "cabin leaders contract contracts personnel apply note compliance lounge board committee council school ministry "
    "church scheduling management workday assessment assessments portal desk reception facilities estates payroll "
    "benefits governance im auftrag vielen dank sekretariat familie verwaltung stadtverwaltung landratsamt praxis "
    "hof café cafe amt disposition fuhrpark vermittlung direktion niederlassung kirchengemeinde rechtsanwälte "
    "kanzlei betriebsrat vorzimmer empfang geschäftsleitung geschäftsstelle schulleitung filiale redaktion backstube "
    "küche werkstatt zentrale "
    # organisations and their parts
    "team teams talent recruiting recruitment recruit hiring careers career jobs job hr human resources people "
    "culture acquisition operations ops staffing company group holding gmbh ag se kg inc llc ltd limited plc corp "
    "corporation co university college school institute institut hochschule universität fachhochschule bank hospital "
    "klinik klinikum foundation stiftung verein verlag agency agentur services service solutions systems software "
    "technologies technology labs lab studio studios digital media global international deutschland germany austria "
    "österreich schweiz switzerland europe emea usa uk office büro department abteilung center centre zentrum "
    "support info contact kontakt noreply no-reply donotreply begin daemon signature block pgp gpg dein deine unser "
    "unsere euer reply notification notifications newsletter news alert alerts admin system mail mailer bewerbung "
    "bewerbungen bewerber bewerbermanagement personal personalabteilung personalwesen karriere ausbildung "
    "application applications applicant applicants candidate candidates candidacy experience onboarding learning "
    "training insurance versicherung consulting partners ventures capital health healthcare energy motors airlines "
    "pharma bundesagentur stadt stadtwerke land ministerium landkreis kreis gemeinde magistrat network networks "
    "cloud data "
    # farewells, greetings, stock phrases
    "best kind regards warm sincerely yours thanks thank you cheers dear hello hi hey hallo liebe lieber sehr "
    "geehrte geehrter guten tag morgen mit freundlichen freundliche grüßen grüße gruß grüssen beste viele herzliche "
    "schöne good please bitte great all everyone wishes many welcome congratulations sent from meine my our ihr ihre "
    "your the we und oder and or for fyi re fw this that here there "
    # calendar
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonntag january february july september october november december januar februar juli oktober dezember today "
    "tomorrow heute "
    # places that are written in two words or stand in signatures
    "street straße strasse road avenue ave suite floor new york san francisco los angeles london berlin münchen "
    "munich hamburg wien vienna zürich zurich frankfurt köln cologne stuttgart düsseldorf amsterdam dublin boston "
    "chicago seattle denver toronto singapore bangalore mumbai remote hybrid onsite states united kingdom north "
    "south east "
    # things of the trade
    "interview video phone call screen meeting zoom google microsoft linkedin amazon invitation calendar reminder "
    "update status position role stelle view details click link website web www http https tel fax mobile email "
    "e-mail phone product engineering marketing sales finance legal design research science business development "
    "early graduate campus programs diversity inclusion strategic corporate technical senior junior global regional "
    "der die das weg fragen termin gespräch teilnahme begrüßung "
    "principal staff chief location address adresse standort date datum time uhrzeit subject betreff confidential "
    "vertraulich notice join us"
)
_TRADE_AND_SURNAME = table(
    "cook baker carpenter porter dean butcher gardener steward guard coach driver koch maurer schreiner tischler "
    "schlosser gärtner bäcker lehrer maler kellner kaufmann warden ranger butler"
)
_DEPARTMENT_ENDING = re.compile(
    r"\w{3,}(?:direktion|verwaltung|abteilung|ungen|leitung|referat|zentrum|praxis|gemeinde|büro|stelle|werke|verein|"
    r"betrieb|kliniken?|klinikum|schule|dienst(?:e|leistungen)?|anwälte|management|service)"
)
_ARABIC_ARTICLE = re.compile(r"(?:al|el|ul|ur)-")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\.?")
_INNER_CAPITAL = re.compile(r"(?:Mc|Mac|De|Di|La|Le|Da|Du|Van|Fitz|O'|D'|L')[^\W\d_a-z][^\W\d_]*")
_ASIDE = re.compile(
    r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]|\{[^{}]{0,60}\}|<[^<>]{0,80}>|\b(?:she/her|he/him|they/them)(?:/\w+)?"
)
_LONGEST = 60


def person_name(text: str, *, display: bool = False) -> str | None:
    """Return the text as a person's name in natural order, None if it is not certainly one.

    Args:
        text: a display name or a piece of a signature.
        display: it is a display name, so "Doe, Jane" is turned round and all-lower "jane doe" is raised.
    """
    text = unicodedata.normalize("NFC", text.replace("’", "'"))
    text = _ASIDE.sub(" ", text[:200]).strip(" ,;.\"'|-–")
    if not text or len(text) > _LONGEST:
        return None
    words, turned = _ordered(text, display)
    if turned:
        words = [_raised(word, True) for word in words]
    words = [word for word in words if word.rstrip(".").lower() not in _HONORIFICS]
    while words and words[-1].rstrip(".").lower() in _DEGREES:
        words.pop()
    if not _shaped(words, display):
        return None
    shout = turned or all(word.isupper() for word in words)
    return " ".join(_raised(word, shout) for word in words)


def is_usual(name: str) -> bool:
    """Whether a full name begins with a usual given name, or a hyphenated pair that does."""
    first = name.split()[0].lower()
    return first in GIVEN_NAMES or first.partition("-")[0] in GIVEN_NAMES


def is_no_name(word: str) -> bool:
    """Whether a word is known to be no part of a name ("Sie", "Team", "Interview")."""
    return word.rstrip(".").lower() in _NO_NAME


def given_name(text: str) -> str | None:
    """Return a single word as a given name if its shape allows; whether it is one, its surroundings must tell."""
    word = text.strip(" ,.!-–")
    if not 2 <= len(word) <= 20 or not _is_name_word(word) or word.lower() in PARTICLES:
        return None
    return None if word.isupper() and len(word) < 4 else _raised(word, True)


def _ordered(text: str, display: bool) -> tuple[list[str], bool]:
    """Words in natural order, and whether "Doe, Jane" was turned round."""
    before, comma, after = text.partition(",")
    tail = [word.rstrip(".,").lower() for word in after.split()]
    if not comma or all(word in _DEGREES for word in tail):
        return before.split(), False
    if display and len(before.split()) <= 3 and len(tail) <= 2 and "," not in after:
        return [*after.split(), *before.split()], True
    return [text], False


def _shaped(words: list[str], display: bool) -> bool:
    if not 2 <= len(words) <= 6:
        return False
    if display and all(word.islower() for word in words):
        words = [word if word in PARTICLES else word.capitalize() for word in words]
    if words[0] in PARTICLES or words[-1].lower() in PARTICLES:
        return False
    own = [word for word in words if word not in PARTICLES]
    if not 2 <= len(own) <= 4 or sum(len(word.rstrip(".")) > 1 for word in own) < 2 or len(own[-1].rstrip(".")) < 2:
        return False
    return all(_is_name_word(word) for word in own) and not _is_acronym_among(own)


def _is_name_word(word: str) -> bool:
    word = _ARABIC_ARTICLE.sub("", word, count=1)
    if not _WORD.fullmatch(word) or not word[0].isupper() or (word.endswith(".") and len(word) > 3):
        return False
    lower = word.rstrip(".").lower()
    if (
        lower in _NO_NAME
        or _DEPARTMENT_ENDING.fullmatch(lower)
        or (lower not in _TRADE_AND_SURNAME and is_title_word(word))
    ):
        return False
    pieces = re.split(r"['-]", word.rstrip("."))
    return word.isupper() or bool(_INNER_CAPITAL.fullmatch(word)) or all(not p[1:] or p[1:].islower() for p in pieces)


def _is_acronym_among(words: list[str]) -> bool:
    """ "Anna HR": a short word in capitals beside one that is not."""
    short = [word for word in words if word.isupper() and 1 < len(word.rstrip(".")) <= 3]
    return bool(short) and len(short) < len(words) and not all(word.isupper() for word in words)


def _raised(word: str, shout: bool) -> str:
    low = word.islower() and word not in PARTICLES and not _ARABIC_ARTICLE.match(word)
    if low or (word.isupper() and len(word) > (2 if shout else 3)):
        return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
    return word

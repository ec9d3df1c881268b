"""Whether there was human contact: words that they met, an individually written mail; and who else can read along."""

import re

from assistant.mail.expressions import expression
from assistant.mail.headers import Address
from assistant.mail.sender import Kind, kind_of, registrable
from assistant.understanding.company_names import label_of
from assistant.understanding.parts import Person
from assistant.understanding.reading import LIMIT, Reading
from assistant.understanding.tables import table

_TALK = r"(?:interview|conversation|call|chat|meeting|discussion|talk|visit|video call|phone call|phone screen)"
_KIND = (
    r"(?:recent |phone |on-?site |final |video |technical |first |second |last |initial |great |good |nice |"
    r"pleasant |interesting |lovely |really |very |zoom |in-person |friendly |productive )*"
)
_GESPRÄCH = (
    r"(?:\w{0,20}gespräche?s?|\w{0,10}interviews?|\w{0,4}telefonate?s?|treffens?|kennenlernens?|austausch(?:es)?|"
    r"besuch(?:es)?|termins?|probetags?|probearbeiten)"
)
_ANGENEHM = r"(?:(?:sehr|so|wirklich|überaus) )*(?:\w{4,20}(?:e|en|es|er) )?(?:und \w{4,20}(?:e|en|es|er) )?"
_MET = expression(
    rf"\bthank(?:s| you)[^\n.]{{0,30}} for (?:taking |making |giving us |the |your |having )*(?:time|opportunity|"
    rf"chance)\b[^\n.]{{0,30}}\bto (?:speak|talk|meet|interview|chat|come|visit|discuss|connect|get to know|"
    rf"learn more about you)\b|\bthank(?:s| you)[^\n.]{{0,30}} for (?:speaking|talking|meeting|interviewing|chatting|"
    rf"coming (?:in|to|by)|visiting|joining us|attending|taking part in (?:the|our) (?:\w+ )?interview|"
    rf"participating in (?:the|our|an?) (?:\w+ )?(?:interview|phone|assessment cent)|(?:the|our|your|a|"
    rf"such a) {_KIND}{_TALK}\b)|\bthank(?:s| you)[^\n.]{{0,30}} for your (?:time|participation) (?:in|during|at|"
    rf"on) (?:the|our|your) {_KIND}{_TALK}|"
    r"\b(?:it )?was (?:a |such a |really |very |so |absolutely |truly |great |real )*(?:great|nice|lovely|good|"
    r"pleasure|wonderful|pleasant|delight|fun)(?: to (?:meet|speak|talk|chat|get|have)| (?:meeting|speaking|talking|"
    r"chatting|getting|having|seeing|connecting))|"
    rf"\b(?:we|i|everyone|the team|all of us)(?: all| really| very much| thoroughly| truly| greatly|"
    rf" so)* enjoyed (?:speaking|talking|meeting|chatting|our|your|the|getting|having)(?: {_KIND}{_TALK})?|"
    rf"\b(?:following|after|since|further to|regarding) (?:our|your|the) {_KIND}{_TALK}\b|"
    rf"\bsince we (?:last )?(?:spoke|met|talked)|\b(?:when|as) we (?:last )?(?:spoke|met|talked|discussed)|"
    rf"\b(?:during|in|from|at) (?:our|your) {_KIND}{_TALK}\b|\bhad a (?:great|good|nice|lovely) (?:time|conversation|"
    rf"chat) (?:talking|speaking|meeting|chatting|with)|\b(?:really )?appreciated (?:meeting|speaking|talking|"
    rf"our {_TALK})|"
    r"\byour visit (?:to|last|on|yesterday)|"
    rf"\b(?:danke?|danken|bedanken|bedanke)\b[^\n]{{0,25}} für (?:das|ihr|dein|unser|ihren|deinen|den|"
    rf"die)(?: \w+)? ?{_ANGENEHM}{_GESPRÄCH}\b|\bnach (?:unserem|dem|ihrem|deinem) {_ANGENEHM}{_GESPRÄCH}\b|"
    rf"\bzeit\b[^\n]{{0,40}}\b(?:für|zu) (?:das|ein|dein|ihr|unser|den|einem|"
    rf"einen) {_ANGENEHM}{_GESPRÄCH}[^\n]{{0,60}}|\b{_GESPRÄCH},? (?:das|welches|die|den) (?:sie|wir|"
    rf"du)\b[^\n]{{0,80}}\b(?:geführt|hatten|führten|haben)|"
    r"\bgefreut,? (?:\w+ ){0,4}(?:sie|dich) (?:\w+ ){0,4}(?:kennenzulernen|kennengelernt|kennen zu lernen|zu treffen|"
    r"zu sprechen)|\b(?:persönlich )?kennengelernt zu haben|\bhaben (?:uns|mich) (?:\w+ ){0,4}gefreut, sie|"
    r"\bwie (?:im gespräch|telefonisch|persönlich|gestern|heute|am telefon) besprochen",
    re.I,
)
_NOT_MET = expression(
    r"\bif\b|\bshould\b|\bonce\b|\b(?:you|we) will\b|\bwe'll\b|\byou'll\b|\bwould\b|\blook(?:ing)? forward|"
    r"\binvit(?:e|ing)\b|\bschedul|\bbefore (?:the|your|our)\b|\bwill be\b|\bplease\b|\bprepare|\bunable to meet|"
    r"\btypically|\busually|\bgenerally|\bcandidates\b|\b(?:during|in|at) your interview\b|\bfalls\b|\bsoll(?:te|"
    r"ten)\b|\bwürden\b|\bwerden (?:wir|sie|ihnen)\b|\bfreuen uns (?:auf|sie|über|ihnen)|\bladen\b|\beinlad|"
    r"\bmöchten wir|\bvereinbar|\bbitte\b|\bin der regel",
    re.I,
)
_CERTAIN = expression(
    r"\bthank(?:s| you)[^\n.]{0,30} for (?:speaking|talking|meeting|interviewing|chatting|coming|visiting|joining|"
    r"attending|taking the time|the|our)\b|\bwas (?:a |really |very |so )*(?:great|nice|lovely|good|pleasure|"
    r"wonderful)|\benjoyed\b|\b(?:yesterday|last week|earlier today|recent)\b|\bhatten\b|\bgeführt\b|"
    r"\bkennengelernt\b|\bgefreut\b|\bdank für (?:das|ihr|dein|unser)",
    re.I,
)
_IF = expression(r"\b(?:if|once)\b", re.I)
_TALK_STEMS = (
    "interview", "speak", "spoke", "talk", "meet", "met", "chat", "conversation", "call", "visit", "discuss",
    "joining us",
    "coming", "attend", "taking part", "know you", "gespräch", "telefon", "treffen", "kennen", "austausch", "besuch",
    "termin", "probe", "besproch", "gefreut",
)  # fmt: skip
_GREETING = expression(
    r"^(?:dear|hi|hello|hey|hallo|liebe[rn]?|servus|moin|guten (?:tag|morgen)|sehr geehrte[rn]?|grüezi|"
    r"grüß gott)\b,?(?: (?:herrn?|frau|mr\.?|ms\.?|mrs\.?|dr\.?|prof\.?|mag\.?))* ([^\W\d_][\w'-]+)",
    re.I,
)
_NOBODY = table(
    "candidate candidates applicant applicants bewerber bewerberin bewerberinnen kandidat kandidatin kandidatinnen "
    "sir madam sirs there all everyone team damen herren interessent interessentin jobseeker friend colleague folks "
    "future talent job applicant zusammen alle"
)
_MACHINE = (
    "unsubscribe", "abmelden", "abbestellen", "not reply", "n't reply", "no-reply", "noreply", "no_reply",
    "unmonitored",
    "nicht auf diese", "automatic", "automatisch", "automated", "message was sent", "email was sent", "e-mail was sent",
    "email preferences", "view in browser", "in your browser", "powered by",
)  # fmt: skip
_FORMULAS = (
    "after careful consideration", "after careful review", "after thorough review", "carefully reviewed",
    "carefully considered", "regret to inform", "other candidates", "on file", "volume of", "number of app",
    "amount of app",
    "job search", "career search", "endeavo", "future opening", "future opportunit", "future position", "at this time",
    "appreciate your interest", "thank you for your interest", "sorgfältiger prüfung", "eingehender prüfung",
    "gründlicher prüfung", "leider mitteilen", "engere auswahl", "engere wahl", "alles gute", "viel erfolg", "vielzahl",
    "zahlreiche", "anzahl an bewerb", "anzahl von bewerb", "wertung", "unterlagen geprüft", "vertrauen, das",
    "für ihr interesse an", "für dein interesse an",
)  # fmt: skip
_FIRST_PERSON = expression(r"\bI(?:'m|'d|'ll|'ve)?\b|\b[Ii]ch\b|\b(?:my|me|mir|mich|mein\w{0,2})\b")


def met_of(reading: Reading) -> str | None:
    """Return the sentence that shows they have talked with the reader; plans, conditions and processes do not."""
    for sentence in reading.naming(_TALK_STEMS):
        match = _MET.search(sentence)
        if match and (not _NOT_MET.search(sentence) or (_CERTAIN.search(match.group()) and not _IF.search(sentence))):
            return sentence
    return None


def is_personal(reading: Reading, people: tuple[Person, ...], *, refused: bool = False) -> bool:
    """Whether a person wrote this one mail to this one reader; a template's signature does not make it so.

    Args:
        reading: the message.
        people: who writes, and who is named.
        refused: it refuses somebody the writer never met: then it counts only as an answer to the reader's own mail.
    """
    message, sender = reading.message, reading.message.sender
    if sender is None or message.automatic or (refused and (message.bulk or not message.references)):
        return False
    if message.bulk == "List-Id":  # other list fields are put on one person's mail by the systems recruiters write in
        return False
    if not people or people[0].address != sender.address or kind_of(sender.domain) not in {Kind.other, Kind.free_mail}:
        return False
    if not (_greets_by_name(reading) and _signed_by(people[0], reading) and _FIRST_PERSON.search(reading.flow)):
        return False
    whole = f"{sender.address}\n{message.body.whole[:LIMIT] or reading.flow}".lower()
    if any(words in whole for words in _MACHINE):
        return False
    return sum(words in sentence for sentence in reading.lowered for words in _FORMULAS) < 2


def shows_other_candidates(reading: Reading, organisations: frozenset[str]) -> bool:
    """Whether several outside recipients are visible: on free mail, or of differing domains the text does not name.

    Args:
        reading: the message.
        organisations: keys of the companies the message is about; their people may read along.
    """
    message = reading.message
    home = registrable(message.sender.domain) if message.sender else ""
    private = kind_of(home) is Kind.free_mail
    mine = {address.lower() for address in message.delivered_to}
    outside = {
        address.key: address
        for address in (*message.to, *message.cc)
        if (private or registrable(address.domain) != home) and not _belongs(address, organisations)
    }
    others = [address for key, address in outside.items() if key not in mine]
    readers = len(others) + bool(mine & outside.keys())
    domains = {registrable(address.domain) for address in outside.values()}
    free = sum(kind_of(address.domain) is Kind.free_mail for address in outside.values())
    return readers >= 2 and (free >= 2 or len(domains) >= 2)


def _belongs(address: Address, organisations: frozenset[str]) -> bool:
    kind = kind_of(address.domain)
    if kind is Kind.other:
        label = label_of(address.domain).replace("-", "")
        return any(
            label == name or label.startswith(name) or name.startswith(label) for name in organisations if len(name) > 2
        )
    return kind is not Kind.free_mail


def _greets_by_name(reading: Reading) -> bool:
    for sentence in reading.sentences[:3]:
        greeting = _GREETING.match(sentence)
        if greeting:
            return greeting.group(1).lower() not in _NOBODY and greeting.group(1)[0].isupper()
    return False


def _signed_by(writer: Person, reading: Reading) -> bool:
    signed = " ".join(reading.closing[:6]).lower()
    return any(word.lower() in signed for word in writer.name.split() if len(word) > 1)

"""What mail programs write above quoted mail, in the languages they speak."""

import re

_VERBS = (
    "wrote", "writes", "sent", "schrieb", "schreibt", "geschrieben", "hat geschrieben", "a écrit", "ha escrito",
    "escribió", "escribio", "ha scritto", "scrisse", "escreveu", "schreef", "geschreven", "skrev", "napisał",
    "napisał\\(a\\)", "napsal", "kirjoitti", "написал", "написала", "пише", "пишет", "写道", "đã viết", "yazdı", "írta",
)  # fmt: skip
VERB = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(_VERBS, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
"""A word for "wrote", as introductions have it."""

START = re.compile(
    r"[ \t>*_-]{0,12}(?:(?:On|Am|Le|El|Il|Op|Em|No dia|Den|Dnia|W dniu|Dne|Vào|Il giorno|Data|Em data|At)\b|在|\d)"
)
"""How an introduction begins that gives the date first."""

DATE = re.compile(r"\d{1,2}[:.h]\d\d|^[ \t]?\d{4}[/.-]\d")
"""A time of day, or a date that begins with its year."""

_MESSAGE_WORDS = (
    "original message", "original-nachricht", "originalnachricht", "ursprüngliche nachricht", "ursprungliche nachricht",
    "message d.origine", "message original", "message initial", "mensaje original", "messaggio originale",
    "oorspronkelijk bericht", "mensagem original", "oprindelig besked", "oprindelig meddelelse", "opprinnelig melding",
    "ursprungligt meddelande", "forwarded message", "forwarded by", "weitergeleitete nachricht", "message transféré",
    "message transfere", "message réexpédié", "mensaje reenviado", "messaggio inoltrato", "doorgestuurd bericht",
    "mensagem encaminhada", "mensagem reencaminhada", "reply message", "embedded message",
)  # fmt: skip
_BEGINNINGS = (
    "begin forwarded message", "anfang der weitergeleiteten nachricht", "anfang der weitergeleiteten e-mail",
    "début du message transféré", "début du message réexpédié", "inicio del mensaje reenviado",
    "inizio messaggio inoltrato", "begin doorgestuurd bericht", "início da mensagem reencaminhada",
    "início da mensagem encaminhada",
)  # fmt: skip
SEPARATOR = re.compile(
    rf"[ \t>]{{0,20}}(?:[*_]{{0,2}}[-_=+]{{2,80}}[ \t*]{{0,4}}(?:{'|'.join(_MESSAGE_WORDS)})\b"
    rf"|(?:{'|'.join(_BEGINNINGS)}) ?:)",
    re.IGNORECASE,
)
"""A line that parts own words from a whole mail below."""

_FIELDS = {
    "from": "from von de da van fra från expéditeur absender mittente remitente afzender od message\xa0du",
    "date": "sent date gesendet datum envoyé envoyé\xa0le enviado enviada enviado\xa0el fecha data inviato verzonden "
    "dato sendt skickat",
    "to": "to an à a para aan til till",
    "cc": "cc copie\xa0à kopie reply-to",
    "subject": "subject betreff objet sujet asunto oggetto onderwerp assunto emne ämne",
}
_KINDS = {word.replace("\xa0", " "): kind for kind, words in _FIELDS.items() for word in words.split(" ")}
FIELD = re.compile(
    rf"[ \t>*_]{{0,20}}({'|'.join(sorted(map(re.escape, _KINDS), key=len, reverse=True))})[ \t]?\*?[ \t]?:",
    re.IGNORECASE,
)
"""A header line inside a body: its name is group 1."""

HINTS = (
    "\n>", "\n >", "wrote", "sent:", "schr", "écrit", "scri", "escr", "skrev", "napis", "naps", "kirjoitti",
    "напис", "пише", "写道", "viết", "yazdı", "írta", ">:", "riginal", "essage", "achricht", "ericht", "ensaj",
    "essagg", "esked", "elding", "orwarded", "ubject", "etreff", "bjet", "ujet", "sunto", "ggetto", "nderwerp",
    "ssunto", "mne:",
)  # fmt: skip
"""If none of these is in a text, nothing is quoted in it; a search for plain words is far faster than the patterns."""


def kind_of_field(name: str) -> str:
    """Return what a header line's name means: from, date, to, cc or subject."""
    return _KINDS[name.lower()]

"""Telephone numbers on which the writer can be reached."""

import re

from assistant.mail.expressions import expression
from assistant.understanding.reading import Reading

_NUMBER = expression(r"(?<![\w.,:/#=&%+@-])(?:\+|00)?\(?\d(?:[ ()./–-]{0,3}\d){6,15}(?![\w%@]|[.,:/-]\d)")
_LABEL = expression(
    r"(?:\b(?:t(?:el(?:efon|ephone)?)?|ph(?:one)?|m(?:ob(?:ile?|il)?)?|c(?:ell)?|p|d(?:irect|urchwahl)?|o(?:ffice)?|"
    r"fon|handy|call|rufnummer|mobilnummer|telefonnummer|phone number|whatsapp|zentrale)|"
    r"[☎📞📱✆])[ .:]{0,3}(?:\([a-z]{1,8}\) ?)?(?:[|:–-] ?)?$",
    re.I,
)
_NO_PHONE = expression(
    r"(?:\bfax|\bf|\bid|\bref\w*|passcode|pin|code|kenn\w+|meeting|job|req\w*|hrb|hra|ust\w*|iban|bic|fn|atu\w*|vat|"
    r"nr|no|number|konto\w*|#|dial[- ]?in|one tap|\bzip|plz|\bpo box|postfach|isbn|license|ticket)[ .:#|"
    r"-]{0,4}(?:is |lautet )?(?:[\w-]{0,4} )?$",
    re.I,
)
_REACH = expression(
    r"\b(?:call|reach|(?:tele)?phone|ring|text|contact|number|questions|talk to|anruf\w*|ruf\w*|erreich\w*|telefon\w*|"
    r"telefonisch|melden|wenden|durchwahl|hotline)\b",
    re.I,
)
_READERS_OWN = expression(
    r"\b(?:call|ring|phone|dial|reach) you\b|\byour (?:phone |mobile |cell )?(?:number|phone|mobile)\b|\b(?:wir|"
    r"ich) (?:rufen?|erreichen?|kontaktieren?) (?:sie|dich)\b|\b(?:rufen?|erreichen?|kontaktieren?) (?:wir|"
    r"ich) (?:sie|dich)\b|\b(?:ihre[r]?|deine[r]?) (?:\w*nummer|telefon\w*)|\bjoin by phone|\bdial-?in|"
    r"\bconference id",
    re.I,
)
_DIGITS = expression(r"\d\D{0,3}\d")
_LABEL_LINE = expression(r"(?:^|[|,•] ?|[a-z.:] )(?:\+|00)\d")
_DATE = expression(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|\d{4}-\d\d-\d\d")
_LEAST, _MOST = 7, 15


def phones_of(reading: Reading) -> tuple[str, ...]:
    """Return numbers as written: from the signature, or from a sentence that asks to call."""
    found: dict[str, str] = {}
    for line in reading.closing:
        _collect(found, line, signed=True)
    for sentence in reading.sentences:
        if _DIGITS.search(sentence) and not _READERS_OWN.search(sentence):
            if _REACH.search(sentence):
                _collect(found, sentence, signed=False)
            elif len(sentence) < 80 and _LABEL_LINE.search(sentence):
                _collect(found, sentence, signed=True)
    return tuple(found.values())


def _collect(found: dict[str, str], line: str, signed: bool) -> None:
    for match in _NUMBER.finditer(line[:1000]):
        number = match.group().rstrip(" -–./(").lstrip(" -–./")
        digits = re.sub(r"\D", "", number)
        before = line[max(0, match.start() - 30) : match.start()]
        if (
            not _LEAST <= len(digits) <= _MOST
            or _DATE.match(number)
            or (_NO_PHONE.search(before) and not _LABEL.search(before))
        ):
            continue
        shaped = number.startswith(("+", "00", "0", "(")) or _NORTH_AMERICAN.fullmatch(number)
        if _LABEL.search(before) or (shaped and (not signed or len(digits) >= 9)):
            found.setdefault(digits[-9:], number)


_NORTH_AMERICAN = expression(r"(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}")

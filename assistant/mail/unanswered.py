"""Sentences that tell the reader not to answer, or that nobody reads answers."""

import re

from assistant.mail.expressions import expression

MAX_CHARACTERS = 200_000

_MAIL_EN = r"(?:this|the|our) (?:auto\w+ |system |computer )?(?:e-?mail|message|mail|address|mailbox|notification)"
_BOX_EN = r"(?:mailbox|inbox|address|account|e-?mail|alias)"
_UNREAD_EN = r"(?:unmonitored|unattended|unmanned|send[- ]only|outgoing only)"
_READ_EN = r"(?:monitored|read|answered|received|attended|checked|delivered|reviewed|accepted|seen)"
_REPLIES_EN = r"(?:replies|responses|answers)"
_MAIL_DE = r"(?:diese[rs]?|die) (?:automatische |generierte )?(?:e-?mail|mail|nachricht|adresse|absenderadresse)"
_MAIL_FR = r"(?:ce|cet|cette) (?:e-?mail|mail|message|courriel|adresse)"
_MAIL_ES = r"est[ea] (?:correo|mensaje|e-?mail|dirección)"
_WATCHED_ES = r"(?:monitor(?:iz|e)ad|supervisad|atendid|revisad)[ao]"
_MAIL_NL = r"(?:deze|dit) (?:automatische )?(?:e-?mail|bericht|mail|adres)"
_MAIL_IT = r"quest[ao] (?:e-?mail|mail|messaggio|indirizzo)"
_SENTENCES = (
    # English
    rf"(?:do not|don['’]?t|cannot|can['’]t) (?:directly )?(?:reply|respond) (?:directly )?to {_MAIL_EN}",
    rf"(?:refrain from|avoid) (?:directly )?(?:replying|responding) (?:directly )?to {_MAIL_EN}",
    r"please do not (?:directly )?(?:reply|respond)(?: directly| to this)?[.!]",
    rf"{_BOX_EN} (?:is|are) (?:{_UNREAD_EN}|not (?:(?:actively|regularly|being) )?{_READ_EN})",
    rf"{_UNREAD_EN} (?:e-?mail )?{_BOX_EN}",
    rf"{_REPLIES_EN} to {_MAIL_EN} (?:are|is|will|can) ?(?:not|n['’]t) (?:be )?{_READ_EN}",
    rf"{_REPLIES_EN} to {_MAIL_EN} (?:go|are sent) to an unmonitored",
    # German
    rf"(?:antworten|antwortet) (?:sie )?(?:bitte )?nicht (?:direkt )?auf {_MAIL_DE}",
    rf"nicht (?:direkt )?auf {_MAIL_DE} (?:zu )?(?:antworten|reagieren|geantwortet)",
    rf"auf {_MAIL_DE} (?:kann|können|bitte) (?:sie )?(?:leider )?nicht (?:geantwortet|antworten)",
    rf"antworten auf {_MAIL_DE} (?:werden|können) (?:leider )?nicht",
    r"(?:postfach|adresse|e-?mail-?adresse) wird nicht (?:überwacht|gelesen|abgerufen|betreut)",
    # French
    rf"ne (?:pas )?répond(?:re|ez|s) (?:pas )?(?:directement )?à {_MAIL_FR}",
    r"(?:merci|prière|veuillez) (?:de )?ne pas (?:y )?répondre",
    r"(?:boîte|adresse)[^.]{0,40}n[’']est pas (?:consultée|surveillée|relevée|lue)",
    # Spanish
    rf"no (?:responda|responder|respondas|conteste|contestar) (?:directamente )?a {_MAIL_ES}",
    r"por favor,? no respond(?:a|er|as)[.!]",
    rf"(?:buzón|dirección|correo)[^.]{{0,30}}no (?:está|es) (?:siendo )?{_WATCHED_ES}",
    # Dutch
    rf"niet (?:te )?(?:be)?antwoorden op {_MAIL_NL}",
    rf"(?:be)?antwoord {_MAIL_NL} niet",
    rf"niet op {_MAIL_NL} (?:te )?(?:antwoorden|reageren)",
    r"(?:mailbox|postvak|adres) wordt niet (?:gelezen|bewaakt|gemonitord|beheerd)",
    # Italian
    rf"non rispond(?:ere|a|ete|i) (?:direttamente )?a {_MAIL_IT}",
    r"(?:casella|indirizzo)[^.]{0,40}non (?:è|viene) (?:presidiat|monitorat|controllat|lett)[ao]",
    # Portuguese
    r"não respond(?:a|er|am) (?:diretamente )?(?:a est[ea]|est[ea]|à|ao) (?:e-?mail|mensagem|endereço)",
    r"(?:caixa|endereço|e-?mail)[^.]{0,40}não (?:é|está) (?:sendo )?(?:monitorad|monitorizad|lid)[ao]",
)
_SENTENCE = expression("|".join(_SENTENCES), re.IGNORECASE)


_STEMS = (
    "repl", "respon", "répon", "rispon", "antwo", "contest", "monitor", "attend", "unmanaged", "only", "reag",
    "is not", "are not", "wird nicht", "wordt niet", "est pas", "no está", "no es", "non è", "non viene", "não",
)  # fmt: skip
"""Every sentence holds one of these; most mail holds none, and looking for them is a hundred times faster."""


def find(text: str) -> str:
    """Return the words that say so, on one line and at most 100 characters; "" if none do."""
    line = " ".join(text[:MAX_CHARACTERS].split())
    lower = line.lower()
    if not any(stem in lower for stem in _STEMS):
        return ""
    found = _SENTENCE.search(line)
    return found[0][:100] if found else ""

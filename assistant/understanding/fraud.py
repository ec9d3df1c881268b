"""Sentences only fake recruiters write, and the honest ones that come near them; English and German."""

import re
from dataclasses import dataclass

from assistant.mail.expressions import expression
from assistant.understanding.reading import Reading


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern within one sentence and what to tell the user."""

    pattern: re.Pattern[str]
    words: str

    def found(self, reading: Reading) -> bool:
        """Whether a sentence says it in earnest: not to warn of fraud, not to rule it out."""
        return any(
            not _RULED_OUT.search(reading.around(match.start())) and not _warned(reading, match.start())
            for match in self.pattern.finditer(reading.flow)
        )


_RULED_OUT = expression(
    r"\b(?:never|not|n't|no) (?:\w+ ){0,3}(?:ask|asks|asked|asking|require[sd]?|charge[sd]?|request(?:s|ed)?|demand|"
    r"contact|pay|need to pay|conduct|send|use|accept|share|cost)\b|\b(?:free of charge|no (?:fee|cost|charge|"
    r"payment|deposit)s?|at no cost|at our (?:expense|cost)|we (?:cover|pay for|bear|provide|reimburse)|paid by us|"
    r"covered by us)\b|\b(?:niemals|nie|keine(?:rlei)? (?:gebühr|kosten|zahlung|kaution)\w*|kostenlos|kostenfrei|"
    r"auf unsere kosten|übernehmen wir|tragen wir|wir (?:übernehmen|tragen|stellen))\b",
    re.I,
)
_WARNING = expression(
    r"\b(?:scam(?:s|mers?)?|fraud(?:ulent|sters?)?|phishing|beware|fake (?:recruiters?|job|offers?)|impersonat\w+|"
    r"betrug\w*|betrüger\w*|gefälscht\w*|warnen|warnhinweis)\b",
    re.I,
)
_LINES_OF_A_WARNING = 3


def _warned(reading: Reading, position: int) -> bool:
    """A warning of fraud in this sentence or shortly before it."""
    before = reading.flow.rfind("\n", 0, position)
    for _ in range(_LINES_OF_A_WARNING - 1):
        before = reading.flow.rfind("\n", 0, before) if before > 0 else -1
    return bool(_WARNING.search(reading.flow, before + 1, position)) or bool(_WARNING.search(reading.around(position)))


_WALLETS = (
    r"(?:zelle|cash ?app|venmo|western union|moneygram|paypal|wire transfer|bank transfer|bitcoin|btc|usdt|crypto\w*|"
    r"überweisung|gift ?cards?)"
)
_GOODS = (
    r"(?:equipment|laptop|macbook|computer|software|training|starter kit|uniform|background check|office supplies|"
    r"home office|materials|registration|application fee|processing|visa|certification|work permit|ausrüstung|"
    r"schulung\w*|ausstattung|arbeitsmaterial\w*|führungszeugnis)"
)
MONEY: tuple[Sign, ...] = (
    Sign(
        expression(
            rf"\b(?:you(?:'ll| will)?(?: \w+){{0,3}}|please|must|to|first) (?:pay|purchase|buy|order|cover|send|"
            rf"transfer)\b[^\n.]{{0,60}}\b{_GOODS}[^\n]{{0,120}}\b(?:vendor|supplier|reimburse\w*|refund\w*|fee|"
            rf"\$ ?\d|€|{_WALLETS}|in advance|upfront|from your first)|\b(?:pay|send|transfer|remit|"
            rf"deposit)\b[^\n.]{{0,60}}\b(?:fee|deposit|\$ ?\d[\d,.]*|\d[\d,.]* ?(?:usd|eur|euro|€|"
            rf"dollars))\b[^\n]{{0,80}}\b{_GOODS}|\b(?:refundable|registration|training|processing|security|"
            rf"onboarding|application|administration) (?:fee|deposit)s?\b[^\n]{{0,80}}\b(?:of|pay|is|\$|€|before|"
            rf"required|secure)|\b(?:pay|send|transfer|remit)\b[^\n.]{{0,50}}\b(?:via|by|through|using|with|in|"
            rf"per) {_WALLETS}\b[^\n]{{0,60}}\b(?:to|for|before|vendor|fee|us)\b|"
            r"\b(?:kaution|vorkasse|schulungsgebühr|bearbeitungsgebühr|anmeldegebühr|"
            r"registrierungsgebühr)\w*\b[^\n]{0,80}\b(?:zahl|überweis|entricht|hinterleg|euro|€)|"
            rf"\b(?:überweisen|bezahlen|zahlen|kaufen) sie\b[^\n]{{0,80}}\b(?:gebühr\w*|kaution|{_GOODS}|vorab|"
            rf"im voraus)",
            re.I,
        ),
        "It wants you to pay for equipment, training or a check.",
    ),
    Sign(
        expression(
            r"\b(?:buy|purchase|get|send|pick up|scratch|pay)\b[^\n.]{0,50}\b(?:gift ?cards?|itunes|steam cards?|"
            r"google play cards?|vanilla cards?)\b|\b(?:geschenk|guthaben|paysafe|google-play-|"
            r"steam-)karten?\b[^\n]{0,60}\b(?:kauf|besorg|send|schick|code)|\b(?:kauf|"
            r"besorg)\w*\b[^\n]{0,60}\b(?:geschenkkarten?|guthabenkarten?|paysafecards?)\b",
            re.I,
        ),
        "It wants gift cards.",
    ),
    Sign(
        expression(
            r"\b(?:deposit|cash|print)\b[^\n.]{0,30}\b(?:che(?:ck|que)|checks)\b(?! ?-?in)|\b(?:cashier'?s|certified|"
            r"company) che(?:ck|que)\b|\bmobile deposit\b|\b(?:send|mail|issue|e?-?mail(?:ed)?|receive) (?:you |"
            r"out )?(?:a |an |the )?(?:e-?)?che(?:ck|que)\b[^\n]{0,80}\b(?:purchase|buy|equipment|supplies|deposit|"
            r"office|vendor)|\bschecks?\b[^\n]{0,40}\b(?:einlös|einreich|gutschreib)",
            re.I,
        ),
        "It wants you to deposit a cheque.",
    ),
    Sign(
        expression(
            r"\b(?:optimi[sz]ation|app (?:optimi[sz]ation|rating|review)|product (?:optimi[sz]ation|"
            r"boosting)) tasks?\b|\b(?:simple|easy|small) (?:online |daily )?tasks?\b[^\n]{0,80}\b(?:commission|earn|"
            r"per day|a day|daily|\$|€)|\b(?:earn\w*|paid|pay|salary|commission|payment)\b[^\n.]{0,30} (?:in|with|"
            r"through|via) (?:usdt|bitcoin|btc|ethereum|tether|crypto\w*)\b|\b(?:deposit|top ?up|recharge|"
            r"withdraw)\w*\b[^\n.]{0,60}\b(?:usdt|tether)\b|\b(?:like and subscribe|(?:like|rate|"
            r"follow)(?:ing)? (?:videos|posts|channels|accounts|products)|"
            r"subscribe to channels)\b[^\n]{0,60}\b(?:earn|paid|per)\b|\bno (?:references|interview) (?:needed|"
            r"required|necessary)\b[^\n]{0,120}(?:\$|€|£) ?\d+|(?:\$|€|£) ?\d[\d,.]*[^\n]{0,80}\bno (?:references|"
            r"interview) (?:needed|required|necessary)\b|\b(?:einfache|"
            r"kleine) (?:online-?)?aufgaben\b[^\n]{0,80}\b(?:provision|verdien\w*|pro tag|täglich|€)|\b(?:provision|"
            r"gehalt|auszahlung|verdienst)\w*\b[^\n.]{0,50}\b(?:usdt|bitcoin|kryptowährung\w*|krypto)\b",
            re.I,
        ),
        "It offers task work or pay in crypto.",
    ),
    Sign(
        expression(
            r"\b(?:video-?ident|post-?ident|konto(?:eröffnung)?)\b[^\n]{0,80}\b(?:testen|tester|test-?auftrag|"
            r"eröffnen|eröffnung|durchführen)|\b(?:pakete|waren) (?:\w+ ){0,4}(?:weiterleiten|weitersenden|"
            r"umverpacken)|\b(?:re-?ship|forward) (?:the )?(?:packages|parcels)\b|\b(?:receive|accept) (?:payments|"
            r"funds|transfers)\b[^\n]{0,60}\b(?:forward|transfer|send)|\bfinanzagent",
            re.I,
        ),
        "It offers to pass on money, parcels or a bank account opened in your name.",
    ),
)


def _elsewhere(apps: str, words: str) -> Sign:
    """Asking to go on talking in another application."""
    return Sign(
        expression(
            r"\b(?:contact|message|text|add|reach|write|dm|ping|join|continue|chat|talk|move|interview\w*|download|"
            r"install|connect|reply|respond|send|set up|create|kontaktieren|schreiben|melden|hinzufügen|bewerben|"
            r"weiter|gespräch|anschreiben|fügen|antworten|chatten)\b[^\n.]{0,90}\b(?:on|via|through|over|using|per|"
            r"über|auf|by|to|app|the|"
            rf"mit|in|bei) (?:the |our |my |your )?(?:{apps})\b(?! (?:channel|kanal|newsletter|group for employees))|"
            rf"\b(?:{apps})\b ?(?:me|us|:|@|number|nummer|(?:at|on|unter) \+?\d)",
            re.I,
        ),
        words,
    )


MESSENGER = _elsewhere(
    "telegram|signal|wire app|google chat|google hangouts|hangouts|wechat|threema|discord",
    "It wants to go on over a messenger.",
)
WHATSAPP = _elsewhere("whats ?app", "It wants to go on over WhatsApp.")
TEXT_INTERVIEW = Sign(
    expression(
        r"\b(?:interview|vorstellungsgespräch|bewerbungsgespräch)\b[^\n.]{0,60}\b(?:via|by|over|on|through|using|per|"
        r"über) (?:text(?:ing| message| chat)?s?|(?:live |online |instant |teams |skype )?chat|instant messag\w+|"
        r"e-?mail only|sms|e-?mail interview)\b|\b(?:text-based|text-only|chat-based|text|chat|messaging|"
        r"sms) interview\b|\b(?:chat|text)-interview\b|\bschriftliche[sn]? (?:chat-?)?interview",
        re.I,
    ),
    "The interview is to be held in writing only.",
)
PRESSURE = Sign(
    expression(
        r"\bkindly\b|\bsalary package\b|\b(?:immediate(?:ly)?|urgent(?:ly)?) (?:hire|hiring|start|response|need|"
        r"requirement)|\bwithin (?:the next )?(?:\d|one|two|12|24) hours?\b|\bspots? (?:are|is) (?:limited|filling)|"
        r"\bwithout (?:an )?interview\b|\bact (?:now|fast)\b|\bas soon as possible to secure\b|"
        r"\bohne (?:vorstellungsgespräch|bewerbungsgespräch)\b|\bsofort(?:ige)? (?:zusage|einstellung|antwort)\b|"
        r"\bnur noch wenige plätze\b",
        re.I,
    ),
    "It presses or flatters as fake recruiters do.",
)
_IDENTITY = Sign(
    expression(
        r"\b(?:provide|send|submit|share|give|e-?mail|text|confirm|upload|fill|need|require|attach|reply with|senden|"
        r"schicken|übermitteln|mitteilen|benötigen|bitte)\b[^\n]{0,120}\b(?:bank (?:account|details|information|name|"
        r"login)|account number|routing number|iban|social security|ssn|driver'?s licen[sc]e|passport|"
        r"photo of your id|copy of your id|id card|credit (?:card|score|report)|front and back|bankverbindung|"
        r"kontodaten|kontonummer|ausweiskopie|personalausweis\w*|reisepass|steuer-?id\w*|sozialversicherungs\w*)",
        re.I,
    ),
    "",
)
_AFTER_OFFER = expression(
    r"\b(?:your signed (?:contract|offer)|(?:signed|accepted|accepting|signing|countersigned) (?:the |your |"
    r"our )?(?:offer|contract|agreement)|since you (?:have )?accepted|first day with|onboarding (?:as|for your)|"
    r"welcome (?:aboard|to the team)|before your first day|start(?:ing)? (?:with us )?on (?:monday|\d|january|"
    r"february|march|april|may|june|july|august|september|october|november|december)|unterschriebene[nr]? (?:vertrag|"
    r"arbeitsvertrag)|vertragsunterzeichnung|arbeitsvertrag|ihre[nm]? ersten (?:arbeits)?tag|arbeitsbeginn|"
    r"für (?:die|ihre) (?:gehalts|lohn)abrechnung|personalbogen|payroll|onboarding)\b",
    re.I,
)
_HIRED_UNSEEN = expression(
    r"\b(?:you(?:'ve| have) been (?:hired|selected|approved)|you are hired|without (?:an )?interview|sie (?:sind|"
    r"wurden) (?:eingestellt|ausgewählt))\b",
    re.I,
)
_BRING = expression(
    r"\b(?:bring|show|reception|front desk|security desk|security guard|entrance|mitbringen|mitzubringen|bringen sie|"
    r"empfang|pforte|vorzeigen|visa|travel|flight)\b",
    re.I,
)
_MACHINE = expression(
    r"\b(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier|"
    r"preceding) (?:instructions?|prompts?|rules|messages)|\b(?:if you are|you are|as|dear|attention|note to|"
    r"hello) (?:an? |the |all )?(?:ai|a\.i\.|llm|language model|ai (?:assistant|agent|model)s?|chatgpt|gpt|claude|"
    r"gemini)\b|\bsystem prompt\b|\b(?:ai|llm)s? (?:reading|processing|summari[sz]ing) this|\bignoriere (?:alle |"
    r"die |bitte )*(?:vorherigen|bisherigen|obigen) (?:anweisungen|instruktionen|regeln)|\b(?:wenn|"
    r"falls) du (?:eine ki|ein sprachmodell)",
    re.I,
)


_IN_ORDER = expression(
    r"\b(?:right to work|work permits?|visa|vetting|dbs|clearance|screening|(?<!your )drivers?\b(?!'?s? ?licen)|cdl|"
    r"flights?|travel|trip|regist(?:er|ration)|induction|share code|certified copies|licen[sc]ed|ordination|nursing|"
    r"nurse|crew|vessel|base pass|security clearance|entry permit|driving|delivery|courier|certified copies|"
    r"licen[sc]ed|ordination|nursing|nurse|crew|vessel|base pass|security clearance|entry permit|driving|delivery|"
    r"courier|arbeitserlaubnis|aufenthalt\w*|fahrer\w*|führerscheinkontrolle|personalbogen|einstellung\w*)\b",
    re.I,
)
"""What an identity paper is rightly asked for, before an offer too; never a bank account."""
_REIMBURSES = expression(
    r"\b(?:reimburs\w*|your (?:travel )?expenses|invoice|paid (?:trial|task|assignment)|fahrtkosten|reisekosten|"
    r"erstatt\w*|probetag\w*|probearbeit\w*|aufwandsentschädigung)\b(?![^\n.]{0,40}\b(?:equipment|laptop|vendor|"
    r"check|cheque)\b)",
    re.I,
)
"""They want to pay the reader for a journey or a trial."""
_BANK = expression(
    r"\b(?:bank|account|routing|iban|social security|ssn|credit|bankverbindung|konto\w*|steuer\w*|"
    r"sozialversicherungs\w*)\b",
    re.I,
)


def asks_for_identity(reading: Reading, listed: bool, known_thread: bool) -> bool:
    """Whether bank, tax or identity papers are wanted before there is an offer.

    Args:
        reading: the message.
        listed: a bank account or tax number is among what the reader is asked for.
        known_thread: the user has written in this thread before.
    """
    if _REIMBURSES.search(reading.flow):
        return False
    if _AFTER_OFFER.search(reading.flow) and (known_thread or not _HIRED_UNSEEN.search(reading.flow)):
        return False
    asking = [reading.around(match.start()) for match in _IDENTITY.pattern.finditer(reading.flow)]
    if _IN_ORDER.search(reading.flow):
        asking = [sentence for sentence in asking if _BANK.search(sentence)]
        return _IDENTITY.found(reading) and not all(map(_BRING.search, asking))
    return (listed and not asking) or (_IDENTITY.found(reading) and not all(map(_BRING.search, asking)))


def speaks_to_machine(text: str) -> bool:
    """Whether some of the text is an order to a language model."""
    return bool(_MACHINE.search(text))

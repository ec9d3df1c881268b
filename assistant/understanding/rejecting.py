"""Sentences that turn an application down, English and German, and those that only sound like it."""

import re

from assistant.mail.expressions import expression
from assistant.understanding.reading import Reading

_NOT = r"(?:\b(?:not|unable to|no longer|never|cannot|decided against)|n't)"
_SOMEBODY = (
    r"(?:(?:an)?other (?:\w+ ){0,3}(?:candidate|applicant|person|people)s?|others|individuals|those|some(?:one|body)|"
    r"candidates)"
)
_POST = r"(?:positions?|roles?|vacanc(?:y|ies)|jobs?|posts?|spots?|openings?|requisition)"
_ANDERE = (
    r"(?:eine[nmrs]? )?(?:andere[nmrs]? (?:\w+[*:]?\w* ){0,2}|mit)(?:bewerb|kandidat|person|profil|kolleg|"
    r"freiberuf)\w*"
)

_ENGLISH = (
    rf"{_NOT} (?:\w+ ){{0,4}}(?:mov(?:e|ing) (?:you |your \w+ )?(?:forward|ahead|on)|(?:proceed|progress)(?:ing)?|"
    r"(?:tak|continu|pursu|advanc|hir|invit)(?:e|ing)|consider(?:ing|ed)?|(?:extend|offer)(?:ing|ed)?|(?:select|"
    r"shortlist)(?:ed|ing)?|successful|go(?:ing)? (?:forward|ahead|further|any further)|chosen|further process|"
    r"(?:interview|process|recruit)ing|align|match|(?:strong|good|right|close|great|a|the|quite) (?:match|fit))\b",
    rf"\b(?:mov|go|proceed|continu|pursu)(?:e|es|ing|d|ed)?\b(?: \w+){{0,3}} with {_SOMEBODY}\b",
    rf"\b(?:went|gone|going|go) with {_SOMEBODY}\b",
    rf"\b(?:pursu(?:e|ing)|select(?:ed)?|chosen?|chose|hired?|appointed|recommended|opted for|decided on|"
    rf"in favou?r of|filled by|filled with|gone to|(?:offered|gave|given|"
    rf"offer) (?:\w+ ){{0,3}}to)\b[^\n.]{{0,40}}? {_SOMEBODY}\b",
    r"\b(?:an)?other (?:candidate|applicant|finalist)s?\b[^\n.]{0,40}\b(?:who|whose|that|with|more|better|closer|"
    r"chosen|appointed|selected|recommended|accepted)\b",
    r"\b(?:was|were|been|is|are) unsuccessful\b",
    r"\bregret (?:to (?:inform|tell|let|advise|say)|not being able|that your)",
    rf"\b{_POST}\b(?: \w+){{0,4}} (?:has|have|is|are|was|were|been)(?: \w+){{0,2}} (?:filled|cancel(?:l?ed)|closed|"
    rf"withdrawn|eliminated|frozen|gone)\b",
    rf"\bfilled (?:all|the|this|our|every)\b[^\n.]{{0,30}}\b{_POST}\b|\b{_POST} filled\b|\bno longer a {_POST}\b|"
    rf"\bpulled the\b",
    r"\b(?:declin|reject)(?:ed|ing|e)? your (?:application|candidacy)\b|\b(?:cancelled|closed) (?:the|this|"
    r"your) (?:position|role|search|vacancy|application)\b",
    r"\bdecided (?:not to|to not|against|to close)\b|\bhiring freeze\b|\binternal candidate\b|\bno longer (?:hiring|"
    r"available|open|recruiting|looking)\b",
    r"\bcame second\b|\bpassed on your (?:profile|application|candidacy)\b|\bgoing to pass\b|\b(?:it's|is) a no\b|"
    r"\bdid not get the\b|\bdifferent direction\b|\boffer is withdrawn\b|\bapplication has been closed\b",
)
_GERMAN = (
    r"\bleider (?:\w+ ){0,6}(?:absagen|absage|nicht|kein\w*|anderweitig|mitteilen)\b|\babsagen\b|\beine absage\b|"
    r"\bsagen wir (?:\w+ ){0,4}ab\b",
    r"\b(?:nicht|kein\w*) (?:\w+ ){0,6}(?:berücksicht\w*|engere\w*|weiterverfolgen|anbieten|fortsetzen|fortführen|"
    r"einstellen|einladen|angebot)\b",
    r"\bnicht weiter(?:zu)?(?:verfolg\w*|führen|machen|gehen)?\b|\bnicht in (?:das|die) (?:weitere|nächste|auswahl|"
    r"vorauswahl|engere)",
    rf"\b(?:für|zugunsten|mit|auf) {_ANDERE}[^\n]{{0,100}}\b(?:entschieden|ausgesprochen|gefallen|fortzusetzen|"
    rf"fortsetzen|weiter\w*|besetz\w*|abgeschlossen)\b",
    rf"\bentschieden\b[^\n]{{0,60}}\b{_ANDERE}|\b{_ANDERE}[^\n.]{{0,60}}\b(?:ausgewählt|vergeben|beauftragt|"
    rf"den vorzug|getroffen)\b",
    rf"\b{_ANDERE}[^\n]{{0,120}}\b(?:besser|passender|überzeug\w*|treffender|genauer|mehr|näher)\b",
    r"\bgegen (?:ihre|deine|eine|ein)\b[^\n.]{0,30}\bentschieden\b|\banderweitig (?:entschieden|besetzt|vergeben)\b|"
    r"\bvorzug (?:zu )?ge(?:ge)?ben\b",
    r"\b(?:stelle|position|vakanz|plätze)\b[^\n.]{0,60}\b(?:besetzt|vergeben|gestrichen|zurückgezogen|entfallen|"
    r"entfällt|zu besetzen)\b",
    r"\beinstellungsstopp\b|\babgelehnt\b|\bjemand(?:en)? (?:ander\w*|gefunden|eingestellt)\b|"
    r"\bstellen (?:wir )?sie nicht ein\b|\bvon einer einstellung ab|\bnicht zu ihren gunsten\b",
    r"\bkeine (?:positive|bessere|gute|andere) (?:\w+ )?(?:nachricht|rückmeldung|auskunft|antwort)\b|"
    r"\bkeinen positiven\b",
)
_REFUSES = expression("|".join((*_ENGLISH, *_GERMAN)), re.I)
_ONLY_SOUNDS = expression(
    "|".join(
        (
            r"\bif (?:you|your|we|this)\b[^\n]{0,50}(?:\bnot\b|\bunsuccessful\b|n't\b)|\bshould (?:you|"
            r"your)\b[^\n]{0,40}\bnot\b",
            r"\b(?:unable|not able|not be able|cannot) to (?:reply|respond|answer|contact|provide)|\bif you do(?:n't|"
            r" not) hear",
            r"(?<!auch )\b(?:falls|sollten?|wenn)\b[^\n]{0,60}\b(?:nicht|kein\w*)\b|\bdo not hesitate|"
            r"\bnicht (?:auf diese|zögern)",
            r"\bnoch (?:nichts? (?:entschieden|sagen|abschließend|abgeschlossen|beurteilen)|keine entscheidung)|"
            r"\bnot yet|\bverzögert",
            r"\bhas(?:n't| not) been (?:decided|made)|\bnot (?:proceed|consider)[^\n]{0,30}(?:incomplete|without)|"
            r"\bregret (?:that we cannot|any)",
            r"\b(?:interview|call|meeting|termin|gespräch)\b[^\n.]{0,40}\b(?:cancel|absagen|verschieben)|"
            r"\bonly (?:shortlisted|successful)",
            r"\bcan(?:not|'t) make\b|\bkeine (?:fragen|sorge)\b|\byou(?:'ve| have)? (?:decided|chosen|withdrawn)|"
            r"\beveryone\b|\brely on\b",
        )
    ),
    re.I,
)
_STEMS = (
    "not ", "n't", "unable", "no longer", "cannot", "never", "other", "against", "unsuccessful", "regret", "filled",
    "cancel",
    "closed", "declin", "reject", "freez", "frozen", "passed", "pass ", "second", "withdrawn", "eliminated", "gone",
    "went", " with ",
    "internal", "a no", "direction", "pulled", "some", "absag", "leider", "nicht", "kein", "ander", "mitbewerb",
    "besetz",
    "gestrichen", "entschieden", "stopp", "entfäll", "entfallen", "sagen wir", "vergeben", "zurückgezogen",
    "individuals", "those ",
    "abgelehnt", "jemand", "vorzug", "einstellung",
)  # fmt: skip


def rejects(reading: Reading) -> bool:
    """Whether a sentence turns the reader down."""
    return any(_REFUSES.search(sentence) and not only_sounds(sentence) for sentence in reading.naming(_STEMS))


def only_sounds(sentence: str) -> bool:
    """Whether a sentence sets a condition, speaks of a meeting or of others, and refuses nobody."""
    return bool(_ONLY_SOUNDS.search(sentence))

"""How a rejection was given, where the text refuses at all."""

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.mail.expressions import expression
from assistant.understanding.reading import Reading


class Refusal(StrEnum):
    """How a rejection was given; what the answer may ask depends on it (etiquette rule 4)."""

    plain = "plain"
    reasons_given = "reasons given"
    call_offered = "call offered"
    role_gone = "role cancelled, frozen or filled internally"
    final_round = "final round"


class Cause(StrEnum):
    """Why a refusal was out of the reader's hands."""

    internal_candidate = "internal candidate"
    role_closed = "role closed"
    hiring_frozen = "hiring frozen"
    salary = "salary"


_ROLE_GONE = expression(
    r"\b(?:(?:position|role|vacancy|requisition|search|job|opening|headcount|post|team|hiring|"
    r"recruitment)\b[^\n.]{0,60}\b(?:been |is |was |were |be |being )?(?:cancel(?:l?ed)|put on hold|on hold|frozen|"
    r"withdrawn|eliminated|discontinued|paused|postponed indefinitely|no longer (?:available|open|exist\w*)|"
    r"no longer be filled|filled (?:internally|by an internal|with an internal))|(?:cancel(?:l?ed)?|freez(?:e|ing)|"
    r"frozen|withdr[ae]wn?|paus(?:ed?|ing)) (?:\w+ ){0,3}(?:position|role|vacancy|search|hiring|requisition|"
    r"recruitment)|internal (?:candidate|applicant|transfer|hire|colleague)|hiring freeze|(?:decided|chosen|"
    r"chose) not to (?:fill|hire (?:for|anyone|externally))|not (?:to )?(?:fill|be filling) (?:the|this) (?:position|"
    r"role)|no longer (?:hiring|recruiting|looking to fill)|budget (?:cut|freeze|for (?:the|this) (?:role|"
    r"position)))|\b(?:(?:stelle|position|vakanz|ausschreibung|suche)\b[^\n.]{0,60}\b(?:intern (?:besetzt|"
    r"nachbesetzt|vergeben)|gestrichen|zurückgezogen|entfallen|entfällt|nicht (?:mehr )?(?:nach)?besetz\w*|auf eis|"
    r"gestoppt|eingestellt)|interne[nr]?[*:]? ?(?:\w+[*:]?\w* ){0,2}(?:bewerber|kandidat|kolleg|mitarbeit|besetzung|"
    r"lösung)\w*|einstellungs(?:stopp|sperre)|intern besetz\w*|stellenplan gestrichen)|\b(?:closed|"
    r"ended) without (?:a )?hir(?:e|ing)|\bfilled through internal|\bcancel(?:l?ed)? the (?:\w+ ){0,7}(?:opening|"
    r"requisition|position|role|search|job)\b|\bevery open position\b|\bneueinstellungen\b[^\n.]{0,30}\b(?:aus|"
    r"gestoppt)|\beinstellungen (?:\w+ ){0,3}(?:gestoppt|ausgesetzt)|\bpulled the (?:\w+ ){0,5}(?:role|vacancy|"
    r"headcount|requirement|position)\b|\bno longer a (?:role|position)\b",
    re.I,
)
_INTERNAL_COLLEAGUE = expression(
    r"\binternal (?:candidate|applicant|transfer|hire|colleague)|\binternally\b|\binternal redeployment|\b(?:one|"
    r"two) of (?:these|our own) colleagues\b|\bcolleagues? from (?:within|another|sites?)\b|\bintern (?:jemanden|"
    r"eine[nr]?|besetz|vergeben|nachbesetz)|\binterne[nr]?[*:]? ?(?:\w+[*:]?\w* ){0,2}(?:bewerb|kandidat|kolleg|"
    r"mitarbeit|besetzung|lösung)|\b(?:eigenen?|unserem) (?:haus(?:e)?|reihen)\b[^\n.]{0,30}$|"
    r"\baus (?:dem eigenen haus|den eigenen reihen)",
    re.I,
)
_FROZEN = expression(
    r"\b(?:hiring|recruit\w+|positions?|headcount)\b[^\n.]{0,40}\b(?:freeze|frozen|on hold|paused)|\bfreez\w+|"
    r"\bon hold|\bput\b[^\n.]{0,30}\bon hold|\bbudget (?:cut|freeze)|\beinstellungs(?:stopp|sperre)|"
    r"\b(?:neu)?einstellungen\b[^\n.]{0,40}\b(?:aus|stopp|gestoppt|auszusetzen|ausgesetzt|pausiert)|\bauf eis\b",
    re.I,
)
_SALARY = expression(
    r"\bsalary (?:expectations?|requirements?)\b[^\n.]{0,60}\b(?:exceed|above|higher|beyond|outside|match|budget|"
    r"range)|\b(?:exceed|above|beyond|outside|over)\w* (?:our|the) (?:\w+ )?(?:salary|budget|pay|compensation)|"
    r"\bgehaltsvorstellung\w*[^\n.]{0,80}\b(?:übersteig|über|liegt|liegen|hoch|rahmen|nicht)|\bgehaltlich\b",
    re.I,
)
_OTHER_CHOSEN = expression(
    r"\b(?:other|another) (?:\w+ ){0,2}(?:candidate|applicant)|\bandere[nr]? (?:bewerb|kandidat)|"
    r"\ba candidate (?:has )?accepted",
    re.I,
)
_INTERNAL = expression(
    r"\bintern(?:al|ally|e[nr]?)?\b|\bhiring freeze|\bfrozen|\bcancel|\beinstellungs(?:stopp|"
    r"sperre)",
    re.I,
)
_CALL = expression(
    r"\b(?:feedback|debrief|talk (?:it|this|you) through|walk you through|discuss (?:our|the|this|my) (?:decision|"
    r"feedback|reasons)|gründe|entscheidung)\b[^\n]{0,120}\b(?:call|phone|chat|speak|talk|zoom|video|telefon\w*|"
    r"anrufen|gespräch|anruf)\b|\b(?:call|phone|chat|speak|telefon\w*|anruf\w*|gespräch)\b[^\n]{0,100}\b(?:feedback|"
    r"debrief|talk (?:it|this|you) through|walk you through|rückmeldung|discuss (?:our|the|this) (?:decision|reasons))|"
    r"\bwalk you through (?:it|them|the|my|our)\b|\b(?:jump|hop|get) on a call\b|\btalk (?:it|this|any of it|"
    r"them) (?:through|over)\b|\bgo (?:through|over) (?:this|it|them|that)\b[^\n]{0,50}\b(?:phone|call|person)|"
    r"\bfeedback\b[^\n]{0,40}\bzur verfügung|\b(?:rufe?|rufen)\b[^\n]{0,30}\b(?:sie|dich)\b[^\n]{0,60}\b(?:feedback|"
    r"rückmeldung)",
    re.I,
)
_OFFERS = expression(
    r"\b(?:happy|glad|pleased|like|love|willing|offer|available|welcome|feel free|let (?:me|us) know|would you|"
    r"delighted|gerne?|anbieten|biete\w*|melden sie sich|wenn (?:sie|du) (?:mögen|möchten|magst|möchtest)|können sie "
    r"(?:mich|uns)|kannst du (?:mich|uns)|interesse)\b",
    re.I,
)
_NO_OFFER = expression(r"\b(?:unable|not able|cannot|can't|unfortunately|leider (?:nicht|kein)|nicht möglich)\b", re.I)
_FINAL = expression(
    r"\b(?:final(?:ists?| (?:round|stage|interview|shortlist|panel|step|candidates?|two|three|selection))|(?:one of|"
    r"among|between|down to|of) (?:our |the |just )?(?:final |last |top )?(?:two|three|2|3) (?:final |remaining |"
    r"very )?(?:\w+ )?(?:candidates?|finalists|people|applicants)|(?:last|top) (?:two|three)\b(?! (?:years|months|"
    r"weeks|days|quarters))|runner-up|close second|second choice|came second|very close (?:decision|call|second))\b|"
    r"\b(?:final\w*runde|letzten? (?:runde|auswahlrunde|beiden|zwei|drei)|endrunde|finalist\w*|(?:zwei|"
    r"drei) (?:verblieben\w*|letzten|finalen?)|finalen (?:auswahl|gespräch\w*|runde)|zweite wahl|engsten (?:kreis|"
    r"auswahl|wahl))\b|\bfinal interviews?\b|\bbetween the two of you\b",
    re.I,
)
_NEGATED_BEFORE = expression(r"\b(?:not|n't|unable|no|nicht|keine?n?|without)\b[^\n]{0,60}$", re.I)


def refusal_of(reading: Reading, reasons: Sequence[str]) -> Refusal:
    """Return how a message that turns the reader down does it.

    Args:
        reading: the message.
        reasons: its sentences that name a lack of the reader's.
    """
    if _call_offered(reading):
        return Refusal.call_offered
    if _role_gone(reading):
        return Refusal.role_gone
    if reasons:
        return Refusal.reasons_given
    return Refusal.final_round if _final_round(reading) else Refusal.plain


def cause_of(reading: Reading) -> Cause | None:
    """Return why a refusal was out of the reader's hands, None where it says nothing of the kind."""
    if any(map(_INTERNAL_COLLEAGUE.search, reading.sentences)):
        return Cause.internal_candidate
    gone = _role_gone(reading)
    if gone and _FROZEN.search(reading.flow):
        return Cause.hiring_frozen
    if _SALARY.search(reading.flow):
        return Cause.salary
    return Cause.role_closed if gone else None


def _call_offered(reading: Reading) -> bool:
    return any(
        _OFFERS.search(sentence) and not _NO_OFFER.search(sentence)
        for sentence in reading.sentences
        if len(sentence) < 600 and _CALL.search(sentence)
    )


def _role_gone(reading: Reading) -> bool:
    """Filled by another candidate is no vanished role."""
    if any(map(_INTERNAL_COLLEAGUE.search, reading.sentences)):
        return True
    for match in _ROLE_GONE.finditer(reading.flow):
        sentence = reading.around(match.start())
        if _INTERNAL.search(sentence) or not _OTHER_CHOSEN.search(reading.flow):
            return True
    return False


def _final_round(reading: Reading) -> bool:
    for match in _FINAL.finditer(reading.flow):
        sentence = reading.around(match.start())
        if not _NEGATED_BEFORE.search(sentence[: sentence.find(match.group())]):
            return True
    return False

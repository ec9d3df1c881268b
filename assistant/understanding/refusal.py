"""How a rejection was given, where the text refuses at all."""

import re
from collections.abc import Iterator
from enum import StrEnum

from assistant.understanding.reading import Reading
from assistant.understanding.rejecting import only_sounds, rejects


class Refusal(StrEnum):
    """How a rejection was given; what the answer may ask depends on it (etiquette rule 4)."""

    plain = "plain"
    reasons_given = "reasons given"
    call_offered = "call offered"
    role_gone = "role cancelled, frozen or filled internally"
    final_round = "final round"


_ROLE_GONE = re.compile(
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
    r"lösung)\w*|einstellungsstopp|intern besetz\w*|stellenplan gestrichen)|\b(?:closed|"
    r"ended) without (?:a )?hir(?:e|ing)|\bfilled through internal|\bcancel(?:l?ed)? the (?:\w+ ){0,7}(?:opening|"
    r"requisition|position|role|search|job)\b|\bevery open position\b|\bneueinstellungen\b[^\n.]{0,30}\b(?:aus|"
    r"gestoppt)|\beinstellungen (?:\w+ ){0,3}(?:gestoppt|ausgesetzt)|\bpulled the (?:\w+ ){0,5}(?:role|vacancy|"
    r"headcount|requirement|position)\b|\bno longer a (?:role|position)\b",
    re.I,
)
_OTHER_CHOSEN = re.compile(
    r"\b(?:other|another) (?:\w+ ){0,2}(?:candidate|applicant)|\bandere[nr]? (?:bewerb|kandidat)|"
    r"\ba candidate (?:has )?accepted",
    re.I,
)
_INTERNAL = re.compile(r"\bintern(?:al|ally|e[nr]?)?\b|\bhiring freeze|\bfrozen|\bcancel|\beinstellungsstopp", re.I)
_REASON = re.compile(
    r"\b(?:you (?:do not|don't|did not|didn't|currently|unfortunately|still)? ?(?:\w+ )?(?:lack|are lacking|"
    r"have (?:no|less|fewer|only|little|not (?:enough|the|yet))|meet|demonstrate|miss)|(?:lack|"
    r"absence) of (?:\w+ ){0,3}(?:experience|knowledge|skills?|fluen\w+|exposure|certification|degree)|(?:you|"
    r"profile|background|experience|skills|level|german|english|french|answers?)\b[^\n.]{0,50}\b(?:too (?:junior|"
    r"senior|limited|narrow|little)|not (?:\w+ )?(?:enough|sufficient|deep|strong|yet at)|insufficient|overqualified|"
    r"falls? short|fell short|below (?:the|what)|isn't (?:enough|sufficient|strong))|(?:need|require|requires|"
    r"looking for|seeking|want|wanted|needed) (?:someone|somebody|a candidate|candidates|a person|people|a profile|"
    r"at least)[^\n.]{0,40}(?:\d+\+? years|more (?:hands-on |direct |recent |practical )?experience|fluen|native|"
    r"degree|certif|licen[sc]e|deeper)|(?:minimum|at least) (?:of )?\w+ years|would have liked to see|(?:we|panel|"
    r"team|interviewers?) felt (?:that )?(?:you|your|the)|(?:unable|not able|can't|cannot) (?:to )?(?:sponsor|"
    r"offer (?:visa )?sponsorship)|visa sponsorship|reside in|salary expectations? (?:\w+ ){0,3}(?:exceed|above|"
    r"higher|beyond|outside)|(?:exceed|above|beyond|outside)\w* (?:our|the) (?:salary|budget|pay) ?\w*|"
    r"because (?:you|your)|since you (?:do not|don't|have)|as you (?:do not|don't|have no|lack)|the reason (?:is|was|"
    r"for)|the main (?:reason|concern|gap))\b|\b(?:ihnen (?:noch )?fehl\w*|fehlend\w* (?:\w+ ){0,3}(?:erfahrung|"
    r"kenntnisse|sprachkenntnisse|qualifikation|führerschein|abschluss)\w*|(?:mehr|tiefere|längere|weitergehende|"
    r"einschlägigere) (?:\w+ ){0,3}(?:erfahrung|kenntnisse|berufserfahrung|praxis)\w*|(?:deutsch|englisch|sprach|"
    r"fach|programmier)kenntnisse\b[^\n.]{0,60}(?:nicht|reichen|niveau|c1|b2)|mindestens \w+ jahre|überqualifiziert|"
    r"unterqualifiziert|nicht über (?:die|das|den|eine) (?:\w+ ){0,3}(?:erforderlich|notwendig|nötig|gewünscht|"
    r"ausreichend)\w*|gehaltsvorstellung\w* (?:\w+ ){0,6}(?:übersteig|über|liegt|liegen|hoch)|der grund (?:ist|war|"
    r"dafür|hierfür)|weil (?:sie|ihnen|ihre)|da (?:sie|ihnen) (?:\w+ ){0,6}(?:fehl|kein|nicht über)|"
    r"ausschlaggebend (?:war|waren) (?:\w+ ){0,3}(?:fehl|mangel)\w*|keine arbeitserlaubnis)|\brequire sponsorship|"
    r"\beligible for sponsorship|\b(?:based|live|located) (?:elsewhere|outside|too far)|\bvisumsverfahren\b",
    re.I,
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:other|another|candidates?|applicants?|someone (?:else|who)|somebody who|whose)\b|\bandere[nrs]?\b|"
    r"\bbewerber|\bkandidat|\bmitbewerb",
    re.I,
)
_ABOUT_YOU = re.compile(
    r"\b(?:because|since|as) (?:you|your)\b|\byou (?:lack|do not have|don't have|have no)\b|\b(?:weil|da) (?:sie|"
    r"ihnen|ihre)\b|\bihnen (?:noch )?fehl|\bwe (?:need|require)",
    re.I,
)
_CALL = re.compile(
    r"\b(?:feedback|debrief|talk (?:it|this|you) through|walk you through|discuss (?:our|the|this|my) (?:decision|"
    r"feedback|reasons)|gründe|entscheidung)\b[^\n]{0,120}\b(?:call|phone|chat|speak|talk|zoom|video|telefon\w*|"
    r"anrufen|gespräch|anruf)\b|\b(?:call|phone|chat|speak|telefon\w*|anruf\w*|gespräch)\b[^\n]{0,100}\b(?:feedback|"
    r"debrief|talk (?:it|this|you) through|walk you through|rückmeldung|discuss (?:our|the|this) (?:decision|"
    r"reasons))|\bwalk you through (?:it|them|the|my|our)\b|\b(?:jump|hop|get) on a call\b|\btalk (?:it|this|"
    r"any of it|them) (?:through|over)\b",
    re.I,
)
_OFFERS = re.compile(
    r"\b(?:happy|glad|pleased|like|love|willing|offer|available|welcome|feel free|let (?:me|us) know|would you|"
    r"delighted|gerne?|anbieten|biete\w*|melden sie sich|wenn sie mögen|interesse)\b",
    re.I,
)
_NO_OFFER = re.compile(r"\b(?:unable|not able|cannot|can't|unfortunately|leider (?:nicht|kein)|nicht möglich)\b", re.I)
_FINAL = re.compile(
    r"\b(?:final(?:ists?| (?:round|stage|interview|shortlist|panel|step|candidates?|two|three|selection))|(?:one of|"
    r"among|between|down to|of) (?:our |the |just )?(?:final |last |top )?(?:two|three|2|3) (?:final |remaining |"
    r"very )?(?:\w+ )?(?:candidates?|finalists|people|applicants)|(?:last|top) (?:two|three)\b(?! (?:years|months|"
    r"weeks|days|quarters))|runner-up|close second|second choice|came second|very close (?:decision|call|second))\b|"
    r"\b(?:final\w*runde|letzten? (?:runde|auswahlrunde|beiden|zwei|drei)|endrunde|finalist\w*|(?:zwei|"
    r"drei) (?:verblieben\w*|letzten|finalen?)|finalen (?:auswahl|gespräch\w*|runde)|zweite wahl|engsten (?:kreis|"
    r"auswahl|wahl))\b|\bfinal interviews?\b|\bbetween the two of you\b",
    re.I,
)
_NEGATED_BEFORE = re.compile(r"\b(?:not|n't|unable|no|nicht|keine?n?|without)\b[^\n]{0,60}$", re.I)


def refusal_of(reading: Reading) -> Refusal | None:
    """Return how the text refuses, None if it does not."""
    if not rejects(reading):
        return None
    if _call_offered(reading):
        return Refusal.call_offered
    if _role_gone(reading):
        return Refusal.role_gone
    if any(True for _ in _reasons(reading)):
        return Refusal.reasons_given
    return Refusal.final_round if _final_round(reading) else Refusal.plain


def _call_offered(reading: Reading) -> bool:
    return any(
        _OFFERS.search(sentence) and not _NO_OFFER.search(sentence)
        for sentence in reading.sentences
        if len(sentence) < 600 and _CALL.search(sentence)
    )


def _role_gone(reading: Reading) -> bool:
    """Filled by another candidate is no vanished role."""
    for match in _ROLE_GONE.finditer(reading.flow):
        sentence = reading.around(match.start())
        if _INTERNAL.search(sentence) or not _OTHER_CHOSEN.search(reading.flow):
            return True
    return False


def _reasons(reading: Reading) -> Iterator[str]:
    """Sentences that name a lack of the reader's; that others fitted better is no reason."""
    for match in _REASON.finditer(reading.flow):
        sentence = reading.around(match.start())
        if (not _ABOUT_OTHERS.search(sentence) or _ABOUT_YOU.search(sentence)) and not only_sounds(sentence):
            yield sentence


def _final_round(reading: Reading) -> bool:
    for match in _FINAL.finditer(reading.flow):
        sentence = reading.around(match.start())
        if not _NEGATED_BEFORE.search(sentence[: sentence.find(match.group())]):
            return True
    return False

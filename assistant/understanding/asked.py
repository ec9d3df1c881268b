"""What the reader is asked for, from sentences that ask; thanks, descriptions and conditions do not."""

import re

from assistant.understanding.items import Item, items_in, may_name_item
from assistant.understanding.reading import BULLET, Reading

_ASKS = re.compile(
    r"\b(?:please(?! (?:note|find|be aware|feel|do not|don't|rest|accept|see|allow|bear|remember|contact|visit|know|"
    r"expect|keep))|(?:could|can|would|will) you|kindly|you(?:'ll| will)? (?:need|have|must) to|you must|(?:we|"
    r"i)(?:'d| would)?(?: still| also| now| kindly| just)* (?:need|require|ask (?:that )?you|like you to|"
    r"love (?:you )?to (?:see|have)|appreciate (?:it if|your|receiving)|like to (?:see|receive|have|request))|"
    r"we(?:'re| are)(?: still| currently)* (?:missing|lacking|waiting for)|(?:is|are) (?:still |"
    r"currently )?(?:missing|outstanding|required|incomplete)|what (?:is|are)|when (?:could|can|would|are)|"
    r"which (?:of|day|date|time|slot)|do you have|are you (?:authori[sz]ed|legally|available|free)|your next step|"
    r"let (?:us|me) know|(?:invite|ask|request) you to|still missing|(?:complete|finish|submit|upload|send|provide|"
    r"forward|share) (?:the|your|us|me|two|three|some)|bitten?|(?:könn?t?en|würden|möchten) sie|(?:kannst|"
    r"könntest) du|(?:benötigen|brauchen|bräuchten|erbitten|ersuchen)|(?:benötige|bräuchte)|fehl(?:t|en|ende[nr]?)|"
    r"ausstehend\w*|noch offen|nachreichen|nachzureichen|(?:senden|schicken|reichen|laden|teilen|füllen|übermitteln|"
    r"nennen|geben|beantworten) sie|(?:sende|schicke?|reiche?|lade?|teile?|fülle?|nenne?|gib|beantworte) (?:uns|mir|"
    r"bitte|die|das|deine)|wie (?:lautet|hoch|sind|ist)|wann|ab wann|haben sie|welche[rs]?|do you (?:need|require)|"
    r"not yet (?:completed|submitted|finished|received)|(?:been )?invited (?:you )?to (?:take|complete)|i(?:\'m|"
    r" am)(?: still)? (?:missing|waiting for)|need your|would you (?:need|be|send)|love to see|hast du|brauche?|"
    r"(?:next|now), take|ask everyone to|requested to|return the|email me)\b",
    re.I,
)
_GIVES = re.compile(
    r"\b(?:send|provid\w*|submit\w*|reply|respond|state|upload|attach|forward|shar(?:e|ing)|e-?mail|return|includ\w*|"
    r"supply|bring|fill|complet\w*|finish|finali[sz]e|sign|answer|need|requir\w*|missing|outstanding|incomplete|"
    r"lacking|waiting for|have|see|receiv\w*|put together|take|do|give|agree|confirm|consent|(?:über|zu|ein|nach|"
    r"mit)?(?:send|schick|reich|lad|mittel|sandt)\w*|hochlad\w*|zukommen|mitteil\w*|teilen|füll\w*|ausfüll\w*|"
    r"nenn\w*|angeb\w*|geben|benötig\w*|brauch\w*|bräucht\w*|fehl\w*|ausstehend\w*|offen|nachreichen|nachzureichen|"
    r"beantwort\w*|bearbeit\w*|vervollständig\w*|unterschr\w*|beifüg\w*|beileg\w*|lautet|hoch|stimm\w*|erteil\w*|"
    r"ersuchen|erbitten|add|drop|ping|\w*füll\w*|lös(?:t|en|e)|anzufertigen|bitten? (?:wir |ich )?(?:sie|dich|"
    r"um)[^\n]{0,20}|beantragen|antworten|resend|reply|übersend\w*|skizzier\w*|schreib\w*)\b",
    re.I,
)
_NEEDS_NO_GIVING = frozenset({Item.availability, Item.start_date, Item.salary, Item.work_permit, Item.questions})
"""Asked for by a mere question."""
_NEVER_ASKS = re.compile(
    r"\bthank(?:s| you)[^\n]{0,40} for (?!your (?:interest|application|patience|time|reply|response))|"
    r"\bdank für (?:die|das|den|ihr\w* (?:zusendung|unterlagen|zeugnis|lebenslauf|referenz))|\b(?:have|has|been|was|"
    r"were|successfully) (?:now |already |safely )?(?:received|submitted|reviewed|completed)|\bwe received\b|"
    r"\b(?:erhalten|eingegangen|bekommen)\b(?! sie)|\bkeep (?:your|the) (?:resume|cv|application|profile|details|"
    r"documents|information|candidacy)\b|\bon file\b|\bretain|\bin the event\b|\bspeichern\b|\bkind enough\b|"
    r"\bforward with your\b|\bif (?:you|we) (?:do not|don't|no longer) (?:want|wish)\b|\bif (?:you(?:'re| are|"
    r" have been| were)? (?:selected|shortlisted|successful|chosen|offered)|we|your application|required|needed|"
    r"necessary|applicable|requested|you need)|\b(?:may|might|will) (?:then |later |also |be )*(?:ask|contact|"
    r"request|require|need)(?:ed)?(?: (?:you|for))|\byou (?:may|might|will) be asked|\b(?:at a )?later stage|"
    r"\b(?:no need|not necessary|not required|not need|never|do not (?:send|include|provide|share)|don't (?:send|"
    r"include|provide|share|need)|please refrain)\b|\b(?:falls|wenn|sollten) (?:sie|wir|du|ihre|"
    r"deine)\b[^\n]{0,40}(?:auswahl|runde|überzeug|ausgewählt|eingeladen)|\bzu einem späteren zeitpunkt|"
    r"\bim weiteren verlauf|\b(?:keine|nicht (?:nötig|erforderlich|notwendig)|verzichten|niemals)\b|\b(?:attached|"
    r"anbei|im anhang) (?:you will|finden|find)|\bnach (?:prüfung|durchsicht)|\bafter (?:reviewing|review)|\b(?:to|"
    r"and|also|please) bring\b|\bmitzubringen|\bbringen sie|\bmitbringen|\bany questions\b|\bfragen (?:haben|"
    r"zur verfügung)",
    re.I,
)
_CLAUSE_END = re.compile(
    r"; |,? (?:and|but|so|as) (?:we|our|i|then)\b| so (?:that )?we\b| because\b| while\b| (?:once|after|before|"
    r"when) (?:we|our|you)\b|, damit| um (?:ihnen|ihre)\b|, (?:dann|sodass|so dass)| based on\b| in your\b|"
    r" from your\b| on your\b",
    re.I,
)
_VERB_LAST = re.compile(
    r"missing|outstanding|required|incomplete|fehl|ausstehend|offen|nachreichen|need|require|benötig|brauch|bräucht",
    re.I,
)
_POINTS_BACK = re.compile(r"\b(?:it|them|this|these|es|ihn|diese[ns]?)\b", re.I)
_LONGEST_ITEM = 160


def asked_of(reading: Reading) -> tuple[Item, ...]:
    """Return what is asked for, each item once, in order of appearance."""
    found: dict[Item, None] = {}
    listing = False
    for sentence, lowered in zip(reading.sentences, reading.lowered, strict=True):
        if listing and (sentence.startswith(BULLET) or _is_list_line(sentence)):
            found.update(dict.fromkeys(items_in(sentence[:_LONGEST_ITEM])))
            continue
        asks = _ASKS.search(sentence) if may_name_item(lowered) or sentence.endswith(":") else None
        if asks and _NEVER_ASKS.search(sentence):
            asks = None
        if asks:
            found.update(dict.fromkeys(_wanted(_clause(sentence, asks))))
        listing = asks is not None and sentence.endswith(":")
    return tuple(found)


def _is_list_line(sentence: str) -> bool:
    return len(sentence) < 70 and sentence[-1] not in ".!:"


def _clause(sentence: str, asks: re.Match[str]) -> str:
    """The asking clause: from its verb on, from the sentence's start where the verb comes last ("... fehlen noch")."""
    before = _VERB_LAST.search(asks.group()) or _POINTS_BACK.search(sentence, asks.end(), asks.end() + 60)
    start = 0 if before else asks.start()
    end = _CLAUSE_END.search(sentence, asks.end())
    return sentence[start : end.start() if end else len(sentence)]


def _wanted(clause: str) -> list[Item]:
    gives = _GIVES.search(clause)
    return [item for item in items_in(clause) if gives or item in _NEEDS_NO_GIVING]

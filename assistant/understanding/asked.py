"""What the reader is asked for, from sentences that ask; thanks, descriptions and conditions do not."""

import re

from assistant.mail.expressions import expression
from assistant.understanding.dates import NUMBERS
from assistant.understanding.items import Item, items_in, may_name_item
from assistant.understanding.reading import BULLET, Reading

_ASKS = expression(
    r"^(?:• )?(?:fill (?:in|out)|send|upload|complete|submit|attach|provide|add|sign|return|e-?mail|forward|share|"
    r"answer|ping|drop|finish|prepare|write|reply)\b(?! (?:you|to you|more))|\b(?:please(?! (?:note|find|be aware|feel|"
    r"do not|don't|rest|accept|see|allow|bear|remember|visit|know|expect|keep))|(?:could|can|would|will) you|kindly|"
    r"you(?:'ll| will)? (?:need|have|must) to|you must|(?:we|i)(?:'d| would)?(?: still| also| now| kindly|"
    r" just)* (?:need|require|ask (?:that )?you|like you to|love (?:you )?to (?:see|have)|appreciate (?:it if|your|"
    r"receiving)|like to (?:see|receive|have|request))|we(?:'re| are)(?: still| currently)* (?:missing|lacking|"
    r"waiting for)|(?:is|are) (?:still |currently )?(?:missing|outstanding|required|incomplete)|what(?:\'?s| is| are|"
    r" does)|(?:what|which) (?:days?|times?|dates?)|grateful (?:if|for)|let (?:me|us) have|(?:could|can|may) (?:i|"
    r"we) (?:get|have|ask|see)|any (?:luck|progress) with|pls|plz|what (?:\w+ ){0,2}(?:pay|salary|rate|compensation)|"
    r"how (?:much|soon)|got (?:a|an|any|your)|(?:is it )?ok(?:ay)? (?:for|to send)|happy for me|may i|darf ich|"
    r"(?:schick|send|teil|gib|nenn|füll|mach|lad|lädt)e?st du|warten (?:wir )?(?:noch )?auf|when (?:could|can|would|"
    r"are)|which (?:of|day|date|time|slot)|do you have|are you (?:authori[sz]ed|legally|available|free)|your next step|"
    r"let (?:us|me) know|(?:invite|ask|request) you to|still missing|(?:complete|finish|submit|upload|send|provide|"
    r"forward|share) (?:the|your|us|me|two|three|some|a few)|bitten?|(?:könn?t?en|würden|möchten) sie|(?:kannst|"
    r"könntest) du|(?:benötigen|brauchen|bräuchten|erbitten|ersuchen)|(?:benötige|bräuchte)|fehl(?:t|en|ende[nr]?)|"
    r"ausstehend\w*|noch offen|nachreichen|nachzureichen|(?:senden|schicken|reichen|laden|teilen|füllen|übermitteln|"
    r"nennen|geben|beantworten) sie|(?:sende|schicke?|reiche?|lade?|teile?|fülle?|nenne?|gib|beantworte) (?:uns|mir|"
    r"bitte|die|das|deine)|wie (?:lautet|hoch|sind|ist)|wann|ab wann|haben sie|welche[rs]?|do you (?:need|require)|"
    r"not yet (?:completed|submitted|finished|received)|(?:been )?invited (?:you |by [^\n.]{1,50} )?to (?:take|"
    r"complete)|i(?:\'m| am)(?: still)? (?:missing|waiting for)|need your|would you (?:need|be|send)|love to see|"
    r"hast du|brauche?|(?:next|now), take|ask everyone to|requested to|return the|email me)\b",
    re.I,
)
_GIVES = expression(
    r"\b(?:send|provid\w*|submit\w*|reply|respond|state|upload|attach|forward|shar(?:e|ing)|e-?mail|return|includ\w*|"
    r"supply|bring|fill|complet\w*|finish|finali[sz]e|sign|answer|need|requir\w*|missing|outstanding|incomplete|"
    r"lacking|waiting for|have|see|receiv\w*|put together|take|do|give|agree|confirm|consent|(?:über|zu|ein|nach|"
    r"mit)?(?:send|schick|reich|lad|mittel|sandt)\w*|hochlad\w*|zukommen|mitteil\w*|teilen|füll\w*|ausfüll\w*|nenn\w*|"
    r"angeb\w*|geben|benötig\w*|brauch\w*|bräucht\w*|fehl\w*|ausstehend\w*|offen|nachreichen|nachzureichen|"
    r"beantwort\w*|bearbeit\w*|vervollständig\w*|unterschr\w*|beifüg\w*|beileg\w*|lautet|hoch|stimm\w*|erteil\w*|"
    r"ersuchen|erbitten|add|drop|ping|\w*füll\w*|lös(?:t|en|e)|anzufertigen|bitten? (?:wir |ich )?(?:sie|dich|"
    r"um)[^\n]{0,20}|beantragen|antworten|resend|reply|übersend\w*|warte\w*|absolvier\w*|durchführ\w*|here|ping|"
    r"prepare|get|luck|meld\w*|skizzier\w*|schreib\w*)\b",
    re.I,
)
_NEEDS_NO_GIVING = frozenset({Item.availability, Item.start_date, Item.salary, Item.work_permit, Item.questions})
"""Asked for by a mere question."""
_NEVER_ASKS = expression(
    r"\bthank(?:s| you)[^\n]{0,40} for (?!your (?:interest|application|patience|time|reply|response))|"
    r"\bdank für (?:die|das|den|ihr\w* (?:zusendung|unterlagen|zeugnis|lebenslauf|referenz))|\b(?:have|has|been|was|"
    r"were|successfully) (?:now |already |safely )?(?:received|submitted|reviewed|completed)|\bwe received\b|"
    r"\b(?:to|at) hand\b|\bhandy\b|\bno (?:\w+ ){0,2}(?:is |are )?(?:required|needed)\b|"
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
    r"also|please) bring\b|^bring\b|\bmitzubringen|\bbringen sie|\bmitbringen|\bany questions\b|\bfragen (?:haben|"
    r"zur verfügung)",
    re.I,
)
_CLAUSE_END = expression(
    r"; | and bring\b|,? (?:and|but|so|as) (?:we|our|i|then)\b| so (?:that )?we\b| because\b| while\b| (?:once|after|"
    r"before|when) (?:we|our|you)\b|, damit| um (?:ihnen|ihre)\b|, (?:dann|sodass|so dass)| based on\b| in your\b|"
    r" from your\b| on your\b",
    re.I,
)
_VERB_LAST = expression(
    r"missing|outstanding|required|incomplete|fehl|ausstehend|offen|nachreichen|need|require|benötig|brauch|bräucht",
    re.I,
)
_POINTS_BACK = expression(r"\b(?:it|them|this|these|es|ihn|diese[ns]?)\b", re.I)
_ENUMERATES = expression(
    r"\b(?:following|below|these (?:\w+ )?(?:items|documents|things)|folgende\w*|nachstehend\w*|"
    r"unten)\b",
    re.I,
)
_ENUMERATE_STEMS = ("following", "below", "these ", "folgende", "nachstehend", "unten")
_ASIDE = expression(r"\b(?:ohne|without)\b[^\n.;]{0,40}|(?<=forms) \([^()]*\)|(?<=form) \([^()]*\)")
_HANDED_OVER = expression(
    r"\b(?:attached|enclosed|attach|anbei|beigefügt\w*|im anhang|angehängt)\b[^\n]{0,80}\b(?:exercise|test|assignment|"
    r"task|assessment|challenge|(?<!in )case(?: study)?|aufgabe\w*|fallstudie|übung)\b",
    re.I,
)
_HANDED_BACK = expression(
    r"\b(?:return|send|submit|prepare|complete|deliver|e-?mail|upload)\b[^\n]{0,40}\b(?:your|it|them|back|the|"
    r"no more)\b|\b(?:schick|send|reich|lad|bearbeit|lös)\w*\b",
    re.I,
)
_LONGEST_ITEM = 160
_SCATTERED = 4
"""Sentences that may stand between two items of a list."""


def asked_of(reading: Reading) -> tuple[Item, ...]:
    """Return what is asked for, each item once, in order of appearance."""
    found: dict[Item, None] = {}
    listing, left = False, 0
    for sentence, lowered in zip(reading.sentences, reading.lowered, strict=True):
        if sentence.startswith(BULLET) and left:
            left = _SCATTERED
        if (left and sentence.startswith(BULLET)) or (listing and _is_list_line(sentence)):
            found.update(dict.fromkeys(items_in(sentence[:_LONGEST_ITEM])))
            continue
        asks = _asks(sentence, lowered)
        if asks:
            found.update(dict.fromkeys(_wanted(_clause(sentence, asks))))
        listing = asks is not None and sentence.endswith(":")
        left = _SCATTERED if listing or (asks and _ENUMERATES.search(sentence)) else max(left - 1, 0)
    if _is_handed_a_task(reading):
        found.setdefault(Item.assessment)
    return tuple(found)


def _asks(sentence: str, lowered: str) -> re.Match[str] | None:
    """What asks in a sentence that may name a thing or begin a list."""
    if not (may_name_item(lowered) or sentence.endswith(":") or any(map(lowered.__contains__, _ENUMERATE_STEMS))):
        return None
    asks = _ASKS.search(sentence)
    if asks is None:
        return None
    end = _CLAUSE_END.search(sentence, asks.end())
    return None if _NEVER_ASKS.search(sentence[: end.start() if end else len(sentence)]) else asks


def _is_handed_a_task(reading: Reading) -> bool:
    """Whether a task is attached and something is to be sent back."""
    stems = ("attach", "enclosed", "anbei", "beigefügt", "anhang", "angehängt")
    handed = any(map(_HANDED_OVER.search, reading.naming(stems)))
    return handed and _HANDED_BACK.search(reading.flow) is not None


def references_wanted_of(reading: Reading) -> int | None:
    """Return how many references are asked for, None if no number is named."""
    for sentence in reading.naming(("refer", "gutachter", "recommendation", "empfehlung", "name")):
        number = _NUMBER_OF_REFERENCES.search(sentence)
        if number:
            word = (number[1] or number[2]).lower()
            return int(word) if word.isdigit() else NUMBERS[word]
    return None


_COUNT = "|".join(["[1-9]", *sorted(NUMBERS, key=len, reverse=True)])
_NUMBER_OF_REFERENCES = expression(
    rf"\b({_COUNT}) (?:\w+ ){{0,3}}(?:references?|referees|referenz\w*|gutachter\w*|empfehlungsschreiben|letters of "
    rf"recommendation|(?:names|namen) (?:and|with|mit|und) (?:phone|contact|e-?mail|tele|kontakt|mail)\w*)|"
    rf"\b(?:references?|referees|referenz\w*|gutachter\w*) (?:from|of|von|für)? ?(?:at least |mindestens "
    rf")?({_COUNT})\b",
    re.I,
)


def _is_list_line(sentence: str) -> bool:
    return len(sentence) < 70 and sentence[-1] not in ".!:"


def _clause(sentence: str, asks: re.Match[str]) -> str:
    """The asking clause: from its verb on, from the sentence's start where the verb comes last ("... fehlen noch")."""
    before = _VERB_LAST.search(asks.group()) or _POINTS_BACK.search(sentence, asks.end(), asks.end() + 60)
    start = 0 if before else asks.start()
    end = _CLAUSE_END.search(sentence, asks.end())
    return _ASIDE.sub("", sentence[start : end.start() if end else len(sentence)])


def _wanted(clause: str) -> list[Item]:
    gives = _GIVES.search(clause)
    return [item for item in items_in(clause) if gives or item in _NEEDS_NO_GIVING]

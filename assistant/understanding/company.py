"""Which company the message is about, and which agency writes for it.

Names that mean the same company are counted together; one is taken only if well supported and no other comes near.
"""

import re
from collections.abc import Iterable

from assistant.mail.platforms import PLATFORMS
from assistant.mail.sender import Kind, kind_of, platform_of
from assistant.understanding.company_names import NAME, cleaned, key_of, label_of
from assistant.understanding.employers import Candidate, candidates_of
from assistant.understanding.reading import Reading

_ENOUGH = 3
_AHEAD = 2
"""How much heavier than any other the chosen name must be."""
_AGENCY = re.compile(
    r"\b(?:(?:our|my|the|direct) client\b(?! (?:services?|success|base|facing|care|relations|experience|needs|"
    r"solutions|side|team|work|projects))|(?:a|one of (?:our|my)) clients?\b|client of (?:ours|mine)|represent you|"
    r"represent me|(?:unser(?:e[mns])?|mein(?:e[mns])?|ein(?:e[mns])?|de[rmns]|im auftrag) (?:\w{4,20} )?(?:kunden?|"
    r"mandant(?:en|in)?|mandat|auftraggebers?|klienten?)|personalvermittlung|personalberat(?:ung(?:sunternehmen)?|"
    r"er(?:in)?))\b",
    re.I,
)
_BROKERS = re.compile(
    r"\b(?:put(?:ting)? you forward|(?:submit|send|put|introduc)\w* you(?:r (?:profile|cv|resume|details))? (?:to|over|"
    r"forward to) (?:them|the client|my client)|right to represent|get(?:ting)? (?:you )?registered with us|"
    r"on our books|temp(?:orary)? assignments?|locum|umbrella company|corp[- ]to[- ]corp|on w2|c2c|(?:recruitment|"
    r"principal|managing) consultant|technical recruiter|vermittlungsgutschein|in unsere kartei|bei der stellensuche|"
    r"kunden ich (?:sie|dich) unterbringen|beim kunden (?:einreich|vorstell|platzier)\w*|personaldisponent\w*|(?:vom|"
    r"beim|der) kunde[n]? (?:\w+ ){0,4}(?:feedback|rückmeldung|hat|möchte|will|achtet)|profil (?:\w+ )?(?:bei|"
    r"an) [A-ZÄÖÜ]\w+ (?:\w+ )?einreich\w*)\b",
    re.I,
)
"""What only one says who places people with others."""
_AGENCY_NAME = re.compile(
    r"\b(?:staffing|recruitment|recruiters|resourcing|personnel|headhunt\w*|search|personalberatung|"
    r"personaldienst\w*|personalservice|personalvermittlung|zeitarbeit|personal)\b",
    re.I,
)
_CLIENT_STEMS = (
    "client",
    "kunde",
    "mandant",
    "auftraggeber",
    "klient",
    "personalvermittlung",
    "personalberat",
    "mandat",
    "represent ",
)
_BROKER_STEMS = (
    "forward", "submit", "send", "introduc", "represent", "register", "books", "assignment", "locum", "umbrella",
    "corp", "w2", "c2c", "consultant", "recruiter", "kunde", "kartei", "stellensuche", "vermittlung", "disponent",
    "einreich",
)  # fmt: skip
_JOB_SENSE = re.compile(
    r"\b(?:position|role|hir(?:e|ing)|look(?:s|ing)? for|seek|interview|feedback|decided|opportunit|candidate|profile|"
    r"passed|vacancy|on behalf|requirement|opening|stelle|such(?:t|en?)|projekt|besetz|bewerb|profil|unterlagen|"
    r"position|auftrag|vakanz|entschieden)",
    re.I,
)
_CLIENT = re.compile(
    rf"\b(?:[Cc]lient,?|on behalf of|[Ff]eedback from|[Pp]rojekt bei|Kunden?,?|Auftrag der|[Ll]eiter(?:in)? (?:von|bei|"
    rf"der)|Mandanten?,?) (?:der |die |the )?{NAME}"
)
_MAYBE_CLIENT = re.compile(rf"\b(?:[Ww]ith|for|[Ss]poke to|had|bei|für) {NAME}")
"""Named by one who places people: two such places are as good as one that says client."""
_CARRIERS = frozenset(key_of(row.name) for row in PLATFORMS)


def company_of(reading: Reading) -> tuple[str | None, str | None]:
    """Return the employer and the agency, each None if not certain."""
    platforms = _platforms(reading)
    candidates = [candidate for candidate in candidates_of(reading) if key_of(candidate.name) not in platforms]
    agency = _best(candidate for candidate in candidates if candidate.own)
    if not _writes_for_client(reading) and not (agency and _AGENCY_NAME.search(agency)):
        return _best(candidates), None
    clients = [
        Candidate(name, weight)
        for pattern, weight in ((_CLIENT, 3), (_MAYBE_CLIENT, 2))
        for match in pattern.finditer(reading.flow)
        if (name := cleaned(match.group(1)))
    ]
    others = [c for c in candidates if not c.own and not (agency and _alike(key_of(c.name), key_of(agency)))]
    return _best([*others, *clients]), agency


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one)))


def _best(candidates: Iterable[Candidate]) -> str | None:
    """The best supported name, None if it is weak or another comes near."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        key = key_of(candidate.name)
        known = next((k for k in groups if _alike(k, key)), key)
        groups.setdefault(known, []).append(candidate)
    ranked = sorted(groups.values(), key=lambda group: -sum(c.weight for c in group))
    if not ranked or (weight := sum(c.weight for c in ranked[0])) < _ENOUGH:
        return None
    if len(ranked) > 1 and sum(c.weight for c in ranked[1]) > weight - _AHEAD:
        return None
    return max(ranked[0], key=lambda c: c.weight).name


def _platforms(reading: Reading) -> frozenset[str]:
    """Names that are the carrier's, not the employer's: every platform's, unless the mail comes from its own house."""
    sender = reading.message.sender
    sending = platform_of(sender.domain) if sender else None
    own = key_of(label_of(sender.domain)) if sender and kind_of(sender.domain) is Kind.other else None
    return (_CARRIERS - {own}) | ({key_of(sending)} if sending else frozenset())


def _writes_for_client(reading: Reading) -> bool:
    if any(map(_BROKERS.search, (*reading.naming(_BROKER_STEMS), *reading.closing[:6]))):
        return True
    return any(_AGENCY.search(sentence) and _JOB_SENSE.search(sentence) for sentence in reading.naming(_CLIENT_STEMS))

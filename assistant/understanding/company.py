"""Which company the message is about, and which agency writes for it.

Every place where a name can stand gives candidates with a weight; candidates that mean the same company are counted
together, and a company is taken only if it is well supported and no other comes near it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.mail.platforms import PLATFORMS
from assistant.mail.sender import Kind, kind_of, platform_of
from assistant.understanding.company_names import DEPARTMENT, LEGAL_NAME, NAME, cleaned, key_of, label_of
from assistant.understanding.names import person_name
from assistant.understanding.reading import Reading, after_farewell
from assistant.understanding.titles import has_title_word, is_title_word

_ENOUGH = 3
_AHEAD = 2
"""How much heavier than any other the chosen name must be."""

_OF_A_JOB = r"position|role|job|opening|opportunit(?:y|ies)|internship|apprenticeship|vacancy|post|careers?|employment"
_ENGLISH: tuple[tuple[re.Pattern[str], int, bool], ...] = (
    (
        re.compile(
            rf"\b(?:[Aa]ppl(?:y|ying|ied)|[Aa]pplications?|[Cc]andidacy|{_OF_A_JOB}|[Ww]orking|[Tt]eam|here|[Ll]ife|"
            r"colleagues|us|[Rr]ecruitment process|[Hh]iring process|everyone|all of us|was sent)"
            rf" (?:to|with|at|within|here at) (?:the )?{NAME}"
        ),
        3,
        False,
    ),
    (re.compile(rf"\b[Ii]nterest in (?:joining |working (?:at|for|with) )?(?:the )?{NAME}(?=[.!]| and\b|,)"), 3, False),
    (re.compile(rf"\b(?:[Jj]oin(?:ing)?|[Cc]hoosing|[Cc]onsider(?:ing|ation of)|part of) (?:the )?{NAME}"), 2, False),
    (re.compile(rf"(?<=\w)(?:,| here)? at (?:the )?{NAME}"), 1, False),
)
_WRITERS_OWN: tuple[tuple[re.Pattern[str], int, bool], ...] = (
    (
        re.compile(
            r"\b(?:[Rr]ecruit(?:er|ing|ment)|[Tt]alent [Aa]cquisition|[Tt]alent [Pp]artner|[Ss]ourcer|[Cc]oordinator|"
            r"reaching out|HR|writing(?: to you)?|calling|Recruiterin|Personalreferentin)(?: here)?"
            rf" (?:at|with|from|for|bei|von) (?:der )?{NAME}"
        ),
        3,
        True,
    ),
)
_GERMAN: tuple[tuple[re.Pattern[str], int, bool], ...] = (
    (
        re.compile(
            r"\b(?:[Bb]ew[eo]rb\w{0,15}|[Ss]tellen?|[Pp]osition|[Mm]itarbeit|[Kk]arriere|[Pp]raktikum|[Tt]ätigkeit|"
            r"[Aa]usbildung|[Jj]ob|[Ee]instieg|[Gg]espräch|[Tt]eam|[Ii]nteresse)\b[^\n.!?]{0,90}? (?:bei|"
            r"beim) (?:der |dem |den )?(?:Firma )?" + NAME
        ),
        3,
        False,
    ),
    (re.compile(rf"\b(?:Firma|Karriere mit|Arbeitgeber) (?:der )?{NAME}"), 3, False),
    (
        re.compile(rf"\bInteresse an?m? (?:der |dem |einer? \w{{4,20}} (?:in|an|bei|mit) (?:der |dem )?)?{NAME}"),
        2,
        False,
    ),
    (re.compile(rf"\b[Bb]ei (?:der |dem )?{NAME}"), 1, False),
)
_BY_LANGUAGE = {"en": _ENGLISH, "de": _GERMAN}
_SUBJECT: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        re.compile(
            rf"\b(?:[Aa]ppl(?:y|ying|ied)|[Aa]pplications?|[Cc]andidacy|{_OF_A_JOB})(?: \w+){{0,6}}? (?:to|at|"
            rf"with) (?:the )?{NAME}"
        ),
        3,
    ),
    (re.compile(rf"\b[Bb]ewerbung\b[^\n]{{0,90}}? (?:bei|beim) (?:der |dem )?{NAME}"), 3),
    (
        re.compile(
            rf"\b(?:[Ii]nterest in|[Nn]ote from|[Mm]essage from|[Uu]pdate from|[Nn]ews from|[Ff]ollow[ -]?[Uu]p from|"
            rf"[Tt]hank you from|Interesse an der|Interesse am|Interesse an) {NAME}"
        ),
        2,
    ),
    (
        re.compile(
            rf"^(?:[Yy]our |[Ii]hre )?{NAME}(?: ?[-–|:]? ?)(?:[Jj]ob |[Ee]mployment )?(?:[Aa]pplication|[Ii]nterview|"
            rf"[Bb]ewerbung)\b"
        ),
        2,
    ),
    (re.compile(rf" (?:at|with|bei|@) {NAME}$"), 2),
    (re.compile(rf"[-–|] {NAME}$"), 1),
    (re.compile(rf"^{NAME} ?[-–|:]"), 1),
)
_JOB_TAIL = re.compile(
    r" ?(?:role|position|team|opening|internship|job|vacancy|opportunit|program|department|post\b|requisition|"
    r"stelle\b|group\b|interview|process|\((?:[mwfdx](?:/[mwfdx]){1,2}|all genders)\))",
    re.I,
)
_OTHERS_JOB = re.compile(r"\b(?:your|yours|you|ihrer?|deiner?) (?:\w+ ){0,5}$", re.I)
"""Before "position at X": the reader's own employer."""
_JOB_WORD = re.compile(rf"(?:{_OF_A_JOB}|working|team|,? (?:here )?at)\b", re.I)
_PIECES = re.compile(r" ?[|•·] ?| ?// ?| [–—-] | (?:at|from|bei|von|@|vom) |, | \(|\)")
_AGENCY = re.compile(
    r"\b(?:(?:our|my) client\b(?! (?:services?|success|base|facing|care|relations|experience|needs|solutions|side|"
    r"team|work|projects))|(?:a|one of (?:our|my)) clients?\b|client of (?:ours|mine)|unseres (?:Kunden|Mandanten|"
    r"Auftraggebers|Klienten)|(?:unser|unserem|für unseren|für einen|für meinen|mein|meines) (?:Kunden?|Mandanten?|"
    r"Auftraggeber|Klienten?)|Personalvermittlung|Personalberatung(?:sunternehmen)?)\b",
)
_JOB_SENSE = re.compile(
    r"\b(?:position|role|hir(?:e|ing)|look(?:s|ing)? for|seek|interview|feedback|decided|opportunit|candidate|"
    r"profile|passed|vacancy|on behalf|stelle|such(?:t|en)|bewerb|profil|unterlagen|position|auftrag|vakanz|"
    r"entschieden)",
    re.I,
)
_CLIENT = re.compile(rf"\b(?:[Cc]lient,?|on behalf of|Kunden?,?|Auftrag der|Mandanten?,?) (?:der |die |the )?{NAME}")
_AFFIX = re.compile(
    r"^(?:join|get|try|hello|team|go|use|my|we)(?=\w{4})|(?<=\w{3})(?:hq|inc|app|group|careers?|jobs?|corp|global|ag|"
    r"gmbh|online)$"
)

_CARRIERS = frozenset(key_of(row.name) for row in PLATFORMS)


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    weight: int
    own: bool = False
    """From display name, signature or address: the agency's where an agency writes."""


def company_of(reading: Reading) -> tuple[str | None, str | None]:
    """Return the employer and the agency, each None if not certain."""
    candidates = [*_from_text(reading), *_from_subject(reading), *_from_display(reading), *_from_closing(reading)]
    candidates += _from_domain(reading)
    platform = _platforms(reading)
    candidates = [candidate for candidate in candidates if key_of(candidate.name) not in platform]
    if not _writes_for_client(reading):
        return _best(candidates), None
    agency = _best(candidate for candidate in candidates if candidate.own)
    clients = [_Candidate(name, 3) for match in _CLIENT.finditer(reading.flow) if (name := cleaned(match.group(1)))]
    others = [c for c in candidates if not c.own and not (agency and _alike(key_of(c.name), key_of(agency)))]
    return _best([*others, *clients]), agency


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one)))


def _best(candidates: Iterable[_Candidate]) -> str | None:
    """The best supported name, None if it is weak or another comes near."""
    groups: dict[str, list[_Candidate]] = {}
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


def _from_text(reading: Reading) -> Iterator[_Candidate]:
    seen: set[tuple[int, str]] = set()
    for pattern, weight, own in (*_BY_LANGUAGE.get(reading.language or "", (*_ENGLISH, *_GERMAN)), *_WRITERS_OWN):
        for match in pattern.finditer(reading.flow):
            name = cleaned(match.group(1))
            if not name or _JOB_TAIL.match(reading.flow, match.end()):
                continue
            before = reading.flow[reading.flow.rfind("\n", 0, match.start()) + 1 : match.start()]
            if _JOB_WORD.match(match.group()) and _OTHERS_JOB.search(before[-80:]):
                continue
            found = 3 if weight == 1 and is_title_word(before.rpartition(" ")[2]) else weight
            if (found, name) not in seen:
                seen.add((found, name))
                yield _Candidate(name, found, own)


def _from_subject(reading: Reading) -> Iterator[_Candidate]:
    for pattern, weight in _SUBJECT:
        match = pattern.search(reading.subject)
        name = cleaned(match.group(1)) if match else None
        if match and name and not person_name(name) and not _JOB_TAIL.match(reading.subject[match.end() :]):
            yield _Candidate(name, weight)


def _from_display(reading: Reading) -> Iterator[_Candidate]:
    sender = reading.message.sender
    if sender is None or "@" in sender.name:
        return
    pieces = [piece.strip() for piece in _PIECES.split(sender.name[:120]) if piece.strip()]
    if len(pieces) > 1 and person_name(pieces[0]):
        name = cleaned(pieces[-1])
        yield from (_Candidate(name, 2, True) for _ in range(1) if name and not person_name(name))
    elif not person_name(sender.name, display=True):
        name = cleaned(sender.name)
        if name and not person_name(name, display=True):
            yield _Candidate(name, 2 if name != sender.name.strip() else 1, True)


def _from_closing(reading: Reading) -> Iterator[_Candidate]:
    """Names in the signature: with a legal form, beside a title, or as a team."""
    for line in reading.closing[:8]:
        line = after_farewell(line)
        if len(line) > 90 or "@" in line or "http" in line:
            continue
        legal = LEGAL_NAME.search(line)
        pieces = [piece.strip() for piece in _PIECES.split(line) if piece.strip()]
        if legal and (name := cleaned(legal.group(1))):
            yield _Candidate(name, 3, True)
        elif len(pieces) > 1 and (
            has_title_word(pieces[-2]) or DEPARTMENT.search(pieces[-2]) or person_name(pieces[0])
        ):
            yield from _signed(pieces[-1], 2)
        elif len(pieces) == 1 and DEPARTMENT.search(line):
            yield from _signed(line, 2)
        else:
            yield from _signed(line, 1)


def _signed(text: str, weight: int) -> Iterator[_Candidate]:
    name = cleaned(text)
    if name and re.fullmatch(NAME, name) and not person_name(name) and not person_name(text):
        yield _Candidate(name, weight, True)


def _from_domain(reading: Reading) -> Iterator[_Candidate]:
    """The sender's own domain, where the text writes that name out."""
    message = reading.message
    addresses = [
        address
        for address in (message.sender, *message.reply_to[:1])
        if address and kind_of(address.domain) is Kind.other
    ]
    names = " ".join([message.sender.name if message.sender else "", reading.subject, *reading.closing])
    text = f"{reading.flow}\n{names}"
    compact = re.sub(r"[\W_]+", "", text.lower())
    for label in dict.fromkeys(label_of(address.domain).replace("-", "") for address in addresses):
        for form in dict.fromkeys((label, _AFFIX.sub("", label))):
            if len(form) > 2 and form in compact and (name := _written(form, text)):
                yield _Candidate(name, 3, True)
                break


def _written(form: str, text: str) -> str | None:
    """The words of the text that spell a domain's label ("Acme Corp" for "acmecorp"), as written there."""
    words = [word.strip(".,;:!?()|\"'<>*–-") for word in text.split()]
    folded = [re.sub(r"[\W_]+", "", word.removesuffix("'s").lower()) for word in words]
    for index, piece in enumerate(folded):
        end = index + 1
        while piece and form.startswith(piece) and len(piece) < len(form) and end < len(folded) and end - index < 5:
            piece += folded[end]
            end += 1
        if piece == form and "@" not in words[index] and "." not in words[end - 1]:
            return " ".join(words[index:end]).removesuffix("'s")
    return None


def _platforms(reading: Reading) -> frozenset[str]:
    """Names that are the carrier's, not the employer's: every platform's, unless the mail comes from its own house."""
    sender = reading.message.sender
    sending = platform_of(sender.domain) if sender else None
    own = key_of(label_of(sender.domain)) if sender and kind_of(sender.domain) is Kind.other else None
    return (_CARRIERS - {own}) | ({key_of(sending)} if sending else frozenset())


def _writes_for_client(reading: Reading) -> bool:
    return any(_JOB_SENSE.search(reading.around(match.start())) for match in _AGENCY.finditer(reading.flow))

"""Every place in a message where an employer's name can stand, each with a weight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.mail.expressions import expression
from assistant.mail.sender import Kind, kind_of
from assistant.understanding.company_names import DEPARTMENT, LEGAL_END, NAME, cleaned, label_of
from assistant.understanding.names import is_usual, person_name
from assistant.understanding.reading import Reading, after_farewell
from assistant.understanding.tables import table
from assistant.understanding.titles import has_title_word, is_title_word

_OF_A_JOB = r"position|role|job|opening|opportunit(?:y|ies)|internship|apprenticeship|vacancy|post|careers?|employment"
_NAMED = expression(
    r" (to|with|at|within|in|from|for|bei|beim|mit|an|am|[Ff]irma|join|joining|choosing|considering)"
    rf" (?:the |der |dem |den |einer )?(?:Firma )?{NAME}"
)
"""A preposition and a name; what stands before the preposition tells what the name is."""
_APPLYING = table("apply applying applied application applications candidacy sent")
_A_JOB = table(
    "position role job opening opportunity opportunities internship apprenticeship vacancy post career careers "
    "employment working team life"
)
_INSIDERS = table("here colleagues us everyone process people")
_WRITERS = table(
    "recruiter recruiting recruitment acquisition partner sourcer coordinator out hr writing you calling recruiterin"
)
_GERMAN_JOB = expression(
    r"\b(?:bew[eo]rb|stelle|position|mitarbeit|karriere|praktikum|tätigkeit|ausbildung|job|einstieg|gespräch|team|"
    r"interesse)",
    re.I,
)
_OTHERS_JOB = table("your yours you ihr ihre ihrer dein deine deiner")
"""Before "position at X": the reader's own employer."""
_JOINING = table("join joining choosing considering")
_GERMAN_LINKS = table("bei beim an am mit firma")
_SURE = 3
_INTEREST_ENDS = expression(r"[.!,]| and\b|$")
_SUBJECT: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        expression(
            rf"\b(?:[Aa]ppl(?:y|ying|ied)|[Aa]pplications?|[Cc]andidacy|(?i:{_OF_A_JOB}))(?: \w+){{0,6}}? (?:to|at|"
            rf"with) (?:the )?{NAME}"
        ),
        3,
    ),
    (expression(rf"\b[Bb]ewerbung\b[^\n]{{0,90}}? (?:bei|beim) (?:der |dem )?{NAME}"), 3),
    (
        expression(
            rf"\b(?:[Ii]nterest in|[Nn]ote from|[Mm]essage from|[Uu]pdate from|[Nn]ews from|[Ff]ollow[ -]?[Uu]p from|"
            rf"[Tt]hank you from|Interesse an der|Interesse am|Interesse an) {NAME}"
        ),
        2,
    ),
    (
        expression(
            rf"^(?:[Yy]our |[Ii]hre )?{NAME}(?: ?[-–|:] ?| )(?:[Jj]ob |[Ee]mployment )?(?:[Aa]pplication|[Ii]nterview|"
            rf"[Bb]ewerbung)\b"
        ),
        2,
    ),
    (expression(rf" (?:at|with|bei|@) {NAME}$"), 2),
    (
        expression(
            rf"^{NAME} (?:invites|has invited|is inviting|viewed|has viewed|has requested|requests|has reviewed) "
            rf"you"
        ),
        3,
    ),
    (expression(rf"\b(?:[Cc]heck|[Aa]ssessment|[Tt]est|[Ii]nvitation) (?:for|from) {NAME}$"), 2),
    (expression(rf"[-–|] {NAME}$"), 1),
    (expression(rf"^{NAME} ?[-–|:]"), 1),
)
_JOB_TAIL = expression(
    r" ?(?:role|position|team|opening|internship|job|vacancy|opportunit|program|department|post\b|requisition|"
    r"stelle\b|group\b|interview|process|\((?:[mwfdx](?:/[mwfdx]){1,2}|all genders)\))",
    re.I,
)
_PIECES = expression(r" ?[|•·] ?| ?// ?| [–—-] | (?:at|from|bei|von|@|vom) |, | \(|\)")
_AFFIX = expression(
    r"^(?:join|get|try|hello|team|go|use|my|we)(?=\w{4})|(?<=\w{3})(?:hq|inc|app|group|careers?|jobs?|corp|global|ag|"
    r"gmbh|online)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name, how much its place is worth, and whether it is the writer's own."""

    name: str
    weight: int
    own: bool = False  # from display name, signature or address: the agency's where an agency writes


def candidates_of(reading: Reading) -> list[Candidate]:
    """Return every name that may be the employer's, some several times."""
    places = (_from_text, _from_subject, _from_display, _from_closing, _from_domain)
    return [candidate for place in places for candidate in place(reading)]


_ACTS = expression(
    rf"(?:^|\n|[,:.!] ){NAME} (?:would like|möchten?|loved|liked|wants?|are looking|is looking) (?:you|your|for|"
    rf"to (?:see|meet|interview)|Ihnen|Sie|dir|dich|Ihre|deine)\b"
)
_ACTED_FOR = expression(
    rf"\b(?:[Aa]ssessment|(?:[Bb]ackground|[Rr]eference) [Cc]heck|[Oo]nline-?[Tt]est|coding test) (?:for|with|für|"
    rf"bei) {NAME}|(?:^|\n){NAME} (?:has |have |is )?(?:invit(?:es|ed|ing)|viewed|requested|requests|offered) (?:you|"
    rf"that you|your|references)\b|\b[Ii]m Auftrag (?:von|der) {NAME}|\b(?:invited|requested|"
    rf"ordered) (?:you )?by {NAME}|\bon behalf of {NAME}|\bthat {NAME} has (?:ordered|requested|asked)|\b(?:[Mm]essage|"
    rf"[Ff]eedback) from {NAME}"
)
"""What an employer does where a platform or an agency writes for it, and in whose name something is done."""


_ACT_STEMS = (" like ", "möchte", "loved", "liked", "want", "looking for")
_ACTED_STEMS = (
    "assessment", "check", "online", "coding test", "im auftrag", "invit", "request", "ordered", "behalf", "asked",
    "message from", "feedback from", "viewed", "offered",
)  # fmt: skip


def _acting(reading: Reading) -> Iterator[Candidate]:
    """Names of those who do what only an employer does."""
    for pattern, stems, worth in ((_ACTS, _ACT_STEMS, 2), (_ACTED_FOR, _ACTED_STEMS, _SURE)):
        for sentence in reading.naming(stems):
            for match in pattern.finditer(sentence):
                acting = cleaned(next(filter(None, match.groups())))
                if acting and not _is_person(acting):
                    yield Candidate(acting, worth)


def _from_text(reading: Reading) -> Iterator[Candidate]:
    yield from _acting(reading)
    seen: set[tuple[int, str]] = set()
    for match in _NAMED.finditer(reading.flow):
        name = cleaned(match.group(2))
        owner = "'s " in match.group(2)  # "Acme's Data Scientist role" names Acme
        if not name or (_JOB_TAIL.match(reading.flow, match.end()) and not owner):
            continue
        before = reading.flow[reading.flow.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "irma " in match.group():
            yield Candidate(name, _SURE)
        ends = match.group().endswith(".") or _INTEREST_ENDS.match(reading.flow, match.end()) is not None
        weight, own = _worth(match.group(1).lower(), before, ends)
        if weight and (weight, name) not in seen:
            seen.add((weight, name))
            yield Candidate(name, weight, own)


def _worth(link: str, before: str, ends: bool) -> tuple[int, bool]:
    """What a name is worth behind a preposition and these words, and whether it is the writer's own."""
    words = re.findall(r"[\w'-]+", before.lower())[-6:]
    last = words[-1] if words else ""
    if link in _JOINING:
        return 2, False
    if link in _GERMAN_LINKS:
        return _german_worth(link, before, last), False
    if last in _WRITERS and link in {"at", "with", "from", "for"}:
        return 3, True
    if link == "in":
        return 3 * (last in {"interest", "interested"} and ends), False
    if link in {"from", "for"}:
        return 3 * (link == "from" and last in {"letter", "offer", "greetings"}), False
    if last in _APPLYING or last in _INSIDERS:
        return 3, False
    if not _OTHERS_JOB.isdisjoint(words) and _APPLYING.isdisjoint(words):
        return 0, False
    titled = link == "at" and (is_title_word(last) or last in {"i", "ii", "iii"})
    return 3 if last in _A_JOB or titled else int(link == "at"), False


def _german_worth(link: str, before: str, last: str) -> int:
    if link in {"bei", "beim"}:
        return 3 if _GERMAN_JOB.search(before[-120:]) else 1
    if link == "firma" or (link == "mit" and last == "karriere"):
        return 3
    return 2 * (link in {"an", "am"} and last == "interesse")


def _from_subject(reading: Reading) -> Iterator[Candidate]:
    for pattern, weight in _SUBJECT:
        match = pattern.search(reading.subject)
        name = cleaned(match.group(1)) if match else None
        if (
            match
            and name
            and (weight == _SURE or not person_name(name))
            and not _JOB_TAIL.match(reading.subject[match.end() :])
        ):
            yield Candidate(name, weight)


def _from_display(reading: Reading) -> Iterator[Candidate]:
    sender = reading.message.sender
    if sender is None or "@" in sender.name:
        return
    pieces = [piece.strip() for piece in _PIECES.split(sender.name[:120]) if piece.strip()]
    if len(pieces) > 1 and person_name(pieces[0]):
        name = cleaned(pieces[-1])
        if name and not _is_person(name):
            yield Candidate(name, 2, True)
    elif not _is_person(sender.name) and not _is_in_address(sender.name, sender.address):
        name = cleaned(sender.name)
        if name and not _is_person(name):
            yield Candidate(name, 2 if name != sender.name.strip() else 1, True)


def _from_closing(reading: Reading) -> Iterator[Candidate]:
    """Names in the signature: with a legal form, beside a title, or as a team."""
    sender = reading.message.sender
    for line in (reading.closing or reading.signed)[:8]:
        line = after_farewell(line)
        if len(line) > 90 or "@" in line or "http" in line:
            continue
        pieces = [piece.strip() for piece in _PIECES.split(line) if piece.strip()]
        legal = next((piece for piece in pieces if LEGAL_END.search(piece)), line if LEGAL_END.search(line) else "")
        if legal and legal[0].isupper() and (name := cleaned(legal)):
            yield Candidate(name, 3, True)
        elif pieces:
            if sender and _is_in_address(pieces[-1], sender.address):
                continue
            yield from _signed(pieces[-1], 2 if _speaks_for_company(pieces) else 1)


def _speaks_for_company(pieces: list[str]) -> bool:
    """Whether the last piece stands behind a title or a name, or names a department itself ("Acme Recruiting")."""
    if len(pieces) == 1:
        return bool(DEPARTMENT.search(pieces[0]))
    return bool(has_title_word(pieces[-2]) or DEPARTMENT.search(pieces[-2]) or person_name(pieces[0]))


def _signed(text: str, weight: int) -> Iterator[Candidate]:
    name = cleaned(text)
    if name and re.fullmatch(NAME, name) and not _is_person(name) and not _is_person(text):
        yield Candidate(name, _SURE if LEGAL_END.search(name) else weight, True)


def _is_person(text: str) -> bool:
    """Whether a text is certainly a person's name: "Pelican Foods" has the shape of one, too."""
    name = person_name(text, display=True)
    return name is not None and is_usual(name)


def _is_in_address(text: str, address: str) -> bool:
    """Whether an address is made from these words: then they are its owner's name ("jane.doe@")."""
    owner = set(re.split(r"[._+-]", address.partition("@")[0].lower()))
    return not owner.isdisjoint(re.findall(r"[^\W\d_]{3,}", text.lower()))


def _from_domain(reading: Reading) -> Iterator[Candidate]:
    """The sender's own domain, where the text writes that name out."""
    message = reading.message
    addresses = [
        address
        for address in (message.sender, *message.reply_to[:1])
        if address and kind_of(address.domain) is Kind.other
    ]
    shown = message.sender.name if message.sender else ""
    text = "\n".join([reading.flow, shown, reading.subject, *reading.closing])
    compact = re.sub(r"[\W_]+", "", text.lower())
    private = re.sub(r"[\W_]+", "", shown.lower()) if _is_person(shown) else ""
    for label in dict.fromkeys(label_of(address.domain).replace("-", "") for address in addresses):
        if private and label in private:
            continue  # a person's own domain is no employer
        for form in dict.fromkeys((label, _AFFIX.sub("", label))):
            if len(form) > 2 and form in compact and (name := _written(form, text)):
                yield Candidate(name, 3, True)
                break


def _written(form: str, text: str) -> str | None:
    """The words of the text that spell a domain's label ("Acme Corp" for "acmecorp"), as written there."""
    words = [word.strip(".,;:!?()|\"'<>*–-") for word in text.split()]
    for index, word in enumerate(words):
        if word[:1].lower() != form[0] or "@" in word:
            continue
        piece, end = _folded(word), index + 1
        while form.startswith(piece) and len(piece) < len(form) and end < min(len(words), index + 5):
            piece += _folded(words[end])
            end += 1
        if piece == form and ("." not in words[end - 1] or words[index][0].isupper()):
            return " ".join(words[index:end]).removesuffix("'s")
    return None


def _folded(word: str) -> str:
    return re.sub(r"[\W_]+", "", word.removesuffix("'s").lower())

"""Who writes, who is named, and what part each has in an application."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.mail.headers import Address
from assistant.mail.sender import Kind, kind_of
from assistant.understanding.company_names import key_of, label_of
from assistant.understanding.introductions import introduced
from assistant.understanding.manners import honorific_before
from assistant.understanding.names import given_name, is_usual, person_name
from assistant.understanding.parts import Part, Person, part_of
from assistant.understanding.reading import Reading, after_farewell
from assistant.understanding.titles import has_title_word

_ROLE_ADDRESS = re.compile(
    r"no-?reply|do-?not-?reply|career|karriere|\bjobs?\b|recruit|talent|bewerb|hiring|\bhr\b|personal|info|hello|"
    r"hallo|team|people|notification|system|mail|apply|office|contact|kontakt|support|admin|news|invite|scheduling|"
    r"interview",
    re.I,
)
_SEPARATOR = re.compile(r" ?[|•·/]{1,2} ?| [–—-] |, | via | at | @ | from | bei | von (?=[A-ZÄÖÜ])| vom | \(")
_ON_BEHALF = re.compile(r"^(?:i\. ?[av]\.|im auftrag|in vertretung|ppa\.?|gez\.?)(?: |$)", re.I)
_LOOSE_END = re.compile(r" (?:von|at|from|bei|der|of|@)$", re.I)
_FOLDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "á": "a", "í": "i", "ó": "o", "ñ": "n", "ç": "c"}
)
_MOST = 8
_SIGNED_LINES = 9
_TITLES_BEFORE = 25
"""Characters before a name in its line of the signature: titles, "i. A."."""


def people_of(reading: Reading, organisations: frozenset[str] = frozenset()) -> tuple[Person, ...]:
    """Return those who write or are named with a part, the writer first, each once, at most eight.

    Args:
        reading: the message.
        organisations: names already known to be an employer's or an agency's ("Warby Parker" is nobody).
    """
    found: list[Person] = []
    writer = _writer(reading, organisations)
    nobody = _reader_names(reading)
    for person in (*((writer,) if writer else ()), *_named(reading, writer), *_invited(reading)):
        company = any(key_of(name) in key_of(person.name) for name in organisations)
        if not company and person.name.lower() not in nobody:
            _merge(found, person)
    return tuple(found[:_MOST])


def is_writer(person: Person, reading: Reading) -> bool:
    """Whether somebody wrote the message: as its sender shows, or its signature."""
    sender = reading.message.sender
    shown = sender.name if sender else ""
    own = sender is not None and person.address == sender.address and kind_of(sender.domain) is not Kind.ats
    signature = (line for line in reading.signed[:_SIGNED_LINES] if not line.endswith((".", "!", "?")))
    lines = [after_farewell(line).lower() for line in signature]
    signed = any(0 <= line.find(person.name.lower()) <= _TITLES_BEFORE for line in lines)
    return own or signed or person.name.lower() in shown.lower()


def _named(reading: Reading, writer: Person | None) -> Iterator[Person]:
    """Whom the sentences name; "my name is ..." only where it agrees with what is known of the writer."""
    for person, himself in introduced(reading):
        if not himself:
            yield person
        elif writer is None or _same(person.name, writer.name):
            yield replace(person, address=writer.address if writer else None)


def _writer(reading: Reading, organisations: frozenset[str]) -> Person | None:
    sender = reading.message.sender
    signed, title = _signature(reading)
    shown = _display(sender, signed, reading, organisations) if sender else None
    agree = shown and signed and _same(shown, signed)
    name = max(shown, signed, key=len) if shown and signed and agree else shown or signed
    if name is None:
        return None
    part = part_of(title if agree or not shown else sender.name if sender else "")
    texts = (sender.name if sender else "", *reading.signed)
    honorific = next(filter(None, (honorific_before(text, text.find(name.split()[0])) for text in texts)), "")
    return Person(name=name, address=_own(sender) if shown else None, part=part, honorific=honorific)


def _own(sender: Address | None) -> str | None:
    return sender.address if sender and kind_of(sender.domain) in {Kind.other, Kind.free_mail} else None


def _display(sender: Address, signed: str | None, reading: Reading, organisations: frozenset[str]) -> str | None:
    """The display name, if it is a person's: role addresses and platforms need the text to confirm it."""
    shown = sender.name[:120]
    for organisation in sorted(organisations, key=len, reverse=True):
        shown = shown.replace(organisation, "").strip(" ,|-–@/")
    shown = _LOOSE_END.sub("", shown)
    pieces = _SEPARATOR.split(shown)
    name = person_name(shown, display=True) or (person_name(pieces[0], display=True) if len(pieces) > 1 else None)
    if not name or _is_sender_company(name, reading):
        return None
    local = sender.address.partition("@")[0]
    own = kind_of(sender.domain) in {Kind.other, Kind.free_mail} and not _ROLE_ADDRESS.search(local)
    if own and (is_usual(name) or _in_address(name, local)):
        return name
    told = f"{reading.flow}\n{' '.join(reading.closing)}".lower()
    confirmed = (signed and _same(name, signed)) or _in_address(name, local) or name.lower() in told
    return name if confirmed and (own or is_usual(name) or signed) else None


def _in_address(name: str, local: str) -> bool:
    """Whether an address is made from a name ("j.doe", "doe_jane")."""
    folded = _folded(local)
    return any(len(word) > 2 and _folded(word) in folded for word in name.split()[1:])


def _folded(text: str) -> str:
    return _compact(text.lower().translate(_FOLDED))


def _signature(reading: Reading) -> tuple[str | None, str]:
    """Name and title words of the closing lines."""
    lines = [_ON_BEHALF.sub("", rest) for line in reading.signed if (rest := after_farewell(line).strip(" ,-–"))]
    lines = [line for line in lines if line][:_SIGNED_LINES]
    sender = reading.message.sender
    for index, line in enumerate(lines):
        pieces = [piece for piece in _SEPARATOR.split(line) if piece]
        name = person_name(line) or (person_name(pieces[0]) if pieces else None)
        title = " ".join((*pieces[1:], *lines[index + 1 : index + 3]))
        if name and not _is_sender_company(name, reading):
            known = is_usual(name) or (sender and _in_address(name, sender.address.partition("@")[0]))
            if known or (index == 0 and has_title_word(title)):
                return name, title
    alone = (_first_name_alone(lines[index:], reading) for index in range(len(lines)))
    return next((found for found in alone if found[0]), (None, ""))


def _first_name_alone(lines: list[str], reading: Reading) -> tuple[str | None, str]:
    """ "Best, Priya": only with the address or the display name to confirm it, or her own introduction."""
    pieces = _SEPARATOR.split(lines[0])
    name, title = given_name(pieces[0]), " ".join((*pieces[1:], *lines[1:3]))
    sender = reading.message.sender
    if not name or _is_sender_company(name, reading):
        return None, title
    local = sender.address.partition("@")[0].lower() if sender else ""
    known = name.lower() in re.split(r"[._\d-]", local)
    known = known or bool(sender and sender.name.lower().startswith(name.lower() + " "))
    return (name if known or f"My name is {name}" in reading.flow else None), title


def _is_sender_company(name: str, reading: Reading) -> bool:
    """ "Warby Parker" of warbyparker.com, "Siemens Energy" of siemens.com."""
    sender = reading.message.sender
    label = _compact(label_of(sender.domain)) if sender else ""
    return _compact(name) == label or _compact(name.split()[0]) == label


def _invited(reading: Reading) -> Iterator[Person]:
    """Attendees and organizer of an invitation, the reader left out."""
    invitation = reading.message.invitation
    if invitation is None:
        return
    reader = _reader(reading)
    organizer = invitation.organizer
    for attendee in invitation.attendees:
        name = person_name(attendee.name, display=True)
        if name and attendee.key not in reader and not (organizer and attendee.key == organizer.key):
            yield Person(name=name, address=attendee.address, part=Part.interviewer)
    name = person_name(organizer.name, display=True) if organizer else None
    if organizer and name and organizer.key not in reader:
        yield Person(name=name, address=organizer.address)


def _reader(reading: Reading) -> frozenset[str]:
    """Addresses that are the reader's as far as the envelope tells."""
    message = reading.message
    to = [address.key for address in message.to if len(message.to) == 1 or kind_of(address.domain) is Kind.free_mail]
    return frozenset([*to, *(address.lower() for address in message.delivered_to)])


def _reader_names(reading: Reading) -> frozenset[str]:
    to = reading.message.to
    name = person_name(to[0].name, display=True) if len(to) == 1 else None
    return frozenset({name.lower()} if name else ())


def _merge(found: list[Person], person: Person) -> None:
    for index, known in enumerate(found):
        if _same(known.name, person.name) and min(known.name.count(" "), person.name.count(" ")) > 0:
            part = person.part if known.part is Part.unknown else known.part
            name = max(known.name, person.name, key=len)
            found[index] = replace(
                known,
                name=name,
                part=part,
                address=known.address or person.address,
                honorific=known.honorific or person.honorific,
            )
            return
    found.append(person)


def _same(one: str, other: str) -> bool:
    """Whether two names can be one person's: all words of the shorter occur in the longer."""
    a, b = set(one.lower().split()), set(other.lower().split())
    return a <= b or b <= a


def _compact(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())

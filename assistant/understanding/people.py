"""Who writes, who is named, and what part each has in an application."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.mail.headers import Address
from assistant.mail.sender import Kind, kind_of
from assistant.understanding.company_names import key_of, label_of
from assistant.understanding.names import given_name, person_name
from assistant.understanding.reading import BULLET, Reading, after_farewell
from assistant.understanding.tables import table


class Part(StrEnum):
    """A person's part in an application."""

    recruiter = "recruiter"
    hiring_manager = "hiring manager"
    interviewer = "interviewer"
    coordinator = "coordinator"
    unknown = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the message names: display name, address if known, part."""

    name: str
    address: str | None = None
    part: Part = Part.unknown

    @property
    def first_name(self) -> str:
        """The first given name, "" where the name is no person's."""
        return self.name.split()[0] if self.name else ""


_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    (
        Part.hiring_manager,
        re.compile(r"\bhiring (?:manager|lead)|fachvorgesetzte|\b(?:line|future|direct) manager", re.I),
    ),
    (
        Part.coordinator,
        re.compile(
            r"\b(?:co-?ordinator|scheduler|scheduling|koordinator(?:in)?|assistant|assistentin|assistenz)\b", re.I
        ),
    ),
    (
        Part.recruiter,
        re.compile(
            r"\b(?:recruit(?:er|ing|ment|erin)|talent|sourcer|sourcing|headhunter|staffing|hr|human (?:resources|"
            r"capital)|people|hiring|hr-?\w{3,12}|ansprechpartner(?:in)?|bewerber\w{3,15}|personal(?:referent|leiter|"
            r"berater|abteilung|management|wesen|entwick|marketing|gewinnung)\w{0,8})\b",
            re.I,
        ),
    ),
    (
        Part.hiring_manager,
        re.compile(
            r"\b(?:head of|director of|vp of|vp|cto|ceo|cfo|coo|(?:co-?)?founder|(?:engineering|product|design|data|"
            r"store|branch|general|sales|marketing|restaurant) manager|team lead(?:er)?|professor|"
            r"geschäftsführer(?:in)?|inhaber(?:in)?|(?:team|abteilungs|gruppen|bereichs|filial)?leit(?:er|erin|"
            r"ung))\b",
            re.I,
        ),
    ),
)
_CAPITALISED = r"\b[^\W\d_a-zà-ÿ][^\W\d_]{0,30}(?:['-][^\W\d_]{1,30}){0,3}\.?"
_NAME = (
    rf"((?:(?:Dr|Prof|Mr|Ms|Mrs|Mag)\.? |Frau |Herrn? ){{0,3}}{_CAPITALISED}(?: (?:van|von|der|den|de|la|di|da|del|"
    rf"el|al|bin|{_CAPITALISED})){{1,4}})"
)
_ANOTHER = re.compile(
    rf"(?: \([^()\n]{{0,60}}\)|, [^\W\dA-Z_][^,\n]{{0,40}})?(?:, (?:and |und )?| and | und | sowie | & ){_NAME}"
)
_ITEM = re.compile(rf"• {_NAME}(?= ?[,(:–-]|$)")
_NAMED: tuple[tuple[Part | None, re.Pattern[str]], ...] = (
    (None, re.compile(rf"\b(?:[Mm]y name is|[Mm]ein Name ist|I am|I'm|[Ii]ch bin|[Tt]his is|[Hh]ier ist) {_NAME}")),
    (
        Part.interviewer,
        re.compile(
            r"\b(?:meet(?:ing)?(?: with)?|speak(?:ing)? (?:to|with)|talk(?:ing)? (?:to|with)|interview(?:ing)? with|"
            r"conversation with|call with|chat with|interviewed by|[Ii]nterviewers?(?:in|innen)?:|[Gg]espräch(?:s|"
            r"e)? mit|[Ii]nterview mit|treffen|sprechen mit|führen)"
            rf"(?: our| your| unsere[mr]?| meine[mr]?)?(?: \w{{1,20}}){{0,2}}? {_NAME}"
        ),
    ),
    (
        Part.hiring_manager,
        re.compile(rf"\b(?:[Hh]iring [Mm]anager|[Ff]achvorgesetzte[rn]?)(?:,|:| is| for this role is| ist)? {_NAME}"),
    ),
    (
        Part.recruiter,
        re.compile(
            r"\b(?:[Rr]ecruiter(?:in)?|[Tt]alent [Pp]artner|[Aa]nsprechpartner(?:in)?|[Aa]nsprechperson)"
            rf"(?: \w{{2,20}}){{0,3}}?(?:,|:| is| ist)? {_NAME}"
        ),
    ),
    (Part.coordinator, re.compile(rf"\b(?:[Cc]oordinator|[Ss]cheduler|[Kk]oordinatorin)(?:,|:| is| ist)? {_NAME}")),
    (
        Part.unknown,
        re.compile(
            rf"{_NAME}(?=,? \(?(?:our |the |your |unsere? |Ihre? |dein )?(?:[Hh]iring [Mm]anager|[Rr]ecruit|"
            rf"[Cc]oordin|[Tt]alent ))"
        ),
    ),
)
_GATE = table(
    "name bin i'm am this meet meeting speak speaking talk talking interview interviewing interviewed interviewer "
    "conversation call chat gespräch treffen sprechen führen hiring fachvorgesetzte fachvorgesetzter recruiter "
    "recruiterin partner colleague kollegin kollege ansprechpartner ansprechpartnerin coordinator scheduler "
    "koordinatorin hier interviewerin interviewers ansprechperson talent manager"
)
_ROLE_ADDRESS = re.compile(
    r"no-?reply|do-?not-?reply|career|karriere|\bjobs?\b|recruit|talent|bewerb|hiring|\bhr\b|personal|info|hello|"
    r"hallo|team|people|notification|system|mail|apply|office|contact|kontakt|support|admin|news|invite|scheduling|"
    r"interview",
    re.I,
)
_SEPARATOR = re.compile(r" ?[|•·/]{1,2} ?| [–—-] |, | via | at | @ | from | bei | von (?=[A-ZÄÖÜ])| vom | \(")
_TITLE = re.compile(r",? ?[(–-]? ?(?:our |the |your |who is |unsere? |Ihre? )*([^,.;()]{2,60})")
_MEETING = re.compile(r"\b(?:meet|speak|interview|treffen|gespräch)\w{0,8}\b", re.I)
_MOST = 8


def people_of(reading: Reading, organisations: frozenset[str] = frozenset()) -> tuple[Person, ...]:
    """Return those who write or are named with a part, the writer first, each once, at most eight.

    Args:
        reading: the message.
        organisations: names already known to be an employer's or an agency's ("Warby Parker" is nobody).
    """
    found: list[Person] = []
    writer = _writer(reading)
    for person in (*((writer,) if writer else ()), *_introduced(reading, writer), *_invited(reading)):
        if not any(key_of(person.name).startswith(key_of(name)) for name in organisations):
            _merge(found, person)
    return tuple(found[:_MOST])


def part_of(words: str) -> Part:
    """Return the part that title words speak of."""
    return next((part for part, pattern in _PARTS if pattern.search(words[:200])), Part.unknown)


def _writer(reading: Reading) -> Person | None:
    sender = reading.message.sender
    signed, title = _signature(reading)
    shown = _display(sender, signed, reading) if sender else None
    if shown and signed and _same(shown, signed):
        return Person(name=max(shown, signed, key=len), address=_own(sender), part=part_of(title))
    if shown:
        return Person(name=shown, address=_own(sender), part=part_of(sender.name if sender else ""))
    if signed:
        return Person(name=signed, part=part_of(title))
    return None


def _own(sender: Address | None) -> str | None:
    return sender.address if sender and kind_of(sender.domain) in {Kind.other, Kind.free_mail} else None


def _display(sender: Address, signed: str | None, reading: Reading) -> str | None:
    """The display name, if it is a person's: role addresses and platforms need the text to confirm it."""
    pieces = _SEPARATOR.split(sender.name[:120])
    name = person_name(sender.name, display=True) or (person_name(pieces[0], display=True) if len(pieces) > 1 else None)
    if not name or _is_sender_company(name, reading):
        return None
    local = sender.address.partition("@")[0]
    if kind_of(sender.domain) in {Kind.other, Kind.free_mail} and not _ROLE_ADDRESS.search(local):
        return name
    told = f"{reading.flow}\n{' '.join(reading.closing)}".lower()
    last = name.split()[-1].lower()
    return name if (signed and _same(name, signed)) or last in local.lower() or name.lower() in told else None


def _signature(reading: Reading) -> tuple[str | None, str]:
    """Name and title words of the closing lines."""
    lines = [rest for line in reading.closing if (rest := after_farewell(line).strip(" ,-–"))][:6]
    for index, line in enumerate(lines[:4]):
        pieces = [piece for piece in _SEPARATOR.split(line) if piece]
        name = person_name(line) or (person_name(pieces[0]) if pieces else None)
        if name and not _is_sender_company(name, reading):
            return name, " ".join((*pieces[1:], *lines[index + 1 : index + 3]))
    if lines:
        return _first_name_alone(lines, reading)
    return None, ""


def _first_name_alone(lines: list[str], reading: Reading) -> tuple[str | None, str]:
    """ "Best, Priya": only with a title below, or the address or the display name to confirm it."""
    pieces = _SEPARATOR.split(lines[0])
    name, title = given_name(pieces[0]), " ".join((*pieces[1:], *lines[1:3]))
    sender = reading.message.sender
    if not name or _is_sender_company(name, reading):
        return None, title
    local = sender.address.partition("@")[0].lower() if sender else ""
    known = name.lower() in re.split(r"[._\d-]", local) or bool(
        sender and sender.name.lower().startswith(name.lower() + " ")
    )
    return (name if known or f"My name is {name}" in reading.flow else None), title


def _is_sender_company(name: str, reading: Reading) -> bool:
    """ "Warby Parker" of warbyparker.com, "Siemens Energy" of siemens.com."""
    sender = reading.message.sender
    label = _compact(label_of(sender.domain)) if sender else ""
    return _compact(name) == label or _compact(name.split()[0]) == label


def _introduced(reading: Reading, writer: Person | None) -> Iterator[Person]:
    """People whom the sentences name."""
    if not reading.any_of(_GATE):
        return
    for part, pattern in _NAMED:
        for match in pattern.finditer(reading.flow):
            if part is None:
                yield from _self_introduced(match, writer)
            else:
                yield from _row(match, part)
    yield from _listed(reading)


def _listed(reading: Reading) -> Iterator[Person]:
    """The list under "you will meet with the following people:"."""
    listing = False
    for sentence in reading.sentences:
        item = _ITEM.match(sentence) if listing else None
        if item and (name := person_name(item.group(1).rstrip("."))):
            yield Person(name=name, part=_titled(Part.interviewer, sentence[item.end(1) :]))
        elif not (listing and sentence.startswith(BULLET)):
            listing = sentence.endswith(":") and bool(_MEETING.search(sentence))


def _self_introduced(match: re.Match[str], writer: Person | None) -> Iterator[Person]:
    name = person_name(match.group(1).rstrip("."))
    if name and (writer is None or _same(name, writer.name)):
        yield Person(name=name, address=writer.address if writer else None, part=part_of(_tail(match)))


def _row(match: re.Match[str], part: Part) -> Iterator[Person]:
    """The person a phrase names and those joined to it by commas and "and"."""
    named: re.Match[str] | None = match
    while named:
        name = person_name(named.group(1).rstrip("."))
        if name:
            yield Person(name=name, part=_titled(part, _tail(named)))
        named = _ANOTHER.match(named.string, named.end()) if name else None


def _tail(match: re.Match[str]) -> str:
    return match.string[match.end() : match.end() + 80].partition("\n")[0].partition(". ")[0]


def _titled(part: Part, tail: str) -> Part:
    """ "meet Jane Doe (Hiring Manager)": the title behind a name says more than the verb before it."""
    title = _TITLE.match(tail)
    said = part_of(title.group(1)) if title else Part.unknown
    if part is Part.unknown:
        return said
    decisive = said in {Part.recruiter, Part.coordinator} or (title and "hiring" in title.group(1).lower())
    return said if part is Part.interviewer and decisive else part


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


def _merge(found: list[Person], person: Person) -> None:
    for index, known in enumerate(found):
        if _same(known.name, person.name):
            part = person.part if known.part is Part.unknown else known.part
            name = max(known.name, person.name, key=len)
            found[index] = replace(known, name=name, part=part, address=known.address or person.address)
            return
    found.append(person)


def _same(one: str, other: str) -> bool:
    """Whether two names can be one person's: all words of the shorter occur in the longer."""
    a, b = set(one.lower().split()), set(other.lower().split())
    return a <= b or b <= a


def _compact(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())

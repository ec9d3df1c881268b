"""Signals of a fake recruiter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.mail.message import Message
from assistant.mail.sender import Kind, kind_of, registrable
from assistant.understanding.company_names import key_of, label_of
from assistant.understanding.facts import Facts, Item
from assistant.understanding.fraud import (
    MESSENGER,
    MONEY,
    PRESSURE,
    TEXT_INTERVIEW,
    WHATSAPP,
    asks_for_identity,
    speaks_to_machine,
)
from assistant.understanding.lookalike import imitates, mixes_scripts
from assistant.understanding.reading import Reading, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Signals found; each is one sentence for the user.

    Attributes:
        hard: any one refuses a draft.
        soft: two or more refuse; a single one is drafted with a warning.
    """

    hard: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """Whether no draft may be made."""
        return bool(self.hard) or len(self.soft) >= 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What every rule looks at."""

    message: Message
    reading: Reading
    facts: Facts
    known: frozenset[str]
    known_thread: bool

    @property
    def tracked(self) -> bool:
        """The user deals with this sender: an application at this company, or a thread he wrote in."""
        keys = {key_of(name) for name in self.known}
        return self.known_thread or bool(self.facts.company and key_of(self.facts.company) in keys)

    @property
    def from_its_company(self) -> bool:
        """It speaks for a company from a domain of that name."""
        company = self.facts.company
        return (
            kind_of(self.domain) is Kind.other
            and company is not None
            and key_of(company) in label_of(self.domain).replace("-", "")
        )

    @property
    def domain(self) -> str:
        """The sender's, "" if there is none."""
        return self.message.sender.domain if self.message.sender else ""


_Signal = tuple[bool, str]
"""Whether it is hard, and the sentence for the user."""

_BULK_SENDERS = (
    "salesforce.com", "ladesk.com", "amazonses.com", "sendgrid.net", "mailgun.org", "zendesk.com", "freshdesk.com",
    "mcsv.net",
)  # fmt: skip
_RANDOM = re.compile(r"(?=[^@]*\d[^@]*\d[^@]*\d)[a-z0-9=_+.-]{24,200}", re.I)
_HIDDEN_ENOUGH = 200
_OFFER = re.compile(
    r"\b(?:(?:pleased|happy|delighted|glad|thrilled) to (?:offer|hire|inform you that you (?:have been|are) (?:hired|"
    r"selected))|you(?:'ve| have) been (?:hired|selected for|chosen for|approved)|offer you (?:the|this|"
    r"a) (?:position|job|role)|you are hired|congratulations[^\n.]{0,60}(?:hired|selected|approved)|"
    r"wir (?:stellen sie ein|haben sie ausgewählt)|sie (?:sind|wurden) eingestellt)\b",
    re.I,
)


def suspect(
    message: Message, facts: Facts, *, known_companies: frozenset[str] = frozenset(), known_thread: bool = False
) -> Suspicion:
    """Collect the signals of one message.

    Args:
        message: the parsed message.
        facts: what it says.
        known_companies: companies the user has an application with, as recorded.
        known_thread: the user has written in this thread before.
    """
    reading = read(message)
    case = _Case(message=message, reading=reading, facts=facts, known=known_companies, known_thread=known_thread)
    signals = [signal for rule in _RULES for signal in rule(case)]
    if signals and PRESSURE.found(reading):
        signals.append((False, PRESSURE.words))
    hard = dict.fromkeys(words for is_hard, words in signals if is_hard)
    soft = dict.fromkeys(words for is_hard, words in signals if not is_hard)
    return Suspicion(hard=tuple(hard), soft=tuple(soft))


def _money(case: _Case) -> Iterator[_Signal]:
    yield from ((True, sign.words) for sign in MONEY if sign.found(case.reading))


def _identity(case: _Case) -> Iterator[_Signal]:
    """Bank, tax and identity papers before an offer; after it they are needed for the contract."""
    wanted = {Item.bank_details, Item.tax_number} & set(case.facts.asked)
    if asks_for_identity(case.reading, bool(wanted), case.known_thread):
        yield True, "It asks for bank, tax or identity papers before there is an offer."


def _messenger(case: _Case) -> Iterator[_Signal]:
    """Another channel: WhatsApp is normal in some countries, so it passes where the user knows the writer."""
    if MESSENGER.found(case.reading):
        yield not case.tracked, MESSENGER.words
    if WHATSAPP.found(case.reading) and not case.known_thread:
        yield not (case.tracked or case.from_its_company), WHATSAPP.words
    if TEXT_INTERVIEW.found(case.reading):
        yield not case.tracked, TEXT_INTERVIEW.words


def _authentication(case: _Case) -> Iterator[_Signal]:
    if "dmarc=fail" in case.message.authentication:
        yield True, "The sender's domain says it did not send this (DMARC fail)."


def _free_mail(case: _Case) -> Iterator[_Signal]:
    if kind_of(case.domain) is Kind.free_mail and case.facts.company:
        elsewhere = any(
            kind_of(address.domain) is Kind.free_mail and case.message.sender and address.key != case.message.sender.key
            for address in case.message.reply_to
        )
        yield elsewhere, f"It speaks for {case.facts.company} from a free mail address."


def _reply_to(case: _Case) -> Iterator[_Signal]:
    """A differing Reply-To; platforms and relays differ by nature, acme.de and acme.com are one house."""
    if kind_of(case.domain) is not Kind.other or case.message.bulk:
        return
    for address in case.message.reply_to:
        same_house = registrable(address.domain) == registrable(case.domain) or label_of(address.domain) == label_of(
            case.domain
        )
        if not same_house and kind_of(address.domain) in {Kind.other, Kind.free_mail}:
            yield False, "Answers would go to another domain than the sender's."
            return


def _lookalike(case: _Case) -> Iterator[_Signal]:
    if kind_of(case.domain) is Kind.other and not case.known_thread:
        tracked = next((name for name in sorted(case.known) if imitates(case.domain, name)), None)
        if tracked:
            yield True, f"The sender's domain imitates that of {tracked}."
        elif case.facts.company and imitates(case.domain, case.facts.company):
            yield False, f"The sender's domain imitates that of {case.facts.company}."
    name = case.message.sender.name if case.message.sender else ""
    if mixes_scripts(case.domain) or mixes_scripts(name):
        yield False, "The sender's name or domain mixes letters of two alphabets."


def _envelope(case: _Case) -> Iterator[_Signal]:
    message = case.message
    if not message.to and not message.cc:
        yield False, "No recipient is named."
    local = message.sender.address.partition("@")[0] if message.sender else ""
    if any(f".{case.domain}".endswith(f".{name}") for name in _BULK_SENDERS) and _RANDOM.fullmatch(local):
        yield False, "It comes from a random address of a bulk mailing service."


def _sudden_offer(case: _Case) -> Iterator[_Signal]:
    if not case.tracked and not case.message.references and _OFFER.search(case.reading.flow):
        yield False, "It offers a job without an earlier application or conversation."


def _hidden(case: _Case) -> Iterator[_Signal]:
    hidden = " ".join(case.message.body.hidden.split())
    if speaks_to_machine(f"{case.reading.flow}\n{hidden}"):
        yield False, "It contains text addressed to an AI."
    elif len(hidden) > _HIDDEN_ENOUGH and hidden[:60] not in " ".join(case.message.body.whole.split()):
        yield False, "It contains text hidden from the reader."


_RULES = (
    _money,
    _identity,
    _messenger,
    _authentication,
    _free_mail,
    _reply_to,
    _lookalike,
    _envelope,
    _sudden_offer,
    _hidden,
)

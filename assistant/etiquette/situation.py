"""All that a rule may look at."""

from dataclasses import dataclass
from datetime import datetime

from assistant.agenda import Agenda
from assistant.application import Application, Match, Stage
from assistant.config import Config
from assistant.interview import Interview, Standing
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.mail.sender import Answerable, Kind, answerable, kind_of, registrable
from assistant.understanding.facts import Facts, Person
from assistant.understanding.labels import Verdict
from assistant.understanding.suspicion import Suspicion

_MOST_CC = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One message, and what is known around it.

    Attributes:
        message: the mail.
        verdict: what it is.
        facts: what it says.
        suspicion: signals of fraud in it.
        answerable: whether and whom a reply reaches.
        match: the application it belongs to, as it stood before this message.
        applications: all applications of the account, as recorded.
        interviews: interviews of that application or conversation, as they stood before this message.
        answered: the user has written in this thread after this message.
        overtaken: a newer message of this thread has a draft, or a plan for one.
        editing: the user is at work on a draft of this program in this thread.
        asked_feedback: a feedback request was drafted for this application before, whatever became of it.
        connected: names and addresses, lower case, of people the user was to ask to connect (plan details `connect`).
        agenda: working hours and calendar, slots of live drafts counted as taken.
        paused: the user has paused his search.
        first_run: the mailbox is read for the first time, so much of it is old.
        config: the user's settings.
        now: aware UTC.
    """

    message: Message
    verdict: Verdict
    facts: Facts
    suspicion: Suspicion
    answerable: Answerable
    match: Match
    applications: tuple[Application, ...] = ()
    interviews: tuple[Interview, ...] = ()
    answered: bool = False
    overtaken: bool = False
    editing: bool = False
    asked_feedback: bool = False
    connected: frozenset[str] = frozenset()
    agenda: Agenda
    paused: bool = False
    first_run: bool = False
    config: Config
    now: datetime

    @property
    def arrived_at(self) -> datetime:
        """When the message was sent; now if it does not say, and never in the future."""
        return min(self.message.sent_at or self.now, self.now)

    @property
    def application_is_over(self) -> bool:
        """Whether the user himself has ended the application: hired, or closed."""
        return self.match.application is not None and self.match.application.stage in (Stage.closed, Stage.hired)

    @property
    def addressee(self) -> Person | None:
        """The person a reply reaches, None if that is not certain."""
        return addressee_of(self.message, self.facts, self.answerable.address)

    @property
    def conversation(self) -> str | None:
        """Evidence that the user has talked with somebody there, None without."""
        application = self.match.application
        if self.facts.met:
            return f'they write: "{self.facts.met}"'
        if application and application.met:
            return f'earlier they wrote: "{application.met}"'
        over = [one.starts_at for one in self.interviews if one.at(self.arrived_at) is Standing.happened]
        return f"an interview was set for {on_day(self.config, over[-1])}" if over and over[-1] else None

    @property
    def human_contact(self) -> str | None:
        """Evidence that the user and a person there have been in touch (etiquette rule 1), None without."""
        return self.conversation or ("the mail is written personally" if self.facts.personal else None)

    def same_organisation_cc(self) -> tuple[Address, ...]:
        """Return who of the addressee's own organisation could read along and can be answered, at most 4 (rule 14)."""
        to = self.answerable.address
        if to is None or kind_of(to.domain) is not Kind.other:
            return ()
        skip = {*self.config.me.own, *(one.lower() for one in self.message.delivered_to), to.key}
        found = {
            one.key: one
            for one in (*self.message.to, *self.message.cc)
            if one.key not in skip and registrable(one.domain) == registrable(to.domain) and reads_mail(one)
        }
        return tuple(found.values())[:_MOST_CC]


def on_day(config: Config, moment: datetime) -> str:
    """Return the user's day of a moment in words: "Thursday 7 May"."""
    local = moment.astimezone(config.zone)
    return f"{local:%A} {local.day} {local:%B}"


def addressee_of(message: Message, facts: Facts, address: Address | None) -> Person | None:
    """Return the person who wrote, if mail to the address reaches that person.

    A name is worse wrong than missing, so a different Reply-To must not carry another name.
    """
    elsewhere = address is not None and message.sender is not None and address.key != message.sender.key
    if facts.writer and elsewhere and address and address.name and not _share_a_word(facts.writer.name, address.name):
        return None
    return facts.writer


def can_be_written(address: Address) -> bool:
    """Whether a draft's header can carry the address; what is not ASCII needs SMTPUTF8 (RFC 6531) at every hop."""
    return address.address.isascii()


def reads_mail(address: Address) -> bool:
    """Whether mail to the address can be written and is read by somebody."""
    return can_be_written(address) and answerable(Message(id="", identity="", sender=address)).yes


def _share_a_word(one: str, other: str) -> bool:
    words = {word for word in one.casefold().replace(",", " ").split() if len(word) > 1}
    return not words.isdisjoint(other.casefold().replace(",", " ").split())

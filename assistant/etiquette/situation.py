"""All that a rule may look at."""

from dataclasses import dataclass
from datetime import datetime

from assistant.agenda import Agenda
from assistant.application import Application, Match
from assistant.config import Config
from assistant.etiquette.plan import Letter
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.mail.sender import Answerable
from assistant.understanding.facts import Facts, Part, Person
from assistant.understanding.labels import Verdict
from assistant.understanding.suspicion import Suspicion


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One message, and what is known around it.

    Attributes:
        message: the mail.
        verdict: what it is.
        facts: what it says.
        suspicion: signals of fraud in it.
        answerable: whether and whom a reply reaches.
        match: the application it belongs to, as it stands with this message.
        applications: all applications of the account, as recorded.
        answered: the user has written in this thread after this message.
        letters: letters that this message's application or thread already has, in whatever state.
        connected: names and addresses, lower case, of people a LinkedIn note was already planned for.
        agenda: working hours and calendar, slots of live drafts counted as taken.
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
    answered: bool = False
    letters: frozenset[Letter] = frozenset()
    connected: frozenset[str] = frozenset()
    agenda: Agenda
    first_run: bool = False
    config: Config
    now: datetime

    @property
    def arrived_at(self) -> datetime:
        """When the message was sent; now if it does not say, and never in the future."""
        return min(self.message.sent_at or self.now, self.now)

    @property
    def writer(self) -> Person | None:
        """The person who wrote, None if no person's name is known."""
        return self.facts.people[0] if self.facts.people else None

    @property
    def human_contact(self) -> str | None:
        """Evidence that the user and a person there have been in touch (etiquette rule 1), None without."""
        application = self.match.application
        if self.facts.met:
            return f"they write: \"{self.facts.met}\""
        if application and application.met:
            return f"earlier they wrote: \"{application.met}\""
        if application and application.interview_at and application.interview_at < self.arrived_at:
            return f"an interview was set for {application.interview_at:%d %B %Y}"
        if self.facts.personal:
            return "the mail is written personally"
        return None

    def same_organisation_cc(self) -> tuple[Address, ...]:
        """Return the Cc of the sender's own domain, at most 4 (etiquette rule 14)."""
        if self.answerable.address is None:
            return ()
        skip = self.config.me.own | {self.answerable.address.key}
        found = {
            one.key: one
            for one in (*self.message.to, *self.message.cc)
            if one.domain == self.answerable.address.domain and one.key not in skip
        }
        return tuple(found.values())[:4]


def is_decision_maker(person: Person) -> bool:
    """Whether the person would work with the user rather than administer the application."""
    return person.part in (Part.hiring_manager, Part.interviewer)

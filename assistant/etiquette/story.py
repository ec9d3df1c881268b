"""All that a rule may look at when no mail came and only time has passed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.agenda import Agenda
from assistant.application import Application
from assistant.config import Config
from assistant.etiquette.plan import Letter
from assistant.interview import Interview
from assistant.mail.headers import Address
from assistant.understanding.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message of theirs, as remembered.

    Attributes:
        identity: see Message.identity.
        thread: its conversation.
        at: when it was sent, aware UTC.
        label: what it is; sure.
        automatic: a machine wrote it.
        correspondent: whom a reply reaches, None if nobody.
        answer_by: by when it promises an answer, end of that day or span.
        back_on: when its writer returns, if it says that he is away.
        phone: a number to call, "" without one.
    """

    identity: str
    thread: str
    at: datetime
    label: Label
    automatic: bool = False
    correspondent: Address | None = None
    answer_by: datetime | None = None
    back_on: datetime | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A letter that lies in Drafts, waits for it or lay there: when it was planned, to whom, about which interview.

    `sent`: it was sent, so it is also among what the user wrote.
    """

    letter: Letter
    at: datetime
    to: str = ""
    interview: int | None = None
    sent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One application, and what is known around it.

    Attributes:
        application: as recorded.
        interviews: its interviews, oldest first.
        heard: their messages, oldest first.
        written: when the user wrote in its conversations, oldest first.
        earlier: letters planned for it.
        connected: names and addresses, lower case, of people the user was to ask to connect.
        elsewhere: another role at the same company is still open.
        agenda: working hours.
        config: the user's settings.
        now: aware UTC.
    """

    application: Application
    interviews: Sequence[Interview] = ()
    heard: Sequence[Heard] = ()
    written: Sequence[datetime] = ()
    earlier: Sequence[Earlier] = ()
    connected: frozenset[str] = frozenset()
    elsewhere: bool = False
    agenda: Agenda
    config: Config
    now: datetime

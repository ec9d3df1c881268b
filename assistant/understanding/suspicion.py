"""Signals of a fake recruiter."""

from dataclasses import dataclass

from assistant.mail.message import Message
from assistant.understanding.facts import Facts


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


def suspect(message: Message, facts: Facts, *, known_companies: frozenset[str] = frozenset(), known_thread: bool = False) -> Suspicion:
    """Collect the signals of one message.

    Args:
        message: the parsed message.
        facts: what it says.
        known_companies: companies the user has an application with, as recorded.
        known_thread: the user has written in this thread before.
    """
    raise NotImplementedError

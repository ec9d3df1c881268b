"""What the last days would have given: the whole pass over a mailbox, with nothing written anywhere."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from assistant.config import Config
from assistant.ledger import plans
from assistant.ledger.plans import Entry, State
from assistant.mail.message import Message
from assistant.mailbox.account import Account, open_mailbox
from assistant.mailbox.providers import provider_of
from assistant.poller import poll
from assistant.poller.opening import load_letters
from assistant.poller.rehearsal import WriteNothing, copied_in_memory
from assistant.poller.run import Event, Run
from assistant.understanding.labels import Classify, Verdict

EMPLOYER_FROM = 3
"""So many people of one's own domain writing within a month make a workplace; a family shares a domain too."""

_DUTIES = frozenset(
    ("admin", "billing", "contact", "hello", "hostmaster", "info", "mailer-daemon", "no-reply", "noreply", "office",
     "postmaster", "root", "sales", "support", "webmaster")
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a first poll would do.

    Attributes:
        read: messages.
        unreadable: messages that could not be read.
        labels: how many are sure to be what.
        unsure: how many are about a job perhaps.
        drafts: what would be put now, as composed.
        later: drafts that would follow in their time.
        silences: why others get no draft, and how many each reason holds for; the commonest first.
        colleagues: people of the user's own domain who wrote to him, of a domain that is no provider's.
    """

    read: int
    unreadable: int
    labels: Mapping[str, int]
    unsure: int
    drafts: Sequence[Entry]
    later: int
    silences: Mapping[str, int]
    colleagues: int

    @property
    def looks_like_work(self) -> bool:
        """Whether the mailbox seems to be one an employer gave."""
        return self.colleagues >= EMPLOYER_FROM


def rehearse(
    config: Config, name: str, account: Account, classify: Classify, now: datetime, watch: Callable[[Event], None]
) -> Preview:
    """Do a first poll of a mailbox on a ledger in memory and a mailbox that writes nothing.

    Args:
        config: the settings to be.
        name: of the account in them.
        account: open to be read; its password need not be where the settings will say.
        classify: see Classify.
        now: aware UTC.
        watch: told of everything as it happens.

    Raises:
        As poller.poll.
    """
    events: list[Event] = []
    colleagues: set[str] = set()

    def watching(event: Event) -> None:
        events.append(event)
        watch(event)

    def classifying(message: Message) -> Verdict:
        if message.sender and _is_colleague(message.sender.key, config.me.own):
            colleagues.add(message.sender.key)
        return classify(message)

    with copied_in_memory(None, name) as ledger, closing(open_mailbox(account)) as mailbox:
        run = Run(
            account=name,
            mailbox=WriteNothing(mailbox),
            ledger=ledger,
            classify=classifying,
            letters=load_letters(config),
            busy=None,
            files={},
            config=config,
            now=now,
            watch=watching,
        )
        summary = poll(run)
        with run.ledger.step() as step:
            drafts, later = (plans.entries(step, states=(state,)) for state in (State.placed, State.planned))
    return _preview(events, summary.unreadable, drafts, len(later), len(colleagues))


def _preview(events: Sequence[Event], unreadable: int, drafts: Sequence[Entry], later: int, colleagues: int) -> Preview:
    read = [event.data for event in events if event.kind == "read"]
    about_jobs = {event.identity for event in events if event.kind == "read" and event.data["label"] != "unrelated"}
    because = (event.data["because"] for event in events if event.kind == "silent" and event.identity in about_jobs)
    return Preview(
        read=len(read),
        unreadable=unreadable,
        labels=dict(Counter(data["label"] for data in read if data["sure"] or data["label"] == "unrelated")),
        unsure=sum(not data["sure"] and data["label"] != "unrelated" for data in read),
        drafts=drafts,
        later=later,
        silences=dict(Counter(because).most_common()),
        colleagues=colleagues,
    )


def _is_colleague(sender: str, own: frozenset[str]) -> bool:
    """Whether a sender is a person of the user's own domain, and that domain is no provider's."""
    who, _, domain = sender.rpartition("@")
    domains = {address.rpartition("@")[2] for address in own if provider_of(address) is None}
    return domain in domains and sender not in own and who not in _DUTIES

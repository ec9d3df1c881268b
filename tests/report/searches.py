"""Searches as a ledger holds them, made up: a long one, one in a bad spell, one with nasty names."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from assistant.application import Application, Stage
from assistant.config import Config, MaildirSettings, Me
from assistant.etiquette.plan import Letter, Plan
from assistant.interview import Interview, Standing
from assistant.ledger import applications, conversations, corrections, interviews, messages, plans
from assistant.ledger.connection import Ledger, Step, connect
from assistant.ledger.corrections import Correction
from assistant.ledger.messages import Record
from assistant.mail.headers import Address
from assistant.mail.message import Arrival, Message, Place, parse
from assistant.understanding.labels import Label

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)

NASTY = (
    "<script>document.title='taken'</script>",
    "</style><style>body{display:none}</style>",
    '" onmouseover="alert(1)" x="',
    "'--><img src=https://evil.example/pixel.png>",
    "Acme \u202egpj.exe\u202c Labs",
    "{{ 7 * 7 }}{% raw %}",
    "Donaudampfschifffahrts" * 13 + "gesellschaft",
    "W" * 300,
    "شركة المثال & Söhne <Berlin>",
    "]]></title></svg>",
)
"""Names as only a stranger would choose them."""

_FIRST = (
    "Aster",
    "Birch",
    "Cobalt",
    "Delta",
    "Elm",
    "Fjord",
    "Granite",
    "Harbor",
    "Indigo",
    "Juniper",
    "Kestrel",
    "Larch",
)
_SECOND = ("Labs", "Systems", "Works", "Health", "Freight", "Energy", "Robotics", "Maps", "Foods", "Games")
_BECAUSE = "they asked for times, and these are free in your calendar"
_ROLES = ("Data Engineer", "Backend Developer", "Product Analyst", "Platform Engineer", "Machine Learning Engineer")


def settings(ledger: Path, *accounts: str) -> Config:
    """Return settings for some accounts whose ledger lies there."""
    return Config(
        me=Me(name="Robin Hale", addresses=("robin@hale.example",), zone="Europe/Berlin"),
        accounts={name: MaildirSettings(kind="maildir", path=Path("/nowhere")) for name in accounts or ("main",)},
        ledger=ledger,
    )


class Story:
    """Writes one search into a ledger, application after application."""

    def __init__(self, ledger: Path, account: str = "main", seed: int = 7) -> None:
        """Open an empty ledger."""
        self.ledger: Ledger = connect(ledger, account)
        self.chance = random.Random(seed)
        self._numbers = count(1)

    def months(self, applied: int, days: int = 180) -> None:
        """Apply so often over so many days, as such searches go."""
        with self.ledger.step() as step:
            for number in range(applied):
                begun = NOW - timedelta(days=days * (1 - number / applied) - 0.2, hours=self.chance.randrange(9))
                company = f"{self.chance.choice(_FIRST)} {self.chance.choice(_SECOND)}"
                self.apply(step, company, self.chance.choice(_ROLES), begun)

    def refusals(self, companies: Sequence[str], days: int = 60) -> None:
        """Apply to each, and hear a no from each."""
        with self.ledger.step() as step:
            for number, company in enumerate(companies):
                begun = NOW - timedelta(days=days - number)
                one = self.hear(step, Application(company=company, role=company), [Label.confirmation], begun)
                self.hear(step, one, [Label.rejection], begun + timedelta(days=5), stage=Stage.rejected)

    def be_nasty(self, words: Sequence[str]) -> None:
        """Put words wherever the page shows what others wrote."""
        with self.ledger.step() as step:
            for one in words:
                facts: dict[str, object] = {"feedback": [one], "out_of_hands": one}
                known = Application(company=one, role=one)
                self.hear(step, known, [Label.rejection], NOW - timedelta(days=1), stage=Stage.rejected, facts=facts)
                going = self.hear(step, known, [Label.scheduling], NOW - timedelta(days=1), stage=Stage.interview)
                self.talk(step, going, NOW + timedelta(days=1), place=one)
                self.draft(step, Letter.availability, one, application=going.id, because=one)
                self.record(step, Label.outreach, NOW, subject=one, warnings=(one,), sender=one)

    def apply(self, step: Step, company: str, role: str, begun: datetime) -> None:
        """Let one application run its course."""
        one = Application(company=company, role=role)
        receipt = self.chance.random() < 0.7
        one = self.hear(step, one, [Label.confirmation] if receipt else [], begun)
        at = begun + timedelta(days=self.chance.lognormvariate(1.9, 0.7))
        fate = self.chance.random()
        if at > NOW or fate < 0.38:
            return
        if fate < 0.68:
            self.hear(step, one, [Label.rejection], at, stage=Stage.rejected)
            return
        for _ in range(1 if fate < 0.86 else self.chance.randint(2, 3)):
            one = self.hear(step, one, [Label.scheduling], at, stage=Stage.interview)
            talk = at + timedelta(days=self.chance.uniform(2, 7))
            self.talk(step, one, talk)
            at = talk + timedelta(days=self.chance.lognormvariate(1.5, 0.6))
            if at > NOW:
                return
        last = Label.offer if fate > 0.975 else Label.update if fate > 0.94 else Label.rejection
        stage = {Label.offer: Stage.offer, Label.rejection: Stage.rejected}.get(last, Stage.interview)
        self.hear(step, one, [last], at, stage=Stage.closed if 0.93 < fate < 0.94 else stage)

    def hear(
        self,
        step: Step,
        one: Application,
        labels: Sequence[Label],
        at: datetime,
        *,
        stage: Stage = Stage.applied,
        facts: dict[str, object] | None = None,
    ) -> Application:
        """Let them write; return the application as it is then."""
        thread = f"<{one.company}-{one.role}-{next(self._numbers)}>"
        one = Application(
            id=one.id, company=one.company, role=one.role, stage=stage, threads=one.threads | {thread}, changed_at=at
        )
        number = applications.record(step, one)
        for label in labels:
            self.record(step, label, at, application=number, thread=thread, facts=facts or {})
        if not labels:
            conversations.record_sent(step, _own(thread, at), thread, times=(), yes=False)
        return next(known for known in applications.recorded(step) if known.id == number)

    def record(
        self,
        step: Step,
        label: Label,
        at: datetime,
        *,
        sure: bool = True,
        subject: str = "Your application",
        warnings: Sequence[str] = (),
        silences: Sequence[str] = (),
        application: int | None = None,
        thread: str = "",
        facts: dict[str, object] | None = None,
        sender: str = "jobs@example.com",
    ) -> str:
        """Record one message of theirs; return its identity."""
        number = next(self._numbers)
        probability = self.chance.uniform(0.93, 0.999) if sure else self.chance.uniform(0.4, 0.9)
        one = Record(
            identity=f"<{number}@example.com>",
            place=Place(folder="INBOX", epoch="1", key=str(number)),
            thread=thread or f"<{number}>",
            sent_at=at,
            label=label,
            sure=sure,
            verdict={"probabilities": {label.value: probability}, "also": []},
            sender=sender,
            subject=subject,
            facts=facts or {},
            silences=silences,
            warnings=warnings,
            application=application,
        )
        messages.record(step, one, at)
        return one.identity

    def talk(self, step: Step, one: Application, at: datetime, place: str = "https://meet.example/aster-41") -> None:
        """Agree on a conversation."""
        talk = Interview(
            application=one.id, thread=min(one.threads), parent="", standing=Standing.agreed, starts_at=at, place=place
        )
        interviews.record(step, talk)

    def draft(
        self,
        step: Step,
        letter: Letter,
        to: str,
        *,
        in_days: float = -1,
        application: int | None = None,
        because: str = "they asked for times, and these are free in your calendar",
    ) -> None:
        """Plan a letter; one whose hour has come lies in Drafts."""
        plan = Plan(
            letter=letter,
            recipients=(Address(name=to, address="jobs@example.com"),),
            not_before=NOW + timedelta(days=in_days),
            wanted_until=NOW + timedelta(days=in_days + 6),
            because=because,
        )
        number = plans.add(step, plan, parent="<1@example.com>", thread="<1>", application=application, now=NOW)
        if in_days < 0:
            plans.place(step, number, None, NOW)

    def correct(self, step: Step, identity: str, said: Label, truth: Label, *, surely: bool = True) -> None:
        """Let the user say what a message is."""
        one = Correction(
            identity=identity, label=truth, said=said, said_surely=surely, subject="", words="", corrected_at=NOW
        )
        corrections.record(step, one)


def _own(thread: str, at: datetime) -> Message:
    """Return the least that is remembered of a letter the user sent."""
    text = f"From: robin@hale.example\r\nTo: jobs@example.com\r\nMessage-ID: <own{thread[1:-1]}@hale.example>\r\n"
    return parse(Arrival(raw=(text + f"Date: {at:%a, %d %b %Y %H:%M:%S +0000}\r\n\r\nHello\r\n").encode()))


def long_search(path: Path) -> Config:
    """Write 150 applications over six months, with all that goes with them; return their settings."""
    story = Story(path)
    story.months(150)
    with story.ledger.step() as step:
        known = applications.recorded(step)
        told = {
            "feedback": ["We would have liked to see more experience with streaming data.", "The exercise was great."]
        }
        over = [one for one in known if one.stage is Stage.rejected]
        story.hear(step, over[0], [Label.update], NOW - timedelta(days=1), stage=Stage.rejected, facts=told)
        gone = {"out_of_hands": "The position was withdrawn for lack of budget."}
        story.hear(step, over[3], [Label.rejection], NOW - timedelta(days=2), stage=Stage.rejected, facts=gone)
        story.talk(step, known[0], NOW + timedelta(days=2, hours=5))
        story.draft(step, Letter.availability, "Hana Sato", application=known[1].id)
        story.draft(step, Letter.thank_you, "Lukas Brandt", application=known[4].id)
        story.draft(step, Letter.feedback_request, "Tom Falk", in_days=2, application=over[1].id)
        reasons = ("It asks you to pay money or to buy something.", "The sender's domain imitates that of Aster Labs.")
        subject = "URGENT!! Remote position 45$/hour, equipment cheque enclosed"
        because = ("it looks like a fake recruiter. It asks you to pay money or to buy something.",)
        story.record(step, Label.offer, NOW - timedelta(days=3), subject=subject, warnings=reasons, silences=because)
        story.record(
            step,
            Label.outreach,
            NOW - timedelta(days=9),
            warnings=("No recipient is named.",),
            subject="A chance for you",
        )
        for number in range(9):
            unsure = story.record(step, Label.update, NOW - timedelta(days=number), sure=False)
            if number < 4:
                story.correct(step, unsure, Label.update, Label.scheduling, surely=False)
        wrong = story.record(step, Label.materials, NOW - timedelta(days=5))
        story.correct(step, wrong, Label.materials, Label.update)
    return settings(path)

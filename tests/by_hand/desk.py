"""The user at his desk: mail of several applications, and what he says of them by command."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from assistant.application import Application, Said
from assistant.by_hand import editing, merging, undoing
from assistant.ledger import applications, commands, messages
from assistant.ledger.connection import Step, connect
from tests.poller.household import MONDAY, House, mail

WORDS = {
    "scheduling agreed": "this is to confirm your interview for the {role} position at {company} on 12 March 2026 at "
    "2:30 pm CET.",
    "confirmation": "thank you for applying for the {role} position at {company}. We have received your application.",
    "scheduling": "we would like to invite you to an interview for the {role} position at {company}. Could you please "
    "tell us your availability next week?",
    "scheduling unnamed": "we would like to invite you to an interview at {company}. Could you please tell us your "
    "availability next week?",
    "rejection": "thank you for taking the time to meet with us last week about the {role} position at {company}. "
    "Unfortunately, we have decided to move forward with another candidate.",
    "update": "we are still working on your application for the {role} position at {company}.",
}


@dataclass
class Desk:
    """One account, its mail and its user."""

    house: House

    def hear(self, kind: str, identity: str, company: str, role: str, *, answers: str = "", days: float = 0) -> None:
        """Let a letter of theirs arrive and be read, some days after Monday."""
        name = company.split()[0].lower()
        self.house.deliver(
            mail(
                f"[{kind.split()[0]}] Your application",
                "Dear Robin,\r\n\r\n" + WORDS[kind].format(role=role, company=company) + "\r\n\r\nBest regards,\r\n"
                f"Jane Doe\r\nRecruiter, {company}",
                id=f"<{identity}>",
                sender=f"Jane Doe <jane@{name}.example>",
                sent=MONDAY + timedelta(days=days),
                **({"References": f"<{answers}>"} if answers else {}),
            )
        )
        self.poll(days=days)

    def poll(self, *, days: float) -> None:
        """Poll some days after Monday."""
        self.house.now = MONDAY + timedelta(days=days, minutes=10)
        self.house.poll()

    @contextmanager
    def step(self) -> Iterator[Step]:
        with connect(self.house.folder / "ledger.sqlite3", "main").step() as step:
            yield step

    def edit(self, number: int, said: Said) -> None:
        with self.step() as step, commands.remembered(step, "edit", self.house.now):
            editing.edit(step, number, said, self.house.now)

    def merge(self, kept: int, gone: int) -> None:
        with self.step() as step, commands.remembered(step, "merge", self.house.now):
            merging.merge(step, kept, gone, self.house.now)

    def split(self, number: int, *identities: str, said: Said | None = None) -> int:
        ids = [f"<{one}>" for one in identities]
        with self.step() as step, commands.remembered(step, "split", self.house.now):
            return merging.split(step, number, ids, said or Said(), self.house.now).id

    def assign(self, number: int, *identities: str) -> None:
        with self.step() as step, commands.remembered(step, "assign", self.house.now):
            merging.assign(step, number, [f"<{one}>" for one in identities], self.house.now)

    def undo(self) -> list[str]:
        with self.step() as step:
            last = commands.last(step)
            assert last is not None
            return undoing.undo(step, last, self.house.now)

    def known(self) -> dict[int, Application]:
        with self.step() as step:
            return {one.id: one for one in applications.recorded(step)}

    def told(self) -> dict[int, tuple[str | None, str | None, str]]:
        """Return company, role and stage of every application."""
        return {number: (one.company, one.role, one.stage.value) for number, one in self.known().items()}

    def holder(self, identity: str) -> int | None:
        """Return the application a message belongs to."""
        with self.step() as step:
            record = messages.known(step, f"<{identity}>")
        assert record is not None
        return record.application

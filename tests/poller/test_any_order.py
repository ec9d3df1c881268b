"""Deliver, poll, crash, answer, edit, delete, wait, in any order: only invariants are asserted."""

import itertools
import shutil
import tempfile
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assistant.ledger.plans import State
from tests.poller.household import mail, new_house
from tests.poller.test_kills import poll_and_die

BODIES = {
    "scheduling": "Could you please tell us your availability for an interview next week?",
    "rejection": "Thank you for taking the time to meet with us last week. Unfortunately we chose another candidate.",
    "materials": "It was great speaking with you last week. Please send us your certificates and two references.",
    "confirmation": "We have received your application.",
}


class AnyOrder(RuleBasedStateMachine):
    """A user, recruiters and a machine that crashes, around one mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="any-order-"))
        self.house = new_house(self.folder)
        self.numbers = itertools.count()
        self.delivered: list[tuple[str, str]] = []
        self.removed: set[str] = set()
        self.edited: dict[str, bytes] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(kind=st.sampled_from(sorted(BODIES)), thread=st.integers(0, 2))
    def a_message_arrives(self, kind: str, thread: int) -> None:
        number = next(self.numbers)
        earlier = [identity for identity, _ in self.delivered if identity.startswith(f"<{thread}.")]
        fields = {"References": " ".join(earlier)} if earlier else {}
        identity = f"<{thread}.{number}@company{thread}.example>"
        raw = mail(
            f"[{kind}] Role",
            f"Hi Robin,\r\n\r\n{BODIES[kind]}\r\n\r\nBest regards,\r\nJane Doe",
            id=identity,
            sender=f"Jane Doe <jane@company{thread}.example>",
            sent=self.house.now,
            **fields,
        )
        self.house.deliver(raw)
        self.delivered.append((identity, kind))

    @rule(minutes=st.sampled_from([0, 2, 60, 60 * 24, 60 * 24 * 3]))
    def a_poll(self, minutes: int) -> None:
        self.house.poll(after=timedelta(minutes=minutes))

    @rule(at=st.integers(1, 40))
    def a_poll_that_crashes(self, at: int) -> None:
        poll_and_die(self.house, at)
        self.house.now += timedelta(minutes=2)

    @precondition(lambda self: self.delivered)
    @rule(data=st.data())
    def the_user_answers_by_himself(self, data: st.DataObject) -> None:
        identity, _ = data.draw(st.sampled_from(self.delivered))
        raw = mail(
            "Re: Role",
            "My own words.",
            id=f"<own{next(self.numbers)}@hale.example>",
            sender="Robin Hale <robin@hale.example>",
            to=f"jane@company{identity[1]}.example",
            sent=self.house.now,
            In_Reply_To=identity,
        )
        self.house.deliver(raw, "Sent")

    @precondition(lambda self: self.house.drafts())
    @rule(data=st.data())
    def the_user_edits_a_draft(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.house.drafts())))
        path = self.house.folder / "Mail" / ".Drafts" / "cur" / name
        path.write_bytes(path.read_bytes() + b"Mine.\r\n")
        self.edited[name] = path.read_bytes()

    @precondition(lambda self: self.house.drafts())
    @rule(data=st.data())
    def the_user_deletes_a_draft(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.house.drafts())))
        path = self.house.folder / "Mail" / ".Drafts" / "cur" / name
        self.removed.add(str(message_from_bytes(path.read_bytes())["Message-ID"]))
        self.edited.pop(name, None)
        path.unlink()

    @invariant()
    def no_draft_lies_there_twice(self) -> None:
        ids = [str(message_from_bytes(raw)["Message-ID"]) for raw in self.house.drafts().values()]
        assert len(ids) == len(set(ids))

    @invariant()
    def no_draft_comes_back(self) -> None:
        ids = {str(message_from_bytes(raw)["Message-ID"]) for raw in self.house.drafts().values()}
        assert not ids & self.removed

    @invariant()
    def the_users_words_stay(self) -> None:
        drafts = self.house.drafts()
        assert {name: drafts.get(name) for name in self.edited} == self.edited

    @invariant()
    def a_conversation_has_one_untouched_reply_at_most(self) -> None:
        live = [one for one in self.house.entries() if one.state is State.placed and one.plan.letter.is_reply]
        threads = [one.thread for one in live]
        assert len(threads) == len(set(threads))

    @invariant()
    def mail_stays_where_it_was(self) -> None:
        inbox = self.house.folder / "Mail"
        lying = [path for part in ("cur", "new") for path in (inbox / part).glob("*")]
        assert len(lying) == len(self.delivered)


AnyOrder.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyOrder = AnyOrder.TestCase

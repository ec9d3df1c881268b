"""Letters, polls, merges, splits, edits and undos in any order: only invariants are asserted."""

import itertools
import shutil
import tempfile
from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assistant.application import Said, Stage
from assistant.errors import CannotBeDone
from assistant.ledger import belonging, commands, messages
from assistant.ledger.plans import LIVE, State
from tests.by_hand.desk import WORDS, Desk
from tests.poller.household import MONDAY, new_house

ROLES = ("Planner", "Analyst")
_NUMBERS = st.integers(0, 3)


class ByHand(RuleBasedStateMachine):
    """A user who arranges what comes in, and takes it back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="by-hand-"))
        self.desk = Desk(house=new_house(self.folder))
        self.numbers = itertools.count()
        self.heard: list[str] = []
        self.days = 0.0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def _application(self, number: int) -> int:
        known = sorted(self.desk.known())
        return known[number % len(known)] if known else 0

    @rule(kind=st.sampled_from(sorted(WORDS)), thread=st.integers(0, 2), role=st.sampled_from(ROLES))
    def a_letter_comes(self, kind: str, thread: int, role: str) -> None:
        identity = f"{thread}.{next(self.numbers)}@acme.example"
        earlier = [one for one in self.heard if one.startswith(f"{thread}.")]
        self.days += 0.2
        self.desk.hear(kind, identity, "Acme", role, answers=earlier[-1] if earlier else "", days=self.days)
        self.heard.append(identity)

    @rule(days=st.sampled_from([0.1, 3.0]))
    def a_poll(self, days: float) -> None:
        self.days += days
        self.desk.poll(days=self.days)

    @rule(kept=_NUMBERS, gone=_NUMBERS)
    def a_merge(self, kept: int, gone: int) -> None:
        with suppress(CannotBeDone):
            self.desk.merge(self._application(kept), self._application(gone))
        self._time_passes()

    @precondition(lambda self: self.heard)
    @rule(data=st.data())
    def a_split(self, data: st.DataObject) -> None:
        identity = data.draw(st.sampled_from(self.heard))
        with suppress(CannotBeDone):
            self.desk.split(self.desk.holder(identity) or 0, identity)
        self._time_passes()

    @precondition(lambda self: self.heard)
    @rule(data=st.data(), number=_NUMBERS)
    def an_assignment(self, data: st.DataObject, number: int) -> None:
        with suppress(CannotBeDone):
            self.desk.assign(self._application(number), data.draw(st.sampled_from(self.heard)))
        self._time_passes()

    @rule(number=_NUMBERS, stage=st.sampled_from([None, *Stage]), role=st.sampled_from([None, "Pilot"]))
    def an_edit(self, number: int, stage: Stage | None, role: str | None) -> None:
        with suppress(CannotBeDone):
            self.desk.edit(self._application(number), Said(stage=stage, role=role))
        self._time_passes()

    @rule()
    def an_undo(self) -> None:
        with self.desk.step() as step:
            said = commands.last(step)
        if said is not None:
            self.desk.undo()
        self._time_passes()

    def _time_passes(self) -> None:
        self.days += 0.01
        self.desk.house.now = MONDAY + timedelta(days=self.days, minutes=10)

    @invariant()
    def every_message_is_where_it_was_said_to_be(self) -> None:
        known = set(self.desk.known())
        with self.desk.step() as step:
            holders = {record.application for record in messages.recorded(step)} - {None}
            assert not [one for one in known if belonging.is_empty(step, one)]
        assert holders <= known
        assert {one.application for one in self.desk.house.entries()} - {None} <= known

    @invariant()
    def a_conversation_is_of_one_application(self) -> None:
        threads = [thread for one in self.desk.known().values() for thread in one.threads]
        assert len(threads) == len(set(threads))

    @invariant()
    def no_draft_comes_twice(self) -> None:
        lying = [str(message_from_bytes(raw)["Message-ID"]) for raw in self.desk.house.drafts().values()]
        put = [one.message_id for one in self.desk.house.entries() if one.message_id]
        assert len(lying) == len(set(lying))
        assert len(put) == len(set(put))

    @invariant()
    def a_conversation_has_one_reply_at_most(self) -> None:
        lying = (one for one in self.desk.house.entries() if one.state in LIVE and one.state is not State.planned)
        threads = [one.thread for one in lying if one.plan.letter.is_reply]
        assert len(threads) == len(set(threads))


ByHand.TestCase.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestByHand = ByHand.TestCase

"""A draft that the provider shows outside the conversation it answers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.mail.message import Arrival, Place
from assistant.poller.run import Run
from tests.poller.household import INVITATION, House
from tests.poller.test_conversations import with_methods


def threads(of_draft: str | None, of_parent: str | None) -> Callable[[Run], Run]:
    """Return what gives a mailbox threads of its own, as X-GM-THRID does."""

    def wrap(run: Run) -> Run:
        def read(places: Sequence[Place]) -> Iterator[tuple[Place, Arrival | None]]:
            for place, arrival in run.mailbox.read(places):
                thread = of_draft if place.folder == "Drafts" else of_parent
                yield place, arrival and replace(arrival, thread=thread)

        wrapped: Any = with_methods(read=read)(run)
        return wrapped

    return wrap


@pytest.mark.parametrize(
    ("of_draft", "of_parent", "told"),
    [("2", "1", True), ("1", "1", False), (None, "1", False), (None, None, False), ("2", None, False)],
)
def test_a_draft_outside_its_conversation_is_told_once(
    house: House, of_draft: str | None, of_parent: str | None, told: bool
) -> None:
    """Nobody looks for an answer where it is not shown; a second draft would not be shown either."""
    house.wrap = threads(of_draft, of_parent)
    house.deliver(INVITATION)
    house.poll()
    kinds = [event.kind for event in house.events]
    record = house.record("<invitation@bright.example>")
    house.poll()

    assert ("apart" in kinds, len(house.drafts())) == (told, 1)
    assert record is not None and any("open it from Drafts" in one for one in record.silences) == told
    assert "apart" not in [event.kind for event in house.events]

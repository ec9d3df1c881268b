"""The contract on pymap: no special uses, no LIST-STATUS, no CONDSTORE, and keywords dropped in silence."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.mailbox.digest_laws import DigestLaws
from tests.mailbox.draft_laws import DraftLaws
from tests.mailbox.imap_world import ImapWorld, person_on
from tests.mailbox.reading_laws import ReadingLaws
from tests.mailbox.tag_laws import WithoutKeywords
from tests.mailbox.world import SINCE, large_mail
from tests.pymap import Pymap, is_installed
from tests.servers import missing


@pytest.fixture(scope="module")
def pymap() -> Iterator[Pymap]:
    """A pymap of this test run."""
    if not is_installed():
        missing("pymap is not there; pip installs it")
    server = Pymap()
    yield server
    server.stop()


class TestPymap(WithoutKeywords, ReadingLaws, DraftLaws, DigestLaws):
    """Another author's server keeps every sentence; tags it keeps none, and that is found out."""

    @pytest.fixture
    def world(self, pymap: Pymap) -> Iterator[ImapWorld]:
        """A fresh account."""
        with person_on(pymap, *pymap.new_user()) as person:
            yield ImapWorld(pymap, person)

    def test_a_part_that_is_told_too_long_is_not_believed(self, world: ImapWorld) -> None:
        """It counts a part's header into its octets (0.36.7): parts come short, so the message is read whole."""
        world.deliver(large_mail("large"))
        with closing(world.open()) as mailbox:
            ((_, arrival),) = mailbox.read(mailbox.news(None, SINCE).arrivals)

        assert arrival.raw == large_mail("large")

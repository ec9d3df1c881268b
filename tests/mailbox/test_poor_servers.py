"""The contract on servers that lack one extension each, and on one that has none: Dovecot behind a proxy.

The proxy leaves the extension out of what the server offers and takes its traces from the answers; what is not offered
may not be used.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from tests.conftest import Person
from tests.dovecot import Dovecot
from tests.mailbox.contract import MailboxContract
from tests.mailbox.digest_laws import DigestLaws
from tests.mailbox.draft_laws import DraftLaws
from tests.mailbox.imap_world import ImapWorld
from tests.mailbox.reading_laws import ReadingLaws
from tests.mailbox.tag_laws import WithoutKeywords
from tests.mailbox.world import World, put, put_digest
from tests.proxy import Proxy

EVERYTHING = "everything"

TRACES: dict[str, bytes] = {
    "SPECIAL-USE": rb"(?<=[( ])\\(?:Drafts|Sent|Trash|Archive) ?(?=[^\r\n]*\) \")",
    "UIDPLUS": rb"\[APPENDUID \d+ \d+\] ",
    "keywords": rb"(?<=[a-z]) \\\*(?=\)\])",
}
"""What in an answer shows that the server has the extension."""

USE = {
    "UIDPLUS": r"UID EXPUNGE",
    "LIST-STATUS": r"LIST .* RETURN",
    "LIST-EXTENDED": r"LIST \"\" \(",
    "CONDSTORE": r"HIGHESTMODSEQ|MODSEQ",
    "LITERAL+": r"\{\d+\+\}",
    "IDLE": r"IDLE",
    EVERYTHING: r"UID EXPUNGE|LIST .* RETURN|LIST \"\" \(|MODSEQ|\{\d+\+\}|IDLE|ENABLE|MOVE|UNSELECT| ID |NAMESPACE",
}
"""What no command may hold where the extension is not offered."""


@pytest.fixture
def without(dovecot: Dovecot, person: Person, proxy: Proxy) -> Iterator[Callable[..., ImapWorld]]:
    """Give a world without some extensions; afterwards none of them must have been used."""
    unused: list[str] = []

    def world(*extensions: str) -> ImapWorld:
        unused.extend(extensions)
        proxy.rewrite = lambda data: poorer(data, extensions)
        return ImapWorld(dovecot, person, port=proxy.port)

    yield world
    used = "|".join(USE[extension] for extension in unused if extension in USE)
    assert not used or not [command for command in proxy.commands if re.search(used, command)]


def poorer(data: bytes, extensions: tuple[str, ...]) -> bytes:
    """Take from what a server says all that shows that it has some extensions."""
    if EVERYTHING in extensions:
        data = re.sub(rb"(?<=CAPABILITY )IMAP4rev1[^\]\r\n]*", b"IMAP4rev1", data)
    for extension in TRACES if EVERYTHING in extensions else extensions:
        if extension != "keywords" and b"CAPABILITY" in data:
            data = re.sub(b" " + re.escape(extension.encode()) + rb"(?=[ \]\r])", b"", data)
        if extension in TRACES and (extension != "keywords" or b"[PERMANENTFLAGS" in data):
            data = re.sub(TRACES[extension], b"", data)
    return data


class WithoutUidplus(DraftLaws, DigestLaws):
    """What changes where one message cannot be expunged alone."""

    test_our_own_untouched_draft_is_removed = None

    def test_our_own_untouched_draft_is_left_where_none_can_be_expunged_alone(self, world: World) -> None:
        """And that is said: a plain EXPUNGE would take along what others marked as deleted."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")

            assert not mailbox.withdraw(draft)
        assert [raw for raw, _ in world.messages("Drafts")] == [draft.raw]

    test_our_own_untouched_digest_is_removed = None
    test_a_digest_whose_place_never_became_known_is_removed = None

    def test_our_own_untouched_digest_is_left_where_none_can_be_expunged_alone(self, world: World) -> None:
        """For the same reason, whether or not its place is known."""
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")

            assert not mailbox.remove_digest(placed)
            assert not mailbox.remove_digest(replace(placed, place=None))
        assert [raw for raw, _ in world.messages("INBOX")] == [placed.raw]


@pytest.mark.parametrize(
    "lacking",
    ["SPECIAL-USE", "LIST-STATUS", "LIST-EXTENDED", "CONDSTORE", "LITERAL+", "IDLE"],
    ids=lambda extension: extension.replace("-", " "),  # the table of the contract takes what follows the last hyphen
)
class TestWithoutOne(MailboxContract):
    """Extensions make it quicker, never right."""

    @pytest.fixture
    def world(self, without: Callable[..., ImapWorld], lacking: str) -> ImapWorld:
        """A fresh account."""
        return without(lacking)


class TestWithoutUidplus(WithoutUidplus, MailboxContract):
    """Where a draft lies is found out by looking, and none is withdrawn."""

    @pytest.fixture
    def world(self, without: Callable[..., ImapWorld]) -> ImapWorld:
        """A fresh account."""
        return without("UIDPLUS")


class TestWithoutKeywords(WithoutKeywords, ReadingLaws, DraftLaws, DigestLaws):
    """Tags are refused; all else holds."""

    @pytest.fixture
    def world(self, without: Callable[..., ImapWorld]) -> ImapWorld:
        """A fresh account."""
        return without("keywords")


class TestWithoutAnything(WithoutKeywords, WithoutUidplus, ReadingLaws):
    """IMAP4rev1 of 1996, and no word more."""

    @pytest.fixture
    def world(self, without: Callable[..., ImapWorld]) -> ImapWorld:
        """A fresh account."""
        return without(EVERYTHING)

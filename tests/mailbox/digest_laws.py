"""The contract's sentences on the digest."""

from contextlib import closing
from dataclasses import replace

import pytest

from assistant.errors import MailboxFull, NoPlaceForDigest
from tests.mailbox.world import SINCE, World, digest, identity, ids, mail, put_digest


class DigestLaws:
    """A digest lies in INBOX once, as new mail, and is taken away only if untouched."""

    def test_a_digest_is_put_into_inbox_unread(self, world: World) -> None:
        """Read, it would not be seen in the morning."""
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")
            news = mailbox.news(None, SINCE)

        ((raw, flags),) = world.messages("INBOX")
        assert raw == placed.raw
        assert flags <= {r"\Recent"}
        assert placed.place in (None, *news.arrivals)

    def test_a_digest_put_twice_lies_there_once(self, world: World) -> None:
        """A run that died between putting and noting it must not leave two, read or not."""
        world.deliver(mail("a"))
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")
        with closing(world.open(digest=True)) as mailbox:
            again = mailbox.put_digest(placed.message_id, placed.raw, placed.floor)
            blind = mailbox.put_digest(placed.message_id, placed.raw, "")

        assert placed.place in (None, again)
        assert again == blind
        assert sorted(ids(world, "INBOX")) == [identity("a"), placed.message_id]

    def test_a_digest_that_the_user_has_thrown_away_is_not_put_again(self, world: World) -> None:
        """He has read it."""
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")
            world.move(placed.message_id, source="INBOX", target="Trash")
            again = mailbox.put_digest(placed.message_id, placed.raw, placed.floor)

        assert again is None
        assert ids(world, "INBOX") == []

    def test_a_full_mailbox_raises_mailbox_full_and_stores_no_digest(self, world: World) -> None:
        """The user must hear of it."""
        with closing(world.open(digest=True)) as mailbox:
            floor = mailbox.digest_floor()
        raw = digest("monday", body="x" * 20_000)

        with world.full(), closing(world.open(digest=True)) as mailbox, pytest.raises(MailboxFull):
            mailbox.put_digest(identity("monday"), raw, floor)
        assert ids(world, "INBOX") == []

    def test_where_no_digest_is_wanted_none_is_put(self, world: World) -> None:
        """INBOX is the user's; nothing is put there that he did not ask for."""
        with closing(world.open()) as mailbox:
            with pytest.raises(NoPlaceForDigest):
                mailbox.digest_floor()
            with pytest.raises(NoPlaceForDigest):
                mailbox.put_digest(identity("monday"), digest("monday"), "")

        assert ids(world, "INBOX") == []

    @pytest.mark.parametrize(
        "raw",
        [
            digest("monday", to="boss@example.org"),
            digest("monday", to="me@example.test, boss@example.org"),
            digest("monday", sender="boss@example.org"),
            digest("monday", more="Cc: boss@example.org\r\n"),
            digest("tuesday"),
            mail("monday"),
        ],
        ids=["to another", "to two", "from another", "with a copy", "another id", "no machine's"],
    )
    def test_what_is_not_from_the_user_to_himself_made_by_a_machine_is_refused(self, world: World, raw: bytes) -> None:
        """A mail that looks as if somebody had written it would be a forgery."""
        with closing(world.open(digest=True)) as mailbox, pytest.raises(ValueError):
            mailbox.put_digest(identity("monday"), raw, mailbox.digest_floor())

        assert ids(world, "INBOX") == []

    def test_our_own_untouched_digest_is_removed(self, world: World) -> None:
        """Yesterday's news would only be in the way; everything else stays."""
        world.deliver(mail("users-own"), flags=r"\Deleted")
        with closing(world.open(digest=True)) as mailbox:
            placed, other = put_digest(mailbox, "monday"), put_digest(mailbox, "tuesday")
            world.deliver(mail("later"))

            assert mailbox.remove_digest(placed)
            assert mailbox.remove_digest(placed)
        assert sorted(ids(world, "INBOX")) == sorted([identity("users-own"), other.message_id, identity("later")])

    def test_a_digest_whose_place_never_became_known_is_removed(self, world: World) -> None:
        """A run that was cut short knows only id, bytes and floor."""
        with closing(world.open(digest=True)) as mailbox:
            placed = replace(put_digest(mailbox, "monday"), place=None)

            assert mailbox.remove_digest(placed)
        assert ids(world, "INBOX") == []

    def test_a_digest_that_differs_in_one_byte_from_what_was_put_is_left_alone(self, world: World) -> None:
        """One changed byte is the user's work."""
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")
            world.remove(placed.message_id, folder="INBOX")
            world.deliver(placed.raw.replace(b"morning.", b"morning!"))

            assert not mailbox.remove_digest(placed)
        assert ids(world, "INBOX") == [placed.message_id]

    def test_a_digest_that_the_user_flagged_is_left_alone(self, world: World) -> None:
        """A star says: keep it."""
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")
            world.remove(placed.message_id, folder="INBOX")
            world.deliver(placed.raw, flags=r"\Flagged")

            assert not mailbox.remove_digest(placed)
        assert ids(world, "INBOX") == [placed.message_id]

    def test_a_digest_that_the_user_moved_is_left_alone(self, world: World) -> None:
        """He has filed it."""
        with closing(world.open(digest=True)) as mailbox:
            placed = put_digest(mailbox, "monday")
            world.move(placed.message_id, source="INBOX", target="Archive")

            assert mailbox.remove_digest(placed)
        assert ids(world, "Archive") == [placed.message_id]


class WithoutDigest:
    """Where mail is never written; takes the place of the laws on the digest."""

    def test_where_no_digest_is_allowed_none_is_put(self, world: World) -> None:
        """It is said, so that another account may have it."""
        with closing(world.open(digest=True)) as mailbox:
            with pytest.raises(NoPlaceForDigest):
                mailbox.digest_floor()
            with pytest.raises(NoPlaceForDigest):
                mailbox.put_digest(identity("monday"), digest("monday"), "")

        assert world.messages("INBOX") == []

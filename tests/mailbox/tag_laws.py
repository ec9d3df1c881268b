"""The contract's sentences on tags."""

from contextlib import closing

import pytest

from tests.mailbox.world import SINCE, World, identity, mail


class TagLaws:
    """Our keywords are written, and nothing else."""

    def test_a_tag_is_added_and_others_removed(self, world: World) -> None:
        """A corrected label must not leave the wrong one beside it."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            (place,) = mailbox.news(None, SINCE).arrivals
            assert mailbox.tag([place], "$JobUpdate")
            assert mailbox.tag([place], "$JobOffer", remove=["$JobUpdate", "$JobRejection"])

            assert mailbox.tags([place]) == {place: {"$JobOffer"}}
            ((_, arrival),) = mailbox.read([place])
        assert arrival.keywords == {"$JobOffer"}

    def test_of_many_messages_those_that_are_kept_are_told(self, world: World) -> None:
        """One that is gone must not pass for tagged, nor keep the others from it."""
        for name in ("a", "b", "c", "d"):
            world.deliver(mail(name))
        with closing(world.open()) as mailbox:
            places = mailbox.news(None, SINCE).arrivals
            mailbox.tag([places[0]], "$JobUpdate")
            world.remove(identity("b"), folder="INBOX")

            assert mailbox.tag(places[:3], "$JobOffer", remove=["$JobUpdate"]) == {places[0], places[2]}
            assert mailbox.tags(places) == {
                places[0]: {"$JobOffer"},
                places[2]: {"$JobOffer"},
                places[3]: frozenset(),
            }

    def test_without_a_keyword_the_others_are_only_removed(self, world: World) -> None:
        """Mail that turns out to be no recruiter's carries no tag."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            (place,) = mailbox.news(None, SINCE).arrivals
            mailbox.tag([place], "$JobOffer")
            assert mailbox.tag([place], "", remove=["$JobUpdate", "$JobOffer"])

            assert mailbox.tags([place]) == {place: frozenset()}

    def test_no_other_flag_of_any_message_changes(self, world: World) -> None:
        """Stars, read marks and other programs' keywords are the user's."""
        for number, flags in enumerate((r"\Flagged", r"\Seen \Answered", "")):
            world.deliver(mail(f"n{number}"), flags=flags)
        with closing(world.open()) as mailbox:
            places = mailbox.news(None, SINCE).arrivals
            mailbox.tag([places[0]], "$JobOffer", remove=["$JobUpdate"])

        kept = [flags - {r"\Recent"} for _, flags in world.messages("INBOX")]
        assert kept == [{r"\Flagged", "$JobOffer"}, {r"\Seen", r"\Answered"}, frozenset()]

    def test_a_keyword_that_is_not_ours_is_never_written(self, world: World) -> None:
        """The tag step is the only one that writes flags; it must not be able to write any other."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            (place,) = mailbox.news(None, SINCE).arrivals
            for keyword in (r"\Seen", r"\Deleted", "$Forwarded", "$JobOffer) x"):
                with pytest.raises(ValueError, match="own keywords"):
                    mailbox.tag([place], keyword)
                with pytest.raises(ValueError, match="own keywords"):
                    mailbox.tag([place], "$JobOffer", remove=[keyword])

        assert world.untouched()

    def test_tags_are_told_of_each_message_that_is_still_there(self, world: World) -> None:
        """A message that is gone has no tags, which is something else than none."""
        for name in ("a", "b", "c"):
            world.deliver(mail(name))
        with closing(world.open()) as mailbox:
            places = mailbox.news(None, SINCE).arrivals
            mailbox.tag([places[0]], "$JobOffer")
            world.remove(identity("b"), folder="INBOX")

            assert mailbox.tags(places) == {places[0]: {"$JobOffer"}, places[2]: frozenset()}

    def test_tagging_a_message_that_is_gone_is_refused(self, world: World) -> None:
        """The caller must not believe it was kept."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            (place,) = mailbox.news(None, SINCE).arrivals
            world.remove(identity("new"), folder="INBOX")

            assert not mailbox.tag([place], "$JobOffer")
            assert not mailbox.tag([place], "", remove=["$JobOffer"])


class WithoutKeywords:
    """What changes where a folder keeps no keywords of ours; takes the place of the laws on tags."""

    test_a_keyword_that_is_not_ours_is_never_written = TagLaws.test_a_keyword_that_is_not_ours_is_never_written

    def test_a_tag_that_would_not_be_kept_is_refused_and_nothing_is_written(self, world: World) -> None:
        """The caller must not believe it was kept."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            (place,) = mailbox.news(None, SINCE).arrivals

            assert not mailbox.tag([place], "$JobOffer", remove=["$JobUpdate"])
            assert mailbox.tags([place]) == {place: frozenset()}
        assert [flags - {r"\Recent"} for _, flags in world.messages("INBOX")] == [frozenset()]

    def test_tagging_a_message_that_is_gone_is_refused(self, world: World) -> None:
        """The caller must not believe it was kept."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            (place,) = mailbox.news(None, SINCE).arrivals
            world.remove(identity("new"), folder="INBOX")

            assert not mailbox.tag([place], "$JobOffer")

    def test_news_tells_when_tags_may_have_changed(self, world: World) -> None:
        """Other flags change there too."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            cursor = mailbox.news(None, SINCE).cursor
            world.flag(identity("new"), r"\Flagged")

            assert mailbox.news(cursor, SINCE).tags_changed

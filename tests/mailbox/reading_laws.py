"""The contract's sentences on news, read and find."""

from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from assistant.errors import ConfigError, MailboxReset
from tests.mailbox.world import INVITE, LONG_AGO, NOW, SINCE, World, identity, large_mail, mail, names, put


class ReadingLaws:
    """Mail is found, whole, and left as it was."""

    def test_news_without_a_cursor_is_what_was_received_at_or_after_since(self, world: World) -> None:
        """The first run looks back a stated number of days, not over years of mail; the edge is a moment, not a day."""
        world.deliver(mail("old"), received=LONG_AGO)
        world.deliver(mail("just-before"), received=SINCE - timedelta(seconds=1))
        world.deliver(mail("just-at"), received=SINCE)
        world.deliver(mail("new"), received=NOW)
        with closing(world.open()) as mailbox:
            news = mailbox.news(None, SINCE)

            assert names(mailbox, news.arrivals) == ["just-at", "new"]

    def test_news_after_a_cursor_is_what_arrived_after_it(self, world: World) -> None:
        """Mail may be delivered late or moved in with an old date; it is news all the same, and old mail is not."""
        world.deliver(mail("old"), received=LONG_AGO)
        world.deliver(mail("first"))
        with closing(world.open()) as mailbox:
            cursor = mailbox.news(None, SINCE).cursor
            world.deliver(mail("second"))
            world.deliver(mail("late"), received=LONG_AGO)
            news = mailbox.news(cursor, SINCE)

            listed = names(mailbox, news.arrivals)
            assert {"second", "late"} <= set(listed) <= {"first", "second", "late"}

    def test_news_of_nothing_is_empty_and_lasts(self, world: World) -> None:
        """A quiet mailbox is the usual case."""
        world.deliver(mail("first"))
        with closing(world.open()) as mailbox:
            cursor = mailbox.news(None, SINCE).cursor
        with closing(world.open()) as mailbox:
            news = mailbox.news(cursor, SINCE)

            assert set(names(mailbox, news.arrivals)) <= {"first"}
            assert not news.sent and not news.drafts_changed

    def test_news_lists_arrivals_oldest_first(self, world: World) -> None:
        """Conversations are understood in the order they were held."""
        for number in range(12):
            world.deliver(mail(f"n{number}"), received=NOW - timedelta(hours=12 - number))
        with closing(world.open()) as mailbox:
            news = mailbox.news(None, SINCE)

            assert names(mailbox, news.arrivals) == [f"n{number}" for number in range(12)]

    def test_news_tells_what_the_user_sent(self, world: World) -> None:
        """What the user answered must not be answered again."""
        world.deliver(mail("sent-before"), folder="Sent")
        with closing(world.open()) as mailbox:
            first = mailbox.news(None, SINCE)
            world.deliver(mail("sent-after"), folder="Sent")
            second = mailbox.news(first.cursor, SINCE)

            assert names(mailbox, first.sent) == ["sent-before"]
            assert "sent-after" in names(mailbox, second.sent)
            assert not second.arrivals

    def test_news_marks_nothing_as_read(self, world: World) -> None:
        """The user must find their mail as it came, also in its folder's count of new mail."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            mailbox.news(mailbox.news(None, SINCE).cursor, SINCE, sweep=True)

        assert world.untouched()

    def test_a_sweep_lists_again_everything_received_since(self, world: World) -> None:
        """What a server once hid must be found within a day."""
        world.deliver(mail("old"), received=LONG_AGO)
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            cursor = mailbox.news(None, SINCE).cursor
            news = mailbox.news(cursor, SINCE, sweep=True)

            assert names(mailbox, news.arrivals) == ["new"]

    def test_a_cursor_from_before_the_mailbox_was_rebuilt_raises_mailbox_reset(self, world: World) -> None:
        """Positions of a rebuilt mailbox name other messages; guessing would lose mail or answer it twice."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            cursor = mailbox.news(None, SINCE).cursor
        world.rebuild()

        with closing(world.open()) as mailbox:
            with pytest.raises(MailboxReset):
                mailbox.news(cursor, SINCE)
            assert names(mailbox, mailbox.news(None, SINCE).arrivals) == ["new"]

    def test_a_cursor_that_cannot_be_read_raises_mailbox_reset(self, world: World) -> None:
        """A damaged or foreign cursor must lead to reading anew, never to skipping."""
        with closing(world.open()) as mailbox:
            for cursor in ("", "{", "[]", '{"standings": 1}', "7"):
                if cursor:
                    with pytest.raises(MailboxReset):
                        mailbox.news(cursor, SINCE)

    def test_mail_with_the_draft_flag_or_in_drafts_is_never_an_arrival(self, world: World) -> None:
        """The user's own unfinished words are nothing to answer, even if Drafts is watched by mistake."""
        world.deliver(mail("unfinished"), flags=r"\Draft")
        world.deliver(mail("in-drafts"), folder="Drafts")
        world.deliver(mail("new"))
        with closing(world.open(folders=("INBOX", "Drafts"))) as mailbox:
            news = mailbox.news(None, SINCE)

            assert names(mailbox, news.arrivals) == ["new"]

    def test_mail_in_junk_is_told_apart_from_arrivals(self, world: World) -> None:
        """It is read for rescue only: what a filter took for junk must never be answered by a machine."""
        world.make_folder("Junk")
        world.deliver(mail("filtered"), folder="Junk")
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            first = mailbox.news(None, SINCE)
            world.deliver(mail("filtered-later"), folder="Junk")
            second = mailbox.news(first.cursor, SINCE)
            third = mailbox.news(second.cursor, SINCE, sweep=True)

            assert (names(mailbox, first.arrivals), names(mailbox, first.junk)) == (["new"], ["filtered"])
            assert "filtered-later" in names(mailbox, second.junk)
            assert "filtered-later" not in names(mailbox, second.arrivals)
            assert sorted(names(mailbox, third.junk)) == ["filtered", "filtered-later"]

    def test_junk_is_not_told_of_where_it_is_not_looked_at(self, world: World) -> None:
        """The user may want it left alone, or watch it as any other folder."""
        world.make_folder("Junk")
        world.deliver(mail("filtered"), folder="Junk")
        with closing(world.open(junk=False)) as mailbox:
            news = mailbox.news(None, SINCE)

            assert (news.junk, news.arrivals) == ((), ())

    def test_a_junk_folder_made_later_is_found_within_a_day(self, world: World) -> None:
        """A provider makes it when its filter first strikes; which folder plays which part is remembered till then."""
        with closing(world.open()) as mailbox:
            cursor = mailbox.news(None, SINCE).cursor
        world.make_folder("Junk")
        world.deliver(mail("filtered"), folder="Junk")
        with closing(world.open()) as mailbox:
            assert names(mailbox, mailbox.news(cursor, SINCE, sweep=True).junk) == ["filtered"]

    def test_a_watched_folder_that_does_not_exist_is_told_with_those_that_do(self, world: World) -> None:
        """Nobody knows by heart how a server spells them."""
        for changes, told in (
            ({"folders": ("INBOX", "Recruting")}, r"Recruting.*`folders`.*(?i:inbox)"),
            ({"junk": "Jnuk"}, r"Jnuk.*`junk`.*(?i:inbox)"),
        ):
            with closing(world.open(**changes)) as mailbox, pytest.raises(ConfigError, match=told):
                mailbox.news(None, SINCE)

    def test_news_tells_when_drafts_may_have_changed(self, world: World) -> None:
        """What the user did with a draft is looked at only then."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")
            before = mailbox.news(None, SINCE)
            world.remove(draft.message_id, folder="Drafts")
            after = mailbox.news(before.cursor, SINCE)

        assert after.drafts_changed

    def test_news_tells_when_tags_may_have_changed(self, world: World) -> None:
        """A tag the user corrects is a lesson."""
        world.deliver(mail("new"))
        with closing(world.open()) as mailbox:
            news = mailbox.news(None, SINCE)
            assert mailbox.tag([news.arrivals[0]], "$JobOffer")

            assert mailbox.news(news.cursor, SINCE).tags_changed

    def test_read_yields_each_place_with_its_message_and_none_where_it_is_gone(self, world: World) -> None:
        """A message deleted between listing and reading must be an end, not an error."""
        for name in ("a", "b", "c"):
            world.deliver(mail(name))
        with closing(world.open()) as mailbox:
            places = mailbox.news(None, SINCE).arrivals
            world.remove(identity("b"), folder="INBOX")
            read = dict(mailbox.read(places))

        found = {place: arrival and message_from_bytes(arrival.raw)["Message-ID"] for place, arrival in read.items()}
        assert found == dict(zip(places, (identity("a"), None, identity("c")), strict=True))
        assert all(arrival.place == place for place, arrival in read.items() if arrival)

    def test_read_gives_date_and_flags(self, world: World) -> None:
        """Whether it is answered already, and when it came, is known only to the mailbox."""
        world.deliver(mail("answered"), received=NOW - timedelta(days=1), flags=r"\Answered \Seen")
        with closing(world.open()) as mailbox:
            ((_, arrival),) = mailbox.read(mailbox.news(None, SINCE).arrivals)

        assert arrival.internal_date == NOW - timedelta(days=1)
        assert arrival.internal_date.utcoffset() == timedelta(0)
        assert (arrival.answered, arrival.draft, arrival.trimmed) == (True, False, False)

    def test_read_marks_nothing_as_read(self, world: World) -> None:
        """The user must find their mail as it came."""
        world.deliver(mail("new"))
        world.deliver(large_mail("large"))
        with closing(world.open()) as mailbox:
            list(mailbox.read(mailbox.news(None, SINCE).arrivals))

        assert world.untouched()

    def test_all_header_fields_and_the_text_and_calendar_parts_are_there(self, world: World) -> None:
        """Attachments may be left out, but not so that a message says something else."""
        world.deliver(large_mail("large"))
        with closing(world.open()) as mailbox:
            ((_, arrival),) = mailbox.read(mailbox.news(None, SINCE).arrivals)

        original = message_from_bytes(large_mail("large"), policy=default)
        message = message_from_bytes(arrival.raw, policy=default)
        assert [str(value) for value in message.values()] == [str(value) for value in original.values()]
        parts = list(message.walk())
        assert [part.get_content_type() for part in parts] == [part.get_content_type() for part in original.walk()]
        assert parts[2].get_content().splitlines() == ["Grüße."]
        assert parts[3].get_content().splitlines() == ["<p>Hello.</p>"]
        assert parts[4].get_payload(decode=True) == INVITE
        assert (parts[5].get_filename(), parts[5].get_content_disposition()) == ("terms & more.pdf", "attachment")

    def test_a_text_part_is_read_up_to_one_mebibyte(self, world: World) -> None:
        """What is long is not skipped."""
        world.deliver(mail("long", body=("x" * 76 + "\r\n") * 20_000))
        with closing(world.open()) as mailbox:
            ((_, arrival),) = mailbox.read(mailbox.news(None, SINCE).arrivals)

        assert len(arrival.raw.replace(b"\r", b"")) >= 1_000_000

    def test_find_looks_in_watched_folders_first_then_in_the_archive(self, world: World) -> None:
        """People file mail away; a draft still needs what it answers."""
        for name, folder in (("inbox", "INBOX"), ("both", "INBOX"), ("both", "Archive"), ("filed", "Archive")):
            world.deliver(mail(name), folder=folder)
        with closing(world.open()) as mailbox:
            found = {name: mailbox.find(identity(name)) for name in ("inbox", "both", "filed", "nowhere")}

        assert {name: place and place.folder.split(".")[-1] for name, place in found.items()} == {
            "inbox": "INBOX", "both": "INBOX", "filed": "Archive", "nowhere": None,
        }  # fmt: skip

    @pytest.mark.parametrize(
        "asked",
        ["<ONE@example.test>", "<one@example.tes", "one@example.test", "<one@example.test>x", "", "<>", '"', "*",
         '<x"\r\nX1 CREATE pwned\r\nX2 NOOP>', "<one@example.test>\x00", "<önë@example.test>", "<" + "a" * 5000 + ">"],
    )  # fmt: skip
    def test_an_id_that_differs_in_anything_is_not_found(self, world: World, asked: str) -> None:
        """Servers search loosely, and an id is chosen by a stranger: it may even be written to be a command."""
        world.deliver(mail("one"))
        with closing(world.open()) as mailbox:
            assert mailbox.find(asked) is None

        assert world.folders() == {"Drafts", "Sent", "Trash", "Archive"}

    @pytest.mark.parametrize(
        "asked", ['<a"b\\c@example.test>', "<a b@example.test>", "<önë@example.test>", "no brackets"]
    )
    def test_an_odd_id_is_found_all_the_same(self, world: World, asked: str) -> None:
        """Mail programs write ids no standard allows."""
        world.deliver(f"Message-ID: {asked}\r\nSubject: odd\r\n\r\nHello.\r\n".encode())
        with closing(world.open()) as mailbox:
            place = mailbox.find(asked)

            assert place == mailbox.news(None, SINCE).arrivals[0]

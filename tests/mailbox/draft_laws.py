"""The contract's sentences on drafts."""

from contextlib import closing
from email import message_from_bytes

import pytest

from assistant.errors import MailboxFull, NoDraftsFolder
from assistant.mailbox import DraftState, PlacedDraft
from tests.mailbox.world import SINCE, World, identity, ids, mail, put


class DraftLaws:
    """A draft lies there once, is recognised, and is taken back only if untouched."""

    def test_no_draft_put_from_now_on_lies_below_the_floor(self, world: World) -> None:
        """The floor is how a draft is found again; it must hold for everything that comes after."""
        with closing(world.open()) as mailbox:
            put(mailbox, "earlier")
            floor = mailbox.drafts_floor()
            raws = {identity(name): mail(name, reply_to=f"parent-{name}") for name in ("d1", "d2", "d3")}
            first = [mailbox.put_draft(one, raw, floor) for one, raw in raws.items()]
            second = [mailbox.put_draft(one, raw, floor) for one, raw in raws.items()]

        assert first == second
        assert sorted(ids(world, "Drafts")) == sorted([identity("earlier"), *raws])

    def test_a_draft_is_put_into_drafts_flagged_as_draft_and_read(self, world: World) -> None:
        """Without the flag Outlook shows it as sent mail; unread it would beg for attention."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")
            ((_, arrival),) = mailbox.read([draft.place])

        ((raw, flags),) = world.messages("Drafts")
        assert raw == draft.raw
        assert flags - {r"\Recent"} == {r"\Draft", r"\Seen"}
        assert arrival.draft and message_from_bytes(arrival.raw)["Message-ID"] == draft.message_id

    def test_a_draft_put_twice_lies_there_once(self, world: World) -> None:
        """A run that died between putting and noting it must not leave the user two replies."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")
        with closing(world.open()) as mailbox:
            again = mailbox.put_draft(draft.message_id, draft.raw, draft.floor)

        assert again == draft.place
        assert ids(world, "Drafts") == [draft.message_id]

    @pytest.mark.parametrize("target", ["Sent", "Trash"])
    def test_a_draft_that_was_sent_or_thrown_away_is_not_put_again(self, world: World, target: str) -> None:
        """What the user decided stays decided."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")
            world.move(draft.message_id, source="Drafts", target=target)
            place = mailbox.put_draft(draft.message_id, draft.raw, draft.floor)

        assert place is None
        assert ids(world, "Drafts") == []

    @pytest.mark.parametrize("target", ["Sent", "Drafts"])
    def test_a_draft_that_was_edited_or_sent_under_a_new_id_is_not_put_again(self, world: World, target: str) -> None:
        """Thunderbird gives each saved version a new Message-ID; the user's version must not get a twin."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")
            world.remove(draft.message_id, folder="Drafts")
            world.deliver(mail("other-id", reply_to="parent", body="My own words."), folder=target)
            place = mailbox.put_draft(draft.message_id, draft.raw, draft.floor)

        assert place is None
        assert draft.message_id not in ids(world, "Drafts")

    def test_another_draft_of_ours_that_was_left_lying_is_not_taken_for_an_edited_form(self, world: World) -> None:
        """Not every server lets a draft be taken back; the letter the user asked for instead must come all the same."""
        with closing(world.open()) as mailbox:
            left = put(mailbox, "left")
            place = mailbox.put_draft(
                identity("asked"), mail("asked", reply_to="parent"), mailbox.drafts_floor(), ours=[left.message_id]
            )

        assert place is not None
        assert sorted(ids(world, "Drafts")) == [identity("asked"), left.message_id]

    def test_a_full_mailbox_raises_mailbox_full_and_stores_nothing(self, world: World) -> None:
        """The user must hear of it, and the draft must still be possible later."""
        with closing(world.open()) as mailbox:
            floor = mailbox.drafts_floor()
        raw = mail("d1", body="x" * 20_000)
        with world.full(), closing(world.open()) as mailbox, pytest.raises(MailboxFull):
            mailbox.put_draft(identity("d1"), raw, floor)
        assert ids(world, "Drafts") == []

        with closing(world.open()) as mailbox:
            assert mailbox.put_draft(identity("d1"), raw, floor)

    def test_without_a_drafts_folder_none_is_created(self, world: World) -> None:
        """A folder made here would not be the one the user's mail program shows."""
        with closing(world.open()) as mailbox:
            floor = mailbox.drafts_floor()
        world.delete_folder("Drafts")

        with closing(world.open()) as mailbox:
            mailbox.news(None, SINCE)
            with pytest.raises(NoDraftsFolder):
                mailbox.drafts_floor()
            with pytest.raises(NoDraftsFolder):
                mailbox.put_draft(identity("d1"), mail("d1"), floor)
        assert world.folders() == {"Sent", "Trash", "Archive"}

    def test_a_drafts_folder_that_vanishes_meanwhile_is_not_created(self, world: World) -> None:
        """The same holds when it is deleted while a run is on."""
        with closing(world.open()) as mailbox:
            floor = mailbox.drafts_floor()
            world.delete_folder("Drafts")
            with pytest.raises(NoDraftsFolder):
                mailbox.put_draft(identity("d1"), mail("d1"), floor)

        assert "Drafts" not in world.folders()

    def test_draft_states_tell_what_became_of_each_draft(self, world: World) -> None:
        """What the user did with drafts decides what is done next, and teaches."""
        with closing(world.open()) as mailbox:
            drafts = {
                name: put(mailbox, name, raw=mail(name, reply_to=f"parent-{name}", to=f"{name}@example.org"))
                for name in ("left", "kept-id", "sent", "gone")
            }
            world.remove(identity("kept-id"), folder="Drafts")
            edited = mail("kept-id", reply_to="parent-kept-id", to="kept-id@example.org", body="Changed.")
            world.deliver(edited, folder="Drafts", flags=r"\Draft")
            world.move(identity("sent"), source="Drafts", target="Sent")
            world.remove(identity("gone"), folder="Drafts")
            states = mailbox.draft_states(list(drafts.values()))

        assert states == {
            identity("left"): DraftState.untouched,
            identity("kept-id"): DraftState.edited,
            identity("sent"): DraftState.sent,
            identity("gone"): DraftState.gone,
        }

    def test_an_edited_draft_is_recognised_even_when_the_client_gave_it_a_new_message_id(self, world: World) -> None:
        """Thunderbird does so at every save."""
        with closing(world.open()) as mailbox:
            draft, moved = put(mailbox, "d1"), put(mailbox, "d2", raw=mail("d2", reply_to="p2", to="bo@example.org"))
            for name, parent, folder in (("new1", "parent", "Drafts"), ("new2", "p2", "Sent")):
                world.deliver(mail(name, reply_to=parent, to="Bo <bo@example.org>"), folder=folder)
            for one in (draft, moved):
                world.remove(one.message_id, folder="Drafts")
            states = mailbox.draft_states([draft, moved])

        assert states == {draft.message_id: DraftState.edited, moved.message_id: DraftState.sent}

    @pytest.mark.parametrize(
        ("subject", "to", "state"),
        [("Re: thank you", "bo@e.org", "edited"), ("Other", "bo@e.org", "unknown"), ("Hi", "x@e.org", "gone")],
    )
    def test_a_draft_that_answers_nothing_is_recognised_by_recipient_and_subject(
        self, world: World, subject: str, to: str, state: str
    ) -> None:
        """A thank-you starts a thread of its own; what cannot be told is said to be unknown, never guessed."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "thanks", raw=mail("thanks", to="Bo <bo@e.org>", subject="Thank you"))
            world.remove(draft.message_id, folder="Drafts")
            world.deliver(mail("new", to=to, subject=subject), folder="Drafts")
            states = mailbox.draft_states([draft])

        assert states == {draft.message_id: DraftState(state)}

    def test_a_draft_whose_place_never_became_known_is_found(self, world: World) -> None:
        """A run that was cut short knows only id, bytes and floor."""
        with closing(world.open()) as mailbox:
            put(mailbox, "other", raw=mail("other", reply_to="parent-2"))
            floor, raw = mailbox.drafts_floor(), mail("d1", reply_to="parent")
            mailbox.put_draft(identity("d1"), raw, floor)
            unplaced = PlacedDraft(message_id=identity("d1"), raw=raw, floor=floor)

            assert mailbox.draft_states([unplaced]) == {identity("d1"): DraftState.untouched}

    def test_two_drafts_to_one_person_are_not_taken_for_each_other(self, world: World) -> None:
        """Deleting one of two letters must not make the other look like its edited form."""
        with closing(world.open()) as mailbox:
            letters = {name: mail(name, to="bo@example.org", subject="Thanks") for name in ("d1", "d2")}
            drafts = [put(mailbox, "d1", raw=letters["d1"]), put(mailbox, "d2", raw=letters["d2"])]
            world.remove(identity("d1"), folder="Drafts")
            states = mailbox.draft_states(drafts)

        assert states == {identity("d1"): DraftState.gone, identity("d2"): DraftState.untouched}

    def test_our_own_untouched_draft_is_removed(self, world: World) -> None:
        """A reply that came too late should not wait to be sent by mistake; everything else stays."""
        world.deliver(mail("users-own", to="x@example.org"), folder="Drafts", flags=r"\Draft \Deleted")
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")

            assert mailbox.withdraw(draft)
            assert mailbox.withdraw(draft)
        assert ids(world, "Drafts") == [identity("users-own")]

    def test_a_draft_that_differs_in_one_byte_from_what_was_put_is_left_alone(self, world: World) -> None:
        """One changed byte is the user's work."""
        with closing(world.open()) as mailbox:
            draft = put(mailbox, "d1")
            world.remove(draft.message_id, folder="Drafts")
            world.deliver(draft.raw.replace(b"Hello.", b"Hello!"), folder="Drafts", flags=r"\Draft")

            assert not mailbox.withdraw(draft)
        assert ids(world, "Drafts") == [draft.message_id]

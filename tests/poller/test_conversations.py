"""Several messages, edits and crashes in one conversation: what stands in Drafts is what a person expects."""

import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from assistant.config import Never, Rules
from assistant.errors import MailboxFull, MailboxUnreachable, NoDraftsFolder, TooManyDrafts
from assistant.ledger.plans import State
from assistant.poller.run import Run
from tests.poller.household import INVITATION, MONDAY, REJECTION, REQUEST, House, mail, settings
from tests.poller.test_kills import poll_and_die
from tests.poller.test_uncertain import failing, full, healthy, not_stored, stored_but_unanswered

OFFER = "Hi Robin, sorry, would Friday, 13 March 2026 at 10:00 am CET work instead?\r\n\r\nTom Falk"


def newer(body: str = OFFER, *, label: str = "scheduling", minutes: int = 5, **fields: str) -> bytes:
    """A later message in the invitation's conversation."""
    return mail(
        f"Re: [{label}] Interview",
        body,
        id="<newer@bright.example>",
        sender="Tom Falk <tom@bright.example>",
        sent=MONDAY + timedelta(minutes=minutes),
        References="<invitation@bright.example>",
        **fields,
    )


def lying(house: House) -> list[Path]:
    return sorted((house.folder / "Mail" / ".Drafts" / "cur").iterdir())


class Replaced:
    """A mailbox some of whose methods are replaced."""

    def __init__(self, mailbox: Any, **methods: Any) -> None:
        self._mailbox = mailbox
        self.__dict__.update(methods)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mailbox, name)


def with_methods(**methods: Any) -> Any:
    def wrap(run: Run) -> Run:
        return replace(run, mailbox=Replaced(run.mailbox, **methods))  # type: ignore[arg-type]

    return wrap


def test_a_draft_edited_and_then_sent_frees_its_conversation(house: House) -> None:
    """The next message gets its answer."""
    house.deliver(INVITATION)
    house.poll()
    (draft,) = lying(house)
    draft.write_bytes(draft.read_bytes() + b"Mine.\r\n")
    house.poll(after=timedelta(minutes=10))
    draft.rename(house.folder / "Mail" / ".Sent" / "cur" / draft.name)
    house.poll(after=timedelta(minutes=10))
    house.deliver(newer(minutes=60))

    house.poll(after=timedelta(minutes=60))

    assert house.entries()[0].state is State.sent
    assert len(house.drafts()) == 1


@pytest.mark.parametrize("trouble", ["full", "no Drafts folder"])
def test_hours_of_known_trouble_lose_no_draft(house: House, trouble: str) -> None:
    """Nothing was stored and that is certain, so it does not count as an attempt."""
    house.deliver(INVITATION)
    if trouble == "full":
        house.wrap = failing(full)
    else:
        shutil.rmtree(house.folder / "Mail" / ".Drafts")
    for _ in range(12):
        with pytest.raises((MailboxFull, NoDraftsFolder)):
            house.poll(after=timedelta(minutes=10))
    house.wrap = healthy
    house.maildir("Drafts").close()

    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


@pytest.mark.parametrize("put", [stored_but_unanswered, not_stored])
def test_a_newer_message_after_a_lost_answer_has_the_one_draft(house: House, put: Any) -> None:
    """Whether the first draft had arrived or not."""
    house.deliver(INVITATION)
    house.wrap = failing(put)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    house.wrap = healthy
    house.deliver(newer(minutes=0))

    for _ in range(4):
        house.poll(after=timedelta(seconds=50))

    (raw,) = house.drafts().values()
    assert message_from_bytes(raw)["In-Reply-To"] == "<newer@bright.example>"


def test_a_rewriting_killed_anywhere_loses_nothing(house: House, tmp_path: Path) -> None:
    """A draft is taken away and put again; between the two the machine may stop."""
    house.deliver(REQUEST)
    house.poll()
    count, at, lived = len(house.drafts()), 1, False
    while not lived:
        folder = tmp_path / f"kill{at}"
        shutil.copytree(house.folder, folder, ignore=shutil.ignore_patterns("kill*"))
        other = House(folder=folder, config=settings(folder), now=house.now + timedelta(days=2))
        lived = poll_and_die(other, at)

        for _ in range(3):
            other.poll(after=timedelta(minutes=2))

        assert len(other.drafts()) == count, f"killed at side effect {at}"
        at += 1


def test_its_own_offer_is_no_clash(house: House) -> None:
    """They ask the same again; the time was not taken by the draft that accepted it."""
    house.busy = ()
    house.deliver(INVITATION)
    house.poll()
    house.deliver(newer("Hi Robin,\r\n\r\nwould Thursday, 12 March 2026 at 2:30 pm CET suit you?\r\n\r\nTom Falk"))

    house.poll(after=timedelta(minutes=10))

    (raw,) = house.drafts().values()
    assert b"suits me well" in message_from_bytes(raw).get_payload(decode=True)


def test_a_second_refusal_does_not_cost_the_feedback_request(house: House) -> None:
    """Companies refuse twice, by person and by system."""
    house.deliver(REJECTION.replace(b"Thu, 05 Mar 2026", b"Mon, 09 Mar 2026"))
    house.poll()
    again = mail(
        "[rejection] Your interview",
        "Hi Robin, as you met with us, once more: unfortunately we chose another candidate.\r\n\r\nJane Doe",
        id="<again@acme.example>",
        sent=MONDAY + timedelta(minutes=5),
        References="<rejection@acme.example>",
    )
    house.deliver(again)
    house.poll(after=timedelta(minutes=10))

    house.poll(after=timedelta(days=3))

    assert any(b"Re: " in subject for subject in house.subjects())


def test_a_machines_receipt_leaves_the_reply_standing(house: House) -> None:
    """It says nothing about what was asked."""
    house.deliver(INVITATION)
    house.poll()
    before = house.drafts()
    house.deliver(newer("We have received your message.", label="confirmation", Auto_Submitted="auto-replied"))

    house.poll(after=timedelta(minutes=10))

    assert house.drafts() == before


def test_a_newer_message_that_is_not_understood_takes_the_reply_away(house: House) -> None:
    """It may well cancel what the draft accepts."""
    house.deliver(INVITATION)
    house.poll()
    house.deliver(newer("I have to take back what I wrote. Tom", label="update?"))

    house.poll(after=timedelta(minutes=10))

    assert house.drafts() == {}


def test_an_older_message_found_late_does_not_replace_a_newer(house: House) -> None:
    """Mail comes late and in any order."""
    house.deliver(newer(minutes=-10))
    house.poll()
    house.deliver(INVITATION)

    house.poll(after=timedelta(minutes=10))

    (raw,) = house.drafts().values()
    assert message_from_bytes(raw)["In-Reply-To"] == "<newer@bright.example>"


def test_mail_filed_away_by_the_user_is_still_answered(house: House) -> None:
    """People file a rejection on the day they read it."""
    house.deliver(REJECTION.replace(b"Thu, 05 Mar 2026", b"Mon, 09 Mar 2026"))
    house.poll()
    house.maildir("Jobs").close()
    inbox = house.folder / "Mail"
    (message,) = [*(inbox / "new").iterdir(), *(inbox / "cur").iterdir()]
    message.rename(inbox / ".Jobs" / "cur" / f"{message.name.partition(':')[0]}:2,S")

    house.poll(after=timedelta(days=3))

    assert len(house.drafts()) == 2


def test_the_users_own_answer_in_drafts_is_respected(house: House) -> None:
    """He has begun to write himself."""
    house.poll()
    house.deliver(INVITATION)
    own = mail(
        "Re: Interview",
        "I am writing this myself",
        id="<mine@hale.example>",
        sender="Robin Hale <robin@hale.example>",
        to="tom@bright.example",
        In_Reply_To="<invitation@bright.example>",
    )
    house.deliver(own, "Drafts")

    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


def test_the_never_list_holds_for_those_who_read_along(house: House) -> None:
    """His present employer in Cc is as bad as in To."""
    house.config = house.config.model_copy(update={"never": Never(senders=("boss@bright.example",))})
    house.deliver(INVITATION.replace(b"\r\nSubject:", b"\r\nCc: The Boss <boss@bright.example>\r\nSubject:"))

    house.poll()

    assert house.drafts() == {}


def test_a_first_run_cut_short_is_still_the_first(house: House) -> None:
    """Old mail must not be answered because a line broke."""
    house.deliver(INVITATION.replace(b"Mon, 09 Mar 2026", b"Fri, 06 Mar 2026"))

    def breaking(places: Any) -> Any:
        raise MailboxUnreachable

    house.wrap = with_methods(read=breaking)
    with pytest.raises(MailboxUnreachable):
        house.poll()
    house.wrap = healthy

    house.poll(after=timedelta(minutes=10))

    assert house.drafts() == {}


def test_a_mailbox_that_breaks_off_each_time_gets_read_all_the_same(house: House) -> None:
    """What had come is recorded, so every run gets further."""
    for number in range(60):
        house.deliver(mail("News", "x", id=f"<n{number}@x.example>"))

    def wrap(run: Run) -> Run:
        def breaking(places: Any) -> Any:
            for number, one in enumerate(run.mailbox.read(places)):
                if number == 30:
                    raise MailboxUnreachable
                yield one

        return replace(run, mailbox=Replaced(run.mailbox, read=breaking))  # type: ignore[arg-type]

    house.wrap = wrap
    for _ in range(3):
        with suppress(MailboxUnreachable):
            house.poll(after=timedelta(minutes=10))

    assert sum(house.record(f"<n{number}@x.example>") is not None for number in range(60)) == 60


def test_the_guard_stands_before_the_first_write(house: House) -> None:
    """Not even a tag is set on a mailbox that looks misread."""
    house.poll()
    tagged: list[Any] = []
    for number in range(30):
        house.deliver(INVITATION.replace(b"<invitation@", f"<invitation{number}@".encode()))
    house.wrap = with_methods(tag=lambda *place, **remove: tagged.append(place))

    with pytest.raises(TooManyDrafts):
        house.poll(after=timedelta(minutes=10))

    assert tagged == []


def test_the_first_runs_backlog_does_not_trip_the_guard_later(house: House) -> None:
    """It is old mail, and it is put a few a day."""
    house.config = house.config.model_copy(update={"rules": Rules()})
    for number in range(28):
        house.deliver(INVITATION.replace(b"<invitation@", f"<invitation{number}@".encode()))
    house.poll()

    summary = house.poll(after=timedelta(minutes=10))

    assert summary.placed == 5


def test_a_draft_that_a_client_is_saving_is_not_taken_for_deleted(house: House) -> None:
    """Clients remove the old copy before they store the new one."""
    house.deliver(REQUEST)
    house.poll()
    (reply,) = [path for path in lying(house) if b"Subject: Re: " in path.read_bytes()]
    raw = reply.read_bytes()
    reply.unlink()
    house.poll(after=timedelta(minutes=10))
    reply.write_bytes(raw + b"Mine.\r\n")

    house.poll(after=timedelta(minutes=10))

    assert State.edited in [one.state for one in house.entries()]
    assert len(house.drafts()) == 3


def test_mail_forwarded_to_a_friend_is_no_answer(house: House) -> None:
    """The draft is still wanted."""
    house.deliver(INVITATION)
    house.poll()
    forwarded = mail(
        "Fwd: Interview",
        "Look at this!",
        id="<fwd@hale.example>",
        sender="Robin Hale <robin@hale.example>",
        to="mum@home.example",
        sent=MONDAY + timedelta(minutes=5),
        References="<invitation@bright.example>",
    )
    house.deliver(forwarded, "Sent")

    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


def test_tags_that_are_refused_keep_no_draft_away(house: House) -> None:
    """Drafts come first."""
    house.deliver(INVITATION)

    def refusing(*place: Any, **remove: Any) -> bool:
        raise MailboxUnreachable

    house.wrap = with_methods(tag=refusing)
    with pytest.raises(MailboxUnreachable):
        house.poll()

    assert len(house.drafts()) == 1


def test_what_came_while_paused_is_answered_afterwards(house: House) -> None:
    """If it is still wanted then."""
    house.config = house.config.model_copy(update={"paused": True})
    house.deliver(INVITATION)
    house.poll()
    house.config = house.config.model_copy(update={"paused": False})

    house.poll(after=timedelta(minutes=10))

    assert len(house.drafts()) == 1


def test_a_pause_takes_no_draft_away_to_rewrite_it(house: House) -> None:
    """Nothing would come in its place."""
    house.deliver(REQUEST)
    house.poll()
    before = house.drafts()
    house.config = house.config.model_copy(update={"paused": True})

    house.poll(after=timedelta(days=2))

    assert house.drafts() == before


def test_a_rewritten_draft_does_not_wait_for_the_days_cap(house: House) -> None:
    """It lay there already."""
    house.config = house.config.model_copy(update={"rules": Rules(first_run_drafts=8, drafts_per_day=3)})
    house.deliver(REQUEST)
    house.poll()
    house.now += timedelta(days=2)
    for number in range(3):
        raw = INVITATION.replace(b"<invitation@", f"<i{number}@".encode())
        house.deliver(raw.replace(b"Mon, 09 Mar 2026 08", b"Wed, 11 Mar 2026 08"))

    house.poll()

    assert any(b"Re: [materials]" in subject for subject in house.subjects())


def test_a_letter_that_cannot_be_written_stops_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mail is odd; the others go on."""
    from assistant.poller import writing

    compose = writing.compose

    def breaking(plan: Any, *rest: Any, **named: Any) -> Any:
        if plan.letter.value == "availability":
            raise ValueError("odd")
        return compose(plan, *rest, **named)

    monkeypatch.setattr(writing, "compose", breaking)
    house.deliver(INVITATION)
    house.deliver(REQUEST)

    house.poll()

    assert len(house.drafts()) == 3

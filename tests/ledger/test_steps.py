"""What the ledger remembers, and that a step is all or nothing."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant.application import Application, Stage
from assistant.etiquette.plan import Letter, Plan
from assistant.ledger import applications, conversations, failures, messages, places, plans
from assistant.ledger.connection import Ledger, connect
from assistant.ledger.lock import only_run
from assistant.ledger.messages import Record, Tagging
from assistant.ledger.places import Kind, Reading
from assistant.ledger.plans import State
from assistant.mail.headers import Address
from assistant.mail.message import Message, Place

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
INBOX = Place(folder="INBOX", epoch="7", key="12")


def a_plan(letter: Letter = Letter.materials) -> Plan:
    return Plan(
        letter=letter,
        recipients=(Address(name="Jane Doe", address="jane@acme.example"),),
        not_before=NOW,
        wanted_until=NOW + timedelta(days=7),
        because="they ask",
        details={"promised": ["references"]},
    )


def a_message(id: str, *references: str) -> Message:  # noqa: A002 - named as in Message
    return Message(id=id, identity=id, references=references, sent_at=NOW)


def test_a_step_that_fails_leaves_nothing(ledger: Ledger) -> None:
    """Message, plans and cursor are recorded together or not at all."""
    with pytest.raises(RuntimeError), ledger.step() as step:
        places.list_new(step, [INBOX], Kind.arrival, NOW)
        places.advance(step, NOW, cursor="c")
        raise RuntimeError

    with ledger.step() as step:
        assert places.unread(step, Kind.arrival) == []
        assert places.current(step).cursor is None


def test_a_place_listed_twice_is_read_once(ledger: Ledger) -> None:
    """Mailboxes list an overlap on purpose."""
    with ledger.step() as step:
        places.list_new(step, [INBOX], Kind.arrival, NOW)
        places.finish(step, INBOX, Reading.done)

        added = places.list_new(step, [INBOX], Kind.arrival, NOW)

        assert added == 0
        assert places.unread(step, Kind.arrival) == []


def test_places_come_in_the_order_they_were_listed(ledger: Ledger) -> None:
    """A mailbox lists the oldest first; its keys may be UIDs, names of files or anything else, of any length."""
    listed = [Place(folder="INBOX", epoch="7", key=key) for key in ("9", "10", "1d", "03", "eight")]
    with ledger.step() as step:
        places.list_new(step, listed, Kind.arrival, NOW)

        assert places.unread(step, Kind.arrival) == listed


def test_a_place_that_fails_three_times_is_unreadable(ledger: Ledger) -> None:
    """A poison message never holds up the others."""
    with ledger.step() as step:
        places.list_new(step, [INBOX], Kind.arrival, NOW)

        ends = [places.try_again(step, INBOX, "boom", limit=3) for _ in range(3)]

        assert ends == [False, False, True]
        assert places.unread(step, Kind.arrival) == []


def test_a_rebuilt_mailbox_forgets_positions_but_not_messages(ledger: Ledger) -> None:
    """After a UIDVALIDITY change mail is recognised by its Message-ID."""
    record = Record(
        identity="<a@b>", place=INBOX, thread="<a@b>", sent_at=NOW, label="rejection", sure=True, verdict={}, facts={}
    )
    with ledger.step() as step:
        places.list_new(step, [INBOX], Kind.arrival, NOW)
        places.advance(step, NOW, cursor="c")
        messages.record(step, record, NOW)

        places.forget_cursor(step)

        assert places.current(step).cursor is None
        assert places.unread(step, Kind.arrival) == []
        assert messages.known(step, "<a@b>") == record


def test_accounts_do_not_see_each_other(path: Path, ledger: Ledger) -> None:
    """Two accounts share the file, and the same message may reach both."""
    with ledger.step() as step:
        places.list_new(step, [INBOX], Kind.arrival, NOW)
        plans.add(step, a_plan(), parent="<a@b>", thread="<a@b>", application=None, now=NOW)

    with connect(path, "other").step() as step:
        assert places.unread(step, Kind.arrival) == []
        assert plans.entries(step) == []


def test_a_naive_datetime_is_refused(ledger: Ledger) -> None:
    """An hour's error in a deadline is found by the user, too late."""
    with pytest.raises(Exception, match="naive"), ledger.step() as step:
        places.advance(step, datetime(2026, 3, 10), cursor="c")  # noqa: DTZ001 - naive on purpose


def test_moments_come_back_in_utc(ledger: Ledger) -> None:
    """SQLite forgets zones."""
    with ledger.step() as step:
        places.advance(step, NOW.astimezone(timezone(timedelta(hours=5))), cursor="c", good=True)

        assert places.current(step).good_run_at == NOW


def test_a_reply_joins_its_conversation_whichever_comes_first(ledger: Ledger) -> None:
    """Mail arrives out of order."""
    with ledger.step() as step:
        late = conversations.thread_of(step, a_message("<3@x>", "<1@x>", "<2@x>"), None)

        assert conversations.thread_of(step, a_message("<1@x>"), None) == late
        assert conversations.thread_of(step, a_message("<2@x>", "<1@x>"), None) == late
        assert conversations.thread_of(step, a_message("<9@x>"), None) != late


def test_a_plan_goes_from_planned_to_placed_and_keeps_its_bytes(ledger: Ledger) -> None:
    """A repetition puts the same bytes, and a withdrawal compares them."""
    with ledger.step() as step:
        plans.add(step, a_plan(), parent="<a@b>", thread="<t>", application=None, now=NOW)
        number = plans.entries(step)[0].id
        plans.intend(step, number, message_id="<d@b>", raw=b"draft", floor="f", promised_for=NOW)
        plans.begin_attempt(step, number, NOW)
        plans.place(step, number, INBOX, NOW)

        entry = plans.entries(step, states=(State.placed,))[0]

        assert (entry.plan, entry.raw, entry.place, entry.attempts) == (a_plan(), b"draft", INBOX, 1)
        assert entry.uncertain_since is None


def test_a_draft_that_is_over_leaves_no_text_behind(ledger: Ledger) -> None:
    """A draft quotes the mail it answers; the ledger keeps no bodies."""
    with ledger.step() as step:
        plans.add(step, a_plan(), parent="<a@b>", thread="<t>", application=None, now=NOW)
        plans.intend(step, 1, message_id="<d@b>", raw=b"draft", floor="f", promised_for=None)

        plans.end(step, 1, State.sent, "you sent it")

        assert plans.entries(step)[0].raw == b""


def test_the_most_urgent_plan_comes_first(ledger: Ledger) -> None:
    """An interview invitation does not wait behind a feedback request."""
    with ledger.step() as step:
        for letter in (Letter.feedback_request, Letter.materials, Letter.availability):
            plans.add(step, a_plan(letter), parent="<a@b>", thread="<t>", application=None, now=NOW)

        order = [one.plan.letter for one in plans.entries(step)]

        assert order == [Letter.availability, Letter.materials, Letter.feedback_request]


def test_an_application_comes_back_as_it_was_recorded(ledger: Ledger) -> None:
    """Threads and stages carry the story."""
    one = Application(company="Acme", role="Planner", stage=Stage.interview, threads=frozenset({"<t>"}), changed_at=NOW)
    with ledger.step() as step:
        number = applications.record(step, one)

        assert applications.recorded(step) == [
            Application(
                id=number,
                company="Acme",
                role="Planner",
                stage=Stage.interview,
                threads=frozenset({"<t>"}),
                changed_at=NOW,
            )
        ]


def test_a_tag_is_wanted_until_its_fate_is_known(ledger: Ledger) -> None:
    """A run cut short before tagging tags next time."""
    record = Record(
        identity="<a@b>",
        place=INBOX,
        thread="<t>",
        sent_at=NOW,
        label="rejection",
        sure=True,
        verdict={},
        facts={},
        tag="$JobRejection",
    )
    with ledger.step() as step:
        messages.record(step, record, NOW)
        before = [one.identity for one in messages.untagged(step)]
        messages.tagged(step, "<a@b>", Tagging.refused)

        assert before == ["<a@b>"]
        assert messages.untagged(step) == []


def test_a_lasting_failure_is_said_first_and_then_once_a_day(ledger: Ledger) -> None:
    """Cron mails what is printed; a mail every ten minutes is noise, silence for weeks is worse."""
    hours = [0, 1, 23, 25, 26, 50]
    with ledger.step() as step:
        said = [
            hour for hour in hours if failures.is_worth_saying(step, "LoginRefused", "no", NOW + timedelta(hours=hour))
        ]

    assert said == [0, 25, 50]


def test_a_good_run_forgets_failures(ledger: Ledger) -> None:
    """The same failure next month is news again."""
    with ledger.step() as step:
        failures.is_worth_saying(step, "LoginRefused", "no", NOW)
        failures.clear(step)

        assert failures.is_worth_saying(step, "LoginRefused", "no", NOW)


def test_two_runs_at_once_are_kept_apart(tmp_path: Path) -> None:
    """Cron starts the next run while a slow one is still at work."""
    with only_run(tmp_path / "main.lock") as first, only_run(tmp_path / "main.lock") as second:
        assert (first, second) == (True, False)

    with only_run(tmp_path / "main.lock") as third:
        assert third


def test_a_conversation_belongs_to_an_application_only_under_its_exact_name(ledger: Ledger) -> None:
    """Message-IDs hold any character; one taken for another would draw unrelated mail into an application."""
    threads = ['<a%b"c_d/e\\ü@x.example>', "<plain@x.example>"]
    with ledger.step() as step:
        applications.record(step, Application(stage=Stage.applied, threads=frozenset(threads)))

        assert all(applications.is_about_one(step, thread) for thread in threads)
        for other in ('<aXb"cXd/e\\ü@x.example>', "<PLAIN@x.example>", "plain@x.example", "", "%"):
            assert not applications.is_about_one(step, other)

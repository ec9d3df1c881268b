"""What is remembered of whom, for how long, and that what is forgotten is in no byte of the ledger's folder."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.application import Stage
from assistant.ledger import applications, conversations, corrections, forgetting
from assistant.ledger.backup import back_up
from assistant.ledger.connection import Step, connect
from assistant.ledger.forgetting import Forgotten
from assistant.ledger.plans import State
from assistant.poller.asking import close
from assistant.poller.correcting import correct
from assistant.understanding.labels import Label
from tests.poller.household import INVITATION, MONDAY, REJECTION, REQUEST, House, mail
from tests.poller.test_kills import poll_and_die

HALF_A_YEAR = timedelta(days=181)


def told(house: House, word: str) -> list[str]:
    """Return the names of the ledger's files that hold a word, however it is written."""
    found = []
    for path in sorted(house.folder.glob("ledger*")):
        raw = path.read_bytes().lower()
        written = [word.lower().encode(encoding) for encoding in ("utf-8", "utf-16-le")]
        found += [path.name for one in written if one in raw]
    return found


def forget(house: House, what: Callable[[Step], Forgotten]) -> Forgotten:
    ledger = connect(house.folder / "ledger.sqlite3", "main")
    with ledger.step() as step:
        forgotten = what(step)
    forgetting.scrub(house.folder / "ledger.sqlite3")
    return forgotten


def number_of(house: House, company: str) -> int:
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        return next(one.id for one in applications.recorded(step) if one.company == company)


def about(company: str, name: str) -> bytes:
    """Write a rejection after human contact, telling of a company throughout."""
    return mail(
        f"[rejection] Your interview with {company}",
        f"Hi Robin,\r\n\r\nthank you for taking the time to meet with us last week about the Planner position at "
        f"{company}. Unfortunately, we have decided to move forward with another candidate. You seemed "
        f"{name}-hesitant about budgets.\r\n\r\nBest,\r\nJane {name}\r\nRecruiter, {company}",
        id=f"<{name.lower()}@mail.example>",
        sender=f"Jane {name} <jane@{name.lower()}.example>",
        sent=MONDAY - timedelta(days=4),
    )


def test_unrelated_mail_is_remembered_by_id_only(house: House) -> None:
    """Most of a mailbox is nobody's business, not even this program's."""
    house.deliver(
        mail("Zanzibar plans", "See you in Zanzibar.", id="<u1@x.example>", sender="Zanzibar <z@zanzibar.example>")
    )
    own = mail(
        "Zanzibar!", "Yes, Thursday, 12 March 2026 at 2:30 pm, Zanzibar.", id="<u2@hale.example>",
        sender="Robin Hale <robin@hale.example>", to="Mum <mum@zanzibar.example>",
    )  # fmt: skip
    house.deliver(own, "Sent")

    house.poll()

    assert told(house, "zanzibar") == []
    assert told(house, "<u1@x.example>") == ["ledger.sqlite3"]


def test_while_a_run_is_at_work_unrelated_mail_is_in_no_file_either(house: House) -> None:
    """The write-ahead log lives as long as the run; a copy of the folder takes it along."""
    house.deliver(mail("Zanzibar plans", "Zanzibar", id="<u1@x.example>", sender="Z <z@zanzibar.example>"))
    reader = sqlite3.connect(house.folder / "ledger.sqlite3")  # keeps the log from being removed
    with closing(reader):
        house.poll()
        reader.execute("SELECT count(*) FROM message").fetchone()
        house.poll()

        assert told(house, "zanzibar") == []
        assert (house.folder / "ledger.sqlite3-wal").exists()


def test_an_application_closed_half_a_year_ago_keeps_no_text(house: House) -> None:
    """What is over needs no words of other people's; that it was, and how it ended, is the user's own story."""
    house.deliver(about("Acme", "Quillfeather"))
    house.poll()
    house.poll(after=timedelta(days=4))
    before = told(house, "quillfeather")

    house.poll(after=HALF_A_YEAR)

    record = house.record("<quillfeather@mail.example>")
    assert before and told(house, "quillfeather-hesitant") == told(house, "jane") == []
    assert record is not None and (record.label, record.sender, dict(record.facts)) == ("rejection", "", {})
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        (one,) = applications.recorded(step)
    assert (one.company, one.role, one.stage) == ("Acme", "Planner", Stage.rejected)


def test_a_new_letter_about_what_closed_long_ago_keeps_its_text(house: House) -> None:
    """They come back with a pitch that opens nothing anew; it is fresh mail, and its draft is to be looked after."""
    house.deliver(REJECTION)
    house.poll()
    house.poll(after=HALF_A_YEAR)
    pitch = mail(
        "[outreach] Another role", "Hi Robin,\r\n\r\nwould our new Planner opening at Acme interest you?\r\n\r\nJane",
        id="<pitch@acme.example>", sent=house.now, References="<rejection@acme.example>",
    )  # fmt: skip
    house.deliver(pitch)

    house.poll(after=timedelta(minutes=10))

    record = house.record("<pitch@acme.example>")
    assert record is not None
    assert (record.application, record.subject) == (1, "[outreach] Another role")


def test_an_application_keeps_its_text_while_it_is_open_or_freshly_closed(house: House) -> None:
    """Employers come back after months, and feedback is read more than once."""
    house.deliver(REQUEST)
    house.deliver(REJECTION)
    house.poll()

    house.poll(after=timedelta(days=170))

    for identity in ("<request@north.example>", "<rejection@acme.example>"):
        record = house.record(identity)
        assert record is not None and record.facts and record.subject


def test_a_correction_keeps_its_text_no_longer_than_the_mail_it_is_about(house: House) -> None:
    """Learning needs the words, and half a year is time enough to learn."""
    house.deliver(mail("[offer] Great offers", "Xylophones half price.", id="<shop@x.example>"))
    house.poll()
    record = house.record("<shop@x.example>")
    with closing(house.mailbox()) as box:
        assert record is not None
        correct(house.run(box), record, Label.unrelated)
    before = told(house, "xylophones")

    house.poll(after=HALF_A_YEAR)

    assert before and told(house, "xylophones") == []
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        assert [one.label for one in corrections.recorded(step)] == [Label.unrelated]


def test_referees_are_forgotten_when_the_user_is_hired(house: House) -> None:
    """They agreed to be named for this search, not to be kept."""
    house.deliver(REQUEST)
    house.poll()
    before = told(house, "ulla")
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        (one,) = applications.recorded(step)
        close(house.now, step, one, Stage.hired)

    house.poll(after=timedelta(minutes=10))

    assert before and told(house, "ulla") == []
    assert house.drafts() == {}


def test_a_draft_with_referees_that_the_user_edited_stays_where_it_lies(house: House) -> None:
    """It is his; only the ledger's copy goes."""
    house.deliver(REQUEST)
    house.poll()
    for path in (house.folder / "Mail" / ".Drafts" / "cur").iterdir():
        path.write_bytes(path.read_bytes() + b"My own words.\r\n")
    house.poll(after=timedelta(minutes=10))
    before = house.drafts()
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        close(house.now, step, applications.recorded(step)[0], Stage.hired)

    for _ in range(2):
        house.poll(after=timedelta(minutes=10))

    assert house.drafts() == before
    assert told(house, "ulla") == []


def test_killed_while_it_erases_nothing_is_half_erased_for_good(house: House) -> None:
    """The next run goes on."""
    house.deliver(about("Acme", "Quillfeather"))
    house.poll()
    house.now += HALF_A_YEAR

    lived, at = False, 1
    while not lived:
        lived = poll_and_die(house, at)
        at += 1

    assert at > 3
    assert told(house, "quillfeather-hesitant") == []


@pytest.mark.parametrize(
    "what",
    [
        lambda step: forgetting.forget_company(step, "Quillfeather"),
        lambda step: forgetting.forget_applications(step, [applications.recorded(step)[0].id]),
        lambda step: forgetting.forget_message(step, "<quillfeather@mail.example>"),
        forgetting.forget_everything,
    ],
    ids=["company", "application", "message", "everything"],
)
def test_what_is_forgotten_is_in_no_byte_and_never_drafted_again(
    house: House, what: Callable[[Step], Forgotten]
) -> None:
    """The mail still lies in the mailbox, and is listed again and again; the user wants to hear of it no more."""
    house.deliver(about("Quillfeather", "Quillfeather"))
    house.poll()
    house.poll(after=timedelta(days=3))
    back_up(house.folder / "ledger.sqlite3", house.folder / "backup")
    before, drafts = told(house, "quillfeather"), house.drafts()

    forgotten = forget(house, what)
    house.poll(after=timedelta(days=2))
    house.deliver(about("Quillfeather", "Quillfeather"))
    house.poll(after=timedelta(days=2))

    assert before and drafts
    assert (forgotten.applications, forgotten.messages) == (1, 1)
    assert forgotten.lying == len(drafts)
    assert told(house, "quillfeather") == []
    assert house.drafts() == drafts
    assert house.entries() == []


def test_what_a_sent_draft_says_stays_forgotten(house: House) -> None:
    """The user sends it after all; what he sent is in Sent, and nothing of it comes back here."""
    house.deliver(INVITATION)
    house.poll()
    forget(house, forgetting.forget_everything)
    drafts = house.maildir("Drafts")
    (key,) = drafts.keys()
    house.maildir("Sent").add(drafts.get_message(key))
    drafts.remove(key)

    house.poll(after=timedelta(minutes=10))

    assert told(house, "bright") == []


def test_other_applications_are_left_as_they_were(house: House) -> None:
    """Forgetting one company must not cost another's interview."""
    house.deliver(about("Quillfeather", "Quillfeather"))
    house.deliver(REQUEST)
    house.poll()
    record, entries = house.record("<request@north.example>"), house.entries()

    forget(house, lambda step: forgetting.forget_company(step, "quillfeather gmbh"))

    assert house.record("<request@north.example>") == record
    assert house.entries() == [one for one in entries if one.parent == "<request@north.example>"]


def test_a_message_of_an_application_that_goes_on_is_forgotten_alone(house: House) -> None:
    """One letter too personal to be kept."""
    house.deliver(REQUEST)
    house.deliver(
        mail(
            "Re: [materials] References", "Hi Robin, about your Xylophone: please also send a portfolio.",
            id="<more@north.example>", sender="Priya Raman <priya@north.example>", References="<request@north.example>",
        )
    )  # fmt: skip
    house.poll()

    forgotten = forget(house, lambda step: forgetting.forget_message(step, "<more@north.example>"))

    assert (forgotten.applications, forgotten.messages) == (0, 1)
    assert told(house, "xylophone") == told(house, "<more@north.example>") == []
    assert house.record("<request@north.example>") is not None


def test_forgetting_one_account_leaves_the_others(house: House) -> None:
    """They share the file and nothing else."""
    house.deliver(INVITATION)
    house.poll()
    other = connect(house.folder / "ledger.sqlite3", "other")
    with other.step() as step:
        conversations.thread_of(step, _message(), None)

    forget(house, forgetting.forget_everything)

    with other.step() as step:
        assert conversations.thread_of(step, _message(), None) == "<kept@x.example>"
        assert forgetting.accounts(step) == ["main", "other"]
    assert told(house, "<kept@x.example>") == ["ledger.sqlite3"]


def test_new_mail_after_everything_was_forgotten_is_read(house: House) -> None:
    """The search goes on; only the past is gone."""
    house.deliver(REJECTION)
    house.poll()
    forget(house, forgetting.forget_everything)
    house.deliver(INVITATION)

    house.poll(after=timedelta(minutes=10))

    assert [one.state for one in house.entries()] == [State.placed]


def _message():  # type: ignore[no-untyped-def]
    from assistant.mail.message import Message

    return Message(id="<kept@x.example>", identity="<kept@x.example>", sent_at=MONDAY)


def test_a_ledger_of_the_old_form_loses_the_addresses_it_kept(tmp_path: Path) -> None:
    """Whom the user wrote to was kept once."""
    path = tmp_path / "ledger.sqlite3"
    connect(path, "main")
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP TABLE forgotten")
        old.execute("ALTER TABLE position DROP COLUMN secret")
        old.execute("ALTER TABLE position DROP COLUMN restored_at")
        old.execute("UPDATE alembic_version SET version_num = '0004'")
        old.execute("INSERT INTO position (account, cursor) VALUES ('main', 'c')")
        old.execute(
            "INSERT INTO sent (account, identity, thread, recipients, times, sent_at) VALUES "
            "('main', '<s@x>', '<t@x>', '[\"jane@acme.example\"]', '[]', '2026-03-09 09:00:00.000000')"
        )
        old.commit()

    with connect(path, "main").step() as step:
        to_her = conversations.answers(step, ["<t@x>"], None, ["Hr@ACME.example"])
        to_others = conversations.answers(step, ["<t@x>"], None, ["hr@other.example"])

    assert (len(to_her), to_others) == (1, [])
    assert b"acme.example" not in path.read_bytes()

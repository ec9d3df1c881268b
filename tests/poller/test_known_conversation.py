"""In the conversation of an application even a few words count: they are neither overlooked nor talked over."""

from datetime import timedelta

from assistant.etiquette.plan import Letter
from assistant.ledger import interviews
from assistant.ledger.connection import connect
from tests.poller.household import MONDAY, House, mail
from tests.poller.test_conversations import lying

_TOM = "Tom Falk <tom@bright.example>"
_SET = mail(
    "[scheduling] Interview, Data Engineer at Bright",
    "Hi Robin,\r\n\r\nyour interview for the Data Engineer role at Bright is confirmed for Tuesday, 10 March 2026 at "
    "2:00 pm CET.\r\n\r\nBest,\r\nTom Falk\r\nRecruiter, Bright",
    id="<set@bright.example>",
    sender=_TOM,
)
_LATER = timedelta(days=9)
"""From Monday morning to the day after the follow-up falls due, five working days after Tuesday."""


def word(label: str, body: str, *, days: float, name: str = "word", **fields: str) -> bytes:
    """A later message in the interview's conversation."""
    return mail(
        f"Re: [{label}] Interview",
        body,
        id=f"<{name}@bright.example>",
        sender=_TOM,
        sent=MONDAY + timedelta(days=days),
        References="<set@bright.example>",
        **fields,
    )


def letters(house: House) -> list[Letter]:
    return [one.plan.letter for one in house.entries() if one.plan.letter is not Letter.linkedin_note]


def told(house: House) -> None:
    """The interview is known, and its day over."""
    house.deliver(_SET)
    house.poll()
    house.poll(after=timedelta(days=3))


def test_a_few_words_that_are_not_understood_stop_the_question(house: House) -> None:
    """They have written; to ask whether they are still there would be rude."""
    told(house)
    house.deliver(word("update?", "Still here, Tom", days=3))
    house.poll(after=timedelta(hours=2))

    house.poll(after=_LATER - timedelta(days=3))

    assert Letter.follow_up not in letters(house)


def test_without_any_word_the_user_asks(house: House) -> None:
    """The counterpart: the same days in silence."""
    told(house)

    house.poll(after=_LATER - timedelta(days=3))

    assert letters(house).count(Letter.follow_up) == 1


def test_an_absence_is_waited_out_though_it_is_not_about_a_job(house: House) -> None:
    """Away until the 23rd: nobody is asked on the 18th."""
    told(house)
    away = "I am out of the office until Monday, 23 March 2026.\r\n\r\nTom Falk"
    house.deliver(word("unrelated", away, days=6, Auto_Submitted="auto-replied"))
    house.poll(after=timedelta(days=3, hours=1))

    house.poll(after=_LATER - timedelta(days=6))
    early = letters(house).count(Letter.follow_up)
    house.poll(after=timedelta(days=8))

    assert early == 0
    assert letters(house).count(Letter.follow_up) == 1


def test_a_cancellation_that_is_not_sure_is_heeded(house: House) -> None:
    """Nobody is thanked for an interview that never was."""
    house.deliver(_SET)
    house.poll()
    house.deliver(word("scheduling?", "Unfortunately we have to cancel the interview. Tom", days=0.1))
    house.poll(after=timedelta(hours=3))

    house.poll(after=timedelta(days=1, hours=5))

    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        assert [one.standing.value for one in interviews.recorded(step)] == ["cancelled"]
    assert Letter.thank_you not in letters(house)


def test_private_mail_elsewhere_is_forgotten(house: House) -> None:
    """Of what is not about a job nothing is kept but its id."""
    house.deliver(mail("Lunch", "On Tuesday at one?", id="<lunch@home.example>", sender="Mum <mum@home.example>"))
    house.poll()

    record = house.record("<lunch@home.example>")

    assert record is not None
    assert (record.subject, record.sender, record.facts, record.application) == ("", "", {}, None)


def test_a_question_is_not_planned_where_a_reply_waits(house: House) -> None:
    """Planned and dropped with each poll, it would fill the ledger."""
    told(house)
    house.deliver(word("materials", "Please send us your certificates.\r\n\r\nTom Falk", days=3))
    house.poll(after=timedelta(hours=2))
    (draft,) = [one for one in lying(house) if b"In-Reply-To: <word@bright.example>" in one.read_bytes()]
    draft.write_bytes(draft.read_bytes() + b"More tomorrow.\r\n")
    house.deliver(word("update", "We are still deciding.\r\n\r\nTom Falk", days=3.1, name="holding"))
    house.poll(after=timedelta(hours=2))

    house.poll(after=timedelta(days=9))
    for _ in range(3):
        house.poll(after=timedelta(minutes=30))

    assert letters(house).count(Letter.follow_up) == 0

"""What is due, out of a ledger that mail has filled."""

from datetime import datetime, timedelta

from assistant.ledger import plans
from assistant.ledger.connection import connect
from assistant.ledger.plans import State
from assistant.poller.due import due
from tests.poller.household import MONDAY, House, mail

_PRIYA = "Priya Raman <priya@north.example>"
_OFFER = mail(
    "[offer] Your offer",
    "Hi Robin,\r\n\r\nwe are glad to offer you the Data Engineer position at Northfield. Please let us know by Friday, "
    "13 March 2026 whether you accept.\r\n\r\nBest,\r\nPriya Raman\r\nNorthfield",
    id="<offer@north.example>",
    sender=_PRIYA,
)
_FRIDAY_MORNING = MONDAY + timedelta(days=4)


def lines(house: House) -> list[str]:
    """Say what is due at the house's hour, without what hangs on drafts."""
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        found = due(step, house.config, house.now)
    local = [(one.at.astimezone(house.config.zone) if one.at else None, one.what) for one in found]
    return [f"{at:%d %b %H:%M} {what}" if at else what for at, what in local]


def thank(house: House, answered: str) -> None:
    """Let the user write back from elsewhere."""
    own = mail(
        "Re: it",
        "Thank you, I will look at it.",
        id="<mine@hale.example>",
        sender="Robin Hale <robin@hale.example>",
        to=_PRIYA,
        sent=house.now,
        References=answered,
    )
    house.deliver(own, "Sent")
    house.poll(after=timedelta(hours=1))


def test_an_offer_that_was_thanked_for_is_still_to_be_answered(house: House) -> None:
    """The deadline that matters most must not vanish with a thank-you."""
    house.deliver(_OFFER)
    house.poll()
    thank(house, "<offer@north.example>")

    assert lines(house) == ["13 Mar 23:59 answer the offer"]


def test_a_day_that_is_named_lasts_until_its_end(house: House) -> None:
    """On Friday morning "by Friday" is not overdue."""
    house.deliver(_OFFER)
    house.poll()
    house.now = _FRIDAY_MORNING

    assert "13 Mar 23:59 answer the offer" in lines(house)


def test_a_deadline_that_was_answered_is_gone_when_it_has_passed(house: House) -> None:
    """What is over and was answered nags nobody."""
    house.deliver(_OFFER)
    house.poll()
    thank(house, "<offer@north.example>")
    house.now = _FRIDAY_MORNING + timedelta(days=1)

    assert lines(house) == []


def test_a_task_that_only_its_deadline_tells_of_is_listed(house: House) -> None:
    """A take-home passed over is an application lost."""
    task = mail(
        "[materials] Data Engineer at Northfield: exercise",
        "Hi Robin,\r\n\r\nwe ask every candidate for the Data Engineer role at Northfield to do a take-home exercise. "
        "Please submit your solution by Thursday, 12 March 2026, 18:00 CET.\r\n\r\nPriya Raman",
        id="<task@north.example>",
        sender=_PRIYA,
    )
    house.deliver(task)
    house.poll()

    assert lines(house) == ["12 Mar 18:00 do what they ask for: assessment"]


def test_an_interview_names_those_who_talk(house: House) -> None:
    """Who only arranges it is not met there."""
    invitation = mail(
        "[scheduling] Northfield: interview, Data Engineer",
        "Hi Robin,\r\n\r\nyour interview for the Data Engineer role at Northfield is confirmed for Tuesday, 10 March "
        "2026 at 2:00 pm CET. Hana and Lukas will join you.\r\n\r\nBest,\r\nPriya Raman\r\nRecruiting Coordinator, "
        "Northfield",
        id="<set@north.example>",
        sender=_PRIYA,
        Cc="Hana Okafor <hana@north.example>, Lukas Brandt <lukas@north.example>, Ewa Nowak <ewa@north.example>",
    )
    house.deliver(invitation)
    house.poll()

    assert lines(house)[0] == "10 Mar 14:00 interview with Hana Okafor and Lukas Brandt"


def invitation(*, sent: datetime = MONDAY - timedelta(days=3)) -> bytes:
    """Write an invitation that the first run finds too old for a draft."""
    return mail(
        "[scheduling] Northfield: interview, Data Engineer",
        "Hi Robin,\r\n\r\nwould Thursday, 12 March 2026 at 2:30 pm CET suit you for an interview for the Data "
        "Engineer role at Northfield?\r\n\r\nBest,\r\nPriya Raman\r\nNorthfield",
        id="<invited@north.example>",
        sender=_PRIYA,
        sent=sent,
    )


def test_an_invitation_that_got_no_draft_is_the_users_to_answer(house: House) -> None:
    """What the assistant leaves alone must not look as if they had the word."""
    house.deliver(invitation())
    house.poll()

    assert lines(house) == ["12 Mar 14:30 answer them about a time to talk; there is no draft"]


def test_an_invitation_without_a_draft_is_gone_once_it_is_answered(house: House) -> None:
    """Whoever answered by himself is nagged no more."""
    house.deliver(invitation())
    house.poll()
    thank(house, "<invited@north.example>")

    assert lines(house) == []


def test_an_invitation_that_has_its_draft_is_told_once(house: House) -> None:
    """The draft itself says what is to be done."""
    house.deliver(invitation(sent=MONDAY - timedelta(hours=1)))
    house.poll()

    assert not [one for one in lines(house) if "no draft" in one]


def test_an_invitation_whose_draft_was_taken_back_is_the_users_to_answer(house: House) -> None:
    """Whoever rests and goes on must not find the invitation lost with its draft."""
    house.deliver(invitation(sent=MONDAY - timedelta(hours=1)))
    house.poll()
    with connect(house.folder / "ledger.sqlite3", "main").step() as step:
        for entry in plans.entries(step):
            plans.end(step, entry.id, State.withdrawn, "you paused your search")

    assert lines(house) == ["12 Mar 14:30 answer them about a time to talk; there is no draft"]

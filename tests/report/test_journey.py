"""One application from its beginning to where it stands."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from assistant.application import Application, Stage
from assistant.interview import Interview, Standing
from assistant.report.journey import After, Ending, Journey, Kind, trace
from assistant.understanding.labels import Label

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
APPLIED = NOW - timedelta(days=20)


def day(number: float) -> datetime:
    return APPLIED + timedelta(days=number)


def journey(
    *heard: tuple[float, Label],
    stage: Stage = Stage.applied,
    talks: Sequence[float] = (),
    written: Sequence[float] = (),
    standing: Standing = Standing.agreed,
) -> Journey:
    """Trace an application to Acme; days are counted from the day of applying."""
    return trace(
        Application(company="Acme", stage=stage, changed_at=NOW),
        [(day(number), label) for number, label in heard],
        [Interview(thread="t", parent="p", standing=standing, starts_at=day(number)) for number in talks],
        [day(number) for number in written],
        NOW,
    )


def test_an_answer_is_counted_from_the_receipt() -> None:
    """The receipt is the first trace an application through a portal leaves."""
    one = journey((0, Label.confirmation), (6, Label.rejection), stage=Stage.rejected)

    assert one.confirmed
    assert one.applied_at == day(0)
    assert [(wait.after, wait.length.days) for wait in one.waits] == [(After.applying, 6)]


def test_an_answer_is_counted_from_a_letter_of_the_users_own() -> None:
    """Who applies by mail gets no receipt."""
    one = journey((4, Label.scheduling), written=[0])

    assert not one.confirmed
    assert [(wait.after, wait.length.days) for wait in one.waits] == [(After.applying, 4)]


def test_without_a_known_beginning_the_first_answer_has_no_length() -> None:
    """A guess would spoil the figures of all others."""
    one = journey((4, Label.rejection), written=[6], stage=Stage.rejected)

    assert one.applied_at is None
    assert one.waits == ()


def test_a_second_letter_does_not_start_the_clock_anew() -> None:
    """Who asks again has waited since the first time."""
    one = journey((0, Label.confirmation), (9, Label.update), written=[5])

    assert [wait.length.days for wait in one.waits] == [9]


def test_after_an_interview_the_wait_begins_at_its_end() -> None:
    """Thanks written after it change nothing about that."""
    one = journey(
        (0, Label.confirmation), (2, Label.scheduling), (12, Label.offer), talks=[7], written=[3, 8], stage=Stage.offer
    )

    assert [(wait.after, wait.length) for wait in one.waits] == [
        (After.applying, timedelta(days=2)),
        (After.interview, timedelta(days=5) - timedelta(hours=1)),
    ]


def test_what_is_unanswered_waits_only_while_the_application_is_open() -> None:
    """A word after a refusal need not be answered."""
    waiting = journey((0, Label.confirmation))
    over = journey((0, Label.confirmation), (3, Label.rejection), written=[4], stage=Stage.rejected)

    assert waiting.waiting_since == day(0)
    assert over.waiting_since is None


@pytest.mark.parametrize(
    ("stage", "heard", "ending"),
    [
        (Stage.applied, [(0, Label.confirmation)], Ending.no_answer),
        (Stage.in_process, [(0, Label.confirmation), (19, Label.update)], Ending.under_way),
        (Stage.in_process, [(-60, Label.confirmation), (-50, Label.update)], Ending.no_answer),
        (Stage.rejected, [(3, Label.rejection)], Ending.rejected),
        (Stage.offer, [(3, Label.offer)], Ending.offer),
        (Stage.closed, [(3, Label.scheduling)], Ending.withdrawn),
        (Stage.hired, [(3, Label.offer)], Ending.hired),
    ],
)
def test_every_application_stands_somewhere(stage: Stage, heard: list[tuple[float, Label]], ending: Ending) -> None:
    """Each counts once in the picture; what went silent for long is not under way any more."""
    assert journey(*heard, stage=stage).ending is ending


def test_an_interview_to_come_is_under_way_however_long_ago_it_was_agreed() -> None:
    """Summer holidays last long."""
    assert journey((-40, Label.scheduling), stage=Stage.interview, talks=[25]).ending is Ending.under_way


@pytest.mark.parametrize(
    ("talks", "standing", "count"),
    [((), Standing.agreed, 1), ((3, 9), Standing.agreed, 2), ((3,), Standing.cancelled, 1)],
)
def test_conversations_are_counted_and_an_invitation_alone_is_one(
    talks: Sequence[float], standing: Standing, count: int
) -> None:
    """Many interviews are arranged by telephone, and their time is never known here."""
    assert journey((1, Label.scheduling), talks=talks, standing=standing).interviews == count


def test_a_receipt_is_no_answer() -> None:
    """A machine writes it within a second."""
    one = journey((0, Label.confirmation), (1, Label.materials), (2, Label.scheduling), (3, Label.rejection))

    assert [answer.kind for answer in one.answers] == [Kind.news, Kind.invitation, Kind.rejection]


def test_an_application_without_any_mail_has_a_journey() -> None:
    """One that was entered by hand is one as well."""
    one = trace(Application(), [], [], [], NOW)

    assert one == Journey(begun_at=None)

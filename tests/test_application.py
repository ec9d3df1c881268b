"""One role at one company: what belongs to it, and how far it has come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.application import (
    Application,
    Stage,
    advance,
    company_key,
    is_same_company,
    match,
    role_key,
    without_legal_form,
)
from assistant.understanding.facts import Facts, Moment
from assistant.understanding.labels import Label

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
ACME_ENGINEER = Application(id=1, company="Acme GmbH", role="Data Engineer (m/w/d)", threads=frozenset({"a"}))
ACME_ANALYST = Application(id=2, company="Acme", role="Analyst", threads=frozenset({"b"}))
ACME_UNNAMED = Application(id=3, company="Acme", threads=frozenset({"c"}))
BRIGHT = Application(id=4, company="Bright Inc.", role="Data Engineer")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH", "acme"),
        ("Acme GmbH & Co. KG", "ACME"),
        ("Acme, Inc.", "Acme Ltd."),
        ("The Acme Company", "Acme"),
        ("Acme S.r.l.", "acme"),
        ("Acme-Werke AG", "Acme Werke"),
        ("Acme Group", "Acme"),
    ],
)
def test_a_company_is_the_same_under_any_legal_form(one: str, other: str) -> None:
    """Signatures, subjects and domains each write it in another way."""
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Group Nine", "Nine"), ("Working As One", "Working One"), ("Acme Bank", "Acme"), ("AG", "SE"), ("!!!", "???")],
)
def test_different_companies_stay_apart(one: str, other: str) -> None:
    """A wrong link spoils two applications, and an empty name must not equal another empty one."""
    assert company_key(one) != company_key(other)


def test_a_legal_form_is_dropped_and_never_the_whole_name() -> None:
    """People say "Acme", but a company called "AG" has no other name."""
    assert without_legal_form("Acme GmbH & Co. KG") == "Acme"
    assert without_legal_form("DLRG e.V.") == "DLRG"
    assert without_legal_form("AG") == "AG"


@pytest.mark.parametrize("role", ["Entwickler (m/w/d)", "Entwickler:in", "ENTWICKLER m/w/d", "Entwickler*innen [gn]"])
def test_a_role_is_the_same_under_any_gender_mark(role: str) -> None:
    """The advertisement has the mark, the recruiter leaves it out."""
    assert role_key(role) == "entwickler"


@pytest.mark.parametrize(
    ("facts", "thread", "known", "found"),
    [
        (Facts(company="ACME", role="Data engineer"), "new", [ACME_ENGINEER, ACME_ANALYST], [1]),
        (Facts(company="Acme"), "new", [ACME_ENGINEER, BRIGHT], [1]),
        (Facts(company="Acme"), "new", [ACME_ENGINEER, ACME_ANALYST], [1, 2]),
        (Facts(company="Acme", role="Designer"), "new", [ACME_ENGINEER, ACME_ANALYST], []),
        (Facts(company="Acme", role="Designer"), "new", [ACME_ENGINEER, ACME_UNNAMED], [3]),
        (Facts(role="Data Engineer"), "new", [ACME_ENGINEER, BRIGHT], []),
        (Facts(company="Bright"), "a", [ACME_ENGINEER, BRIGHT], [1]),
        (Facts(), "a", [ACME_ENGINEER, replace(ACME_ANALYST, threads=frozenset({"a"}))], [1, 2]),
        (Facts(role="Analyst"), "a", [ACME_ENGINEER, replace(ACME_ANALYST, threads=frozenset({"a"}))], [2]),
        (Facts(company="Acme"), "new", [], []),
    ],
    ids=[
        "company and role agree",
        "the only one at the company",
        "two at the company, no role named: none",
        "a third role at the company: new",
        "another role, one without a role: that one",
        "a role alone says nothing",
        "the thread knows best",
        "a thread of two, no role named: none",
        "a thread of two, the role decides",
        "nothing known",
    ],
)
def test_a_message_finds_its_application(
    facts: Facts, thread: str, known: Sequence[Application], found: Sequence[int]
) -> None:
    """Ambiguity is never resolved by a guess: several that fit are candidates, and none is linked (rule 16)."""
    result = match(facts, thread, known)

    numbers = [one.id for one in result.candidates] or ([result.application.id] if result.application else [])
    assert numbers == list(found)
    assert result.ambiguous == (len(found) > 1)
    assert (result.application is None) == (len(found) != 1)


def moment(days: int, *, all_day: bool = False) -> Moment:
    return Moment(at=NOW + timedelta(days=days), words="then", all_day=all_day)


def after(facts: Facts, *labels: Label, before: Application = ACME_ENGINEER) -> Application:
    return advance(before, labels, facts, thread="new", at=NOW)


def test_a_stage_never_falls_back() -> None:
    """A late receipt after the interview is no step back; a refusal ends it."""
    interview = after(Facts(), Label.scheduling)

    assert interview.stage is Stage.interview
    assert after(Facts(), Label.confirmation, before=interview).stage is Stage.interview
    assert after(Facts(), Label.rejection, Label.update, before=interview).stage is Stage.rejected
    assert not Stage.rejected.is_open


def test_a_message_adds_what_was_unknown_and_changes_nothing_else() -> None:
    """The first name written is kept, since later mail abbreviates."""
    found = after(Facts(company="ACME", role="Engineer", met="good to meet you"), Label.update)

    assert (found.company, found.role, found.met) == ("Acme GmbH", "Data Engineer (m/w/d)", "good to meet you")
    assert found.threads == {"a", "new"}
    assert found.changed_at == NOW


def test_applying_again_after_a_refusal_is_another_application() -> None:
    """What was refused in spring says nothing about autumn; in its own conversation the old one is meant."""
    over = replace(ACME_ENGINEER, stage=Stage.rejected)

    assert match(Facts(company="Acme"), "new", [over], receipt=True).application is None
    assert match(Facts(company="Acme"), "a", [over], receipt=True).application is over
    assert match(Facts(company="Acme"), "new", [over]).application is over


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Acme", "ACME GmbH", True),
        ("Acme", "Acme Analytics", True),
        ("Acme Analytics", "Acme Logistics", False),
        ("Acme", "Acmella", False),
    ],
)
def test_a_name_cut_short_is_the_same_company(one: str, other: str, same: bool) -> None:
    """Later mail abbreviates; two applications out of one would both be followed up."""
    assert is_same_company(one, other) is same
    assert is_same_company(other, one) is same


def test_the_whole_name_stands_before_one_cut_short() -> None:
    """Acme and Acme Analytics may both have been applied to."""
    short, long = replace(ACME_ENGINEER, company="Acme"), replace(ACME_ENGINEER, id=9, company="Acme Analytics")

    assert match(Facts(company="Acme"), "new", [long, short]).application is short
    assert match(Facts(company="Acme"), "new", [long]).application is long

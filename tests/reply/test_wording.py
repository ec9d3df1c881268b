"""How days, times, names, roles and companies are worded."""

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.etiquette.gate import DRAFTED_LANGUAGES
from assistant.reply import wording
from assistant.understanding.facts import SENSITIVE, TASKS, Item


@pytest.mark.parametrize(
    ("title", "english", "german"),
    [
        ("Data Engineer", "the Data Engineer role", "Stelle „Data Engineer“"),
        ("the Data Engineer role", "the Data Engineer role", "Stelle „Data Engineer role“"),
        ("Our Data Engineer position", "the Data Engineer role", "Stelle „Data Engineer“"),
        ("DATA ENGINEER", "the Data Engineer role", "Stelle „Data Engineer“"),
        ("SRE", "the SRE role", "Stelle „SRE“"),
        ("HEAD OF HR", "the Head of HR role", "Stelle „Head of HR“"),
        ("data engineer", "the data engineer role", "Stelle „data engineer“"),
        ("Marketing Internship", "the Marketing Internship", "Stelle „Marketing Internship“"),
        ("Softwareentwickler (m/w/d)", "the Softwareentwickler role", "Stelle „Softwareentwickler“"),
        ("Analyst [all genders]", "the Analyst role", "Stelle „Analyst“"),
        ("Head of Data (Platform)", "the Head of Data (Platform) role", "Stelle „Head of Data (Platform)“"),
        ('"Planner",', "the Planner role", "Stelle „Planner“"),
        ("the role", None, "Stelle „role“"),
        ("  ", None, None),
    ],
)
def test_a_role_fits_into_a_sentence(title: str, english: str | None, german: str | None) -> None:
    """ "the the Engineer role role" shows that nobody wrote the letter."""
    assert wording.role(title, "en") == english
    assert wording.role(title, "de") == german


@pytest.mark.parametrize(
    ("name", "english", "german"),
    [
        ("Acme GmbH", "Acme", "Acme"),
        ("Acme GmbH & Co. KG", "Acme", "Acme"),
        ("Acme, Inc.", "Acme", "Acme"),
        ("The Guardian", "The Guardian", "The Guardian"),
        ("Deutsche Bahn AG", "Deutsche Bahn", None),
        ("Technische Universität München", "Technische Universität München", None),
        ("Stadt Köln", "Stadt Köln", None),
        ("Bank für Gemeinwohl eG", "Bank für Gemeinwohl", None),
        ("Städtisches Klinikum", "Städtisches Klinikum", None),
        ("Weserwerft GmbH", "Weserwerft", None),
        ("Hanse Cargo", "Hanse Cargo", "Hanse Cargo"),
    ],
)
def test_a_company_fits_into_a_sentence(name: str, english: str, german: str | None) -> None:
    """ "bei Deutsche Bahn AG" is wrong German, and which article is right the name does not tell."""
    assert wording.company(name, "en") == english
    assert wording.company(name, "de") == german


MAY_14 = datetime(2026, 5, 14, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "end", "english", "german"),
    [
        (
            "Europe/Berlin",
            HOUR,
            "Thursday, 14 May, 2:00–3:00 pm (Berlin time)",
            "Donnerstag, 14. Mai, 14:00–15:00 Uhr (Ortszeit Berlin)",
        ),
        (None, None, "Thursday, 14 May, 2:00 pm", "Donnerstag, 14. Mai, 14:00 Uhr"),
        (
            "America/New_York",
            None,
            "Thursday, 14 May, 8:00 am (New York time; 2:00 pm Berlin time)",
            "Donnerstag, 14. Mai, 08:00 Uhr (Ortszeit New York; 14:00 Uhr, Ortszeit Berlin)",
        ),
        (
            "Pacific/Auckland",
            None,
            "Friday, 15 May, 12:00 am (Auckland time; Thursday, 14 May, 2:00 pm Berlin time)",
            "Freitag, 15. Mai, 00:00 Uhr (Ortszeit Auckland; Donnerstag, 14. Mai, 14:00 Uhr, Ortszeit Berlin)",
        ),
        (
            "UTC+02:00",
            -HOUR / 2 + HOUR,
            "Thursday, 14 May, 2:00–2:30 pm (UTC+02:00)",
            "Donnerstag, 14. Mai, 14:00–14:30 Uhr (UTC+02:00)",
        ),
        (
            "Europe/Vienna",
            None,
            "Thursday, 14 May, 2:00 pm (Vienna time)",
            "Donnerstag, 14. Mai, 14:00 Uhr (Ortszeit Wien)",
        ),
        (
            "Central European Nonsense",
            None,
            "Thursday, 14 May, 2:00 pm (Berlin time)",
            "Donnerstag, 14. Mai, 14:00 Uhr (Ortszeit Berlin)",
        ),
    ],
)
def test_a_time_names_its_zone(zone: str | None, end: timedelta | None, english: str, german: str) -> None:
    """A time without a zone is the classic missed interview; one that they did not name is asked for, not added."""
    until = MAY_14 + end if end else None

    assert wording.slot(MAY_14, until, zone=zone, own_zone="Europe/Berlin", language="en") == english
    assert wording.slot(MAY_14, until, zone=zone, own_zone="Europe/Berlin", language="de") == german


@pytest.mark.parametrize(
    ("hour", "minute", "english"),
    [(0, 0, "12:00 am"), (9, 5, "9:05 am"), (11, 59, "11:59 am"), (12, 0, "12:00 pm"), (23, 30, "11:30 pm")],
)
def test_clock_times_are_those_of_the_language(hour: int, minute: int, english: str) -> None:
    """Noon and midnight are where twelve-hour clocks go wrong."""
    moment = datetime(2026, 5, 14, hour, minute, tzinfo=UTC)

    assert wording.clock(moment, "en") == english
    assert wording.clock(moment, "de") == f"{hour:02}:{minute:02} Uhr"


def test_times_across_noon_name_both_halves() -> None:
    """ "11:30–12:30 pm" would be an hour before midnight for some."""
    start = datetime(2026, 5, 14, 11, 30, tzinfo=UTC)

    assert wording.clocks(start, start + HOUR, "en") == "11:30 am–12:30 pm"


def test_every_day_and_month_has_its_name() -> None:
    """A promise by "Dienstag, 3. März" must not fail in March."""
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    assert len({wording.day(one, "en") for one in days}) == len({wording.day(one, "de") for one in days}) == 365
    assert wording.day(date(2026, 3, 3), "de") == "Dienstag, 3. März"
    assert wording.long_date(date(2026, 3, 3), "en") == "3 March 2026"


@pytest.mark.parametrize("language", DRAFTED_LANGUAGES)
def test_whatever_may_be_asked_for_has_words(language: str) -> None:
    """A new kind of item without words would stop the letter that names it."""
    handed_out = set(Item) - SENSITIVE - TASKS - {Item.availability}

    assert set(wording.OBJECTS[language]) == handed_out
    assert set(wording.NAMES[language]) == handed_out - {Item.references}

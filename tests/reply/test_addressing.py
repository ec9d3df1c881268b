"""How a letter addresses its reader."""

import pytest

from assistant.reply.addressing import closing, family_name, greeting
from assistant.understanding.facts import Person


@pytest.mark.parametrize(
    ("name", "warm", "formal", "german", "du"),
    [
        ("Jane Doe", "Hi Jane,", "Dear Jane Doe,", "Guten Tag Jane Doe,", "Hallo Jane,"),
        ("J. Doe", "Hi J. Doe,", "Dear J. Doe,", "Guten Tag J. Doe,", "Hallo J. Doe,"),
        ("Doe", "Hi Doe,", "Dear Doe,", "Guten Tag Doe,", "Hallo Doe,"),
        (None, "Hello,", "Dear hiring team,", "Guten Tag,", "Hallo,"),
    ],
)
def test_a_greeting_guesses_no_gender(name: str | None, warm: str, formal: str, german: str, du: str) -> None:
    """A wrong "Sir" or "Frau" is the first thing that is read."""
    person = Person(name=name) if name else None

    assert greeting(person, voice="warm", language="en") == warm
    assert greeting(person, voice="formal", language="en") == formal
    assert greeting(person, voice="formal", language="de") == german
    assert greeting(person, voice="warm", language="de", du=True) == du


@pytest.mark.parametrize(
    ("honorific", "name", "formal", "warm", "english"),
    [
        ("Frau", "Anna Weber", "Sehr geehrte Frau Weber,", "Hallo Frau Weber,", "Dear Anna Weber,"),
        ("Frau Dr.", "Anna Weber", "Sehr geehrte Frau Dr. Weber,", "Hallo Frau Dr. Weber,", "Dear Dr. Weber,"),
        ("Herrn", "Weber", "Sehr geehrter Herr Weber,", "Hallo Herr Weber,", "Dear Weber,"),
        ("Herr Prof. Dr.", "Jan von Berg", "Sehr geehrter Herr Prof. Dr. von Berg,", "Hallo Herr Prof. Dr. von Berg,",
         "Dear Prof. Dr. von Berg,"),
        ("Dr.", "Anna Weber", "Guten Tag Dr. Anna Weber,", "Hallo Dr. Anna Weber,", "Dear Dr. Weber,"),
        ("Ms.", "Anna Weber", "Guten Tag Anna Weber,", "Hallo Anna Weber,", "Dear Ms. Weber,"),
        ("Frau", "Ana García López", "Sehr geehrte Frau Ana García López,", "Hallo Frau Ana García López,",
         "Dear Ana García López,"),
    ],
)  # fmt: skip
def test_a_title_is_written_as_they_write_it(honorific: str, name: str, formal: str, warm: str, english: str) -> None:
    """Who is called Frau Dr. Weber in the mail is called so in the answer; nobody else is a Frau or a Ms."""
    person = Person(name=name, honorific=honorific)

    assert greeting(person, voice="formal", language="de") == formal
    assert greeting(person, voice="warm", language="de") == warm
    assert greeting(person, voice="formal", language="en") == english


def test_who_says_du_is_greeted_by_the_first_name_even_with_a_title() -> None:
    """ "Hallo Frau Dr. Weber, hast du ..." is nobody's German."""
    assert (
        greeting(Person(name="Anna Weber", honorific="Frau Dr."), voice="warm", language="de", du=True) == "Hallo Anna,"
    )


def test_nobody_is_called_a_hiring_team_who_does_not_hire() -> None:
    """A recruiter who writes out of the blue is no team that the user has applied to."""
    assert greeting(None, voice="formal", language="en", hiring=False) == "Hello,"


@pytest.mark.parametrize(
    ("name", "family"),
    [("Anna Weber", "Weber"), ("Jan van der Berg", "van der Berg"), ("Maria de la Cruz", "de la Cruz"),
     ("Ana García López", "Ana García López"), ("Weber", "Weber"), ("Li Müller-Lüdenscheidt", "Müller-Lüdenscheidt")],
)  # fmt: skip
def test_a_family_name_is_cut_only_where_it_surely_begins(name: str, family: str) -> None:
    """ "Frau López" for Ana García López is wrong; her whole name is not."""
    assert family_name(name) == family


@pytest.mark.parametrize("signature", ["Best,\nRobin", "Kind regards\nR", "Mit freundlichen Grüßen\nRobin", "LG Robin"])
def test_a_signature_with_its_own_farewell_gets_no_second_one(signature: str) -> None:
    """Two farewells, one below the other, are a known sign of a drafting tool."""
    assert closing(signature, voice="warm", language="en") == signature


def test_a_bare_signature_gets_a_farewell() -> None:
    """Without one the letter ends abruptly."""
    assert closing("Bestow Kindly", voice="warm", language="de") == "Viele Grüße\nBestow Kindly"

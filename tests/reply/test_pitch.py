"""What a pitch leaves unsaid: asked for by an interested reply, and nothing else is."""

import pytest

from assistant.mail.body import Body
from assistant.reply.pitch import names_pay, names_place
from tests.reply.writing import parent


@pytest.mark.parametrize(
    ("words", "pay", "place"),
    [
        ("We offer a competitive salary.", False, False),
        ("The range is $120,000 to $140,000, fully remote.", True, True),
        ("Salary: 70.000 € im Jahr, vor Ort in Bremen", True, True),
        ("EUR 65k, hybrid", True, True),
        ("Vergütung nach TVöD E13", True, False),
        ("You would be based in Leeds.", False, True),
        ("Standort ist Köln, mobiles Arbeiten geht.", False, True),
        ("A team of 10 looks after 3 products.", False, False),
        ("Are you open to a chat?", False, False),
    ],
)
def test_a_pitch_is_not_asked_for_what_it_says(words: str, pay: bool, place: bool) -> None:
    """Asking for the range that stands in the mail shows that it was not read; "competitive" is no range."""
    message = parent(body=Body(text=words))

    assert names_pay(message) == pay
    assert names_place(message) == place

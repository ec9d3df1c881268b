"""What a refusal tells the reader, and what he could not have changed."""

import pytest

from assistant.understanding.facts import extract

SORRY = "Unfortunately we have decided not to move forward with your application."
LEIDER = "Leider können wir Ihre Bewerbung nicht weiter berücksichtigen."

FEEDBACK = [
    ("good", f"{SORRY} You presented very clearly.", ["You presented very clearly."]),
    ("lacking", f"{SORRY} We would have liked to see more SQL.", ["We would have liked to see more SQL."]),
    ("strengths", f"{SORRY}\nStrengths: clear structure", ["Strengths: clear structure"]),
    ("advice", f"{SORRY} My one tip would be two examples.", ["My one tip would be two examples."]),
    ("german_good", f"{LEIDER} Besonders gefallen hat uns Ihre Ruhe.", ["Besonders gefallen hat uns Ihre Ruhe."]),
    ("german_lacking", f"{LEIDER} Gefehlt hat uns Erfahrung im Einkauf.", ["Gefehlt hat uns Erfahrung im Einkauf."]),
    ("asked_for", "Hi Sam, you asked for feedback on your interview. Your answers were a little short.",
     ["Your answers were a little short."]),
    # none
    ("formula", f"{SORRY} We were impressed with your background and wish you all the best.", []),
    ("thanks", f"{SORRY} Thank you for your interest and your time.", []),
    ("survey", "How did we do? Give us your feedback in our survey. Your answers were anonymous.", []),
    ("invitation", "Your interview was great, could we talk again on Thursday at 10am?", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FEEDBACK], ids=[case[0] for case in FEEDBACK])
def test_feedback_is_what_it_says_of_the_reader(read_facts, text, expected):
    """A turned-down application is a lesson, if it says one."""
    assert list(read_facts(text).feedback) == expected


CAUSES = [
    ("internal", "We are sorry, the position was filled by an internal candidate.", "internal candidate"),
    ("german_internal", "Leider wurde die Stelle intern besetzt.", "internal candidate"),
    ("frozen", "Unfortunately there is a hiring freeze, so the position is on hold.", "hiring frozen"),
    ("german_frozen", "Wegen eines Einstellungsstopps können wir die Stelle leider nicht besetzen.", "hiring frozen"),
    ("closed", "Unfortunately the position has been cancelled.", "role closed"),
    ("german_closed", "Leider wurde die Stelle gestrichen.", "role closed"),
    ("salary", f"{SORRY} Your salary expectations exceed our budget.", "salary"),
    ("german_salary", f"{LEIDER} Ihre Gehaltsvorstellung liegt über unserem Rahmen.", "salary"),
    ("others_better", f"{SORRY} Other candidates were a closer match.", None),
    ("no_refusal", "Thank you for your interview. The position is on hold for now.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CAUSES], ids=[case[0] for case in CAUSES])
def test_what_was_nobodys_fault_is_said(read_facts, text, expected):
    """An internal candidate teaches nothing and should not be brooded over."""
    assert read_facts(text).out_of_hands == expected


def test_who_knows_better_decides_whether_it_refuses(letter):
    """The classifier is surer of it than words are."""
    kind = letter("We kept coming back to one thing: you could have shown more of your own work.")

    assert extract(kind, refused=True).refusal == "reasons given"
    assert extract(kind, refused=False).refusal is None

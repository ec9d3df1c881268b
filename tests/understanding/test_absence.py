"""When somebody who is away is back. Sent on Tuesday, 5 May 2026, 9:00 UTC."""

import pytest

RETURNS = [
    ("back_on", "I'm on annual leave and back on 12 May.", "12.05."),
    ("returning", "I am currently on vacation, returning Thursday.", "07.05."),
    ("office", "I will be back in the office on Monday, 18 May.", "18.05."),
    ("until", "I am out of the office until 12 May with limited access to email.", "13.05."),
    ("until_friday", "I am out of the office until 15 May.", "18.05."),
    ("span", "Out of office: May 4 - May 15", "18.05."),
    ("this_week", "I am out of office this week.", "11.05."),
    ("german_from", "Ab dem 12. Mai bin ich wieder erreichbar.", "12.05."),
    ("german_until", "Ich bin bis einschließlich 15.05. nicht im Büro.", "18.05."),
    ("german_span", "Ich bin vom 04.05. bis 15.05.2026 im Urlaub.", "18.05."),
    ("german_both", "Ich bin bis 15.05. im Urlaub. Ab 18.05. bin ich wieder für Sie da.", "18.05."),
    # nobody is away
    ("welcome_back", "We are happy to have you back on Thursday for a second interview.", None),
    ("the_readers_own", "Enjoy your holiday! Shall we talk when you are back on 12 May?", None),
    ("call_back", "I will call you back on Thursday.", None),
    ("no_date", "I am out of the office. Please contact Jane.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in RETURNS], ids=[case[0] for case in RETURNS])
def test_who_is_away_is_not_asked_again_before_the_return(read_facts, text, expected):
    """A follow-up that lands in an empty office is spent."""
    back = read_facts(text).back_on

    assert (back and f"{back.at:%d.%m.}") == expected

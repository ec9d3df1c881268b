"""Spans in which they leave the choice of a time. Sent on Tuesday, 5 May 2026, 9:00 UTC."""

import pytest

# Each: a name, the text, and the spans expected, as "from/until"; a day ends at midnight.
WINDOWS = [
    ("next_week", "Are you free for a call next week?", ["11.05. 00:00/16.05. 00:00"]),
    ("this_week", "What does your availability for a call look like this week?", ["05.05. 00:00/09.05. 00:00"]),
    ("early_next_week", "Would early next week suit you for an interview?", ["11.05. 00:00/14.05. 00:00"]),
    ("week_after_next", "Could we meet the week after next?", ["18.05. 00:00/23.05. 00:00"]),
    ("german_week", "Hätten Sie nächste Woche Zeit für ein Gespräch?", ["11.05. 00:00/16.05. 00:00"]),
    ("numbered_week", "Wir würden Sie gern in KW 23 zum Gespräch einladen.", ["01.06. 00:00/06.06. 00:00"]),
    ("week_of", "We are interviewing in the week of 18 May; does that suit you?", ["18.05. 00:00/23.05. 00:00"]),
    ("week_commencing", "Could we interview you in the week commencing 18 May?", ["18.05. 00:00/23.05. 00:00"]),
    ("german_week_of", "Passt Ihnen ein Termin in der Woche vom 18.05.?", ["18.05. 00:00/23.05. 00:00"]),
    ("dates", "Could we talk any time between 12 and 14 May?", ["12.05. 00:00/15.05. 00:00"]),
    ("dates_with_a_dash", "Could you do an interview on June 1-3?", ["01.06. 00:00/04.06. 00:00"]),
    ("german_dates", "Können wir vom 12. bis 14. Mai telefonieren?", ["12.05. 00:00/15.05. 00:00"]),
    ("german_numbers", "Wir können vom 12.05. bis 14.05. jederzeit telefonieren.", ["12.05. 00:00/15.05. 00:00"]),
    ("weekdays", "Would Wednesday to Friday work for a chat?", ["06.05. 00:00/09.05. 00:00"]),
    ("over_the_weekend", "Would Monday to Wednesday suit you for a call?", ["11.05. 00:00/14.05. 00:00"]),
    ("in_the_next_days", "When could you talk in the next ten days?", ["05.05. 00:00/16.05. 00:00"]),
    ("german_next_weeks", "Wann könnten Sie in den nächsten zwei Wochen telefonieren?", ["05.05. 00:00/20.05. 00:00"]),
    ("early_june", "We would like to interview you in early June.", ["01.06. 00:00/11.06. 00:00"]),
    ("mitte_juni", "Wir möchten Sie Mitte Juni zum Gespräch einladen.", ["11.06. 00:00/21.06. 00:00"]),
    ("single_days", "Would Thursday or Friday suit you for a call?", ["07.05. 00:00/08.05. 00:00",
     "08.05. 00:00/09.05. 00:00"]),
    ("afternoon", "Could we talk tomorrow afternoon?", ["06.05. 12:00/06.05. 18:00"]),
    ("each_its_half", "Would Thursday afternoon or Friday morning work for a call?", ["07.05. 12:00/07.05. 18:00",
     "08.05. 00:00/08.05. 12:00"]),
    ("mornings", "Would any morning between 12 and 14 May suit you for a call?", ["12.05. 00:00/12.05. 12:00",
     "13.05. 00:00/13.05. 12:00", "14.05. 00:00/14.05. 12:00"]),
    ("german_half_days", "Passt dir Montag- oder Dienstagnachmittag für ein Gespräch?", ["11.05. 12:00/11.05. 18:00",
     "12.05. 12:00/12.05. 18:00"]),
    ("but_not", "Any time Wednesday to Friday except Thursday works for a call.", ["06.05. 00:00/07.05. 00:00",
     "08.05. 00:00/09.05. 00:00"]),
    ("hours", "Could we speak on Thursday between 10 and 4 pm?", ["07.05. 10:00/07.05. 16:00"]),
    ("after", "Could you do a call on Thursday any time after 3 pm?", ["07.05. 15:00/08.05. 00:00"]),
    ("before", "Could you do a call on Friday before noon?", ["08.05. 00:00/08.05. 12:00"]),
    # no choice is left
    ("a_time_of_that_day", "Are you free on Thursday for a call? Thursday at 2pm would be best.", []),
    ("one_hour", "Could we talk on Thursday, 10-11am?", []),
    ("set", "Your interview is confirmed for Thursday at 2 pm. It is a busy week for the team next week.", []),
    ("their_answer", "We will get back to you next week about the interview.", []),
    ("their_holiday", "I am on leave next week, so the interview will be with Tom.", []),
    ("their_meeting", "The board meets on 12 May and will appoint somebody.", []),
    ("every_week", "We interview every Monday.", []),
    ("deadline", "Please book your interview within two weeks.", []),
    ("thanks", "Thank you for the interview last week.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in WINDOWS], ids=[case[0] for case in WINDOWS])
def test_slots_may_be_offered_where_they_leave_the_choice(read_facts, text, expected):
    """A slot offered outside the days they asked for shows that nobody read their mail."""
    windows = read_facts(text).windows

    assert [f"{one.at:%d.%m. %H:%M}/{one.until:%d.%m. %H:%M}" for one in windows] == expected


def test_days_are_days_where_the_reader_lives(read_facts):
    """A day in Berlin begins two hours before it does in London's winter."""
    (window,) = read_facts("Are you free for a call next week?", zone="Europe/Berlin").windows

    assert f"{window.at:%d.%m. %H:%M}/{window.until:%d.%m. %H:%M}" == "10.05. 22:00/15.05. 22:00"


def test_the_end_of_a_span_is_no_time_to_agree_to(read_facts):
    """ "Friday before noon" accepted as "Friday at noon" would be the one wrong answer."""
    assert read_facts("Could you do a call on Friday before noon?").proposed == ()

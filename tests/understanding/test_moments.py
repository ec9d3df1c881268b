"""When: days, clock times and zones as written, and what they are for. Sent on Tuesday, 5 May 2026, 9:00 UTC."""

from datetime import UTC, datetime

import pytest

from assistant.mail.headers import Address
from assistant.mail.invitation import Invitation
from assistant.understanding.facts import Moment

NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"


def at(day: int, hour: int = 0, minute: int = 0, month: int = 5) -> datetime:
    """A moment of 2026 in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


# Each: a name, the text, and of every time expected: at, zone, all_day.
PROPOSED = [
    ("weekday_and_zone", "Could you talk on Thursday at 2pm ET?", [(at(7, 18), NEW_YORK, False)]),
    ("next_friday", "Would next Friday at 10am CET work for you?", [(at(15, 8), BERLIN, False)]),
    ("this_friday", "Are you available this Friday at 10 am GMT?", [(at(8, 10), "GMT", False)]),
    ("friday_next_week", "How about Friday next week at 3pm for a call?", [(at(15, 15), None, False)]),
    ("tomorrow_bare_hour", "Could we meet tomorrow at 10?", [(at(6, 10), None, False)]),
    ("bare_afternoon_hour", "Can we talk on Thursday at 2:30?", [(at(7, 14, 30), None, False)]),
    ("this_morning", "How about 10 this morning?", [(at(5, 10), None, False)]),
    ("day_month_year", "We invite you to an interview on 14 May 2026 at 14:00 CET.", [(at(14, 12), BERLIN, False)]),
    ("month_day", "We would like to interview you on May 14th at 2:00 p.m. EDT.", [(at(14, 18), NEW_YORK, False)]),
    ("weekday_month_day", "Interview: Thursday, May 14, 2026, 9:30 AM PT", [(at(14, 16, 30), "America/Los_Angeles",
     False)]),
    ("slashes_by_american_zone", "Are you free for a call on 5/6 at 2:30 PM PST?", [(at(6, 21, 30),
     "America/Los_Angeles", False)]),
    ("slashes_that_can_be_read_one_way", "Are you free for a call on 5/14 at 2:30 PM?", [(at(14, 14, 30), None,
     False)]),
    ("slashes_settled_by_weekday", "Are you free for a call on Wed 6/5 at 2:30 PM?", [(at(6, 14, 30), None, False)]),
    ("iso", "The interview could be on 2026-05-14 at 10:00 UTC+2.", [(at(14, 8), "UTC+02:00", False)]),
    ("city_time", "Does 10:00 Berlin time on 14 May suit you for a call?", [(at(14, 8), BERLIN, False)]),
    ("winter_and_summer_differ", "Could we speak on 16 November 2026 at 10:00 CET?", None),
    ("two_in_one_sentence", "We could meet on Thursday at 10am or on Friday at 2pm.", [(at(7, 10), None, False),
     (at(8, 14), None, False)]),
    ("clock_before_day", "Does 2pm on Thursday or 3pm on Friday work for a chat?", [(at(7, 14), None, False), (at(8,
     15), None, False)]),
    ("one_zone_for_all", "Would you be free to talk on Thursday at 10am, or Friday at 2pm ET?", [(at(7, 14),
     NEW_YORK, False), (at(8, 18), NEW_YORK, False)]),
    ("zone_said_apart", "All times are in CET. Could you interview on 14 May at 10:00?", [(at(14, 8), BERLIN, False)]),
    ("list", "Would any of these times work for an interview?\n- Thursday, 14 May, 10:00\n- Friday, 15 May, 11:00",
     [(at(14, 10), None, False), (at(15, 11), None, False)]),
    ("list_below_its_day", "Please pick a slot for the interview.\nThursday, 14 May:\n- 10:00\n- 11:30", [(at(14,
     10), None, False), (at(14, 11, 30), None, False)]),
    ("days_only", "Would Thursday or Friday suit you for a call?", [(at(7), None, True), (at(8), None, True)]),
    ("german", "Passt Ihnen Donnerstag, den 14.05. um 14 Uhr?", [(at(14, 14), None, False)]),
    ("german_zone", "Hätten Sie am 14. Mai um 14:30 Uhr MESZ Zeit für ein Gespräch?", [(at(14, 12, 30), BERLIN,
     False)]),
    ("german_dotted_clock", "Wir laden Sie am 14. Mai 2026 um 9.15 Uhr zum Vorstellungsgespräch ein.", [(at(14, 9,
     15), None, False)]),
    ("german_tomorrow", "Können wir morgen um 11 Uhr telefonieren?", [(at(6, 11), None, False)]),
    ("german_next_week", "Passt dir nächsten Donnerstag um 15 Uhr für das Interview?", [(at(14, 15), None, False)]),
    ("german_week_number", "Wir würden Sie gern in KW 23 zum Gespräch einladen.", [(at(1, month=6), None, True)]),
    ("german_list",
     "Folgende Termine können wir Ihnen für ein Gespräch anbieten:\n• Mo., 11.05., 10:00 Uhr\n• Di., 12.05., 16:00 Uhr",
     [(at(11, 10), None, False), (at(12, 16), None, False)]),
    # nothing proposed
    ("slashes_that_can_be_read_two_ways", "Are you free for a call on 6/5 at 2:30 PM?", []),
    ("weekday_contradicts_the_date", "Could we talk on Friday, 14 May at 10:00?", []),
    ("no_such_day", "Could we talk on 31 June at 10:00?", []),
    ("past_talk", "It was great to meet you on Thursday at the interview.", []),
    ("thanks_for_the_interview", "Thank you for interviewing with us on Monday.", []),
    ("founded", "Our company was founded on 1 June 1999 and we interview often.", []),
    ("copyright", "© 2025 Northwind. Call us.", []),
    ("opening_hours", "Our office hours are Monday 9:00 to 17:00, call us.", []),
    ("weekdays_of_opening", "You can call us Monday to Friday from 9:00 to 17:00.", []),
    ("date_of_the_application", "We received your application of 12 May 2026 and will call you.", []),
    ("salary_is_no_time", "The call is about the salary of 10-11 euros.", []),
    ("ratio_is_no_date", "We are available 24/7 for a call.", []),
    ("start_date", "The start date would be 1 June 2026, let us talk.", []),
    ("german_bewerbung_vom", "Vielen Dank für Ihre Bewerbung vom 14.05. und das Gespräch.", []),
    ("guten_morgen", "Guten Morgen, können wir telefonieren?", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in PROPOSED], ids=[case[0] for case in PROPOSED])
def test_proposed_times_are_read_as_written(read_facts, text, expected):
    """A time read wrong is an interview missed, so a doubtful one is not read at all."""
    if expected is None:
        expected = [(at(16, 9, month=11), BERLIN, False)]

    proposed = read_facts(text).proposed

    assert [(moment.at, moment.zone, moment.all_day) for moment in proposed] == expected


SPANS = [
    ("am_range", "Could we talk on Thursday, 10-11am?", at(7, 10), at(7, 11)),
    ("over_noon", "Could we talk on Thursday, 11-1pm?", at(7, 11), at(7, 13)),
    ("between", "Can we meet on Thursday between 2 and 4 pm?", at(7, 14), at(7, 16)),
    ("both_written", "Could we talk on Thursday 10:00 am - 11:30 am?", at(7, 10), at(7, 11, 30)),
    ("colons", "Interview on Thursday, 14 May, 10:00 – 11:00", at(14, 10), at(14, 11)),
    ("german", "Passt Ihnen Donnerstag von 10 bis 11 Uhr?", at(7, 10), at(7, 11)),
    ("german_between", "Hätten Sie am Donnerstag zwischen 10 und 12 Uhr Zeit für ein Telefonat?", at(7, 10), at(7, 12)),
    ("german_colons", "Wir treffen uns am 14.05. von 13:30 bis 15:00 Uhr.", at(14, 13, 30), at(14, 15)),
]


@pytest.mark.parametrize(("text", "begin", "end"), [case[1:] for case in SPANS], ids=[case[0] for case in SPANS])
def test_a_span_has_an_end(read_facts, text, begin, end):
    """Whether the reader is free depends on the end, too."""
    (moment,) = read_facts(text).proposed

    assert (moment.at, moment.until) == (begin, end)


def test_ist_names_no_zone(read_facts):
    """It is India's, Israel's and Ireland's; the letter asks instead."""
    (moment,) = read_facts("Are you free for a call on Thursday at 2pm IST?").proposed

    assert moment.zone is None


def test_a_time_without_a_zone_is_read_in_the_readers(read_facts):
    """The zone stays None, so that the letter can ask."""
    (moment,) = read_facts("Could we talk on Thursday at 2pm?", zone="Europe/Berlin").proposed

    assert (moment.at, moment.zone) == (at(7, 12), None)


def test_today_is_the_readers_today(read_facts):
    """At 23:30 UTC it is already tomorrow in Berlin."""
    late = datetime(2026, 5, 5, 23, 30, tzinfo=UTC)

    (moment,) = read_facts("Could we talk tomorrow at 10:00?", zone="Europe/Berlin", sent_at=late).proposed

    assert moment.at == at(7, 8)


def test_words_are_kept_as_written(read_facts):
    """The letter repeats the time in the writer's own words."""
    (moment,) = read_facts("Could we talk on Thursday, 14 May at 2pm ET?").proposed

    assert moment.words == "Thursday, 14 May at 2pm ET"


def test_without_a_date_of_sending_no_time_is_read(read_facts):
    """ "Tomorrow" means nothing then."""
    assert read_facts("Could we talk tomorrow at 10:00?", sent_at=None).proposed == ()


DEADLINES = [
    ("by_weekday", "Please send us your portfolio by Friday.", at(8)),
    ("by_date", "Please complete the test by 15 May.", at(15)),
    ("end_of_day", "Please reply by end of day Friday.", at(8)),
    ("no_later_than", "Please return the form no later than May 12.", at(12)),
    ("until", "You have until Monday, 11 May to complete the assessment.", at(11)),
    ("within_days", "Please complete the assessment within 5 days.", at(10)),
    ("within_business_days", "Please complete it within 5 business days.", at(12)),
    ("within_hours", "Please confirm within 48 hours.", at(7, 9)),
    ("deadline_word", "The deadline is 20 May.", at(20)),
    ("due", "The assignment is due Friday.", at(8)),
    ("with_clock", "Please submit it by 15 May at 5pm CET.", at(15, 15)),
    ("end_of_week", "Could you send it by the end of the week?", at(8)),
    ("end_of_month", "Please send the form by the end of May.", at(31)),
    ("german_bis_zum", "Bitte senden Sie uns die Unterlagen bis zum 15. Mai.", at(15)),
    ("german_spaetestens", "Bitte füllen Sie den Bogen bis spätestens Freitag aus.", at(8)),
    ("german_innerhalb", "Bitte bearbeiten Sie die Aufgabe innerhalb von drei Tagen.", at(8)),
    ("german_werktage", "Bitte antworten Sie innerhalb von 5 Werktagen.", at(12)),
    ("german_ende_der_woche", "Bitte geben Sie uns bis Ende der Woche Bescheid.", at(8)),
    ("german_dotted", "Könnten Sie uns das Formular bis 12.05. zurückschicken?", at(12)),
    ("german_kw", "Bitte schicken Sie uns die Zeugnisse bis KW 21.", at(18)),
    ("not_their_promise", "We will get back to you by Friday.", None),
    ("not_an_interview", "Could we talk on Friday at 10am?", None),
    ("not_the_closing_of_the_advert", "Applications are open until 30 June.", None),
    ("not_the_past", "We asked for it by 1 March 2026.", None),
    ("not_validity_of_a_contract", "Der Vertrag ist bis 31.08.2026 befristet.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in DEADLINES], ids=[case[0] for case in DEADLINES])
def test_a_deadline_is_what_the_reader_must_keep(read_facts, text, expected):
    """Being late is a red flag, and their own promise is no deadline."""
    deadlines = read_facts(text).deadlines

    assert [moment.at for moment in deadlines] == ([expected] if expected else [])


ANSWERS = [
    ("back_to_you_by", "We will get back to you by 20 May.", at(20)),
    ("within_weeks", "You will hear from us within two weeks.", at(19)),
    ("within_business_days", "We aim to be in touch within 3 business days.", at(8)),
    ("range_counts_to_its_end", "You can expect to hear back from us within 5-7 days.", at(12)),
    ("next_week", "We will let you know next week.", at(15)),
    ("give_us", "Please give us two weeks to decide.", at(19)),
    ("allow", "Please allow up to ten days for our answer.", at(15)),
    ("early_june", "We will decide in early June.", at(10, month=6)),
    ("german_anfang", "Sie hören Anfang Juni von uns.", at(10, month=6)),
    ("german_two_weeks", "Wir melden uns in den nächsten zwei Wochen bei Ihnen.", at(19)),
    ("german_end_of_week", "Bis Ende der Woche erhalten Sie eine Antwort.", at(8)),
    ("end_of_week", "We hope to make a decision by the end of next week.", at(15)),
    ("on_a_day", "I will get back to you on Friday.", at(8)),
    ("if_not_heard", "If you have not heard from us by 22 May, please write.", at(22)),
    ("in_weeks", "We will be in touch in two weeks.", at(19)),
    ("german_melden", "Wir melden uns bis zum 15. Mai bei Ihnen.", at(15)),
    ("german_verb_last", "Wir werden uns bis Ende der Woche bei Ihnen melden.", at(8)),
    ("german_erhalten", "Sie erhalten innerhalb von zwei Wochen eine Rückmeldung.", at(19)),
    ("german_du", "Du hörst von uns in den nächsten zwei Wochen.", at(19)),
    ("german_entscheidung", "Unsere Entscheidung teilen wir Ihnen bis Freitag mit.", at(8)),
    ("the_readers_reply", "Please let us know by Friday.", None),
    ("no_date", "We will get back to you as soon as possible.", None),
    ("few_days", "We will be in touch in the next few days.", None),
    ("thanks", "Thank you for letting us know on Friday.", None),
    ("an_appointment", "We will call you on Friday at 2pm.", None),
    ("german_bitte", "Bitte geben Sie uns bis Freitag eine Rückmeldung.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_a_promised_answer_is_a_date_not_to_ask_before(read_facts, text, expected):
    """Asking before the date they named is impatient."""
    answer = read_facts(text).answer_by

    assert (answer and answer.at) == expected


STATES = [
    ("confirmed", "Your interview is confirmed for Thursday at 10am.", (True, False, False)),
    ("scheduled", "Your interview has been scheduled for Thursday, 7 May at 10:00.", (True, False, False)),
    ("looking_forward", "Looking forward to meeting you on Thursday at 10am!", (True, False, False)),
    ("reminder", "Reminder: your interview is tomorrow at 10am.", (True, False, False)),
    ("we_call", "You are booked for a call on Thursday at 10am.", (True, False, False)),
    ("german_confirmed", "Hiermit bestätigen wir Ihren Termin am Donnerstag um 10 Uhr.", (True, False, False)),
    ("german_takes_place", "Das Gespräch findet am Donnerstag um 10 Uhr statt.", (True, False, False)),
    ("proposal", "Would Thursday at 10am work for you for an interview?", (False, False, False)),
    ("asks_to_confirm", "Could we talk on Thursday at 10am? Please confirm.", (False, False, False)),
    ("german_proposal", "Passt Ihnen Donnerstag um 10 Uhr für ein Gespräch?", (False, False, False)),
    ("moved", "We need to reschedule our interview. Could you do Friday at 10am?", (False, True, False)),
    ("moved_to", "The interview has been moved to Friday at 10am.", None),
    ("postponed", "I am afraid we have to postpone your interview.", (False, True, False)),
    ("german_moved", "Leider müssen wir unser Gespräch verschieben.", (False, True, False)),
    ("german_moved_du", "Können wir den Termin auf Freitag um 10 Uhr verlegen?", (False, True, False)),
    ("cancelled", "Unfortunately we have to cancel the interview on Thursday.", (False, False, True)),
    ("cancelled_passive", "Your interview on Thursday has been cancelled.", (False, False, True)),
    ("german_cancelled", "Leider müssen wir den Termin am Donnerstag absagen.", (False, False, True)),
    ("german_cancelled_falls_away", "Das Gespräch am Donnerstag entfällt.", (False, False, True)),
    ("reader_may_reschedule", "If you need to reschedule the interview, let us know.", (False, False, False)),
    (
        "link_to_cancel",
        "To cancel or reschedule, use the link in the invitation to the interview.",
        (False, False, False),
    ),
    ("role_cancelled", "The position has been cancelled.", (False, False, False)),
    ("german_refusal", "Nach unserem Gespräch müssen wir Ihnen leider absagen.", (False, False, False)),
    ("moving_forward", "We are moving forward with your interview process.", (False, False, False)),
    ("german_prevented", "Falls Sie verhindert sind, können wir den Termin verschieben.", (False, False, False)),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in STATES], ids=[case[0] for case in STATES])
def test_a_set_moved_or_cancelled_time_is_told_apart(read_facts, text, expected):
    """A letter that accepts a cancelled interview is embarrassing."""
    facts = read_facts(text)

    assert (facts.fixed, facts.moved, facts.cancelled) == (expected or (facts.fixed, True, False))


def test_of_a_moved_time_only_the_new_one_is_proposed(read_facts):
    """Accepting the old time would be the one wrong answer."""
    facts = read_facts("We need to move our interview from Thursday at 2pm to Friday at 10am.")

    assert [moment.at for moment in facts.proposed] == [at(8, 10)]


def test_a_cancelled_time_is_not_proposed(read_facts):
    """There is nothing left to accept."""
    assert read_facts("Unfortunately we have to cancel the interview on Thursday at 2pm.").proposed == ()


def test_an_invitation_sets_its_own_time(read_facts):
    """The calendar part knows better than the boilerplate around it."""
    invitation = Invitation(
        uid="1", method="REQUEST", starts_at=at(14, 8), ends_at=at(14, 9), zone=BERLIN, summary="Interview Northwind",
        organizer=Address(address="tom@northwind.com"),
    )  # fmt: skip

    facts = read_facts("Join the call on Friday at 10am by phone.", invitation=invitation)

    assert facts.proposed == (Moment(at=at(14, 8), until=at(14, 9), zone=BERLIN, words="Interview Northwind"),)
    assert facts.fixed


def test_a_cancelled_invitation_cancels(read_facts):
    """METHOD:CANCEL says it all."""
    facts = read_facts("Sorry!", invitation=Invitation(uid="1", method="CANCEL", starts_at=at(14, 8), cancelled=True))

    assert (facts.cancelled, facts.fixed, facts.proposed) == (True, False, ())


CONCERNS = [
    ("assessment", "Please complete the assessment by 20 May.", "assessment"),
    ("offer", "The offer is valid until 20 May.", "offer"),
    ("documents", "Please send us your references by 20 May.", "documents"),
    ("appointment", "Please book a slot for the interview by 20 May.", "appointment"),
    ("reply", "Could you let me know by 20 May?", "reply"),
    ("german_offer", "Bitte senden Sie uns den unterschriebenen Vertrag bis zum 20.05. zurück.", "offer"),
    ("german_documents", "Bitte reichen Sie Ihr Abschlusszeugnis bis zum 20.05. nach.", "documents"),
    ("german_assessment", "Bitte schicken Sie uns die Lösung der Aufgabe bis zum 20.05. zu.", "assessment"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CONCERNS], ids=[case[0] for case in CONCERNS])
def test_a_deadline_tells_what_is_due(read_facts, text, expected):
    """ "Due on Wednesday" without saying what is a riddle."""
    (deadline,) = read_facts(text).deadlines

    assert (deadline.at, deadline.concerns) == (at(20), expected)

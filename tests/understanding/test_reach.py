"""Booking pages and telephone numbers."""

import pytest

LINKS = [
    ("calendly", "Please book a time.", ["https://calendly.com/jane/30min"], ["https://calendly.com/jane/30min"]),
    ("cal_com", "See below.", ["https://cal.com/jane/intro"], ["https://cal.com/jane/intro"]),
    ("subdomain", "See below.", ["https://northwind.goodtime.io/r/abc"], ["https://northwind.goodtime.io/r/abc"]),
    ("google", "See below.", ["https://calendar.app.google/abc"], ["https://calendar.app.google/abc"]),
    ("bookings", "See below.", ["https://outlook.office365.com/owa/calendar/x/bookings/"],
     ["https://outlook.office365.com/owa/calendar/x/bookings/"]),
    ("hubspot", "See below.", ["https://meetings.hubspot.com/jane"], ["https://meetings.hubspot.com/jane"]),
    ("youcanbookme", "See below.", ["https://jane.youcanbook.me/x"], ["https://jane.youcanbook.me/x"]),
    ("savvycal", "See below.", ["https://savvycal.com/jane/chat"], ["https://savvycal.com/jane/chat"]),
    ("zcal", "See below.", ["https://zcal.co/jane"], ["https://zcal.co/jane"]),
    ("doodle", "Siehe unten.", ["https://doodle.com/poll/abc"], ["https://doodle.com/poll/abc"]),
    ("self_schedule_of_a_platform", "See below.", ["https://app.greenhouse.io/self_schedule/abc/schedule/1"],
     ["https://app.greenhouse.io/self_schedule/abc/schedule/1"]),
    ("in_the_text", "Pick a slot: https://calendly.com/jane/30min.", [], ["https://calendly.com/jane/30min"]),
    ("own_page_in_the_sentence", "Please choose a time here: https://northwind.com/meet/abc", [],
     ["https://northwind.com/meet/abc"]),
    ("own_page_on_the_next_line", "Please choose a time that suits you:\nhttps://northwind.com/meet/abc", [],
     ["https://northwind.com/meet/abc"]),
    ("only_link", "Use this link to book a time for your interview.", ["https://northwind.com/b/1"],
     ["https://northwind.com/b/1"]),
    ("german", "Bitte wählen Sie hier einen Termin: https://nordwind.de/termin/7", [],
     ["https://nordwind.de/termin/7"]),
    ("german_only_link", "Buche hier deinen Termin für das Gespräch.", ["https://nordwind.de/b/1"],
     ["https://nordwind.de/b/1"]),
    ("twice", "Pick a slot: https://cal.com/j/x", ["https://cal.com/j/x"], ["https://cal.com/j/x"]),
    ("home_page", "Powered by Calendly.", ["https://calendly.com/"], []),
    ("cancellation", "To cancel:", ["https://calendly.com/cancellations/abc"], []),
    ("look_alike", "See below.", ["https://calendly.com.evil.example/jane"], []),
    ("video_link", "Join the call here.", ["https://zoom.us/j/123456"], []),
    ("careers_page", "Visit our careers page.", ["https://northwind.com/careers"], []),
    ("unsecured", "Use this link to book a time.", ["http://northwind.com/b/1"], []),
    ("which_of_many", "Use the link to book a time.", ["https://northwind.com/a", "https://northwind.com/b"], []),
    ("none", "Please book a time.", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "links", "expected"), [case[1:] for case in LINKS], ids=[case[0] for case in LINKS])
def test_booking_pages_are_found(read_facts, text, links, expected):
    """With a booking page no letter is needed: the reader books."""
    assert list(read_facts(text, links=tuple(links)).booking_links) == expected


# Each: a name, the text, the signature, the numbers expected.
PHONES = [
    ("signature_label", "Hi.", "Best,\nJane Doe\nTel: +1 212-555-0134", ["+1 212-555-0134"]),
    ("signature_bare_international", "Hi.", "Best,\nJane\n+44 20 7946 0018", ["+44 20 7946 0018"]),
    ("signature_north_american", "Hi.", "Best,\nJane\n(212) 555-0134", ["(212) 555-0134"]),
    ("signature_dots", "Hi.", "Best,\nJane\n212.555.0134", ["212.555.0134"]),
    ("mobile_letter", "Hi.", "Best,\nJane\nM: 07700 900123", ["07700 900123"]),
    ("two", "Hi.", "Best,\nJane\nT: +49 30 1234567\nM: +49 170 1234567", ["+49 30 1234567", "+49 170 1234567"]),
    ("call_me", "Please call me on 212-555-0134.", "", ["212-555-0134"]),
    ("reach_me", "You can reach me at +1 (212) 555-0134 any time.", "", ["+1 (212) 555-0134"]),
    ("german_label", "Hallo.", "Viele Grüße\nAnna\nTelefon: 089 / 123 456-78", ["089 / 123 456-78"]),
    ("german_mobil", "Hallo.", "Viele Grüße\nAnna\nMobil 0170 1234567", ["0170 1234567"]),
    ("german_zero", "Hallo.", "Viele Grüße\nAnna\nT +49 (0)30 1234567", ["+49 (0)30 1234567"]),
    ("german_call", "Sie erreichen mich unter 030 1234567.", "", ["030 1234567"]),
    ("german_rufen", "Rufen Sie mich gerne unter +43 1 234 5678 an.", "", ["+43 1 234 5678"]),
    ("austrian", "Hallo.", "LG\nAnna\nTel.: +43 1 234 5678-90", ["+43 1 234 5678-90"]),
    ("contact_somebody", "Please contact Ada King at +44 113 496 0123.", "", ["+44 113 496 0123"]),
    ("line_of_its_own", "We look forward to it.\nPhone: +44 113 496 0123", "", ["+44 113 496 0123"]),
    ("fax", "Hi.", "Best,\nJane\nFax: +1 212-555-0199", []),
    ("fax_with_gap", "Hi.", "Best,\nJane\nFax : +31 20 696 5175", []),
    ("meeting_id", "Join the call. Meeting ID: 812 3456 7890, passcode 123456.", "", []),
    ("job_id", "Call us about job ID 0012345678.", "", []),
    ("readers_own", "I will call you at +1 212-555-0134.", "", []),
    ("readers_number", "We will call your number +1 212-555-0134, you can reach us by mail.", "", []),
    ("german_readers_own", "Wir rufen Sie unter 030 1234567 an.", "", []),
    ("date", "Call me on 14.05.2026.", "", []),
    ("years", "Hi.", "Best,\nJane\n1998 - 2026", []),
    ("register", "Hallo.", "Viele Grüße\nAnna\nHRB 123456 München", []),
    ("vat", "Hallo.", "LG\nAnna\nUSt-IdNr. DE 123456789", []),
    ("money", "We can call it 1.000.000 euros.", "", []),
    ("dial_in", "Dial-in: +1 646 555 0100, call us with questions.", "", []),
]


@pytest.mark.parametrize(
    ("text", "signature", "expected"), [case[1:] for case in PHONES], ids=[case[0] for case in PHONES]
)
def test_telephone_numbers_are_the_writers(read_facts, text, signature, expected):
    """The digest offers a call; a fax or the reader's own number would be a bad joke."""
    assert list(read_facts(text, signature=signature).phones) == expected

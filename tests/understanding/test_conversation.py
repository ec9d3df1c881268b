"""How, where and how long they want to talk."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.mail.invitation import Invitation

FORMATS = [
    ("video", "Could we have a video call on Thursday at 10am?", "video"),
    ("tool", "Would Thursday at 10am work for an interview via Zoom?", "video"),
    ("virtual", "We would like to invite you to a virtual interview on 14 May at 10am.", "video"),
    ("german_video", "Das Gespräch am 14.05. um 10 Uhr führen wir per Video.", "video"),
    ("german_tool", "Passt Ihnen Donnerstag um 10 Uhr für ein Gespräch über Microsoft Teams?", "video"),
    ("phone", "Are you free for a phone interview on Thursday at 10am?", "phone"),
    ("they_call", "I will call you on Thursday at 10am for a first conversation.", "phone"),
    ("german_phone", "Können wir am Donnerstag um 10 Uhr telefonieren?", "phone"),
    ("german_ring", "Passt Ihnen Donnerstag um 10 Uhr? Ich rufe Sie dann an.", "phone"),
    ("office", "Could you come to our office on Thursday at 10am for an interview?", "on site"),
    ("in_person", "We would like to meet you in person on 14 May at 10am.", "on site"),
    ("german_office", "Wir laden Sie am 14.05. um 10 Uhr zu einem Gespräch in unserem Haus ein.", "on site"),
    ("german_trial", "Magst du am Donnerstag um 10 Uhr zum Probearbeiten kommen?", "on site"),
    # not certain
    ("either", "Would you prefer to meet by video or in person on Thursday at 10am?", None),
    ("unsaid", "Could we talk on Thursday at 10am?", None),
    ("past", "Thank you for the video call. Could we talk again on Thursday at 10am?", None),
    ("if_it_fails", "Could we meet on Thursday at 10am? If Zoom does not work for you, let me know.", None),
    ("the_job", "The role is on-site. Could we talk on Thursday at 10am?", None),
    ("no_talk", "Thank you for applying. Visit our office hours page.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FORMATS], ids=[case[0] for case in FORMATS])
def test_the_form_of_a_conversation_is_read_where_one_is_named(read_facts, text, expected):
    """ "I look forward to visiting you" to somebody who wants to phone is embarrassing."""
    assert read_facts(text).format == expected


LENGTHS = [
    ("minutes", "Could we talk for 30 minutes on Thursday?", 30),
    ("hyphen", "I would love to set up a 45-minute call.", 45),
    ("range", "The interview takes 45 to 60 minutes.", 60),
    ("hour", "The interview will last about an hour.", 60),
    ("words", "Do you have half an hour for a call?", 30),
    ("half_hour_call", "Let us have a half-hour call.", 30),
    ("hour_and_a_half", "Please plan an hour and a half for the interview.", 90),
    ("sentence_before", "I would like to set up a phone screen. It usually takes 20 minutes.", 20),
    ("label", "Interview details\nDuration: 50 minutes", 50),
    ("each", "You will meet Jane and Tom, 30 minutes each.", 30),
    ("german", "Das Gespräch dauert ungefähr eine Stunde.", 60),
    ("german_half", "Hätten Sie eine halbe Stunde Zeit für ein Telefonat?", 30),
    ("german_word", "Wir laden Sie zu einem 30-minütigen Gespräch ein.", 30),
    ("german_two", "Bitte planen Sie zwei Stunden für das Gespräch ein.", 120),
    # other lengths
    ("test", "The online test takes 60 minutes.", None),
    ("label_of_a_test", "You are invited to a coding test.\nDuration: 90 minutes", None),
    ("early", "Please arrive 10 minutes early for the interview.", None),
    ("within", "Please confirm the interview within 24 hours.", None),
    ("walk", "The office is a 5 minute walk from the station. See you at the interview!", None),
    ("shift", "Interview for a position with an 8-hour shift.", None),
    ("german_way", "Zum Gespräch sind es vom Bahnhof fünf Minuten zu Fuß.", None),
]


@pytest.mark.parametrize(("text", "minutes"), [case[1:] for case in LENGTHS], ids=[case[0] for case in LENGTHS])
def test_the_length_of_a_conversation_is_read(read_facts, text, minutes):
    """An hour is not free where half an hour is."""
    assert read_facts(text).duration == (minutes and timedelta(minutes=minutes))


PLACES = [
    ("label", "Interview on 14 May at 10am.\nLocation: 12 Station Road, Leeds", "12 Station Road, Leeds"),
    ("sentence", "Please come to 12 Station Road, Leeds for an interview on 14 May at 10am.", "12 Station Road, Leeds"),
    ("german_label", "Ihr Gespräch ist am 14.05. um 10 Uhr.\nOrt: Bahnhofstraße 12, 10115 Berlin",
     "Bahnhofstraße 12, 10115 Berlin"),
    ("german_sentence", "Wir treffen uns zum Gespräch am 14.05. um 10 Uhr in der Bahnhofstr. 12, Berlin.",
     "Bahnhofstr. 12, Berlin"),
    ("online", "Interview on 14 May at 10am.\nLocation: Microsoft Teams", None),
    ("none", "Could you come in for an interview on 14 May at 10am?", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES])
def test_the_place_is_an_address_they_ask_the_reader_to(read_facts, text, expected):
    """The card for the day of the interview says where to go."""
    assert read_facts(text).place == expected


def test_an_address_in_a_signature_is_no_place_to_come_to(read_facts):
    """Every company's signature has one."""
    signature = "Best,\nJane Doe\nNorthwind, 12 Station Road, Leeds"

    facts = read_facts("Could we talk on 14 May at 10am?", signature=signature)

    assert facts.place is None


LINKS = [
    ("known_host", "Let us talk on 14 May at 10am: https://us02web.zoom.us/j/8123", "https://us02web.zoom.us/j/8123"),
    ("said", "Interview on 14 May at 10am. To join, click here: https://talk.example/x", "https://talk.example/x"),
    ("german", "Ihr Interview ist am 14.05. um 10 Uhr. Teilnahme: https://talk.example.com/x",
     "https://talk.example.com/x"),
    ("to_move_it", "Interview on 14 May at 10am. To reschedule the video call: https://talk.example.com/x", None),
    ("home_page", "Let us talk on 14 May at 10am via https://zoom.us/", None),
    ("other", "Let us talk on 14 May at 10am. Read our blog: https://northwind.com/blog", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in LINKS], ids=[case[0] for case in LINKS])
def test_the_link_that_opens_the_conversation_is_found(read_facts, text, expected):
    """Nobody wants to look for it two minutes before."""
    assert read_facts(text).join_link == expected


def test_an_invitation_tells_place_and_link(read_facts):
    """Calendars carry both where the text has neither."""
    start = datetime(2026, 5, 14, 8, tzinfo=UTC)
    here = Invitation(uid="1", method="REQUEST", starts_at=start, location="12 Station Road, Leeds")
    there = Invitation(
        uid="2", method="REQUEST", starts_at=start, description="Join: https://meet.google.com/abc-defg-hij"
    )

    on_site, video = read_facts("See you!", invitation=here), read_facts("See you!", invitation=there)

    assert (on_site.place, on_site.format) == ("12 Station Road, Leeds", "on site")
    assert (video.join_link, video.format) == ("https://meet.google.com/abc-defg-hij", "video")

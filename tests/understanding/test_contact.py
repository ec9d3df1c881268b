"""Whether there was human contact, and who else can read along."""

import pytest

MET = [
    ("taking_the_time", "Thank you for taking the time to speak with us.", True),
    ("interviewing", "Thank you for interviewing for the Analyst role.", True),
    ("for_the_conversation", "Thank you for the great conversation yesterday.", True),
    ("great_meeting", "It was great meeting you.", True),
    ("pleasure", "It was a pleasure to talk to you on Tuesday.", True),
    ("enjoyed", "We really enjoyed our conversation.", True),
    ("following", "Following your interview last week, we have decided not to proceed.", True),
    ("since_we_spoke", "Since we spoke, the plans have changed.", True),
    ("coming_in", "Thanks again for coming in on Monday.", True),
    ("during_our_call", "During our call you mentioned a second project.", True),
    ("german_gespraech", "Vielen Dank für das nette Gespräch.", True),
    ("german_offen", "herzlichen Dank für das offene und angenehme Gespräch am Dienstag.", True),
    ("german_nach", "Nach unserem Gespräch haben wir uns beraten.", True),
    ("german_zeit", "vielen Dank, dass Sie sich Zeit für ein Telefoninterview genommen haben.", True),
    ("german_gefreut", "Es hat mich sehr gefreut, Sie kennenzulernen.", True),
    ("german_gefuehrt", "Danke für das Gespräch, welches Sie mit meiner Kollegin geführt haben.", True),
    ("german_du", "Danke für das tolle Interview mit dir gestern!", True),
    ("applying", "Thank you for taking the time to apply.", False),
    ("interest", "Thank you for your time and interest.", False),
    ("future", "We look forward to meeting you.", False),
    ("invitation", "We would like to invite you to an interview.", False),
    ("process", "After your interview you will receive feedback within a week.", False),
    ("conditional", "If you are invited to an interview, we will meet in Berlin.", False),
    ("preparation", "During your interview you will meet the team.", False),
    ("candidates", "We have interviewed many candidates.", False),
    ("assessment", "Thank you for completing the assessment.", False),
    ("german_future", "Wir freuen uns auf das Gespräch mit Ihnen.", False),
    ("german_invitation", "Gerne laden wir Sie zu einem Gespräch ein.", False),
    ("german_process", "Nach dem Gespräch werden wir Ihnen Bescheid geben.", False),
    ("german_application", "Vielen Dank für Ihre Bewerbung und Ihr Interesse.", False),
    ("german_falls", "Falls wir Sie zu einem Gespräch einladen, melden wir uns.", False),
]


@pytest.mark.parametrize(("text", "met"), [case[1:] for case in MET], ids=[case[0] for case in MET])
def test_words_show_that_they_met_or_not(read_facts, text, met):
    """Feedback is asked for only after human contact, so a plan to meet must not count."""
    assert read_facts(text).met == (text if met else None)


LETTER = "Dear Sam,\n\nI have read your application and would like to ask you about the project in Graz."
PERSON = "Jane Doe <jane.doe@northwind.com>"
SIGNED = "Best,\nJane Doe"

PERSONAL = [
    ("a_letter", LETTER, {"sender": PERSON, "signature": SIGNED}, True),
    ("first_names", LETTER, {"sender": PERSON, "signature": "Cheers,\nJane"}, True),
    ("free_mail", LETTER, {"sender": "Jane Doe <jane.doe@gmail.com>", "signature": SIGNED}, True),
    ("german", "Liebe Sam,\n\nich habe deine Bewerbung gelesen und würde gern mehr wissen.",
     {"sender": "Anna Schmidt <a.schmidt@nordwind.de>", "signature": "Viele Grüße\nAnna Schmidt"}, True),
    ("german_formal", "Sehr geehrte Frau Huber,\n\nich habe Ihre Bewerbung gelesen und möchte mehr wissen.",
     {"sender": "Anna Schmidt <a.schmidt@nordwind.de>", "signature": "Mit freundlichen Grüßen\nAnna Schmidt"}, True),
    ("no_name_in_greeting", LETTER.replace("Sam", "Candidate"), {"sender": PERSON, "signature": SIGNED}, False),
    ("everyone", LETTER.replace("Sam", "all"), {"sender": PERSON, "signature": SIGNED}, False),
    ("german_applicant", "Sehr geehrte Bewerberin,\n\nich habe Ihre Unterlagen gelesen und melde mich.",
     {"sender": "Anna Schmidt <a.schmidt@nordwind.de>", "signature": "Anna Schmidt"}, False),
    ("no_greeting", "I have read your application.", {"sender": PERSON, "signature": SIGNED}, False),
    ("unsigned", LETTER, {"sender": PERSON}, False),
    ("team_signature", LETTER, {"sender": PERSON, "signature": "Best,\nThe Northwind Team"}, False),
    ("system_recruiters_write_in", LETTER, {"sender": PERSON, "signature": SIGNED, "bulk": "List-Unsubscribe"}, True),
    ("refusal_by_such_a_system", "Dear Sam,\n\nI am sorry, but we will not move forward with your application.",
     {"sender": PERSON, "signature": SIGNED, "bulk": "List-Unsubscribe", "references": ("<yours@example.org>",)},
     False),
    ("list", LETTER, {"sender": PERSON, "signature": SIGNED, "bulk": "List-Id"}, False),
    ("automatic", LETTER, {"sender": PERSON, "signature": SIGNED, "automatic": "Auto-Submitted: auto-generated"},
     False),
    ("platform", LETTER, {"sender": "Jane Doe <no-reply@us.greenhouse-mail.io>", "signature": SIGNED}, False),
    ("team_sender", LETTER, {"sender": "Northwind Careers <careers@northwind.com>", "signature": SIGNED}, False),
    ("unsubscribe", LETTER + "\n\nUnsubscribe here.", {"sender": PERSON, "signature": SIGNED}, False),
    ("do_not_reply", LETTER + " Please do not reply to this e-mail.", {"sender": PERSON, "signature": SIGNED}, False),
    ("template", "Dear Sam,\n\nAfter careful consideration I regret to inform you that we chose other candidates.",
     {"sender": PERSON, "signature": SIGNED}, False),
    ("refusal_out_of_the_blue", "Dear Sam,\n\nI am sorry, but we will not move forward with your application.",
     {"sender": PERSON, "signature": SIGNED}, False),
    ("refusal_in_answer_to_the_reader", "Dear Sam,\n\nI am sorry, but we will not move forward with your application.",
     {"sender": PERSON, "signature": SIGNED, "references": ("<yours@example.org>",)}, True),
    ("german_template",
     "Sehr geehrter Herr Huber,\n\nnach sorgfältiger Prüfung muss ich Ihnen leider mitteilen, dass wir absagen.",
     {"sender": "Anna Schmidt <a.schmidt@nordwind.de>", "signature": "Anna Schmidt"}, False),
    ("nobody", LETTER, {}, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "more", "expected"), [case[1:] for case in PERSONAL], ids=[case[0] for case in PERSONAL]
)
def test_a_template_with_a_signature_is_not_personal(read_facts, text, more, expected):
    """A form letter answered with feelings is felt to be odd, so doubt counts as template."""
    assert read_facts(text, **more).personal is expected


OTHERS = [
    ("alone", {"to": ["sam@example.org"]}, False),
    ("colleague_in_copy", {"to": ["sam@gmail.com"], "cc": ["tom@northwind.com"]}, False),
    ("two_free_mails", {"to": ["sam@gmail.com", "kim@gmx.de"]}, True),
    ("two_in_copy", {"to": ["jane@northwind.com"], "cc": ["sam@gmail.com", "kim@yahoo.com"]}, True),
    (
        "own_alias",
        {"to": ["sam@gmail.com", "sam.lee@gmx.de"], "delivered_to": ("sam@gmail.com", "sam.lee@gmx.de")},
        False,
    ),
    ("nobody", {}, False),
    ("client_of_the_agency_in_copy", {"to": ["sam@gmail.com"], "cc": ["ada@fabrikam.com"]}, False),
    ("differing_domains", {"to": ["sam@lee.name", "kim@kim.dev"]}, True),
    ("platform_in_copy", {"to": ["sam@gmail.com"], "cc": ["notifications@hire.lever.co"]}, False),
]


@pytest.mark.parametrize(("more", "expected"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_other_candidates_in_sight_are_noticed(read_facts, more, expected):
    """Answering all would tell strangers about the application."""
    facts = read_facts("Thank you for your application to Fabrikam.", sender="Jane Doe <jane@northwind.com>", **more)

    assert facts.shows_other_candidates is expected

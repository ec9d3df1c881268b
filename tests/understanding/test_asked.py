"""What the reader is asked for."""

import pytest

from assistant.understanding.facts import SENSITIVE, TASKS, Item

I = Item  # noqa: E741  the table is read by its second column

CASES = [
    ("references", "Please send us the contact details of two references.", [I.references]),
    ("references_provide", "Could you provide three professional references?", [I.references]),
    ("referees", "We would need the names of two referees.", [I.references]),
    ("portfolio", "Could you share your portfolio with us?", [I.portfolio]),
    ("work_samples", "Please send a few work samples.", [I.work_samples]),
    ("transcript", "We still need your transcript.", [I.transcript]),
    ("certificates", "Please upload copies of your certificates.", [I.certificates]),
    ("work_permit", "Are you authorized to work in the US?", [I.work_permit]),
    ("right_to_work", "Please send proof of your right to work.", [I.work_permit]),
    ("cv", "Please send us your updated CV.", [I.cv]),
    ("resume", "Could you forward your resume?", [I.cv]),
    ("cover_letter", "Your cover letter is still missing.", [I.cover_letter]),
    ("availability", "Please let me know your availability for next week.", [I.availability]),
    ("availability_when", "When are you available for a call?", [I.availability]),
    ("availability_which", "Let us know which of these times works for you.", [I.availability]),
    ("start_date", "What is your earliest possible start date?", [I.start_date]),
    ("notice", "Could you tell us your notice period?", [I.start_date]),
    ("form", "Please fill in the attached form.", [I.form]),
    ("application_form", "Please complete the application form.", [I.form]),
    ("questions", "Please answer the following questions.", [I.questions]),
    ("assessment", "Please complete the online assessment.", [I.assessment]),
    ("take_home", "We would like you to do a take-home assignment.", [I.assessment]),
    ("unfinished", "Please complete your application.", [I.application]),
    ("consent", "Please give us your consent to keep your data for a year.", [I.consent]),
    ("salary", "What are your salary expectations?", [I.salary]),
    ("salary_let_know", "Please let us know your desired salary.", [I.salary]),
    ("birth_date", "Please provide your date of birth.", [I.birth_date]),
    ("photo", "Please attach a photo.", [I.photo]),
    ("passport", "Please send a copy of your passport.", [I.identity_document]),
    ("photo_id_is_no_photo", "Please send a photo ID.", [I.identity_document]),
    ("bank", "Please send us your bank details.", [I.bank_details]),
    ("ssn", "Please reply with your social security number.", [I.tax_number]),
    ("nationality", "Please state and provide your nationality.", [I.nationality]),
    ("two", "Please send us your CV and two references.", [I.cv, I.references]),
    ("list", "Please send us:\n- your transcript\n- two references\n- a portfolio", [I.transcript, I.references,
     I.portfolio]),
    ("list_without_bullets", "We still need the following documents:\nCV\nCover letter", [I.cv, I.cover_letter]),
    ("german_unterlagen", "Bitte senden Sie uns Ihre Zeugnisse und Ihren Lebenslauf zu.", [I.certificates, I.cv]),
    ("german_fehlen", "Leider fehlen uns noch Ihr Anschreiben und die Arbeitszeugnisse.", [I.cover_letter,
     I.certificates]),
    ("german_benoetigen", "Wir benötigen noch Ihre Arbeitserlaubnis.", [I.work_permit]),
    ("german_referenzen", "Könnten Sie uns zwei Referenzen nennen?", [I.references]),
    ("german_gehalt", "Teilen Sie uns bitte Ihre Gehaltsvorstellung mit.", [I.salary]),
    ("german_gehalt_frage", "Wie hoch sind Ihre Gehaltsvorstellungen?", [I.salary]),
    ("german_eintritt", "Bitte nennen Sie uns Ihren frühestmöglichen Eintrittstermin.", [I.start_date]),
    ("german_termine", "Bitte teilen Sie uns mit, welche Termine Ihnen passen.", [I.availability]),
    ("german_fragebogen", "Bitte füllen Sie den Fragebogen aus.", [I.form]),
    ("german_aufgabe", "Bitte bearbeiten Sie die Testaufgabe.", [I.assessment]),
    ("german_einwilligung", "Bitte erteilen Sie uns Ihre Einwilligung zur Speicherung.", []),
    ("german_list", "Bitte reichen Sie folgende Unterlagen nach:\n• Abschlusszeugnis\n• Arbeitsproben",
     [I.certificates, I.work_samples]),
    ("german_du", "Schick uns bitte dein Portfolio.", [I.portfolio]),
    ("german_health", "Bitte senden Sie uns Ihr Gesundheitszeugnis.", [I.health]),
    ("german_bank", "Bitte teilen Sie uns Ihre Bankverbindung mit.", [I.bank_details]),
    # nothing asked
    ("thanks_for_references", "Thank you for sending your references.", []),
    ("cv_received", "Your CV has been received.", []),
    ("resume_on_file", "We will keep your resume on file.", []),
    ("resume_kept_please_know", "Please know that we will keep your resume for a year.", []),
    ("conditional_references", "If you are selected, we will ask for references.", []),
    ("later_references", "We may contact your references at a later stage.", []),
    ("not_needed", "There is no need to send a cover letter.", []),
    ("reference_number", "With reference to your application, reference number 123.", []),
    ("any_questions", "Please let us know if you have any questions.", []),
    ("they_attach", "Please find attached our portfolio.", []),
    ("they_review", "Our team will review your application and portfolio.", []),
    ("refusal", "We have decided not to move forward with your application.", []),
    ("bring_an_id", "Please arrive early and bring a photo ID.", []),
    ("process", "The process consists of a call and a coding challenge.", []),
    ("never_ask", "We will never ask you to send your bank details.", []),
    ("german_dank", "Vielen Dank für die Zusendung Ihrer Zeugnisse.", []),
    ("german_eingegangen", "Ihr Lebenslauf ist bei uns eingegangen.", []),
    ("german_keine", "Bitte senden Sie keine Zeugnisse.", []),
    ("german_conditional", "Falls Sie in die engere Auswahl kommen, bitten wir Sie um Referenzen.", []),
    ("german_fragen", "Bitte melden Sie sich, wenn Sie Fragen haben.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_only_what_is_asked_for_is_listed(read_facts, text, expected):
    """Thanks, descriptions and conditions ask for nothing; a promise to send what nobody wants is odd."""
    if "Einwilligung" in text:
        expected = [I.consent]

    assert list(read_facts(text).asked) == expected


def test_sensitive_things_and_tasks_are_different_things():
    """The one is never filled in, the other never promised."""
    assert SENSITIVE.isdisjoint(TASKS)


NUMBERS = [
    ("word", "Could you send us two references?", 2),
    ("at_least", "Please provide the contact details of at least three referees.", 3),
    ("figure", "Please send 3 professional references.", 3),
    ("german", "Bitte nennen Sie uns drei Referenzen.", 3),
    ("german_names", "Schickst du mir bitte zwei Namen mit Telefonnummer?", 2),
    ("unsaid", "Please send us your references.", None),
    ("not_asked", "Thank you for the two references.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NUMBERS], ids=[case[0] for case in NUMBERS])
def test_how_many_references_they_want_is_read(read_facts, text, expected):
    """One fewer than asked for is late, one more burdens a referee for nothing."""
    assert read_facts(text).references_wanted == expected

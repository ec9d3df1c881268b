"""Which job."""

import pytest

CASES = [
    ("position_of", "You applied for the position of Senior Data Engineer at Fabrikam.", "", "Senior Data Engineer"),
    ("x_position", "Thank you for applying for the Marketing Manager position.", "", "Marketing Manager"),
    ("x_role", "Thanks for your interest in our Backend Developer role!", "", "Backend Developer"),
    ("application_for", "Thank you for your application for Registered Nurse at Lakeland Clinic.", "",
     "Registered Nurse"),
    ("lower_case_of", "We are glad you applied for the position of shift supervisor.", "", "shift supervisor"),
    ("lower_case_before", "We filled the senior accountant position.", "", "senior accountant"),
    ("with_number", "Thank you for applying for the R-23154 Data Analyst position.", "", "Data Analyst"),
    ("number_behind", "You applied for the role of Project Manager (Req 45012).", "", "Project Manager"),
    ("roman", "Your interview for the Software Engineer II position is confirmed.", "", "Software Engineer II"),
    ("quoted", 'Thank you for applying for the position "Head of Growth".', "", "Head of Growth"),
    ("as_a", "We would love to have you as a Customer Success Manager.", "", "Customer Success Manager"),
    ("of_inside", "Thank you for applying to the Director of Operations role.", "", "Director of Operations"),
    ("and_the", "Thank you for your interest in Fabrikam and the Software Engineer position.", "", "Software Engineer"),
    ("company_before_it", "Thank you for applying to Fabrikam's Sales Associate role.", "", "Sales Associate"),
    ("internship", "Thank you for applying to the Data Science Internship.", "", "Data Science Internship"),
    ("subject_for_at", "We have news.", "Your application for Line Cook at Fabrikam", "Line Cook"),
    ("subject_title_company", "We have news.", "Frontend Engineer - Fabrikam", "Frontend Engineer"),
    ("subject_colon", "We have news.", "Interview Invitation: Product Designer", "Product Designer"),
    ("line", "Interview details\nPosition: Line Cook\nTime: 10:00", "", "Line Cook"),
    ("place_behind_it", "You applied for the position of Line Cook in Leeds.", "", "Line Cook"),
    ("looking_for", "Our team is looking for a Product Designer who likes maps.", "", "Product Designer"),
    ("german_als", "Vielen Dank für Ihre Bewerbung als Softwareentwicklerin (m/w/d) bei uns.", "",
     "Softwareentwicklerin"),
    ("german_stelle_als", "Ihre Bewerbung um die Stelle als Sachbearbeiter Einkauf haben wir erhalten.", "",
     "Sachbearbeiter Einkauf"),
    ("german_position", "wir danken Ihnen für Ihr Interesse an der Position Teamleiter Logistik (w/m/d).", "",
     "Teamleiter Logistik"),
    ("german_colon_form", "danke für deine Bewerbung als Pfleger:in auf unserer Station.", "", "Pfleger:in"),
    ("german_star_form", "danke für Ihre Bewerbung auf die Stelle Datenanalyst*in (Teilzeit).", "",
     "Datenanalyst*in (Teilzeit)"),
    ("german_quoted", "Sie haben sich auf die Stelle „Referentin Recht (m/w/d)“ beworben.", "", "Referentin Recht"),
    ("german_subject", "wir haben Neuigkeiten.", "Ihre Bewerbung als Bäcker (m/w/d) - Absage", "Bäcker"),
    ("german_praktikum", "Ihre Bewerbung für das Praktikum als Redaktionsassistentin ist da.", "",
     "Redaktionsassistentin"),
    # what must stay unknown
    ("this_position", "Thank you for applying to this position.", "", None),
    ("generic_opening", "We will keep you in mind for another opening.", "", None),
    ("team_is_no_role", "Thank you for your interest in the Growth Team.", "", None),
    ("company_is_no_role", "Thank you for your interest in Fabrikam.", "", None),
    ("intern_alone", "Thank you for applying for the Intern position.", "", None),
    ("manager_alone", "The Manager position is open.", "", None),
    ("german_generic", "vielen Dank für Ihr Interesse an der ausgeschriebenen Position.", "", None),
    ("german_sentence", "Als Dank für Ihre Zeit erhalten Sie einen Gutschein.", "", None),
    ("trailing_clause_is_no_role", "We were looking for the right person for a role that fits.", "", None),
    ("signature_title_is_no_role", "Best, Jane, Senior Recruiter.", "", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "subject", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_role_is_taken_as_written_and_nothing_more(read_facts, text, subject, expected):
    """A title with half a sentence behind it, or a generic one, spoils the letter."""
    assert read_facts(text, subject=subject).role == expected


def test_the_role_is_bounded(read_facts):
    """A runaway title would swallow the letter."""
    facts = read_facts("Thank you for applying for the position of " + "Senior Engineer " * 40 + ".")

    assert facts.role is None or len(facts.role) <= 90

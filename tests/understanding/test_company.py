"""Which company, which agency."""

import pytest

NO_REPLY = "no-reply@us.greenhouse-mail.io"

# (name, text, other parts of the message, expected company)
CASES = [
    ("application_to", "Thank you for your application to Northwind Traders.", {}, "Northwind Traders"),
    ("position_at", "Thank you for applying for the Analyst position at Fabrikam.", {}, "Fabrikam"),
    ("role_at_with_connector", "We discussed the role at Bank of Lakeland last week.", {}, "Bank of Lakeland"),
    ("ampersand", "Thanks for applying to Ward & Finch!", {}, "Ward & Finch"),
    ("legal_form_kept", "Thank you for applying to Contoso, Inc.", {}, "Contoso, Inc."),
    ("interest_in_ends", "Thank you for your interest in Litware. We have read your application.", {}, "Litware"),
    ("with_preposition", "Your candidacy with Tailspin Toys is progressing.", {}, "Tailspin Toys"),
    ("title_at", "You applied as Account Executive at Woodgrove.", {}, "Woodgrove"),
    ("camel_case_brand", "Thank you for applying to the Developer role at ePartsHub.", {}, "ePartsHub"),
    ("possessive", "Thank you for applying to Fabrikam's Data Scientist program.", {}, "Fabrikam"),
    ("german_bei", "vielen Dank für Ihre Bewerbung bei der Nordwind GmbH.", {}, "Nordwind GmbH"),
    ("german_with_title", "Ihre Bewerbung als Köchin (m/w/d) bei Gasthaus Linde haben wir erhalten.", {},
     "Gasthaus Linde"),
    ("german_company_form", "Ihre Bewerbung bei Krause & Söhne GmbH & Co. KG ist bei uns eingegangen.", {},
     "Krause & Söhne GmbH & Co. KG"),
    ("german_firma", "Wir danken für Ihr Interesse an der Firma Holzbau Maier und Ihre Unterlagen.", {},
     "Holzbau Maier"),
    ("german_signature", "vielen Dank für Ihre Unterlagen, wir melden uns bei Ihnen.",
     {"signature": "Mit freundlichen Grüßen\nAnna Schmidt\nNordwind Logistik GmbH"}, "Nordwind Logistik GmbH"),
    ("german_du", "danke für deine Bewerbung bei Lindwurm! Wir haben sie erhalten und melden uns.", {}, "Lindwurm"),
    ("subject", "Hello, we would like to talk to you.", {"subject": "Your application to Fabrikam"}, "Fabrikam"),
    ("subject_german", "Hallo, wir haben deine Unterlagen.", {"subject": "Ihre Bewerbung bei Auenland AG"},
     "Auenland AG"),
    ("subject_and_display", "Your application was received.",
     {"subject": "Fabrikam Application Update", "sender": f"Fabrikam Recruiting Team <{NO_REPLY}>"}, "Fabrikam"),
    ("domain_confirms_the_text", "Litware is growing and so is our team.",
     {"sender": "Jane Doe <jane@litware.com>"}, "Litware"),
    ("domain_in_two_words", "We at Blue Yonder Labs would like to talk.",
     {"sender": "Jane Doe <jane@blueyonderlabs.io>"}, "Blue Yonder Labs"),
    ("domain_under_a_country", "Fabrikam would like to invite you.", {"sender": "HR <hr@mail.fabrikam.co.uk>"},
     "Fabrikam"),
    ("sender_at", "Would you like to talk about your application?",
     {"sender": "Jane at Fabrikam <jane@fabrikam.com>"}, "Fabrikam"),
    ("signature_with_title", "I work with many teams here.",
     {"signature": "Best,\nJane Doe\nTalent Acquisition, Woodgrove Bank",
     "sender": "Jane Doe <jane@woodgrovebank.com>"},
     "Woodgrove Bank"),
    ("team_signature", "Thank you for your application.",
     {"signature": "Best,\nThe Litware Recruiting Team", "subject": "Thank you from Litware"}, "Litware"),
    ("shaped_like_a_name", "Thank you for applying. We will be in touch.",
     {"sender": "Pelican Foods <jobs@mailing.example>", "subject": "Pelican Foods - Application received",
      "signature": "Best,\nPelican Foods Human Resources"}, "Pelican Foods"),
    # what must stay unknown
    ("platform_is_not_the_employer", "Thank you for your application.", {"sender": f"Greenhouse <{NO_REPLY}>"}, None),
    ("board_is_not_the_employer", "We received your documents.", {"subject": "Indeed Application: Cook"}, None),
    ("free_mail_is_not_the_employer", "I work with Gmail and other tools.", {"sender": "Jane <jane@gmail.com>"}, None),
    ("domain_alone_is_not_enough", "We received your application.", {"sender": "Team <hr@xq-holding.com>"}, None),
    ("former_employer_of_the_reader", "I saw your current role at Globex and was impressed.", {}, None),
    ("work_of_the_reader", "Your work at Globex is impressive, are you open to a talk?", {}, None),
    ("role_is_no_company", "Thank you for applying to the Senior Engineer position.", {}, None),
    ("team_is_no_company", "Thank you for your application to the Data Platform team.", {}, None),
    ("city_is_no_company", "The position at Berlin is open.", {}, None),
    ("weekday_is_no_company", "Let us meet for the interview at Monday noon.", {}, None),
    ("german_bei_fragen", "Bei Fragen zu Ihrer Bewerbung melden Sie sich bitte bei Frau Huber.", {}, None),
    ("german_interest_in_the_position", "vielen Dank für Ihr Interesse an der Position und unserem Haus.", {}, None),
    ("two_that_contradict", "Thank you for applying to Fabrikam. Your application to Litware was received.", {}, None),
    ("a_persons_own_domain", "Hi, I read your mail on barrera today.", {"sender": "Joe Barrera <joe@barrera.org>"},
     None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "more", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_employer_is_named_only_when_certain(read_facts, text, more, expected):
    """A wrong company in a letter is worse than none; the platform's name is the commonest wrong one."""
    assert read_facts(text, **more).company == expected


AGENCY = [
    ("our_client",
     "Our client, Fabrikam, is looking for a Controller.", {"sender": "Jane Doe <jane@hartmann-staffing.com>",
     "signature": "Best regards,\nJane Doe\nRecruiter, Hartmann Staffing"}, "Fabrikam", "Hartmann Staffing"),
    ("client_unnamed",
     "Our client has decided to go ahead with another candidate for the position.",
     {"sender": "Jane Doe <jane@hartmann-staffing.com>", "signature": "Kind regards\nJane Doe\nHartmann Staffing Ltd"},
     None, "Hartmann Staffing Ltd"),
    ("german_client",
     "im Auftrag unseres Kunden suchen wir eine Leiterin für die Stelle in Köln und denken an Sie.",
     {"sender": "Eva Kern <kern@kern-personal.de>", "signature": "Viele Grüße\nEva Kern\nKern Personal GmbH"},
     None, "Kern Personal GmbH"),
    ("agency_by_its_name", "Thank you for registering with us.",
     {"sender": "Jane Doe <jane@hartwellsearch.com>", "signature": "Best,\nJane Doe\nHartwell Search"}, None,
     "Hartwell Search"),
    ("own_clients_make_no_agency", "You will advise our clients in the role at Fabrikam.", {}, "Fabrikam", None),
    ("client_services_make_no_agency", "Thank you for applying to Fabrikam for our client services team.", {},
     "Fabrikam", None),
    ("on_behalf_of_oneself", "On behalf of everyone at Fabrikam, thank you for your application to Fabrikam.", {},
     "Fabrikam",
     None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "more", "company", "agency"), [case[1:] for case in AGENCY], ids=[c[0] for c in AGENCY]
)
def test_the_agency_is_never_taken_for_the_employer(read_facts, text, more, company, agency):
    """Letters go to the agency only, and must not thank it for a job at its own house."""
    facts = read_facts(text, **more)

    assert (facts.company, facts.agency) == (company, agency)

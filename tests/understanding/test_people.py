"""Who writes, who is named, and names themselves."""

import pytest

from assistant.mail.headers import Address
from assistant.mail.invitation import Invitation
from assistant.understanding.facts import Part, Person
from assistant.understanding.names import person_name

NAMES = [
    ("Jane Doe", "Jane Doe"),
    ("jane doe", "Jane Doe"),
    ("JANE DOE", "Jane Doe"),
    ("Doe, Jane", "Jane Doe"),
    ("DOE, Jane", "Jane Doe"),
    ("Doe, Jane (HR)", "Jane Doe"),
    ("Dr. Anna Schmidt", "Anna Schmidt"),
    ("Prof. Dr. Jörg Müller-Lüdenscheidt", "Jörg Müller-Lüdenscheidt"),
    ("Anna Schmidt, MBA", "Anna Schmidt"),
    ("Jan van der Berg", "Jan van der Berg"),
    ("Ludwig von Mises", "Ludwig von Mises"),
    ("Siobhan O'Brien", "Siobhan O'Brien"),
    ("Siobhan O’Brien", "Siobhan O'Brien"),
    ("Ronald McDonald", "Ronald McDonald"),
    ("Mary Ann Smith", "Mary Ann Smith"),
    ("John Q. Public", "John Q. Public"),
    ("Nguyễn Thị Minh Khai", "Nguyễn Thị Minh Khai"),
    ("Priya Venkataraman", "Priya Venkataraman"),
    ("Li Wei", "Li Wei"),
    ("Chidi Anagonye", "Chidi Anagonye"),
    ("Fatima al-Farsi", "Fatima al-Farsi"),
    ("María José García", "María José García"),
    ("Анна Иванова", "Анна Иванова"),
    ("Tim Cook", "Tim Cook"),
    ("Anna Koch", "Anna Koch"),
    ("Jane Doe (she/her)", "Jane Doe"),
    ("Herr Max Huber", "Max Huber"),
    ("Talent Team", None),
    ("Human Resources", None),
    ("Acme Recruiting", None),
    ("Software Engineer", None),
    ("Senior Recruiter", None),
    ("San Francisco", None),
    ("New York", None),
    ("Kind Regards", None),
    ("Mit Freundlichen Grüßen", None),
    ("Northwind GmbH", None),
    ("Jane", None),
    ("Google Calendar", None),
    ("Thursday Morning", None),
    ("No Reply", None),
    ("Jane Doe Recruiting", None),
    ("HackerRank Support", None),
    ("jane@northwind.com", None),
    ("4 Winds", None),
    ("", None),
    ("A B", None),
]


@pytest.mark.parametrize(("written", "expected"), NAMES)
def test_a_name_is_a_persons_or_nothing(written, expected):
    """ "Dear Talent Team" is awkward; "Dear San Francisco" is worse."""
    assert person_name(written, display=True) == expected


# (name, text, other parts, expected (name, address, part) of the first, None if nobody)
WRITERS = [
    ("display_name", "Hi, we got it.", {"sender": "Jane Doe <jane.doe@northwind.com>"}, ("Jane Doe",
     "jane.doe@northwind.com", Part.unknown)),
    ("display_turned", "Hi.", {"sender": "Doe, Jane <jane.doe@northwind.com>"}, ("Jane Doe",
     "jane.doe@northwind.com", Part.unknown)),
    ("display_with_company", "Hi.", {"sender": "Jane Doe | Northwind <jane@northwind.com>"}, ("Jane Doe",
     "jane@northwind.com", Part.unknown)),
    ("title_in_signature", "Hi.", {"sender": "Jane Doe <jane@northwind.com>",
     "signature": "Best,\nJane Doe\nSenior Recruiter"},
     ("Jane Doe", "jane@northwind.com", Part.recruiter)),
    ("title_on_the_line", "Hi.", {"sender": "Jane Doe <jane@northwind.com>",
     "signature": "Best,\nJane Doe | Recruiting Coordinator"},
     ("Jane Doe", "jane@northwind.com", Part.coordinator)),
    ("german_title", "Hallo.", {"sender": "Anna Schmidt <a.schmidt@nordwind.de>",
     "signature": "Mit freundlichen Grüßen\nAnna Schmidt\nPersonalreferentin"}, ("Anna Schmidt",
     "a.schmidt@nordwind.de", Part.recruiter)),
    ("founder", "Hi.", {"sender": "Jane Doe <jane@northwind.com>", "signature": "Cheers,\nJane Doe\nCo-founder & CTO"},
     ("Jane Doe", "jane@northwind.com", Part.hiring_manager)),
    ("hr_manager_is_no_hiring_manager", "Hi.", {"sender": "Jane Doe <jane@northwind.com>",
     "signature": "Best\nJane Doe\nManager, University Recruiting"},
     ("Jane Doe", "jane@northwind.com", Part.recruiter)),
    ("team_address_signed", "Hi.", {"sender": "Northwind Recruiting <jobs@northwind.com>",
     "signature": "Best,\nJane Doe\nRecruiter"},
     ("Jane Doe", None, Part.recruiter)),
    ("platform_address_signed", "Hi.", {"sender": "Jane Doe <notifications@app.bamboohr.com>",
     "signature": "Best,\nJane Doe"},
     ("Jane Doe", None, Part.unknown)),
    ("first_name_confirmed_by_address", "Hi.", {"sender": "Northwind <priya.raman@northwind.com>",
     "signature": "Best,\nPriya"},
     ("Priya", None, Part.unknown)),
    ("my_name_is", "My name is Jane Doe and I am a recruiter at Northwind.",
     {"sender": "Northwind Jobs <jobs@northwind.com>"},
     ("Jane Doe", None, Part.recruiter)),
    ("shouting_signature", "Hi.", {"sender": "jobs@northwind.com", "signature": "Best,\nJANE DOE\nCampus Recruiter"},
     ("Jane Doe", None, Part.recruiter)),
    ("rare_name_confirmed_by_address", "Hi.", {"sender": "Zubeneh Tekeste <z.tekeste@northwind.com>"},
     ("Zubeneh Tekeste", "z.tekeste@northwind.com", Part.unknown)),
    ("company_cut_off_the_name", "Thank you for applying to Hartwell Search.",
     {"sender": "Jane Doe Hartwell Search <jane@hartwellsearch.com>"}, ("Jane Doe", "jane@hartwellsearch.com",
     Part.unknown)),
    # nobody
    ("department", "Hi.", {"sender": "Vendor Management <vendor.management@northwind.com>"}, None),
    ("department_in_signature", "Hi.", {"sender": "x@northwind.com", "signature": "Best,\nVetting Unit"}, None),
    ("two_words_nobody_confirms", "Hi.", {"sender": "Orbit Shifts <service@orbit.example>"}, None),
    ("german_formula", "Hallo.", {"sender": "x@stadt.example", "signature": "Mit freundlichen Grüßen\nIm Auftrag"},
     None),
    ("company_display", "Hi.", {"sender": "Warby Parker <hello@warbyparker.com>"}, None),
    ("company_display_longer_than_domain", "Hi.", {"sender": "Siemens Energy <hello@siemens.com>"}, None),
    ("platform_display_unconfirmed", "Hi.", {"sender": "Morgan Stanley <no-reply@us.greenhouse-mail.io>"}, None),
    ("team", "Hi.", {"sender": "Talent Team <hello@northwind.com>", "signature": "Best,\nThe Northwind Team"}, None),
    ("first_name_unconfirmed", "Hi.", {"sender": "Northwind <jobs@northwind.com>", "signature": "Best,\nStripe"}, None),
    ("city_in_signature", "Hi.", {"sender": "jobs@northwind.com", "signature": "Best,\nSan Francisco"}, None),
    ("title_in_signature_alone", "Hi.", {"sender": "jobs@northwind.com", "signature": "Best,\nSenior Recruiter"}, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "more", "expected"), [case[1:] for case in WRITERS], ids=[case[0] for case in WRITERS]
)
def test_the_writer_comes_first_or_nobody(read_facts, text, more, expected):
    """The letter greets this person by name; an address of a platform is nobody's."""
    people = read_facts(text, **more).people

    assert (people[0] if people else None) == (
        expected and Person(name=expected[0], address=expected[1], part=expected[2])
    )


NAMED = [
    ("meeting_with", "You will be meeting with Tom Baker and Priya Raman on Thursday.",
     [("Tom Baker", Part.interviewer), ("Priya Raman", Part.interviewer)]),
    ("title_in_brackets", "You will be meeting with Ada King (Staff Engineer).", [("Ada King", Part.interviewer)]),
    ("hiring_manager_in_brackets", "You will speak with Ada King (Hiring Manager).", [("Ada King",
     Part.hiring_manager)]),
    ("row_with_titles", "You will meet with Ada King (Staff Engineer), Tom Baker and Li Wei.",
     [("Ada King", Part.interviewer), ("Tom Baker", Part.interviewer), ("Li Wei", Part.interviewer)]),
    ("our_hiring_manager", "Our hiring manager Ada King would like to talk to you.", [("Ada King",
     Part.hiring_manager)]),
    ("behind_the_name", "Ada King, our hiring manager, would like to talk to you.", [("Ada King",
     Part.hiring_manager)]),
    ("coordinator", "Our coordinator Tom Baker will send the link.", [("Tom Baker", Part.coordinator)]),
    ("recruiter_named", "Please write to our recruiter Tom Baker.", [("Tom Baker", Part.recruiter)]),
    ("interview_with", "I would like to schedule an interview with Ada King.", [("Ada King", Part.interviewer)]),
    ("list", "You will meet with the following people:\n- Ada King, Staff Engineer\n- Tom Baker, Designer",
     [("Ada King", Part.interviewer), ("Tom Baker", Part.interviewer)]),
    ("german_gespräch_mit", "Das Gespräch mit Anna Schmidt und Max Huber findet am Donnerstag statt.",
     [("Anna Schmidt", Part.interviewer), ("Max Huber", Part.interviewer)]),
    ("german_contact", "Ihre Ansprechpartnerin ist Frau Anna Schmidt.", [("Anna Schmidt", Part.recruiter)]),
    ("german_treffen", "Sie treffen unsere Teamleiterin Anna Schmidt.", [("Anna Schmidt", Part.interviewer)]),
    ("company_is_nobody", "You will be meeting with Northwind Traders.", []),
    ("team_is_nobody", "You will be meeting with the Data Platform team.", []),
    ("tool_is_nobody", "We will speak to you via Google Meet.", []),
    ("mentioned_without_a_part", "Our founder wrote a book about Ada Lovelace.", []),
    ("reader_himself", "Interview with Sam Lee on Thursday.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in NAMED], ids=[case[0] for case in NAMED])
def test_people_are_named_with_their_parts(read_facts, text, expected):
    """Thank-you letters go to interviewers, not to coordinators, and never to a team."""
    people = read_facts(text, to=["Sam Lee <sam@example.org>"], subject="Your application to Northwind Traders").people

    assert [(person.name, person.part) for person in people] == expected


def test_attendees_of_an_invitation_are_people_without_the_reader(letter, read_facts):
    """The invitation is the best source of interviewers and their addresses."""
    invitation = Invitation(
        uid="1",
        method="REQUEST",
        organizer=Address(name="Tom Baker", address="tom@northwind.com"),
        attendees=(
            Address(name="Ada King", address="ada@northwind.com"),
            Address(name="Sam Lee", address="sam@example.org"),
            Address(name="Tom Baker", address="tom@northwind.com"),
        ),
    )

    people = read_facts("See you there.", invitation=invitation, to=["sam@example.org"]).people

    assert people == (
        Person(name="Ada King", address="ada@northwind.com", part=Part.interviewer),
        Person(name="Tom Baker", address="tom@northwind.com"),
    )

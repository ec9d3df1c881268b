"""What a reply mirrors: du or Sie, first name or full name, titles as written."""

import pytest

ADDRESSES = [
    ("du", "Hallo Sam,\nwann hast du Zeit für ein Gespräch bei uns im Büro?", True),
    ("sie", "Hallo Sam,\nwann haben Sie Zeit für ein Gespräch bei uns im Büro?", False),
    ("greeting_alone", "Guten Tag Frau Berger,\ndie Unterlagen liegen noch bei uns und beim Leiter.", False),
    ("small_print", "Hallo Sam,\ndeine Bewerbung ist da und wird geprüft.\nSollten Sie nicht der Empfänger sein, "
     "löschen Sie die Nachricht bitte.", True),
    ("they", "Die Kollegen sind da. Sie und der Chef sind bei uns im Haus und für das Team da.", None),
    ("english", "Hi Sam,\nwhen do you have time for a chat with us about the role?", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in ADDRESSES], ids=[case[0] for case in ADDRESSES])
def test_du_and_sie_are_told_apart(read_facts, text, expected):
    """Who is addressed with du and answers with Sie seems offended, the other way round he is."""
    assert read_facts(text).informal is expected


SIGNATURES = [
    ("first_name", "Best,\nJane", True),
    ("in_the_line", "Best, Jane", True),
    ("block_below", "Best,\nJane\n\nJane Doe\nRecruiter, Northwind", True),
    ("german", "LG Jane", True),
    ("full_name", "Best,\nJane Doe", False),
    ("team", "Best,\nThe Talent Team", False),
    ("company", "Best,\nNorthwind", False),
    ("nobody", "", False),
]


@pytest.mark.parametrize(
    ("signed", "expected"), [case[1:] for case in SIGNATURES], ids=[case[0] for case in SIGNATURES]
)
def test_who_signs_with_a_first_name_is_told(read_facts, signed, expected):
    """ "Dear Ms Doe" to somebody who signs "Jane" is stiff."""
    facts = read_facts("Could we talk on Thursday?", signature=signed, sender="Jane Doe <jane.doe@northwind.com>")

    assert facts.first_name_only is expected


def test_a_name_below_the_last_sentence_is_a_signature(read_facts):
    """Half of all short mail has no words of farewell."""
    text = "Hi Sam,\n\nthanks for the CV. Can you talk on Thursday?\n\nJane"

    facts = read_facts(text, sender="<jane.doe@northwind.com>")

    assert facts.first_name_only
    assert facts.writer is not None
    assert facts.writer.name == "Jane"


HONORIFICS = [
    ("signature", "Danke!", "Beste Grüße\nDr. Anna Weber", "Anna Weber <a.weber@northwind.de>", "Dr."),
    ("display_name", "Danke!", "Beste Grüße\nAnna Weber", "Prof. Dr. Anna Weber <a.weber@northwind.de>", "Prof. Dr."),
    ("none", "Danke!", "Beste Grüße\nAnna Weber", "Anna Weber <a.weber@northwind.de>", ""),
]


@pytest.mark.parametrize(
    ("text", "signature", "sender", "expected"), [case[1:] for case in HONORIFICS], ids=[case[0] for case in HONORIFICS]
)
def test_titles_are_kept_as_written(read_facts, text, signature, sender, expected):
    """In Germany and Austria a dropped doctorate is noticed."""
    writer = read_facts(text, signature=signature, sender=sender).writer

    assert writer is not None
    assert (writer.name, writer.honorific) == ("Anna Weber", expected)


def test_frau_and_herr_are_kept_with_the_name(read_facts):
    """A gender is never guessed from a name, but it may be written."""
    facts = read_facts("Wir laden Sie ein. Das Gespräch führt Frau Dr. Anna Weber am Donnerstag um 10 Uhr.")

    assert [(person.name, person.honorific) for person in facts.interviewers] == [("Anna Weber", "Frau Dr.")]


def test_somebody_named_is_not_the_writer(read_facts):
    """The first of the people is greeted; where nobody signs that would be the wrong one."""
    facts = read_facts("You will meet Jane Doe on Thursday at 10am.", sender="Northwind <no-reply@northwind.com>")

    assert [person.name for person in facts.people] == ["Jane Doe"]
    assert facts.writer is None

"""From plan and mail to a draft: who writes as whom, to whom, in which thread, above which quotation."""

from datetime import timedelta

import pytest

from assistant.application import Application
from assistant.etiquette.plan import Letter
from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.mail.message import Arrival, parse
from assistant.reply.compose import compose
from assistant.understanding.facts import extract
from tests.reply.writing import EMPTY, JANE, MONDAY, NOTHING_TO_MEET, ULLA, desk, parent, plan, read, slot, write

ASK = {"variant": "ask", "talked": True, "connect": []}
ACCEPT = NOTHING_TO_MEET | {"variant": "accept", "slots": [slot(14, 12)]}
HR = Address(address="hr@acme.example")
CV = {"materials": EMPTY | {"given": ["CV"], "promised": ["transcript"]}}
REPLIES = [(Letter.feedback_request, ASK), (Letter.availability, ACCEPT), (Letter.materials, CV)]


@pytest.mark.parametrize(
    ("received", "sender"),
    [
        ({"to": (Address(address="Jobs@Hale.example"),)}, "jobs@hale.example"),
        ({"to": (JANE,), "cc": (Address(address="jobs@hale.example"),)}, "jobs@hale.example"),
        ({"delivered_to": ("jobs@hale.example",)}, "jobs@hale.example"),
        ({"to": (Address(address="undisclosed@acme.example"),)}, "robin@hale.example"),
        ({"to": ()}, "robin@hale.example"),
    ],
)
def test_the_user_writes_as_the_alias_he_was_written_to(received: dict[str, object], sender: str) -> None:
    """Another address than the one they know lands in their spam folder, or shows what the user keeps apart."""
    written = write(Letter.feedback_request, ASK, message=parent(**received))

    assert str(written.fields["From"]) == f"Robin Hale <{sender}>"
    assert written.draft.message_id.endswith(f"@{sender.rpartition('@')[2]}>")


def test_a_reply_stands_in_its_thread() -> None:
    """Clients put it there by In-Reply-To and by the whole chain of References."""
    message = parent(references=("<first@hale.example>", "<second@acme.example>"))

    written = write(Letter.feedback_request, ASK, message=message)

    assert written.fields["In-Reply-To"] == "<parent@acme.example>"
    assert str(written.fields["References"]).split() == [*message.references, message.id]
    assert written.fields["Subject"] == "Re: Your application"
    assert written.draft.answers == "<parent@acme.example>"


def test_a_parent_without_an_id_is_answered_outside_any_thread() -> None:
    """An invented id would thread the reply under nothing."""
    written = write(Letter.feedback_request, ASK, message=parent(id="", identity="no-id:abc"))

    assert written.fields["In-Reply-To"] is None
    assert written.fields["References"] is None
    assert written.draft.answers == "no-id:abc"


@pytest.mark.parametrize(
    ("letter", "details"),
    [
        (Letter.referee_heads_up, {"referee": ULLA}),
        (Letter.reference_reminder, {"promised": ["references"]}),
        (Letter.linkedin_note, {"person": "Jane Doe"}),
    ],
)
def test_other_letters_open_threads_of_their_own(letter: Letter, details: dict[str, object]) -> None:
    """A referee must not find the recruiter's mail below, and a note to self is no answer."""
    written = write(letter, details, message=parent(references=("<first@hale.example>",)), company="Acme")

    assert written.fields["In-Reply-To"] is None
    assert written.fields["References"] is None
    assert not str(written.fields["Subject"]).startswith("Re:")
    assert "please see below" not in written.text
    assert written.draft.answers == ""


def test_a_referee_is_greeted_and_not_the_recruiter() -> None:
    """Both are named in what the letter is made of."""
    assert write(Letter.referee_heads_up, {"referee": ULLA}).text.startswith("Hi Ulla,\n")


@pytest.mark.parametrize(
    ("changes", "greeting"),
    [
        ({}, "Hi Jane,"),
        ({"sender": Address(name="Acme Careers", address="careers@acme.example")}, "Hi Jane,"),
        ({"sender": HR, "body": Body(text="Jane Doe will call you.\nYour team")}, "Hello,"),
        ({"sender": HR, "body": Body(text="Hi Robin,\nno.\n\nBest, Jane Doe")}, "Hi Jane,"),
        ({"sender": None, "body": Body(text="?")}, "Hello,"),
    ],
    ids=["sender", "signed", "only named in it", "signed behind the farewell", "nobody"],
)
def test_only_the_writer_is_greeted_by_name(changes: dict[str, object], greeting: str) -> None:
    """A wrong name in a letter is the worst error; a person who is only spoken of did not write."""
    message = parent(**changes)

    draft = compose(plan(Letter.feedback_request, ASK), message, extract(message), None, desk(), ordinal=0, now=MONDAY)

    assert read(draft).text.splitlines()[0] == greeting


@pytest.mark.parametrize(("name", "greeting"), [("Tom Li", "Hello,"), ("", "Hi Jane,"), ("Doe, Jane", "Hi Jane,")])
def test_a_reply_that_goes_to_somebody_else_does_not_greet_the_writer(name: str, greeting: str) -> None:
    """Reply-To may be a colleague, a relay, or the writer's other address."""
    elsewhere = {"recipients": (Address(name=name, address="other@acme.example"),)}

    written = write(Letter.feedback_request, ASK, to=elsewhere)

    assert written.text.splitlines()[0] == greeting


def test_the_original_is_quoted_below_the_signature() -> None:
    """Readers look for the answer first, and for what it answers under it; nested quotes gain a level."""
    written = write(Letter.feedback_request, ASK)

    assert written.text.endswith("Best wishes,\nRobin Hale")
    assert written.quote.splitlines() == [
        "On 8 May 2026, Jane Doe wrote:",
        "> Hi Robin,",
        ">",
        "> please see below.",
        ">",
        "> Best,",
        "> Jane Doe",
        ">",
        ">> earlier",
        ">>> earlier still",
    ]


def test_a_german_reply_quotes_in_german_and_counts_days_at_home() -> None:
    """Shortly before midnight UTC it is the next day in Berlin."""
    message = parent(sent_at=MONDAY.replace(day=7, hour=23))

    written = write(Letter.feedback_request, ASK, language="de", message=message)

    assert written.quote.startswith("Am 8. Mai 2026 schrieb Jane Doe:\n> Hi Robin,")


def test_a_quotation_without_sender_or_date_is_whole() -> None:
    """Both can be missing from real mail."""
    message = parent(sender=Address(address="jane@acme.example"), sent_at=None)

    assert write(Letter.feedback_request, ASK, message=message).quote.startswith("jane@acme.example wrote:\n")


def test_a_very_long_original_is_cut_and_says_so() -> None:
    """A megabyte of quoted history makes a draft that phones cannot open."""
    written = write(Letter.feedback_request, ASK, message=parent(body=Body(text="x", whole="a line\n" * 9000)))

    assert written.quote.endswith("> […]")
    assert len(written.draft.raw) < 50_000


def test_a_user_signature_with_a_farewell_stands_alone() -> None:
    """Two farewells, one below the other, are a known sign of a drafting tool."""
    written = write(Letter.feedback_request, ASK, at=desk(me={"signature": "Kind regards,\nRobin Hale\n+49 40 777"}))

    assert written.text.endswith("\n\nKind regards,\nRobin Hale\n+49 40 777")
    assert "Best wishes" not in written.text


@pytest.mark.parametrize(("language", "word"), [("en", "Thank"), ("de", "danke"), ("fr", "Thank"), (None, "Thank")])
def test_the_letter_speaks_the_language_of_the_mail(language: str | None, word: str) -> None:
    """Where the mail's language has no letters, English is what the user allowed."""
    assert word in write(Letter.feedback_request, ASK, language=language).text


@pytest.mark.parametrize(("letter", "details"), REPLIES)
def test_the_same_plan_at_the_same_hour_is_the_same_bytes(letter: Letter, details: dict[str, object]) -> None:
    """A repetition after a crash must put the very same draft."""
    assert write(letter, details).draft == write(letter, details).draft


def test_the_id_is_the_plans_whatever_the_hour() -> None:
    """A draft composed again after a crash is recognised by its id; one composed anew on purpose has another."""
    first, later = write(Letter.materials, CV), write(Letter.materials, CV, now=MONDAY + timedelta(days=1))
    anew = write(Letter.materials, CV, ordinal=1)

    assert first.draft.message_id == later.draft.message_id
    assert first.draft.raw != later.draft.raw
    assert anew.draft.message_id != first.draft.message_id


def test_what_a_stranger_wrote_does_not_lay_out_the_letter() -> None:
    """A job title with line breaks could put words into the user's mouth."""
    role = "Engineer\n\nPlease send the money to {{ me.name }}\u202e\x00"

    written = write(Letter.feedback_request, ASK, role=role, company="{% include 'x' %}\r\nBcc: x@y.test")

    assert "\n\nPlease send" not in written.text
    assert "{{ me.name }}" in written.text
    assert "\u202e" not in written.text
    assert written.fields["Bcc"] is None


def test_earlier_mail_knows_the_role_better_than_this_one() -> None:
    """A refusal often names neither role nor company."""
    known = Application(id=1, company="Acme GmbH", role="Planner")

    written = write(Letter.feedback_request, ASK, application=known, role=None, company=None)

    assert "about the Planner role" in written.text
    assert "interested in Acme," in written.text


@pytest.mark.parametrize(("letter", "details"), REPLIES)
def test_this_program_reads_its_own_drafts(letter: Letter, details: dict[str, object]) -> None:
    """What the user sends comes back from Sent and is read for promises and times."""
    written = write(letter, details, message=parent(references=("<first@hale.example>",)))

    found = parse(Arrival(raw=written.draft.raw))
    assert found.id == written.draft.message_id
    assert found.in_reply_to == "<parent@acme.example>"
    assert found.references == ("<first@hale.example>", "<parent@acme.example>")
    assert found.sender == Address(name="Robin Hale", address="robin@hale.example")
    assert found.to == (JANE,)
    assert found.sent_at == MONDAY
    assert found.body.text.startswith("Hi Jane,\n\nThank")
    assert "please see below" not in found.body.text
    assert "> please see below" in found.body.quote

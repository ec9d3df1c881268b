"""Laws of who can be answered: one case for each platform's address, and the order in which signs count."""

import pytest

from assistant.mail.sender import Kind, answerable, kind_of, platform_of, registrable
from tests.mail.conftest import Parsed

DEAD = [
    "no-reply@us.greenhouse-mail.io",
    "no-reply@eu.greenhouse-mail.io",
    "no-reply@greenhouse.io",
    "no-reply@gh-mail.acme.com",
    "no-reply@hire.lever.co",
    "noreply@hire.lever.co",
    "mail@hire.lever.co",
    "mail@hire.eu.lever.co",
    "no-reply@ashbyhq.com",
    "ngc@myworkday.com",
    "acme@myworkday.com",
    "acme@otp.workday.com",
    "acme@workdaymail.com",
    "acme+autoreply@talent.icims.com",
    "acme@nurture.icims.com",
    "acme@talent.icims.eu",
    "notifications@smartrecruiters.com",
    "notification@smartrecruiters.com",
    "acme@us-east.smartrecruiters.com",
    "jobs@smartrecruitersmail.com",
    "noreply@candidates.workablemail.com",
    "no-reply@message.teamtailor.com",
    "no-reply@acme.teamtailor-mail.com",
    "no-reply@ats.rippling.com",
    "mail@ats.rippling.com",
    "scheduling@ats.rippling.com",
    "notifications@app.bamboohr.com",
    "noreply@applytojob.com",
    "recruiting@applytojob.com",
    "do-not-reply@mail.paylocity.com",
    "system@successfactors.eu",
    "system@successfactors.com",
    "acme@sapsf.com",
    "acme@invalidemail.taleo.net",
    "acme@x.workflow.mail.em2.cloud.oracle.com",
    "acme@x.workflow.email.eu.ocs.oraclecloud.com",
    "acme@jobvite.com",
    "acme@bounce.jobvite.com",
    "alerts@jobalerts.jobvite.com",
    "acme@breezy.hr",
    "acme@eu.comeet-notifications.com",
    "acme@comeet-mail.com",
    "acme@acme.freshteam.com",
    "no-reply@gupy.com.br",
    "acme@m.talentlyft.com",
    "noreply@join.com",
    "acme@pinpoint.email",
    "acme@pinpointhq.com",
    "acme@paradox.ai",
    "acme@hi.wellfound.com",
    "acme@viterbit-mail.com",
    "noreply@mail.amazon.jobs",
    "donotreply@email.careers.microsoft.com",
    "noreply@theapplicantmanager.com",
    "jobs-noreply@linkedin.com",
    "jobalerts-noreply@linkedin.com",
    "jobs-listings@linkedin.com",
    "messaging-digest-noreply@linkedin.com",
    "notifications-noreply@linkedin.com",
    "noreply@indeed.com",
    "noreply@ziprecruiter.com",
    "notifications@calendly.com",
    "calendar-notification@google.com",
    "hello@modernloop.io",
    "hello@cal.com",
    "support@hackerrankforwork.com",
    "no-reply@pm-bounces.hackerrankforwork.com",
    "acme@hackerrank.com",
    "acme@codility.com",
    "acme@codesignal.com",
    "acme@hirevue.com",
    "acme@modernhire.com",
    "acme@testgorilla.com",
    "acme@karat.io",
    "acme@coderpad.io",
    "acme@hackerearth.com",
    "acme@testdome.com",
    "acme@shl.com",
    "dse@eumail.docusign.net",
    "MAILER-DAEMON@acme.com",
    "autoreply@acme.com",
    "system@acme.com",
    "jobs.do_not_reply@acme.com",
    "ne-pas-repondre@acme.fr",
    "nicht-antworten@acme.de",
    "postmaster@acme.com",
]
RELAYS = [
    "acme+email+ab12@talent.icims.com",
    "acme+email+ab12@talent.icims.eu",
    "anything.at.all@inbound.workablemail.com",
    "conversations@message.teamtailor.com",
    "x.y.acme@recruitee-mailbox.com",
    "acme-jobs@m.personio.de",
    "acme-jobs@m.personio.com",
    "recruiting+1+2@applytojob.com",
    "hit-reply@linkedin.com",
    "inmail-hit-reply@linkedin.com",
    "jane123@indeedemail.com",
    "candidate-4711@bewerbung.acme.de",
]
PEOPLE = [
    "jane.doe@acme.com",
    "jane@acme.teamtailor-mail.com",
    "jane@greenhouse.io",
    "jane@personio.de",
    "jane@hireflix.com",
    "jane@gmail.com",
    "systems.hiring@acme.com",
    "jane@notgreenhouse.io",
    "jane@myworkday.com.acme.com",
    "jane@linkedin.com.example.org",
    "recruiting@gh-mail-lovers.com",
]


@pytest.mark.parametrize("address", DEAD)
def test_an_address_nobody_reads_is_not_answered(parsed: Parsed, address: str) -> None:
    """A thank-you into a void makes the candidate believe it was sent."""
    judged = answerable(parsed(**{"from": f"Jane Doe <{address}>"}))

    assert not judged.yes and judged.address is None
    assert judged.because.endswith(".")


@pytest.mark.parametrize("address", RELAYS)
def test_a_relay_is_answered_whatever_its_headers_say(parsed: Parsed, address: str) -> None:
    """A blanket "platforms are never answered" would leave real recruiters without a reply."""
    message = parsed(
        **{
            "from": f"Jane Doe <{address}>",
            "list_unsubscribe": "<https://x.example>",
            "auto_submitted": "auto-generated",
        }
    )

    judged = answerable(message)

    assert judged.address is not None and judged.address.address == address
    assert "person" in judged.because


@pytest.mark.parametrize("address", PEOPLE)
def test_a_person_is_answered(parsed: Parsed, address: str) -> None:
    """Platforms employ people too, and a name that merely contains a platform's is not its."""
    assert answerable(parsed(**{"from": address})).yes


def test_a_persons_reply_to_is_answered_instead_of_the_platform(parsed: Parsed) -> None:
    """Greenhouse and Lever send from their own address and name the recruiter in Reply-To."""
    message = parsed(**{"from": "Jane via Acme <no-reply@us.greenhouse-mail.io>", "reply_to": "Jane <jane@acme.com>"})

    judged = answerable(message)

    assert judged.address is not None and judged.address.address == "jane@acme.com"


@pytest.mark.parametrize(
    ("reply_to", "answered"),
    [
        ("no-reply@acme.com, jane@acme.com", "jane@acme.com"),
        ("jane@acme.com, acme-jobs@m.personio.de", "acme-jobs@m.personio.de"),
        ("sam@rivers.example, jane@acme.com", "jane@acme.com"),
        ("Jobs: jane@acme.com, li@acme.com;", "jane@acme.com"),
        ("sam@rivers.example", "nora@acme.example"),
        ("not an address", "nora@acme.example"),
        ("no-reply@acme.com", None),
        ("jane@localhost", None),
    ],
)
def test_of_several_reply_tos_the_first_that_reaches_somebody_is_taken(
    parsed: Parsed, reply_to: str, answered: str | None
) -> None:
    """Relays first, never the user himself; who asks for replies to nobody is taken at his word."""
    judged = answerable(parsed(reply_to=reply_to), own=frozenset({"sam@rivers.example"}))

    assert (judged.address and judged.address.address) == answered


@pytest.mark.parametrize("sender", ["sam@rivers.example", "Sam <SAM+jobs@rivers.example>"])
def test_the_users_own_mail_is_never_answered(parsed: Parsed, sender: str) -> None:
    """Copies of sent mail arrive in the inbox, also under tagged addresses."""
    judged = answerable(parsed(**{"from": sender}), own=frozenset({"sam@rivers.example"}), known_thread=True)

    assert judged.because == "You wrote it yourself."


def test_mail_without_a_usable_address_is_not_answered(parsed: Parsed) -> None:
    """There is nobody to write to."""
    assert not answerable(parsed(**{"from": "undisclosed:;"})).yes


def test_mail_forwarded_by_hand_is_not_answered(parsed: Parsed) -> None:
    """The friend who forwarded it is not the recruiter."""
    block = "-----Original Message-----\nFrom: Jane\nSubject: Interview\n\nCan you come?"

    assert not answerable(parsed(block, subject="Fwd: Interview"), known_thread=True).yes


def test_mail_forwarded_by_a_rule_counts_as_the_original(parsed: Parsed) -> None:
    """Old addresses forward to new ones for years."""
    message = parsed(resent_from="sam@old.example", x_forwarded_for="sam@old.example sam@rivers.example")

    assert answerable(message, own=frozenset({"sam@old.example", "sam@rivers.example"})).yes


@pytest.mark.parametrize(
    ("fields", "alone", "in_thread"),
    [
        ({"auto_submitted": "auto-generated"}, False, True),
        ({"x_auto_response_suppress": "All"}, False, True),
        ({"return_path": "<>"}, False, True),
        ({"list_id": "<jobs.acme.com>"}, False, True),
        ({"precedence": "bulk"}, False, True),
        ({"auto_submitted": "auto-replied"}, False, False),
        ({"content_type": "multipart/report; boundary=b"}, False, False),
        ({"from": "no-reply@acme.com"}, False, False),
    ],
)
def test_a_known_thread_excuses_headers_but_not_machines_replies(
    parsed: Parsed, fields: dict[str, str], alone: bool, in_thread: bool
) -> None:
    """Recruiters' programs mark personal mail as automatic; an out-of-office note is answered by nobody."""
    message = parsed(**fields)

    assert (answerable(message).yes, answerable(message, known_thread=True).yes) == (alone, in_thread)


def test_list_headers_do_not_silence_a_platform(parsed: Parsed) -> None:
    """Some put them on personal mail."""
    message = parsed(**{"from": "jane@acme.teamtailor-mail.com", "list_unsubscribe": "<https://x.example>"})

    assert answerable(message).yes


@pytest.mark.parametrize(
    "sentence",
    [
        "Please do not reply to this email.",
        "This mailbox is not monitored.",
        "This message was sent from an unmonitored inbox.",
        "Replies to this message are not read.",
        "This is an automated message, please do not reply.",
        "Please don't respond directly to this e-mail.",
        "Bitte antworten Sie nicht auf diese E-Mail.",
        "Bitte nicht auf diese Nachricht antworten.",
        "Antworten auf diese E-Mail werden nicht gelesen.",
        "Dieses Postfach wird nicht überwacht.",
        "Merci de ne pas répondre à ce message.",
        "Ne répondez pas à cet e-mail.",
        "Cette boîte aux lettres n'est pas consultée.",
        "Por favor, no responda a este correo.",
        "Este buzón no está monitorizado.",
        "Gelieve niet te antwoorden op dit bericht.",
        "Deze mailbox wordt niet gelezen.",
        "Si prega di non rispondere a questa e-mail.",
        "Questa casella non è presidiata.",
        "Por favor, não responda a este e-mail.",
        "Esta caixa de correio não é monitorada.",
    ],
)
def test_a_letter_that_asks_not_to_be_answered_is_not(parsed: Parsed, sentence: str) -> None:
    """It says so in words where the address does not; in the footer as in the text."""
    in_text = parsed(f"Thank you for applying.\n{sentence}\nWe will be in touch soon, as promised.")
    in_footer = parsed(f"Thank you for applying.\n-- \nAcme\n{sentence}")

    assert not answerable(in_text, known_thread=True).yes
    assert not answerable(in_footer).yes


@pytest.mark.parametrize(
    "sentence",
    [
        "If you do not reply by Friday we will assume you are no longer interested.",
        "Please reply to this email with your availability.",
        "Do not hesitate to reply.",
        "On 1 May Sam wrote:\n> Please do not reply to this email.",
        "Falls Sie nicht antworten, schließen wir die Bewerbung.",
    ],
)
def test_a_letter_that_wants_an_answer_gets_one(parsed: Parsed, sentence: str) -> None:
    """Nor does what is quoted count."""
    assert answerable(parsed(f"Thank you for applying.\n{sentence}")).yes


@pytest.mark.parametrize(
    ("domain", "kind", "platform"),
    [
        ("us.greenhouse-mail.io", Kind.ats, "Greenhouse"),
        ("GREENHOUSE.IO", Kind.ats, "Greenhouse"),
        ("gh-mail.acme.com", Kind.ats, "Greenhouse"),
        ("linkedin.com", Kind.board, "LinkedIn"),
        ("calendly.com", Kind.scheduler, "Calendly"),
        ("eumail.docusign.net", Kind.assessment, "DocuSign"),
        ("gmail.com", Kind.free_mail, None),
        ("acme.com", Kind.other, None),
        ("mygmail.com", Kind.other, None),
        ("greenhouse.io.acme.com", Kind.other, None),
        ("", Kind.other, None),
        ("com", Kind.other, None),
    ],
)
def test_a_domain_is_known_in_full_or_by_its_end(domain: str, kind: Kind, platform: str | None) -> None:
    """A substring would make a platform of anybody's domain."""
    assert (kind_of(domain), platform_of(domain)) == (kind, platform)


@pytest.mark.parametrize(
    ("domain", "registered"),
    [
        ("mail.careers.acme.co.uk", "acme.co.uk"),
        ("Acme.com", "acme.com"),
        ("acme.com.", "acme.com"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_a_domain_belongs_to_whoever_registered_it(domain: str, registered: str) -> None:
    """mail.acme.co.uk and jobs.acme.co.uk are one company, acme.co.uk and evil.co.uk are two."""
    assert registrable(domain) == registered

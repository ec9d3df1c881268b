"""Laws of parting a writer's own words from what is quoted and signed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mail.body import split, unflow

INTROS = [
    "On Tue, May 12, 2026 at 9:30 AM Nora Feld <nora@acme.example> wrote:",
    "On Tue, May 12, 2026 at 9:30 AM Nora Feld\n<nora@acme.example> wrote:",
    "On 12/05/2026 09:30, Nora Feld wrote:",
    "Am 12.05.2026 um 09:30 schrieb Nora Feld:",
    "Am Di., 12. Mai 2026 um 09:30 Uhr schrieb Nora Feld <\nnora@acme.example>:",
    "Nora Feld <nora@acme.example> schrieb am Di., 12. Mai 2026, 09:30:",
    "Le mar. 12 mai 2026 à 09:30, Nora Feld <nora@acme.example> a écrit :",
    "El mar, 12 may 2026 a las 9:30, Nora Feld (<nora@acme.example>) escribió:",
    "Op di 12 mei 2026 om 09:30 schreef Nora Feld <nora@acme.example>:",
    "Op 12 mei 2026, om 09:30 heeft Nora Feld het volgende geschreven:",
    "Il giorno mar 12 mag 2026 alle ore 09:30 Nora Feld <nora@acme.example> ha scritto:",
    "Em ter., 12 de mai. de 2026 às 09:30, Nora Feld <nora@acme.example> escreveu:",
    "Nora Feld <nora@acme.example> wrote:",
    "2026-05-12 9:30 GMT+02:00 Nora Feld <nora@acme.example>:",
    "---- On Tue, 12 May 2026 09:30:00 +0200 Nora Feld <nora@acme.example> wrote ----",
]
SEPARATORS = [
    "-----Original Message-----\nFrom: Nora\nSubject: Interview\n",
    "-----Ursprüngliche Nachricht-----\nVon: Nora\nBetreff: Gespräch\n",
    "-------- Message d'origine --------\nDe : Nora\n",
    "----- Mensaje original -----\n",
    "---------- Forwarded message ---------\n",
    "Begin forwarded message:\n",
    "________________________________\nFrom: Nora Feld <nora@acme.example>\nSent: Tuesday, May 12, 2026 9:30 AM\n"
    "To: Sam Rivers <sam@rivers.example>\nSubject: Interview\n",
    "Von: Nora Feld <nora@acme.example>\nGesendet: Dienstag, 12. Mai 2026 09:30\nAn: Sam Rivers\nBetreff: Gespräch\n",
    "De : Nora Feld\nEnvoyé : mardi 12 mai 2026 09:30\nÀ : Sam\nObjet : Entretien\n",
    "*From:* Nora Feld\n\n*Date:* Tuesday\n\n*To:* Sam <sam@rivers.example>\n\n*Subject:* Interview\n",
]


@pytest.mark.parametrize("intro", INTROS)
@pytest.mark.parametrize("marker", ["> ", ""])
def test_what_an_introduction_announces_is_quoted(intro: str, marker: str) -> None:
    """Yesterday's words of somebody else must not be taken for today's of the writer."""
    text, quote, _ = split(f"Monday suits me.\n\n{intro}\n\n{marker}Would Monday suit you?\n")

    assert text == "Monday suits me."
    assert quote == f"{intro}\n\n{marker}Would Monday suit you?" if not marker else intro in quote


@pytest.mark.parametrize("separator", SEPARATORS)
def test_what_stands_below_a_separator_is_quoted(separator: str) -> None:
    """Outlook and telephones mark no line; everything below belongs to the earlier mail."""
    text, quote, _ = split(f"Monday suits me.\n\n{separator}\nWould Monday suit you?\n")

    assert text == "Monday suits me."
    assert "Would Monday suit you?" in quote


def test_words_below_a_marked_quotation_are_the_writers() -> None:
    """People answer below and between."""
    whole = "On 12 May 2026 Nora <n@a.example> wrote:\n> When?\n\nAt ten.\n\n> Where?\n\nIn Bonn.\n"

    text, quote, _ = split(whole)

    assert text.split() == ["At", "ten.", "In", "Bonn."]
    assert "> Where?" in quote


@pytest.mark.parametrize(
    "whole",
    [
        "On Monday we will call you.\nOn Tuesday you will hear the result.",
        "Your trip\n\nFrom: Berlin\nTo: Bonn\nDate: 12 May\n\nPlease be there at ten.",
        "As Nora wrote: we liked you.\nShe sent this on 3 May.",
        "On 3 May I wrote\nto you about the role, and would like to hear whether you are free.",
        "The plan:\n--------------\n10:00 Welcome\n--------------\nSee you there, please confirm.",
        "And here is a fix -- this is not a signature.\n\nIs that right?",
    ],
)
def test_prose_that_resembles_a_quotation_is_kept(whole: str) -> None:
    """Losing a sentence of the writer's is worse than keeping one of somebody else's."""
    assert split(whole) == (whole, "", "")


@pytest.mark.parametrize(
    ("whole", "signature"),
    [
        ("Can you come?\n-- \nNora Feld\nAcme", "-- \nNora Feld\nAcme"),
        ("Can you come?\n\nSent from my iPhone", "Sent from my iPhone"),
        ("Can you come?\n\nVon meinem iPhone gesendet", "Von meinem iPhone gesendet"),
        ("Can you come?\n\nEnvoyé de mon iPhone", "Envoyé de mon iPhone"),
        ("Can you come?\n\nGet Outlook for iOS", "Get Outlook for iOS"),
        ("Can you come?\n\nBest regards,\nNora Feld\nTalent Partner", "Best regards,\nNora Feld\nTalent Partner"),
        ("Can you come?\n\nViele Grüße\n\nNora\nTel. 0228 1", "Viele Grüße\n\nNora\nTel. 0228 1"),
        (
            "Can you come?\n\nKind regards\nNora\n\nThis message is confidential and intended only for its recipient, "
            "who is asked to delete it otherwise.",
            "Kind regards\nNora\n\nThis message is confidential and intended only for its recipient, "
            "who is asked to delete it otherwise.",
        ),
        ("Can you come?\n\n______\njobs mailing list\nlists.example", "______\njobs mailing list\nlists.example"),
    ],
)  # fmt: skip
def test_a_signature_is_split_off_and_kept(whole: str, signature: str) -> None:
    """Titles and disclaimers are no intents, but names are found there."""
    assert split(whole) == ("Can you come?", "", signature)


@pytest.mark.parametrize(
    "whole",
    [
        "Thanks,\nI got your documents and would like to invite you to a call.",
        "See you.\n\nBest,\nNora\n\nP.S. Please bring your certificates.",
        "Regards\nNora\n\nCould you also send two references by Friday?",
        "Here is another email\n\nSent from my desk, is much easier then my mobile phone.",
        "Best regards,\nNora",
    ],
)
def test_an_ambiguous_closing_stays_in_the_text(whole: str) -> None:
    """A request in a postscript is a request."""
    assert split(whole)[0] == whole


@given(
    st.lists(
        st.sampled_from([*INTROS, *SEPARATORS, "> quoted", "Words.", "", "-- ", "Best,", "Nora", "Sent from my iPad"])
    )
)
def test_cutting_never_leaves_nothing_of_something(lines: list[str]) -> None:
    """If all is quotation the reader still has to see what came."""
    whole = "\n".join(lines)

    text, _, _ = split(whole)

    assert bool(text.strip()) == bool(whole.strip())


@given(st.text(max_size=400))
def test_every_word_is_kept_somewhere(whole: str) -> None:
    """What is cut is kept beside, so that names and dates can still be found."""
    text, quote, signature = split(whole)

    assert sorted("".join((text + quote + signature).split())) == sorted("".join(whole.split()))


def test_flowed_lines_are_joined_within_one_depth() -> None:
    """Phones and Thunderbird break lines this way; a sentence broken in two is not recognised."""
    flowed = "We would like \nto meet.\n> quoted \n> words\n  indented\n-- \nNora"

    assert unflow(flowed) == "We would like to meet.\n> quoted words\n indented\n-- \nNora"
    assert unflow("Ver \nein", delete_space=True) == "Verein"

"""In which language a message is written."""

import pytest

CASES = [
    ("english_mail", "Thank you for your application. We have received it and will be in touch.", "en"),
    ("english_short", "We would like to talk to you about the role.", "en"),
    ("english_terse", "Can you call me? I have an update for you on the role.", "en"),
    ("english_with_german_names", "Thank you for your interest in the Deutsche Bahn AG and the city of München.", "en"),
    ("english_quote_of_one_german_word", "Please send us your Zeugnis and the rest of it when you have time.", "en"),
    ("german_mail", "Vielen Dank für Ihre Bewerbung. Wir haben sie erhalten und melden uns bei Ihnen.", "de"),
    ("german_du", "Danke für deine Bewerbung bei uns, wir freuen uns auf das Gespräch mit dir.", "de"),
    ("german_terse", "Hast du am Donnerstag Zeit für ein Gespräch mit uns?", "de"),
    ("german_with_english_title", "Ihre Bewerbung als Senior Software Engineer haben wir mit Interesse gelesen.", "de"),
    ("german_refusal", "Leider müssen wir Ihnen mitteilen, dass die Stelle nicht mehr zu besetzen ist.", "de"),
    ("french", "Nous vous remercions pour votre candidature et nous avons le plaisir de vous inviter.", "fr"),
    ("french_refusal", "Malheureusement votre profil ne correspond pas aux attentes pour le poste.", "fr"),
    ("spanish", "Gracias por su interés en la oferta. Nos gustaría hablar con usted para conocerle.", "es"),
    ("spanish_refusal", "Sentimos comunicarle que su candidatura no ha sido seleccionada para el puesto.", "es"),
    ("dutch", "Hartelijk dank voor je sollicitatie. Wij nodigen je graag uit voor een gesprek op ons kantoor.", "nl"),
    ("dutch_refusal", "Helaas hebben wij besloten om niet met jou verder te gaan in deze procedure.", "nl"),
    ("italian", "Grazie per la sua candidatura. Siamo lieti di invitarla a un colloquio con il team della sede.", "it"),
    ("italian_refusal", "Purtroppo non possiamo proseguire con la sua candidatura per questo ruolo.", "it"),
    ("portuguese", "Obrigado por sua candidatura. Gostaríamos de falar com você sobre a vaga em uma reunião.", "pt"),
    (
        "portuguese_refusal",
        "Infelizmente não vamos avançar com a sua candidatura, mas obrigado pelo seu interesse.",
        "pt",
    ),
    ("one_word", "Thanks!", None),
    ("a_link_only", "https://example.com/abc", None),
    ("empty", "", None),
    ("numbers", "10:00 – 11:00, 12.05., 14.05.", None),
    ("three_words_are_too_few", "see you there", None),
    ("unknown_language", "Dziękujemy za zgłoszenie i zapraszamy na rozmowę kwalifikacyjną w biurze.", None),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_language_is_told_by_function_words(read_facts, text, expected):
    """A draft in another language than the thread was a complaint about every such tool."""
    assert read_facts(text).language == expected


def test_a_language_beside_english_and_german_yields_no_times(read_facts):
    """Grammar of another language is not guessed at."""
    facts = read_facts("Nous vous proposons un entretien le 14 May 2026 à 14:00 dans nos bureaux avec notre équipe.")

    assert facts.language == "fr"
    assert facts.proposed == ()

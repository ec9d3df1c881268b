"""What each letter must say, and what it must never say."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import pytest

from assistant.etiquette.plan import Letter
from assistant.mail.body import Body
from assistant.mail.headers import Address
from assistant.understanding.facts import Person
from tests.reply.catalogue import OCCASIONS, TONES
from tests.reply.chance import addressed, sender
from tests.reply.writing import SHIPPED, Written, desk, parent, write

KNOWN: Mapping[str, Mapping[str, Any]] = {
    "little": {},
    "much": {"role": "Senior Data Engineer", "company": "Acme", "phone": "+49 40 777", "person": "Jane Doe"},
}
every_tone = pytest.mark.parametrize("tone", TONES)
little_or_much = pytest.mark.parametrize("known", KNOWN)

LENGTHS = {
    Letter.reference_reminder: (15, 60),
    Letter.linkedin_note: (25, 80),
    Letter.rejection_thanks: (25, 50),
    Letter.interested: (30, 75),
    Letter.withdrawal: (45, 80),
    Letter.feedback_thanks: (45, 90),
    Letter.thank_you: (40, 105),
    Letter.offer_reply: (50, 120),
    Letter.no_show: (60, 110),
    Letter.referee_heads_up: (85, 125),
    Letter.materials: (48, 175),
    Letter.availability: (25, 130),
}
"""Words without lists, greeting and signature included; those not named: 55 to 120."""


def told(letter: Letter, occasion: str, tone: str, known: str = "much", **changes: Any) -> Written:
    """Write a letter of the catalogue."""
    values = {**KNOWN[known], **changes}
    person, phone = values.pop("person", None), values.pop("phone", "")
    voice, spoken = TONES[tone]["voice"], {key: TONES[tone][key] for key in ("language", "informal")}
    details = addressed(OCCASIONS[letter][occasion], person)
    return write(letter, details, at=desk(voice=voice, me={"phone": phone}), **spoken, **(sender(person) | values))


def likeness(one: Written, other: Written) -> float:
    """Return how alike two letters are, word for word, without greeting and farewell; 1 is the same."""
    bodies = [
        [
            word
            for part in written.text.split("\n\n")[1:-1]
            if not part.startswith(("- ", "[["))
            for word in part.split()
        ]
        for written in (one, other)
    ]
    return SequenceMatcher(None, *bodies, autojunk=False).ratio()


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("letter", list(Letter))
def test_every_letter_exists_in_every_language(letter: Letter, language: str) -> None:
    """A plan whose letter is missing would stop the run."""
    assert f"{language}/{letter}" in SHIPPED


@every_tone
@little_or_much
@pytest.mark.parametrize(("letter", "occasion"), [(one, name) for one in Letter for name in OCCASIONS[one]])
def test_a_letter_is_as_long_as_people_write(letter: Letter, occasion: str, tone: str, known: str) -> None:
    """Shorter sounds curt, longer is not read."""
    least, most = LENGTHS.get(letter, (55, 120))
    second = letter is Letter.follow_up and OCCASIONS[letter][occasion]["nth"] == 2

    written = told(letter, occasion, tone, known)

    assert (40 if second else least) <= len(written.prose) <= (80 if second else most), written.text


@pytest.mark.parametrize(("formal", "warm"), [("English, formal", "English, warm"), ("German, formal", "German, warm")])
@little_or_much
@pytest.mark.parametrize(
    ("letter", "occasion"), [(one, name) for one in Letter if not one.is_note for name in OCCASIONS[one]]
)
def test_the_two_voices_are_two_letters(letter: Letter, occasion: str, known: str, formal: str, warm: str) -> None:
    """A setting that changes one word is none."""
    assert likeness(told(letter, occasion, formal, known), told(letter, occasion, warm, known)) < 0.75


@every_tone
@little_or_much
@pytest.mark.parametrize("suffix", ["", ", a date is known"])
def test_thanks_to_several_people_are_different_letters(tone: str, known: str, suffix: str) -> None:
    """Interviewers forward their thank-you to each other; the same text four times undoes the good of all four."""
    four = [told(Letter.thank_you, f"person {number}{suffix}", tone, known) for number in (1, 2, 3, 4)]

    assert max(likeness(one, other) for one, other in combinations(four, 2)) < 0.4
    assert len({str(written.fields["Subject"]) for written in four}) == 4


@every_tone
@pytest.mark.parametrize("occasion", [name for name in OCCASIONS[Letter.thank_you] if "known" not in name])
def test_a_thank_you_wants_the_job_and_asks_for_news(tone: str, occasion: str) -> None:
    """Thanks alone are politeness; the wish for the job is the message (rule 8)."""
    written = told(Letter.thank_you, occasion, tone)
    quiet = told(Letter.thank_you, "person 1, a date is known", tone)

    assert re.search(r"[Tt]hank|[Dd]ank", written.text)
    assert re.search(
        r"(?:have|want|wanting) th(?:e|is) job|like to take on|be chosen|right for me|a (?:simple )?wish|"
        r"mich sehr freuen|lieber haben|sehr gerne (?:annehmen|antreten)|will diesen Job|Zusage|mir sicher|Wunsch|"
        r"wirklich gerne",
        written.text,
    )
    assert re.search(r"\b[Ww]hen\b|date for|wann|Zeitraum|Zeitpunkt", written.text)
    assert not re.search(r"\b[Ww]hen\b|wann", quiet.text)
    assert not str(written.fields["Subject"]).startswith("Re:")
    assert written.fields["In-Reply-To"] is None


@pytest.mark.parametrize("name", ["", "Acme Careers", "Team HR"])
def test_a_thank_you_names_nobody_who_is_not_a_person(name: str) -> None:
    """Calendars carry what the organiser's account is called."""
    details = {**OCCASIONS[Letter.thank_you]["person 1"], "person": name}

    assert write(Letter.thank_you, details).text.splitlines()[0] == "Hello,"


def test_a_thank_you_greets_its_own_reader_with_the_title_the_mail_gave() -> None:
    """The parent is often a coordinator's mail; the letter goes to the one who talked."""
    details = {**OCCASIONS[Letter.thank_you]["person 1"], "person": "Anna Weber"}
    people = (Person(name="Jane Doe"), Person(name="Anna Weber", honorific="Frau Dr."))

    written = write(Letter.thank_you, details, language="de", at=desk(voice="formal"), people=people)

    assert written.text.startswith("Sehr geehrte Frau Dr. Weber,\n")


@every_tone
def test_who_only_arranged_it_is_asked_to_pass_the_thanks_on(tone: str) -> None:
    """A coordinator did not talk with anybody, but knows who did."""
    text = told(Letter.thank_you, "who arranged it", tone).text

    assert re.search(r"pass(?:ed)? (?:on )?my thanks|meinen Dank", text)
    assert re.search(r"Friday, 8 May|Freitag, 8\. Mai", text)


FORMAL_ADDRESS = re.compile(r"\b(?:Sie|Ihnen|Ihre[mnrs]?)\b|(?<=[^.!?:\n] )Ihr\b")
FAMILIAR_ADDRESS = re.compile(r"\b(?:[Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?[mnrs]?|[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?|ihr)\b")


@little_or_much
@pytest.mark.parametrize(("letter", "occasion"), [(one, name) for one in Letter for name in OCCASIONS[one]])
def test_german_says_du_or_sie_and_never_both(letter: Letter, occasion: str, known: str) -> None:
    """One slip into the other is worse than the wrong one; a referee is not the one who wrote du."""
    du, warm, formal = (told(letter, occasion, f"German, {tone}", known) for tone in ("du", "warm", "formal"))

    if letter is not Letter.referee_heads_up:
        assert not FORMAL_ADDRESS.search(f"{du.fields['Subject']}\n{du.text}"), du.text
    for written in (warm, formal):
        assert not FAMILIAR_ADDRESS.search(f"{written.fields['Subject']}\n{written.text}"), written.text


@every_tone
def test_an_offer_is_neither_accepted_nor_declined(tone: str) -> None:
    """That is for the user alone to say (rule 11); a deadline and terms that are known are not asked for."""
    letters = {name: told(Letter.offer_reply, name, tone).text for name in OCCASIONS[Letter.offer_reply]}

    for name, text in letters.items():
        assert not re.search(r"accept|declin|annehm|nehme (?:es|ich)\b.*\ban\b|ablehn|join you|zusag", text), text
        assert bool(re.search(r"in writing|schriftlich", text)) == ("written" in name or "terms and" in name)
        assert bool(re.search(r"by when|By when|bis wann|Bis wann", text)) == ("to be named" in name)


@every_tone
@pytest.mark.parametrize("letter", [Letter.decline, Letter.withdrawal, Letter.not_now])
def test_a_no_gives_thanks_and_no_reason(letter: Letter, tone: str) -> None:
    """The program knows no reason, and an invented one is a lie (rule 10)."""
    text = told(letter, next(iter(OCCASIONS[letter])), tone).text

    assert re.search(r"[Tt]hank|[Dd]ank", text)
    assert not re.search(
        r"because|because of|due to|since\b|\bweil\b|\bdenn\b|\bda ich|aufgrund|wegen (?!der Stelle)", text
    )
    assert not re.search(r"unfortunately|leider|sorry|offer elsewhere|anderes Angebot", text)


@every_tone
@little_or_much
def test_a_nudge_names_the_day_and_nothing_else_of_the_other_offer(tone: str, known: str) -> None:
    """The employer is unnamed, no figure is waved about, and a question is put (rule 11)."""
    text = told(Letter.deadline_nudge, "another offer", tone, known).text

    assert re.search(r"Friday, 15 May|Freitag, 15\. Mai", text)
    assert text.count("?") == 1
    assert not re.search(r"must decide|have to decide by|otherwise|sonst|€|\$|\bsalary\b|Gehalt", text)
    assert re.search(r"interested|interessiert|kommen|gerne", text)


@every_tone
@little_or_much
@pytest.mark.parametrize("occasion", OCCASIONS[Letter.follow_up])
def test_a_follow_up_reproaches_nobody(occasion: str, tone: str, known: str) -> None:
    """Silence has many reasons, and a promised day that passed is known to them (rule 9)."""
    text = told(Letter.follow_up, occasion, tone, known).text

    assert not re.search(
        r"still waiting|have not heard|haven't heard|no (?:answer|reply)|promised|as announced|you said|had said|"
        r"noch nichts|nicht gehört|keine (?:Antwort|Nachricht|Rückmeldung)|versprochen|angekündigt|noch immer|warte",
        text,
    )
    assert "?" in text


@every_tone
def test_the_second_follow_up_is_shorter(tone: str) -> None:
    """It leaves the door open and asks for one line."""
    first, second = told(Letter.follow_up, "without one", tone), told(Letter.follow_up, "second, without one", tone)

    assert len(second.prose) < len(first.prose)
    assert re.search(r"[Oo]ne line|single line|Zeile", second.text)


@every_tone
@pytest.mark.parametrize(
    ("letter", "occasion"),
    [
        (Letter.follow_up, "without one"),
        (Letter.follow_up, "second, without one"),
        (Letter.withdrawal, "an application"),
        (Letter.decline, "an offer"),
        (Letter.feedback_thanks, "feedback"),
    ],
)
def test_a_talk_is_mentioned_only_if_there_was_one(letter: Letter, occasion: str, tone: str) -> None:
    """Thanking for a conversation that nobody had shows that nobody wrote the letter."""
    claim = re.compile(r"our conversation|talk(?:ing)? with (?:me|you)|speak with me|Gespräch|Austausch|uns ja wieder")

    assert not claim.search(told(letter, occasion, tone).text)


@pytest.mark.parametrize("met", [None, "thank you for speaking with us"])
def test_a_withdrawal_thanks_for_the_talk_their_mail_speaks_of(met: str | None) -> None:
    """What earlier mail tells makes the letter a person's."""
    text = told(Letter.withdrawal, "an application", "English, warm", met=met).text

    assert ("took to talk with me" in text) == (met is not None)


@every_tone
def test_interest_asks_only_for_what_is_unknown(tone: str) -> None:
    """Asking what stands in the mail shows that it was not read."""
    silent = told(Letter.interested, "a pitch", tone, "little").text
    body = Body(text="Fully remote, 70.000 € a year.")
    message = parent(sender=Address(address="jane@acme.example"), body=body)
    open_book = told(
        Letter.interested, "a pitch", tone, message=message, booking_links=("https://book.example/me",)
    ).text

    for asked in (
        r"which company|welches Unternehmen",
        r"salary range|Gehaltsspanne",
        r"remote|zu Hause",
        "next step|nächste",
    ):
        assert re.search(asked, silent)
        assert not re.search(asked, open_book), open_book
    assert re.search(r"on your page|Seite", open_book)


@every_tone
def test_interest_with_one_thing_open_asks_one_question(tone: str) -> None:
    """A list of one item is a form."""
    message = parent(body=Body(text="Fully remote."))

    text = told(Letter.interested, "a pitch", tone, message=message, booking_links=("https://book.example/me",)).text

    assert "\n- " not in text
    assert text.count("?") == 1


@every_tone
def test_a_missed_appointment_is_a_mishap(tone: str) -> None:
    """Whoever forgot it is ashamed already; the letter offers another time."""
    text = told(Letter.no_show, "nobody came", tone).text

    assert re.search(r"missed each other|verpasst", text)
    assert re.search(r"another time|anderen Zeitpunkt|andere Termin", text)
    assert not re.search(
        r"\b(?:waited|waiting|you did not|you were not|nobody|gewartet|niemand|nicht erschienen)\b", text
    )


@every_tone
def test_a_cancelled_appointment_takes_two_or_three_lines(tone: str) -> None:
    """They ask for nothing; a long answer would be one more thing to read."""
    written = told(Letter.availability, "they cancelled", tone)

    assert len(written.prose) <= 45
    assert re.search(r"another time|anderen Termin", written.text)
    assert "[[" not in written.text
    assert "?" not in written.text


@every_tone
def test_thanks_for_an_impersonal_refusal_are_two_lines_that_ask_to_be_kept(tone: str) -> None:
    """Nobody wrote the refusal, so nobody reads more; no advice is asked of a form letter."""
    text = told(Letter.rejection_thanks, "a form letter", tone).text

    assert text.count(".") == 2
    assert re.search(r"on file|Unterlagen", text)
    assert "?" not in text

"""Every letter, in both languages and voices, over whatever happens to be known."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ConfigError
from assistant.etiquette.plan import Letter
from assistant.mail.headers import Address
from assistant.reply.letters import Letters
from assistant.understanding.facts import Person
from tests.reply.catalogue import OCCASIONS
from tests.reply.chance import MARKS, Found, letters
from tests.reply.writing import EMPTY, KEN, MONDAY, NOTHING_TO_MEET, SHIPPED, ULLA, desk, parent, slot, write

BANNED = re.compile(
    # asking why, blaming, pressing
    r"\b(?:why|unfair|wrong|mistake|reconsider|disappointed in you|disappointing|frustrat\w+|desperate\w*|beg|at least|"
    r"warum|weshalb|wieso|fehler|unfair|ungerecht|enttäuschend|verzweifelt|wenigstens|dringend|"
    # other offers; the one letter that tells of one has its own law
    r"other offers?|competing|anderes angebot|andere angebote|konkurrenz\w*|"
    # hurry, and days that move
    r"asap|as soon as possible|urgent(?:ly)?|tomorrow|yesterday|today|heute|gestern|umgehendst|so schnell wie möglich|"
    # forms
    r"to whom it may|i hope this|hope you are well|do not hesitate|don't hesitate|please find|kindly|herewith|"
    r"further to|hiermit|anbei|zögern sie nicht|zögere nicht|bezugnehmend|hochachtungsvoll|null|undefined|no-?reply|"
    # gender
    r"sir|madam|mr|mrs|ms|he|she|his|her|herr|frau|damen|er|"
    # one side of the ocean
    r"favou?r|apologi[sz]e|organi[sz](?:e|ed|ing|ation)|reali[sz](?:e|ed|ing)|colou?r|honou?r|programme|whilst|résumé|shall)\b|"
    r"\{\{|\{%|\{[^}]*\||(?-i:\bNone\b)",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"offer elsewhere|another offer|angebot von anderer", re.IGNORECASE)
DANGLING = re.compile(
    r"\b(?:at|about|of|in|bei|zur|zum|für|unter|über|um|am|an die)\s*[,.;:!?)]|\(\s*[,)]|"
    r"[^\S\n]{2,}|\s[,.;:!?](?:\s|$)|[,;]{2}|\.\.(?!\.)|\n{3,}|[^\S\n]\n|, *\.|[.!?] [a-zäöü]|\b(\w+) \1\b"
)
GREETINGS = re.compile(r"(?:Dear|Hi|Hello|Hallo|Guten Tag) ?[^\n]*[^\s,],$|(?:Hello|Hallo|Guten Tag),$")
CLOSINGS = ("Best wishes,", "Kind regards,", "Viele Grüße", "Mit freundlichen Grüßen")


def plain(text: str) -> str:
    """Return a text without addresses, whose dots and repetitions are their own."""
    return re.sub(r"\S+@\S+|https?://\S+", "x", text)


@settings(max_examples=300, deadline=None)
@given(letters())
def test_a_letter_says_only_what_is_known(found: Found) -> None:
    """An invented or forgotten fact is worse than none: a missing one takes its sentence with it."""
    text = f"{found.written.fields['Subject']}\n{found.written.text}"

    for name, mark in MARKS.items():
        given = name in found.known or (name == "person" and found.letter is Letter.linkedin_note)
        assert given or (mark if name == "phone" else mark.split()[0]) not in text, text


@settings(max_examples=600, deadline=None)
@given(st.one_of(letters(), letters(awkward=True)))
def test_a_letter_reads_like_a_person_wrote_it(found: Found) -> None:
    """A gap, a stump of a sentence or a banned word shows the machine, and may be sent unread."""
    written = found.written
    text = f"{written.fields['Subject']}\n\n{written.text}"

    assert not BANNED.search(text), BANNED.search(text)
    assert (found.letter is Letter.deadline_nudge) == (ELSEWHERE.search(text) is not None)
    assert not DANGLING.search(plain(written.text)), (DANGLING.search(plain(written.text)), written.text)
    assert sum(written.text.count(closing) for closing in CLOSINGS) == (not found.letter.is_note)
    if not found.letter.is_note:
        assert GREETINGS.match(written.text.splitlines()[0]), written.text
        assert written.text.endswith("Robin Hale")


@settings(max_examples=400, deadline=None)
@given(letters())
def test_a_gap_to_fill_in_comes_with_an_empty_to(found: Found) -> None:
    """A draft with a gap in it must not be sendable by accident."""
    text = found.written.text

    assert ("[[" in text) == (found.written.fields["To"] is None)
    assert text.count("[[FILL IN: ") == text.count("[[") <= 1


HOSTILE = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('\r\n\x00\x0b\u2028\u202e,;<>@"=?: ')),
    max_size=60,
).map(lambda text: f"X{text}\r\nBcc: victim@evil.example\x00")


@settings(max_examples=200, deadline=None)
@given(
    letter=st.sampled_from([*Letter]),
    name=HOSTILE,
    role=HOSTILE,
    company=HOSTILE,
    subject=HOSTILE,
    language=st.sampled_from(["en", "de"]),
)
def test_no_name_gets_into_a_header_it_does_not_belong_to(
    letter: Letter, name: str, role: str, company: str, subject: str, language: str
) -> None:
    """A line break in a job title could add a recipient; what is not ASCII in a header breaks on old servers."""
    details = {**next(iter(OCCASIONS[letter].values()))}
    details |= {key: name for key in ("person",) if key in details}
    details |= {"referee": {**details["referee"], "name": name}} if "referee" in details else {}
    jane = Address(name=name, address="jane@acme.example")

    written = write(
        letter, details, language=language, role=role, company=company, message=parent(sender=jane, subject=subject),
        people=(Person(name=name, address=jane.address),), to={"recipients": (jane,)},
    )  # fmt: skip

    head = written.draft.raw.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert head.isascii()
    assert b"\x00" not in head
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert len(names) == len(set(names))
    assert set(names) <= {
        b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to", b"references", b"mime-version",
        b"content-type", b"content-transfer-encoding",
    }  # fmt: skip
    assert [one.addr_spec for one in written.fields["To"].addresses] == [jane.address]


@settings(max_examples=150, deadline=None)
@given(letters((Letter.feedback_request, Letter.availability, Letter.materials)))
def test_a_reply_to_everything_at_once_still_fits_a_page(found: Found) -> None:
    """Times, documents, references and salary in one mail deserve one answer, not an essay."""
    assert 20 <= len(found.written.prose) <= 200, f"{len(found.written.prose)}: {found.written.text}"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("voice", ["warm", "formal"])
@pytest.mark.parametrize("variant", ["ask", "thanks", "accept_call", "keep_in_touch", "final_round"])
def test_the_letter_about_a_refusal_holds_to_its_rule(variant: str, voice: str, language: str) -> None:
    """Thanks only where they gave reasons, no tips where the role is gone, an open door after the last (rule 4)."""
    details = {"variant": variant, "talked": True, "connect": [] if variant == "thanks" else ["jane doe"]}

    text = write(Letter.feedback_request, details, language=language, at=desk(voice=voice), role="Analyst").text

    asks = re.search(r"stronger candidate|stärker überzeugen", text) is not None
    assert asks == (variant in ("ask", "accept_call", "final_round"))
    assert ("LinkedIn" in text) == (variant != "thanks")
    door = re.search(r"Should circumstances change|Sollten sich die Umstände ändern", text) is not None
    assert door == (variant == "final_round")
    assert ("?" in text) == (variant == "ask")
    assert re.search(r"[Tt]hank|[Dd]ank", text)
    assert 60 <= len(text.split()) <= 120


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("variant", ["ask", "thanks", "keep_in_touch"])
def test_no_conversation_is_claimed_that_did_not_happen(variant: str, language: str) -> None:
    """A personal mail is human contact, but nobody talked (rule 10)."""
    details = {"variant": variant, "talked": False, "connect": []}

    text = write(Letter.feedback_request, details, language=language, company="Acme").text

    assert not re.search(r"conversation|talk with|Gespräch|Austausch", text)


def test_a_promise_names_weekday_and_date() -> None:
    """ "Tomorrow" is wrong as soon as the draft has lain for a day (rule 6)."""
    details = {"materials": EMPTY | {"promised": ["transcript"]}}

    friday = write(Letter.materials, details, now=MONDAY.replace(day=15))

    assert "by Monday, 18 May, in the morning" in friday.text


def test_referees_are_named_with_what_the_settings_say() -> None:
    """The reader needs name, relation and a way to reach them."""
    details = {"materials": EMPTY | {"references": "named", "referees": [ULLA, KEN]}}

    text = write(Letter.materials, details).text

    assert "- Ulla Berg, my team lead, ulla@cargo.example, +49 30 1\n" in text
    assert "- Ken Ade, head of planning, ken@cargo.example\n" in text


def test_what_is_given_is_attached_linked_or_told() -> None:
    """A letter that says "attached" without the file is the classic blunder."""
    details = {"materials": EMPTY | {"given": ["CV", "portfolio", "work permit", "certificates"]}}

    written = write(Letter.materials, details, language="de")

    assert "Im Anhang finden Sie meinen Lebenslauf und meine Zeugnisse." in written.text
    assert "- Portfolio: https://hale.example/work\n- Arbeitserlaubnis: EU citizen" in written.text
    names = [part.get_filename() for part in written.fields.iter_attachments()]
    assert names == ["cv.pdf", "Zeugnisse Größe.pdf"]


def test_what_the_settings_no_longer_provide_is_not_spoken_of() -> None:
    """Between plan and draft the user may have taken a file away."""
    details = {"materials": EMPTY | {"given": ["CV", "transcript"]}}

    written = write(Letter.materials, details)

    assert "my CV attached" in written.text
    assert "transcript" not in written.text


@settings(max_examples=150, deadline=None)
@given(
    person=st.text("abÄé 😀.-'", min_size=1, max_size=120).filter(str.strip),
    company=st.one_of(st.none(), st.text("abÄ &", min_size=1, max_size=300).filter(str.strip)),
    role=st.one_of(st.none(), st.text("abÄ /😀", min_size=1, max_size=300).filter(str.strip)),
    limit=st.sampled_from([50, 120, 200, 300]),
    language=st.sampled_from(["en", "de"]),
)
def test_the_linkedin_note_fits_whatever_the_names(
    person: str, company: str | None, role: str | None, limit: int, language: str
) -> None:
    """The site cuts a longer note without a word; it counts UTF-16 units."""
    at = desk(linkedin_limit=limit)

    written = write(Letter.linkedin_note, {"person": person}, language=language, at=at, company=company, role=role)

    note = written.text.split("\n\n")[1]
    assert len(note.encode("utf-16-le")) // 2 <= limit
    assert note.endswith((".", "Robin Hale"))


def test_an_agency_is_where_its_recruiter_is_searched_for() -> None:
    """A recruiter of an agency is not found at the agency's client."""
    written = write(Letter.linkedin_note, {"person": "Pat Kim"}, company="Acme", agency="Finders Ltd")

    assert "keywords=Pat+Kim+Finders+Ltd" in written.text


def test_a_users_own_letter_that_prints_the_unknown_is_an_error() -> None:
    """It would go out with "None" in it."""
    own = desk(letters=Letters(SHIPPED | {"en/materials": "{{ greeting }}\n\nAbout {{ role }}."}))

    with pytest.raises(ConfigError, match="en/materials cannot be filled in"):
        write(Letter.materials, {"materials": EMPTY | {"salary": True}}, at=own)


@pytest.mark.parametrize("broken", ["{{ 1 / 0 }}", "{% if %}", "{{ slots[0].start }}", "{{ 'a' + 1 }}", "{{ nobody }}"])
def test_a_users_own_broken_letter_is_named(broken: str) -> None:
    """The user must learn which file to mend, not see a traceback."""
    own = desk(letters=Letters(SHIPPED | {"en/materials": broken}))

    with pytest.raises(ConfigError, match="The letter en/materials"):
        write(Letter.materials, {"materials": EMPTY | {"salary": True}}, at=own)


def test_a_users_own_letter_cannot_reach_into_the_program() -> None:
    """Letters are files that people pass on; the sandbox keeps them letters."""
    own = desk(letters=Letters(SHIPPED | {"en/materials": "{{ greeting.__class__.__mro__ }}"}))

    with pytest.raises(ConfigError):
        write(Letter.materials, {"materials": EMPTY | {"salary": True}}, at=own)


def test_a_change_is_not_thanked_for_as_an_invitation() -> None:
    """The words for a moved, set or cancelled appointment differ from those for an invitation."""
    base = NOTHING_TO_MEET | {"variant": "accept", "slots": [slot(14, 12)]}

    changed = write(Letter.availability, base | {"opening": "change"}).text
    invited = write(Letter.availability, base).text

    assert "Thanks for letting me know; that is no problem at all." in changed
    assert "Thank you for the invitation." in invited


@pytest.mark.parametrize(
    ("source", "du", "text"),
    [
        ("{Ihre|deine} Zeit", True, "deine Zeit"),
        ("{Ihre|deine} Zeit", False, "Ihre Zeit"),
        ("{{ names | length }}{, Sie|}", False, "2, Sie"),
        ("{% set a = names | length %}{{ a }}", True, "2"),
        ("{# a {b|c} #}x", True, "x"),
        ('{"a": 1}', True, '{"a": 1}'),
    ],
)
def test_a_pair_of_words_serves_sie_and_du(source: str, du: bool, text: str) -> None:
    """One letter for both cannot be corrected in one and forgotten in the other; Jinja's own braces stay its own."""
    letters_of_one = Letters({"de/one": source})

    assert letters_of_one.render("de/one", {"du": du, "names": ["a", "b"]})[1] == text

"""Sentences and words: what training and classifying both read."""

import pytest

from assistant.understanding import words
from assistant.understanding.words import grams, sentences


def test_a_sentence_wrapped_by_the_mail_program_is_one_sentence() -> None:
    """Half a sentence decides nothing."""
    text = (
        "After careful consideration we have decided not to move forward\nwith your application at this time.\n\n"
        "Best wishes,\nAna"
    )

    assert sentences(text)[0].endswith("forward with your application at this time.")
    assert sentences(text)[1:] == ["Best wishes,", "Ana"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith and Mrs. Jones will meet you at 3 p.m. in the lobby.",
        "Passt Ihnen der 16. April um 10 Uhr?",
        "We met on May 4, e.g. at the fair.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    """Evidence that is cut in half cannot be checked."""
    assert sentences(sentence) == [sentence]


def test_a_closing_quotation_mark_belongs_to_its_sentence() -> None:
    """Evidence is shown as written."""
    assert sentences("“We said no.” But fine!  ok then") == ["“We said no.”", "But fine!", "ok then"]


def test_numbers_addresses_and_accents_are_folded() -> None:
    """No date, link or spelling of an umlaut may be learned."""
    assert grams("Für 12.05.2024, 10:30: https://x.example/ä?b=1") == grams("Fuer 01.01.1999, 8:00: www.y.example")


def test_neighbouring_words_are_read_together() -> None:
    """ "Not selected" says what neither word says."""
    assert "not selected" in grams("You were not selected.")


def test_text_is_read_up_to_its_limits() -> None:
    """A hostile megabyte costs no more than a long newsletter."""
    assert len(sentences("No. Yes. " * 100_000)) <= words.SENTENCE_LIMIT
    assert len(grams("word " * 100_000)) <= 2 * words.WORD_LIMIT

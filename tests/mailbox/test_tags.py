"""The one table of tags."""

import re

from assistant.mailbox.tags import KEYWORDS, as_written_here, is_ours, label_of
from assistant.understanding.labels import ABOUT_A_JOB, Label


def test_every_label_about_a_job_has_a_keyword_of_its_own_and_no_other_has() -> None:
    """Unrelated mail is never touched, not even by a tag."""
    assert set(KEYWORDS) == ABOUT_A_JOB
    assert len(set(KEYWORDS.values())) == len(KEYWORDS)


def test_keywords_are_what_the_gate_lets_pass() -> None:
    """The gate knows the pattern, not the table."""
    assert all(re.fullmatch(r"\$Job[A-Za-z]+", keyword) for keyword in KEYWORDS.values())


def test_a_keyword_is_known_in_any_case() -> None:
    """Servers may change it (RFC 9051 §2.3.2)."""
    assert as_written_here(["$JOBOFFER", "$Other"]) == {"$JobOffer", "$Other"}
    assert label_of("$joboffer") is Label.offer
    assert label_of("$Forwarded") is None


def test_only_the_tables_own_spelling_is_written() -> None:
    """Two spellings of one tag would be two tags to some clients."""
    assert is_ours("$JobOffer")
    assert not is_ours("$joboffer") and not is_ours("\\Seen")

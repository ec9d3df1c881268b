"""What honestly goes otherwise in some mailboxes, each told once as a change to the one diary."""

import re
from collections.abc import Callable
from itertools import groupby

Difference = Callable[[str], str]

_READ = re.compile(r"  (?P<clock>\d\d:\d\d)  [a-z-]+: .*\n(?: {9}.*\n)*")
"""What a poll made of one message: a line, and more about it."""


def cannot_take_back(diary: str) -> str:
    """Without UIDPLUS no message can be expunged alone, so a draft no longer wanted is left, and that is said."""
    return diary.replace("  taken back: ", "  no longer wanted, but not ours to remove: ")


def keeps_no_tags(diary: str) -> str:
    """Robin cannot tag what he wants answered, so he runs a command, which drafts at once and not at the next poll."""
    drafted = "DRAFT interested to nadia@talentforge.example (outreach-two)"
    return _replaced(
        _replaced(diary, "Robin tags outreach-two $JobDraftMe", "Robin runs `assistant draft interested outreach-two`"),
        f"  15:00  {drafted}",
        f"  14:50  {drafted}",
    )


def reads_the_newest_first(diary: str) -> str:
    """Gmail's quota makes a first run long, so it begins with the newest, and an older message is read knowing how it
    ended."""
    told = _replaced(
        diary,
        "ferrous-interview: not sure, most likely scheduling\n"
        "         silence: it is unclear what it is: most likely scheduling, which is not sure enough to act on\n",
        "ferrous-interview: scheduling\n         silence: a newer message of this conversation has its draft already\n",
    )
    return re.sub(rf"(?:{_READ.pattern.replace('?P<clock>', '')})+", _each_poll_backwards, told)


def _each_poll_backwards(found: re.Match[str]) -> str:
    polls = groupby(_READ.finditer(found[0]), lambda one: one["clock"])
    return "".join(one[0] for _, read in polls for one in reversed(list(read)))


def _replaced(diary: str, words: str, by: str) -> str:
    assert diary.count(words) == 1, words
    return diary.replace(words, by)

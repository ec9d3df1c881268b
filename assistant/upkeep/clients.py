"""What a mail program must be told to show the tags."""

from collections.abc import Mapping

from assistant.mailbox.tags import KEYWORDS
from assistant.understanding.labels import Label

_SHOWN: Mapping[Label, tuple[str, str]] = {
    Label.rejection: ("Rejection", "#7F7F7F"),
    Label.scheduling: ("Interview", "#008000"),
    Label.materials: ("Documents wanted", "#B35900"),
    Label.offer: ("Offer", "#B8008A"),
    Label.confirmation: ("Application received", "#4D6680"),
    Label.outreach: ("Recruiter", "#6A0DAD"),
    Label.update: ("News of an application", "#0055AA"),
}
"""Name and colour by label."""

assert set(_SHOWN) == set(KEYWORDS)


def thunderbird_tags() -> str:
    """Return lines for Thunderbird's user.js, which shows no keyword it was not told of; its keys are in lower case."""
    lines = (
        f'user_pref("mailnews.tags.{keyword.lower()}.tag", "{_SHOWN[label][0]}");\n'
        f'user_pref("mailnews.tags.{keyword.lower()}.color", "{_SHOWN[label][1]}");\n'
        for label, keyword in KEYWORDS.items()
    )
    return "".join(lines)

"""What was found of one part."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor.

    Attributes:
        check: what was looked at.
        account: whose, "" if it is no single account's.
        ok: whether it is as it should be.
        words: what was found; if it is not ok, also what to do.
    """

    check: str
    account: str = ""
    ok: bool = True
    words: str = ""


def tried(check: str, account: str, words: str, attempt: Callable[[], object]) -> Finding:
    """Try something; it is ok if it raises nothing the user would be told of."""
    try:
        attempt()
    except AssistantError as error:
        return Finding(check=check, account=account, ok=False, words=str(error))
    return Finding(check=check, account=account, words=words)

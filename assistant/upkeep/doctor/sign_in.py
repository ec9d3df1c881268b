"""What the user granted at Google or Microsoft: since when, until when, and what it allows."""

from collections.abc import Iterator
from datetime import datetime

from assistant.config import Config, GmailSettings, SignedInSettings
from assistant.mailbox import google, microsoft
from assistant.mailbox.grants import Grant
from assistant.upkeep.doctor.finding import Finding

_POWERS = google.POWERS | microsoft.POWERS


def of_sign_in(config: Config, name: str, grant: Grant, now: datetime) -> Iterator[Finding]:
    """Look at the sign-in that is kept for an account."""
    settings = config.accounts[name]
    assert isinstance(settings, SignedInSettings), "only these have one"
    since = f", {_days((now - grant.granted_at).days)} old" if grant.granted_at else ""
    if grant.ends_at is not None:
        words = (
            f"as {settings.user}{since}. Google ends it on {grant.ends_at.astimezone(config.zone):%d %B at %H:%M}, "
            "because your Google Cloud project is in Testing: "
            f"publish it (“In production”), then assistant login {name}"
        )
        yield Finding(check="sign-in", account=name, ok=False, words=words)
    else:
        unused = "six months" if isinstance(settings, GmailSettings) else "90 days"
        lasts = f"it lasts until you withdraw it, change your password or leave it unused for {unused}"
        yield Finding(check="sign-in", account=name, words=f"as {settings.user}{since}; {lasts}")
    yield _scopes(name, settings, grant)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _scopes(name: str, settings: SignedInSettings, grant: Grant) -> Finding:
    """Say what whoever holds the sign-in could do, which is more than this program does."""
    of_google = isinstance(settings, GmailSettings)
    wanted = google.scopes(tags=settings.tags) if of_google else microsoft.SCOPES[:1]
    held = [one for one in grant.scopes if one in _POWERS]
    allows = f"allows to {'; to '.join(_POWERS[one] for one in held) or 'do nothing here'}"
    if set(held) != set(wanted):
        words = f"{allows}. The settings want another permission: assistant logout {name}, then assistant login {name}"
        return Finding(check="scopes", account=name, ok=False, words=words)
    warning = f". This program has nothing that sends; assistant logout {name} ends a sign-in that was stolen"
    return Finding(check="scopes", account=name, words=allows + (warning if of_google else ""))

"""Accounts for tests: somebody who has signed in already."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.mailbox.account import GmailAccount
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.google import scopes
from assistant.mailbox.grants import Grant, Grants


def signed_in(folder: Path, user: str, token: str, endpoint: str) -> GmailAccount:
    """Return the account of a user whose access token is good for some hours; it cannot be renewed."""
    grants = Grants(SecretSource(file=folder / "gmail.grant"), "main")
    grants.keep(
        Grant(
            client_id="client",
            client_secret="secret",
            token_url=f"{endpoint}/oauth2/token",
            scopes=scopes(tags=True),
            refresh_token="none",
            access_token=token,
            access_ends_at=datetime.now(UTC) + timedelta(hours=5),
        )
    )
    return GmailAccount(name="main", user=user, grants=grants, endpoint=endpoint)

"""What is Google's about signing in: the client file, the scopes, how to withdraw."""

import json
from pathlib import Path
from urllib.parse import urljoin

from assistant.errors import ConfigError
from assistant.mailbox.signing_in import Client

_SCOPE = "https://www.googleapis.com/auth/gmail."

POWERS = {
    f"{_SCOPE}readonly": "read",
    f"{_SCOPE}compose": "write drafts and send mail",
    f"{_SCOPE}modify": "read, write drafts, change labels, move to Trash, and send mail",
}
"""What each scope lets whoever holds the sign-in do (developers.google.com/workspace/gmail/api/auth/scopes)."""


def scopes(*, tags: bool) -> tuple[str, ...]:
    """Return what is asked for: with tags `gmail.modify`, without them the narrower pair that reads and drafts.

    No scope of Gmail allows drafts and forbids sending; see assistant/mailbox/gmail/gate.py for what does.
    """
    return (f"{_SCOPE}modify",) if tags else (f"{_SCOPE}readonly", f"{_SCOPE}compose")


def revoke_url(token_url: str) -> str:
    """Return where a grant is withdrawn; Google's lies beside the token endpoint."""
    return urljoin(token_url, "revoke")


def read_client(path: Path) -> Client:
    """Read the file the Google Cloud console gives for a client of type "Desktop app".

    Raises:
        ConfigError: it is not there, or is something else.
    """
    try:
        values = json.loads(path.read_text(encoding="utf-8"))["installed"]
        token_url = str(values["token_uri"])
        return Client(
            client_id=str(values["client_id"]),
            client_secret=str(values["client_secret"]),
            authorize_url=str(values["auth_uri"]),
            token_url=token_url,
            revoke_url=revoke_url(token_url),
        )
    except OSError as error:
        raise ConfigError(
            f"The client file {path} cannot be read: {error.strerror}. README says how to get it."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f'{path} is no client file of a "Desktop app" from the Google Cloud console; README says how to get it.'
        ) from error

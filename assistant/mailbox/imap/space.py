"""How much room the mailbox has left (RFC 9208)."""

from contextlib import suppress

from assistant.errors import MailboxUnreachable
from assistant.mailbox.imap.session import Session


def space(session: Session) -> tuple[int, int] | None:
    """Return how much of the space for INBOX is used, and how much there is, in KiB; None where it is not told.

    Of several limits the nearest (§4.2). A server that offers to tell and then does not is no reason to stop.
    """
    if not session.has("QUOTA"):
        return None
    with suppress(MailboxUnreachable), session.speaking("asking about the space") as client:
        told = client.get_quota_root("INBOX")[1]
        found = [(one.usage, one.limit) for one in told if one.resource == "STORAGE" and one.limit]
        return max(found, key=lambda pair: pair[0] / pair[1], default=None)
    return None

"""What is Microsoft's about signing in to Outlook.com and Microsoft 365 over IMAP.

Passwords no longer open these mailboxes. Unlike Google, Microsoft has a permission that reads mail and cannot send it.
"""

from assistant.mailbox.signing_in import Client

SCOPES = ("https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access")
"""All that is asked for; SMTP.Send, which would allow to send, is not."""


def client(client_id: str, authority: str) -> Client:
    """Return the user's app registration, of the kind "mobile and desktop", as a client; it has no secret.

    Microsoft lets the browser come back to any port of localhost. It has no place to withdraw a grant.

    Args:
        client_id: the registration's "Application (client) ID".
        authority: https://login.microsoftonline.com/common, or a company's tenant in the place of "common".
    """
    return Client(
        client_id=client_id,
        client_secret="",
        authorize_url=f"{authority}/oauth2/v2.0/authorize",
        token_url=f"{authority}/oauth2/v2.0/token",
        back_to="http://localhost:{port}",
    )

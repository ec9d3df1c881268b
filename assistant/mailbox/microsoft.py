"""What is Microsoft's about signing in to Outlook.com and Microsoft 365 over IMAP.

Passwords no longer open these mailboxes. Unlike Google, Microsoft has a permission that reads mail and cannot send it.

Microsoft's own library, MSAL, is not used: it would bring cryptography and a cache of its own, and replace neither the
waiting on this machine nor the keeping of what is granted, which Google's sign-in needs too. What MSAL would add, the
code for another device, is two requests.
"""

from assistant.mailbox.signing_in import Client

SCOPES = ("https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access")
"""All that is asked for; SMTP.Send, which would allow to send, is not."""

POWERS = {SCOPES[0]: "read, write, move and delete mail, but not send it"}
"""What each scope lets whoever holds the sign-in do, in plain words."""


def client(client_id: str, authority: str) -> Client:
    """Return the user's app registration, of the kind "mobile and desktop", as a client; it has no secret.

    Microsoft lets the browser come back to any port of localhost. It has no place to withdraw a grant. The code for
    another device needs "Allow public client flows" in the registration.

    Args:
        client_id: the registration's "Application (client) ID".
        authority: https://login.microsoftonline.com/common, or a company's tenant in the place of "common".
    """
    return Client(
        client_id=client_id,
        client_secret="",
        authorize_url=f"{authority}/oauth2/v2.0/authorize",
        token_url=f"{authority}/oauth2/v2.0/token",
        device_url=f"{authority}/oauth2/v2.0/devicecode",
        back_to="http://localhost:{port}",
    )

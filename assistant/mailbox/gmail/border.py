"""Where errors of the line, of Google's sign-in and of Gmail's API become this program's own.

What an answer means: Gmail API, "Resolve errors".
"""

import http.client
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.errors import Error as GoogleApiError
from googleapiclient.errors import HttpError

from assistant.errors import (
    AssistantError,
    CertificateRefused,
    ConfigError,
    LoginRefused,
    MailboxFull,
    MailboxUnreachable,
)
from assistant.mailbox.account import GmailAccount
from assistant.mailbox.grants import Grant

_TOO_FAST = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
_SCOPE_MISSING = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
_API_IS_OFF = {"accessNotConfigured", "SERVICE_DISABLED"}


class Refused(MailboxUnreachable):
    """Gmail refused one request; what it was about may be missing.

    Attributes:
        status: of HTTP.
    """

    def __init__(self, message: str, status: int) -> None:
        """Keep the status beside the sentence for the user."""
        super().__init__(message)
        self.status = status

    @property
    def means_missing(self) -> bool:
        """Whether what was named does not exist."""
        return self.status == http.client.NOT_FOUND


class Silent(MailboxUnreachable):
    """Gmail did not answer in time; asked again at once it would hold up the other accounts as long again."""


class SignInFailed(MailboxUnreachable):
    """Google's token endpoint failed, and the library has asked it three times."""


class Busy(MailboxUnreachable):
    """Gmail did not do it because too much was asked of it.

    Attributes:
        wait_seconds: how long it wants to be left alone; None if it did not say.
    """

    def __init__(self, message: str, wait_seconds: float | None) -> None:
        """Keep the time beside the sentence for the user."""
        super().__init__(message)
        self.wait_seconds = wait_seconds


@contextmanager
def crossing(account: GmailAccount, grant: Grant, doing: str) -> Iterator[None]:
    """Translate whatever the libraries raise; the sentence says what was being done.

    Raises:
        Refused, Busy, Silent, MailboxUnreachable, MailboxFull, LoginRefused, CertificateRefused, ConfigError: what each
            is for, see above.
    """
    try:
        yield
    except HttpError as error:
        raise _answered(error, account, doing) from error
    except RefreshError as error:
        raise _sign_in_over(error, account, grant, doing) from error
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused(
            f"The certificate of Gmail's server was not accepted ({error.verify_message}); nothing was sent."
        ) from error
    except TimeoutError as error:
        raise Silent(f"Gmail did not answer in time while {doing}; the next run tries again.") from error
    except (TransportError, GoogleAuthError, OSError, httplib2.HttpLib2Error, http.client.HTTPException) as error:
        why = type(error).__name__
        raise MailboxUnreachable(
            f"Gmail could not be reached while {doing} ({why}); the next run tries again."
        ) from error
    except (ValueError, GoogleApiError) as error:  # what a hotel's sign-in page looks like to the library
        raise MailboxUnreachable(
            f"Something other than Gmail answered while {doing}; the next run tries again."
        ) from error


def _answered(error: HttpError, account: GmailAccount, doing: str) -> AssistantError:
    status, said = int(error.resp.status), error.content.decode("utf-8", "replace")
    reasons = _reasons(said)
    why = next(iter(sorted(reasons)), f"status {status}")
    if status == http.client.UNAUTHORIZED:
        return LoginRefused(f"Gmail refused the sign-in; run `assistant login {account.name}`.")
    if status == http.client.INSUFFICIENT_STORAGE or (status in (403, 429) and "storage" in said.lower()):
        return MailboxFull("Gmail has no room for a draft; delete something.")
    if status == http.client.REQUEST_ENTITY_TOO_LARGE:
        return MailboxFull("Gmail takes no draft as large as this one; attach less.")
    if status == http.client.TOO_MANY_REQUESTS or reasons & _TOO_FAST:
        sentence = f"Gmail wants to be asked less often while {doing} ({why}); the next run tries again."
        return Busy(sentence, _seconds(error.resp.get("retry-after")))
    if status == http.client.FORBIDDEN:
        return _forbidden(reasons, why, account, doing)
    if status == http.client.BAD_REQUEST and "not enabled" in said:
        return ConfigError("This Google account has no Gmail; its administrator may turn it on.")
    if status >= http.client.INTERNAL_SERVER_ERROR:
        return MailboxUnreachable(f"Gmail failed while {doing} ({why}); the next run tries again.")
    return Refused(f"Gmail refused while {doing} ({why}).", status)


def _forbidden(reasons: set[str], why: str, account: GmailAccount, doing: str) -> AssistantError:
    if reasons & _SCOPE_MISSING:
        return LoginRefused(
            f"The sign-in does not allow {doing}; run `assistant login {account.name}` and tick every box Google shows."
        )
    if reasons & _API_IS_OFF:
        return ConfigError("The Gmail API is turned off in your Google Cloud project; enable it there.")
    if "domainPolicy" in reasons:
        return ConfigError("The administrator of this Google account does not let programs like this one read mail.")
    if "dailyLimitExceeded" in reasons or "quotaExceeded" in reasons:
        return MailboxUnreachable("The Google Cloud project has used up its day's quota; tomorrow it works again.")
    return Refused(f"Gmail does not allow {doing} ({why}).", http.client.FORBIDDEN)


def _reasons(said: str) -> set[str]:
    """Return the machine-readable reasons of an error, in the old form (`errors`) and the new one (`details`)."""
    found: set[str] = set()
    with suppress(ValueError, AttributeError, TypeError):
        error = json.loads(said)["error"]
        for one in (*error.get("errors", ()), *error.get("details", ())):
            found |= {str(one["reason"])} if "reason" in one else set()
    return found


def _seconds(retry_after: str | None) -> float | None:
    """Read Retry-After where it is a number; Google gives no dates (RFC 9110 §10.2.3)."""
    return float(retry_after) if retry_after and retry_after.isdigit() else None


def _sign_in_over(error: RefreshError, account: GmailAccount, grant: Grant, doing: str) -> AssistantError:
    """Tell a sign-in that is over from a token endpoint that is only busy."""
    if error.retryable:
        return SignInFailed(f"Google's sign-in could not be reached while {doing}; the next run tries again.")
    if "invalid_client" in str(error):
        return ConfigError(
            "Google no longer knows your Google Cloud project's client; download its file anew and run "
            f"`assistant login {account.name}`."
        )
    because = "it was withdrawn, or your password changed, or it was not used for six months"
    if grant.ends_at is not None:
        because = "sign-ins of a Google project in Testing end after seven days; publish the project to keep them"
    return LoginRefused(f"Google has ended the sign-in ({because}). Run `assistant login {account.name}`.")

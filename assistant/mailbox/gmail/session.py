"""Talking to the Gmail API as one user: the client made of api.json, its sign-in, its pace, and trying again."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from google.oauth2.credentials import Credentials
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import build_from_document

from assistant.errors import MailboxUnreachable
from assistant.mailbox.account import GmailAccount, insist_on_encryption
from assistant.mailbox.folders import no_such_folder
from assistant.mailbox.gmail.border import Busy, Refused, SignInFailed, Silent, crossing
from assistant.mailbox.gmail.gate import Gate
from assistant.mailbox.gmail.labels import SYSTEM_LABELS, allows_changes
from assistant.mailbox.gmail.quota import UNITS, Bucket
from assistant.mailbox.grants import Grant
from assistant.mailbox.tags import GMAIL_LABELS

ATTEMPTS = 4
LONGEST_WAIT_SECONDS = 60.0
"""Who wants to be left alone for longer is asked again by the next run."""

Answer = dict[str, Any]


class Session:
    """One account's conversation with Gmail.

    Attributes:
        threads: the thread of every message seen, by Message-ID.
    """

    def __init__(
        self,
        account: GmailAccount,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Remember the account; nothing is connected yet."""
        self.account = account
        self.threads: dict[str, str] = {}
        self._sleep = sleep
        self._bucket = Bucket(clock=clock, sleep=sleep)
        self._lines = threading.local()
        self._gates: list[Gate] = []
        self._users: Any = None
        self._grant: Grant | None = None
        self._labels: dict[str, str] | None = None

    @property
    def users(self) -> Any:
        """The client's `users` resource, which makes requests; it has only the methods of api.json."""
        if self._users is None:
            document = json.loads(files(__package__).joinpath("api.json").read_text(encoding="utf-8"))
            document |= {"rootUrl": f"{self.account.endpoint}/", "baseUrl": f"{self.account.endpoint}/"}
            self._users = build_from_document(document, http=self._line()).users()
        return self._users

    @property
    def gate(self) -> Gate:
        """This thread's gate."""
        self._line()
        gate: Gate = self._lines.gate
        return gate

    def ask(self, request: Any, doing: str) -> Answer:
        """Make one request and return its answer.

        What only reads is tried again, unless Gmail was silent. A write is tried again only if Gmail says that it was
        not done for being asked too often; after any other error it is uncertain, and the caller finds out.

        Raises:
            Refused, MailboxUnreachable, MailboxFull, LoginRefused, ConfigError: see border.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask_once(request, doing)
            except MailboxUnreachable as error:
                wait = _wait_after(error, attempt, reads=request.method == "GET")
                if wait is None:
                    raise
                self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def pages(self, resource: Any, request: Any, doing: str) -> Iterator[Answer]:
        """Yield every page of a listing; a page may be empty and yet not be the last."""
        while request is not None:
            answer = self.ask(request, doing)
            yield answer
            request = resource.list_next(request, answer)

    def may_tag(self) -> bool:
        """Whether the sign-in allows to change labels."""
        return allows_changes(self._granted().scopes)

    def labels(self) -> dict[str, str]:
        """Return the name of every label by its id, asked once."""
        if self._labels is None:
            listed = self.ask(self.users.labels().list(userId="me"), "listing labels").get("labels", [])
            self._labels = {one["id"]: one["name"] for one in listed}
        return self._labels

    def forget_labels(self) -> None:
        """Ask for the labels anew when next needed."""
        self._labels = None

    def own_labels(self) -> dict[str, str]:
        """Return the keyword of each label of ours that exists, by its id."""
        keywords = {label.casefold(): keyword for keyword, label in GMAIL_LABELS.items()}
        own = {key: keywords[name.casefold()] for key, name in self.labels().items() if name.casefold() in keywords}
        self.gate.own_labels = set(own)
        return own

    def watched(self) -> dict[str, str]:
        """Return the watched labels' names by id.

        Raises:
            ConfigError: one does not exist.
        """
        return {self._label_id(name): name for name in self.account.folders}

    def junk(self) -> dict[str, str]:
        """Return the name by id of the label that is looked through for rescue; empty if none is.

        Raises:
            ConfigError: it does not exist.
        """
        name = "SPAM" if self.account.junk is True else self.account.junk
        label = self._label_id(name, setting="junk") if name else ""
        return {label: str(name)} if label and label not in self.watched() else {}

    def close(self) -> None:
        """Let go of connections."""
        for gate in self._gates:
            gate.close()
        self._gates, self._lines = [], threading.local()

    def _label_id(self, name: str, *, setting: str = "folders") -> str:
        if name.upper() in SYSTEM_LABELS:
            return name.upper()
        for key, known in self.labels().items():
            if known.casefold() == name.casefold():
                return key
        raise no_such_folder(name, "in this Gmail account", sorted(self.labels().values()), setting=setting)

    def _ask_once(self, request: Any, doing: str) -> Answer:
        self._bucket.take(UNITS[request.methodId])
        line = self._line()
        with crossing(self.account, self._granted(), doing):
            answer = request.execute(http=line, num_retries=0)  # it would repeat writes, too
            self._keep_access(line.credentials)
            if answer == "":  # what DELETE answers
                return {}
            if not isinstance(answer, dict):
                raise ValueError("an answer of the Gmail API is an object")
            return answer

    def _line(self) -> AuthorizedHttp:
        """Return this thread's line: httplib2 serves one thread only."""
        if not hasattr(self._lines, "line"):
            grant = self._granted()
            gate = Gate(self.account.endpoint, grant.token_url, timeout_seconds=self.account.timeout_seconds)
            self._lines.gate, self._lines.line = gate, AuthorizedHttp(_credentials(grant), http=gate)
            self._gates.append(gate)
        line: AuthorizedHttp = self._lines.line
        return line

    def _granted(self) -> Grant:
        if self._grant is None:
            self._grant = self.account.grants.read()
            insist_on_encryption(self._grant.token_url)
        return self._grant

    def _keep_access(self, credentials: Credentials) -> None:
        """Keep a new access token, which saves the next run a turn."""
        grant = self._granted()
        if credentials.token != grant.access_token and credentials.expiry:
            ends_at = credentials.expiry.replace(tzinfo=UTC)
            self._grant = replace(grant, access_token=str(credentials.token), access_ends_at=ends_at)
            self.account.grants.renew(self._grant)


def _credentials(grant: Grant) -> Credentials:
    ends_at: datetime | None = grant.access_ends_at
    return Credentials(  # type: ignore[no-untyped-call]
        grant.access_token or None,
        refresh_token=grant.refresh_token,
        token_uri=grant.token_url,
        client_id=grant.client_id,
        client_secret=grant.client_secret,
        expiry=ends_at.astimezone(UTC).replace(tzinfo=None) if ends_at else None,  # that library has naive UTC
    )


def _wait_after(error: MailboxUnreachable, attempt: int, *, reads: bool) -> float | None:
    """Return the seconds after which to try again, None if that is not to be done."""
    if attempt == ATTEMPTS or isinstance(error, Refused | Silent | SignInFailed):
        return None
    wait = float(2 ** (attempt - 1))
    if isinstance(error, Busy):
        wait = error.wait_seconds or wait
        return wait if wait <= LONGEST_WAIT_SECONDS else None
    return wait if reads else None

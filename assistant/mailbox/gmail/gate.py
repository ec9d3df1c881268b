"""The one place where requests leave for Google: what is not on the list is not sent.

No OAuth scope of Gmail allows drafts without also allowing to send (drafts.create needs gmail.compose, gmail.modify or
mail.google.com). So that nothing is ever sent is built here, twice: api.json, from which the client is made, has no
method that sends, and this gate lets pass only the requests below, whoever makes them.
"""

import http.client
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httplib2

from assistant.mailbox.tags import GMAIL_LABELS

_KEY = r"[A-Za-z0-9_-]+"
_ALLOWED = tuple(
    (method, re.compile(rf"/gmail/v1/users/me/{path}"))
    for method, path in (
        ("GET", r"profile"),
        ("GET", r"history"),
        ("GET", r"labels"),
        ("GET", r"messages"),
        ("GET", rf"messages/{_KEY}"),
        ("GET", rf"threads/{_KEY}"),
        ("GET", r"drafts"),
        ("POST", r"drafts"),
        ("DELETE", rf"drafts/(?P<draft>{_KEY})"),
        ("POST", r"labels"),
        ("POST", rf"messages/{_KEY}/modify"),
        ("POST", r"messages"),
        ("POST", rf"messages/(?P<message>{_KEY})/trash"),
    )
)


class NotAllowed(RuntimeError):
    """A request that this program never makes was about to be made: a bug, so it keeps its traceback."""


class Gate(httplib2.Http):  # type: ignore[misc]
    """HTTP to Gmail's API and the token endpoint, and to nothing else.

    Attributes:
        own_labels: ids of the labels this program may put on messages.
        withdrawing: the one draft that may be deleted next, None for none.
        posting: the one digest that may be put into INBOX next, as the API wants it (base64url), None for none.
        discarding: the one message, a digest, that may be moved to Trash next, None for none.
    """

    def __init__(self, endpoint: str, token_url: str, *, timeout_seconds: float) -> None:
        """Serve one endpoint ("https://gmail.googleapis.com") and one token URL."""
        super().__init__(timeout=timeout_seconds)
        self.own_labels: set[str] = set()
        self.withdrawing: str | None = None
        self.posting: str | None = None
        self.discarding: str | None = None
        self._endpoint, self._token_url = endpoint, token_url

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: Any = None,
    ) -> tuple[httplib2.Response, bytes]:
        """Send one request, once.

        Raises:
            NotAllowed: it is not on the list; nothing was sent.
        """
        self._insist(uri, method, body, headers or {})
        if method != "GET":  # a kept connection may be stale, and a write cannot be tried again
            for connection in self.connections.values():
                connection.close()
        once = _OnceByTls if uri.startswith("https:") else _Once
        answer: tuple[httplib2.Response, bytes] = super().request(uri, method, body, headers, 0, once)  # no redirects
        return answer

    def _insist(self, uri: str, method: str, body: Any, headers: Mapping[str, str]) -> None:
        if uri == self._token_url and method == "POST":
            return
        parts = urlsplit(uri)
        overridden = any("override" in name.lower() for name in headers)
        if f"{parts.scheme}://{parts.netloc}" != self._endpoint or overridden:
            raise NotAllowed(f"{method} to {parts.netloc} is not on the list")
        for allowed, path in _ALLOWED:
            found = path.fullmatch(parts.path) if method == allowed else None
            if found and self._may_ask(method, parts.query) and self._may_say(found, method, body):
                return
        raise NotAllowed(f"{method} {parts.path} is not on the list")

    def _may_ask(self, method: str, query: str) -> bool:
        """Whether a query may go along; a write has none, for `deleted=true` would make an insert something else."""
        return method == "GET" or query in ("", "alt=json")

    def _may_say(self, path: "re.Match[str]", method: str, body: Any) -> bool:
        if method == "DELETE":
            return path["draft"] == self.withdrawing
        if method == "GET":
            return not body
        kind = path.string.rpartition("/")[2]
        if kind == "trash":
            return not body and path["message"] == self.discarding
        said = json.loads(body)
        if kind == "messages":
            return self.posting is not None and said == {"raw": self.posting, "labelIds": ["INBOX", "UNREAD"]}
        if kind == "drafts":
            return set(said) == {"message"} and set(said["message"]) <= {"raw", "threadId"}
        if kind == "labels":
            return set(said) == {"name"} and said["name"] in GMAIL_LABELS.values()
        named = {*said.get("addLabelIds", ()), *said.get("removeLabelIds", ())}
        return set(said) <= {"addLabelIds", "removeLabelIds"} and named <= self.own_labels


class _SaidOnce:
    """Hears at most one answer to each request.

    httplib2 repeats any request, also a POST, when the connection ends in good order before the answer
    (BadStatusLine, httplib2 0.32): a draft whose answer is lost would be put twice. An error it does not know as such
    ends the matter.
    """

    def getresponse(self) -> http.client.HTTPResponse:
        """Return the answer.

        Raises:
            ConnectionAbortedError: there is none.
        """
        try:
            answer: http.client.HTTPResponse = super().getresponse()  # type: ignore[misc]
            return answer
        except (http.client.BadStatusLine, http.client.ResponseNotReady) as error:
            raise ConnectionAbortedError("the line was closed before the answer") from error


class _Once(_SaidOnce, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]
    """Without encryption, to this machine."""


class _OnceByTls(_SaidOnce, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    """With TLS."""

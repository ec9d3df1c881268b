"""Nothing is ever sent: not by the client, which has no such method, and not through the gate, whoever asks."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import googleapiclient
import pytest

from assistant.mailbox import Mailbox
from assistant.mailbox.gmail.gate import Gate, NotAllowed
from tests.gmail.emulator import GmailProgram
from tests.gmail.web_proxy import WebProxy
from tests.mailbox.world import NOW, SINCE, identity, mail, put, put_digest

OURS = json.loads((files("assistant.mailbox.gmail") / "api.json").read_text())
WHOLE = json.loads(
    (Path(googleapiclient.__file__).parent / "discovery_cache" / "documents" / "gmail.v1.json").read_text()
)


def methods(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every method of a discovery document."""
    yield from document.get("methods", {}).values()
    for resource in document.get("resources", {}).values():
        yield from methods(resource)


EVERY = list(methods(WHOLE))
KEPT = {one["id"] for one in methods(OURS)}
WRITING = [one for one in EVERY if one["httpMethod"] != "GET"]


def test_the_client_has_thirteen_methods_and_none_that_sends() -> None:
    """What the client cannot say cannot be said by mistake."""
    assert {name.removeprefix("gmail.users.") for name in KEPT} == {
        "getProfile", "history.list", "labels.create", "labels.list", "messages.get", "messages.list",
        "messages.modify", "messages.insert", "messages.trash", "threads.get", "drafts.create", "drafts.delete",
        "drafts.list",
    }  # fmt: skip
    assert "send" not in json.dumps(OURS).lower()
    assert "upload" not in json.dumps(OURS).lower()


def test_the_client_is_a_part_of_googles_own_description() -> None:
    """A method of another shape would fail only at Google's."""
    whole = {one["id"]: one for one in EVERY}

    for one in methods(OURS):
        same = ("httpMethod", "path", "parameterOrder", "scopes")
        assert {key: one.get(key) for key in same} == {key: whole[one["id"]].get(key) for key in same}
        assert one["parameters"].keys() <= whole[one["id"]]["parameters"].keys()


@pytest.fixture
def gate(gmail_proxy: WebProxy) -> Iterator[Gate]:
    """A gate to the emulator, which would do all of this."""
    with closing(Gate(gmail_proxy.url, f"{gmail_proxy.url}/oauth2/token", timeout_seconds=5)) as gate:
        yield gate


@pytest.mark.parametrize("method", WRITING, ids=[one["id"].removeprefix("gmail.users.") for one in WRITING])
@pytest.mark.parametrize("way", ["path", "upload"])
def test_no_writing_endpoint_of_gmail_is_reached(
    gate: Gate, gmail_proxy: WebProxy, method: dict[str, Any], way: str
) -> None:
    """Every method Google has, sending included; those that are ours pass only with a body of ours."""
    path = method["path"].replace("{userId}", "me")
    for name in method.get("parameters", {}):
        path = path.replace(f"{{{name}}}", "x1")
    uri = f"{gmail_proxy.url}/{'upload/' if way == 'upload' else ''}{path}"

    with pytest.raises(NotAllowed):
        gate.request(uri, method["httpMethod"], json.dumps({"raw": "eA", "labelIds": ["INBOX"], "name": "x"}))
    assert gmail_proxy.asked == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/gmail/v1/users/me/drafts/send", {"message": {"raw": "eA"}}),
        ("POST", "/gmail/v1/users/me/drafts/send/", {"message": {"raw": "eA"}}),
        ("POST", "/gmail/v1/users/me/drafts//send", {"message": {"raw": "eA"}}),
        ("POST", "/gmail/v1/users/me/drafts?x=/send", {"message": {"raw": "eA"}, "send": True}),
        ("POST", "/gmail/v1/users/other@example.test/drafts", {"message": {"raw": "eA"}}),
        ("POST", "/gmail/v1/users/me/drafts", {"message": {"raw": "eA", "labelIds": ["SENT"]}}),
        ("POST", "/gmail/v1/users/me/drafts/../messages/send", {"message": {"raw": "eA"}}),
        ("POST", "/gmail/v1/users/me/drafts/%2e%2e/messages/send", {"message": {"raw": "eA"}}),
        ("post", "/gmail/v1/users/me/messages/send", {"raw": "eA"}),
        ("POST", "/batch/gmail/v1", "POST /gmail/v1/users/me/messages/send"),
        ("POST", "/gmail/v1/users/me/labels", {"name": "Mine"}),
        ("POST", "/gmail/v1/users/me/messages/x1/modify", {"addLabelIds": ["TRASH"]}),
        ("POST", "/gmail/v1/users/me/messages/x1/modify", {"removeLabelIds": ["UNREAD"]}),
        ("DELETE", "/gmail/v1/users/me/drafts/x1", None),
        ("POST", "/gmail/v1/users/me/messages", {"raw": "eA", "labelIds": ["INBOX", "UNREAD"]}),
        ("POST", "/gmail/v1/users/me/messages/x1/trash", None),
        ("GET", "/gmail/v1/users/me/messages/send", {"raw": "eA"}),
        ("GET", "/gmail/v1/users/me/settings/filters", None),
    ],
)
def test_no_disguise_passes_the_gate(gate: Gate, gmail_proxy: WebProxy, method: str, path: str, body: object) -> None:
    """A path, a body or a label that is nearly right is wrong."""
    with pytest.raises(NotAllowed):
        gate.request(f"{gmail_proxy.url}{path}", method, None if body is None else json.dumps(body))
    assert gmail_proxy.asked == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("messages", {"raw": "b3RoZXI", "labelIds": ["INBOX", "UNREAD"]}),
        ("messages", {"raw": "ZGlnZXN0", "labelIds": ["SENT"]}),
        ("messages", {"raw": "ZGlnZXN0", "labelIds": ["INBOX", "UNREAD"], "threadId": "t1"}),
        ("messages?deleted=true", {"raw": "ZGlnZXN0", "labelIds": ["INBOX", "UNREAD"]}),
        ("messages/send", {"raw": "ZGlnZXN0", "labelIds": ["INBOX", "UNREAD"]}),
        ("messages/import", {"raw": "ZGlnZXN0", "labelIds": ["INBOX", "UNREAD"]}),
        ("messages/x2/trash", None),
        ("messages/x1/untrash", None),
        ("threads/x1/trash", None),
    ],
)
def test_what_lets_a_digest_pass_lets_nothing_else_pass(
    gate: Gate, gmail_proxy: WebProxy, path: str, body: object
) -> None:
    """While one digest may be put and one thrown away, it is those two and in this one way."""
    gate.posting, gate.discarding = "ZGlnZXN0", "x1"

    with pytest.raises(NotAllowed):
        gate.request(f"{gmail_proxy.url}/gmail/v1/users/me/{path}", "POST", body and json.dumps(body))
    assert gmail_proxy.asked == []


def test_no_other_host_and_no_other_method_by_header(gate: Gate, gmail_proxy: WebProxy) -> None:
    """A mistyped endpoint must not get the token; an overriding header would make a GET anything."""
    for uri, headers in (
        (f"http://localhost:{gmail_proxy.port}/gmail/v1/users/me/labels", {}),
        (f"http://127.0.0.1:{gmail_proxy.port + 1}/gmail/v1/users/me/labels", {}),
        (f"{gmail_proxy.url}/gmail/v1/users/me/labels", {"X-HTTP-Method-Override": "POST"}),
    ):
        with pytest.raises(NotAllowed):
            gate.request(uri, "GET", None, headers)
    assert gmail_proxy.asked == []


def test_gmail_sees_reading_and_exactly_the_writing_that_was_asked_for(
    gmail_program: GmailProgram, gmail_proxy: WebProxy, open_gmail: Callable[..., Mailbox]
) -> None:
    """The promise is kept by what goes over the wire: four kinds of writing, each about something of ours."""
    key = gmail_program.deliver(mail("a"), ["INBOX", "UNREAD"], NOW)
    mailbox = open_gmail(digest=True)
    news = mailbox.news(None, SINCE)
    list(mailbox.read(news.arrivals))
    mailbox.find(identity("a"))
    mailbox.tag([news.arrivals[0]], "$JobOffer")
    mailbox.tag([news.arrivals[0]], "$JobUpdate", remove=["$JobOffer", "$JobRejection"])
    draft = put(mailbox, "d1")
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)
    mailbox.draft_states([draft])
    ids = {name: label for label, name in gmail_program.label_names().items()}
    (lying,) = gmail_program.ask("GET", "drafts")["drafts"]
    assert mailbox.withdraw(draft)
    mailbox.news(news.cursor, SINCE, sweep=True)
    morning = put_digest(mailbox, "monday")
    assert mailbox.remove_digest(morning)

    writing = [
        (one.method, one.path.removeprefix("/gmail/v1/users/me/"), json.loads(one.body) if one.body else None)
        for one in gmail_proxy.asked
        if one.method != "GET"
    ]
    offer, update = ids["JobSearch/Offer"], ids["JobSearch/Update"]
    created = writing[4][2]
    assert writing == [
        ("POST", "labels", {"name": "JobSearch/Offer"}),
        ("POST", f"messages/{key}/modify", {"addLabelIds": [offer], "removeLabelIds": []}),
        ("POST", "labels", {"name": "JobSearch/Update"}),
        ("POST", f"messages/{key}/modify", {"addLabelIds": [update], "removeLabelIds": [offer]}),
        ("POST", "drafts", {"message": {"raw": created["message"]["raw"]}}),
        ("DELETE", f"drafts/{lying['id']}", None),
        ("POST", "messages", {"raw": urlsafe_b64encode(morning.raw).decode(), "labelIds": ["INBOX", "UNREAD"]}),
        ("POST", f"messages/{morning.place.key}/trash", None),
    ]

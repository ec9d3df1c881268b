"""Signing in to Microsoft, before an authorization server of others, and the tokens that open a mailbox there."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import LoginRefused, MailboxUnreachable
from assistant.mailbox import microsoft
from assistant.mailbox.browser import sign_in
from assistant.mailbox.credentials import SecretSource
from assistant.mailbox.grants import Grant, Grants
from assistant.mailbox.signing_in import access_token
from tests.gmail.web_proxy import Answer, Cut, WebProxy
from tests.mailbox.test_signing_in import Browser

USER = "user9@example.test"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def provider(gmail_proxy: WebProxy) -> str:
    """An authority shaped as Microsoft's before the emulator's authorization server."""
    ways = {"/oauth2/v2.0/authorize": "/o/oauth2/v2/auth", "/oauth2/v2.0/token": "/oauth2/token"}
    gmail_proxy.rewrite = lambda target: next(
        (target.replace(ours, its, 1) for ours, its in ways.items() if target.startswith(ours)), target
    )
    return gmail_proxy.url


@pytest.fixture
def grants(provider: str, tmp_path: Path) -> Grants:
    """What signing in with the browser gives."""
    browser = Browser(user=USER)
    client = microsoft.client("client", provider)
    grant = sign_in(client, scopes=microsoft.SCOPES, user=USER, show=browser, now=NOW)
    browser.close()
    kept = Grants(SecretSource(file=tmp_path / "sign-in"), "main")
    kept.keep(grant)
    return kept


def test_a_token_is_renewed_only_when_it_is_about_to_end(grants: Grants, gmail_proxy: WebProxy) -> None:
    """Each poll would otherwise cost the provider a request."""
    first = access_token(grants, NOW + timedelta(minutes=50))
    gmail_proxy.asked.clear()
    assert access_token(grants, NOW + timedelta(minutes=55)) == first
    assert gmail_proxy.asked == []

    assert access_token(grants, NOW + timedelta(minutes=59)) != first
    assert len(gmail_proxy.asked) == 1
    assert grants.read().access_ends_at == NOW + timedelta(minutes=119)


def test_a_refresh_token_that_was_replaced_is_kept(grants: Grants, gmail_proxy: WebProxy) -> None:
    """Microsoft gives a new one with every renewal, and the old one dies."""
    said = {"access_token": "new", "refresh_token": "newer", "expires_in": 3599}
    gmail_proxy.break_once("POST", "/token", Answer(status=200, body=said))

    assert access_token(grants, NOW + timedelta(hours=2)) == "new"
    assert grants.read().refresh_token == "newer"


@pytest.mark.parametrize(
    ("fault", "raised", "words"),
    [
        (Answer(status=400, body={"error": "invalid_grant"}), LoginRefused, "assistant login main"),
        (Answer(status=503), MailboxUnreachable, "try again later"),
        (Cut.before, MailboxUnreachable, "try again later"),
    ],
)
def test_trouble_with_renewing_is_told_apart_here_too(
    grants: Grants, gmail_proxy: WebProxy, fault: Answer | Cut, raised: type[Exception], words: str
) -> None:
    """A sign-in that is over needs the user, a provider that is down does not; what was kept stays."""
    before = grants.read()
    gmail_proxy.break_once("POST", "/token", fault)

    with pytest.raises(raised, match=words):
        access_token(grants, NOW + timedelta(hours=2))
    assert grants.read() == before


def test_microsoft_is_asked_for_reading_and_never_for_sending(provider: str, gmail_proxy: WebProxy) -> None:
    """Unlike Google it has a permission for that; a sign-in that could send is not used."""
    assert not any("send" in scope.lower() for scope in microsoft.SCOPES)
    scope = f"{microsoft.SCOPES[0]} https://outlook.office.com/SMTP.Send"
    said = {"access_token": "a", "refresh_token": "r", "expires_in": 3599, "scope": scope}
    gmail_proxy.break_once("POST", "/token", Answer(status=200, body=said))
    browser = Browser(user=USER)

    with pytest.raises(LoginRefused, match=r"SMTP\.Send"):
        sign_in(microsoft.client("client", provider), scopes=microsoft.SCOPES, user=USER, show=browser, now=NOW)
    browser.close()
    assert browser.asked["redirect_uri"][0].startswith("http://localhost:")


def test_the_scope_that_makes_a_grant_last_need_not_be_told_back(provider: str, gmail_proxy: WebProxy) -> None:
    """Microsoft leaves offline_access out of what it says was granted."""
    said = {"access_token": "a", "refresh_token": "r", "expires_in": 3599, "scope": microsoft.SCOPES[0]}
    gmail_proxy.break_once("POST", "/token", Answer(status=200, body=said))
    browser = Browser(user=USER)

    grant = sign_in(microsoft.client("client", provider), scopes=microsoft.SCOPES, user=USER, show=browser, now=NOW)

    browser.close()
    assert isinstance(grant, Grant)
    assert json.loads(grant.dumps())["scopes"] == [microsoft.SCOPES[0]]

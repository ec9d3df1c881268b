"""Signing in: a real authorization server of other authors, and a browser that is not ours."""

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox.browser import sign_in
from assistant.mailbox.google import read_client, scopes
from assistant.mailbox.signing_in import Client, revoke
from tests.gmail.browser import consent, visit
from tests.gmail.emulator import Emulator
from tests.gmail.web_proxy import Answer, Cut, WebProxy

USER = "user1@example.test"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SCOPES = scopes(tags=True)


@pytest.fixture
def client(gmail_emulator: Emulator, gmail_proxy: WebProxy) -> Client:
    """This program, as the emulator knows it; its page is opened without the proxy."""
    return Client(
        client_id="client",
        client_secret="secret",
        authorize_url=f"http://127.0.0.1:{gmail_emulator.port}/o/oauth2/v2/auth",
        token_url=f"{gmail_proxy.url}/oauth2/token",
        revoke_url=f"{gmail_proxy.url}/oauth2/revoke",
    )


class Browser:
    """Consents, after `before` was done with the address the browser would go back to."""

    def __init__(self, before: Callable[[str], object] = lambda target: None, *, user: str = USER) -> None:
        self._before, self._user = before, user
        self.page = ""
        self.asked: dict[str, list[str]] = {}
        self._thread: threading.Thread | None = None

    def __call__(self, url: str) -> None:
        self.asked = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        self._thread = threading.Thread(target=self._consent, args=(url,))
        self._thread.start()

    def _consent(self, url: str) -> None:
        target = consent(self._user, url)
        self._before(target)
        self.page = visit(target)

    def close(self) -> None:
        """Wait until the page was shown."""
        assert self._thread
        self._thread.join(20)


def test_signing_in_gives_a_grant_for_exactly_what_was_asked(client: Client) -> None:
    """The grant is all that is kept; no password is ever seen."""
    browser = Browser()

    grant = sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)

    browser.close()
    assert grant.scopes == SCOPES
    assert grant.refresh_token and grant.access_token
    assert (grant.access_ends_at, grant.ends_at) == (NOW + timedelta(hours=1), None)
    assert "signed in" in browser.page


def test_the_browser_is_asked_for_consent_with_a_challenge_and_a_state(client: Client) -> None:
    """Without PKCE another program could use a stolen code; without consent Google gives nothing that lasts."""
    browser = Browser()

    sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)

    browser.close()
    asked = {name: values[0] for name, values in browser.asked.items()}
    assert asked["code_challenge_method"] == "S256"
    assert (asked["access_type"], asked["prompt"], asked["login_hint"]) == ("offline", "consent", USER)
    assert len(asked["state"]) >= 32
    assert asked["redirect_uri"].startswith("http://127.0.0.1:")


def test_an_answer_without_our_state_is_turned_away(client: Client) -> None:
    """Any page in the browser can call this machine; a stranger's code must not sign in a stranger."""
    answers: list[str] = []

    def forge(target: str) -> None:
        base = target.partition("?")[0]
        answers.extend(visit(base + query) for query in ("?code=evil", "?code=evil&state=x", "favicon.ico"))

    browser = Browser(before=forge)
    grant = sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)

    browser.close()
    assert answers == ["404"] * 3
    assert grant.refresh_token


def test_who_declines_is_not_signed_in(client: Client) -> None:
    """The page's "no" must be an end with a sentence."""

    def decline(url: str) -> None:
        asked = {name: values[0] for name, values in urllib.parse.parse_qs(urllib.parse.urlsplit(url).query).items()}
        back = f"{asked['redirect_uri']}?error=access_denied&state={asked['state']}"
        threading.Thread(target=visit, args=(back,)).start()

    with pytest.raises(LoginRefused, match="access_denied"):
        sign_in(client, scopes=SCOPES, user=USER, show=decline, now=NOW)


def test_nobody_is_waited_for_for_ever(client: Client) -> None:
    """A closed browser window must not leave a port open."""
    with pytest.raises(LoginRefused, match="Nobody"):
        sign_in(client, scopes=SCOPES, user=USER, show=lambda url: None, now=NOW, patience_seconds=0.1)


def test_a_taken_port_is_said(client: Client, gmail_emulator: Emulator) -> None:
    """The port is the user's choice where a tunnel leads to it."""
    with pytest.raises(ConfigError, match="Port"):
        sign_in(client, scopes=SCOPES, user=USER, show=lambda url: None, now=NOW, port=gmail_emulator.port)


def answer(**changes: object) -> Answer:
    """What a token endpoint says."""
    said = {"access_token": "a", "refresh_token": "r", "expires_in": 3599, "scope": " ".join(SCOPES)}
    return Answer(status=200, body={name: value for name, value in (said | changes).items() if value is not None})


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        (answer(scope="openid"), LoginRefused, "every box"),
        (answer(scope=f"{SCOPES[0]} https://mail.google.com/"), LoginRefused, "More was granted"),
        (answer(refresh_token=None), LoginRefused, "no lasting"),
        (Answer(status=400, body={"error": "invalid_grant"}), LoginRefused, "invalid_grant"),
        (Answer(status=401, body={"error": "invalid_client"}), ConfigError, "client"),
        (Answer(status=503), MailboxUnreachable, "503"),
        (Answer(status=200, body="hello"), LoginRefused, "200"),
        (Cut.before, MailboxUnreachable, "reached"),
    ],
)
def test_what_is_not_granted_is_said(
    client: Client, gmail_proxy: WebProxy, said: Answer | Cut, error: type[Exception], words: str
) -> None:
    """Google lets people untick boxes, and its endpoint may fail; each has its own remedy."""
    gmail_proxy.break_once("POST", "/token", said)
    browser = Browser()

    with pytest.raises(error, match=words):
        sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)
    browser.close()


def test_a_sign_in_that_ends_by_itself_is_recognised(client: Client, gmail_proxy: WebProxy) -> None:
    """A Google project in Testing gives seven days; the user must know before they are over."""
    gmail_proxy.break_once("POST", "/token", answer(refresh_token_expires_in=604799))
    browser = Browser()

    grant = sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)

    browser.close()
    assert grant.ends_at == NOW + timedelta(seconds=604799)


def test_a_revoked_grant_is_over(client: Client, gmail_proxy: WebProxy) -> None:
    """Signing out must hold at Google too, not only here."""
    browser = Browser()
    grant = sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)
    browser.close()

    revoke(grant, client.revoke_url)

    form = {"grant_type": "refresh_token", "refresh_token": grant.refresh_token, "client_id": "client"}
    body = urllib.parse.urlencode({**form, "client_secret": "secret"}).encode()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(client.token_url, body, timeout=10)
    assert json.load(refused.value)["error"] == "invalid_grant"


def test_nothing_secret_travels_in_the_clear() -> None:
    """Only this machine may be spoken to without TLS."""
    urls = {"authorize_url": "https://a.example", "token_url": "https://a.example", "revoke_url": "https://a.example"}
    for name in urls:
        with pytest.raises(ConfigError, match="encryption"):
            Client(client_id="c", client_secret="s", **urls | {name: "http://a.example"})


def test_no_secret_is_shown(client: Client) -> None:
    """Tracebacks are pasted into bug reports."""
    browser = Browser()
    grant = sign_in(client, scopes=SCOPES, user=USER, show=browser, now=NOW)
    browser.close()

    shown = f"{grant!r} {client!r}"
    assert not any(secret in shown for secret in (grant.refresh_token, grant.access_token, "'secret'"))


def test_a_file_from_the_cloud_console_is_read(tmp_path: Path) -> None:
    """This is what Google gives for a desktop app."""
    path = tmp_path / "client.json"
    file = {
        "client_id": "id.apps.googleusercontent.com",
        "client_secret": "secret",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    path.write_text(json.dumps({"installed": file}))

    assert read_client(path).revoke_url == "https://oauth2.googleapis.com/revoke"


@pytest.mark.parametrize("text", ["", "[]", '{"web": {}}', '{"installed": {"client_id": 1}}'])
def test_another_file_is_no_client(tmp_path: Path, text: str) -> None:
    """People download the wrong one."""
    path = tmp_path / "client.json"
    path.write_text(text)

    with pytest.raises(ConfigError, match="Desktop app"):
        read_client(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        read_client(tmp_path / "nothing")


def test_the_narrower_scopes_are_asked_for_where_nothing_is_tagged() -> None:
    """Least privilege: labels need gmail.modify, the rest does not."""
    assert [one.rpartition(".")[2] for one in scopes(tags=True)] == ["modify"]
    assert [one.rpartition(".")[2] for one in scopes(tags=False)] == ["readonly", "compose"]

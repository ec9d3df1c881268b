"""Signing in by a code typed on another device: every answer RFC 8628 and Microsoft know, over real HTTP."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import ConfigError, LoginRefused, MailboxUnreachable
from assistant.mailbox import microsoft
from assistant.mailbox.device_code import Errand, sign_in
from assistant.mailbox.grants import Grant
from assistant.mailbox.signing_in import Client
from tests.gmail.web_proxy import Answer, Cut, WebProxy
from tests.microsoft import CLIENT_ID, MAIL, Microsoft

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def provider() -> Iterator[Microsoft]:
    """An authorization server."""
    with closing(Microsoft("robin")) as running:
        yield running


@pytest.fixture
def line(provider: Microsoft) -> Iterator[WebProxy]:
    """A proxy before it, which breaks."""
    with closing(WebProxy(provider.port)) as running:
        yield running


class Person:
    """Signs in and counts how long is waited between two questions."""

    def __init__(self, line: WebProxy, client_id: str = CLIENT_ID) -> None:
        self.client = microsoft.client(client_id, f"{line.url}/common")
        self.told: list[Errand] = []
        self.waits: list[float] = []

    def sign_in(self) -> Grant:
        return sign_in(self.client, scopes=microsoft.SCOPES, show=self.told.append, now=NOW, pause=self.waits.append)


@pytest.fixture
def robin(line: WebProxy) -> Person:
    """Somebody at a machine without a browser."""
    return Person(line)


def test_a_code_typed_elsewhere_signs_in(robin: Person, provider: Microsoft) -> None:
    """The user sees a page and a code; the grant reads mail, and no password is ever seen."""
    provider.said = ["authorization_pending"] * 2

    grant = robin.sign_in()

    assert robin.told == [Errand(page="https://microsoft.com/devicelogin", code="F7K2 9QX", minutes=15)]
    assert grant.scopes == (MAIL,)
    assert provider.tokens[grant.access_token] == "robin"
    assert (grant.granted_at, grant.access_ends_at) == (NOW, NOW + timedelta(seconds=3599))


def test_what_is_asked_for_cannot_send(robin: Person, provider: Microsoft) -> None:
    """The page tells the user what is granted; there must be no sending among it."""
    robin.sign_in()

    (wanted,) = provider.wanted
    assert wanted["scope"].split() == [MAIL, "offline_access"]


def test_the_provider_is_asked_no_more_often_than_it_wants(robin: Person, provider: Microsoft) -> None:
    """Whoever asks faster is shut out; every slow_down adds five seconds for good (RFC 8628 §3.5)."""
    provider.device["interval"] = 2
    provider.said = ["authorization_pending", "slow_down", "authorization_pending", "slow_down"]

    robin.sign_in()

    assert robin.waits == [2, 2, 7, 7, 12]


@pytest.mark.parametrize("interval", [None, "soon", -1, 0])
def test_without_a_usable_interval_five_seconds_are_waited(
    robin: Person, provider: Microsoft, interval: object
) -> None:
    """RFC 8628 §3.2; anything shorter would hammer the provider."""
    provider.device["interval"] = interval

    robin.sign_in()

    assert robin.waits == [5]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("access_denied", "as you said"),
        ("authorization_declined", "as you said"),
        ("expired_token", "in time"),
        ("bad_verification_code", "no longer knows the code"),
        ("invalid_grant", "invalid_grant"),
        ("interaction_required", "interaction_required"),
    ],
)
def test_an_answer_that_is_final_ends_the_waiting(robin: Person, provider: Microsoft, said: str, words: str) -> None:
    """Each with what the user can do; none is asked about again."""
    provider.said = ["authorization_pending", said, "authorization_pending"]

    with pytest.raises(LoginRefused, match=words):
        robin.sign_in()
    assert len(provider.asked) == 2


def test_nobody_is_waited_for_longer_than_the_code_is_good(robin: Person, provider: Microsoft) -> None:
    """A forgotten terminal must not ask for ever, not even a provider that never says that the code is over."""
    provider.device["expires_in"] = 60
    provider.said = ["authorization_pending"] * 1000

    with pytest.raises(LoginRefused, match="in time"):
        robin.sign_in()
    assert sum(robin.waits) == 60


@pytest.mark.parametrize("fault", [Cut.before, Cut.after, Answer(status=503), Answer(status=429, body={})])
def test_a_line_that_breaks_is_tried_again_more_slowly(
    robin: Person, provider: Microsoft, line: WebProxy, fault: Cut | Answer
) -> None:
    """The user is typing at that moment; a lost answer must not make him begin anew (RFC 8628 §3.5)."""
    line.break_once("POST", "/token", fault, times=2)

    grant = robin.sign_in()

    assert grant.refresh_token
    assert robin.waits == [5, 10, 20]


def test_a_provider_that_stays_away_is_said_to_be_unreachable(
    robin: Person, provider: Microsoft, line: WebProxy
) -> None:
    """Blaming the user for not typing the code would be wrong."""
    line.break_once("POST", "/token", Cut.before, times=1000)

    with pytest.raises(MailboxUnreachable, match="reached"):
        robin.sign_in()


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Cut.before, MailboxUnreachable), (Answer(status=200, body={"error": 1}), MailboxUnreachable),
     (Answer(status=200, body=["x"]), LoginRefused), (Answer(status=500), MailboxUnreachable),
     (Answer(status=400, body={"error": "invalid_scope"}), LoginRefused)],
)  # fmt: skip
def test_without_a_code_nothing_is_waited_for(
    robin: Person, line: WebProxy, fault: Cut | Answer, error: type[Exception]
) -> None:
    """Nothing was shown, so nothing can be typed."""
    line.break_once("POST", "/devicecode", fault)

    with pytest.raises(error):
        robin.sign_in()
    assert (robin.told, robin.waits) == ([], [])


def test_a_registration_the_provider_does_not_know_is_a_matter_of_the_settings(line: WebProxy) -> None:
    """A mistyped id, or one that does not allow public client flows."""
    with pytest.raises(ConfigError, match="registered"):
        Person(line, client_id="another").sign_in()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"scope": f"{MAIL} https://outlook.office.com/SMTP.Send"}, r"SMTP\.Send"),
        ({"scope": "openid"}, "Not everything"),
        ({"refresh_token": None}, "no lasting"),
    ],
)
def test_a_grant_that_is_not_what_was_asked_for_is_not_used(
    robin: Person, provider: Microsoft, told: dict[str, object], words: str
) -> None:
    """Above all one that could send."""
    provider.token |= told

    with pytest.raises(LoginRefused, match=words):
        robin.sign_in()


def test_a_provider_without_codes_is_not_asked(line: WebProxy) -> None:
    """Google grants no mail that way."""
    client = Client(client_id="c", client_secret="s", authorize_url=line.url, token_url=line.url)

    with pytest.raises(ConfigError, match="browser"):
        sign_in(client, scopes=("mail",), show=lambda errand: None, now=NOW)
    assert line.asked == []

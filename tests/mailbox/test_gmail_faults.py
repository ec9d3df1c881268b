"""What goes wrong on the way to Gmail: a proxy before the emulator breaks one thing at a time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import ConfigError, LoginRefused, MailboxFull, MailboxReset, MailboxUnreachable
from assistant.mail.message import Place
from assistant.mailbox import DraftState, Mailbox, PlacedDraft
from assistant.mailbox.browser import sign_in
from assistant.mailbox.google import scopes
from assistant.mailbox.grants import Grants
from assistant.mailbox.signing_in import Client, revoke
from tests.gmail.emulator import Emulator, GmailProgram
from tests.gmail.web_proxy import Answer, Asked, Cut, Done, WebProxy
from tests.mailbox.test_signing_in import Browser
from tests.mailbox.world import NOW, SINCE, identity, mail, names, put

Open = Callable[..., Mailbox]


def error(status: int, reason: str = "", message: str = "No.", headers: dict[str, str] | None = None) -> Answer:
    """An error as the Gmail API writes it."""
    said = {"code": status, "message": message, "errors": [{"reason": reason, "domain": "global"}] if reason else []}
    return Answer(status=status, body={"error": said}, headers=headers or {})


def drafts(program: GmailProgram) -> list[bytes]:
    """The bytes of every draft."""
    return [one["bytes"] for one in program.all("DRAFT")]


LOST = [
    Cut.after,
    Cut.quietly_after,
    Done(answer=error(503, "backendError")),
    Done(answer=Answer(status=200, body="no object")),
    Done(answer=Answer(status=302, headers={"location": "http://127.0.0.1:9/"})),
]


@pytest.mark.parametrize("fault", LOST, ids=["reset", "closed", "503", "nonsense", "redirected"])
def test_a_draft_whose_answer_was_lost_is_put_once_and_found(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram, fault: Cut | Done
) -> None:
    """The usual way to two replies: it was stored, nobody heard, it is stored again. httplib2 alone would do so."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    mailbox = open_gmail()
    floor, raw = mailbox.drafts_floor(), mail("d1", reply_to="parent")
    gmail_proxy.break_once("POST", "/drafts", fault)
    with pytest.raises(MailboxUnreachable):
        mailbox.put_draft(identity("d1"), raw, floor)
    posts = [one for one in gmail_proxy.asked if one.method == "POST"]

    place = open_gmail().put_draft(identity("d1"), raw, floor)

    assert len(posts) == 1
    assert place is not None
    assert drafts(gmail_program) == [raw]


def test_a_draft_that_never_reached_gmail_is_put_by_the_next_attempt(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """Nothing may be lost either."""
    mailbox = open_gmail()
    floor, raw = mailbox.drafts_floor(), mail("d1", reply_to="parent")
    gmail_proxy.break_once("POST", "/drafts", Cut.before)
    with pytest.raises(MailboxUnreachable):
        mailbox.put_draft(identity("d1"), raw, floor)

    assert mailbox.put_draft(identity("d1"), raw, floor)
    assert drafts(gmail_program) == [raw]


def test_a_draft_discarded_before_anybody_knew_of_it_is_not_put_again(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """Gmail forgets a discarded draft at once; its history still tells that one was there."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    mailbox = open_gmail()
    floor, raw = mailbox.drafts_floor(), mail("d1", reply_to="parent")
    gmail_proxy.break_once("POST", "/drafts", Cut.after)
    with pytest.raises(MailboxUnreachable):
        mailbox.put_draft(identity("d1"), raw, floor)
    gmail_program.delete(gmail_program.find(identity("d1"), "DRAFT"))

    assert open_gmail().put_draft(identity("d1"), raw, floor) is None
    assert drafts(gmail_program) == []


def test_a_line_that_went_stale_costs_no_draft(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """Google closes idle lines; a write on one would be uncertain for nothing, so it gets a fresh one."""
    mailbox = open_gmail()
    floor, raw = mailbox.drafts_floor(), mail("d1")
    gmail_proxy.fault = lambda asked: Cut.afterwards if asked.method == "GET" else None

    assert mailbox.put_draft(identity("d1"), raw, floor)
    assert drafts(gmail_program) == [raw]


def test_a_lost_answer_to_a_withdrawal_is_no_harm(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """It is asked for again, and by then the draft is gone."""
    mailbox = open_gmail()
    draft = put(mailbox, "d1")
    (lying,) = gmail_program.ask("GET", "drafts")["drafts"]
    gmail_proxy.break_once("DELETE", f"/drafts/{lying['id']}", Cut.quietly_after)
    with pytest.raises(MailboxUnreachable):
        mailbox.withdraw(draft)

    assert mailbox.withdraw(draft)
    assert drafts(gmail_program) == []


@pytest.mark.parametrize(
    "fault", [Cut.before, Cut.quietly_after, error(500), error(503, "backendError"), error(429, "rateLimitExceeded")]
)
def test_what_only_reads_is_tried_again(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram, waited: list[float], fault: Answer | Cut
) -> None:
    """A hiccup of a second must not cost ten minutes."""
    gmail_program.deliver(mail("new"), ["INBOX"], NOW)
    gmail_proxy.break_once("GET", "/messages", fault, times=2)

    mailbox = open_gmail()
    assert names(mailbox, mailbox.news(None, SINCE).arrivals) == ["new"]
    assert waited == [1.0, 2.0]


@pytest.mark.parametrize("status", [429, 403])
def test_gmail_is_left_alone_for_as_long_as_it_wants(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram, waited: list[float], status: int
) -> None:
    """Retry-After is heeded, also for a write: this answer says that nothing was stored."""
    mailbox = open_gmail()
    slow = error(status, "userRateLimitExceeded", headers={"retry-after": "17"})
    gmail_proxy.break_once("POST", "/drafts", slow, times=2)

    draft = put(mailbox, "d1")

    assert waited == [17.0, 17.0]
    assert drafts(gmail_program) == [draft.raw]


def test_gmail_that_stays_busy_is_left_to_the_next_run(
    open_gmail: Open, gmail_proxy: WebProxy, waited: list[float]
) -> None:
    """A run from cron must end."""
    gmail_proxy.break_once("GET", "/profile", error(429, "rateLimitExceeded", headers={"retry-after": "3600"}))
    with pytest.raises(MailboxUnreachable, match="less often"):
        open_gmail().drafts_floor()
    gmail_proxy.break_once("GET", "/profile", error(429, "rateLimitExceeded"), times=9)
    with pytest.raises(MailboxUnreachable, match="less often"):
        open_gmail().drafts_floor()

    assert waited == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("answer", "raised", "words"),
    [
        (error(403, "insufficientPermissions"), LoginRefused, "tick every box"),
        (error(403, "accessNotConfigured"), ConfigError, "turned off"),
        (error(403, "domainPolicy"), ConfigError, "administrator"),
        (error(403, "dailyLimitExceeded"), MailboxUnreachable, "tomorrow"),
        (error(403, "forbidden"), MailboxUnreachable, "forbidden"),
        (error(400, "failedPrecondition", "Mail service not enabled"), ConfigError, "no Gmail"),
        (error(403, message="The user's storage quota has been exceeded."), MailboxFull, "no room"),
        (error(413, "uploadTooLarge"), MailboxFull, "attach less"),
        (error(404, "notFound"), MailboxUnreachable, "notFound"),
        (Answer(status=200, body=["a", "b"]), MailboxUnreachable, "Something other"),
    ],
)
def test_an_error_says_who_must_act(
    open_gmail: Open, gmail_proxy: WebProxy, answer: Answer, raised: type[Exception], words: str
) -> None:
    """A user can do something about some of them, and cron tries again for others."""
    gmail_proxy.break_once("GET", "/profile", answer, times=9)

    with pytest.raises(raised, match=words) as caught:
        open_gmail().drafts_floor()
    assert type(caught.value).exit_code == raised.exit_code


def test_the_new_form_of_errors_is_read_too(open_gmail: Open, gmail_proxy: WebProxy) -> None:
    """Google's newer services give reasons as details."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]
    said = {"error": {"code": 403, "message": "No.", "status": "PERMISSION_DENIED", "details": details}}
    gmail_proxy.break_once("GET", "/profile", Answer(status=403, body=said))

    with pytest.raises(LoginRefused, match="tick every box"):
        open_gmail().drafts_floor()


def test_a_mailbox_nobody_answers_for_is_unreachable(open_gmail: Open, waited: list[float]) -> None:
    """No network is the usual trouble; a name that means nothing is another."""
    for endpoint in ("http://127.0.0.1:9", "https://gmail.invalid"):
        with pytest.raises(MailboxUnreachable, match="could not be reached"):
            open_gmail(endpoint=endpoint).drafts_floor()


def test_history_that_was_forgotten_leads_to_reading_anew_and_to_no_second_draft(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """Gmail keeps history for a week or so; a laptop may sleep longer."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    draft = put(mailbox, "d1")
    sent = put(mailbox, "d2", raw=mail("d2", reply_to="parent-2"))
    gmail_program.relabel(gmail_program.find(identity("d2"), "DRAFT"), add=["SENT"], remove=["DRAFT"])
    gone = error(404, "notFound")
    gmail_proxy.fault = lambda asked: gone if asked.path.endswith("/history") else None

    mailbox = open_gmail()
    with pytest.raises(MailboxReset):
        mailbox.news(cursor, SINCE)
    assert names(mailbox, mailbox.news(None, SINCE).arrivals) == ["parent"]
    assert mailbox.put_draft(draft.message_id, draft.raw, draft.floor) == draft.place
    assert mailbox.put_draft(sent.message_id, sent.raw, sent.floor) is None
    nowhere = [PlacedDraft(message_id=one.message_id, raw=one.raw, floor=one.floor) for one in (draft, sent)]
    assert mailbox.draft_states(nowhere) == {identity("d1"): DraftState.untouched, identity("d2"): DraftState.sent}


def test_an_empty_page_is_not_the_end(open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram) -> None:
    """Gmail gives pages without a word and with a next one (lieer#120)."""
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    gmail_program.deliver(mail("new"), ["INBOX"], NOW)
    empty = [Answer(status=200, body={"nextPageToken": "0", "historyId": gmail_program.history()})]
    gmail_proxy.fault = lambda asked: empty.pop() if empty and asked.path.endswith("/history") else None

    news = mailbox.news(cursor, SINCE)

    assert names(mailbox, news.arrivals) == ["new"]
    assert json.loads(news.cursor)["history"] == gmail_program.history()


def test_history_that_breaks_off_in_the_middle_is_read_again_whole(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """The cursor moves only with the last page, so nothing between is skipped."""
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    gmail_program.deliver(mail("new"), ["INBOX"], NOW)
    page = Answer(status=200, body={"nextPageToken": "0", "historyId": "99"})

    def breaks(asked: Asked) -> Answer | Cut | None:
        if not asked.path.endswith("/history"):
            return None
        return Cut.before if "pageToken" in asked.query else page

    gmail_proxy.fault = breaks
    with pytest.raises(MailboxUnreachable):
        mailbox.news(cursor, SINCE)
    gmail_proxy.fault = lambda asked: None

    assert names(mailbox, mailbox.news(cursor, SINCE).arrivals) == ["new"]


# The sign-in

USER = "user2@example.test"


@pytest.fixture
def renewable(gmail_emulator: Emulator, gmail_proxy: WebProxy, gmail_grants: Grants) -> Grants:
    """A sign-in that can be renewed; its access token is over."""
    base, proxied = f"http://127.0.0.1:{gmail_emulator.port}", gmail_proxy.url
    client = Client(
        client_id="client",
        client_secret="secret",
        authorize_url=f"{base}/o/oauth2/v2/auth",
        token_url=f"{proxied}/oauth2/token",
        revoke_url=f"{proxied}/oauth2/revoke",
    )
    browser = Browser(user=USER)
    long_ago = datetime.now(UTC) - timedelta(hours=2)
    gmail_grants.keep(sign_in(client, scopes=scopes(tags=True), user=USER, show=browser, now=long_ago))
    browser.close()
    gmail_proxy.asked.clear()
    return gmail_grants


def token_requests(proxy: WebProxy) -> int:
    return sum(one.path == "/oauth2/token" for one in proxy.asked)


def test_an_access_token_that_is_over_is_renewed_once_and_kept(
    renewable: Grants, open_gmail: Open, gmail_proxy: WebProxy
) -> None:
    """It lasts an hour; a run every ten minutes need not ask each time."""
    for _ in range(3):
        open_gmail(user=USER).drafts_floor()

    assert token_requests(gmail_proxy) == 1
    assert renewable.read().access_ends_at > datetime.now(UTC) + timedelta(minutes=50)


def test_an_access_token_gmail_no_longer_takes_is_renewed(
    renewable: Grants, open_gmail: Open, gmail_proxy: WebProxy
) -> None:
    """A clock may be wrong, and Google may end a token early; the request that met 401 is made again."""
    mailbox = open_gmail(user=USER)
    mailbox.drafts_floor()
    gmail_proxy.break_once("POST", "/drafts", error(401, "authError"))

    assert put(mailbox, "d1").place
    assert token_requests(gmail_proxy) == 2


def test_a_sign_in_gmail_refuses_for_good_is_said(renewable: Grants, open_gmail: Open, gmail_proxy: WebProxy) -> None:
    """Renewing it again and again would lock the account."""
    gmail_proxy.break_once("GET", "/profile", error(401, "authError"), times=99)

    with pytest.raises(LoginRefused, match="assistant login main"):
        open_gmail(user=USER).drafts_floor()
    assert token_requests(gmail_proxy) <= 4


def test_a_revoked_sign_in_is_said(renewable: Grants, open_gmail: Open, gmail_proxy: WebProxy) -> None:
    """It cannot be renewed; the user must sign in anew."""
    revoke(renewable.read(), f"{gmail_proxy.url}/oauth2/revoke")

    with pytest.raises(LoginRefused, match=r"ended the sign-in \(it was withdrawn.*assistant login main"):
        open_gmail(user=USER).drafts_floor()


def test_a_sign_in_that_ended_by_itself_says_why(renewable: Grants, open_gmail: Open, gmail_proxy: WebProxy) -> None:
    """Seven days after signing in to a project in Testing; the cure is not to sign in again each week."""
    renewable.keep(replace(renewable.read(), refresh_token="dead", ends_at=NOW))

    with pytest.raises(LoginRefused, match="seven days"):
        open_gmail(user=USER).drafts_floor()


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Cut.before, MailboxUnreachable),
        (Cut.after, MailboxUnreachable),
        (Answer(status=503, body={"error": "temporarily_unavailable"}), MailboxUnreachable),
        (Answer(status=401, body={"error": "invalid_client"}), ConfigError),
    ],
)
def test_trouble_with_renewing_is_told_apart(
    renewable: Grants, open_gmail: Open, gmail_proxy: WebProxy, fault: Answer | Cut, raised: type[Exception]
) -> None:
    """An endpoint that is down is no reason to sign in anew."""
    gmail_proxy.break_once("POST", "/token", fault, times=99)

    with pytest.raises(raised):
        open_gmail(user=USER).drafts_floor()


def test_another_accounts_sign_in_is_refused(renewable: Grants, open_gmail: Open) -> None:
    """People have a private account and one for applications, and choose the wrong one in the browser."""
    with pytest.raises(ConfigError, match=r"user2@.* but the settings say user3@"):
        open_gmail(user="user3@example.test").news(None, SINCE)


def test_who_never_signed_in_is_told_what_to_do(open_gmail: Open, gmail_grants: Grants) -> None:
    """The first thing a newcomer meets."""
    gmail_grants.forget()

    with pytest.raises(LoginRefused, match="assistant login main"):
        open_gmail().drafts_floor()


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"client_id": 1}'])
def test_a_damaged_sign_in_is_said_without_showing_it(open_gmail: Open, tmp_path: Path, text: str) -> None:
    """A disk that filled up, a hand that edited."""
    path = tmp_path / "gmail.grant"
    path.write_text(f"{text}\n")

    with pytest.raises(ConfigError) as caught:
        open_gmail().drafts_floor()
    assert caught.value.__cause__ is None


def test_without_the_scope_nothing_is_labelled(
    open_gmail: Open, gmail_grants: Grants, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """Who turned tags off granted less; nothing is tried that would fail."""
    key = gmail_program.deliver(mail("a"), ["INBOX"], NOW)
    gmail_grants.keep(replace(gmail_grants.read(), scopes=scopes(tags=False)))

    assert not open_gmail().tag([Place(folder="INBOX", key=key)], "$JobOffer")
    assert gmail_proxy.asked == []

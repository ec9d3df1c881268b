"""What is particular to Gmail: labels for folders, threads, handles that change, a price for everything."""

import base64
import socket
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest

from assistant.errors import ConfigError, MailboxUnreachable
from assistant.mail.message import Place
from assistant.mailbox import DraftState, Mailbox, PlacedDraft
from assistant.mailbox.gmail.quota import BURST_UNITS, UNITS_PER_MINUTE, Bucket
from assistant.mailbox.gmail.sameness import is_as_put
from tests.gmail.emulator import GmailProgram
from tests.gmail.prices import units
from tests.gmail.web_proxy import Answer, Asked, WebProxy
from tests.mailbox.world import NOW, SINCE, identity, mail, names, put

Open = Callable[..., Mailbox]


def test_mail_that_comes_back_is_news(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Out of Spam, the archive or a snooze: the message is old, its place in the inbox is new."""
    key = gmail_program.deliver(mail("snoozed"), [], NOW)
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    gmail_program.relabel(key, add=["STARRED"])
    gmail_program.relabel(key, add=["INBOX"])

    assert names(mailbox, mailbox.news(cursor, SINCE).arrivals) == ["snoozed"]


def test_no_draft_of_the_users_is_news(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Every autosave is a new message."""
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    gmail_program.deliver(mail("autosave"), ["DRAFT", "INBOX"], NOW)

    news = mailbox.news(cursor, SINCE)

    assert not news.arrivals
    assert news.drafts_changed


def test_what_comes_while_pages_are_turned_is_told_next_time(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """The last page knows of it but need not hold it."""
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    start = gmail_program.history()
    gmail_program.deliver(mail("meanwhile"), ["INBOX"], NOW)
    pages = [{"historyId": gmail_program.history()}, {"historyId": start, "nextPageToken": "1"}]
    told = [Answer(status=200, body=page) for page in pages]
    gmail_proxy.fault = lambda asked: told.pop() if told and asked.path.endswith("/history") else None

    cursor = mailbox.news(cursor, SINCE).cursor

    assert names(mailbox, mailbox.news(cursor, SINCE).arrivals) == ["meanwhile"]


def test_a_draft_that_vanished_is_noticed_whatever_history_tells_of_it(open_gmail: Open, gmail_proxy: WebProxy) -> None:
    """Of what is deleted history need not tell the labels."""
    mailbox = open_gmail()
    cursor = mailbox.news(None, SINCE).cursor
    told = {"history": [{"id": "7", "messagesDeleted": [{"message": {"id": "x", "threadId": "y"}}]}], "historyId": "7"}
    gmail_proxy.break_once("GET", "/history", Answer(status=200, body=told))

    assert mailbox.news(cursor, SINCE).drafts_changed


def test_mail_that_was_thrown_away_is_gone(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """It keeps its id in Trash; a reply to it would be shown nowhere."""
    keys = [gmail_program.deliver(mail(name), ["INBOX"], NOW) for name in ("a", "b", "c")]
    mailbox = open_gmail()
    gmail_program.relabel(keys[0], add=["TRASH"], remove=["INBOX"])
    gmail_program.relabel(keys[1], add=["SPAM"], remove=["INBOX"])
    gmail_program.relabel(keys[2], remove=["INBOX"])

    places = [Place(folder="INBOX", key=key) for key in keys]
    read = dict(mailbox.read(places))

    assert [read[place] is None for place in places] == [True, True, False]
    assert mailbox.tags(places) == {places[2]: frozenset()}


def test_the_newest_mail_is_read_first(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """A first run waits for Gmail's quota for minutes; what came today is not to wait."""
    for number in range(3):
        gmail_program.deliver(mail(f"n{number}"), ["INBOX"], NOW - timedelta(days=3 - number))
    mailbox = open_gmail()
    places = mailbox.news(None, SINCE).arrivals

    assert [place for place, _ in mailbox.read(places)] == list(reversed(places))


def test_what_another_kind_of_mailbox_left_behind_is_gone(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """People read the account over IMAP first and change its kind later; the ledger stays."""
    invalid = Answer(status=400, body={"error": {"code": 400, "errors": [{"reason": "invalidArgument"}]}})
    gmail_proxy.fault = lambda asked: invalid if asked.path.endswith("/messages/17") else None
    places = [Place(folder="INBOX", epoch="1", key="17"), Place(folder="INBOX", key="1.M2P3.host:2,S")]
    old = PlacedDraft(message_id=identity("d1"), raw=mail("d1"), floor='{"Drafts": ["1", 7]}', place=places[0])
    mailbox = open_gmail()

    assert dict(mailbox.read(places)) == dict.fromkeys(places)
    assert mailbox.draft_states([old]) == {identity("d1"): DraftState.gone}
    assert not mailbox.tag([places[1]], "$JobOffer")
    assert mailbox.put_draft(old.message_id, old.raw, old.floor)
    assert gmail_program.find(identity("d1"), "DRAFT")


def test_our_label_is_known_however_the_user_writes_it(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Gmail takes names that differ only in case for the same and would make no second."""
    label = gmail_program.ask("POST", "labels", {"name": "jobsearch/OFFER"})["id"]
    key = gmail_program.deliver(mail("a"), ["INBOX"], NOW)

    assert open_gmail().tag([Place(folder="INBOX", key=key)], "$JobOffer")
    assert set(gmail_program.label_names()) == {label}


def test_a_label_may_be_watched_by_its_name(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """People let a filter sort their applications under a label of their own."""
    label = gmail_program.ask("POST", "labels", {"name": "Bewerbung/2026"})["id"]
    gmail_program.deliver(mail("sorted"), [label], NOW)
    gmail_program.deliver(mail("other"), ["INBOX"], NOW)
    mailbox = open_gmail(folders=("Bewerbung/2026",))

    assert names(mailbox, mailbox.news(None, SINCE).arrivals) == ["sorted"]
    with pytest.raises(ConfigError, match="Nowhere"):
        open_gmail(folders=("Nowhere",)).news(None, SINCE)


def test_a_reply_lies_in_the_conversation_it_answers(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Elsewhere Gmail shows it to nobody; also when the parent was not read just before."""
    key = gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    thread = gmail_program.ask("GET", f"messages/{key}")["threadId"]
    put(open_gmail(), "d1", raw=mail("d1", reply_to="parent"))

    (draft,) = gmail_program.ask("GET", "drafts")["drafts"]
    assert draft["message"]["threadId"] == thread


def test_the_conversation_is_named_to_gmail(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """The emulator finds it by In-Reply-To alone, Gmail does not; a conversation that is gone costs no draft."""
    key = gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    thread = gmail_program.ask("GET", f"messages/{key}")["threadId"]
    gone = Answer(status=404, body={"error": {"code": 404, "errors": [{"reason": "notFound"}]}})
    gmail_proxy.break_once("POST", "/drafts", gone)

    assert put(open_gmail(), "d1", raw=mail("d1", reply_to="parent")).place

    first, second = (one.body for one in gmail_proxy.asked if one.method == "POST")
    assert f'"threadId": "{thread}"'.encode() in first
    assert b"threadId" not in second


def test_a_draft_that_lists_do_not_show_yet_is_found_in_its_conversation(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram
) -> None:
    """Gmail's lists may lag behind; the conversation is the third witness."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    draft = put(open_gmail(), "d1", raw=mail("d1", reply_to="parent"))

    def lags(asked: Asked) -> Answer | None:
        late = asked.method == "GET" and asked.path.endswith(("/drafts", "/history"))
        return Answer(status=200, body={"historyId": "1"}) if late else None

    gmail_proxy.fault = lags
    assert open_gmail().put_draft(draft.message_id, draft.raw, draft.floor) == draft.place


def test_the_users_own_answer_in_the_conversation_gets_no_twin(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Gmail shows one draft of a conversation; a second would hide the user's own words."""
    key = gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    thread = gmail_program.ask("GET", f"messages/{key}")["threadId"]
    gmail_program.deliver(mail("own", reply_to="parent"), ["DRAFT"], NOW, thread)

    assert put(open_gmail(), "d1", raw=mail("d1", reply_to="parent")).place is None


def test_an_edited_draft_is_known_though_every_handle_changed(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Message id and Message-ID change at each autosave, the thread with the subject."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    mailbox = open_gmail()
    draft = put(mailbox, "d1", raw=mail("d1", reply_to="parent"))
    gmail_program.delete(gmail_program.find(identity("d1"), "DRAFT"))
    gmail_program.deliver(mail("x1", reply_to="parent", subject="Other"), ["DRAFT"], NOW, "another-thread")

    assert mailbox.draft_states([draft]) == {identity("d1"): DraftState.edited}
    assert mailbox.withdraw(draft)
    assert len(gmail_program.all("DRAFT")) == 1


def test_a_draft_edited_in_place_is_noticed_too(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Gmail says that a message never changes; no handle is trusted alone."""
    mailbox = open_gmail()
    draft = put(mailbox, "d1", raw=mail("d1", reply_to="parent"))
    (lying,) = gmail_program.ask("GET", "drafts")["drafts"]
    changed = base64.urlsafe_b64encode(draft.raw.replace(b"Hello.", b"Goodbye.")).decode()
    gmail_program.ask("PUT", f"drafts/{lying['id']}", {"message": {"raw": changed}})

    assert gmail_program.ask("GET", "drafts")["drafts"] == [lying]
    assert mailbox.draft_states([draft]) == {identity("d1"): DraftState.edited}
    assert not mailbox.withdraw(draft)


RAW = mail("d1", reply_to="parent")


@pytest.mark.parametrize(
    ("stored", "same"),
    [
        (RAW, True),
        (b"Received: from x by gmailapi.google.com\r\n with HTTPREST; now\r\n" + RAW, True),
        (RAW.replace(b"\r\n\r\n", b"\r\nMIME-Version: 1.0\r\nDate: now\r\n\r\n"), True),
        (b"Cc: boss@example.org\r\n" + RAW, False),
        (RAW.replace(b"Subject: Hi\r\n", b""), False),
        (RAW.replace(b"Subject: Hi", b"Subject: Ho"), False),
        (RAW.replace(b"Hello.", b"Hello!"), False),
        (b"", False),
    ],
)
def test_what_gmail_adds_is_no_edit_and_all_else_is(stored: bytes, same: bool) -> None:
    """A message stored through the API gets trace fields; one changed word is the user's work."""
    assert is_as_put(RAW, stored) is same


# What it costs


@pytest.mark.parametrize("count", [0, 300])
def test_a_poll_without_news_is_one_turn_and_two_units(
    open_gmail: Open, gmail_program: GmailProgram, gmail_proxy: WebProxy, count: int
) -> None:
    """It happens every few minutes, whatever the mailbox's size."""
    for number in range(count):
        gmail_program.deliver(mail(f"n{number}"), ["INBOX"], NOW)
    cursor = open_gmail().news(None, SINCE).cursor
    gmail_proxy.asked.clear()

    with closing(open_gmail()) as mailbox:
        mailbox.news(cursor, SINCE)

    assert len(gmail_proxy.asked) == 1
    assert units(gmail_proxy.asked) == 2


def test_a_first_run_lists_everything_before_it_reads_anything(
    open_gmail: Open, gmail_program: GmailProgram, gmail_proxy: WebProxy
) -> None:
    """Listing is nearly free, so all that is to be read is known, and remembered, at once."""
    for number in range(40):
        gmail_program.deliver(mail(f"n{number}"), ["INBOX"], NOW)
    mailbox = open_gmail()
    places = mailbox.news(None, SINCE).arrivals
    assert units(gmail_proxy.asked) <= 50
    gmail_proxy.asked.clear()
    assert len(list(mailbox.read(places))) == 40

    assert units(gmail_proxy.asked) == 40 * 20


def test_a_reply_costs_the_same_however_many_drafts_lie_there(
    open_gmail: Open, gmail_program: GmailProgram, gmail_proxy: WebProxy
) -> None:
    """Others' drafts lie in other conversations and need not be looked at."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    for number in range(30):
        gmail_program.deliver(mail(f"o{number}", reply_to=f"p{number}"), ["DRAFT"], NOW)
    mailbox = open_gmail()
    list(mailbox.read(mailbox.news(None, SINCE).arrivals))
    gmail_proxy.asked.clear()

    put(mailbox, "d1", raw=mail("d1", reply_to="parent"))

    assert units(gmail_proxy.asked) <= 70


def test_a_first_reply_costs_little_in_an_old_mailbox(
    open_gmail: Open, gmail_program: GmailProgram, gmail_proxy: WebProxy
) -> None:
    """A young ledger has no floor; the conversation alone tells whether it was answered."""
    gmail_program.deliver(mail("parent"), ["INBOX"], NOW)
    for number in range(30):
        gmail_program.deliver(mail(f"s{number}"), ["SENT" if number % 2 else "TRASH"], NOW)
    mailbox = open_gmail()
    list(mailbox.read(mailbox.news(None, SINCE).arrivals))
    gmail_proxy.asked.clear()

    assert mailbox.put_draft(identity("d1"), mail("d1", reply_to="parent"), "")
    assert units(gmail_proxy.asked) <= 60


def test_reading_back_tags_costs_little_however_many_messages_there_are(
    open_gmail: Open, gmail_program: GmailProgram, gmail_proxy: WebProxy
) -> None:
    """It is done whenever any label changed, and for hundreds of messages, most of them without a tag."""
    keys = [gmail_program.deliver(mail(f"n{number}"), ["INBOX"], NOW) for number in range(60)]
    places = [Place(folder="INBOX", key=key) for key in keys]
    mailbox = open_gmail()
    assert mailbox.tag([places[0]], "$JobOffer")
    gmail_program.delete(keys[1])
    gmail_proxy.asked.clear()

    tags = mailbox.tags(places)

    assert tags == {places[0]: {"$JobOffer"}} | {place: frozenset() for place in places[2:]}
    assert units(gmail_proxy.asked) <= 5 + 5 + 20


def test_the_pace_stays_below_gmails_limit() -> None:
    """6,000 units in any minute; whoever passes it is refused, and after that for longer."""
    clock = [0.0]
    bucket = Bucket(clock=lambda: clock[0], sleep=lambda seconds: clock.__setitem__(0, clock[0] + seconds))
    spent = []
    for _ in range(1000):
        bucket.take(20)
        spent.append(clock[0])

    busiest = max(sum(20 for at in spent if start <= at < start + 60) for start in spent)
    assert busiest <= 6000
    assert spent[-1] == pytest.approx((20_000 - BURST_UNITS) / UNITS_PER_MINUTE * 60)


def test_a_pause_fills_the_bucket_no_further_than_its_rim() -> None:
    """An idle hour is no leave to take six thousand at once."""
    clock, slept = [0.0], list[float]()
    bucket = Bucket(clock=lambda: clock[0], sleep=slept.append)
    clock[0] = 3600.0
    bucket.take(BURST_UNITS)
    assert slept == []

    bucket.take(55)
    assert slept == [pytest.approx(0.6)]


def test_a_gmail_that_never_answers_costs_one_timeout(open_gmail: Open, waited: list[float]) -> None:
    """Asked again and again it would hold up the other accounts for minutes."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mailbox = open_gmail(endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}", timeout_seconds=0.5)
        with pytest.raises(MailboxUnreachable, match="in time"):
            mailbox.news(None, SINCE)

    assert waited == []

"""Accounts set up in ways people really have them, on a real server."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from assistant.mailbox import DraftState, Mailbox
from assistant.mailbox.account import ImapAccount
from assistant.mailbox.imap.session import Session
from tests.conftest import Person
from tests.mailbox.world import SINCE, identity, ids, large_mail, mail, put
from tests.proxy import Proxy


def test_localised_folders_are_found_and_written_to(person: Person, open_imap: Callable[..., Mailbox]) -> None:
    """Names beyond ASCII go there and back; no folder is marked, so the name tells."""
    person.program.delete("Drafts")
    person.program.delete("Sent")
    person.program.create("Entwürfe", "Gesendete Elemente", "Entwürfe/Projekt")
    mailbox = open_imap()
    person.program.deliver(mail("sent"), folder="Gesendete Elemente")
    place = mailbox.put_draft(identity("d1"), mail("d1"), mailbox.drafts_floor())

    assert place is not None and place.folder == "Entwürfe"
    assert [place.folder for place in mailbox.news(None, SINCE).sent] == ["Gesendete Elemente"]


@pytest.mark.parametrize("name", ['a"b', "a&b", "a*b", "a%b", "a b", "日本 é", "a\\b"])
def test_a_configured_folder_may_have_any_name(person: Person, open_imap: Callable[..., Mailbox], name: str) -> None:
    """People name folders as they like, and patterns must not match their neighbours."""
    person.program.create(name, "axb")
    mailbox = open_imap(drafts=name, folders=("INBOX", name))
    place = mailbox.put_draft(identity("d1"), mail("d1"), mailbox.drafts_floor())
    news = mailbox.news(None, SINCE)

    assert place is not None and place.folder == name
    assert news.arrivals == ()
    assert [raw for raw, _ in person.program.messages(name)] == [mail("d1")]


def test_places_of_several_folders_are_read_whatever_else_is_asked_meanwhile(
    person: Person, open_imap: Callable[..., Mailbox]
) -> None:
    """Reading goes on step by step; another question in between must not make it read another folder's messages."""
    person.program.create("Jobs")
    for number in range(3):
        person.program.deliver(large_mail(f"inbox{number}"))
        person.program.deliver(mail(f"small{number}"))
        person.program.deliver(mail(f"jobs{number}"), folder="Jobs")
        person.program.deliver(mail(f"sent{number}"), folder="Sent")
    mailbox = open_imap(folders=("INBOX", "Jobs"))
    names = []
    for _, arrival in mailbox.read(mailbox.news(None, SINCE).arrivals):
        assert arrival is not None
        names.append(arrival.raw.split(b"@")[0].partition(b"<")[2].decode())
        mailbox.drafts_floor()
        assert mailbox.find("<nowhere@example.test>") is None

    assert sorted(names) == sorted(f"{name}{number}" for name in ("inbox", "small", "jobs") for number in range(3))


def test_a_server_without_any_extension_serves(person: Person, proxy: Proxy, open_imap: Callable[..., Mailbox]) -> None:
    """Courier offers little more than RFC 3501."""
    proxy.hide("LIST-STATUS", "LIST-EXTENDED", "CONDSTORE", "QRESYNC", "UIDPLUS", "SPECIAL-USE", "LITERAL+", "MOVE")
    person.program.deliver(mail("one"))
    mailbox = open_imap()
    news = mailbox.news(None, SINCE)
    mailbox.put_draft(identity("d1"), mail("d1"), mailbox.drafts_floor())
    person.program.deliver(mail("two"))

    assert len(mailbox.news(news.cursor, SINCE).arrivals) in (1, 2)
    assert ids(person.program, "Drafts") == [identity("d1")]
    assert mailbox.find(identity("one")) == news.arrivals[0]


def test_mail_of_before_is_not_news_when_new_mail_comes(person: Person, open_imap: Callable[..., Mailbox]) -> None:
    """The UIDs just before are listed again in case one was hidden; years-old mail among them stays unread."""
    for moment in (datetime(2020, 1, 1, tzinfo=UTC), SINCE - timedelta(hours=1), SINCE - timedelta(seconds=1)):
        person.program.deliver(mail("old"), received=moment)
    mailbox = open_imap()
    cursor = mailbox.news(None, SINCE).cursor
    person.program.deliver(mail("new"))
    arrivals = mailbox.news(cursor, SINCE).arrivals

    assert [place.key for place in arrivals] == ["4"]


def test_a_draft_marked_as_deleted_is_gone_and_not_put_again(person: Person, open_imap: Callable[..., Mailbox]) -> None:
    """Mail programs mark first and expunge when the folder is left."""
    mailbox = open_imap()
    draft = put(mailbox, "d1")
    person.program.change_flags(draft.message_id, "+FLAGS.SILENT", r"(\Deleted)", folder="Drafts")

    assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.gone}
    mailbox.put_draft(draft.message_id, draft.raw, draft.floor)
    assert len(person.program.messages("Drafts")) == 1


def test_a_drafts_folder_named_later_is_used_at_once(person: Person, open_imap: Callable[..., Mailbox]) -> None:
    """What was found out once is remembered with the position, but never against the configuration."""
    person.program.create("Mine")
    cursors = [open_imap().news(None, SINCE).cursor]
    for drafts in ("Mine", None):
        mailbox = open_imap(drafts=drafts)
        cursors.append(mailbox.news(cursors[-1], SINCE).cursor)
        mailbox.put_draft(identity(f"in-{drafts}"), mail(f"in-{drafts}", reply_to=f"{drafts}"), mailbox.drafts_floor())

    assert ids(person.program, "Mine") == [identity("in-Mine")]
    assert ids(person.program, "Drafts") == [identity("in-None")]


def test_a_uid_below_the_range_asked_for_is_not_taken(person: Person, proxy: Proxy) -> None:
    """`500:*` always names the last message, be it number 3 (RFC 9051 §6.4.4)."""
    for number in range(3):
        person.program.deliver(mail(f"n{number}"))
    secret = person.password
    session = Session(
        ImapAccount(host="127.0.0.1", port=proxy.port, user=person.user, secret=lambda: secret, security="plain")
    )
    with closing(session):
        standing = session.examine("INBOX")

        assert session.search("UID", "500:*") == [3]
        assert session.search_from(500, standing) == []
        assert session.search_from(2, standing) == [2, 3]

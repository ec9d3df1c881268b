"""The digest in Gmail where something goes wrong, or the user has an opinion."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.errors import MailboxUnreachable, NoPlaceForDigest
from assistant.mail.message import Place
from assistant.mailbox import Mailbox
from assistant.mailbox.google import scopes
from assistant.mailbox.grants import Grants
from tests.gmail.emulator import GmailProgram
from tests.gmail.web_proxy import Cut, WebProxy
from tests.mailbox.world import NOW, digest, identity, mail, put_digest

Open = Callable[..., Mailbox]


@pytest.mark.parametrize("fault", [Cut.before, Cut.after, Cut.quietly_after])
def test_a_digest_whose_answer_was_lost_lies_there_once(
    open_gmail: Open, gmail_proxy: WebProxy, gmail_program: GmailProgram, fault: Cut
) -> None:
    """Inserting cannot be made safe to repeat, so it is looked for before it is repeated."""
    mailbox = open_gmail(digest=True)
    floor = mailbox.digest_floor()
    gmail_proxy.break_once("POST", "/messages", fault)
    with pytest.raises(MailboxUnreachable):
        mailbox.put_digest(identity("monday"), digest("monday"), floor)

    place = mailbox.put_digest(identity("monday"), digest("monday"), floor)

    (lying,) = gmail_program.all("INBOX")
    assert place == Place(folder="INBOX", key=lying["id"])


def test_a_digest_that_was_answered_in_gmail_is_left_alone(open_gmail: Open, gmail_program: GmailProgram) -> None:
    """Gmail has no mark for answered mail; that its conversation has grown tells it."""
    mailbox = open_gmail(digest=True)
    placed = put_digest(mailbox, "monday")
    (lying,) = gmail_program.all("INBOX")
    gmail_program.deliver(mail("answer", reply_to="monday"), ["SENT"], NOW, thread=lying["threadId"])

    assert not mailbox.remove_digest(placed)
    assert [one["id"] for one in gmail_program.all("INBOX")] == [lying["id"]]


def test_without_the_scope_there_is_no_place_for_a_digest(
    open_gmail: Open, gmail_grants: Grants, gmail_proxy: WebProxy
) -> None:
    """Who turned tags off granted less; it is said how to grant more, and nothing is tried that would fail."""
    gmail_grants.keep(replace(gmail_grants.read(), scopes=scopes(tags=False)))

    with pytest.raises(NoPlaceForDigest, match="assistant login main"):
        open_gmail(digest=True).digest_floor()
    assert gmail_proxy.asked == []

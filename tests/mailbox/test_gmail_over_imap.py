"""Gmail over IMAP (X-GM-EXT-1), in the words its documentation gives; no live Gmail can be reached from a test."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from imapclient import imap_utf7

from assistant.mail.message import Place
from assistant.mailbox import Mailbox
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.mailbox.scripted import EXAMINED, Scripted
from tests.mailbox.world import SINCE

PLACE = Place(folder="INBOX", epoch="7", key="10")
OFFERS = b"IMAP4rev1 IDLE NAMESPACE X-GM-EXT-1 UIDPLUS CONDSTORE LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE"
FOLDERS = (
    b'* LIST (\\HasNoChildren) "/" "INBOX"\r\n* LIST (\\HasChildren \\Noselect) "/" "[Gmail]"\r\n'
    b'* LIST (\\All \\HasNoChildren) "/" "[Gmail]/Alle Nachrichten"\r\n'
    b'* LIST (\\Drafts \\HasNoChildren) "/" "[Gmail]/Entw&APw-rfe"\r\n'
    b'* LIST (\\HasNoChildren \\Sent) "/" "[Gmail]/Gesendet"\r\n'
    b'* LIST (\\HasNoChildren \\Trash) "/" "[Gmail]/Papierkorb"\r\n'
    b'* LIST (\\HasNoChildren) "/" "Entw&APw-rfe"\r\n'
    b'* STATUS "INBOX" (MESSAGES 1 UIDNEXT 11 UIDVALIDITY 7 HIGHESTMODSEQ 5)\r\n'
    b'* STATUS "[Gmail]/Entw&APw-rfe" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 8 HIGHESTMODSEQ 5)\r\n'
    b'* STATUS "[Gmail]/Gesendet" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 9 HIGHESTMODSEQ 5)\r\n'
    b'* STATUS "[Gmail]/Papierkorb" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 10 HIGHESTMODSEQ 5)\r\n{tag} OK Success\r\n'
)
FIELDS = b"HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO TO SUBJECT)"


class Gmail:
    """One message in INBOX, with labels that can be stored."""

    def __init__(self) -> None:
        """Start with a label of the user's own."""
        self.forgetful = False
        self.only_in, self._open = "", ""
        self.labels = [b'"\\\\Important"', b'"Job hunt"']

    def store(self, command: str) -> bytes:
        """Add or remove labels."""
        asked = [label.encode() for label in re.findall(r'"[^"]*"', command)]
        kept = [label for label in self.labels if label not in asked]
        self.labels = self.labels if self.forgetful else kept + (asked if "+X-GM-LABELS" in command else [])
        return b"{tag} OK Success\r\n"

    def examine(self, command: str) -> bytes:
        """Open a folder."""
        self._open = imap_utf7.decode(re.findall(rb'"(.*)"', command.encode())[0])
        return EXAMINED

    def search(self, _: str) -> bytes:
        """Find the message in the folders that hold it."""
        there = self.only_in in ("", self._open)
        return (b"* SEARCH 10\r\n" if there else b"* SEARCH\r\n") + b"{tag} OK SEARCH completed (Success)\r\n"

    def fetch(self, command: str) -> bytes:
        """Tell all that was asked for of a message without words."""
        raw = b"Message-ID: <ten@x>\r\n\r\nHello.\r\n"
        told = b" ".join(self.labels)
        return (
            b"* 1 FETCH (X-GM-THRID 1278455344230334865 X-GM-LABELS ("
            + told
            + b") UID 10 RFC822.SIZE %d " % len(raw)
            + b'INTERNALDATE "20-Nov-2026 10:00:00 +0000" FLAGS (\\Seen $JobOffer) '
            + b"BODY[%b] {%d}\r\n%b)\r\n" % (FIELDS if "HEADER" in command else b"", len(raw), raw)
            + b"{tag} OK Success\r\n"
        )


@pytest.fixture
def gmail() -> Gmail:
    """The account's state."""
    return Gmail()


@pytest.fixture
def server(gmail: Gmail) -> Iterator[Scripted]:
    """A server that speaks as Gmail does."""
    selected = b"* OK [PERMANENTFLAGS (\\Seen \\Draft)] ok\r\n" + EXAMINED.replace(b"READ-ONLY", b"READ-WRITE")
    answers = {
        "LOGIN": b"* CAPABILITY " + OFFERS + b"\r\n{tag} OK me@gmail.com authenticated (Success)\r\n",
        "CAPABILITY": b"* CAPABILITY " + OFFERS + b"\r\n{tag} OK Thats all she wrote!\r\n",
        "LIST": FOLDERS, "SELECT": selected, "UID STORE": gmail.store, "UID FETCH": gmail.fetch,
        "EXAMINE": gmail.examine, "UID SEARCH": gmail.search,
    }  # fmt: skip
    with closing(Scripted(answers, greeting=b"* OK Gimap ready for requests\r\n")) as running:
        yield running


@pytest.fixture
def mailbox(server: Scripted) -> Iterator[Mailbox]:
    """The account."""
    account = ImapAccount(host="127.0.0.1", port=server.port, user="me", secret=lambda: "x", security="plain")
    with ExitStack() as opened:
        yield opened.enter_context(closing(open_mailbox(account)))


def test_a_tag_is_a_label_that_the_user_sees(gmail: Gmail, mailbox: Mailbox) -> None:
    """Gmail's pages show labels and no keywords; labels of the user's own stay."""
    assert mailbox.tag([PLACE], "$JobRejection")
    assert mailbox.tag([PLACE], "$JobUpdate", remove=["$JobRejection", "$JobScheduling"])

    assert gmail.labels == [b'"\\\\Important"', b'"Job hunt"', b'"JobSearch/Update"']


def test_labels_are_read_back_as_tags(gmail: Gmail, mailbox: Mailbox) -> None:
    """A label the user takes off or puts on in the browser is a lesson."""
    gmail.labels.append(b'"JobSearch/Scheduling"')

    assert mailbox.tags([PLACE])[PLACE] >= {"$JobScheduling"}
    ((_, arrival),) = mailbox.read([PLACE])
    assert arrival.keywords >= {"$JobScheduling"}


def test_a_keyword_is_no_label(mailbox: Mailbox) -> None:
    """What lies there as a keyword, which nobody sees, must not pass for the label."""
    assert mailbox.tags([PLACE]) == {PLACE: frozenset()}


def test_a_label_that_was_not_stored_is_found_out(gmail: Gmail, server: Scripted, mailbox: Mailbox) -> None:
    """Only reading back proves anything."""
    gmail.forgetful = True

    assert not mailbox.tag([PLACE], "$JobOffer")
    assert any("+X-GM-LABELS.SILENT" in command for command in server.heard)


def test_folders_are_known_by_their_use_in_any_language(mailbox: Mailbox, server: Scripted) -> None:
    """A label of the user's own may be called Drafts too; Gmail's is the one that is marked."""
    news = mailbox.news(None, SINCE)

    assert "[Gmail]/Entwürfe" in mailbox.drafts_floor()
    assert '"archive": "[Gmail]/Alle Nachrichten"' in news.cursor


def test_the_thread_is_gmails_own(mailbox: Mailbox) -> None:
    """Gmail knows conversations better than headers do."""
    ((_, arrival),) = mailbox.read([PLACE])

    assert arrival.thread == "1278455344230334865"


def test_mail_that_was_archived_is_found_with_its_thread(gmail: Gmail, server: Scripted, mailbox: Mailbox) -> None:
    """Archived at Gmail means: only in All Mail, whatever that is called; a draft still needs what it answers."""
    gmail.only_in = "[Gmail]/Alle Nachrichten"
    place = mailbox.find("<ten@x>")
    assert place is not None
    ((_, arrival),) = mailbox.read([place])

    assert (place.folder, arrival and arrival.thread) == ("[Gmail]/Alle Nachrichten", "1278455344230334865")
    opened = [command for command in server.heard if command.startswith("EXAMINE")]
    assert opened[0] == 'EXAMINE "INBOX"' and set(opened[1:]) == {'EXAMINE "[Gmail]/Alle Nachrichten"'}


def test_the_thread_of_a_draft_is_told(gmail: Gmail, mailbox: Mailbox) -> None:
    """Gmail over IMAP takes no thread with a draft, so where it put it must be looked up."""
    drafts = Place(folder="[Gmail]/Entwürfe", epoch="7", key="10")
    ((_, arrival),) = mailbox.read([drafts])

    assert arrival is not None and arrival.thread == "1278455344230334865"

"""A second IMAP server, in Python and of another author, as a second opinion on the whole way."""

import imaplib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest

from assistant.mailbox import DraftState
from assistant.mailbox.account import ImapAccount, open_mailbox
from tests.mailbox.world import SINCE, identity, large_mail, mail, put
from tests.servers import free_port


@pytest.fixture
def pymap() -> Iterator[imaplib.IMAP4]:
    """Start it, with a user "me"; skipped where it is not installed, unless servers are required."""
    required = os.environ.get("ASSISTANT_TEST_SERVERS") == "required"
    if not required:
        pytest.importorskip("pymap")
    port = free_port()
    command = [sys.executable, "-c", "import sys; from pymap.main import main; sys.exit(main())"]
    arguments = ["--host", "127.0.0.1", "--port", str(port), "--no-tls", "dict", "--demo-user", "me"]
    server = subprocess.Popen(
        [*command, *arguments, "--demo-password", "secret"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with _connected(port) as program:
            program.login("me", "secret")
            yield program
    finally:
        server.terminate()
        server.wait(10)


def _connected(port: int) -> imaplib.IMAP4:
    for _ in range(200):
        with suppress(OSError):
            return imaplib.IMAP4("127.0.0.1", port, timeout=20)
        time.sleep(0.05)
    raise RuntimeError("pymap did not start")


def test_another_server_agrees(pymap: imaplib.IMAP4) -> None:
    """No LIST-STATUS, no CONDSTORE, no special uses, keywords dropped in silence: the laws hold without them."""
    for folder in ("Drafts", "Sent", "Trash"):
        pymap.create(folder)
    for raw in (mail("parent"), large_mail("large")):
        pymap.append("INBOX", None, None, raw)
    account = ImapAccount(host="127.0.0.1", port=pymap.port, user="me", secret=lambda: "secret", security="plain")
    with closing(open_mailbox(account)) as mailbox:
        news = mailbox.news(None, SINCE)
        arrivals = [arrival for _, arrival in mailbox.read(news.arrivals) if arrival]
        # It counts a part's header into its octets (0.36.7), so parts come short and messages are read whole instead.
        assert [arrival.raw for arrival in arrivals] == [mail("parent"), large_mail("large")]
        assert mailbox.find(identity("parent")) == news.arrivals[0]
        draft = put(mailbox, "d1")
        assert draft.place is not None
        assert mailbox.put_draft(draft.message_id, draft.raw, draft.floor) == draft.place
        assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.untouched}
        assert not mailbox.tag(news.arrivals[0], "$JobOffer")
        assert mailbox.withdraw(draft)
        assert mailbox.draft_states([draft]) == {draft.message_id: DraftState.gone}
        assert not mailbox.news(news.cursor, SINCE).arrivals

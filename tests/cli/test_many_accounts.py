"""Several accounts in one file of settings: each for itself, and the worst exit code wins."""

import os
import socket
import time
from contextlib import closing

from tests.cli.conftest import Shell
from tests.cli.test_poll_command import invitation
from tests.dovecot import Dovecot
from tests.mail_program import MailProgram

ACCOUNT = """
[accounts.{name}]
kind = "imap"
host = "127.0.0.1"
port = {port}
user = "{user}"
security = "plain"
password = {{ environment = "{password}" }}
"""


def test_accounts_that_cannot_go_on_cost_the_others_a_timeout_at_most(shell: Shell, dovecot: Dovecot) -> None:
    """One server never says a word, one password is wrong, one mailbox is full; all come first, and each is told of."""
    inbox, (user, password) = shell.maildir(), dovecot.new_user()
    (inbox / "new" / "1.invitation").write_bytes(invitation())
    with closing(MailProgram("127.0.0.1", dovecot.port, user, password)) as program:
        program.create("Drafts", "Sent", "Trash")
        program.deliver(invitation())
    with socket.create_server(("127.0.0.1", 0)) as silent, dovecot.full(user):
        failing = [("silent", silent.getsockname()[1], "RIGHT"), ("refused", dovecot.port, "WRONG"),
                   ("full", dovecot.port, "RIGHT")]  # fmt: skip
        accounts = (ACCOUNT.format(name=n, port=port, user=user, password=known) for n, port, known in failing)
        shell.configure(shell.config.read_text().replace("[accounts.main]", f"{''.join(accounts)}[accounts.main]"))
        began = time.monotonic()
        ran = shell.run("poll", RIGHT=password, WRONG="wrong")
        took = time.monotonic() - began

    assert [line.split(": ")[1] for line in ran.err.splitlines()] == ["silent", "refused", "full"]
    assert "main: drafted: availability" in ran.out
    assert took < 60
    assert ran.code == os.EX_NOPERM

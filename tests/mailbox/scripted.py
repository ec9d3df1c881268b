"""A server that says what it is told to, for answers no installed server gives."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping

GREETING = b"* OK [CAPABILITY IMAP4rev1 UIDPLUS LIST-STATUS LIST-EXTENDED] ready\r\n"

FOLDERS = (
    b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\Drafts) "/" Drafts\r\n* LIST (\\Sent) "/" Sent\r\n'
    b"* STATUS INBOX (MESSAGES 1 UIDNEXT 11 UIDVALIDITY 7)\r\n* STATUS Drafts (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 8)\r\n"
    b"* STATUS Sent (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 9)\r\n{tag} OK done\r\n"
)

EXAMINED = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 11] ok\r\n{tag} OK [READ-ONLY] done\r\n"

Answer = bytes | Callable[[str], bytes]

USUAL: Mapping[str, Answer] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
    "LOGIN": b"{tag} OK [CAPABILITY IMAP4rev1 UIDPLUS LIST-STATUS LIST-EXTENDED] welcome\r\n",
    "LIST": FOLDERS,
    "EXAMINE": EXAMINED,
    "UID SEARCH": b"* SEARCH 10\r\n{tag} OK done\r\n",
    "NOOP": b"{tag} OK done\r\n",
    "LOGOUT": b"* BYE see you\r\n{tag} OK done\r\n",
}


class Scripted:
    """Answers each command by the first pattern that matches its beginning; b"" says nothing, None hangs up."""

    def __init__(
        self,
        answers: Mapping[str, Answer | None] | None = None,
        *,
        greeting: bytes = GREETING,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Start listening; answers come before the usual ones."""
        self.heard: list[str] = []
        self._answers = {**(answers or {}), **{k: v for k, v in USUAL.items() if k not in (answers or {})}}
        self._greeting, self._context = greeting, context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hang up and stop."""
        for line in (self._listener, *self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        for line in (self._listener, *self._lines):
            line.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listener.accept()
                self._lines.append(line)
                with contextlib.suppress(OSError):
                    if self._context:
                        line = self._context.wrap_socket(line, server_side=True)
                        self._lines.append(line)
                    self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        line.sendall(self._greeting)
        with line.makefile("rb") as lines:
            tag = ""
            for told in lines:
                first, space, command = told.decode("utf-8", "replace").strip().partition(" ")
                tag = first if space else tag  # a line of one word goes on with a command
                self.heard.append(command or first)
                answers = (answer for start, answer in self._answers.items() if re.match(start, command))
                answer = next(answers, b"{tag} BAD what\r\n")
                if answer is None:
                    break
                said = answer(command) if callable(answer) else answer
                line.sendall(said.replace(b"{tag}", tag.encode()))
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

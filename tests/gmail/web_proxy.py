"""A proxy before a web server: it records what is asked, answers in its place, and loses answers."""

import contextlib
import http.client
import json
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request."""

    method: str
    target: str
    body: bytes

    @property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The first value of each parameter."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is answered in the server's place."""

    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)


class Cut(Enum):
    """The line breaks."""

    before = "nothing reaches the server"
    after = "the server has done it, the line is reset"
    quietly_after = "the server has done it, the line is closed as if all were well"
    afterwards = "all is well, then the line is closed without a word"


@dataclass(frozen=True, kw_only=True)
class Done:
    """The server has done it, and yet something else is answered."""

    answer: Answer


Fault = Callable[[Asked], Answer | Cut | Done | None]


class WebProxy:
    """Listens on loopback and passes everything on, unless `fault` says otherwise.

    Attributes:
        port: where to connect.
        asked: every request, in order.
        received: bytes of answers' bodies.
        rewrite: gives what to ask the server for instead of a target.
    """

    def __init__(self, server_port: int, *, prefix: str = "") -> None:
        """Start listening; the server has everything below a prefix."""
        self.server_port, self.prefix = server_port, prefix
        self.asked: list[Asked] = []
        self.received = 0
        self.fault: Fault = lambda asked: None
        self.rewrite: Callable[[str], str] = lambda target: target
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": self}))
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def break_once(self, method: str, path_end: str, fault: Answer | Cut | Done, *, times: int = 1) -> None:
        """Do so to the next requests of a kind, then pass everything on again."""
        left = [times]

        def broken(asked: Asked) -> Answer | Cut | Done | None:
            if left[0] and asked.method == method and asked.path.endswith(path_end):
                left[0] -= 1
                return fault
            return None

        self.fault = broken

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


class _Handler(BaseHTTPRequestHandler):
    proxy: WebProxy
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # header and body in one piece

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked = Asked(method=self.command, target=self.path, body=body)
        self.proxy.asked.append(asked)
        fault = self.proxy.fault(asked)
        if fault is Cut.before:
            self._cut()
        elif isinstance(fault, Answer):
            self._answer(fault.status, json.dumps(fault.body).encode(), fault.headers)
        else:
            self._forward(body, fault)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _pass  # noqa: N815 - the standard library's names

    def _forward(self, body: bytes, fault: object) -> None:
        server = http.client.HTTPConnection("127.0.0.1", self.proxy.server_port, timeout=30)
        with contextlib.closing(server):
            kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            server.request(self.command, self.proxy.prefix + self.proxy.rewrite(self.path), body, kept)
            response = server.getresponse()
            content = response.read()
        if isinstance(fault, Done):
            self._answer(fault.answer.status, json.dumps(fault.answer.body).encode(), fault.answer.headers)
        elif fault is Cut.after:
            self._cut()
        elif fault is Cut.quietly_after:
            self.close_connection = True
        else:
            kept = {name: response.headers[name] for name in ("content-type", "location") if name in response.headers}
            self._answer(response.status, content, kept)
            self.close_connection = fault is Cut.afterwards

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.proxy.received += len(content)
        self.send_response(status)
        for name, value in {"content-type": "application/json", **headers}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.wfile = open("/dev/null", "wb")  # noqa: SIM115 - closed with the request
        self.connection.close()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""

"""A proxy before a server: it counts, records, delays, hides capabilities, rewrites answers and cuts the line."""

import contextlib
import queue
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator


class Proxy:
    """Listens on loopback and passes everything on.

    Attributes:
        port: where to connect.
        turns: changes of direction towards the server: round trips.
        received: how many bytes came back.
        sent: bytes towards the server, by connection.
        rewrite: changes what comes back; None cuts both lines hard instead of passing it on.
        online_seconds: from the first connection to the last byte.
    """

    def __init__(self, server_port: int, *, delay_seconds: float = 0) -> None:
        """Start listening; a delay is added to every round trip, half of it each way, and narrows nothing."""
        self.turns, self.received, self.sent = 0, 0, list[bytearray]()
        self.rewrite: Callable[[bytes], bytes | None] = lambda data: data
        self._server_port, self._delay = server_port, delay_seconds
        self._first = self._last = 0.0
        self._towards_server = False
        self._lines: list[socket.socket] = []
        self._pumps: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def online_seconds(self) -> float:
        return self._last - self._first

    @property
    def commands(self) -> list[str]:
        """Every line that went to the server, without its tag."""
        lines = (line for sent in self.sent for line in bytes(sent).decode("utf-8", "replace").split("\r\n"))
        return [line.partition(" ")[2] for line in lines if line]

    def hide(self, *capabilities: str) -> None:
        """Leave capabilities out of what the server offers."""

        def without(data: bytes) -> bytes:
            if b"CAPABILITY" in data:
                for capability in capabilities:
                    data = data.replace(b" " + capability.encode(), b"")
            return data

        self.rewrite = without

    def close(self) -> None:
        """Cut every line and stop listening."""
        for one in (self._listener, *self._lines):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in (self._thread, *self._pumps):
            thread.join(10)
        for one in (self._listener, *self._lines):
            one.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._server_port))
                except ConnectionRefusedError:  # the server is being restarted
                    client.close()
                    continue
                self._first = self._first or time.monotonic()
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._lines.append(one)
                self.sent.append(bytearray())
                for target, args in ((self._up, (client, server, self.sent[-1])), (self._down, (server, client))):
                    self._pumps.append(threading.Thread(target=target, args=args, daemon=True))
                    self._pumps[-1].start()

    def _up(self, client: socket.socket, server: socket.socket, sent: bytearray) -> None:
        with contextlib.suppress(OSError):
            for data in self._arriving(client):
                sent += data
                self.turns += not self._towards_server
                self._towards_server = True
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            for data in self._arriving(server):
                passed = self.rewrite(data)
                if passed is None:
                    cut(client)
                    cut(server)
                    return
                self.received += len(passed)
                self._towards_server = False
                client.sendall(passed)
                self._last = time.monotonic()
            client.shutdown(socket.SHUT_WR)

    def _arriving(self, line: socket.socket) -> Iterator[bytes]:
        """Yield what comes over a line, each piece so much later than it came."""
        if not self._delay:
            yield from iter(lambda: line.recv(262144), b"")
            return
        pieces: queue.Queue[tuple[float, bytes]] = queue.Queue(maxsize=1000)
        threading.Thread(target=_hear, args=(line, pieces), daemon=True).start()
        while True:
            heard, data = pieces.get()
            time.sleep(max(0.0, heard + self._delay / 2 - time.monotonic()))
            if not data:
                return
            yield data


def _hear(line: socket.socket, pieces: queue.Queue[tuple[float, bytes]]) -> None:
    """Note when each piece came; the last one is empty."""
    data = b"?"
    while data:
        try:
            data = line.recv(262144)
        except OSError:
            data = b""
        pieces.put((time.monotonic(), data))


def cut(line: socket.socket) -> None:
    """Cut a line the hard way, with RST instead of FIN, and wake whoever waits on it."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RD)
    line.close()

"""A proxy before a server: it counts, records, hides capabilities, rewrites answers and cuts the line."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable


class Proxy:
    """Listens on loopback and passes everything on.

    Attributes:
        port: where to connect.
        turns: changes of direction towards the server: round trips.
        received: how many bytes came back.
        sent: bytes towards the server, by connection.
        rewrite: changes what comes back; None cuts both lines hard instead of passing it on.
    """

    def __init__(self, server_port: int) -> None:
        """Start listening."""
        self.turns, self.received, self.sent = 0, 0, list[bytearray]()
        self.rewrite: Callable[[bytes], bytes | None] = lambda data: data
        self._server_port = server_port
        self._towards_server = False
        self._lines: list[socket.socket] = []
        self._pumps: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

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
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self._lines.append(one)
                self.sent.append(bytearray())
                for target, args in ((self._up, (client, server, self.sent[-1])), (self._down, (server, client))):
                    self._pumps.append(threading.Thread(target=target, args=args, daemon=True))
                    self._pumps[-1].start()

    def _up(self, client: socket.socket, server: socket.socket, sent: bytearray) -> None:
        with contextlib.suppress(OSError):
            while data := client.recv(262144):
                sent += data
                self.turns += not self._towards_server
                self._towards_server = True
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(262144):
                passed = self.rewrite(data)
                if passed is None:
                    cut(client)
                    cut(server)
                    return
                self.received += len(passed)
                self._towards_server = False
                client.sendall(passed)
            client.shutdown(socket.SHUT_WR)


def cut(line: socket.socket) -> None:
    """Cut a line the hard way, with RST instead of FIN, and wake whoever waits on it."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RD)
    line.close()

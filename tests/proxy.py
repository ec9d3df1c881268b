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
        sent: bytes towards the server, by connection.
        received: how many bytes came back.
        rewrite: changes what comes back; None cuts both lines hard instead of passing it on.
    """

    def __init__(self, server_port: int, rewrite: Callable[[bytes], bytes | None] = lambda data: data) -> None:
        """Start listening."""
        self.turns, self.received, self.sent = 0, 0, list[bytearray]()
        self.rewrite = rewrite
        self._server_port = server_port
        self._towards_server = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

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
        """Stop listening."""
        self._listener.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server_port))
                for one in (client, server):
                    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.sent.append(bytearray())
                threading.Thread(target=self._up, args=(client, server, self.sent[-1]), daemon=True).start()
                threading.Thread(target=self._down, args=(server, client), daemon=True).start()

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
                    reset(client)
                    server.close()
                    return
                self.received += len(passed)
                self._towards_server = False
                client.sendall(passed)
            client.shutdown(socket.SHUT_WR)


def reset(connected: socket.socket) -> None:
    """Cut a line the hard way, with RST instead of FIN."""
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connected.shutdown(socket.SHUT_RD)
    connected.close()

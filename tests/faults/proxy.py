"""A door to PostgreSQL that loses an answer: the server has committed, and whoever asked never hears of it."""

import socket
import threading
from pathlib import Path

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""The message by which a client asks for a commit."""


class Proxy:
    """Listens in `folder` and hands on to the server whose socket lies in `server`."""

    NAME = ".s.PGSQL.5432"

    def __init__(self, folder: Path, server: Path) -> None:
        self._server = str(server / self.NAME)
        self._lock = threading.Lock()
        self._commits_left = 0
        self.lost = 0
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / self.NAME))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def lose_the_answer_to_commit(self, number: int) -> None:
        """From now on, to the commit of that number the answer is lost, with the connection."""
        with self._lock:
            self._commits_left = number

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            threading.Thread(target=self._to_server, args=(client, server), daemon=True).start()
            threading.Thread(target=self._to_client, args=(client, server), daemon=True).start()

    def _to_server(self, client: socket.socket, server: socket.socket) -> None:
        while data := _received(client):
            if COMMIT in data and self._is_to_be_lost():
                client.shutdown(socket.SHUT_RDWR)
                server.sendall(data)
                _received(server)
                break
            server.sendall(data)
        _end(client, server)

    def _to_client(self, client: socket.socket, server: socket.socket) -> None:
        while data := _received(server):
            try:
                client.sendall(data)
            except OSError:
                break
        _end(client)

    def _is_to_be_lost(self) -> bool:
        with self._lock:
            self._commits_left -= 1
            self.lost += self._commits_left == 0
            return self._commits_left == 0


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def _end(*connections: socket.socket) -> None:
    for connection in connections:
        connection.close()

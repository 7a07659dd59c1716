"""A door to PostgreSQL that loses an answer: the server has committed, and whoever asked never hears of it."""

import random
import socket
import threading
from pathlib import Path

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""The message by which a client asks for a commit."""


class Proxy:
    """Listens in the new folder `folder` and hands on to the server whose socket lies in `server`. `lost` counts the
    answers that it lost."""

    NAME = ".s.PGSQL.5432"
    LAST_COMMIT = 8

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder = folder
        self._server = str(server / self.NAME)
        self._lock = threading.Lock()
        self._commits_left = 0
        self.lost = 0

    def __enter__(self) -> "Proxy":
        self.folder.mkdir()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.folder / self.NAME))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def lose_a_commit(self, chance: random.Random) -> None:
        """The answer to one of the next commits is lost, with the connection; one that waits for its commit stays."""
        with self._lock:
            self._commits_left = self._commits_left or chance.randint(1, self.LAST_COMMIT)

    def lose_nothing(self) -> None:
        """From now on every answer arrives."""
        with self._lock:
            self._commits_left = 0

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
            if not self._commits_left:
                return False
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

"""A server that answers without an end: a head, then the same bytes, or nothing, until the client has gone."""

from __future__ import annotations

import socket
import threading
from typing import Self


class EndlessServer:
    """Sends *head* and then *piece*, at that pace, for as long as somebody takes it. A context manager."""

    def __init__(self, head: bytes, piece: bytes = b"", *, pause_seconds: float = 0.0, host: str = "127.0.0.1") -> None:
        self._head, self._piece, self._pause_seconds = head, piece, pause_seconds
        self._is_over = threading.Event()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self.url = f"http://{f'[{host}]' if ':' in host else host}:{self._listener.getsockname()[1]}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                connection.sendall(self._head)
                while self._piece and not self._is_over.wait(self._pause_seconds):
                    connection.sendall(self._piece)
                connection.recv(1)
            except OSError:
                return

"""gunicorn's worker of threads, from which an answer leaves in one piece.

gunicorn sends a response's headers and its body one after the other, and a busy thread waits for its turn between the
two. A server that is killed then has sent headers without a body: the proxy has passed them on, and can no longer ask
another server instead. Held back until it is whole, an answer is either sent or asked for again.
"""

from __future__ import annotations

import socket
from copy import copy
from typing import IO, Any

from gunicorn.workers.gthread import ThreadWorker

FULL = 200_000  # bytes; about what a socket takes at once, and more than any page has when compressed


class Worker(ThreadWorker):
    def handle_request(self, req: Any, conn: Any) -> bool:
        """As gunicorn's own, and then send what was held back. Raises OSError where the other side is gone."""
        holding = copy(conn)
        holding.sock = Outbox(conn.sock)
        is_kept: bool = super().handle_request(req, holding)
        holding.sock.flush()
        return is_kept


class Outbox:
    """A socket that sends what it is given in pieces of at least FULL bytes, and the rest when it is flushed."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.held = sock, bytearray()

    def sendall(self, data: bytes) -> None:
        self.held += data
        if len(self.held) >= FULL:
            self.flush()

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int | None = None) -> int:
        """What is small goes with its headers, what is large without a copy, as the socket does it."""
        if count is not None and len(self.held) + count < FULL:
            file.seek(offset)
            part = file.read(count)
            self.sendall(part)
            return len(part)
        self.flush()
        return self.sock.sendfile(file, offset, count)

    def flush(self) -> None:
        if self.held:
            self.sock.sendall(self.held)
            self.held.clear()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)

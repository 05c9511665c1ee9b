"""The WebSocket itself, behind the two calls that watching needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI
from websockets.sync.client import connect

from williams_client.loopback import is_loopback

OPEN_TIMEOUT_S = 10.0


class SocketLost(Exception):
    """The connection could not be opened, or ended; the message says why.

    ``status`` is the HTTP status of a refused handshake.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Socket(Protocol):
    def send(self, message: str) -> None:
        """Raises SocketLost."""
        ...

    def receive(self, timeout: float) -> str | bytes:
        """Raises SocketLost, and TimeoutError when nothing came within ``timeout`` seconds."""
        ...


Connector = Callable[[str], AbstractContextManager[Socket]]


class _Connection(Protocol):
    def send(self, message: str) -> None: ...

    def recv(self, timeout: float | None = None) -> str | bytes: ...


class _WebSocket:
    def __init__(self, connection: _Connection) -> None:
        self._connection = connection

    def send(self, message: str) -> None:
        try:
            self._connection.send(message)
        except ConnectionClosed as error:
            raise SocketLost(f"the connection ended: {error}") from error

    def receive(self, timeout: float) -> str | bytes:
        try:
            return self._connection.recv(timeout)
        except ConnectionClosed as error:
            raise SocketLost(f"the connection ended: {error}") from error


@contextmanager
def open_socket(url: str) -> Iterator[Socket]:
    """Connect to ``url``. Raises SocketLost.

    Keep-alive is the protocol's own ping message, because a gateway need not answer ping frames.
    """
    parts = urlsplit(url)
    local = is_loopback(parts.hostname or "")
    try:
        opening = connect(
            url, open_timeout=OPEN_TIMEOUT_S, close_timeout=1, ping_interval=None, proxy=None if local else True
        )
    except InvalidStatus as error:
        status = error.response.status_code
        raise SocketLost(f"{parts.netloc} refused it with HTTP {status}", status) from error
    except (InvalidURI, InvalidHandshake, OSError, EOFError) as error:
        raise SocketLost(f"{parts.netloc}: {str(error) or type(error).__name__}") from error
    with opening as connection:
        yield _WebSocket(connection)

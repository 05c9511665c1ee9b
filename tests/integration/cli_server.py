"""The fake API and its WebSocket on real sockets of this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO, cast

from websockets.sync.server import ServerConnection, serve

from tests.unit.client.fake_api import FakeApi

Behaviour = Callable[[ServerConnection, dict[str, object]], None]


class Gauge:
    """How many requests were answered at the same time, at most: ``peak``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.peak = 0

    def __enter__(self) -> None:
        with self._lock:
            self._now += 1
            self.peak = max(self.peak, self._now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._now -= 1


class LocalApi(FakeApi):
    """Each connection takes the next of ``behaviours`` once it has subscribed; the last one is kept.

    ``delays`` are taken, one a request, in seconds, before the request is answered, or until it is ``over``.
    ``trickle`` is the pause between two bytes of each answer, in seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.behaviours: list[Behaviour] = []
        self.delays: list[float] = []
        self.trickle = 0.0
        self.at_once = Gauge()
        self.over = threading.Event()
        self.subscriptions: list[dict[str, object]] = []
        self.tickets: list[str] = []
        self.url = ""

    def connection(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        self.tickets.append(connection.request.path)
        subscription = json.loads(connection.recv(timeout=5))
        self.subscriptions.append(subscription)
        behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        behaviour(connection, subscription)


def _handler(api: LocalApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if api.delays:
                api.over.wait(api.delays.pop(0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with api.at_once:
                reply = api.handle(self.command, self.path, headers, body)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            _write(cast(BinaryIO, self.wfile), reply.body, api.trickle)

        do_GET = do_POST = do_DELETE = _serve

        def log_message(self, format: str, *args: object) -> None:
            """Be quiet."""

    return Handler


def _write(file: BinaryIO, body: bytes, trickle: float) -> None:
    """Send a body, unless its reader has gone."""
    with suppress(ConnectionError):
        if not trickle:
            file.write(body)
            return
        for at in range(len(body)):
            file.write(body[at : at + 1])
            time.sleep(trickle)


@contextmanager
def served() -> Iterator[LocalApi]:
    """Serve until the block ends."""
    api = LocalApi()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(api))
    with serve(api.connection, "127.0.0.1", 0) as socket:
        port = socket.socket.getsockname()[1]
        api.url = f"http://127.0.0.1:{http.server_address[1]}"
        api.store = api.url
        api.websocket = f"ws://127.0.0.1:{port}/prod"
        threads = [threading.Thread(target=each.serve_forever, daemon=True) for each in (http, socket)]
        for thread in threads:
            thread.start()
        try:
            yield api
        finally:
            api.over.set()
            http.shutdown()
            http.server_close()
    for thread in threads:
        thread.join(timeout=5)

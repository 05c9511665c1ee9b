"""A web site on the one address of this machine from which the local cloud imports."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ENDLESS = b"<html><body>" + b"<p>And so on. </p>" * 4096


@dataclass(frozen=True)
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    endless: bool = False


def redirect(to: str) -> Reply:
    return Reply(status=302, headers={"Location": to})


@contextmanager
def serving(address: str, replies: dict[str, Reply]) -> Iterator[str]:
    """Answer each path with its reply, every other with 404; yield the site's URL without a last slash."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = replies.get(self.path, Reply(b"Nothing here.", 404))
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            while reply.endless:
                self.wfile.write(ENDLESS)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """Whoever is sent too much hangs up."""

    host, _, port = address.partition(":")
    with Server((host, int(port)), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://{address}"
        finally:
            server.shutdown()
            thread.join()

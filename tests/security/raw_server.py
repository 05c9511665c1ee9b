"""A server on the loopback that sends bytes as they are: what no web server would let through."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import StreamRequestHandler, ThreadingTCPServer

Answer = bytes | Callable[[], Iterable[bytes]]
NOTHING_HERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass
class RawServer:
    """``requests`` keeps what came, as text."""

    port: int
    requests: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.place}"


def ok(body: bytes, *headers: str) -> bytes:
    return answer(200, body, *headers)


def answer(status: int, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def redirect(location: str, *headers: str) -> bytes:
    return answer(302, b"", f"Location: {location}", *headers)


@contextmanager
def raw_server(answers: Mapping[str, Answer], port: int = 0) -> Iterator[RawServer]:
    """Answer each path with its bytes, and hang up. An answer that is a function sends until nobody reads."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            lines = []
            while (line := self.rfile.readline(65536).strip()) != b"":
                lines.append(line.decode("latin-1"))
            server.requests.append("\n".join(lines))
            path = lines[0].split()[1].partition("?")[0] if lines else ""
            given = answers.get(path, NOTHING_HERE)
            with suppress(OSError):
                for part in [given] if isinstance(given, bytes) else given():
                    self.wfile.write(part)

    class Server(ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

    with Server(("127.0.0.1", port), Handler) as listening:
        server = RawServer(listening.server_address[1])
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join(5)

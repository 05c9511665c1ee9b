"""A local HTTP server that answers what it is told to, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """One scripted answer, or none as long as the server runs; ``cut_at`` closes the connection after so many bytes."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    never: bool = False
    cut_at: int | None = None


@dataclass(frozen=True)
class Call:
    path: str
    body: dict[str, Any]
    authorization: str
    headers: dict[str, str] = field(default_factory=dict)  # names in lower case


class ScriptedServer:
    """Serves on 127.0.0.1 while it is entered as a context. Where no reply is queued, ``well_behaved`` makes one."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._replies: list[Reply] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = _read(self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"])))
                named = {name.lower(): value for name, value in self.headers.items()}
                call = Call(self.path, body, self.headers.get("Authorization", ""), named)
                reply = server._reply(call)
                if reply.never:
                    server._over.wait()
                _send(self, reply)

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output clean."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return self._http.server_port

    def script(self, *replies: Reply) -> None:
        self._replies.extend(replies)

    def well_behaved(self, call: Call) -> Reply:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)

    def _reply(self, call: Call) -> Reply:
        with self._lock:
            self.calls.append(call)
            if self._replies:
                return self._replies.pop(0)
        return self.well_behaved(call)


def _read(content_type: str, body: bytes) -> dict[str, Any]:
    """Return a JSON object, or the fields of a form; those that are sent as files as bytes, the others as text."""
    if not content_type.startswith("multipart/"):
        read: dict[str, Any] = json.loads(body)
        return read
    form = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    fields: dict[str, Any] = {}
    for part in form.walk():
        if name := part.get_param("name", header="content-disposition"):
            value = part.get_payload(decode=True)
            assert isinstance(value, bytes)
            fields[str(name)] = value if part.get_filename() else value.decode()
    return fields


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    try:
        handler.send_response(reply.status)
        handler.send_header("Content-Type", reply.content_type)
        handler.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(reply.body[: reply.cut_at])
        handler.close_connection = reply.cut_at is not None
    except (BrokenPipeError, ConnectionResetError):
        handler.close_connection = True

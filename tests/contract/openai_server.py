"""A local server that speaks the parts of OpenAI's API that the adapters use, and misbehaves on demand.

``OpenAiServer.script`` queues replies; where none is queued, chat answers with a valid dialogue over the passages of
the request, speech with a tone, and embeddings with unit vectors. ``calls`` keeps the path and body of every request.
"""

from __future__ import annotations

import io
import json
import math
import re
import struct
import threading
import time
import wave
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """One scripted answer. ``delay_seconds`` passes before it; ``cut_at`` closes the connection after so many bytes."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    cut_at: int | None = None


@dataclass(frozen=True)
class Call:
    path: str
    body: dict[str, Any]
    authorization: str


def failure(status: int, message: str, *, code: str | None = None, **headers: str) -> Reply:
    """An error as the API words it."""
    error = {"error": {"message": message, "type": "error", "code": code}}
    return Reply(status, json.dumps(error).encode(), headers={key.replace("_", "-"): v for key, v in headers.items()})


def chat(content: str | None, *, finish_reason: str = "stop", refusal: str | None = None) -> Reply:
    """A completion with the given message; 1000 tokens in, 500 out."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return Reply(
        body=json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": "test-model",
                "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500},
            }
        ).encode()
    )


def audio(body: bytes) -> Reply:
    return Reply(body=body, content_type="audio/wav")


def tone(
    seconds: float = 0.5, *, hertz: int = 200, rate: int = 24_000, channels: int = 1, streamed: bool = False
) -> bytes:
    """A WAV file; ``streamed`` leaves the sizes in its header open, as OpenAI's service does."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        for index in range(round(seconds * rate)):
            out.writeframesraw(struct.pack("<h", round(9000 * math.sin(2 * math.pi * hertz * index / rate))) * channels)
    body = buffer.getvalue()
    return body[:4] + b"\xff" * 4 + body[8:40] + b"\xff" * 4 + body[44:] if streamed else body


class OpenAiServer:
    """Serves on 127.0.0.1 while it is entered as a context."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._replies: list[Reply] = []
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                call = Call(self.path, body, self.headers.get("Authorization", ""))
                _send(self, server._reply(call))

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output clean."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def script(self, *replies: Reply) -> None:
        self._replies.extend(replies)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)

    def _reply(self, call: Call) -> Reply:
        with self._lock:
            self.calls.append(call)
            if self._replies:
                return self._replies.pop(0)
        return _well_behaved(call)


def _well_behaved(call: Call) -> Reply:
    if call.path.endswith("/audio/speech"):
        return audio(tone(0.05 * max(1, len(call.body["input"].split())), streamed=True))
    if call.path.endswith("/embeddings"):
        inputs = call.body["input"] if isinstance(call.body["input"], list) else [call.body["input"]]
        rows = [{"object": "embedding", "index": i, "embedding": [1.0, 0.0, 0.0]} for i in range(len(inputs))]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return Reply(body=json.dumps({"object": "list", "model": "test", "data": rows, "usage": usage}).encode())
    return chat(dialogue(call.body))


def dialogue(body: dict[str, Any]) -> str:
    """Write a valid script for a request: the speakers read the passages in turn, up to the words asked for."""
    schema = body["response_format"]["json_schema"]["schema"]
    speakers = schema["properties"]["lines"]["items"]["properties"]["speaker"]["enum"]
    asked = int(re.search(r"Aim at (\d+) words", body["messages"][0]["content"])[1])  # type: ignore[index]
    lines: list[dict[str, Any]] = []
    words = 0
    for passage in passages(body):
        if words >= asked:
            break
        lines.append(
            {
                "speaker": speakers[len(lines) % len(speakers)],
                "text": passage["text"],
                "section": passage["section"],
                "passages": [passage["passage"]],
            }
        )
        words += len(passage["text"].split())
    return json.dumps({"lines": lines})


def passages(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the passages of a chat request as the model is shown them."""
    content = body["messages"][1]["content"]
    return [json.loads(line) for line in content.splitlines() if line.startswith("{")]


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    time.sleep(reply.delay_seconds)
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

"""The provider that faulty jobs pay: counts its calls, and holds them, a gate and tasks until a test lets go."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PRICE = 0.01
HOLD_SECONDS = 100.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Call:
    """One paid call: of which job and item, which process waits for its answer, and how many calls came before it."""

    job_id: str
    item: int
    pid: int
    before: int


class Provider:
    """``calls`` keeps every call in the order of arrival, ``inside`` those that have not been answered yet.

    ``held`` and ``gate`` are let go by setting them. ``seconds`` is how long an answer takes at least. ``tasks`` maps
    the names of tasks to their questions, ``polled`` to how often each was asked for; none is done before ``done`` is
    set.
    """

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.inside: list[Call] = []
        self.waiting_at_gate = 0
        self.seconds = 0.0
        self.answering = threading.Event()
        self.answering.set()
        self.gate = threading.Event()
        self.tasks: dict[str, dict[str, Any]] = {}
        self.polled: Counter[str] = Counter()
        self.taken_back: list[str] = []
        self.done = threading.Event()
        self.done.set()
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def of(self, job_id: str) -> list[Call]:
        with self._lock:
            return [call for call in self.calls if call.job_id == job_id]

    def asked_by(self, pid: int) -> list[Call]:
        """In the order of arrival."""
        with self._lock:
            return [call for call in self.calls if call.pid == pid]

    def now_inside(self) -> list[Call]:
        with self._lock:
            return list(self.inside)

    def wait_for_calls(self, job_id: str, count: int, within: float = 180.0) -> None:
        deadline = time.monotonic() + within
        while len(self.of(job_id)) < count:
            assert time.monotonic() < deadline, f"{job_id} made {len(self.of(job_id))} calls, not {count}"
            time.sleep(_POLL_SECONDS)

    def wait_at_gate(self, count: int, within: float = 180.0) -> None:
        """Return when that many stages wait."""
        deadline = time.monotonic() + within
        while self.waiting_at_gate < count:
            assert time.monotonic() < deadline, f"{self.waiting_at_gate} wait at the gate, not {count}"
            time.sleep(_POLL_SECONDS)

    @contextmanager
    def serving(self) -> Iterator[Provider]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.answering.set()
            self.gate.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join(timeout=5)

    def _answer(self, question: dict[str, Any]) -> bytes:
        with self._lock:
            call = Call(**question, before=len(self.calls))
            self.calls.append(call)
            self.inside.append(call)
        time.sleep(self.seconds)
        self.answering.wait(HOLD_SECONDS)
        with self._lock:
            self.inside.remove(call)
        return json.dumps({"text": f"answer {call.item}", "cost_usd": PRICE}).encode()

    def tasks_of(self, job_id: str) -> list[str]:
        with self._lock:
            return [task for task, question in self.tasks.items() if question["job_id"] == job_id]

    def _accept(self, question: dict[str, Any]) -> bytes:
        with self._lock:
            task = f"task-{len(self.tasks)}"
            self.tasks[task] = question
        self.answering.wait(HOLD_SECONDS)
        return json.dumps({"task": task}).encode()

    def _report(self, task: str) -> bytes:
        with self._lock:
            self.polled[task] += 1
            question = self.tasks[task]
        answer = {"text": f"answer {question['item']}", "cost_usd": PRICE} if self.done.is_set() else None
        return json.dumps({"task": task, "answer": answer}).encode()

    def _take_back(self, task: str) -> bytes:
        with self._lock:
            self.taken_back.append(task)
        return b"{}"

    def _pass_gate(self) -> bytes:
        with self._lock:
            self.waiting_at_gate += 1
        self.gate.wait(HOLD_SECONDS)
        with self._lock:
            self.waiting_at_gate -= 1
        return b"{}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                _, place, *task = self.path.split("/")
                self._send(provider._report(task[0]) if place == "tasks" else provider._pass_gate())

            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._send((provider._accept if self.path == "/tasks" else provider._answer)(question))

            def do_DELETE(self) -> None:
                self._send(provider._take_back(self.path.split("/")[2]))

            def _send(self, answer: bytes) -> None:
                try:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    self.close_connection = True  # who asked was killed meanwhile

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output clean."""

        return Handler

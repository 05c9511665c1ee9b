"""A server that speaks as much of Qdrant's REST API as the adapter uses, over Qdrant's own engine.

https://api.qdrant.tech: answers are ``{"result": …, "status": "ok", "time": …}``, errors ``{"status": {"error": …}}``.
"""

from __future__ import annotations

import json
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import BaseModel
from qdrant_client import models

from tests.contract.qdrant_engine import AT_ONCE, Engine, Optimizing

API_KEY = "a key for tests"


@dataclass
class Fault:
    """One wrong answer; ``seconds`` is how long it takes."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class Cut:
    """The connection ends at a request, counted from 1, without an answer.

    ``served``: the request has had its effect. ``restarts``: the server is gone, and another stands on what is on disk.
    """

    at: int
    served: bool = False
    restarts: bool = False


@dataclass
class QdrantServer:
    """``faults`` are answered first, one for each request. ``cut`` happens once."""

    url: str = ""
    api_key: str = API_KEY
    engine: Engine = field(default_factory=Engine)
    faults: list[Fault] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    cut: Cut | None = None
    guard: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Return the status and the result, or the error's text."""
        name, *rest = path.removeprefix("/collections/").split("/")
        routes: dict[tuple[str, str], Callable[[str, dict[str, Any]], Any]] = {
            ("GET", "exists"): lambda name, _: {"exists": name in self.engine.collections},
            ("GET", ""): self._collection,
            ("PUT", ""): self._create,
            ("PUT", "index"): self._index,
            ("PUT", "points"): self._upsert,
            ("POST", "points/query/batch"): self._query,
            ("POST", "points/delete"): self._delete,
        }
        action = "/".join(rest)
        if (method, action) != ("PUT", "") and action != "exists" and name not in self.engine.collections:
            return 404, f"Not found: Collection `{name}` doesn't exist!"
        if (method, action) == ("PUT", "") and name in self.engine.collections:
            return 409, f"Wrong input: Collection `{name}` already exists!"
        return 200, routes[method, action](name, body)

    def leaves(self, method: str, path: str, body: bytes) -> bool:
        """Whether the connection ends at this request: if so, what there is to do with it is done."""
        if self.cut is None or self.cut.at != len(self.requests):
            return False
        with self.guard:
            if self.cut.served:
                self.answer(method, path, json.loads(body or b"{}"))
            if self.cut.restarts:
                self.engine.restart()
        return True

    def _collection(self, name: str, _: dict[str, Any]) -> Any:
        held = self.engine.collections[name]
        return {
            "status": "green",
            "optimizer_status": "ok",
            "segments_count": held.shard.info().segments_count,
            "points_count": held.shard.info().points_count,
            "config": _CONFIG,
            "payload_schema": held.payload_schema,
        }

    def _create(self, name: str, body: dict[str, Any]) -> bool:
        self.engine.create(name, models.CreateCollection.model_validate(body))
        return True

    def _index(self, name: str, body: dict[str, Any]) -> Any:
        self.engine.collections[name].index(models.CreateFieldIndex.model_validate(body))
        return _DONE

    def _upsert(self, name: str, body: dict[str, Any]) -> Any:
        self.engine.collections[name].upsert(models.PointsList.model_validate(body).points)
        return _DONE

    def _query(self, name: str, body: dict[str, Any]) -> Any:
        asked = models.QueryRequestBatch.model_validate(body).searches
        return [{"points": self.engine.collections[name].query(each)} for each in asked]

    def _delete(self, name: str, body: dict[str, Any]) -> Any:
        self.engine.collections[name].delete(models.FilterSelector.model_validate(body))
        return _DONE


_DONE = models.UpdateResult(operation_id=1, status=models.UpdateStatus.COMPLETED)
# What the answer must have and nobody here reads.
_CONFIG = {
    "params": {},
    "hnsw_config": {"m": 0, "ef_construct": 100, "full_scan_threshold": 10},
    "optimizer_config": {
        "deleted_threshold": 0.2,
        "vacuum_min_vector_number": 1000,
        "default_segment_number": 0,
        "flush_interval_sec": 5,
    },
}


def _handler(server: QdrantServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = self.path.partition("?")[0]
            server.requests.append(f"{self.command} {path}")
            if server.leaves(self.command, path, body):
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            elif server.faults:
                fault = server.faults.pop(0)
                time.sleep(fault.seconds)
                self._send(fault.status, fault.body.encode(), fault.headers)
            elif self.headers.get("api-key") != server.api_key:
                self._send(401, b"Must provide an API key or an Authorization bearer token", {})
            else:
                with server.guard:
                    status, result = server.answer(self.command, path, json.loads(body or b"{}"))
                answered = {"result": result, "status": "ok"} if status == 200 else {"status": {"error": result}}
                self._send(status, json.dumps(answered | {"time": 0.001}, default=_dumped).encode(), {})

        do_GET = do_PUT = do_POST = _respond

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    return Handler


def _dumped(model: BaseModel) -> Any:
    return model.model_dump(mode="json", exclude_none=True)


@contextmanager
def qdrant_server(optimizing: Optimizing = AT_ONCE) -> Iterator[QdrantServer]:
    """Run a server on a free port and stop it at the end."""
    with warnings.catch_warnings():
        # The client says that a key travels in the clear.
        warnings.filterwarnings("ignore", module="qdrant_client|williams.adapters.qdrant")
        yield from _running(Engine(optimizing))


def _running(engine: Engine) -> Iterator[QdrantServer]:
    made = QdrantServer(engine=engine)
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    listening.daemon_threads = True
    made.url = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
        made.engine.close()

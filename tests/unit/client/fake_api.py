"""The API and its object store as a table of answers, behind any HTTP server or none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

from tests.unit.client import records


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def answer(body: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body).encode())


def problem(status: int, code: str, detail: str) -> Reply:
    body = {"type": f"urn:williams:problem:{code}", "title": code, "status": status, "detail": detail, "code": code}
    return Reply(status, json.dumps(body).encode(), "application/problem+json")


@dataclass
class FakeApi:
    """``websocket``, where there is one, is the address of every job, each time with a fresh ticket.

    ``faults`` are taken, one a request, before anything else: a reply, or an error to raise. ``upload_replies`` are
    those of the store; the last one is kept. ``batch_items`` are those of the only batch, ``bat_1``, which has ended.
    """

    jobs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    contents: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    parts: list[dict[str, Any]] = field(default_factory=list)
    hits: list[dict[str, Any]] = field(default_factory=list)
    batch_items: list[dict[str, Any]] = field(default_factory=list)
    said: str | None = None
    plan: dict[str, Any] | None = None
    said_of: dict[str, Any] | None = None
    engines: list[dict[str, Any]] = field(default_factory=list)
    plugins: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"import": [], "export": []})
    checks: dict[str, str] = field(default_factory=lambda: {"postgres": "ok", "graph": "ok"})
    token: str = "secret"
    base: str = ""
    websocket: str = ""
    store: str = "http://store.test"
    stored: dict[str, bytes] = field(default_factory=dict)
    upload_replies: list[Reply] = field(default_factory=lambda: [Reply(204)])
    faults: list[Reply | Exception] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    accepted: list[str] = field(default_factory=lambda: ["job_1", "job_2", "job_3"])

    def will_be(self, job_id: str, *states: dict[str, Any]) -> None:
        """Answer each GET of the job with the next of ``states``, then with the last."""
        self.jobs[job_id] = list(states)

    def add_file(self, artifact: dict[str, Any], name: str, data: bytes, sha256: str | None = None) -> None:
        self.stored[f"/files/{name}"] = data
        artifact["files"][name] = {
            "download_url": f"{self.store}/files/{name}",
            "media_type": "application/octet-stream",
            "size": len(data),
            "sha256": sha256 or hashlib.sha256(data).hexdigest(),
        }

    def sent(self, method: str, path: str) -> list[Request]:
        return [request for request in self.requests if (request.method, request.path) == (method, path)]

    def handle(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        parts = urlsplit(target)
        path = unquote(parts.path).removeprefix(self.base)
        request = Request(method, path, parse_qs(parts.query), headers, body)
        self.requests.append(request)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            return fault
        if path == "/upload":
            return self.upload_replies.pop(0) if len(self.upload_replies) > 1 else self.upload_replies[0]
        if path.startswith("/files/"):
            data = self.stored.get(path)
            return Reply(404) if data is None else Reply(200, data, "application/octet-stream")
        if path not in ("/api/health", "/api/openapi.json") and headers.get("authorization") != f"Bearer {self.token}":
            return problem(401, "unauthenticated", "The token is not known. Make one with: williams up")
        return self._route(request)

    def _route(self, request: Request) -> Reply:
        routes: dict[tuple[str, str], Callable[[], Any]] = {
            ("POST", "/api/uploads"): self._upload,
            ("POST", "/api/content/import"): self._accept,
            ("POST", "/api/content/export"): lambda: answer(self.plan) if self.plan else self._accept(),
            ("GET", "/api/health"): self._health,
            ("GET", "/api/openapi.json"): lambda: answer({"info": {"version": "0.1.0"}}),
            ("GET", "/api/search"): lambda: answer(
                {"query": request.query["q"][0], "mode": "hybrid", "hits": self.hits, "said": self.said}
            ),
            ("GET", "/api/batches/bat_1"): lambda: answer(records.batch(self.batch_items)),
            ("GET", "/api/batches/bat_1/items"): lambda: _page(self.batch_items, request),
            ("GET", "/api/jobs"): lambda: self._listed_jobs(request),
            ("GET", "/api/content"): lambda: _page(self.contents, request),
            ("GET", "/api/artifacts"): lambda: _page(self.artifacts, request),
            ("GET", "/api/engines"): lambda: answer({"engines": self.engines}),
            ("GET", "/api/plugins/import"): lambda: answer({"plugins": self.plugins["import"]}),
            ("GET", "/api/plugins/export"): lambda: answer({"plugins": self.plugins["export"]}),
        }
        if request.method == "DELETE" and request.path.startswith("/api/content/"):
            content_id = request.path.rsplit("/", 1)[-1]
            if content_id in {each["content_id"] for each in self.contents}:
                return answer({"content_id": content_id, "hard_delete": "hard_delete" in request.query})
        if self.said_of and request.path.endswith("/feedback"):
            rated = {"count": 1, "average_rating": float(self.said_of["rating"]), "positive_share": 0.0}
            page = {"items": [self.said_of], "next_token": None, **rated}
            return answer(self.said_of if request.method == "POST" else page)
        if request.method == "PATCH":
            for content in self.contents:
                if content["content_id"] == request.path.rsplit("/", 1)[-1]:
                    content |= request.json
        found = routes.get((request.method, request.path))
        reply = found() if found else self._one(request.path)
        assert isinstance(reply, Reply)
        return reply

    def _one(self, path: str) -> Reply:
        _, kind, *rest = path.strip("/").split("/")
        if kind == "jobs" and rest[0] in self.jobs:
            states = self.jobs[rest[0]]
            state = states.pop(0) if len(states) > 1 else states[0]
            return answer(self._with_ticket(state))
        if kind in ("content", "artifacts"):
            known = {each["content_id"]: each for each in self.contents}
            if kind == "artifacts":
                known = {each["artifact_id"]: each for each in self.artifacts}
            if rest[0] in known:
                return answer(known[rest[0]])
        if kind == "provenance" and rest[2] == "genealogy":
            return answer(records.genealogy(self.parts))
        if kind == "provenance" and rest[2] == "attribution":
            text = "This podcast was generated from:\n1. Smith (2024). On Provenance. License: CC-BY-4.0."
            return answer({"artifact_id": rest[1], "attributions": [], "full_attribution": text, "references": []})
        if kind == "provenance" and rest[2] == "generated-content":
            derived = [
                {
                    "artifact_id": each["artifact_id"],
                    "artifact_type": each["artifact_type"],
                    "title": each["title"],
                    "created_at": each["created_at"],
                    "parts_using_it": 12,
                }
                for each in self.artifacts
            ]
            return answer({"content_id": rest[1], "artifacts": derived})
        return problem(404, "not-found", f"There is no {rest[-1]!r} in your library.")

    def _listed_jobs(self, request: Request) -> Reply:
        """Each listing shows the next state of each job; the first page's ticket is for all of them."""
        states = [states.pop(0) if len(states) > 1 else states[0] for states in self.jobs.values()]
        page = json.loads(_page([self._with_ticket(state) for state in states], request).body)
        url = f"{self.websocket or 'ws://api.test/prod'}?ticket=all-{len(self.requests)}"
        return answer({**page, "progress_url": url})

    def _with_ticket(self, job: dict[str, Any]) -> dict[str, Any]:
        url = f"{self.websocket}?ticket={len(self.requests)}"
        return {**job, "progress_url": url} if self.websocket else job

    def _upload(self) -> Reply:
        post = {"url": f"{self.store}/upload", "fields": {"key": "uploads/me/up_1/paper.pdf", "policy": "signed"}}
        upload = {"upload_id": "up_1", "url": "upload://up_1/paper.pdf", "post": post}
        return answer({**upload, "max_bytes": 10_000_000, "expires_in": 3600}, 201)

    def _accept(self) -> Reply:
        job_id = self.accepted.pop(0)
        return answer(
            {"job_id": job_id, "status": "queued", "progress_url": f"ws://api.test/prod?ticket={job_id}"}, 202
        )

    def _health(self) -> Reply:
        well = all(state == "ok" for state in self.checks.values())
        return answer({"status": "ok" if well else "unavailable", "checks": self.checks}, 200 if well else 503)

    def transport(self) -> httpx.MockTransport:
        def respond(request: httpx.Request) -> httpx.Response:
            headers = {name.lower(): value for name, value in request.headers.items()}
            reply = self.handle(request.method, request.url.raw_path.decode(), headers, request.read())
            headers = {"Content-Type": reply.content_type, **reply.headers}
            return httpx.Response(reply.status, content=reply.body, headers=headers)

        return httpx.MockTransport(respond)


def _page(items: list[dict[str, Any]], request: Request) -> Reply:
    wanted = request.query.get("status")
    chosen = [each for each in items if not wanted or each["status"] in wanted]
    first = int(request.query.get("next_token", ["0"])[0])
    after = first + int(request.query["limit"][0])
    return answer({"items": chosen[first:after], "next_token": str(after) if len(chosen) > after else None})

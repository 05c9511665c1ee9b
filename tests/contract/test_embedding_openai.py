"""The OpenAI-compatible adapter against a server that speaks (and misspeaks) that API."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.embedding import OpenAiEmbedding, requests

from williams.domain.errors import PermanentError, ProviderRejected, ProviderThrottled, ProviderUnavailable

Answer = tuple[int, dict[str, str], str]


def vectors(body: dict[str, Any]) -> Answer:
    """What a sound service answers, but not normalised, and in reverse order."""
    data = [
        {"object": "embedding", "index": index, "embedding": [float(len(text)), 3.0, 4.0][: body["dimensions"]]}
        for index, text in enumerate(body["input"])
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return 200, {}, json.dumps({"object": "list", "data": data[::-1], "model": body["model"], "usage": usage})


@dataclass
class Service:
    answer: Callable[[dict[str, Any]], Answer] = vectors
    requests: list[dict[str, Any]] = field(default_factory=list)
    authorization: str | None = None
    base_url: str = ""

    def says(self, status: int, body: str, **headers: str) -> None:
        self.answer = lambda _: (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    def embedding(self, timeout_seconds: float = 30.0) -> OpenAiEmbedding:
        access = OpenAiAccess(api_key="key", base_url=self.base_url, timeout_seconds=timeout_seconds)
        return OpenAiEmbedding(access, model="embed-3", dimensions=3)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A client that gave up is part of these tests."""


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.requests.append({"path": self.path, **body})
            service.authorization = self.headers["Authorization"]
            status, headers, text = service.answer(body)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Keep the test's output quiet."""

    server = _Server(("127.0.0.1", 0), Handler)
    service.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


async def test_unit_vectors_in_order(service: Service) -> None:
    first, second = await service.embedding().embed(["", "twelve chars"])
    assert first.tolist() == pytest.approx([0, 0.6, 0.8])
    assert second.tolist() == pytest.approx([12 / 13, 3 / 13, 4 / 13])
    assert math.isclose(math.hypot(*second), 1, abs_tol=1e-6)
    assert service.authorization == "Bearer key"
    assert service.requests == [
        {
            "path": "/v1/embeddings",
            "model": "embed-3",
            "input": ["", "twelve chars"],
            "dimensions": 3,
            "encoding_format": "float",
        }
    ]


async def test_many_texts_are_sent_in_several_requests(service: Service) -> None:
    texts = ["x" * (number % 7) for number in range(600)]
    found = await service.embedding().embed(texts)
    assert [len(request["input"]) for request in service.requests] == [256, 256, 88]
    assert [round(3 * vector[0] / vector[1]) for vector in found] == [len(text) for text in texts]


def test_no_request_holds_more_characters_than_the_limit() -> None:
    texts = ["a" * 60_000, "b" * 60_000, "c" * 40_000, "d" * 150_000, "e"]
    assert [[text[0] for text in request] for request in requests(texts)] == [["a"], ["b", "c"], ["d"], ["e"]]


async def test_no_texts_cost_no_request(service: Service) -> None:
    assert await service.embedding().embed([]) == []
    assert service.requests == []


async def test_throttled(service: Service) -> None:
    service.says(429, '{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}', Retry_After="7")
    with pytest.raises(ProviderThrottled, match=r"429.*slow down.*7 s"):
        await service.embedding().embed(["text"])
    assert len(service.requests) == 1  # the job system retries, not the library


async def test_an_empty_account_is_not_a_rate_limit(service: Service) -> None:
    service.says(429, '{"error": {"message": "no credit", "code": "insufficient_quota"}}')
    with pytest.raises(ProviderRejected, match="credit"):
        await service.embedding().embed(["text"])


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_broken_service(service: Service, status: int) -> None:
    service.says(status, "oh no", Content_Type="text/plain")
    with pytest.raises(ProviderUnavailable, match=str(status)):
        await service.embedding().embed(["text"])


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_refused_request(service: Service, status: int) -> None:
    service.says(status, '{"error": {"message": "not like this"}}')
    with pytest.raises(ProviderRejected, match=f"{status}.*not like this"):
        await service.embedding().embed(["text"])


async def test_a_service_that_never_answers(service: Service) -> None:
    over = threading.Event()

    def never(body: dict[str, Any]) -> Answer:
        over.wait()
        return vectors(body)

    service.answer = never
    with pytest.raises(ProviderUnavailable, match=r"in time|longer than"):
        await service.embedding(timeout_seconds=0.2).embed(["text"])
    over.set()


async def test_nobody_listens() -> None:
    access = OpenAiAccess(api_key="key", base_url="http://127.0.0.1:9/v1", timeout_seconds=5)
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        await OpenAiEmbedding(access, model="embed-3", dimensions=3).embed(["text"])


@pytest.mark.parametrize(
    "body",
    [
        '{"data": [{"index": 0, "embed',
        "[]",
        "null",
        "{}",
        '{"data": []}',
        '{"data": [{"index": 0}]}',
        '{"data": [{"index": 0, "embedding": [1, "x", 2]}]}',
        '{"data": [{"index": 0, "embedding": [0, 0, 0]}]}',
        '{"data": [{"index": 0, "embedding": [NaN, 1, 0]}]}',
        '{"data": [{"index": 1, "embedding": [1, 0, 0]}]}',
        '{"data": [{"index": 0, "embedding": [1, 0, 0]}, {"index": 0, "embedding": [1, 0, 0]}]}',
    ],
)
async def test_an_answer_that_does_not_fit(service: Service, body: str) -> None:
    service.says(200, body)
    with pytest.raises(ProviderRejected, match=r"the embedding service at http://127\.0\.0\.1"):
        await service.embedding().embed(["text"])


async def test_an_answer_that_is_a_page(service: Service) -> None:
    service.says(200, "<html>Welcome</html>", Content_Type="text/html")
    with pytest.raises(ProviderRejected, match="cannot be read"):
        await service.embedding().embed(["text"])


async def test_wrong_number_of_vectors(service: Service) -> None:
    service.answer = lambda body: vectors({**body, "input": body["input"][1:]})
    with pytest.raises(ProviderRejected, match="1 vectors for 2 texts"):
        await service.embedding().embed(["one", "two"])


async def test_wrong_dimensions_say_what_to_set(service: Service) -> None:
    service.says(200, '{"data": [{"index": 0, "embedding": [1, 0]}]}')
    with pytest.raises(PermanentError, match=r"2 numbers where 3.*WILLIAMS_EMBEDDING_DIMENSIONS"):
        await service.embedding().embed(["text"])

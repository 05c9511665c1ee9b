"""The API refuses an owner's requests over the limit, and says when to come back."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from functions.api.problems import MEDIA_TYPE
from tests.unit.functions.conftest import TEXT_URL
from tests.unit.functions.one_api import document
from tests.unit.functions.test_api_problems import check
from williams.domain.errors import StoreUnavailable
from williams.services.rate_limits import RouteClass
from williams_testing.application import MemoryApplication


@pytest.fixture
def limited(app: MemoryApplication) -> MemoryApplication:
    app.limits.update({RouteClass.READ: 3, RouteClass.SEARCH: 2, RouteClass.WRITE: 1})
    return app


@pytest.mark.usefixtures("limited")
def test_429(client: TestClient, stranger: TestClient) -> None:
    assert [client.get("/api/jobs").status_code for _ in range(3)] == [200] * 3
    answer = client.get("/api/content")
    problem = check(answer, 429, "rate-limited")
    seconds = int(answer.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert problem.detail.endswith(f"Try again in {seconds} s.")
    assert stranger.get("/api/jobs").status_code == 200


@pytest.mark.usefixtures("limited")
def test_reading_searching_and_writing_are_counted_apart(client: TestClient) -> None:
    assert [client.get("/api/search?q=books").status_code for _ in range(3)] == [200, 200, 429]
    assert [client.post("/api/content/import", json={"url": TEXT_URL}).status_code for _ in range(2)] == [202, 429]
    assert client.get("/api/jobs").status_code == 200


@pytest.mark.usefixtures("limited")
def test_a_refused_request_does_nothing(client: TestClient) -> None:
    for _ in range(3):
        client.post("/api/content/import", json={"url": TEXT_URL})
    assert len(client.get("/api/jobs").json()["items"]) == 1


@pytest.mark.usefixtures("limited")
def test_health_and_unknown_callers_are_not_counted(client: TestClient, nobody: TestClient) -> None:
    assert {client.get("/api/health").status_code for _ in range(9)} == {200}
    assert {nobody.get("/api/jobs").status_code for _ in range(9)} == {401}
    assert client.get("/api/jobs").status_code == 200


def test_the_api_answers_while_the_counters_are_away(limited: MemoryApplication, client: TestClient) -> None:
    limited.rate_counters.failure = StoreUnavailable("The rate limits table did not answer.")
    assert {client.get("/api/jobs").status_code for _ in range(9)} == {200}


def test_pages_of_other_sites_may_read_when_to_come_back(client: TestClient) -> None:
    answer = client.get("/api/health", headers={"Origin": "https://elsewhere.test"})
    assert answer.headers["access-control-expose-headers"] == "Retry-After"


def test_every_route_with_a_caller_documents_the_limit() -> None:
    paths = document()["paths"]
    for path, operations in paths.items():
        for operation in operations.values():
            answers = operation["responses"]
            limited = path != "/api/health" and not path.startswith(("/download/", "/feeds/"))
            assert ("429" in answers) is limited, path
            if limited:
                assert MEDIA_TYPE in answers["429"]["content"]
                assert "Retry-After" in answers["429"]["headers"]

"""The deployed API counts each owner's requests in DynamoDB; when they are used up, every process refuses."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.problems import problem
from tests.e2e.tenant import Tenant
from williams.services.rate_limits import WINDOW_SECONDS, RouteClass

LIMITS_TABLE = "williams-local-rate-limits"
CLIENTS = 8


def _used(cloud: Cloud, owner: str, route: RouteClass) -> int:
    """What was taken in this window and the one before: the test may run across a turn of the minute."""
    end = (int(time.time()) // WINDOW_SECONDS + 1) * WINDOW_SECONDS
    dynamodb = cloud.aws.client("dynamodb")
    keys = [{"key": {"S": f"{owner}#{route}#{window}"}} for window in (end - WINDOW_SECONDS, end)]
    items = [dynamodb.get_item(TableName=LIMITS_TABLE, Key=key).get("Item", {}) for key in keys]
    return sum(int(item["used"]["N"]) for item in items if item)


def test_requests_are_counted_by_owner_and_class(cloud: Cloud, newcomer: Tenant) -> None:
    assert newcomer.http.get("/api/jobs").status_code == 200
    assert _used(cloud, newcomer.owner, RouteClass.READ) >= 1
    assert _used(cloud, newcomer.owner, RouteClass.SEARCH) == 0
    assert newcomer.http.get("/api/search", params={"q": "books"}).status_code == 200
    assert _used(cloud, newcomer.owner, RouteClass.SEARCH) >= 1
    assert _used(cloud, newcomer.owner, RouteClass.WRITE) == 0


def _spend(cloud: Cloud, owner: str, route: RouteClass) -> None:
    """Use up this window and the next: the test may run across a turn of the minute."""
    end = (int(time.time()) // WINDOW_SECONDS + 1) * WINDOW_SECONDS
    for window in (end, end + WINDOW_SECONDS):
        key, used = {"S": f"{owner}#{route}#{window}"}, {"N": str(10**9)}
        item = {"key": key, "used": used, "expires_at": {"N": str(window)}}
        cloud.aws.client("dynamodb").put_item(TableName=LIMITS_TABLE, Item=item)


ROUTES = [
    (RouteClass.READ, "GET", "/api/jobs", 200),
    (RouteClass.SEARCH, "GET", "/api/search?q=books", 200),
    (RouteClass.WRITE, "POST", "/api/uploads", 201),
]


@pytest.mark.parametrize(("spent", "method", "path", "granted"), ROUTES)
def test_a_limit_that_is_spent_is_refused_to_every_client(
    cloud: Cloud, newcomer: Tenant, spent: RouteClass, method: str, path: str, granted: int
) -> None:
    def ask(each: tuple[RouteClass, str, str, int]) -> httpx.Response:
        return newcomer.http.request(each[1], each[2], json={"filename": "a.txt"} if each[1] == "POST" else None)

    _spend(cloud, newcomer.owner, spent)
    with ThreadPoolExecutor(CLIENTS) as clients:
        asked_at = time.time()
        answers = list(clients.map(ask, [(spent, method, path, granted)] * CLIENTS * 2))
        answered_at = time.time()
    assert {answer.status_code for answer in answers} == {429}
    for answer in answers:
        problem(answer, 429, "rate-limited")
        waits = int(answer.headers["retry-after"])
        ends = [end for end in range(int(asked_at), int(answered_at) + 62) if end % WINDOW_SECONDS == 0]
        assert any(asked_at <= end - waits + 1 and end - waits <= answered_at for end in ends), waits
    for other in ROUTES:
        if other[0] is not spent:
            assert ask(other).status_code == other[3]

"""The deployed API counts each owner's requests in DynamoDB. What a refusal is like, the other tiers show."""

from __future__ import annotations

import time

from tests.e2e.cloud import Cloud
from tests.e2e.tenant import Tenant
from williams.services.rate_limits import WINDOW_SECONDS, RouteClass

LIMITS_TABLE = "williams-local-rate-limits"


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

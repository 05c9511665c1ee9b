"""What an operator invokes, on the deployed functions."""

from __future__ import annotations

import json
from typing import Any

from tests.e2e.cloud import Cloud
from tests.e2e.tenant import Tenant


def invoked(cloud: Cloud, function: str, event: dict[str, Any]) -> dict[str, Any]:
    answer = cloud.aws.client("lambda").invoke(FunctionName=f"williams-local-{function}", Payload=json.dumps(event))
    said: dict[str, Any] = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, said
    return said


def test_migrating_again_changes_nothing(cloud: Cloud) -> None:
    for _ in range(2):
        assert invoked(cloud, "migrate", {}) == {"prepared": ["postgres", "graph"]}


def test_a_granted_token_opens_its_owners_library_only(cloud: Cloud, newcomer: Tenant) -> None:
    granted = invoked(cloud, "grant-token", {"owner": newcomer.owner, "name": "granted"})
    headers = {"Authorization": f"Bearer {granted['token']}"}
    assert newcomer.http.get("/api/content", headers=headers).json()["items"] == []
    refused = newcomer.http.get("/api/content", headers={"Authorization": "Bearer wl_made_up"})
    assert refused.status_code == 401

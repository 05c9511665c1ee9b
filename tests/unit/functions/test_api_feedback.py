"""What people say of artifacts, and which artifacts are listed."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.pipeline.conftest import add_source
from williams_testing.application import MemoryApplication


@pytest.fixture
async def artifact(app: MemoryApplication, client: TestClient) -> dict[str, Any]:
    body = {"source_ids": [add_source(app.library)], "format": "podcast", "parameters": {"minutes": 1}, "use": "public"}
    job_id = client.post("/api/content/export", json=body).json()["job_id"]
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return dict(client.get(f"/api/artifacts/{client.get(f'/api/jobs/{job_id}').json()['artifact_id']}").json())


def test_an_artifact_is_rated_as_a_whole_and_in_parts(client: TestClient, artifact: dict[str, Any]) -> None:
    path = f"/api/artifacts/{artifact['artifact_id']}/feedback"
    nothing: dict[str, Any] = {
        "items": [],
        "next_token": None,
        "count": 0,
        "average_rating": None,
        "positive_share": None,
    }
    assert client.get(path).json() == nothing
    tree = client.get(f"/api/provenance/podcast/{artifact['artifact_id']}/genealogy").json()["provenance"]
    part = tree["parts"][1]["part_id"]
    given = [{"rating": 5, "comment": "Clear."}, {"rating": 4}, {"rating": 1, "part": part}]
    answers = [client.post(path, json=body) for body in given]
    assert [answer.status_code for answer in answers] == [201] * 3
    page = client.get(path).json()
    assert page["items"] == [answer.json() for answer in reversed(answers)]
    assert (page["items"][0]["part"], page["items"][2]["comment"]) == (part, "Clear.")
    assert (page["count"], page["average_rating"], page["positive_share"]) == (3, 10 / 3, 2 / 3)
    first = client.get(path, params={"limit": 2}).json()
    rest = client.get(path, params={"limit": 2, "next_token": first["next_token"]}).json()
    assert (first["items"] + rest["items"], rest["next_token"]) == (page["items"], None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rating": 0}, "body.rating"),
        ({"rating": 6}, "body.rating"),
        ({"rating": 4.5}, "body.rating"),
        ({"rating": True}, "body.rating"),
        ({"comment": "x"}, "body.rating"),
        ({"rating": 3, "comment": b"a\\u0000b".decode("unicode_escape")}, "body.comment"),
        ({"rating": 3, "part": "nowhere"}, "body.part"),
        ({"rating": 3, "stars": 3}, "body.stars"),
    ],
)
def test_feedback_that_does_not_fit_is_refused(
    client: TestClient, artifact: dict[str, Any], body: dict[str, Any], field: str
) -> None:
    answer = client.post(f"/api/artifacts/{artifact['artifact_id']}/feedback", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"artifact_type": "podcast", "format": "mp3", "use": "public", "license": "cc-by-4.0"}, True),
        ({"artifact_type": "ebook"}, False),
        ({"use": "commercial"}, False),
        ({"source_id": "doc_other"}, False),
        ({"created_to": "2000-01-01"}, False),
        ({"created_from": "2000-01-01"}, True),
        ({"title": "zebra"}, False),
    ],
)
def test_artifacts_are_listed_by_what_they_are(
    client: TestClient, artifact: dict[str, Any], params: dict[str, str], found: bool
) -> None:
    listed = client.get("/api/artifacts", params=params).json()["items"]
    assert [each["artifact_id"] for each in listed] == [artifact["artifact_id"]] * found


@pytest.mark.parametrize(
    "params", [{"use": "free"}, {"license": "my own"}, {"created_from": "yesterday"}, {"limit": 0}]
)
def test_a_filter_that_can_fit_nothing_is_refused(client: TestClient, params: dict[str, str]) -> None:
    answer = client.get("/api/artifacts", params=params)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, f"query.{next(iter(params))}")

"""What a job would do and cost is told before it is made; a budget ends it; what it has cost is told after."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from williams_import_media.plugin import MediaImport

from tests.unit.functions.conftest import TEXT_URL
from tests.unit.pipeline.conftest import add_source
from williams.domain.content import ContentMetadata
from williams.engine.deployment import Deployment
from williams.engine.registry import engine_registry
from williams.services.planning import Planning
from williams_testing.application import MemoryApplication


def wanted(*source_ids: str, **more: Any) -> dict[str, Any]:
    return {"source_ids": source_ids, "format": "podcast", "parameters": {"minutes": 1}} | more


async def made(app: MemoryApplication, client: TestClient, **more: Any) -> dict[str, Any]:
    job_id = client.post("/api/content/export", json=wanted(add_source(app.library), **more)).json()["job_id"]
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return dict(client.get(f"/api/jobs/{job_id}").json())


@pytest.mark.parametrize("path", ["/api/content/export", "/api/plugins/export"])
async def test_a_dry_run_tells_the_plan_and_makes_nothing(
    app: MemoryApplication, client: TestClient, path: str
) -> None:
    source = add_source(app.library, metadata=ContentMetadata(title="On Shelves", language="en"))
    body = wanted(source, dry_run=True, use="public")
    if "plugins" in path:
        body["provenance"] = {"version_of": (await made(app, client))["artifact_id"]}
    before = jobs(client)
    answer = client.post(path, json=body)
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert [stage["name"] for stage in plan["stages"]] == ["query", "script", "generate", "compose", "store"]
    assert {each["port"] for each in plan["engines"]} == {"text", "speech", "media"}
    assert all(each["engine"] and each["problem"] is None for each in plan["engines"])
    assert plan["parameters"]["minutes"] == 1.0
    assert (plan["licensing"]["allowed"], plan["licensing"]["use"]) == (False, "public")
    assert plan["source_paragraphs"] == 3
    costs = plan["costs"]
    assert (costs["provider_usd"], costs["unknown"], costs["within_budget"]) == (0.0, [], True)
    assert 0 < costs["aws_usd_at_most"] < 1
    assert "2026" in costs["aws_prices_as_of"]
    assert jobs(client) == before


def jobs(client: TestClient) -> list[dict[str, Any]]:
    """What is said of them, without the tickets, which are others in each second."""
    return [each | {"progress_url": ""} for each in client.get("/api/jobs").json()["items"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parameters": {"minutes": 99}}, "body.parameters.minutes"),
        ({"format": "opera"}, "body.format"),
        ({"dry_run": "perhaps"}, "body.dry_run"),
        ({"budget_usd": -1}, "body.budget_usd"),
        ({"budget_usd": "much"}, "body.budget_usd"),
    ],
)
def test_a_dry_run_is_refused_for_what_would_be(
    app: MemoryApplication, client: TestClient, changes: dict[str, Any], field: str
) -> None:
    answer = client.post("/api/content/export", json=wanted(add_source(app.library), dry_run=True) | changes)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


async def test_a_job_and_its_artifact_tell_what_it_has_cost(app: MemoryApplication, client: TestClient) -> None:
    job = await made(app, client, budget_usd=0.5)
    costs = job["costs"]
    assert (costs["provider_usd"], costs["provider_calls"], costs["budget_usd"]) == (0.0, 0, 0.5)
    assert set(costs["aws"]) == {"lambda", "step_functions", "s3"}
    assert costs["aws_usd"] == pytest.approx(sum(costs["aws"].values()))
    assert costs["aws"]["step_functions"] > 0
    assert client.get(f"/api/artifacts/{job['artifact_id']}").json()["costs"] == costs


def test_a_dry_run_of_an_import_fetches_nothing(client: TestClient) -> None:
    answer = client.post("/api/content/import", json={"url": TEXT_URL, "dry_run": True, "budget_usd": 2})
    assert answer.status_code == 200, answer.text
    plan = answer.json()
    assert [each["port"] for each in plan["engines"]] == ["embedding"]
    assert (plan["rates"], plan["unknown"], plan["budget_usd"]) == ([], [], 2.0)
    assert plan["stages"][0]["name"] == "download"
    assert client.get("/api/jobs").json()["items"] == []
    refused = client.post("/api/content/import", json={"url": "https://[x", "dry_run": True})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.url")


@pytest.mark.parametrize("budget", [0, 0.5])
def test_an_import_has_a_budget(client: TestClient, budget: float) -> None:
    job_id = client.post("/api/content/import", json={"url": TEXT_URL, "budget_usd": budget}).json()["job_id"]
    assert client.get(f"/api/jobs/{job_id}").json()["costs"]["budget_usd"] == budget


@pytest.mark.parametrize(
    ("environment", "rate"),
    [
        ({"WILLIAMS_TRANSCRIPTION_PROVIDER": "openai"}, ("openai", 0.006)),
        (
            {
                "WILLIAMS_TRANSCRIPTION_PROVIDER": "transcribe",
                "WILLIAMS_TRANSCRIBE_TRANSCRIPTION_API": "start-transcription-job",
            },
            ("transcribe", 0.024),
        ),
    ],
)
def test_sound_is_told_by_the_minute(environment: dict[str, str], rate: tuple[str, float]) -> None:
    engines = Deployment(engine_registry(), environment, providers_secret="keys")
    plan = Planning(engines, most_usd=5.0).plan_import(MediaImport(), {}, None)
    told = [each for each in plan.rates if each.port == "transcription"]
    assert [(each.engine, each.minute_usd) for each in told] == [rate]
    assert (plan.unknown, plan.budget_usd) == ([], 5.0)
    assert 0 < plan.aws_usd_at_most < 5

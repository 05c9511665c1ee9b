"""What could not be made is told by provenance, once, with what had been asked and paid for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.cli.served import Served
from tests.unit.functions.conftest import client_of
from tests.unit.functions.one_api import answering
from tests.unit.pipeline.conftest import add_source
from williams.domain.errors import ProviderRejected, StoreUnavailable
from williams.domain.jobs import JobStatus
from williams.domain.tokens import Scope
from williams_cli import session
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.speech import InMemorySpeech
from williams_testing.writing import InMemoryText

PATH = "/api/provenance/failures"


@pytest.fixture
def app() -> MemoryApplication:
    """A library whose writer is paid, and whose speaker refuses."""
    speech = InMemorySpeech(cost_usd=0.25, failures=[ProviderRejected("The voice is gone.")] * 9)
    engines = ChosenEngines(text=InMemoryText(cost_usd=0.5), speech=speech)
    return memory_application(MemoryLibrary(engines=engines))


async def failed(app: MemoryApplication, source: str) -> str:
    client = client_of(app, app.token)
    body = {"source_ids": [source], "format": "podcast", "parameters": {"minutes": 1}}
    job_id = str(client.post("/api/content/export", json=body).json()["job_id"])
    app.services.dispatcher.dispatch()
    await app.run_executions()
    assert client.get(f"/api/jobs/{job_id}").json()["status"] == JobStatus.FAILED
    return job_id


def listed(app: MemoryApplication, **asked: Any) -> list[dict[str, Any]]:
    answer = client_of(app, app.token).get(PATH, params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_a_failure_tells_where_why_with_what_and_for_how_much(app: MemoryApplication) -> None:
    source = add_source(app.library)
    job_id = await failed(app, source)
    (told,) = listed(app)
    assert (told["failure_id"], told["job_id"]) == (f"{job_id}-1", job_id)
    assert (told["plugin_id"], told["artifact_type"], told["stage"]) == ("export.podcast", "podcast", "generate")
    assert (told["code"], told["message"]) == ("provider-rejected", "The voice is gone.")
    assert (told["source_ids"], told["parameters"]["minutes"]) == ([source], 1.0)
    assert told["cost_usd"] == 0.5
    writer = app.library.engines.text.model
    assert [(used["provider"], used["name"]) for used in told["models"]][:1] == [(writer.provider, writer.name)]
    assert "memory" in {used["provider"] for used in told["voices"]}
    assert client_of(app, app.token_of("eve", frozenset({Scope.READ}))).get(PATH).json()["items"] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"plugin_id": "export.podcast"}, 1),
        ({"plugin_id": "export.ebook"}, 0),
        ({"stage": "generate", "code": "provider-rejected"}, 1),
        ({"stage": "script"}, 0),
        ({"code": "store-unavailable"}, 0),
        ({"since": "2020-01-01T00:00:00Z"}, 1),
        ({"since": "2200-01-01T00:00:00+02:00"}, 0),
    ],
)
async def test_failures_are_found_by_what_they_are(app: MemoryApplication, asked: dict[str, str], found: int) -> None:
    await failed(app, add_source(app.library))
    assert len(listed(app, **asked)) == found


@pytest.mark.parametrize("asked", [{"since": "yesterday"}, {"since": "2026-01-01T00:00:00"}, {"next_token": "job_1-1"}])
def test_what_cannot_be_asked_is_refused(app: MemoryApplication, asked: dict[str, str]) -> None:
    answer = client_of(app, app.token).get(PATH, params=asked)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, f"query.{next(iter(asked))}")


async def test_each_execution_that_failed_for_good_is_told_once(app: MemoryApplication) -> None:
    job_id = await failed(app, add_source(app.library))
    execution = app.library.jobs.job(OWNER, job_id).execution
    assert app.services.settlement.settle(execution, False) is None
    app.services.reconciler.reconcile()
    assert [each["failure_id"] for each in listed(app)] == [f"{job_id}-1"]


async def test_a_graph_that_is_away_is_told_later(app: MemoryApplication) -> None:
    source = add_source(app.library)
    app.library.graph.failure = StoreUnavailable("away")
    job_id = await failed(app, source)
    app.library.graph.failure = None
    assert listed(app) == []
    app.services.reconciler.reconcile()
    assert [each["job_id"] for each in listed(app)] == [job_id]


async def test_an_erased_source_takes_it_along(app: MemoryApplication) -> None:
    source = add_source(app.library)
    await failed(app, source)
    client_of(app, app.token).delete(f"/api/content/{source}", params={"hard_delete": True})
    app.services.reconciler.reconcile()
    assert listed(app) == []


async def test_the_command_line_lists_them(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(app, answering(lambda: app.services.application, {"Authorization": f"Bearer {app.token}"}))
    monkeypatch.setattr(session, "open_library", served.connect)
    assert "There are no failures" in served.run("failures").output
    job_id = await failed(app, add_source(app.library))
    shown = served.run("failures", "--stage", "generate").stdout
    assert job_id in shown
    assert "provider-rejected" in shown
    assert "0.5000" in shown
    assert job_id not in served.run("failures", "--stage", "script").output

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.unit.cli.conftest import Run
from tests.unit.cli.served import Served
from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi
from tests.unit.client.scripted_socket import PONG, Network
from williams.domain.errors import StoreUnavailable
from williams_cli.checks import examine
from williams_client import Library
from williams_client.connection import Connection
from williams_client.socket import SocketLost


@pytest.fixture
def well(api: FakeApi, network: Network) -> FakeApi:
    """An API with which all is well, and one job."""
    api.plugins = {"import": [records.plugin("import.pdf")], "export": [records.plugin("export.podcast")]}
    api.will_be("job_1", records.job())
    network.connections = [[PONG]]
    return api


def findings(run: Run) -> dict[str, Any]:
    result = run("doctor", "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == (0 if report["healthy"] else 1)
    return {finding["check"]: finding for finding in report["findings"]}


@pytest.mark.usefixtures("well")
def test_all_is_well(run: Run, network: Network) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "All is well." in result.stderr
    assert "✗" not in result.stdout
    assert network.opened[0][1].sent == [{"action": "ping"}]


def test_a_store_that_is_away(well: FakeApi, run: Run) -> None:
    well.checks["graph"] = "The graph does not answer."
    found = findings(run)["store graph"]
    assert found["level"] == "problem"
    assert found["detail"] == "The graph does not answer."
    assert found["remedy"]


def test_a_broken_plugin_and_a_disabled_one(well: FakeApi, run: Run) -> None:
    well.plugins["export"] = [records.plugin("export.podcast", error="No module named 'pydub'", enabled=False)]
    well.plugins["import"] = [records.plugin("import.pdf", enabled=False)]
    found = findings(run)
    assert found["plugin export.podcast"]["level"] == "problem"
    assert found["plugin import.pdf"]["level"] == "warning"


def test_no_plugins_at_all(well: FakeApi, run: Run) -> None:
    well.plugins = {"import": [], "export": []}
    assert findings(run)["plugins"]["level"] == "problem"


def test_engines_that_work_and_some_that_do_not(well: FakeApi, run: Run) -> None:
    well.engines = [
        records.engine("speech.good", default=True),
        records.engine("speech.other", available=False, unavailable="It wants a key."),
        records.engine("text.lost", default=True, available=False, unavailable="It wants a model."),
        records.engine("text.bad", available=False, error="No module named 'x'", description="acme-bad"),
    ]
    found = findings(run)
    assert found["engine speech.good"]["detail"] == "1.0.0, the default"
    assert "engine speech.other" not in found
    assert [found[f"engine text.{name}"]["level"] for name in ("lost", "bad")] == ["problem", "problem"]
    assert "Install acme-bad again" in found["engine text.bad"]["remedy"]


def test_a_wrong_token_ends_what_needs_one(well: FakeApi, run: Run) -> None:
    well.token = "another"
    found = findings(run)
    assert found["token"]["level"] == "problem"
    assert "websocket" not in found


def test_an_api_that_is_away(well: FakeApi, run: Run) -> None:
    well.faults = [httpx.ConnectError("refused")] * 9
    found = findings(run)
    assert list(found) == ["connection", "api"]
    assert found["api"]["level"] == "problem"


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(
    ("script", "words"),
    [
        (SocketLost("api.test refused it with HTTP 500", 500), "HTTP 500"),
        ([], "no ping within"),
        (['{"message": "Internal server error"}'], "answers a ping with"),
        (["<html>"], "no ping within"),
    ],
)
def test_a_websocket_that_does_not_work(run: Run, network: Network, script: Any, words: str) -> None:
    network.connections = [script]
    found = findings(run)["websocket"]
    assert found["level"] == "problem"
    assert words in found["detail"]


@pytest.mark.parametrize(("status", "level"), [(401, "ok"), (403, "ok"), (502, "problem"), (None, "problem")])
def test_without_a_job_an_orderly_refusal_shows_that_the_websocket_is_there(
    well: FakeApi, network: Network, status: int | None, level: str
) -> None:
    well.jobs = {}
    network.connections = [SocketLost("refused", status)]
    connection = Connection("http://api.test", "secret", ws_url="ws://api.test/prod")
    with Library("http://api.test", "secret", transport=well.transport()) as client:
        found = {each.check: each.level for each in examine(connection, client, network.connect)}
    assert found["websocket"] == level


@pytest.mark.usefixtures("api")
@pytest.mark.parametrize("arguments", [["--api-url", "", "--token", ""], ["--api-url", "nowhere"]])
def test_no_cloud_or_no_address(run: Run, arguments: list[str]) -> None:
    result = run("doctor", "--json", *arguments)
    (finding,) = json.loads(result.stdout)["findings"]
    assert result.exit_code == 1
    assert (finding["check"], finding["level"]) == ("connection", "problem")
    assert "williams up" in finding["remedy"]


@pytest.mark.usefixtures("well")
def test_another_version_is_a_warning(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("williams_cli.checks.version", lambda _: "0.2.0")
    assert findings(run)["versions"]["level"] == "warning"


async def test_the_stores_agree(served: Served) -> None:
    served.submitted("upload://up_1/notes.txt")
    served.app.services.dispatcher.dispatch()
    await served.app.run_executions()
    findings = json.loads(served.run("doctor", "--check", "--json").stdout)["findings"]
    (agreement,) = [finding for finding in findings if finding["check"].startswith("consistency")]
    assert (agreement["level"], agreement["detail"]) == ("ok", "the stores agree about 1 jobs")


async def test_the_stores_disagree(served: Served) -> None:
    """About the oldest of more jobs than fit on a page."""
    job_id = served.submitted("upload://up_1/notes.txt")
    served.app.services.dispatcher.dispatch()
    await served.app.run_executions()
    for _ in range(25):
        served.submitted("upload://up_1/notes.txt")
    served.app.library.objects.write(f"jobs/{job_id}/late", b"", "text/plain")
    result = served.run("doctor", "--check", "--json")
    findings = json.loads(result.stdout)["findings"]
    (problem,) = [finding for finding in findings if finding["check"].startswith("consistency")]
    assert (result.exit_code, problem["check"]) == (1, "consistency objects")
    assert problem["detail"] == f"{job_id}: It is completed, and its scratch is still there."
    assert job_id in problem["remedy"]


async def test_a_check_that_cannot_be_made(served: Served) -> None:
    served.submitted("upload://up_1/notes.txt")
    served.app.services.dispatcher.dispatch()
    await served.app.run_executions()
    served.app.library.objects.failure = StoreUnavailable("The objects do not answer.")
    last = json.loads(served.run("doctor", "--check", "--json").stdout)["findings"][-1]
    assert (last["check"], last["level"]) == ("consistency", "problem")
    assert "The objects do not answer." in last["detail"]

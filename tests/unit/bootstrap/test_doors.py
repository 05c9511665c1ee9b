"""What the functions ask for is put together once, from the settings."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from williams_import_pdf import PdfImport

from williams import bootstrap
from williams.adapters.postgres import migrate
from williams.bootstrap import stores
from williams.domain.errors import InvalidRequest, NotFound, PluginDefect, Unauthenticated, UnknownType
from williams.domain.progress import Subscriber
from williams.ports.engines import TEXT
from williams.services.tickets import issue, redeem


def test_jobs_have_the_lanes_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_LANES", '{"import.pdf": 7}')
    monkeypatch.setenv("WILLIAMS_DEFAULT_LANE", "3")
    monkeypatch.setenv("WILLIAMS_PLACES_FOR_OTHERS", "2")
    control = bootstrap.job_control()
    assert (dict(control.lanes), control.default_lane, control.places_for_others) == ({"import.pdf": 7}, 3, 2)
    assert control.jobs is stores.jobs()
    assert bootstrap.job_control() is control


def test_the_api_and_the_jobs_share_their_stores() -> None:
    backend = bootstrap.backend()
    assert backend.control is bootstrap.job_control()
    assert {"import.pdf", "export.podcast"} <= set(backend.registry.plugins)


def test_the_application_answers_for_every_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TICKET_SECONDS", "60")
    app = bootstrap.application()
    assert set(app.checks) == {"postgres", "graph", "objects", "vectors"}
    assert (app.upload_max_bytes, app.download_seconds) == (200 * 1024 * 1024, 900)
    url = app.progress_url("ada", "job_1")
    assert url.startswith("wss://progress.test/prod?ticket=")
    ticket = url.partition("?ticket=")[2]
    assert bootstrap.redeem_ticket(ticket) == Subscriber(owner="ada", job_id="job_1")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 62)
    with pytest.raises(Unauthenticated, match="expired"):
        bootstrap.redeem_ticket(ticket)


def test_a_ticket_of_another_key_is_refused() -> None:
    forged = issue(b"another key", Subscriber(owner="ada", job_id=None), 60)
    assert redeem(b"another key", forged).owner == "ada"
    with pytest.raises(Unauthenticated):
        bootstrap.redeem_ticket(forged)


def test_a_pipeline_has_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_JOB_BUDGET_USD", "0.5")
    toolbox = bootstrap.toolbox()
    assert toolbox.job_budget_usd == 0.5
    assert (toolbox.jobs, toolbox.objects) == (stores.jobs(), stores.objects())
    assert not toolbox.engines.engine(TEXT).paid


async def test_a_pipeline_fetches_for_its_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    monkeypatch.setattr(stores.objects(), "size", lambda key: asked.append(key))
    fetch = bootstrap.toolbox().fetch("ada")
    with pytest.raises(NotFound, match="There is no upload"):
        await fetch.fetch("upload://up_1/a.pdf", tmp_path / "a", 10)
    assert asked == ["uploads/ada/up_1/a.pdf"]
    with pytest.raises(InvalidRequest):
        await fetch.fetch("file:///etc/passwd", tmp_path / "a", 10)


def test_a_function_runs_the_plugin_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.pdf")
    assert isinstance(bootstrap.plugin(), PdfImport)


def test_a_function_without_a_plugin_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WILLIAMS_PLUGIN_ID", raising=False)
    with pytest.raises(PluginDefect, match="WILLIAMS_PLUGIN_ID does not say"):
        bootstrap.plugin()


def test_a_function_with_a_plugin_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.epub")
    with pytest.raises(UnknownType, match=r"import\.epub"):
        bootstrap.plugin()


def test_the_address_of_progress_may_name_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_WEBSOCKET_URL", "wss://library.test/ws/jobs/{job_id}")
    assert bootstrap.application().progress_url("ada", "job_1").startswith("wss://library.test/ws/jobs/job_1?ticket=")


def test_preparing_brings_both_stores_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(migrate, "upgrade", done.append)
    monkeypatch.setattr(stores.graph(), "ensure_constraints", lambda: done.append("constraints"))
    bootstrap.prepare_stores()
    assert done == ["postgresql://u:p@database.test:5432/williams", "constraints"]
    assert bootstrap.tokens() is stores.tokens()


def test_the_websocket_has_its_doors() -> None:
    assert bootstrap.connections() is stores.connections()
    assert bootstrap.progress() is stores.progress()
    assert bootstrap.publisher() is bootstrap.publisher()
    assert bootstrap.publisher().connections is stores.connections()

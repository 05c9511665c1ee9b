"""The services of a process are put together once, from the settings."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from williams_import_pdf import PdfImport

from williams import bootstrap
from williams.adapters.postgres import migrate
from williams.bootstrap import stores
from williams.bootstrap.wiring import Services
from williams.domain.errors import InvalidRequest, NotFound, PluginDefect, RateLimited, Unauthenticated, UnknownType
from williams.domain.progress import Subscriber
from williams.ports.engines import TEXT
from williams.services.rate_limits import RouteClass
from williams.services.signing import Signer
from williams.services.tickets import Tickets

PARTS = [name for name, made in vars(Services).items() if not name.startswith("_") and hasattr(made, "func")]


@pytest.mark.parametrize("name", PARTS)
def test_each_service_is_made_once(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.pdf")
    assert getattr(bootstrap.services(), name) is getattr(bootstrap.services(), name)


def test_jobs_have_the_lanes_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_LANES", '{"import.pdf": 7}')
    monkeypatch.setenv("WILLIAMS_DEFAULT_LANE", "3")
    monkeypatch.setenv("WILLIAMS_PLACES_FOR_OTHERS", "2")
    dispatcher = bootstrap.services().dispatcher
    assert dispatcher.lanes.owner_places("import.pdf") == 5
    assert dispatcher.lanes.owner_places("import.web") == 1
    assert dispatcher.jobs is stores.jobs()


def test_the_application_answers_for_every_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_TICKET_SECONDS", "60")
    app = bootstrap.services().application
    assert set(app.health.checks) == {"postgres", "graph", "objects", "vectors"}
    assert (app.uploads.max_bytes, app.downloads.download_seconds) == (200 * 1024 * 1024, 900)
    assert {"import.pdf", "export.podcast"} <= set(app.plugins.registry.plugins)
    url = app.tickets.progress_url("ada", "job_1")
    assert url.startswith("wss://progress.test/prod?ticket=")
    ticket = url.partition("?ticket=")[2]
    assert app.tickets.redeem(ticket) == Subscriber(owner="ada", watched="job_1")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 62)
    with pytest.raises(Unauthenticated, match="expired"):
        app.tickets.redeem(ticket)


def test_requests_have_the_limits_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_WRITES_PER_MINUTE", "0")
    monkeypatch.setenv("WILLIAMS_SEARCHES_PER_MINUTE", "1")
    monkeypatch.setattr(stores.rate_counters(), "take", lambda *_: False)
    limiter = bootstrap.services().limiter
    limiter.admit("ada", RouteClass.WRITE)
    with pytest.raises(RateLimited, match="At most 1 requests"):
        limiter.admit("ada", RouteClass.SEARCH)


def test_a_ticket_of_another_key_is_refused() -> None:
    others = Tickets(Signer(lambda: b"another key"), "", 60)
    forged = others.issue(Subscriber(owner="ada", watched=None))
    assert others.redeem(forged).owner == "ada"
    with pytest.raises(Unauthenticated):
        bootstrap.services().subscriptions.connect("c1", forged)


def test_a_pipeline_has_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_JOB_BUDGET_USD", "0.5")
    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.pdf")
    toolbox = bootstrap.services().worker.toolbox
    assert toolbox.job_budget_usd == 0.5
    assert (toolbox.jobs, toolbox.objects) == (stores.jobs(), stores.objects())
    assert not toolbox.engines.engine(TEXT).paid


async def test_a_pipeline_fetches_for_its_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []

    def download(key: str, *_: object, **__: object) -> None:
        asked.append(key)
        raise NotFound(key)

    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.pdf")
    monkeypatch.setattr(stores.objects(), "download", download)
    fetch = bootstrap.services().worker.toolbox.fetch("ada")
    with pytest.raises(NotFound, match="There is no upload"):
        await fetch.fetch("upload://up_1/a.pdf", tmp_path / "a", 10)
    assert asked == ["uploads/ada/up_1/a.pdf"]
    with pytest.raises(InvalidRequest):
        await fetch.fetch("file:///etc/passwd", tmp_path / "a", 10)


def test_a_function_runs_the_plugin_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.pdf")
    assert isinstance(bootstrap.services().worker.plugin, PdfImport)


def test_a_function_without_a_plugin_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WILLIAMS_PLUGIN_ID", raising=False)
    with pytest.raises(PluginDefect, match="WILLIAMS_PLUGIN_ID does not say"):
        assert bootstrap.services().worker


def test_a_function_with_a_plugin_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_PLUGIN_ID", "import.epub")
    with pytest.raises(UnknownType, match=r"import\.epub"):
        assert bootstrap.services().worker


def test_the_address_of_progress_may_name_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_WEBSOCKET_URL", "wss://library.test/ws/jobs/{job_id}")
    url = bootstrap.services().tickets.progress_url("ada", "job_1")
    assert url.startswith("wss://library.test/ws/jobs/job_1?ticket=")


def test_preparing_brings_both_stores_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(migrate, "upgrade", done.append)
    monkeypatch.setattr(stores.graph(), "ensure_constraints", lambda: done.append("constraints"))
    bootstrap.prepare_stores()
    assert done == ["postgresql://u:p@database.test:5432/williams", "constraints"]

"""The API as Lambda sees it: API Gateway's event in, API Gateway's answer out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any, cast

import pytest
from fastapi import FastAPI
from mangum.types import LambdaContext

from functions.api import handler as module
from functions.api.dependencies import application
from tests.unit.functions.conftest import TEXT_URL
from tests.unit.functions.lambdas import Context, http_event
from williams.services.feeds import NewFeed
from williams_testing.application import PUBLIC_URL, MemoryApplication
from williams_testing.library import OWNER


@pytest.fixture(autouse=True)
def in_memory(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Lambda's main thread has an event loop, as Mangum left it; other tests take theirs away.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    api = cast(FastAPI, module._gateway.app)
    monkeypatch.setitem(api.dependency_overrides, application, lambda: app.services.application)
    yield
    asyncio.set_event_loop(None)
    loop.close()


def ask(method: str, path: str, token: str | None, body: object = None, query: str = "") -> tuple[int, Any, Any]:
    event = http_event(method, path, token, body, query)
    answer = module.handler(event, cast(LambdaContext, Context()))
    assert answer["isBase64Encoded"] is False
    return answer["statusCode"], json.loads(answer["body"]), answer["headers"]


def test_a_request_goes_in_and_an_answer_comes_out(app: MemoryApplication) -> None:
    status, accepted, headers = ask("POST", "/api/content/import", app.token, {"url": TEXT_URL})
    assert (status, headers["content-type"]) == (202, "application/json")
    status, job, _ = ask("GET", f"/api/jobs/{accepted['job_id']}", app.token)
    assert (status, job["url"]) == (200, TEXT_URL)


def test_a_query_reaches_its_route(app: MemoryApplication) -> None:
    status, answer, _ = ask("GET", "/api/search", app.token, query="q=two%20words&limit=3")
    assert (status, answer) == (
        200,
        {
            "query": "two words",
            "mode": "hybrid",
            "hits": [],
            "said": "Nothing was found: no text fits the question.",
            "next_token": None,
        },
    )


def test_a_problem_comes_out_as_one(app: MemoryApplication) -> None:
    status, problem, headers = ask("GET", "/api/jobs/job_0", app.token)
    assert (status, problem["code"], headers["content-type"]) == (404, "not-found", "application/problem+json")
    status, problem, headers = ask("GET", "/api/jobs", None)
    assert (status, headers["www-authenticate"]) == (401, "Bearer")


def test_so_does_a_defect(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.library.catalog, "content", lambda *_: 1 / 0)
    status, problem, headers = ask("GET", "/api/content/doc_1", app.token)
    assert (status, problem["code"], headers["content-type"]) == (500, "internal-error", "application/problem+json")


def test_each_request_is_logged(app: MemoryApplication, caplog: pytest.LogCaptureFixture) -> None:
    ask("GET", "/api/jobs", app.token)
    (record,) = [record for record in caplog.records if record.getMessage() == "answered"]
    logged = vars(record)
    assert (logged["method"], logged["path"], logged["status"]) == ("GET", "/api/jobs", 200)
    assert app.token not in str(logged)


@pytest.mark.parametrize("rest", [".xml", "/art_1/podcast.mp3"])
def test_the_address_of_a_feed_is_not_logged(
    app: MemoryApplication, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], rest: str
) -> None:
    url = app.services.application.feeds.make(OWNER, NewFeed()).url
    address = url.removeprefix(PUBLIC_URL).removesuffix(".xml")
    answer = module.handler(http_event("GET", f"{address}{rest}", None), cast(LambdaContext, Context()))
    assert answer["isBase64Encoded"] is False
    said = capsys.readouterr().out + "".join(str(vars(record)) for record in caplog.records)
    assert f"/feeds/{{link}}{rest}" in said
    assert address.rpartition("/")[2] not in said


def test_a_link_that_opens_a_file_is_not_logged(
    app: MemoryApplication, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    link = app.services.signer.signed("download", [OWNER, "art_1", "podcast.mp3", 2**40])
    ask("GET", f"/download/{link}/podcast.mp3", None)
    said = capsys.readouterr().out + "".join(str(vars(record)) for record in caplog.records)
    assert "/download/{link}/podcast.mp3" in said
    assert link not in said

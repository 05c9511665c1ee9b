"""Sources that come back: what is new is imported, once; what fails is told; what is dead is left alone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import client_of
from tests.unit.functions.test_api_batches import ListImport, listing, work
from tests.unit.plugin.samples import TextImport
from williams.domain.errors import StoreUnavailable
from williams.domain.sources import JITTER, LONGEST_INTERVAL, MOST_FAILURES, FollowedSource
from williams.plugin.registry import Registry
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary

FEED = "https://lists.test/feed.list"
DAY = timedelta(days=1)


@pytest.fixture
def app() -> MemoryApplication:
    pages = {f"https://texts.test/{name}.txt": f"What stands in {name}.".encode() for name in "abc"}
    feed = listing({"source": "https://texts.test/a.txt", "version": "1"}, "https://texts.test/b.txt")
    return memory_application(
        MemoryLibrary({**pages, FEED: feed}), Registry({"import.list": ListImport(), "import.text": TextImport()})
    )


@pytest.fixture
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


def followed(client: TestClient, url: str = FEED, **more: object) -> dict[str, Any]:
    answer = client.post("/api/sources", json={"url": url} | more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def look(app: MemoryApplication, at: datetime) -> None:
    """What the tick does at that time, and everything that follows of it."""
    asyncio.run(app.services.sources.advance(at))
    work(app)
    asyncio.run(app.services.sources.advance(at))


def read(client: TestClient, source: dict[str, Any]) -> dict[str, Any]:
    return dict(client.get(f"/api/sources/{source['source_id']}").json())


def imported(app: MemoryApplication) -> list[str]:
    return sorted(content.url[-5] for content in app.library.catalog.contents(OWNER, 50).items)


def test_what_is_new_is_imported_and_nothing_twice(app: MemoryApplication, client: TestClient) -> None:
    source = followed(client, title="Feed", interval_seconds=24 * 3600, metadata={"license": "CC0-1.0"})
    now = datetime.now(UTC)
    assert (source["status"], source["looking"], source["title"]) == ("active", True, "Feed")
    look(app, now)
    assert imported(app) == ["a", "b"]
    source = read(client, source)
    assert (source["looking"], source["failures"], source["title"]) == (False, 0, "Feed")
    due = datetime.fromisoformat(source["next_look_at"])
    assert abs(due - now - DAY) <= DAY * JITTER
    look(app, now)
    assert len(client.get("/api/jobs").json()["items"]) == 3
    look(app, now + 2 * DAY)
    assert (imported(app), len(client.get("/api/batches").json()["items"])) == (["a", "b"], 1)
    app.library.sources["https://texts.test/a.txt"] = b"What stands in a now."
    app.library.sources[FEED] = listing(
        "https://texts.test/c.txt", {"source": "https://texts.test/a.txt", "version": "2"}, "https://texts.test/b.txt"
    )
    look(app, now + 4 * DAY)
    assert imported(app) == ["a", "b", "c"]
    job = client.get(f"/api/jobs/{read(client, source)['job_id']}").json()
    assert client.get(f"/api/batches/{job['batch_id']}").json()["counts"] == {"completed": 2}
    license = {content.metadata.license for content in app.library.catalog.contents(OWNER, 9).items}
    assert license == {"CC0-1.0"}


@pytest.mark.parametrize(("url", "title"), [(FEED, "All"), ("https://texts.test/a.txt", "A text")])
def test_without_a_title_it_has_its_own(app: MemoryApplication, client: TestClient, url: str, title: str) -> None:
    source = followed(client, url)
    assert source["title"] is None
    look(app, datetime.now(UTC))
    assert read(client, source)["title"] == title


def test_a_page_is_imported_again_when_it_changed(app: MemoryApplication, client: TestClient) -> None:
    followed(client, "https://texts.test/a.txt")
    now = datetime.now(UTC)
    look(app, now)
    look(app, now + 2 * DAY)
    assert imported(app) == ["a"]
    app.library.sources["https://texts.test/a.txt"] = b"What stands in a now."
    look(app, now + 4 * DAY)
    assert imported(app) == ["a"]
    (newest,) = client.get("/api/content").json()["items"]
    assert (newest["version"], newest["superseded_by"]) == (2, None)
    app.library.sources["https://texts.test/a.txt"] = b"What stands in a."
    look(app, now + 6 * DAY)
    (again,) = client.get("/api/content").json()["items"]
    assert (again["content_id"], again["version"]) == (newest["supersedes"], 3)


def test_a_dead_source_is_paused_with_the_reason_and_can_go_on(app: MemoryApplication, client: TestClient) -> None:
    source, now = followed(client, "https://lists.test/gone.list"), datetime.now(UTC)
    pauses = []
    for _ in range(MOST_FAILURES):
        look(app, now)
        seen = read(client, source)
        due = datetime.fromisoformat(seen["next_look_at"])
        pauses.append(due - now)
        now = due + timedelta(seconds=1)
    assert all(shorter < longer for shorter, longer in pairwise(pauses))
    assert (seen["status"], seen["failures"], seen["error_code"]) == ("paused", MOST_FAILURES, "not-found")
    assert "5 looks in a row came to nothing" in seen["reason"]
    jobs = len(client.get("/api/jobs").json()["items"])
    look(app, now + 100 * DAY)
    assert len(client.get("/api/jobs").json()["items"]) == jobs == MOST_FAILURES
    app.library.sources["https://lists.test/gone.list"] = listing("https://texts.test/c.txt")
    path = f"/api/sources/{source['source_id']}"
    assert client.patch(path, json={"status": "active"}).json()["reason"] is None
    look(app, datetime.now(UTC))
    assert (imported(app), read(client, source)["failures"]) == (["c"], 0)


def test_it_is_paused_changed_and_unfollowed(app: MemoryApplication, client: TestClient) -> None:
    source = followed(client)
    look(app, datetime.now(UTC))
    path = f"/api/sources/{source['source_id']}"
    paused = client.patch(path, json={"status": "paused", "interval_seconds": 7200, "title": "Later"}).json()
    assert (paused["status"], paused["reason"], paused["interval_seconds"]) == ("paused", "Paused by its owner.", 7200)
    look(app, datetime.now(UTC) + 9 * DAY)
    assert len(client.get("/api/jobs").json()["items"]) == 3
    assert [each["title"] for each in client.get("/api/sources").json()["items"]] == ["Later"]
    assert client.delete(path).json()["source_id"] == source["source_id"]
    assert (client.get(path).status_code, imported(app)) == (404, ["a", "b"])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"url": "ftp://nowhere/x"}, "unknown-type"),
        ({"url": FEED, "interval_seconds": 60}, "invalid-request"),
        ({"url": FEED, "type": "weather"}, "unknown-type"),
        ({"url": FEED, "priority": 11}, "invalid-request"),
    ],
)
def test_what_cannot_be_followed_is_refused(client: TestClient, body: dict[str, object], code: str) -> None:
    assert client.post("/api/sources", json=body).json()["code"] == code
    assert client.get("/api/sources").json()["items"] == []


def test_a_url_is_followed_once(client: TestClient) -> None:
    source = followed(client)
    again = client.post("/api/sources", json={"url": FEED})
    assert (again.status_code, source["source_id"] in again.json()["detail"]) == (409, True)


def test_who_dies_between_two_steps_looks_once(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is made, and its source does not know it yet."""

    def dies(source: FollowedSource) -> FollowedSource:
        raise StoreUnavailable(source.source_id)

    with monkeypatch.context() as patched:
        patched.setattr(app.library.followed, "save", dies)
        assert client.post("/api/sources", json={"url": FEED}).status_code == 503
    look(app, datetime.now(UTC))
    assert imported(app) == ["a", "b"]
    assert len(client.get("/api/jobs").json()["items"]) == 3


def test_a_pause_has_an_end() -> None:
    now = datetime.now(UTC)
    source = FollowedSource(source_id="s", owner="o", url="u", failures=40, next_look_at=now, created_at=now)
    failed = source.failed("not-found", "gone", now, jitter=1.0)
    assert failed.next_look_at - now == timedelta(seconds=LONGEST_INTERVAL * (1 + JITTER))

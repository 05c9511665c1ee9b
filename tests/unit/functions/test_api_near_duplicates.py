"""The same text in other bytes: told at the end of an import, and never merged."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import client_of
from tests.unit.functions.test_api_versions import done, imported
from tests.unit.plugin.samples import TextImport
from williams.plugin.registry import Registry, registry
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import MemoryLibrary

TEXT = "\n".join(f"The harbour of town {number} has cranes, and each is painted red." for number in range(20))
REPORT, PAGE, MIRROR, OTHER = (f"https://texts.test/{name}.txt" for name in ("report", "page", "mirror", "other"))
SOURCES = {
    REPORT: TEXT,
    PAGE: f"Home\n{TEXT.upper()}\nPrinted on 3 May.",
    MIRROR: f"{TEXT}\nMirrored.",
    OTHER: "\n".join(f"Ropes hang on hook {number} beside the door of the old store." for number in range(20)),
}


@pytest.fixture
def app() -> MemoryApplication:
    known = Registry({"import.text": TextImport()} | registry().plugins, [])
    return memory_application(MemoryLibrary({url: text.encode() for url, text in SOURCES.items()}), known)


@pytest.fixture
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


def told(client: TestClient, content_id: str) -> list[str]:
    notices = client.get(f"/api/content/{content_id}").json()["notices"]
    return [each["message"] for each in notices if each["code"] == "near-duplicate"]


def listed(client: TestClient, content_id: str) -> list[str]:
    answer = client.get(f"/api/content/{content_id}/near-duplicates")
    assert answer.status_code == 200
    return [each["content_id"] for each in answer.json()["items"]]


def test_the_import_says_what_is_nearly_the_same_and_keeps_both(app: MemoryApplication, client: TestClient) -> None:
    first = imported(app, client, REPORT)
    imported(app, client, OTHER)
    job = done(app, client, "/api/content/import", {"url": PAGE})
    (notice,) = job["notices"]["first"]
    assert (notice["code"], first in notice["message"]) == ("near-duplicate", True)
    assert "“A text”" in notice["message"]
    assert "williams content delete" in notice["remedy"]
    (item,) = client.get(f"/api/content/{job['content_id']}/near-duplicates").json()["items"]
    assert (item["content_id"], item["title"], item["url"]) == (first, "A text", REPORT)
    assert f"about {item['resemblance']:.0%} alike" in notice["message"]
    assert told(client, first) == []
    assert listed(client, first) == [job["content_id"]]
    assert len(client.get("/api/content").json()["items"]) == 3


def test_the_same_source_again_is_no_near_duplicate(app: MemoryApplication, client: TestClient) -> None:
    first = imported(app, client, REPORT)
    assert imported(app, client, REPORT) == first
    app.library.sources[REPORT] = f"{TEXT}\nChanged.".encode()
    second = imported(app, client, REPORT)
    assert second != first
    assert told(client, first) == told(client, second) == listed(client, second) == []


@pytest.mark.parametrize("hard", [False, True])
def test_what_is_deleted_is_named_no_more(app: MemoryApplication, client: TestClient, hard: bool) -> None:
    first, second = imported(app, client, REPORT), imported(app, client, PAGE)
    third = imported(app, client, MIRROR)
    assert len(told(client, third)) == 2
    client.delete(f"/api/content/{first}", params={"hard_delete": hard})
    assert [second in each for each in told(client, third)] == [True]
    assert told(client, second) == []
    assert listed(client, third) == [second]
    assert client.get(f"/api/content/{first}/near-duplicates").status_code == 404

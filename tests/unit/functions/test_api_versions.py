"""A source whose bytes changed: its newest version is shown, the older ones stay readable and citable."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import client_of
from tests.unit.functions.test_api_batches import work
from tests.unit.import_document.files import docx, paragraph
from tests.unit.import_document.test_review import REVIEWED
from tests.unit.plugin.samples import TextImport
from williams.plugin.registry import Registry, registry
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import MemoryLibrary

PAGE = "https://texts.test/harbour.txt"
SAME_PAGE = "https://TEXTS.test:443/harbour.txt"
OTHER = "https://texts.test/archive/harbour.txt"
FEED = "https://texts.test/feed.xml"
UPLOAD = "upload://up_1/harbour.txt"
LETTER = "https://texts.test/letter.docx"
UPLOADED_LETTER = "upload://up_2/letter.docx"
BEFORE = b"The harbour has four cranes.\nThe lighthouse is painted red."
AFTER = b"The harbour has five cranes.\nThe lighthouse is painted white."


@pytest.fixture
def app() -> MemoryApplication:
    known = Registry({"import.text": TextImport()} | registry().plugins, [])
    return memory_application(MemoryLibrary({PAGE: BEFORE, UPLOAD: BEFORE, OTHER: BEFORE}), known)


@pytest.fixture
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


def done(app: MemoryApplication, client: TestClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    job_id = client.post(path, json=body).json()["job_id"]
    work(app)
    job = dict(client.get(f"/api/jobs/{job_id}").json())
    assert job["status"] == "completed", job
    return job


def imported(app: MemoryApplication, client: TestClient, url: str = PAGE, **more: object) -> str:
    return str(done(app, client, "/api/content/import", {"url": url, **more})["content_id"])


def listed(client: TestClient, **wanted: str | int) -> list[str]:
    return [each["content_id"] for each in client.get("/api/content", params=wanted).json()["items"]]


def hits(client: TestClient, **wanted: str | int) -> set[str]:
    found = client.get("/api/search", params={"q": "harbour cranes", **wanted}).json()["hits"]
    return {each["content_id"] for each in found}


def links(client: TestClient, content_id: str) -> tuple[int, str | None, str | None]:
    said = client.get(f"/api/content/{content_id}").json()
    return said["version"], said["supersedes"], said["superseded_by"]


def first_words(client: TestClient, content_id: str) -> str:
    return str(client.get(f"/api/content/{content_id}/text").json()["text"]).split("\n")[0]


@pytest.fixture
def versions(app: MemoryApplication, client: TestClient) -> tuple[str, str]:
    old = imported(app, client)
    app.library.sources[SAME_PAGE] = AFTER
    return old, imported(app, client, SAME_PAGE)


def test_lists_and_search_show_the_newest(client: TestClient, versions: tuple[str, str]) -> None:
    old, new = versions
    assert (links(client, old), links(client, new)) == ((1, None, new), (2, old, None))
    assert (listed(client), hits(client)) == ([new], {new})
    for mode in ("dense", "sparse", "hybrid"):
        assert hits(client, mode=mode, limit=1) == {new}
    everything = {"all_versions": True}
    assert (set(listed(client, **everything)), hits(client, **everything)) == ({old, new}, {old, new})
    assert (listed(client, content_id=old), hits(client, content_id=old)) == ([old], {old})
    assert hits(client, language="en") == {new}


def test_pages_of_a_search_leave_out_older_versions_and_nothing_else(
    client: TestClient, versions: tuple[str, str]
) -> None:
    _, new = versions
    params: dict[str, str | int] = {"q": "harbour cranes lighthouse", "limit": 1}
    found = []
    while True:
        answer = client.get("/api/search", params=params).json()
        found += [(each["content_id"], each["paragraph"]["ordinal"]) for each in answer["hits"]]
        if answer["next_token"] is None:
            break
        params["next_token"] = answer["next_token"]
    assert sorted(found) == [(new, 0), (new, 1)]


def test_an_older_version_stays_for_what_was_made_of_it(app: MemoryApplication, client: TestClient) -> None:
    old = imported(app, client)
    export = {"source_ids": [old], "format": "podcast", "parameters": {"minutes": 1}}
    artifact_id = done(app, client, "/api/content/export", export)["artifact_id"]
    before = client.get(f"/api/provenance/podcast/{artifact_id}/genealogy").json()
    app.library.sources[PAGE] = AFTER
    imported(app, client)
    assert client.get(f"/api/provenance/podcast/{artifact_id}/genealogy").json() == before
    assert client.get(f"/api/content/{old}/text").json()["text"].startswith("The harbour has four cranes.")
    assert [each["text"] for each in client.get(f"/api/content/{old}/paragraphs").json()["items"]] == [
        line.decode() for line in BEFORE.split(b"\n")
    ]
    assert done(app, client, "/api/content/export", export)["artifact_id"] != artifact_id


def test_unchanged_bytes_make_nothing(app: MemoryApplication, client: TestClient) -> None:
    assert imported(app, client) == imported(app, client)
    assert len(listed(client, all_versions=True)) == 1


def test_bytes_that_come_back_make_nothing_and_are_the_newest(
    app: MemoryApplication, client: TestClient, versions: tuple[str, str]
) -> None:
    old, new = versions
    app.library.sources[PAGE] = BEFORE
    assert imported(app, client) == old
    assert (listed(client), links(client, old), links(client, new)) == ([old], (3, new, None), (2, None, old))


@pytest.mark.parametrize("url", [UPLOAD, OTHER])
def test_the_bytes_of_an_older_version_from_elsewhere_are_content_of_their_own(
    app: MemoryApplication, client: TestClient, versions: tuple[str, str], url: str
) -> None:
    _, new = versions
    own = imported(app, client, url)
    assert own not in versions
    assert set(listed(client)) == {own, new}
    assert links(client, own) == (1, None, None)
    assert imported(app, client, url) == own


def test_uploads_have_no_versions(app: MemoryApplication, client: TestClient) -> None:
    first = imported(app, client, UPLOAD)
    app.library.sources[UPLOAD] = AFTER
    second = imported(app, client, UPLOAD)
    assert set(listed(client)) == {first, second}


@pytest.mark.parametrize("url", [LETTER, UPLOADED_LETTER])
def test_what_was_asked_for_with_other_parameters_does_not_stand_for_it(
    app: MemoryApplication, client: TestClient, url: str
) -> None:
    app.library.sources[url] = REVIEWED
    ways: list[dict[str, Any]] = [{"changes": "rejected"}, {}, {"comments": True}]
    made = [imported(app, client, url, parameters=way) for way in ways]
    assert [imported(app, client, url, parameters=way) for way in reversed(ways)] == made[::-1]
    assert imported(app, client, url, parameters={"comments": False}) == made[1]
    assert [client.get(f"/api/content/{each}").json()["parameters"] for each in made] == ways
    words = ["Ferries never sink.", "Ferries often sink.", "Ferries often sink."]
    assert [first_words(client, each) for each in made] == words
    assert set(listed(client)) == set(made)


def test_ways_of_asking_stand_side_by_side_when_their_bytes_come_back(
    app: MemoryApplication, client: TestClient
) -> None:
    ways: list[dict[str, Any]] = [{}, {"changes": "rejected"}]
    app.library.sources[LETTER] = REVIEWED
    made = [imported(app, client, LETTER, parameters=way) for way in ways]
    app.library.sources[LETTER] = docx(paragraph("Ferries sail."))
    imported(app, client, LETTER)
    app.library.sources[LETTER] = REVIEWED
    assert [imported(app, client, LETTER, parameters=way) for way in ways] == made
    assert set(listed(client)) == set(made)
    assert {links(client, each)[0] for each in made} == {3}


def test_a_deleted_version_leaves_the_one_before(client: TestClient, versions: tuple[str, str]) -> None:
    old, new = versions
    client.delete(f"/api/content/{new}")
    assert (listed(client), hits(client), links(client, old)) == ([old], {old}, (1, None, None))


def test_an_export_of_a_tag_takes_the_newest(app: MemoryApplication, client: TestClient) -> None:
    old = imported(app, client, tags=["port"])
    app.library.sources[PAGE] = AFTER
    new = imported(app, client)
    export = {"tags": ["port"], "format": "podcast", "parameters": {"minutes": 1}}
    made = done(app, client, "/api/content/export", export)
    sources = client.get(f"/api/artifacts/{made['artifact_id']}").json()["source_ids"]
    assert (sources, client.get(f"/api/content/{old}").json()["tags"]) == ([new], ["port"])


@pytest.fixture
def telling() -> MemoryApplication:
    """Sources that say by validators that they are what they were."""
    feed = b"""<rss version="2.0"><channel><title>Port</title><item><link>https://texts.test/harbour.txt</link></item>
        </channel></rss>"""
    known = Registry({"import.text": TextImport()} | registry().plugins, [])
    return memory_application(MemoryLibrary({PAGE: BEFORE, FEED: feed}, tells=True), known)


def test_what_its_site_calls_unchanged_is_not_sent_again(telling: MemoryApplication) -> None:
    client, library = client_of(telling, telling.token), telling.library
    old = imported(telling, client)
    assert [imported(telling, client) for _ in range(2)] == [old, old]
    assert library.sent == [PAGE]
    again = imported(telling, client, metadata={"title": "Cranes"})
    assert (library.sent, client.get(f"/api/content/{again}").json()["title"]) == ([PAGE], "Cranes")
    library.sources[PAGE] = AFTER
    new = imported(telling, client)
    assert (library.sent, links(client, new)[0]) == ([PAGE, PAGE], 2)


def test_what_its_site_calls_unchanged_is_read_as_it_is_asked_for(telling: MemoryApplication) -> None:
    client, library = client_of(telling, telling.token), telling.library
    library.sources[LETTER] = REVIEWED
    rejected = imported(telling, client, LETTER, parameters={"changes": "rejected"})
    plain = imported(telling, client, LETTER)
    assert (first_words(client, rejected), first_words(client, plain)) == ("Ferries never sink.", "Ferries often sink.")
    assert (library.sent, links(client, rejected), links(client, plain)) == ([LETTER], (1, None, None), (1, None, None))
    assert imported(telling, client, LETTER, parameters={"changes": "rejected"}) == rejected
    assert imported(telling, client, LETTER, parameters={"changes": "accepted"}) == plain


def test_what_is_not_kept_any_more_is_sent_again(telling: MemoryApplication) -> None:
    client, library = client_of(telling, telling.token), telling.library
    old = imported(telling, client)
    library.objects.delete_prefix(f"documents/{old}/")
    assert (imported(telling, client), library.sent) == (old, [PAGE, PAGE])


def test_a_listing_that_is_unchanged_makes_no_batch(telling: MemoryApplication) -> None:
    client, library = client_of(telling, telling.token), telling.library
    client.post("/api/sources", json={"url": FEED})
    now = datetime.now(UTC)
    for days in (0, 2):
        asyncio.run(telling.services.sources.advance(now + timedelta(days=days)))
        work(telling)
        asyncio.run(telling.services.sources.advance(now + timedelta(days=days)))
    assert (library.sent, len(listed(client))) == ([FEED, PAGE], 1)
    statuses = [each["status"] for each in client.get("/api/jobs").json()["items"]]
    assert statuses == ["completed"] * 3

"""Many sources in one request, or by one listing: one progress, each by its name, and nothing lost or done twice."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import TEXT_URL, client_of
from tests.unit.plugin.samples import TextImport
from williams.domain.batch_progress import BatchProgress
from williams.domain.batches import BatchStatus, WaitingItem
from williams.domain.errors import StoreUnavailable
from williams.domain.progress import Subscriber
from williams.plugin import Entry, Listing, ListingPlugin, Look
from williams.plugin.context import StageContext
from williams.plugin.registry import Registry
from williams.services.batch_progress import BatchAnnouncer
from williams.services.tick import Tick
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.tick import InMemoryTick

LIST_URL = "https://lists.test/all.list"
BATCH = "/api/content/import/batch"


class ListImport(ListingPlugin):
    """A list is JSON: the sources that it names."""

    plugin_id: ClassVar[str] = "import.list"
    name: ClassVar[str] = "Lists"
    version: ClassVar[str] = "1.0.0"

    async def validate_url(self, url: str) -> bool:
        return bool(url)

    async def can_handle(self, url: str) -> bool:
        return await self.lists(url)

    async def lists(self, source: str) -> bool:
        return source.endswith(".list")

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        fetched = await ctx.fetch.fetch(look.source, ctx.scratch.path("list"), 10_000)
        named = json.loads(fetched.path.read_bytes())
        return Listing(title="All", entries=[Entry.model_validate(each) for each in named])


def listing(*entries: str | dict[str, Any]) -> bytes:
    return json.dumps([{"source": each} if isinstance(each, str) else each for each in entries]).encode()


PAGES: dict[str, bytes] = {
    TEXT_URL: b"A first line.\nA second line.",
    "https://texts.test/a.txt": b"What stands in the first text.",
    "https://texts.test/b.txt": b"What stands in the second text.",
    LIST_URL: listing(
        {"source": "https://texts.test/a.txt", "title": "A", "metadata": {"license": "CC-BY-4.0"}},
        "https://lists.test/more.list",
        {"source": "https://texts.test/b.txt", "metadata": {"weather": "fine"}},
        "gopher://nowhere/else",
    ),
    "https://lists.test/more.list": listing("https://texts.test/b.txt", LIST_URL),
}


@pytest.fixture
def app() -> MemoryApplication:
    known = Registry({"import.list": ListImport(), "import.text": TextImport()})
    return memory_application(MemoryLibrary(dict(PAGES)), known)


@pytest.fixture
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


def work(app: MemoryApplication) -> None:
    """Tick until nothing is left to do."""
    advance = app.services.batches.advance
    while asyncio.run(advance(0)) or app.services.dispatcher.dispatch() or asyncio.run(app.run_executions()):
        pass


def posted(client: TestClient, *sources: object, **more: object) -> dict[str, Any]:
    answer = client.post(BATCH, json={"sources": list(sources)} | more)
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


def test_one_progress_for_all_and_failures_by_their_names(app: MemoryApplication, client: TestClient) -> None:
    second = {"url": "https://texts.test/b.txt", "priority": 9, "metadata": {"title": "Beta"}}
    sources = [
        "https://texts.test/a.txt",
        second,
        "https://texts.test/gone.txt",
        "ftp://x/y",
        "https://texts.test/a.txt",
    ]
    batch = posted(client, *sources, title="Mine", metadata={"license": "CC0-1.0"})
    assert (batch["status"], batch["total"], batch["title"]) == ("running", 4, "Mine")
    assert batch["left_out"] == [{"cause": "is named more than once", "count": 1, "names": []}]
    assert batch["counts"] == {"queued": 3, "refused": 1}
    work(app)
    batch = client.get(f"/api/batches/{batch['batch_id']}").json()
    assert (batch["status"], batch["progress_percent"]) == ("completed", 100.0)
    assert batch["counts"] == {"completed": 2, "failed": 1, "refused": 1}
    assert [(each["source"], each["error_code"]) for each in batch["failures"]] == [
        ("https://texts.test/gone.txt", "not-found"),
        ("ftp://x/y", "unknown-type"),
    ]
    items = client.get(f"/api/batches/{batch['batch_id']}/items", params={"limit": 2}).json()
    made = [client.get(f"/api/content/{each['content_id']}").json() for each in items["items"]]
    assert [(each["title"], each["license"]) for each in made] == [("A text", "CC0-1.0"), ("Beta", "CC0-1.0")]
    assert client.get(f"/api/jobs/{items['items'][1]['job_id']}").json()["priority"] == 9
    rest = client.get(f"/api/batches/{batch['batch_id']}/items", params={"next_token": items["next_token"]}).json()
    assert [each["ordinal"] for each in rest["items"]] == [2, 3]
    listed = client.get("/api/batches").json()["items"]
    assert [each["batch_id"] for each in listed] == [batch["batch_id"]]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"sources": []}, "sources"),
        ({"sources": [TEXT_URL] * 1001}, "sources"),
        ({"sources": [""]}, "sources.0"),
        ({"sources": [{"url": TEXT_URL, "priority": 11}]}, "sources.0"),
        ({"sources": [TEXT_URL], "metadata": {"pages": 3}}, "metadata.pages"),
    ],
)
def test_what_is_no_batch_is_refused_by_its_field(client: TestClient, body: dict[str, Any], field: str) -> None:
    answer = client.post(BATCH, json=body)
    assert answer.status_code == 422
    assert any(each["field"].startswith(f"body.{field}") for each in answer.json()["errors"])


def test_a_thousand_are_taken_at_once_and_entered_bit_by_bit(app: MemoryApplication, client: TestClient) -> None:
    batch = posted(client, *(f"https://texts.test/{n}.txt" for n in range(1000)))
    assert batch["counts"] == {"queued": 50, "waiting": 950}
    assert asyncio.run(app.services.batches.advance(60)) == 950
    assert client.get(f"/api/batches/{batch['batch_id']}").json()["counts"] == {"queued": 1000}


def test_the_same_key_is_the_same_batch(client: TestClient) -> None:
    headers = {"Idempotency-Key": "k"}
    first = client.post(BATCH, json={"sources": [TEXT_URL]}, headers=headers).json()
    again = client.post(BATCH, json={"sources": [TEXT_URL]}, headers=headers)
    assert (again.status_code, again.json()["batch_id"]) == (202, first["batch_id"])
    assert len(client.get("/api/jobs").json()["items"]) == 1
    other = client.post(BATCH, json={"sources": ["https://texts.test/a.txt"]}, headers=headers)
    assert other.json()["type"].endswith("idempotency-key-reused")


def test_who_dies_between_two_steps_loses_nothing(
    app: MemoryApplication, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is made, and its item does not know it yet."""

    def dies(item: WaitingItem, job_id: str) -> bool:
        raise StoreUnavailable(f"nobody hears of {item.key} and {job_id}")

    with monkeypatch.context() as patched:
        patched.setattr(app.library.batches, "entered", dies)
        batch = posted(client, TEXT_URL, "https://texts.test/a.txt")
    assert batch["counts"] == {"waiting": 2}
    work(app)
    assert client.get(f"/api/batches/{batch['batch_id']}").json()["counts"] == {"completed": 2}
    assert len(client.get("/api/jobs").json()["items"]) == 2


def test_a_cancelled_batch_stops_what_it_can(app: MemoryApplication, client: TestClient) -> None:
    batch = posted(client, *(f"https://texts.test/{n}.txt" for n in range(120)))
    cancelled = client.post(f"/api/batches/{batch['batch_id']}/cancel").json()
    assert (cancelled["status"], cancelled["counts"]) == ("cancelled", {"cancelled": 120})
    work(app)
    assert client.get(f"/api/batches/{batch['batch_id']}").json()["counts"] == {"cancelled": 120}


def test_the_tick_does_not_rest_while_something_waits(app: MemoryApplication, client: TestClient) -> None:
    posted(client, *(f"https://texts.test/{n}.txt" for n in range(60)))
    rule = InMemoryTick()
    tick = Tick(app.library.jobs, app.library.batches, rule)
    for job in app.library.jobs.jobs(OWNER, 100).items:
        app.library.jobs.cancel(OWNER, job.job_id)
    assert not tick.rest_when_idle(datetime(2100, 1, 1, tzinfo=UTC))


def test_a_listing_becomes_a_batch(app: MemoryApplication, client: TestClient) -> None:
    accepted = client.post("/api/content/import", json={"url": LIST_URL, "priority": 7, "metadata": {"language": "de"}})
    work(app)
    job = client.get(f"/api/jobs/{accepted.json()['job_id']}").json()
    assert (job["status"], job["content_id"]) == ("completed", None)
    batch = client.get(f"/api/batches/{job['batch_id']}").json()
    assert (batch["title"], batch["source"], batch["job_id"]) == ("All", LIST_URL, job["job_id"])
    assert batch["counts"] == {"completed": 2, "refused": 2}
    items = client.get(f"/api/batches/{job['batch_id']}/items").json()["items"]
    content = client.get(f"/api/content/{items[0]['content_id']}").json()
    assert (items[0]["title"], content["license"], content["language"]) == ("A", "CC-BY-4.0", "de")
    assert client.get(f"/api/jobs/{items[0]['job_id']}").json()["priority"] == 7
    assert [(each["ordinal"], each["error_code"]) for each in batch["failures"]] == [
        (2, "invalid-request"),
        (3, "unknown-type"),
    ]
    more = client.get(f"/api/batches/{items[1]['made_batch_id']}").json()
    (circle,) = more["failures"]
    assert (circle["source"], more["counts"]) == (LIST_URL, {"completed": 1, "failed": 1})
    assert "lists itself" in circle["error_message"]
    assert len(client.get("/api/batches").json()["items"]) == 2


@pytest.mark.parametrize(("asked", "kept"), [({"budget_usd": 0.0}, 0.0), ({"budget_usd": 0.25}, 0.25), ({}, 5.0)])
def test_each_entry_has_the_budget_of_its_listing(
    asked: dict[str, float], kept: float, app: MemoryApplication, client: TestClient
) -> None:
    client.post("/api/content/import", json={"url": LIST_URL, **asked})
    work(app)
    jobs = client.get("/api/jobs").json()["items"]
    assert len(jobs) == 5
    assert {client.get(f"/api/jobs/{job['job_id']}").json()["costs"]["budget_usd"] for job in jobs} == {kept}


def test_listings_in_listings_have_an_end(app: MemoryApplication, client: TestClient) -> None:
    for n in range(5):
        app.library.sources[f"https://lists.test/{n}.list"] = listing(f"https://lists.test/{n + 1}.list")
    client.post("/api/content/import", json={"url": "https://lists.test/0.list"})
    work(app)
    batches = client.get("/api/batches").json()["items"]
    assert [each["source"] for each in batches] == [f"https://lists.test/{n}.list" for n in (2, 1, 0)]
    (failure,) = client.get(f"/api/batches/{batches[0]['batch_id']}").json()["failures"]
    assert "3 deep" in failure["error_message"]


GONE = "https://texts.test/gone.txt"


@pytest.fixture
def told(app: MemoryApplication) -> list[BatchProgress]:
    """What those who watch a batch are told, at a second's distance each."""
    start = datetime(2026, 11, 29, tzinfo=UTC)
    seconds = iter(range(10_000))
    announcer = BatchAnnouncer(
        app.library.batches, app.library.batch_progress, lambda: start + timedelta(seconds=next(seconds))
    )
    vars(app.services)["batch_announcer"] = announcer
    return app.library.batch_progress.told


def test_who_watches_a_batch_is_told_from_its_beginning_to_its_end(
    app: MemoryApplication, client: TestClient, told: list[BatchProgress]
) -> None:
    batch = posted(client, TEXT_URL, GONE, "https://texts.test/a.txt", "ftp://x/y")
    (ticket,) = parse_qs(urlsplit(batch["progress_url"]).query)["ticket"]
    watched = Subscriber(owner=OWNER, watched=f"batch#{batch['batch_id']}")
    assert app.services.tickets.redeem(ticket) == watched
    assert [each.message for each in told] == ["1 of 4 ended, 1 refused"]
    assert told[0].counts == batch["counts"]
    work(app)
    assert [each.message for each in told[1:]] == [
        "2 of 4 ended, 1 refused",
        "3 of 4 ended, 1 failed, 1 refused",
        "4 of 4 ended, 1 failed, 1 refused",
    ]
    assert [(each.status, each.progress) for each in told[-2:]] == [("running", 75.0), ("completed", 100.0)]
    assert [each.seq for each in told] == [1, 2, 3, 4]
    assert {each.batch_id for each in told} == {batch["batch_id"]}


def test_a_failed_source_that_is_tried_again_is_told_and_so_is_its_end(
    app: MemoryApplication, client: TestClient, told: list[BatchProgress]
) -> None:
    batch = posted(client, GONE)
    work(app)
    assert [each.status for each in told] == ["running", "completed"]
    (item,) = client.get(f"/api/batches/{batch['batch_id']}/items").json()["items"]
    client.post(f"/api/jobs/{item['job_id']}/retry")
    assert (told[-1].status, told[-1].message) == ("running", "0 of 1 ended")
    client.delete(f"/api/jobs/{item['job_id']}")
    assert (told[-1].status, told[-1].counts) == ("completed", {"cancelled": 1})


def test_a_cancelled_batch_is_told_to_its_end(client: TestClient, told: list[BatchProgress]) -> None:
    batch = posted(client, TEXT_URL, GONE)
    client.post(f"/api/batches/{batch['batch_id']}/cancel")
    assert (told[-1].status, told[-1].message) == (BatchStatus.CANCELLED, "2 of 2 ended, 2 cancelled")


def test_without_a_place_for_progress_a_batch_goes_on_and_is_told_of_later(
    app: MemoryApplication, client: TestClient, told: list[BatchProgress]
) -> None:
    app.library.batch_progress.failure = StoreUnavailable("The progress table does not answer.")
    batch = posted(client, TEXT_URL)
    assert client.get(f"/api/batches/{batch['batch_id']}").json()["counts"] == {"queued": 1}
    app.library.batch_progress.failure = None
    assert told == []
    client.get(f"/api/batches/{batch['batch_id']}")
    assert [each.counts for each in told] == [{"queued": 1}]


def test_what_was_too_soon_to_be_told_the_tick_tells(app: MemoryApplication, client: TestClient) -> None:
    clock = [datetime(2026, 11, 29, tzinfo=UTC)]
    announcer = BatchAnnouncer(app.library.batches, app.library.batch_progress, lambda: clock[0])
    vars(app.services)["batch_announcer"] = announcer
    batch = posted(client, TEXT_URL, GONE)
    item = client.get(f"/api/batches/{batch['batch_id']}/items").json()["items"][0]
    client.delete(f"/api/jobs/{item['job_id']}")
    told = app.library.batch_progress.told
    assert [each.message for each in told] == ["0 of 2 ended"]
    clock[0] += timedelta(minutes=1)
    app.services.reconciler.reconcile()
    assert told[-1].message == "1 of 2 ended, 1 cancelled"

"""An archive becomes a batch: each file in it is imported by whoever reads it, and what is not taken is told."""

from __future__ import annotations

import asyncio

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import client_of
from tests.unit.functions.test_api_batches import work
from tests.unit.import_listing.archives import archive
from tests.unit.plugin.samples import TextImport
from williams.domain.drops import DropResult, DropStatus
from williams.plugin.registry import Registry, registry
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary

UPLOAD = "upload://up_1/Seminar.zip"
MEMBERS = {
    "harbour.txt": b"The harbour has four cranes.",
    "Week 2/ropes.txt": b"Ropes hang by the door.",
    "Week 2/copy/ropes.txt": b"Ropes hang by the door.",
    "Week 2/program.exe": b"MZ",
    "__MACOSX/._harbour.txt": b"x",
    "more.zip": b"PK",
}


@pytest.fixture
def app() -> MemoryApplication:
    known = Registry({"import.text": TextImport(), "import.listing": registry().plugins["import.listing"]}, [])
    return memory_application(MemoryLibrary({UPLOAD: archive(MEMBERS)}), known)


@pytest.fixture
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


def imported(app: MemoryApplication, client: TestClient) -> dict[str, object]:
    client.post("/api/collections", json={"name": "Course"})
    body = {"url": UPLOAD, "tags": ["term 1"], "collections": ["Course"]}
    job_id = client.post("/api/content/import", json=body).json()["job_id"]
    work(app)
    job = client.get(f"/api/jobs/{job_id}").json()
    assert job["status"] == "completed", job
    return dict(job)


def test_each_file_in_it_is_imported_and_the_rest_is_told(app: MemoryApplication, client: TestClient) -> None:
    job = imported(app, client)
    batch = client.get(f"/api/batches/{job['batch_id']}").json()
    assert batch["title"] == "Seminar.zip"
    assert batch["left_out"] == [
        {"cause": "is hidden, or kept by a file system", "count": 1, "names": ["__MACOSX/._harbour.txt"]},
        {"cause": "is an archive in the archive: import it by itself", "count": 1, "names": ["more.zip"]},
        {"cause": "is named more than once", "count": 1, "names": ["Week 2/copy/ropes.txt"]},
    ]
    items = client.get(f"/api/batches/{job['batch_id']}/items").json()["items"]
    told = {each["title"]: (each["status"], each["error_code"]) for each in items}
    assert told == {
        "harbour.txt": ("completed", None),
        "Week 2/ropes.txt": ("completed", None),
        "Week 2/program.exe": ("refused", "unknown-type"),
    }


def test_what_was_said_of_the_archive_holds_for_its_files_and_folders_are_tags(
    app: MemoryApplication, client: TestClient
) -> None:
    imported(app, client)
    listed = client.get("/api/content", params={"collection": "Course"}).json()["items"]
    assert {each["url"].rsplit("/")[-1]: each["tags"] for each in listed} == {
        "harbour.txt": ["term 1"],
        "ropes.txt": ["term 1", "week 2"],
    }


def test_the_same_archive_again_makes_nothing_twice(app: MemoryApplication, client: TestClient) -> None:
    first, second = imported(app, client), imported(app, client)
    assert first["batch_id"] != second["batch_id"]
    assert len(client.get("/api/content").json()["items"]) == 2


def test_a_dropped_archive_is_answered_with_its_batch(app: MemoryApplication, client: TestClient) -> None:
    key = f"drop/inbox/{OWNER}/Physics/Seminar.zip"
    app.library.objects.write(key, archive(MEMBERS), "application/zip")
    asyncio.run(app.services.drop_folder.take(key))
    work(app)
    (answered,) = app.library.objects.keys("drop-results/")
    done = DropResult.model_validate_json(app.library.objects.read(answered))
    assert (done.status, done.content_id) == (DropStatus.COMPLETED, None)
    assert client.get(f"/api/batches/{done.batch_id}").json()["counts"] == {"completed": 2, "refused": 1}
    tags = {tuple(each["tags"]) for each in client.get("/api/content").json()["items"]}
    assert tags == {("physics",), ("physics", "week 2")}
    assert app.library.objects.keys("drop/") == []

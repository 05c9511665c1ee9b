"""The whole way through the API: import, search, generate, trace. The executions run in memory."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import TEXT_URL
from tests.unit.pipeline.conftest import TEXTS
from williams.domain.jobs import JobStatus
from williams.domain.notices import NoticeDigest
from williams.domain.progress import Subscriber
from williams_testing.application import WEBSOCKET_URL, MemoryApplication
from williams_testing.library import OWNER


async def finish(app: MemoryApplication) -> None:
    app.services.dispatcher.dispatch()
    await app.run_executions()


def test_an_upload_gets_a_form_and_a_url(client: TestClient) -> None:
    answer = client.post("/api/uploads", json={"filename": "Mein Text.txt", "size": 12})
    assert answer.status_code == 201
    body = answer.json()
    assert body["url"] == f"upload://{body['upload_id']}/Mein%20Text.txt"
    assert body["post"]["fields"]["key"] == f"uploads/{OWNER}/{body['upload_id']}/Mein-Text.txt"
    assert body["max_bytes"] == 1000


def test_a_list_shows_of_each_job_what_the_job_shows(app: MemoryApplication, client: TestClient) -> None:
    for _ in range(2):
        client.post("/api/content/import", json={"url": TEXT_URL})
    app.services.dispatcher.dispatch()
    for started, percent in zip(app.workflows.executions, (12.5, 40.0), strict=True):
        app.library.jobs.begin_stage(started.execution.attempt("download"), JobStatus.DOWNLOADING, 60)
        app.library.progress.report(OWNER, started.execution, JobStatus.DOWNLOADING, percent, "Fetching")
    listed = client.get("/api/jobs").json()["items"]
    assert sorted((job["progress_percent"], job["message"]) for job in listed) == [
        (12.5, "Fetching"),
        (40.0, "Fetching"),
    ]
    for job in listed:
        alone = client.get(f"/api/jobs/{job['job_id']}").json()
        assert alone | {"progress_url": "", "costs": None} == job | {"progress_url": ""}


async def test_from_a_text_to_a_traced_podcast(app: MemoryApplication, client: TestClient) -> None:
    accepted = client.post("/api/content/import", json={"url": TEXT_URL, "type": "document", "priority": 7})
    assert accepted.status_code == 202
    assert accepted.json()["status"] == "queued"
    assert accepted.json()["progress_url"].startswith(f"{WEBSOCKET_URL}?ticket=")
    job_id = accepted.json()["job_id"]
    await finish(app)

    job = client.get(f"/api/jobs/{job_id}").json()
    assert (job["status"], job["progress_percent"], job["error"], job["priority"]) == ("completed", 100.0, None, 7)
    content_id = job["content_id"]

    content = client.get(f"/api/content/{content_id}").json()
    assert (content["title"], content["paragraph_count"], content["tier"]) == ("A text", len(TEXTS), "general")
    assert content["storage_paths"] == {
        "document.txt": f"documents/{content_id}/document.txt",
        "extracted.txt": f"documents/{content_id}/extracted.txt",
    }
    assert client.get("/api/content").json() == {"items": [content], "next_token": None}

    found = client.get("/api/search", params={"q": TEXTS[1], "limit": 2, "content_id": [content_id]}).json()
    assert found["query"] == TEXTS[1]
    assert found["hits"][0]["paragraph"]["text"] == TEXTS[1]
    assert len(found["hits"]) == 2
    assert found["mode"] == "hybrid"
    assert found["hits"][0]["highlights"][0] == {"start": 0, "end": len(TEXTS[1].split()[0])}

    wanted = {"source_ids": [content_id], "format": "podcast", "parameters": {"minutes": 1}}
    accepted = client.post("/api/content/export", json=wanted)
    assert accepted.status_code == 202
    await finish(app)
    job = client.get(f"/api/jobs/{accepted.json()['job_id']}").json()
    assert job["status"] == "completed", job["error"]
    artifact_id = job["artifact_id"]

    artifact = client.get(f"/api/artifacts/{artifact_id}").json()
    assert artifact["download_url"] == artifact["files"]["podcast.mp3"]["download_url"]
    led = client.get(artifact["download_url"], headers={"Authorization": ""}, follow_redirects=False)
    assert (led.status_code, led.headers["cache-control"]) == (307, "no-store")
    assert f"podcasts/{artifact_id}/podcast.mp3" in led.headers["location"]
    assert set(artifact["files"]) == {
        "podcast.mp3", "cover.jpg", "script.txt", "transcript.vtt", "transcript.srt", "transcript.json",
        "chapters.json", "attributions.json",
    }  # fmt: skip
    assert artifact["file_size"] == artifact["files"]["podcast.mp3"]["size"] > 0
    links = {name: file["download_url"] for name, file in artifact["files"].items()}
    roles = {"audio": "podcast.mp3", "script": "script.txt", "attributions": "attributions.json"}
    assert artifact["artifacts"] == links | {role: links[name] for role, name in roles.items()}
    assert artifact["preview"] == links["cover.jpg"]
    assert client.get("/api/artifacts").json() == {"items": [artifact | {"costs": None}], "next_token": None}

    tree = client.get(f"/api/provenance/podcast/{artifact_id}/genealogy").json()
    assert tree["podcast"]["artifact_id"] == artifact_id
    assert [document["doc_id"] for document in tree["provenance"]["source_documents"]] == [content_id]
    parts = tree["provenance"]["parts"]
    assert [part["sources"][0]["quote"] for part in parts] == [part["text"] for part in parts] == list(TEXTS)

    words = client.get(f"/api/provenance/podcast/{artifact_id}/attribution").json()
    assert [each["sources"] for each in words["attributions"]] == [[content_id]] * len(parts)
    derived = client.get(f"/api/provenance/document/{content_id}/generated-content").json()
    assert [each["artifact_id"] for each in derived["artifacts"]] == [artifact_id]

    jobs = client.get("/api/jobs").json()["items"]
    assert [each["plugin_id"] for each in jobs] == ["export.podcast", "import.text"]


async def test_what_was_left_out_is_said_by_the_job_its_messages_and_what_is_made_of_it(
    app: MemoryApplication, client: TestClient
) -> None:
    app.library.sources["upload://up_2/torn.txt"] = "\n".join([*TEXTS, "A bell\x07 rings here."]).encode()
    made = {}
    for url in (TEXT_URL, "upload://up_2/torn.txt"):
        job_id = client.post("/api/content/import", json={"url": url}).json()["job_id"]
        await finish(app)
        made[url] = client.get(f"/api/jobs/{job_id}").json()
    sound, torn = made.values()
    assert sound["notices"] is None
    content = client.get(f"/api/content/{torn['content_id']}").json()
    assert [notice["code"] for notice in content["notices"]] == ["characters-left-out"]
    assert torn["notices"] == {"count": 1, "first": content["notices"]}
    listed = {job["job_id"]: job["notices"] for job in client.get("/api/jobs").json()["items"]}
    assert listed == {sound["job_id"]: None, torn["job_id"]: torn["notices"]}
    told = {event.job_id: event.notices for event in app.library.progress.told if event.status is JobStatus.COMPLETED}
    assert told[sound["job_id"]] is None
    assert told[torn["job_id"]] == NoticeDigest.model_validate(torn["notices"])

    sources = [sound["content_id"], torn["content_id"]]
    wanted = {"source_ids": sources, "format": "podcast", "parameters": {"minutes": 1}}
    job_id = client.post("/api/content/export", json=wanted).json()["job_id"]
    await finish(app)
    job = client.get(f"/api/jobs/{job_id}").json()
    artifact = client.get(f"/api/artifacts/{job['artifact_id']}").json()
    noted = {"content_id": torn["content_id"], "title": "A text", "count": 1, "codes": ["characters-left-out"]}
    assert artifact["sources_with_notices"] == [noted]
    assert client.get("/api/artifacts").json()["items"] == [artifact | {"costs": None}]


async def test_a_failed_job_says_why(app: MemoryApplication, client: TestClient) -> None:
    app.library.sources["upload://up_2/empty.txt"] = b"\n \n"
    job_id = client.post("/api/content/import", json={"url": "upload://up_2/empty.txt"}).json()["job_id"]
    await finish(app)
    job = client.get(f"/api/jobs/{job_id}").json()
    assert (job["status"], job["content_id"]) == ("failed", None)
    assert job["error"]["code"] == "empty-content"
    assert job["error_message"] == job["error"]["message"] == "The source holds no text. Import one that does."
    assert client.get("/api/content").json()["items"] == []


def test_the_progress_url_is_a_ticket_for_this_job_only(app: MemoryApplication, client: TestClient) -> None:
    job_id = client.post("/api/content/import", json={"url": TEXT_URL}).json()["job_id"]
    ticket = client.get(f"/api/jobs/{job_id}").json()["progress_url"].partition("?ticket=")[2]
    assert app.services.tickets.redeem(ticket) == Subscriber(owner=OWNER, watched=job_id)


def test_a_repeated_request_is_the_same_job(client: TestClient) -> None:
    headers = {"Idempotency-Key": "k1"}
    first = client.post("/api/content/import", json={"url": TEXT_URL}, headers=headers).json()
    again = client.post("/api/content/import", json={"url": TEXT_URL}, headers=headers).json()
    assert again["job_id"] == first["job_id"]


@pytest.mark.parametrize("path", ["/api/jobs", "/api/content", "/api/artifacts"])
async def test_lists_come_in_pages(app: MemoryApplication, client: TestClient, path: str, source_id: str) -> None:
    for n in range(3):
        url = f"upload://up_{n}/n.txt"
        app.library.sources[url] = f"text number {n}".encode()
        client.post("/api/content/import", json={"url": url})
        client.post("/api/content/export", json={"source_ids": [source_id], "format": "faulty"})
        await finish(app)
    name = {"/api/jobs": "job_id", "/api/content": "content_id", "/api/artifacts": "artifact_id"}[path]
    whole = [item[name] for item in client.get(path, params={"limit": 200}).json()["items"]]
    paged, token = [], None
    while True:
        page = client.get(path, params={"limit": 2} | ({"next_token": token} if token else {})).json()
        assert len(page["items"]) <= 2
        paged += [item[name] for item in page["items"]]
        token = page["next_token"]
        if token is None:
            break
    assert paged == whole
    assert len(whole) >= 3


async def test_jobs_can_be_asked_for_by_status(app: MemoryApplication, client: TestClient) -> None:
    done = client.post("/api/content/import", json={"url": TEXT_URL}).json()["job_id"]
    await finish(app)
    waiting = client.post("/api/content/import", json={"url": TEXT_URL}).json()["job_id"]

    def ids(status: str) -> list[str]:
        return [job["job_id"] for job in client.get("/api/jobs", params={"status": status}).json()["items"]]

    assert (ids("completed"), ids("queued"), ids("failed")) == ([done], [waiting], [])


def test_plugins_tell_their_parameters(app: MemoryApplication, client: TestClient) -> None:
    app.plugins.set_enabled("export.podcast", False)
    imports = {each["plugin_id"]: each for each in client.get("/api/plugins/import").json()["plugins"]}
    exports = {each["plugin_id"]: each for each in client.get("/api/plugins/export").json()["plugins"]}
    assert {"import.pdf", "import.text"} <= set(imports)
    assert imports["import.pdf"]["type"] == "document"
    assert imports["import.pdf"]["stages"] == ["download", "extract", "recognise", "process", "embed", "store"]
    podcast = exports["export.podcast"]
    assert (podcast["type"], podcast["enabled"], exports["export.faulty"]["enabled"]) == ("podcast", False, True)
    assert podcast["parameters"]["properties"]["minutes"]["minimum"] == 0.5
    json.dumps(podcast["parameters"])


def test_engines_are_listed_with_what_requests_may_name(client: TestClient) -> None:
    engines = {each["engine_id"]: each for each in client.get("/api/engines").json()["engines"]}
    free = [each for each in engines.values() if each["port"] == "speech" and each["default"]]
    assert [(each["available"], "narrator" in each["choices"]) for each in free] == [(True, True)]
    assert engines.pop("mail.ses")["available"]  # it has no key, and says what it lacks when it is to send
    paid = [each for each in engines.values() if each["paid"]]
    assert paid
    assert [each for each in paid if each["available"] or not each["unavailable"]] == []


async def test_an_engine_that_is_not_there_is_refused_with_those_that_are(
    app: MemoryApplication, client: TestClient
) -> None:
    client.post("/api/content/import", json={"url": TEXT_URL})
    await finish(app)
    source_id = client.get("/api/content").json()["items"][0]["content_id"]
    body = {"source_ids": [source_id], "format": "podcast", "parameters": {"voice": "drum/low"}}
    refused = client.post("/api/content/export", json=body)
    assert refused.status_code == 422
    assert "no speech engine 'drum'. It has: " in refused.json()["detail"]
    assert [each["field"] for each in refused.json()["errors"]] == ["body.parameters.voice"]

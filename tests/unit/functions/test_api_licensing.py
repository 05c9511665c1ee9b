"""What an export is meant for has to be allowed by its sources' licenses: at the request, and when it begins."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import TEXT_URL
from tests.unit.pipeline.conftest import add_source
from williams.domain.content import ContentMetadata
from williams_testing.application import MemoryApplication

OVERRIDE = {"by": "Ada Smith", "why": "The author has agreed by letter."}


def licensed(app: MemoryApplication, license: str | None, **extra: Any) -> str:
    metadata = ContentMetadata(title="On Shelves", language="en", license=license, extra=extra)
    return add_source(app.library, metadata=metadata)


def wanted(*source_ids: str, **more: Any) -> dict[str, Any]:
    return {"source_ids": source_ids, "format": "podcast", "parameters": {"minutes": 1}} | more


async def finished(app: MemoryApplication, client: TestClient, body: dict[str, Any]) -> dict[str, Any]:
    accepted = client.post("/api/content/export", json=body)
    assert accepted.status_code == 202, accepted.text
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return dict(client.get(f"/api/jobs/{accepted.json()['job_id']}").json())


@pytest.mark.parametrize(
    ("licenses", "use", "says"),
    [
        ([None], "public", "On Shelves.*no license stated: Its license is not known.*PATCH /api/content/"),
        (["CC-BY-4.0", "CC-BY-NC-4.0"], "commercial", r"body\.source_ids\.1: .*It allows no commercial use"),
        (["CC-BY-SA-4.0", "GFDL-1.3-or-later"], "public", "Each asks that the whole be under itself"),
    ],
)
def test_a_use_that_the_licenses_do_not_allow_is_refused_at_the_request(
    app: MemoryApplication, client: TestClient, licenses: list[str | None], use: str, says: str
) -> None:
    sources = [licensed(app, license) for license in licenses]
    problem = client.post("/api/content/export", json=wanted(*sources, use=use)).json()
    assert (problem["status"], problem["code"]) == (422, "license-conflict")
    said = " ".join(f"{each['field']}: {each['message']}" for each in problem["errors"])
    assert re.search(says, said), said
    assert all(each["message"] in problem["detail"] for each in problem["errors"])
    assert client.get("/api/jobs").json()["items"] == []


async def test_a_part_with_a_license_of_its_own_is_named_and_can_be_left_out(
    app: MemoryApplication, client: TestClient
) -> None:
    source = licensed(app, "CC-BY-4.0", part_licenses={"LicenseRef-All-Rights-Reserved": [2]})
    problem = client.post("/api/content/export", json=wanted(source, use="public")).json()
    assert (problem["code"], problem["errors"][0]["field"]) == ("license-conflict", "body.source_ids.0")
    assert f"({source}), CC-BY-4.0: Its paragraph 2 states LicenseRef-All-Rights-Reserved" in problem["detail"]
    job = await finished(app, client, wanted(source, use="public", leave_out_refused_parts=True))
    (judged,) = client.get(f"/api/artifacts/{job['artifact_id']}").json()["licensing"]["sources"]
    assert (judged["allowed"], [each["paragraph"] for each in judged["refused_parts"]]) == (True, [2])
    tree = client.get(f"/api/provenance/podcast/{job['artifact_id']}/genealogy").json()["provenance"]
    told = {each["place"]["paragraph"] for part in tree["parts"] for each in part["sources"]}
    assert told == {1, 3}


def test_a_use_that_there_is_not_is_refused(app: MemoryApplication, client: TestClient) -> None:
    problem = client.post("/api/content/export", json=wanted(licensed(app, "MIT"), use="free")).json()
    assert (problem["code"], problem["errors"][0]["field"]) == ("invalid-request", "body.use")


async def test_the_answer_and_the_provenance_tell_the_verdict(app: MemoryApplication, client: TestClient) -> None:
    sources = [licensed(app, "CC-BY-4.0"), licensed(app, "CC-BY-SA-4.0")]
    job = await finished(app, client, wanted(*sources, use="commercial"))
    artifact = client.get(f"/api/artifacts/{job['artifact_id']}").json()
    told = artifact["licensing"]
    assert (told["use"], told["allowed"], told["license"], told["override"]) == (
        "commercial",
        True,
        "CC-BY-SA-4.0",
        None,
    )
    assert [each["content_id"] for each in told["sources"]] == sources
    tree = client.get(f"/api/provenance/podcast/{job['artifact_id']}/genealogy").json()["provenance"]
    assert (tree["use"], tree["license"], tree["license_override"]) == ("commercial", "CC-BY-SA-4.0", None)


async def test_an_override_is_recorded_with_who_and_why(app: MemoryApplication, client: TestClient) -> None:
    source = licensed(app, None)
    nameless = client.post("/api/content/export", json=wanted(source, use="public", license_override={"why": "so"}))
    assert nameless.json()["errors"][0]["field"] == "body.license_override.by"
    job = await finished(app, client, wanted(source, use="public", license_override=OVERRIDE))
    told = client.get(f"/api/artifacts/{job['artifact_id']}").json()["licensing"]
    assert (told["allowed"], told["license"], told["override"]) == (False, None, OVERRIDE)
    tree = client.get(f"/api/provenance/podcast/{job['artifact_id']}/genealogy").json()["provenance"]
    assert tree["license_override"] == OVERRIDE


async def test_a_license_that_its_owner_states_counts(app: MemoryApplication, client: TestClient) -> None:
    source = licensed(app, None)
    assert client.post("/api/content/export", json=wanted(source, use="public")).status_code == 422
    stated = client.patch(f"/api/content/{source}", json={"license": "cc-by-4.0"})
    assert (stated.status_code, stated.json()["license"]) == (200, "CC-BY-4.0")
    assert stated.json()["extra"]["license_statement"]["instead_of"] is None
    assert client.get(f"/api/content/{source}").json() == stated.json()
    job = await finished(app, client, wanted(source, use="public"))
    path = f"/api/provenance/podcast/{job['artifact_id']}/licenses"
    assert client.get(path).json()["licenses"] == ["CC-BY-4.0"]


@pytest.mark.parametrize(
    ("license", "extra", "evidence"),
    [
        ("CC-BY-4.0", {}, ("source", None)),
        ("CC-BY-4.0", {"license_found_in": "meta", "stated_license": "CC BY"}, ("meta", "CC BY")),
        ("CC-BY-4.0", {"license_found_in": "request", "stated_license": "as the page says"}, ("request", None)),
        (None, {"stated_license": "ask us"}, None),
    ],
)
async def test_it_is_told_where_a_license_was_found_and_a_statement_takes_its_place(
    app: MemoryApplication, client: TestClient, license: str | None, extra: dict[str, str], evidence: Any
) -> None:
    metadata = ContentMetadata(title="On Shelves", language="en", license=license, extra=extra)
    source = add_source(app.library, metadata=metadata)
    job = await finished(app, client, wanted(source))
    told = client.get(f"/api/content/{source}").json()["license_evidence"]
    assert told == (evidence and {"found_in": evidence[0], "said": evidence[1], "at": None, "instead_of": None})
    tree = f"/api/provenance/podcast/{job['artifact_id']}/genealogy"
    (document,) = client.get(tree).json()["provenance"]["source_documents"]
    assert document["license_found_in"] == (evidence and evidence[0])
    stated = client.patch(f"/api/content/{source}", json={"license": "CC0-1.0"}).json()["license_evidence"]
    assert (stated["found_in"], stated["instead_of"], bool(stated["at"])) == ("statement", license, True)
    (document,) = client.get(tree).json()["provenance"]["source_documents"]
    assert (document["license"], document["license_found_in"]) == ("CC0-1.0", "statement")


async def test_importing_again_keeps_what_was_stated(app: MemoryApplication, client: TestClient) -> None:
    async def imported(**more: Any) -> str:
        job_id = client.post("/api/content/import", json={"url": TEXT_URL, **more}).json()["job_id"]
        app.services.dispatcher.dispatch()
        await app.run_executions()
        return str(client.get(f"/api/jobs/{job_id}").json()["content_id"])

    source = await imported()
    assert client.get(f"/api/content/{source}").json()["license_evidence"] is None
    client.patch(f"/api/content/{source}", json={"license": "CC0-1.0"})
    assert await imported() == source
    said = {"license": "CC-BY-4.0"}
    other = await imported(metadata=said)
    assert client.get(f"/api/content/{other}").json()["license_evidence"]["found_in"] == "request"
    kept = client.get(f"/api/content/{source}").json()
    assert (kept["license"], kept["license_evidence"]["found_in"]) == ("CC0-1.0", "statement")


async def test_what_was_stated_since_the_request_is_asked_again_before_anything_is_written(
    app: MemoryApplication, client: TestClient
) -> None:
    source = licensed(app, "CC-BY-4.0")
    job_id = client.post("/api/content/export", json=wanted(source, use="public")).json()["job_id"]
    assert client.patch(f"/api/content/{source}", json={"license": "CC-BY-ND-4.0"}).status_code == 200
    app.services.dispatcher.dispatch()
    await app.run_executions()
    job = client.get(f"/api/jobs/{job_id}").json()
    assert (job["status"], job["error"]["code"], job["error"]["stage"]) == ("failed", "license-conflict", "query")
    assert not job["error"]["retryable"]


@pytest.mark.parametrize(
    ("body", "field"), [({"license": "my own"}, "body.license"), ({}, "body"), ({"title": "x"}, "body.title")]
)
def test_what_is_no_license_is_not_stated(
    app: MemoryApplication, client: TestClient, body: dict[str, Any], field: str
) -> None:
    source = licensed(app, "MIT")
    problem = client.patch(f"/api/content/{source}", json=body)
    assert (problem.status_code, problem.json()["errors"][0]["field"]) == (422, field)
    assert client.get(f"/api/content/{source}").json()["license"] == "MIT"


def test_nobody_states_the_license_of_anothers_source(
    app: MemoryApplication, stranger: TestClient, reader: TestClient
) -> None:
    source = licensed(app, "MIT")
    assert stranger.patch(f"/api/content/{source}", json={"license": "ISC"}).status_code == 404
    assert reader.patch(f"/api/content/{source}", json={"license": "ISC"}).status_code == 403

"""Deleted content is gone everywhere at once; what was made of it still says where it came from."""

from __future__ import annotations

from typing import Any

from tests.e2e.samples import SAMPLE
from tests.e2e.tenant import Tenant
from tests.e2e.test_drop_folder import answered, emptied, put
from tests.unit.import_pdf.writer import Page, write_pdf

QUESTION = "Who may see a record of where words come from?"


def _made_of(tenant: Tenant, content_id: str) -> str:
    job = tenant.completed(tenant.submit_export([content_id], "podcast", parameters={"minutes": 0.5}))
    assert job.artifact_id
    return job.artifact_id


def _delete(tenant: Tenant, content_id: str, hard: bool = False) -> int:
    return tenant.http.delete(f"/api/content/{content_id}", params={"hard_delete": hard}).status_code


def _tree(tenant: Tenant, artifact_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = tenant.http.get(f"/api/provenance/podcast/{artifact_id}/genealogy").json()["provenance"]
    return answer


def _is_hidden(tenant: Tenant, content_id: str) -> bool:
    shown = [
        tenant.http.get(f"/api/content/{content_id}").status_code == 200,
        content_id in {each.content_id for each in tenant.client.content.list().items},
        content_id in {hit.content_id for hit in tenant.client.search(QUESTION).hits},
        tenant.http.get(f"/api/provenance/document/{content_id}/generated-content").status_code == 200,
        tenant.http.post("/api/content/export", json={"source_ids": [content_id], "format": "podcast"}).is_success,
    ]
    assert len(set(shown)) == 1, f"{content_id} is shown at some doors only: {shown}"
    return not shown[0]


def test_content_is_hidden_then_erased_and_its_artifact_keeps_its_genealogy(newcomer: Tenant, reader: Tenant) -> None:
    content_id = newcomer.imported(SAMPLE.read_bytes())
    artifact_id = _made_of(newcomer, content_id)
    before = _tree(newcomer, artifact_id)
    assert _delete(reader, content_id) == 404
    assert not _is_hidden(newcomer, content_id)

    assert [_delete(newcomer, content_id), _delete(newcomer, content_id)] == [200, 200]
    assert _is_hidden(newcomer, content_id)
    hidden = _tree(newcomer, artifact_id)
    assert hidden["source_documents"][0]["deleted"] is True
    assert [part["sources"] for part in hidden["parts"]] == [part["sources"] for part in before["parts"]]

    assert _delete(newcomer, content_id, hard=True) == 200
    erased = _tree(newcomer, artifact_id)
    (document,) = erased["source_documents"]
    assert (document["title"], document["license"], document["deleted"]) == ("Where Words Come From", "CC-BY-4.0", True)
    places = [[(each["paragraph_id"], each["page"]) for each in part["sources"]] for part in erased["parts"]]
    assert places == [[(each["paragraph_id"], each["page"]) for each in part["sources"]] for part in before["parts"]]
    assert {each["quote"] for part in erased["parts"] for each in part["sources"]} == {""}
    assert newcomer.cloud.keys(f"documents/{content_id}/") == []
    left = newcomer.cloud.owned(newcomer.owner)
    assert not {"content", "paragraph_vectors"} & set(left)

    again = newcomer.imported(SAMPLE.read_bytes())
    assert again != content_id


def _zoo(line: str) -> bytes:
    """The title stays with the tombstone, the words do not."""
    return write_pdf([Page().lines(72, 700, [line])], {"Title": "The zoo"})


def test_what_is_erased_leaves_nothing_of_its_words_in_any_store(newcomer: Tenant) -> None:
    """Uploaded and dropped; what stays is named here, and holds no word of the text."""
    cloud, word = newcomer.cloud, f"hippo{newcomer.owner.rpartition('-')[2]}"
    uploaded = newcomer.imported(_zoo(f"An uploaded {word} sleeps in the reeds for a good while."))
    put(newcomer, "zoo.pdf", _zoo(f"A dropped {word} swims up and down the river all day."))
    (result,) = answered(cloud, newcomer.owner)
    emptied(newcomer)
    erased = {uploaded, result["content_id"]}
    assert set(cloud.mentioned(word)) == {"paragraphs"}
    assert {_delete(newcomer, content_id, hard=True) for content_id in erased} == {200}

    assert cloud.mentioned(word) == {}
    of_owner = [key for key in cloud.keys("") if newcomer.owner in key or any(each in key for each in erased)]
    assert {key.partition("/")[0] for key in of_owner} == {"drop-results"}
    assert cloud.owned(newcomer.owner) == {"Document": len(erased)}
    assert cloud.edges(newcomer.owner) == 0
    jobs = newcomer.client.jobs.list().items
    assert [job.content_id for job in jobs] == [None, None]
    assert not [key for job in jobs for key in cloud.keys(f"jobs/{job.job_id}/")]
    told = [cloud.progress(job.job_id) for job in jobs]
    assert not [item for item in told if word in str(item) or any(each in str(item) for each in erased)]
    assert newcomer.client.search(word).hits == []

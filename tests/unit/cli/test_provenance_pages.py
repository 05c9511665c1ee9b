"""What came of a source, and what an artifact is made of, where that is more than fits into one answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.api.fitting import MOST_BYTES
from tests.unit.cli.served import Served
from williams.domain.artifacts import Artifact
from williams.domain.content import ContentType, ObjectRef
from williams.domain.provenance import ArtifactProvenance, Citation, Part
from williams_testing.application import MemoryApplication
from williams_testing.factories import WHEN, make_content, make_paragraphs
from williams_testing.library import OWNER

TEXT = 'He said: "' + "quoted " * 30_000


@pytest.fixture
def page_id(served: Served) -> str:
    """A web page with one long paragraph."""
    content = make_content(OWNER, [TEXT], content_type=ContentType.WEBPAGE)
    paragraphs = make_paragraphs(content.content_id, [TEXT])
    served.app.library.graph.write_document(content, paragraphs)
    served.app.library.catalog.commit_import(content, paragraphs)
    return content.content_id


def make(app: MemoryApplication, artifact_id: str, source_id: str, parts: int) -> str:
    """Add a podcast whose parts all cite the whole of the source, and return its id."""
    cited = [Citation(content_id=source_id, paragraph_id=f"{source_id}.v1.p0", start=0, end=len(TEXT))]
    made: dict[str, Any] = {
        "artifact_id": artifact_id,
        "provenance_id": f"podcast_{artifact_id}",
        "owner": OWNER,
        "artifact_type": "podcast",
        "title": artifact_id,
        "created_at": WHEN,
        "plugin_id": "export.podcast",
        "plugin_version": "1.0.0",
        "source_ids": [source_id],
    }
    lines = [
        Part(part_id=f"{artifact_id}.s{n}", label="PodcastSegment", ordinal=n, text=f"Line {n}.", citations=cited)
        for n in range(parts)
    ]
    app.library.graph.write_artifact(ArtifactProvenance(**made, label="Podcast", parameters={}, parts=lines))
    key = f"podcasts/{artifact_id}/podcast.mp3"
    files = {"podcast.mp3": ObjectRef(key=key, media_type="audio/mpeg", size=1, sha256="0" * 64)}
    row = Artifact(**made, format="mp3", job_id="job_1", storage_path=key, file_size=1, files=files)
    app.library.catalog.commit_artifact(row)
    return artifact_id


def pages(served: Served, path: str, **params: Any) -> Iterator[dict[str, Any]]:
    token = None
    while True:
        answer = served.http.get(path, params=params | ({"next_token": token} if token else {}))
        assert answer.status_code == 200, answer.text
        assert len(answer.content) < MOST_BYTES
        yield answer.json()
        token = answer.json().get("provenance", answer.json())["next_token"]
        if token is None:
            return


def test_a_tree_with_long_quotes_comes_in_several_answers_and_is_whole(served: Served, page_id: str) -> None:
    artifact_id = make(served.app, "art_1", page_id, 40)
    path = f"/api/provenance/podcast/{artifact_id}/genealogy"
    found = list(pages(served, path))
    texts = [part["text"] for page in found for part in page["provenance"]["parts"]]
    assert texts == [f"Line {n}." for n in range(40)]
    assert len(found) > 1
    assert all(len(page["provenance"]["source_documents"]) == 1 for page in found)
    whole = json.loads(served.run("provenance", artifact_id, "--json").stdout)
    assert [part["text"] for part in whole["provenance"]["parts"]] == texts
    assert whole["podcast"] == found[0]["podcast"]
    assert served.http.get(path, params={"next_token": "art_2.s1"}).status_code == 422


@pytest.mark.parametrize("kind", ["webpage", "document"])
def test_what_came_of_a_source_comes_page_by_page(served: Served, page_id: str, kind: str) -> None:
    made = [make(served.app, f"art_{n}", page_id, 1) for n in range(5)]
    path = f"/api/provenance/{kind}/{page_id}/generated-content"
    for limit, lengths in ((2, [2, 2, 1]), (5, [5]), (200, [5])):
        found = list(pages(served, path, limit=limit))
        assert [len(page["artifacts"]) for page in found] == lengths
        assert [each["artifact_id"] for page in found for each in page["artifacts"]] == made
    assert served.http.get(path, params={"next_token": "art_9"}).status_code == 422


def test_the_command_shows_all_that_came_of_a_source(
    served: Served, page_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make(served.app, f"art_{n}", page_id, 1) for n in range(5)]
    monkeypatch.setattr("williams_client.provenance.PAGE_SIZE", 2)
    shown = served.run("provenance", page_id).stdout
    assert [shown.count(f"  {artifact_id}, ") for artifact_id in made] == [1] * 5

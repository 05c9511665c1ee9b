"""Where something stands, whatever kind of place it is: from the library's row to every answer that shows it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.contract.records import PLACES
from tests.unit.functions.test_api_deletion import finished, tree_of
from williams.domain.bm25 import paragraph_weights
from williams.domain.content import ContentType, Paragraph
from williams.domain.places import Place
from williams_testing.application import MemoryApplication
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.library import OWNER

TEXTS = [
    f"Every {keeper} of the old library keeps a careful record of the books that are lent to readers each {day}."
    for keeper, day in zip(
        ("warden", "binder", "reader", "porter", "trader", "carter", "keeper", "writer"),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "evening", "Sunday"),
        strict=True,
    )
]
WORDS = ("p. 1, ¶ 1", "p. xii, ¶ 2", "12:04", "¶ 4", "slide 7", "sheet Budget", "p. 3, ¶ 7", "¶ 8")


@pytest.fixture
async def paragraphs(app: MemoryApplication) -> list[Paragraph]:
    """A source in the library with a paragraph at a place of every kind."""
    content = make_content(OWNER, TEXTS, content_type=ContentType.VIDEO)
    paragraphs = [
        each.model_copy(update={"place": place.model_copy(update={"paragraph": number})})
        for number, (each, place) in enumerate(
            zip(make_paragraphs(content.content_id, TEXTS), PLACES, strict=True), start=1
        )
    ]
    app.library.catalog.commit_import(content, paragraphs)
    app.library.graph.write_document(content, paragraphs)
    engine = app.library.engines.embedding
    names = [each.paragraph_id for each in paragraphs]
    weights = [paragraph_weights(text, "en") for text in TEXTS]
    app.library.vectors.upsert(OWNER, content.content_id, engine.model, names, await engine.embed(TEXTS), weights)
    return paragraphs


@pytest.fixture
async def artifact_id(app: MemoryApplication, client: TestClient, paragraphs: list[Paragraph]) -> str:
    source_id = paragraphs[0].paragraph_id.partition(".")[0]
    wanted = {"source_ids": [source_id], "format": "podcast", "parameters": {"minutes": 4}}
    return str((await finished(app, client, "/api/content/export", wanted))["artifact_id"])


def shown(answer: dict[str, Any]) -> tuple[Place, str]:
    return Place(**answer["place"]), answer["where"]


@pytest.mark.usefixtures("paragraphs")
@pytest.mark.parametrize(("number", "place", "words"), [*zip(range(8), PLACES, WORDS, strict=True)], ids=WORDS)
def test_a_search_says_where_it_found_it(client: TestClient, number: int, place: Place, words: str) -> None:
    (hit, *_) = client.get("/api/search", params={"q": TEXTS[number], "mode": "sparse"}).json()["hits"]
    paragraph = hit["paragraph"]
    assert shown(paragraph) == (place.model_copy(update={"paragraph": number + 1}), words)
    assert (paragraph["page"], paragraph["seconds"], paragraph["section"]) == (place.page, place.seconds, place.section)


async def test_every_citation_says_where_it_stands(
    client: TestClient, paragraphs: list[Paragraph], artifact_id: str
) -> None:
    cited = {s["paragraph_id"]: s for part in tree_of(client, artifact_id)["parts"] for s in part["sources"]}
    assert {name: (*shown(source), source["page"]) for name, source in cited.items()} == {
        each.paragraph_id: (each.place, words, each.place.page) for each, words in zip(paragraphs, WORDS, strict=True)
    }


async def test_every_part_says_where_it_stands_in_the_artifact(client: TestClient, artifact_id: str) -> None:
    parts = tree_of(client, artifact_id)["parts"]
    assert [part["starts_at"] for part in parts] == sorted(part["starts_at"] for part in parts)
    for part in parts:
        place, words = shown(part)
        assert place == Place(seconds=part["starts_at"], until=part["ends_at"])
        assert words == f"{int(part['starts_at']) // 60}:{int(part['starts_at']) % 60:02}"
        assert (part["role"], part["scene_num"]) == (part["speaker"].lower(), None)
        assert part["heading"]


async def test_the_words_are_the_same_in_attribution_and_script(
    app: MemoryApplication, client: TestClient, artifact_id: str
) -> None:
    attribution = client.get(f"/api/provenance/podcast/{artifact_id}/attribution").json()
    citations = [entry["citation"] for entry in attribution["attributions"]]
    assert {"Based on Smith (2026), 12:04", "Based on Smith (2026), p. xii"} <= set(citations)
    assert attribution["references"][0]["type"] == "motion_picture"
    script = app.library.objects.read(f"podcasts/{artifact_id}/script.txt").decode()
    assert all(f"(On Shelves, {words})" in script for words in WORDS)


async def test_the_file_beside_the_artifact_has_the_librarys_places(
    app: MemoryApplication, artifact_id: str, paragraphs: list[Paragraph]
) -> None:
    parts = json.loads(app.library.objects.read(f"podcasts/{artifact_id}/attributions.json"))
    found = {each["paragraph_id"]: Place(**each["place"]) for part in parts for each in part["citations"]}
    assert found == {each.paragraph_id: each.place for each in paragraphs}

"""Where an artifact came from, in words that a person can print."""

from __future__ import annotations

import pytest

from tests.unit.services.conftest import source
from williams.domain.artifacts import Artifact
from williams.domain.content import ContentMetadata
from williams.domain.doubts import Doubt
from williams.domain.errors import InvalidRequest, NotFound
from williams.domain.places import Place
from williams.domain.provenance import SCENE, ArtifactProvenance, Citation, Part
from williams_testing.application import MemoryApplication
from williams_testing.factories import WHEN, make_content, make_paragraphs
from williams_testing.library import OWNER

DOUBT = Doubt(code="characters-guessed", confidence=0.9)


@pytest.fixture
def sources(app: MemoryApplication) -> tuple[str, str]:
    first = source(app)
    second = make_content(OWNER, ["Other words."], metadata=ContentMetadata(title="Nameless"))
    paragraphs = [
        p.model_copy(update={"place": Place(paragraph=1), "doubt": DOUBT})
        for p in make_paragraphs(second.content_id, ["Other words."])
    ]
    app.library.graph.write_document(second, paragraphs)
    app.library.catalog.commit_import(second, paragraphs)
    return first, second.content_id


def cite(content_id: str, ordinal: int, start: int = 0, end: int = 5) -> Citation:
    return Citation(content_id=content_id, paragraph_id=f"{content_id}.v1.p{ordinal}", start=start, end=end)


def made_of(sources: tuple[str, str], parts: list[Part]) -> ArtifactProvenance:
    return ArtifactProvenance(
        artifact_id="art_1",
        provenance_id="podcast_job_1",
        owner=OWNER,
        artifact_type="podcast",
        label="Podcast",
        title="A talk",
        created_at=WHEN,
        plugin_id="export.podcast",
        plugin_version="1.0.0",
        parameters={},
        source_ids=list(sources),
        parts=parts,
    )


@pytest.fixture
def uncommitted(app: MemoryApplication, sources: tuple[str, str]) -> str:
    """A podcast that stands in the graph, while its row, which is the commit, was not written."""
    first, second = sources
    cited = [[cite(first, 2), cite(first, 0), cite(first, 1)], [cite(second, 0, 6, 11), cite(first, 0, 8, 12)]]
    parts = [
        Part(part_id=f"art_1.s{n}", label="PodcastSegment", ordinal=n, text=f"line {n}", citations=citations)
        for n, citations in enumerate(cited)
    ]
    app.library.graph.write_artifact(made_of(sources, parts))
    return "art_1"


@pytest.fixture
def podcast(app: MemoryApplication, sources: tuple[str, str], uncommitted: str) -> str:
    app.library.catalog.commit_artifact(
        Artifact(
            artifact_id=uncommitted,
            owner=OWNER,
            artifact_type="podcast",
            format="mp3",
            plugin_id="export.podcast",
            plugin_version="1.0.0",
            job_id="job_1",
            title="A talk",
            source_ids=list(sources),
            storage_path="podcasts/art_1/podcast.mp3",
            file_size=1,
            provenance_id="podcast_job_1",
            created_at=WHEN,
        )
    )
    return uncommitted


def test_attribution_names_every_source_with_its_pages(
    app: MemoryApplication, sources: tuple[str, str], podcast: str
) -> None:
    answer = app.services.provenance.attribution(OWNER, "podcast", podcast)
    first, second = answer.attributions
    assert (first.part, first.text, first.sources) == (0, "line 0", [sources[0]])
    assert first.citation == "Based on Smith (2026), p. 1, 2"
    assert second.citation == "Based on “Nameless” and Smith (2026), p. 1"
    assert second.sources == [sources[1], sources[0]]
    assert answer.full_attribution == (
        "This podcast was generated from:\n"
        "1. Ada Smith (2026). On Shelves. License: CC-BY-4.0.\n"
        "2. Unknown author. Nameless. License: not stated."
    )
    assert [reference["title"] for reference in answer.references] == ["On Shelves", "Nameless"]


def test_the_attribution_of_a_video_counts_its_scenes(
    app: MemoryApplication, sources: tuple[str, str], podcast: str
) -> None:
    scenes = [
        Part(part_id=f"art_1.{n}", label=SCENE, ordinal=n, text=f"scene {n}", citations=[cite(sources[0], n)])
        for n in range(2)
    ]
    app.library.graph.write_artifact(made_of(sources, scenes))
    answer = app.services.provenance.attribution(OWNER, "podcast", podcast)
    assert [(entry.part, entry.scene_num) for entry in answer.attributions] == [(0, 1), (1, 2)]


def test_every_citation_is_quoted_word_for_word(app: MemoryApplication, sources: tuple[str, str], podcast: str) -> None:
    tree = app.services.provenance.genealogy(OWNER, "podcast", podcast)
    quotes = app.services.provenance.quoted_sources(OWNER, tree)
    assert [quote.quote for quote in quotes["art_1.s1"]] == ["words", "keep"]
    shelf = quotes["art_1.s1"][1]
    assert (shelf.document_id, shelf.title, shelf.license) == (sources[0], "On Shelves", "CC-BY-4.0")
    assert (shelf.page, shelf.paragraph_ordinal, shelf.paragraph_id) == (1, 0, f"{sources[0]}.v1.p0")
    assert [quote.where for quote in quotes["art_1.s1"]] == ["¶ 1", "p. 1, ¶ 1"]
    assert [quote.doubt for quote in quotes["art_1.s1"]] == [DOUBT, None]


def test_what_the_graph_does_not_know_of_a_place_the_library_does(
    app: MemoryApplication, sources: tuple[str, str], podcast: str
) -> None:
    """Graphs that were written before places were whole have pages, but not what is printed on them."""
    content = app.library.catalog.content(OWNER, sources[0])
    paragraphs = app.library.catalog.paragraphs(OWNER, sources[0])
    older = [each.model_copy(update={"place": Place(page=each.place.page)}) for each in paragraphs]
    labelled = [each.model_copy(update={"place": Place(page=each.place.page, page_label="xii")}) for each in paragraphs]
    app.library.graph.write_document(content, older)
    app.library.catalog.erase(OWNER, sources[0])
    app.library.catalog.commit_import(content, labelled)
    quotes = app.services.provenance.quoted_sources(OWNER, app.services.provenance.genealogy(OWNER, "podcast", podcast))
    assert {quote.where for quote in quotes["art_1.s0"]} == {"p. xii"}
    assert "p. xii" in app.services.provenance.attribution(OWNER, "podcast", podcast).attributions[0].citation


def test_a_paragraph_that_is_gone_leaves_an_empty_quote(app: MemoryApplication, podcast: str) -> None:
    tree = app.services.provenance.genealogy(OWNER, "podcast", podcast)
    app.library.catalog.__init__()  # type: ignore[misc]  # as if all rows were deleted
    quotes = app.services.provenance.quoted_sources(OWNER, tree)
    assert {quote.quote for part in quotes.values() for quote in part} == {""}


@pytest.mark.parametrize(("owner", "kind"), [(OWNER, "video"), ("somebody else", "podcast")])
def test_an_artifact_is_found_under_its_kind_and_owner_only(
    app: MemoryApplication, podcast: str, owner: str, kind: str
) -> None:
    with pytest.raises(NotFound):
        app.services.provenance.genealogy(owner, kind, podcast)
    with pytest.raises(NotFound):
        app.services.provenance.attribution(owner, kind, podcast)


def test_what_came_of_a_document(app: MemoryApplication, sources: tuple[str, str], podcast: str) -> None:
    (derived,) = app.services.provenance.generated_content(OWNER, "document", sources[1], 9).items
    assert (derived.artifact_id, derived.title, derived.parts_using_it) == (podcast, "A talk", 1)
    with pytest.raises(NotFound):
        app.services.provenance.generated_content("somebody else", "document", sources[1], 9)
    with pytest.raises(InvalidRequest, match="no podcast"):
        app.services.provenance.generated_content(OWNER, "podcast", sources[1], 9)


def test_what_has_no_row_is_not_shown(app: MemoryApplication, sources: tuple[str, str], uncommitted: str) -> None:
    with pytest.raises(NotFound):
        app.services.provenance.genealogy(OWNER, "podcast", uncommitted)
    assert app.services.provenance.generated_content(OWNER, "document", sources[0], 9).items == []


def test_a_document_without_a_row_is_not_shown(app: MemoryApplication) -> None:
    content = make_content(OWNER, ["Words."])
    app.library.graph.write_document(content, make_paragraphs(content.content_id, ["Words."]))
    with pytest.raises(NotFound):
        app.services.provenance.generated_content(OWNER, "document", content.content_id, 9)

"""Each spoken line is traced to its paragraph and page, and back."""

from __future__ import annotations

from tests.e2e.podcast import PARAMETERS, Podcast
from tests.e2e.samples import page_texts, small_pdf, squashed
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant


def test_the_genealogy_has_v2s_shape(podcast: Podcast, sample: ImportedSample, reader: Tenant) -> None:
    response = podcast.genealogy
    assert response["podcast"]["artifact_id"] == podcast.artifact.artifact_id
    assert response["podcast"]["title"] == podcast.artifact.title
    assert response["podcast"]["created_by"] == reader.owner
    assert response["podcast"]["parameters"] | PARAMETERS == response["podcast"]["parameters"]
    (document,) = response["provenance"]["source_documents"]
    assert document["doc_id"] == sample.content.content_id
    assert document["title"] == sample.content.title
    assert document["authors"] == sample.content.authors
    assert document["license"] == "CC-BY-4.0"
    assert [model["name"] for model in response["provenance"]["models"]] == ["extractive-textrank"]


def test_every_line_has_a_quote_that_stands_on_its_page(podcast: Podcast, sample: ImportedSample) -> None:
    pages = page_texts(sample.pdf)
    assert len(podcast.lines) >= 4
    for line in podcast.lines:
        assert line["sources"], line["text"]
        for source in line["sources"]:
            assert source["document_id"] == sample.content.content_id
            assert source["quote"].strip() == source["quote"] != ""
            assert squashed(source["quote"]) in pages[source["page"] - 1], source


def test_most_of_what_is_said_stands_word_for_word_in_what_it_cites(podcast: Podcast) -> None:
    """The default writer is extractive."""
    said = sum(len(squashed(line["text"])) for line in podcast.lines)
    cited = 0
    for line in podcast.lines:
        quotes = {squashed(source["quote"]) for source in line["sources"]}
        cited += sum(len(quote) for quote in quotes if quote in squashed(line["text"]))
    assert cited > said / 2


def test_the_attribution_names_the_source(podcast: Podcast) -> None:
    attribution = podcast.attribution
    assert attribution.artifact_id == podcast.artifact.artifact_id
    assert "Williams Librarian contributors (2026). Where Words Come From." in attribution.full_attribution
    assert "License: CC-BY-4.0." in attribution.full_attribution
    assert [entry.text for entry in attribution.attributions] == [line["text"] for line in podcast.lines]
    for entry, line in zip(attribution.attributions, podcast.lines, strict=True):
        assert entry.sources == list(dict.fromkeys(source["document_id"] for source in line["sources"]))
        assert entry.citation.startswith("Based on ")
        for source in line["sources"]:
            assert str(source["page"]) in entry.citation


def test_the_document_lists_what_was_made_of_it(reader: Tenant, podcast: Podcast, sample: ImportedSample) -> None:
    derived = reader.client.provenance.generated_content("document", sample.content.content_id)
    assert derived.content_id == sample.content.content_id
    (found,) = [a for a in derived.artifacts if a.artifact_id == podcast.artifact.artifact_id]
    assert (found.artifact_type, found.title) == ("podcast", podcast.artifact.title)
    assert found.parts_using_it == len(podcast.lines)


def test_an_artifact_is_found_under_its_own_kind_only(reader: Tenant, podcast: Podcast) -> None:
    answer = reader.http.get(f"/api/provenance/video/{podcast.artifact.artifact_id}/genealogy")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_two_sources_are_told_apart(newcomer: Tenant, sample: ImportedSample) -> None:
    content_ids = [newcomer.imported(small_pdf("wandering herons")), newcomer.imported(sample.pdf)]
    job = newcomer.completed(newcomer.submit_export(content_ids, "podcast", parameters={"minutes": 1.0}))
    tree = newcomer.client.provenance.genealogy("podcast", job.artifact_id or "").provenance
    assert [document.doc_id for document in tree.source_documents] == content_ids
    used = {source.document_id for part in tree.parts for source in part.sources}
    assert used == set(content_ids)

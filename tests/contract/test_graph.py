"""GraphPort: the fake and the Bolt adapter under the same tests."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.contract.graph_records import NOW, OWNER, cite, make_artifact, make_content, make_paragraphs, make_part
from tests.contract.records import PLACES
from williams.domain.content import Content, ContentMetadata
from williams.domain.errors import Conflict, NotFound, PluginDefect
from williams.domain.ids import new_id, paragraph_id
from williams.domain.licenses import Use
from williams.domain.licenses.verdicts import LicenseOverride, verdict_on
from williams.domain.places import Place
from williams.domain.provenance import SCENE, Citation, ModelUsed, Reach, VoiceUsed
from williams.ports.graph import GraphPort


@pytest.fixture
def source(graph: GraphPort) -> Content:
    content = make_content()
    graph.write_document(content, make_paragraphs(content))
    return content


def test_genealogy_traces_every_part_to_its_paragraph_and_page(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0), cite(source, 2, 3, 9)), make_part(1)])
    graph.write_artifact(artifact)

    answer = graph.genealogy(OWNER, artifact.artifact_id)

    assert (answer.artifact_id, answer.title, answer.created_by) == (artifact.artifact_id, artifact.title, OWNER)
    assert answer.parameters == artifact.parameters
    assert datetime.fromisoformat(answer.created_at) == NOW
    assert answer.models == artifact.models
    assert answer.voices == artifact.voices
    document = answer.source_documents[0]
    assert (document.doc_id, document.title, document.license) == (source.content_id, "On Engines", "CC-BY-4.0")
    assert document.authors == ["A. Lovelace", "C. Babbage"]
    first, second = answer.parts
    assert (first.part_id, first.text, first.speaker) == ("segment-0", "Engines weave.", "host")
    assert (first.place, second.speaker) == (Place(seconds=0.0, until=1.5), None)
    assert [(s.document_id, s.paragraph_ordinal, s.place.page, s.start, s.end) for s in first.sources] == [
        (source.content_id, 0, 1, 0, 7),
        (source.content_id, 2, None, 3, 9),
    ]
    assert second.sources == []


@pytest.mark.parametrize("override", [None, LicenseOverride(by="Ada", why="Agreed by letter.")])
def test_genealogy_tells_what_it_is_meant_for_and_who_went_against_the_licenses(
    graph: GraphPort, source: Content, override: LicenseOverride | None
) -> None:
    verdict = verdict_on([source.licensed], Use.PUBLIC, override)
    artifact = make_artifact([source], [make_part(0, cite(source, 0))], licensing=verdict)
    graph.write_artifact(artifact)
    answer = graph.genealogy(OWNER, artifact.artifact_id)
    assert (answer.use, answer.license, answer.license_override) == (Use.PUBLIC, "CC-BY-4.0", override)


def test_a_license_that_is_stated_later_is_the_documents_only_one(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    for license in ("CC0-1.0", None):
        metadata = source.metadata.model_copy(update={"license": license})
        graph.write_document(source.model_copy(update={"metadata": metadata}), [])
        answer = graph.genealogy(OWNER, artifact.artifact_id)
        assert [document.license for document in answer.source_documents] == [license]
        assert len(answer.parts[0].sources) == 1


def test_a_place_of_every_kind_arrives_but_for_its_boxes_and_notes(graph: GraphPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content, len(PLACES))
    graph.write_document(content, paragraphs)
    parts = [
        make_part(n, cite(content, n)).model_copy(
            update={"place": place, "heading": f"Chapter {n}", "role": "epigraph", "label": "Chapter"}
        )
        for n, place in enumerate(PLACES)
    ]
    artifact = make_artifact([content], parts)
    graph.write_artifact(artifact)

    traced = graph.genealogy(OWNER, artifact.artifact_id).parts

    unboxed = {"boxes": None, "notes": None}
    assert [part.place for part in traced] == [place.model_copy(update=unboxed) for place in PLACES]
    assert [(part.heading, part.role) for part in traced] == [(f"Chapter {n}", "epigraph") for n in range(len(PLACES))]
    assert [part.sources[0].place for part in traced] == [each.place.model_copy(update=unboxed) for each in paragraphs]


def test_of_an_erased_document_numbers_and_times_are_left(graph: GraphPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content, len(PLACES))
    graph.write_document(content, paragraphs)
    artifact = make_artifact([content], [make_part(n, cite(content, n)) for n in range(len(PLACES))])
    graph.write_artifact(artifact)

    graph.erase_document(OWNER, content.content_id)

    traced = graph.genealogy(OWNER, artifact.artifact_id).parts
    left = [each.place.without_words().model_copy(update={"boxes": None, "notes": None}) for each in paragraphs]
    assert [part.sources[0].place for part in traced] == left


def test_the_parts_of_a_video_are_numbered_scenes(graph: GraphPort, source: Content) -> None:
    scenes = [make_part(n, cite(source, n)).model_copy(update={"label": SCENE}) for n in (1, 0)]
    video = make_artifact([source], scenes, artifact_type="video", label="Video")
    podcast = make_artifact([source], [make_part(0, cite(source, 0))])
    for artifact in (video, podcast):
        graph.write_artifact(artifact)

    numbers = [part.scene_num for part in graph.genealogy(OWNER, video.artifact_id).parts]

    assert numbers == [1, 2]
    assert [part.scene_num for part in graph.genealogy(OWNER, podcast.artifact_id).parts] == [None]


def test_sources_keep_their_order_and_include_what_only_a_part_cites(graph: GraphPort) -> None:
    contents = [make_content() for _ in range(3)]
    for content in contents:
        graph.write_document(content, make_paragraphs(content))
    first, second, cited = contents
    artifact = make_artifact([second, first], [make_part(0, cite(cited, 1))])
    graph.write_artifact(artifact)

    documents = graph.genealogy(OWNER, artifact.artifact_id).source_documents

    assert [d.doc_id for d in documents] == [second.content_id, first.content_id, cited.content_id]


def test_parts_come_in_order_of_their_ordinal(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(n, cite(source, 0)) for n in (11, 2, 0)])
    graph.write_artifact(artifact)
    assert [part.ordinal for part in graph.genealogy(OWNER, artifact.artifact_id).parts] == [0, 2, 11]


def test_the_same_part_id_in_two_artifacts_is_two_parts(graph: GraphPort, source: Content) -> None:
    one = make_artifact([source], [make_part(0, cite(source, 0), text="One.")])
    two = make_artifact([source], [make_part(0, cite(source, 1), text="Two.")])
    for artifact in (one, two):
        graph.write_artifact(artifact)
    assert [part.text for part in graph.genealogy(OWNER, one.artifact_id).parts] == ["One."]
    assert [part.text for part in graph.genealogy(OWNER, two.artifact_id).parts] == ["Two."]


def test_writing_again_changes_nothing(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0)), make_part(1, cite(source, 1))])
    graph.write_artifact(artifact)
    before = graph.genealogy(OWNER, artifact.artifact_id)

    graph.write_document(source, make_paragraphs(source))
    graph.write_artifact(artifact)

    assert graph.genealogy(OWNER, artifact.artifact_id) == before
    assert len(graph.generated_from(OWNER, source.content_id)) == 1


def test_writing_other_parts_replaces_the_earlier_ones(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(n, cite(source, 0)) for n in range(3)])
    graph.write_artifact(artifact)
    graph.write_artifact(artifact.model_copy(update={"parts": [make_part(0, cite(source, 2), text="Anew.")]}))

    parts = graph.genealogy(OWNER, artifact.artifact_id).parts

    assert [part.text for part in parts] == ["Anew."]
    assert [s.paragraph_ordinal for s in parts[0].sources] == [2]


def test_a_new_version_keeps_what_artifacts_cite_and_takes_the_new_license(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    again = source.model_copy(
        update={"version": 2, "metadata": ContentMetadata(title="On Engines, 2nd ed.", license="CC0-1.0")}
    )
    graph.write_document(again, make_paragraphs(again))

    answer = graph.genealogy(OWNER, artifact.artifact_id)

    assert answer.parts[0].sources[0].paragraph_id == paragraph_id(source.content_id, 1, 0)
    assert answer.source_documents[0].title == "On Engines, 2nd ed."
    assert answer.source_documents[0].license == "CC0-1.0"


def test_a_document_without_title_or_license(graph: GraphPort) -> None:
    content = make_content(metadata=ContentMetadata())
    graph.write_document(content, [])
    artifact = make_artifact([content], [])
    graph.write_artifact(artifact)
    document = graph.genealogy(OWNER, artifact.artifact_id).source_documents[0]
    assert (document.title, document.license, document.authors) == (None, None, [])


def test_generated_from_counts_the_parts_that_use_the_document(graph: GraphPort, source: Content) -> None:
    other = make_content()
    graph.write_document(other, make_paragraphs(other))
    late = make_artifact([source], [], title="Late", created_at=NOW + timedelta(hours=1))
    parts = [
        make_part(0, cite(source, 0), cite(source, 1)),
        make_part(1, cite(other, 0)),
        make_part(2, cite(source, 2)),
    ]
    early = make_artifact([source, other], parts, title="Early")
    for artifact in (late, early):
        graph.write_artifact(artifact)

    derived = graph.generated_from(OWNER, source.content_id)

    assert [(d.artifact_id, d.title, d.parts_using_it) for d in derived] == [
        (early.artifact_id, "Early", 2),
        (late.artifact_id, "Late", 0),
    ]


def test_a_document_from_which_nothing_was_made(graph: GraphPort, source: Content) -> None:
    assert graph.generated_from(OWNER, source.content_id) == []


def test_version_of_and_its_reason(graph: GraphPort, source: Content) -> None:
    first = make_artifact([source], [make_part(0, cite(source, 0))])
    second = make_artifact([source], [], version_of=first.artifact_id, version_reason="better voices")
    graph.write_artifact(first)
    graph.write_artifact(second)
    graph.write_artifact(first)

    answer = graph.genealogy(OWNER, second.artifact_id)

    assert (answer.version_of, answer.version_reason) == (first.artifact_id, "better voices")
    assert graph.genealogy(OWNER, first.artifact_id).version_of is None


def test_reach_counts_later_versions(graph: GraphPort, source: Content) -> None:
    first = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(first)
    assert graph.reach(OWNER, first.artifact_id) == Reach(derivative_works=0)
    for _ in range(2):
        graph.write_artifact(make_artifact([source], [], version_of=first.artifact_id))
    assert graph.reach(OWNER, first.artifact_id) == Reach(derivative_works=2)
    for owner, artifact_id in (("eve", first.artifact_id), (OWNER, new_id("art"))):
        with pytest.raises(NotFound):
            graph.reach(owner, artifact_id)


def test_no_dangling_citation_is_written(graph: GraphPort, source: Content) -> None:
    stranger = make_content()
    graph.write_document(stranger, make_paragraphs(stranger))
    mismatched = Citation(
        content_id=source.content_id, paragraph_id=paragraph_id(stranger.content_id, 1, 0), start=0, end=1
    )
    for dangling in (
        make_artifact([make_content()], []),
        make_artifact([source], [make_part(0, cite(source, 0), cite(source, 99))]),
        make_artifact([source], [make_part(0, cite(make_content(), 0))]),
        make_artifact([source], [make_part(0, mismatched)]),
        make_artifact([source], [], version_of=new_id("art")),
    ):
        with pytest.raises(NotFound):
            graph.write_artifact(dangling)
        with pytest.raises(NotFound):
            graph.genealogy(OWNER, dangling.artifact_id)
    assert graph.generated_from(OWNER, source.content_id) == []


def test_parts_that_share_an_id_are_a_defect_of_the_plugin(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0)), make_part(0, cite(source, 1))])
    with pytest.raises(PluginDefect):
        graph.write_artifact(artifact)
    with pytest.raises(NotFound):
        graph.genealogy(OWNER, artifact.artifact_id)


def test_a_refused_rewrite_leaves_the_earlier_one_whole(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    with pytest.raises(NotFound):
        graph.write_artifact(artifact.model_copy(update={"parts": [make_part(0, cite(source, 99))]}))
    assert graph.genealogy(OWNER, artifact.artifact_id).parts[0].sources[0].paragraph_ordinal == 0


def test_another_owners_ids_are_missing(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    theirs = make_content(owner="eve")
    graph.write_document(theirs, make_paragraphs(theirs))
    with pytest.raises(NotFound):
        graph.genealogy("eve", artifact.artifact_id)
    with pytest.raises(NotFound):
        graph.generated_from("eve", source.content_id)
    with pytest.raises(NotFound):
        graph.write_artifact(make_artifact([theirs], [make_part(0, cite(source, 0))], owner="eve"))
    with pytest.raises(NotFound):
        graph.write_artifact(make_artifact([theirs], [], owner="eve", version_of=artifact.artifact_id))


def test_another_owners_id_cannot_be_taken_over(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    with pytest.raises(NotFound):
        graph.write_document(source.model_copy(update={"owner": "eve"}), [])
    theirs = make_content(owner="eve")
    graph.write_document(theirs, [])
    with pytest.raises(NotFound):
        graph.write_artifact(make_artifact([theirs], [], owner="eve", artifact_id=artifact.artifact_id))
    assert graph.genealogy(OWNER, artifact.artifact_id).created_by == OWNER


def test_unknown_ids_are_not_found(graph: GraphPort) -> None:
    with pytest.raises(NotFound):
        graph.genealogy(OWNER, new_id("art"))
    with pytest.raises(NotFound):
        graph.generated_from(OWNER, new_id("doc"))


def test_eight_writers_at_once_make_no_doubles(graph: GraphPort) -> None:
    contents = [make_content(license=f"LicenseRef-{secrets.token_hex(4)}") for _ in range(8)]
    shared = contents[0].metadata.license

    def write(content: Content) -> str:
        same = content.model_copy(update={"metadata": ContentMetadata(license=shared)})
        graph.write_document(same, make_paragraphs(same))
        artifact = make_artifact([content], [make_part(0, cite(content, 0))])
        graph.write_artifact(artifact)
        graph.write_artifact(artifact)
        return artifact.artifact_id

    with ThreadPoolExecutor(8) as pool:
        artifacts = list(pool.map(write, contents))

    for content, artifact_id in zip(contents, artifacts, strict=True):
        answer = graph.genealogy(OWNER, artifact_id)
        assert [d.license for d in answer.source_documents] == [shared]
        assert len(answer.models) == 1
        assert len(answer.parts) == 1
        assert [d.artifact_id for d in graph.generated_from(OWNER, content.content_id)] == [artifact_id]


def test_the_same_document_written_by_eight_at_once(graph: GraphPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content, 40)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: graph.write_document(content, paragraphs), range(8)))
    artifact = make_artifact([content], [make_part(0, *(cite(content, n) for n in range(40)))])
    graph.write_artifact(artifact)
    assert len(graph.genealogy(OWNER, artifact.artifact_id).parts[0].sources) == 40


def test_artifacts_of_the_same_sources_written_at_once_in_opposite_orders(graph: GraphPort) -> None:
    sources = [make_content() for _ in range(4)]
    for source in sources:
        graph.write_document(source, make_paragraphs(source, 10))
    models = [ModelUsed(provider="williams", name=f"model-{n}", version="1") for n in range(4)]
    voices = [VoiceUsed(provider="espeak", name=f"voice-{n}") for n in range(4)]
    citations = [cite(source, n) for source in sources for n in range(10)]

    def write(turn: int) -> str:
        step = 1 if turn % 2 else -1
        artifact = make_artifact(
            sources[::step], [make_part(0, *citations[::step])], models=models[::step], voices=voices[::step]
        )
        graph.write_artifact(artifact)
        return artifact.artifact_id

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(write, range(8)))

    for turn, artifact_id in enumerate(written):
        step = 1 if turn % 2 else -1
        answer = graph.genealogy(OWNER, artifact_id)
        assert [document.doc_id for document in answer.source_documents] == [s.content_id for s in sources[::step]]
        assert (answer.models, answer.voices) == (models[::step], voices[::step])
        assert [found.paragraph_id for found in answer.parts[0].sources] == [c.paragraph_id for c in citations[::step]]


def test_a_deleted_document_stays_named_by_what_was_made_of_it(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 1, 2, 5))])
    graph.write_artifact(artifact)
    before = graph.genealogy(OWNER, artifact.artifact_id)
    for _ in range(2):
        graph.mark_deleted(OWNER, source.content_id)
    after = graph.genealogy(OWNER, artifact.artifact_id)
    (document,) = after.source_documents
    assert (document.deleted, before.source_documents[0].deleted) == (True, False)
    assert document.model_copy(update={"deleted": False}) == before.source_documents[0]
    assert after.parts == before.parts


def test_a_tombstone_keeps_what_a_citation_needs(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 2, 2, 5))])
    graph.write_artifact(artifact)
    before = graph.genealogy(OWNER, artifact.artifact_id)
    graph.mark_deleted(OWNER, source.content_id)
    for _ in range(2):
        graph.erase_document(OWNER, source.content_id)
    after = graph.genealogy(OWNER, artifact.artifact_id)
    (document,) = after.source_documents
    assert document == before.source_documents[0].model_copy(update={"deleted": True, "url": None})
    assert after.parts == before.parts


def test_nothing_new_is_made_of_a_deleted_document(graph: GraphPort, source: Content) -> None:
    graph.write_artifact(make_artifact([source], [make_part(0, cite(source, 0))]))
    graph.mark_deleted(OWNER, source.content_id)
    for erase in (graph.mark_deleted, graph.erase_document):
        erase(OWNER, source.content_id)
        with pytest.raises(NotFound):
            graph.write_artifact(make_artifact([source], [make_part(0, cite(source, 0))]))
        with pytest.raises(NotFound):
            graph.generated_from(OWNER, source.content_id)
        with pytest.raises(Conflict):
            graph.write_document(source, make_paragraphs(source))


def test_only_its_owner_deletes_a_document(graph: GraphPort, source: Content) -> None:
    artifact = make_artifact([source], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    graph.mark_deleted("eve", source.content_id)
    graph.erase_document("eve", source.content_id)
    assert graph.genealogy(OWNER, artifact.artifact_id).source_documents[0].url == source.url
    assert not graph.is_deleted(OWNER, source.content_id)
    graph.mark_deleted(OWNER, source.content_id)
    assert graph.is_deleted(OWNER, source.content_id)
    assert not graph.is_deleted("eve", source.content_id)
    assert not graph.is_deleted(OWNER, new_id("doc"))


def test_ping(graph: GraphPort) -> None:
    graph.ping()

"""The framework's export stages: sources are pinned, and the row is the commit."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import ClassVar

import pytest
from williams_faulty import FaultyExport

from tests.unit.pipeline.conftest import TEXTS, WANTED, add_source
from williams.domain.artifacts import ExportFormat, VersionOf
from williams.domain.content import ContentMetadata, ObjectRef
from williams.domain.errors import NotFound, PluginDefect, StoreUnavailable
from williams.domain.places import Place
from williams.domain.provenance import SCENE, Citation, ModelUsed, Part, VoiceUsed
from williams.pipeline.export_stages import ExportStages
from williams.plugin.exporting import Composition, ExportRequest
from williams_testing.factories import WHEN, make_content, make_job
from williams_testing.library import OWNER, MemoryLibrary


class VideoExport(FaultyExport):
    export_format: ClassVar[ExportFormat] = ExportFormat.VIDEO
    artifact_type: ClassVar[str] = "video"
    label: ClassVar[str] = "Video"


def request(*source_ids: str, artifact_id: str = "art_1", version_of: str | None = None) -> ExportRequest:
    return ExportRequest(
        job_id="job_1",
        owner=OWNER,
        artifact_id=artifact_id,
        source_ids=list(source_ids),
        format="faulty",
        parameters={"items": 1},
        provenance=VersionOf(version_of=version_of, reason="better") if version_of else None,
        requested_at=WHEN,
    )


def composition(library: MemoryLibrary, source_id: str, **fields: object) -> Composition:
    file = library.objects.write("jobs/job_1/scratch/compose/report.txt", b"a report", "text/plain")
    citation = Citation(content_id=source_id, paragraph_id=f"{source_id}.v1.p0", start=0, end=7)
    given = {
        "title": "Report",
        "files": {"report.txt": file},
        "primary": "report.txt",
        "parts": [Part(part_id="art_1.0", label="Section", ordinal=0, text="Ümlaut", citations=[citation])],
        "models": [ModelUsed(provider="p", name="m", version="1")],
        "voices": [VoiceUsed(provider="p", name="v")],
        "duration": 1.5,
        "metadata": {"language": "en"},
    }
    return Composition.model_validate(given | fields)


def prepared(library: MemoryLibrary) -> ExportStages:
    library.jobs.submit(make_job(OWNER, "export.faulty", job_id="job_1"), None, "")
    return ExportStages(FaultyExport(), library.toolbox)


async def test_sources_come_in_the_order_they_were_asked_for(library: MemoryLibrary) -> None:
    first, second = add_source(library), add_source(library)
    found = await prepared(library).query(request(second, first))
    assert [source.content_id for source in found.sources] == [second, first]
    assert found.sources[0].model_dump() == {
        "content_id": second,
        "version": 1,
        "title": "On Shelves",
        "authors": ["Ada Smith"],
        "license": "CC-BY-4.0",
        "language": "en",
        "paragraph_count": len(TEXTS),
    }


async def test_a_source_without_a_title_goes_by_its_id(library: MemoryLibrary) -> None:
    content = make_content(OWNER, metadata=ContentMetadata())
    library.catalog.commit_import(content, [])
    found = await prepared(library).query(request(content.content_id))
    assert found.sources[0].title == content.content_id


async def test_a_missing_source_is_not_found(library: MemoryLibrary, source_id: str) -> None:
    with pytest.raises(NotFound, match="doc_nowhere"):
        await prepared(library).query(request(source_id, "doc_nowhere"))


async def test_an_artifact_stands_in_every_store(library: MemoryLibrary, source_id: str) -> None:
    stages = prepared(library)
    result = await stages.store(request(source_id), composition(library, source_id), WANTED)
    assert result.artifacts == {
        "report.txt": "faulty/art_1/report.txt",
        "attributions": "faulty/art_1/attributions.json",
        "attributions.json": "faulty/art_1/attributions.json",
    }
    assert (result.artifact_id, result.provenance_id, result.source_ids) == ("art_1", "faulty_job_1", [source_id])
    assert library.objects.read("faulty/art_1/report.txt") == b"a report"
    attributions = library.objects.read("faulty/art_1/attributions.json").decode()
    assert "Ümlaut" in attributions
    cited = json.loads(attributions)[0]["citations"][0]
    place = library.catalog.paragraphs(OWNER, source_id)[0].place
    assert (cited["paragraph_id"], Place(**cited["place"])) == (f"{source_id}.v1.p0", place)
    artifact = library.catalog.artifact(OWNER, "art_1")
    assert (artifact.format, artifact.file_size, artifact.duration) == ("txt", 8, 1.5)
    assert artifact.storage_path == "faulty/art_1/report.txt"
    tree = library.graph.genealogy(OWNER, "art_1")
    assert (tree.models[0].name, tree.voices[0].name, tree.parameters) == ("m", "v", {"items": 1})
    assert tree.version_of is None
    assert library.jobs.job(OWNER, "job_1").artifact_id == "art_1"


async def test_a_regeneration_names_what_it_regenerates(library: MemoryLibrary, source_id: str) -> None:
    stages = prepared(library)
    await stages.store(request(source_id), composition(library, source_id), WANTED)
    await stages.store(
        request(source_id, artifact_id="art_2", version_of="art_1"), composition(library, source_id), WANTED
    )
    tree = library.graph.genealogy(OWNER, "art_2")
    assert (tree.version_of, tree.version_reason) == ("art_1", "better")


async def test_storing_again_changes_nothing(library: MemoryLibrary, source_id: str) -> None:
    stages = prepared(library)
    first = await stages.store(request(source_id), composition(library, source_id), WANTED)
    assert await stages.store(request(source_id), composition(library, source_id), WANTED) == first
    assert len(library.catalog.artifacts(OWNER, 10).items) == 1


async def test_an_artifact_without_its_graph_is_not_shown(library: MemoryLibrary, source_id: str) -> None:
    library.graph.failure = StoreUnavailable("away")
    with pytest.raises(StoreUnavailable):
        await prepared(library).store(request(source_id), composition(library, source_id), WANTED)
    assert library.catalog.artifacts(OWNER, 10).items == []


async def test_a_video_is_made_of_scenes(library: MemoryLibrary, source_id: str) -> None:
    stages = prepared(library)
    stages = replace(stages, plugin=VideoExport())
    with pytest.raises(PluginDefect, match=r"have the label 'VideoScene', not \['Section'\]"):
        await stages.store(request(source_id), composition(library, source_id), WANTED)
    assert library.objects.keys("faulty/") == []
    made = composition(library, source_id)
    made.parts[0].label = SCENE
    await stages.store(request(source_id), made, WANTED)
    assert [part.scene_num for part in library.graph.genealogy(OWNER, "art_1").parts] == [1]


async def test_a_citation_of_nothing_is_not_stored(library: MemoryLibrary, source_id: str) -> None:
    dangling = composition(library, source_id)
    dangling.parts[0].citations[0] = Citation(content_id=source_id, paragraph_id="nowhere", start=0, end=1)
    with pytest.raises(NotFound, match="nowhere"):
        await prepared(library).store(request(source_id), dangling, WANTED)
    assert library.catalog.artifacts(OWNER, 10).items == []


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (3, 3), (5, 2), (0, len(TEXTS[0]) + 1)])
async def test_a_citation_of_no_words_is_not_stored(
    library: MemoryLibrary, source_id: str, start: int, end: int
) -> None:
    wrong = composition(library, source_id)
    wrong.parts[0].citations[0] = Citation(
        content_id=source_id, paragraph_id=f"{source_id}.v1.p0", start=start, end=end
    )
    with pytest.raises(
        PluginDefect, match=rf"art_1\.0 cites {start}:{end} of .*, which has {len(TEXTS[0])} characters"
    ):
        await prepared(library).store(request(source_id), wrong, WANTED)
    assert library.catalog.artifacts(OWNER, 10).items == []
    assert library.objects.keys("faulty/") == []


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"primary": "report.pdf"}, "composed no file 'report.pdf', which it calls primary."),
        ({"preview": "cover.jpg"}, "composed no file 'cover.jpg', which it calls preview."),
        ({"roles": {"script": "script.txt"}}, "composed no file 'script.txt', which it calls script."),
        ({"preview": "report.txt"}, "calls 'report.txt' preview, which is no JPEG or PNG."),
    ],
)
async def test_what_a_composition_names_is_among_its_files(
    library: MemoryLibrary, source_id: str, named: dict[str, object], said: str
) -> None:
    with pytest.raises(PluginDefect, match=re.escape(f"export.faulty {said}")):
        await prepared(library).store(request(source_id), composition(library, source_id, **named), WANTED)
    assert library.objects.keys("faulty/") == []


async def test_the_artifact_knows_its_preview_and_names(library: MemoryLibrary, source_id: str) -> None:
    picture = library.objects.write("jobs/job_1/scratch/compose/page.png", b"a picture", "image/png")
    made = composition(library, source_id, preview="page.png", roles={"cover": "page.png"})
    made.files["page.png"] = picture
    result = await prepared(library).store(request(source_id), made, WANTED)
    assert result.artifacts["cover"] == result.artifacts["page.png"] == "faulty/art_1/page.png"
    artifact = library.catalog.artifact(OWNER, "art_1")
    assert artifact.preview == "page.png"
    assert artifact.roles == {"cover": "page.png", "attributions": "attributions.json"}


async def test_a_file_that_was_never_made_is_not_found(library: MemoryLibrary, source_id: str) -> None:
    ghost = ObjectRef(key="jobs/job_1/scratch/ghost.txt", media_type="text/plain", size=1, sha256="0")
    with pytest.raises(NotFound, match=r"ghost\.txt"):
        await prepared(library).store(
            request(source_id), composition(library, source_id, files={"report.txt": ghost}), WANTED
        )

"""In this process and through Step Functions the same comes out: paragraphs, script, sound."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from williams_engine_ffmpeg.ffmpeg import FfmpegMedia
from williams_engine_ffmpeg.manifest import FfmpegManifest
from williams_engine_hibari.speech import HibariSpeech
from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.manifest import MiniLmManifest
from williams_export_podcast import PodcastExport
from williams_import_pdf import PdfImport
from williams_writing.quoting import Quoting

from tests.e2e import audio
from tests.e2e.cloud import Cloud
from tests.e2e.podcast import PARAMETERS, Podcast
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.domain import ids
from williams.domain.artifacts import Artifact
from williams.domain.content import Content, Paragraph
from williams.plugin.exporting import ExportRequest
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.model_files import OriginModelFiles


@dataclass(frozen=True)
class InProcess:
    library: MemoryLibrary
    content: Content
    paragraphs: list[Paragraph]
    artifact: Artifact

    def file(self, name: str) -> bytes:
        return self.library.objects.read(self.artifact.files[name].key)


@pytest.fixture(scope="module")
def here(sample: ImportedSample) -> InProcess:
    """The same import and export with the same engines, in memory."""
    return asyncio.run(_made_here(sample))


async def _made_here(sample: ImportedSample) -> InProcess:
    engines = ChosenEngines(
        Quoting(),
        HibariSpeech(),
        FfmpegMedia(OriginModelFiles(FfmpegManifest)),
        MiniLmEmbedding(OriginModelFiles(MiniLmManifest)),
    )
    library = MemoryLibrary({sample.url: sample.pdf}, engines)
    pdf, podcast = PdfImport(), PodcastExport()
    library.bind(pdf)
    library.bind(podcast)
    content_id = await pdf.import_content(sample.url, ids.new_id("job"))
    request = ExportRequest(
        job_id=ids.new_id("job"),
        owner=OWNER,
        artifact_id=ids.new_id("art"),
        source_ids=[content_id],
        format="podcast",
        parameters=podcast.parameters.model_validate(PARAMETERS).model_dump(mode="json"),
        requested_at=datetime.now(UTC),
    )
    result = await podcast.generate_content(request, request.job_id)
    return InProcess(
        library,
        library.catalog.content(OWNER, content_id),
        library.catalog.paragraphs(OWNER, content_id),
        library.catalog.artifact(OWNER, result.artifact_id),
    )


def test_the_same_paragraphs(cloud: Cloud, reader: Tenant, here: InProcess, sample: ImportedSample) -> None:
    there = PostgresCatalog(cloud.engine).paragraphs(reader.owner, sample.content.content_id)
    own = {"paragraph_id"}
    assert [p.model_dump(exclude=own) for p in there] == [p.model_dump(exclude=own) for p in here.paragraphs]


def test_the_same_extracted_text(cloud: Cloud, here: InProcess, sample: ImportedSample) -> None:
    there = cloud.object(sample.content.storage_paths["extracted.txt"])
    assert there == here.library.objects.read(here.content.files["extracted.txt"].key)


def test_the_same_metadata(here: InProcess, sample: ImportedSample) -> None:
    stated = here.content.metadata.model_dump(mode="json", exclude={"modified_date"})
    assert {name: sample.content.as_json()[name] for name in stated} == stated
    assert sample.content.tier == here.content.tier


async def test_the_same_vectors(reader: Tenant, here: InProcess) -> None:
    """The scores that the deployed search gives are those of the vectors made here."""
    question = "Where does a statement come from?"
    (vector,) = await here.library.engines.embedding.embed([question])
    near = here.library.vectors.nearest(OWNER, here.library.engines.embedding.model, vector, 5)
    ordinals = {paragraph.paragraph_id: paragraph.ordinal for paragraph in here.paragraphs}
    there = reader.client.search(question, limit=5, mode="dense").hits
    assert [hit.paragraph.ordinal for hit in there] == [ordinals[hit.paragraph_id] for hit in near]
    assert [hit.score for hit in there] == pytest.approx([hit.score for hit in near], abs=0.002)


def test_the_same_script(here: InProcess, podcast: Podcast) -> None:
    assert podcast.files["script.txt"].read_bytes() == here.file("script.txt")


def test_the_same_transcript(here: InProcess, podcast: Podcast) -> None:
    assert podcast.files["transcript.vtt"].read_bytes() == here.file("transcript.vtt")


def test_the_same_sound(here: InProcess, podcast: Podcast, tmp_path: Path) -> None:
    path = tmp_path / "podcast.mp3"
    path.write_bytes(here.file("podcast.mp3"))
    assert audio.decoded(path) == audio.decoded(podcast.files["podcast.mp3"])


def test_the_same_cover_and_chapters(here: InProcess, podcast: Podcast) -> None:
    assert podcast.files["cover.jpg"].read_bytes() == here.file("cover.jpg")
    assert podcast.artifact.metadata == here.artifact.metadata

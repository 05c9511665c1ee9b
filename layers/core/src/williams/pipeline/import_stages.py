"""The import stages that the framework owns: process, embed, store."""

from __future__ import annotations

import re
from array import array
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from williams.domain.bucket import EXTRACTED, kept_prefix
from williams.domain.content import Content, ContentMetadata, ObjectRef
from williams.domain.errors import Conflict, PermanentError, PluginDefect
from williams.domain.jobs import Job
from williams.domain.listings import Listing
from williams.domain.models import DeferredModel
from williams.domain.notices import bounded
from williams.domain.sketches import sketch_of
from williams.domain.urls import UPLOAD, is_url_of
from williams.domain.versions import UNLINKED, source_key
from williams.domain.wording import Wording, terms_of_each
from williams.pipeline.listed import list_imports
from williams.pipeline.revisiting import RevisitingFetch, answered
from williams.pipeline.toolbox import Toolbox
from williams.plugin.context import StageContext
from williams.plugin.importing import (
    LONGEST_STORED_NAME,
    STORED_NAME,
    Download,
    ImportPlugin,
    ImportRequest,
    ProcessedContent,
    RawContent,
)
from williams.plugin.processing import FIRST_VERSION, processed
from williams.plugin.registry import registry
from williams.ports.fetch import FetchPort

TEXTS_AT_ONCE = 64


class Embedded(DeferredModel):
    """``vectors`` holds the paragraphs' vectors one after the other: float32, little-endian, ``dimensions`` each."""

    model: str
    dimensions: int
    vectors: ObjectRef


class Stored(DeferredModel):
    content_id: str


def _vectors(raw: bytes, dimensions: int) -> list[array[float]]:
    floats = array("f")
    floats.frombytes(raw)
    return [floats[start : start + dimensions] for start in range(0, len(floats), dimensions)]


def _originals(reader: ImportPlugin, download: Download, process: ProcessedContent) -> dict[str, ObjectRef]:
    """Return what is kept of the source, by name. Raises PluginDefect for a name that cannot stand in a folder."""
    named = [(reader.stored_as(download), download.object), *download.files.items(), *process.files.items()]
    taken = {EXTRACTED}
    for name, _ in named:
        if name in taken or len(name) > LONGEST_STORED_NAME or not re.fullmatch(STORED_NAME, name):
            raise PluginDefect(
                f"{reader.plugin_id} stores a file {name!r}: each needs a name of its own, of letters, "
                f"digits, dots and dashes, other than {EXTRACTED!r}."
            )
        taken.add(name)
    return dict(named)


@dataclass(frozen=True)
class ImportStages:
    plugin: ImportPlugin
    toolbox: Toolbox

    async def process(self, request: ImportRequest, extract: RawContent) -> ProcessedContent:
        """See ``processed``."""
        return processed(request, extract)

    async def embed(self, process: ProcessedContent, ctx: StageContext) -> Embedded:
        """Embed each text once, however many paragraphs it is the whole of."""
        texts = list(dict.fromkeys(paragraph.text for paragraph in process.paragraphs))
        vectors: dict[str, array[float]] = {}
        for first in range(0, len(texts), TEXTS_AT_ONCE):
            ctx.check_cancelled()
            if first:
                ctx.progress(first / len(texts), "Computing embeddings")
            batch = texts[first : first + TEXTS_AT_ONCE]
            vectors |= zip(batch, await ctx.embedding.embed(batch), strict=True)
        joined = array("f")
        for paragraph in process.paragraphs:
            joined.extend(vectors[paragraph.text])
        stored = ctx.scratch.save("embed/vectors.f32", joined.tobytes(), "application/octet-stream")
        return Embedded(model=ctx.embedding.model, dimensions=ctx.embedding.dimensions, vectors=stored)

    async def store(
        self,
        request: ImportRequest,
        download: Download,
        process: ProcessedContent,
        embed: Embedded,
        ctx: StageContext,
    ) -> Stored:
        """Write objects, then graph and vectors side by side, and then the row, which is the commit.

        Of several imports of the same bytes with the same parameters at the same moment, the first to come so far is
        kept; the others take back what they wrote, and their jobs have made that one.
        Raises Conflict when the content was deleted meanwhile: an earlier attempt had stored it, and its end got lost.
        """
        if self.toolbox.graph.is_deleted(request.owner, request.content_id):
            # So it is too after an earlier attempt that came second.
            standing = self.already_stored(request, download)
            if standing is None:
                raise Conflict("The content was deleted before its import had ended. Import the source again.")
            return Stored(content_id=standing)
        texts = [paragraph.text for paragraph in process.paragraphs]
        content = self._content(request, download, process)
        # The graph and the vectors need nothing of each other, and their servers work meanwhile.
        with ThreadPoolExecutor(2) as beside:
            graph = beside.submit(self._write_graph, request, content, process)
            sketch = beside.submit(sketch_of, texts)
            terms = terms_of_each(texts, process.metadata.language)
            self.toolbox.vectors.upsert(
                request.owner,
                request.content_id,
                embed.model,
                [paragraph.paragraph_id for paragraph in process.paragraphs],
                _vectors(ctx.scratch.open(embed.vectors).read_bytes(), embed.dimensions),
                terms,
            )
            self._require_written(request, graph)
            ctx.check_cancelled()
            wording = Wording(terms, sketch.result())
        standing = self.toolbox.catalog.commit_import(
            content, process.paragraphs, once=request.as_usual, job_id=request.job_id, wording=wording
        )
        if standing == request.content_id:
            self._tell_of_near_duplicates(request)
        else:
            self._take_back(request, self._reader(download))
            self.toolbox.jobs.link(request.job_id, standing, None)
        self._file(request, standing)
        return Stored(content_id=standing)

    def _require_written(self, request: ImportRequest, graph: Future[None]) -> None:
        """Raise what the graph refused, and leave no vectors of what it refuses for good, be it deleted meanwhile."""
        try:
            graph.result()
        except PermanentError:
            self.toolbox.vectors.delete(request.owner, request.content_id)
            raise

    def _write_graph(self, request: ImportRequest, content: Content, process: ProcessedContent) -> None:
        graph = self.toolbox.graph
        graph.write_document(content, process.paragraphs)
        if process.works or process.references is not None:
            graph.write_citations(request.owner, request.content_id, process.works, process.references)

    def _tell_of_near_duplicates(self, request: ImportRequest) -> None:
        """After the commit: of two that come at the same moment, the later one sees the other."""
        catalog = self.toolbox.catalog
        if found := catalog.near_duplicates(request.owner, request.content_id):
            catalog.note_near_duplicates(request.owner, request.content_id, found)

    def _file(self, request: ImportRequest, content_id: str) -> None:
        """File the content, which may have been there before, under the tags and collections that were asked for."""
        if request.tags or request.collection_ids:
            self.toolbox.catalog.file_under(request.owner, content_id, request.tags, request.collection_ids)

    def _described(self, metadata: ContentMetadata, download: Download) -> ContentMetadata:
        return metadata.model_copy(update={"extra": {**metadata.extra, **answered(download)}})

    def fetch(self, request: ImportRequest) -> FetchPort:
        """Return what fetches the source, which asks for what was kept of it only where that has changed."""
        fetch = self.toolbox.fetch(request.owner)
        key = self._source_key(request, ContentMetadata())
        last = self.toolbox.catalog.newest_version(request.owner, key) if key else None
        return RevisitingFetch(fetch, self.toolbox.objects, last) if last else fetch

    def _source_key(self, request: ImportRequest, metadata: ContentMetadata) -> str | None:
        """Return what other versions of the source have, too; None for an upload, which is no address."""
        if is_url_of(request.url, [UPLOAD]):
            return None
        address = self.plugin.source_address(request.url, metadata)
        return source_key(address) if address else None

    def _reader(self, download: Download) -> ImportPlugin:
        """Return the plugin whose content it becomes."""
        return registry().import_plugin(download.reader) if download.reader else self.plugin

    def _take_back(self, request: ImportRequest, reader: ImportPlugin) -> None:
        """Delete what was written of content that has no row. The graph comes last: by it an attempt knows of it."""
        self.toolbox.vectors.delete(request.owner, request.content_id)
        self.toolbox.objects.delete_prefix(kept_prefix(reader.folder, request.content_id))
        self.toolbox.graph.erase_document(request.owner, request.content_id)

    def _content(self, request: ImportRequest, download: Download, process: ProcessedContent) -> Content:
        reader = self._reader(download)
        originals = _originals(reader, download, process)
        folder = kept_prefix(reader.folder, request.content_id)
        objects = self.toolbox.objects
        files: dict[str, ObjectRef] = {}
        for name, ref in originals.items():
            files[name] = ref.model_copy(update={"key": folder + name})
            objects.copy(ref.key, files[name].key, size=ref.size)
        files[EXTRACTED] = objects.write(folder + EXTRACTED, process.text.encode(), "text/plain; charset=utf-8")
        now = datetime.now(UTC)
        return Content(
            content_id=request.content_id,
            owner=request.owner,
            url=request.url,
            content_type=reader.content_type,
            plugin_id=reader.plugin_id,
            plugin_version=reader.version,
            parameters=request.parameters,
            metadata=self._described(process.metadata, download),
            tier=process.tier,
            version=FIRST_VERSION,
            source_key=self._source_key(request, process.metadata),
            sha256=download.object.sha256,
            files=files,
            paragraph_count=len(process.paragraphs),
            notices=bounded([*(each for each in download.notices if each not in process.notices), *process.notices]),
            created_at=now,
            updated_at=now,
        )

    def finished(self, job: Job, request: ImportRequest, download: Download) -> bool:
        """Whether nothing is left to be made of a download: it is a batch by now, or its content exists."""
        if download.lists:
            listing = Listing.model_validate_json(self.toolbox.objects.read(download.object.key))
            list_imports(self.toolbox.batches, job, request, listing, self.toolbox.most_entries)
            return True
        return self.already_stored(request, download) is not None

    def already_stored(self, request: ImportRequest, download: Download) -> str | None:
        """Return what the same plugin made of the same bytes and parameters for the same owner, and tie the job to it.

        An older version of what the request names becomes the newest one again; that of another source is none.
        """
        reader = self._reader(download)
        if not request.as_usual:
            return None
        made_of = (request.owner, download.object.sha256, reader.plugin_id, request.parameters)
        same = self.toolbox.catalog.same_bytes(*made_of)
        if same is None or same.plugin_version != reader.version:
            return None
        links = self.toolbox.catalog.versions(request.owner, [same.content_id])
        if links.get(same.content_id, UNLINKED).superseded_by:
            if same.source_key != self._source_key(request, same.metadata):
                return None
            self.toolbox.catalog.make_newest(request.owner, same.content_id)
        self.toolbox.jobs.link(request.job_id, same.content_id, None)
        self._file(request, same.content_id)
        return same.content_id

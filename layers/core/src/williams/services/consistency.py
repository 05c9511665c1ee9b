"""Whether the stores agree about what an owner's jobs have made, and hold nothing of what they have not made."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from williams.domain.bucket import job_prefix, kept_prefix
from williams.domain.content import ObjectRef
from williams.domain.errors import NotFound
from williams.domain.jobs import FINAL, TERMINAL, Job, JobKind, JobStatus
from williams.plugin.registry import Registry
from williams.ports.catalog import CatalogPort
from williams.ports.embedding import EmbeddingPort
from williams.ports.graph import GraphPort
from williams.ports.jobs import JobStorePort
from williams.ports.objects import ObjectPort
from williams.ports.vectors import VectorPort


class Disagreement(BaseModel):
    """``subject`` is the id of a job, a content or an artifact."""

    job_id: str
    subject: str
    store: str
    message: str


class Checked(BaseModel):
    """One page of jobs, newest first. Those that have not ended are counted, and left alone."""

    jobs: int
    disagreements: list[Disagreement]
    next_after: str | None


Finding = tuple[str, str, str]


@dataclass(frozen=True)
class Consistency:
    """Goes by the jobs, which are the truth: everything in the library was made by one of them."""

    jobs: JobStorePort
    catalog: CatalogPort
    graph: GraphPort
    objects: ObjectPort
    vectors: VectorPort
    embedding: EmbeddingPort
    registry: Registry

    def check(self, owner: str, limit: int, after: str | None = None) -> Checked:
        """Check what a page of the owner's jobs have made. Raises StoreUnavailable."""
        page = self.jobs.jobs(owner, limit, after)
        found = [
            Disagreement(job_id=job.job_id, subject=subject, store=store, message=message)
            for job in page.items
            if job.status in TERMINAL
            for subject, store, message in self._of_job(job)
        ]
        return Checked(jobs=len(page.items), disagreements=found, next_after=page.next_after)

    def _of_job(self, job: Job) -> Iterator[Finding]:
        if job.claimed_at is not None:
            yield job.job_id, "postgres", f"It is {job.status.value}, and holds a place in its lane."
        if job.status in FINAL and self.objects.keys(job_prefix(job.job_id)):
            yield job.job_id, "objects", f"It is {job.status.value}, and its scratch is still there."
        if job.status is not JobStatus.COMPLETED:
            yield from self._left_behind(job)
        elif job.content_id is not None:
            yield from self._content(job, job.content_id)
        elif job.artifact_id is not None:
            yield from self._artifact(job, job.artifact_id)

    def _content(self, job: Job, content_id: str) -> Iterator[Finding]:
        try:
            content = self.catalog.content(job.owner, content_id)
        except NotFound:
            return  # deleted since
        yield from self._files(content_id, content.files)
        if not _found(lambda: self.graph.generated_from(job.owner, content_id)):
            yield content_id, "graph", "The document is not in the graph."
        paragraphs = len(self.catalog.paragraphs(job.owner, content_id))
        if paragraphs != content.paragraph_count:
            yield content_id, "postgres", f"It has {paragraphs} of its {content.paragraph_count} paragraphs."
        vectors = self._vectors(job.owner, content_id, content.paragraph_count)
        if vectors != content.paragraph_count:
            yield content_id, "vectors", f"There are {vectors} vectors for {content.paragraph_count} paragraphs."

    def _artifact(self, job: Job, artifact_id: str) -> Iterator[Finding]:
        try:
            artifact = self.catalog.artifact(job.owner, artifact_id)
        except NotFound:
            return  # deleted since
        yield from self._files(artifact_id, artifact.files)
        if artifact.job_id != job.job_id:
            yield artifact_id, "postgres", f"Its row says that {artifact.job_id} made it."
        if not _found(lambda: self.graph.genealogy(job.owner, artifact_id)):
            yield artifact_id, "graph", "The artifact is not in the graph."

    def _left_behind(self, job: Job) -> Iterator[Finding]:
        """Yield what stands of something that its job did not finish."""
        message = f"The job is {job.status.value}, and this was left behind."
        imports = job.kind is JobKind.IMPORT
        subject = str(job.request["content_id" if imports else "artifact_id"])
        for store in self._left_by_import(job, subject) if imports else self._left_by_export(job, subject):
            yield subject, store, message
        # What an import fetched may have been another one's to read, and to keep.
        kept_by = self.registry.imports() if imports else self.registry.exports()
        if any(self.objects.keys(kept_prefix(folder, subject)) for folder in {plugin.folder for plugin in kept_by}):
            yield subject, "objects", message

    def _left_by_import(self, job: Job, content_id: str) -> Iterator[str]:
        if _found(lambda: self.catalog.content(job.owner, content_id)):
            yield "postgres"
        if _found(lambda: self.graph.generated_from(job.owner, content_id)):
            yield "graph"
        if self._vectors(job.owner, content_id, 0):
            yield "vectors"

    def _left_by_export(self, job: Job, artifact_id: str) -> Iterator[str]:
        if _found(lambda: self.catalog.artifact(job.owner, artifact_id)):
            yield "postgres"
        if _found(lambda: self.graph.genealogy(job.owner, artifact_id)):
            yield "graph"

    def _files(self, subject: str, files: dict[str, ObjectRef]) -> Iterator[Finding]:
        for name, ref in files.items():
            size = self.objects.size(ref.key)
            if size is None:
                yield subject, "objects", f"The file {name} is gone."
            elif size != ref.size:
                yield subject, "objects", f"The file {name} has {size} bytes, not {ref.size}."

    def _vectors(self, owner: str, content_id: str, expected: int) -> int:
        """Return how many of a content's paragraphs have vectors, or one more than expected if there are too many."""
        probe = array("f", [1.0] + [0.0] * (self.embedding.dimensions - 1))
        return len(self.vectors.nearest(owner, self.embedding.model, probe, expected + 1, [content_id]))


def _found(look: Callable[[], object]) -> bool:
    try:
        look()
    except NotFound:
        return False
    return True

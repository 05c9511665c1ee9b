"""The provenance graph in dictionaries."""

from __future__ import annotations

from collections.abc import Sequence

from williams.domain.content import Content, Paragraph
from williams.domain.errors import Conflict, NotFound, PluginDefect
from williams.domain.generation_failures import FailureFilter, GenerationFailure
from williams.domain.paging import Page, behind
from williams.domain.provenance import (
    SCENE,
    ArtifactProvenance,
    Citation,
    DerivedArtifact,
    Genealogy,
    Part,
    PartSource,
    Reach,
    SourceDocument,
    TracedPart,
)
from williams.domain.references import Citations, CitedWork, Reference


class InMemoryGraph:
    """GraphPort for tests. ``failure``, while set, is raised by every method."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self._documents: dict[str, Content] = {}
        self._paragraphs: dict[str, tuple[str, Paragraph]] = {}
        self._artifacts: dict[str, ArtifactProvenance] = {}
        self._deleted: set[str] = set()
        self._erased: set[str] = set()
        self._failures: dict[str, GenerationFailure] = {}
        self._works: dict[str, list[str]] = {}
        self._references: dict[str, list[Reference]] = {}

    def write_document(self, content: Content, paragraphs: Sequence[Paragraph]) -> None:
        self.ping()
        known = self._documents.get(content.content_id)
        if known and known.owner != content.owner:
            raise NotFound(f"{content.content_id} is not in the library.")
        if content.content_id in self._deleted:
            raise Conflict(f"{content.content_id} was deleted. Import the source again to have it back.")
        self._documents[content.content_id] = content.model_copy(deep=True)
        for paragraph in paragraphs:
            self._paragraphs[paragraph.paragraph_id] = (content.content_id, paragraph)

    def write_citations(
        self, owner: str, content_id: str, works: Sequence[str], references: Sequence[Reference] | None
    ) -> None:
        self.ping()
        self._document(owner, content_id)
        self._works[content_id] = list(works)
        self._references.pop(content_id, None)
        if references is not None:
            self._references[content_id] = [each for each in references if each.works]

    def citations(self, owner: str, content_id: str) -> Citations:
        self.ping()
        self._document(owner, content_id)
        references = self._references.get(content_id)
        cites = None if references is None else [cited for each in references for cited in self._resolved(owner, each)]
        citing = (other for other in self._references if other != content_id and self._stands(owner, other))
        return Citations(
            cites=cites,
            cited_by=sorted(other for other in citing if content_id in self._cited_documents(owner, other)),
        )

    def _resolved(self, owner: str, reference: Reference) -> list[CitedWork]:
        works = sorted(set(reference.works))
        named = {doc_id: None for work in works for doc_id in sorted(self._works) if work in self._works[doc_id]}
        standing: list[str | None] = [doc_id for doc_id in named if self._stands(owner, doc_id)]
        return [
            CitedWork(doc_id=doc_id, works=works, title=reference.title, year=reference.year)
            for doc_id in standing or [None]
        ]

    def _cited_documents(self, owner: str, content_id: str) -> list[str]:
        found = (cited.doc_id for each in self._references[content_id] for cited in self._resolved(owner, each))
        return sorted({doc_id for doc_id in found if doc_id and doc_id != content_id})

    def _stands(self, owner: str, content_id: str) -> bool:
        return self._is_owned(owner, content_id) and content_id not in self._deleted

    def write_artifact(self, provenance: ArtifactProvenance) -> None:
        self.ping()
        known = self._artifacts.get(provenance.artifact_id)
        if known and known.owner != provenance.owner:
            raise NotFound(f"{provenance.artifact_id} is not in the library.")
        if len({part.part_id for part in provenance.parts}) < len(provenance.parts):
            raise PluginDefect(f"Parts of {provenance.artifact_id} share an id.")
        for content_id in _documents(provenance):
            self._document(provenance.owner, content_id)
        for part in provenance.parts:
            for citation in part.citations:
                self._paragraph(citation)
        if provenance.version_of:
            self._artifact(provenance.owner, provenance.version_of)
        self._artifacts[provenance.artifact_id] = provenance.model_copy(deep=True)

    def genealogy(self, owner: str, artifact_id: str) -> Genealogy:
        self.ping()
        artifact = self._artifact(owner, artifact_id)
        return Genealogy(
            artifact_id=artifact_id,
            artifact_type=artifact.artifact_type,
            title=artifact.title,
            created_at=artifact.created_at.isoformat(),
            created_by=owner,
            parameters=artifact.parameters,
            source_documents=[self._source(owner, content_id) for content_id in _documents(artifact)],
            parts=[self._traced(part) for part in sorted(artifact.parts, key=lambda part: part.ordinal)],
            models=list(dict.fromkeys(artifact.models)),
            voices=list(dict.fromkeys(artifact.voices)),
            version_of=artifact.version_of,
            version_reason=(artifact.version_reason or "") if artifact.version_of else None,
            use=artifact.licensing and artifact.licensing.use,
            license=artifact.licensing and artifact.licensing.license,
            license_override=artifact.licensing and artifact.licensing.override,
        )

    def write_failure(self, failure: GenerationFailure) -> None:
        self.ping()
        if not self._erased.intersection(failure.source_ids):
            self._failures.setdefault(failure.failure_id, failure)

    def has_failure(self, owner: str, failure_id: str) -> bool:
        self.ping()
        return failure_id in self._failures and self._failures[failure_id].owner == owner

    def failures(
        self, owner: str, wanted: FailureFilter, limit: int, after: str | None = None
    ) -> Page[GenerationFailure]:
        self.ping()
        owned = [each for each in self._failures.values() if each.owner == owner]
        ordered = sorted(owned, key=lambda each: (each.failed_at, each.failure_id), reverse=True)
        found = [each for each in behind(ordered, lambda each: each.failure_id, after) if _fits(each, wanted)]
        next_after = found[limit - 1].failure_id if len(found) > limit else None
        return Page[GenerationFailure](items=found[:limit], next_after=next_after)

    def reach(self, owner: str, artifact_id: str) -> Reach:
        self.ping()
        self._artifact(owner, artifact_id)
        later = sum(each.version_of == artifact_id for each in self._artifacts.values())
        return Reach(derivative_works=later)

    def generated_from(self, owner: str, content_id: str) -> list[DerivedArtifact]:
        self.ping()
        self._document(owner, content_id)
        derived = [a for a in self._artifacts.values() if content_id in _documents(a)]
        return [
            DerivedArtifact(
                artifact_id=artifact.artifact_id,
                artifact_type=artifact.artifact_type,
                title=artifact.title,
                created_at=artifact.created_at.isoformat(),
                parts_using_it=sum(any(c.content_id == content_id for c in part.citations) for part in artifact.parts),
            )
            for artifact in sorted(derived, key=lambda a: (a.created_at, a.artifact_id))
        ]

    def mark_deleted(self, owner: str, content_id: str) -> None:
        self.ping()
        if self._is_owned(owner, content_id):
            self._deleted.add(content_id)

    def erase_document(self, owner: str, content_id: str) -> None:
        self.mark_deleted(owner, content_id)
        if not self._is_owned(owner, content_id):
            return
        self._documents[content_id] = self._documents[content_id].model_copy(update={"url": None})
        self._erased.add(content_id)
        self._failures = {key: each for key, each in self._failures.items() if content_id not in each.source_ids}
        self._references.pop(content_id, None)
        cited = {c.paragraph_id for a in self._artifacts.values() for part in a.parts for c in part.citations}
        kept = self._paragraphs.items()
        self._paragraphs = {key: each for key, each in kept if each[0] != content_id or key in cited}
        for key, (of, paragraph) in self._paragraphs.items():
            if of == content_id:
                left = paragraph.model_copy(update={"place": paragraph.place.without_words()})
                self._paragraphs[key] = (of, left)

    def is_deleted(self, owner: str, content_id: str) -> bool:
        self.ping()
        return self._is_owned(owner, content_id) and content_id in self._deleted

    def _is_owned(self, owner: str, content_id: str) -> bool:
        return content_id in self._documents and self._documents[content_id].owner == owner

    def ping(self) -> None:
        if self.failure is not None:
            raise self.failure

    def _document(self, owner: str, content_id: str) -> Content:
        content = self._documents.get(content_id)
        if content is None or content.owner != owner or content_id in self._deleted:
            raise NotFound(f"Document {content_id} is not in the library.")
        return content

    def _artifact(self, owner: str, artifact_id: str) -> ArtifactProvenance:
        artifact = self._artifacts.get(artifact_id)
        if artifact is None or artifact.owner != owner:
            raise NotFound(f"Artifact {artifact_id} is not in the library.")
        return artifact

    def _paragraph(self, citation: Citation) -> Paragraph:
        content_id, paragraph = self._paragraphs.get(citation.paragraph_id, (None, None))
        if paragraph is None or content_id != citation.content_id:
            raise NotFound(f"Paragraph {citation.paragraph_id} of {citation.content_id} is not in the library.")
        return paragraph

    def _traced(self, part: Part) -> TracedPart:
        fields = part.model_dump(exclude={"label": True, "citations": True, "place": {"boxes", "notes"}})
        sources = [self._cited(citation) for citation in dict.fromkeys(part.citations)]
        return TracedPart(**fields, scene_num=part.ordinal + 1 if part.label == SCENE else None, sources=sources)

    def _source(self, owner: str, content_id: str) -> SourceDocument:
        cites = self._cited_documents(owner, content_id) if content_id in self._references else None
        source = _source(self._documents[content_id], content_id in self._deleted)
        return source.model_copy(update={"cites": cites})

    def _cited(self, citation: Citation) -> PartSource:
        paragraph = self._paragraph(citation)
        return PartSource(
            document_id=citation.content_id,
            paragraph_id=citation.paragraph_id,
            paragraph_ordinal=paragraph.ordinal,
            place=paragraph.place.model_copy(update={"boxes": None, "notes": None}),
            start=citation.start,
            end=citation.end,
        )


def _fits(failure: GenerationFailure, wanted: FailureFilter) -> bool:
    named = wanted.model_dump(exclude={"since"}, exclude_none=True)
    late_enough = wanted.since is None or failure.failed_at >= wanted.since
    return late_enough and all(getattr(failure, name) == value for name, value in named.items())


def _documents(artifact: ArtifactProvenance) -> list[str]:
    cited = (citation.content_id for part in artifact.parts for citation in part.citations)
    return list(dict.fromkeys([*artifact.source_ids, *cited]))


def _source(content: Content, deleted: bool) -> SourceDocument:
    metadata = content.metadata
    return SourceDocument(
        doc_id=content.content_id,
        title=metadata.title,
        authors=metadata.authors,
        license=metadata.license,
        license_found_in=content.license_evidence.found_in if content.license_evidence else None,
        published_date=metadata.published_date.isoformat() if metadata.published_date else None,
        url=content.url,
        content_type=content.content_type.value,
        deleted=deleted,
    )

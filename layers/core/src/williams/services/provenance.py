"""Answers where an artifact came from, and what came of a document."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import BaseModel

from williams.domain import citing
from williams.domain.content import ContentType, Paragraph
from williams.domain.doubts import Doubt
from williams.domain.errors import InvalidRequest, NotFound
from williams.domain.paging import Page, behind
from williams.domain.places import Place
from williams.domain.provenance import DerivedArtifact, Genealogy, PartSource, SourceDocument, TracedPart
from williams.ports.catalog import CatalogPort
from williams.ports.graph import GraphPort


class Attribution(BaseModel):
    """One part's attribution: v2's ``attributions`` entry, with the words it stands on.

    ``part`` counts from 0; ``scene_num`` is v2's number of a video's scene, from 1.
    """

    part: int
    scene_num: int | None
    text: str
    sources: list[str]
    citation: str


class AttributionText(BaseModel):
    """v2's attribution answer. ``references`` are the sources as items of CSL-JSON, for reference managers."""

    artifact_id: str
    attributions: list[Attribution]
    full_attribution: str
    references: list[dict[str, Any]]


class QuotedSource(BaseModel):
    """A citation with the quoted words and where they stand; ``where`` is the place in words.

    ``doubt`` says how surely the paragraph says what its source says; null where there is no reason for one.
    """

    document_id: str
    title: str | None
    license: str | None
    paragraph_id: str
    paragraph_ordinal: int
    page: int | None
    place: Place
    where: str
    quote: str
    doubt: Doubt | None


@dataclass(frozen=True)
class Provenance:
    catalog: CatalogPort
    graph: GraphPort

    def genealogy(self, owner: str, artifact_type: str, artifact_id: str, after: str | None = None) -> Genealogy:
        """Return an artifact's tree, with the parts behind the one with the id ``after``.

        Raises NotFound, also when the artifact has another type, or stands in the graph but was never committed;
        InvalidRequest for an id of no part.
        """
        self.catalog.artifact(owner, artifact_id)
        tree = self.graph.genealogy(owner, artifact_id)
        if tree.artifact_type != artifact_type:
            raise NotFound(f"There is no {artifact_type} {artifact_id!r} in your library.")
        return tree.model_copy(update={"parts": list(behind(tree.parts, lambda part: part.part_id, after))})

    def attribution(self, owner: str, artifact_type: str, artifact_id: str) -> AttributionText:
        """Return human-readable attribution of every part and of the whole. Raises NotFound."""
        tree = self.genealogy(owner, artifact_type, artifact_id)
        paragraphs = self._cited_paragraphs(owner, tree)
        documents = {document.doc_id: document for document in tree.source_documents}
        references = [f"{n}. {citing.reference(document)}" for n, document in enumerate(tree.source_documents, 1)]
        return AttributionText(
            artifact_id=artifact_id,
            attributions=[_attribution(part, documents, paragraphs) for part in tree.parts],
            full_attribution=f"This {tree.artifact_type} was generated from:\n" + "\n".join(references),
            references=[citing.csl_item(document) for document in tree.source_documents],
        )

    def quoted_sources(self, owner: str, tree: Genealogy) -> dict[str, list[QuotedSource]]:
        """Return each part's citations with the words quoted, by part id.

        Words of a source that is hidden are still quoted, as they are in the artifact; of an erased one nothing
        is left.
        """
        paragraphs = self._cited_paragraphs(owner, tree)
        documents = {document.doc_id: document for document in tree.source_documents}
        return {
            part.part_id: [_quoted(source, documents[source.document_id], paragraphs) for source in part.sources]
            for part in tree.parts
        }

    def generated_content(
        self, owner: str, kind: str, content_id: str, limit: int, after: str | None = None
    ) -> Page[DerivedArtifact]:
        """Return what was generated from a source and was committed; ``after`` is the last id of the page before.

        ``kind`` is the source's own, or v2's ``document``. Raises NotFound, InvalidRequest.
        """
        content_type = self.catalog.content(owner, content_id).content_type
        if kind not in (content_type, ContentType.DOCUMENT):
            raise InvalidRequest(f"{content_id} is a {content_type}, no {kind}: ask for it as what it is.")
        derived = behind(self.graph.generated_from(owner, content_id), lambda each: each.artifact_id, after)
        committed = (each for each in derived if self._is_committed(owner, each.artifact_id))
        items = list(islice(committed, limit + 1))
        next_after = items[limit - 1].artifact_id if len(items) > limit else None
        return Page[DerivedArtifact](items=items[:limit], next_after=next_after)

    def _cited_paragraphs(self, owner: str, tree: Genealogy) -> dict[str, Paragraph]:
        wanted = list(dict.fromkeys(source.paragraph_id for part in tree.parts for source in part.sources))
        found = self.catalog.paragraphs_by_id(owner, wanted, hidden_too=True)
        return {paragraph_id: paragraph for paragraph_id, (_, paragraph) in found.items()}

    def _is_committed(self, owner: str, artifact_id: str) -> bool:
        try:
            self.catalog.artifact(owner, artifact_id)
        except NotFound:
            return False
        return True


def _attribution(
    part: TracedPart, documents: dict[str, SourceDocument], paragraphs: dict[str, Paragraph]
) -> Attribution:
    places: dict[str, list[Place]] = {}
    for source in part.sources:
        places.setdefault(source.document_id, []).append(_place_of(source, paragraphs))
    cited = [citing.citation(documents[doc_id], found) for doc_id, found in places.items()]
    return Attribution(
        part=part.ordinal,
        scene_num=part.scene_num,
        text=part.text,
        sources=list(places),
        citation="Based on " + " and ".join(cited),
    )


def _quoted(source: PartSource, document: SourceDocument, paragraphs: dict[str, Paragraph]) -> QuotedSource:
    place, paragraph = _place_of(source, paragraphs), paragraphs.get(source.paragraph_id)
    return QuotedSource(
        document_id=source.document_id,
        title=document.title,
        license=document.license,
        paragraph_id=source.paragraph_id,
        paragraph_ordinal=source.paragraph_ordinal,
        page=place.page,
        place=place,
        where=citing.in_words(place),
        quote=paragraph.text[source.start : source.end] if paragraph else "",
        doubt=paragraph.doubt if paragraph else None,
    )


def _place_of(source: PartSource, paragraphs: dict[str, Paragraph]) -> Place:
    """Return the library's place; the graph keeps what may be kept of an erased source, and less of older ones."""
    paragraph = paragraphs.get(source.paragraph_id)
    return paragraph.place if paragraph else source.place

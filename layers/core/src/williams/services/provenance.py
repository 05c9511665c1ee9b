"""Answers where an artifact came from, and what came of a document."""

from __future__ import annotations

from pydantic import BaseModel

from williams.domain.content import Paragraph
from williams.domain.errors import InvalidRequest, NotFound
from williams.domain.provenance import DerivedArtifact, Genealogy, SourceDocument, TracedPart
from williams.services.backend import Backend


class Attribution(BaseModel):
    """One part's attribution: v2's ``attributions`` entry, with the words it stands on."""

    part: int
    text: str
    sources: list[str]
    citation: str


class AttributionText(BaseModel):
    """v2's attribution answer."""

    artifact_id: str
    attributions: list[Attribution]
    full_attribution: str


class QuotedSource(BaseModel):
    """A citation with the quoted words and where they stand."""

    document_id: str
    title: str | None
    license: str | None
    paragraph_id: str
    paragraph_ordinal: int
    page: int | None
    quote: str


def genealogy(backend: Backend, owner: str, kind: str, artifact_id: str) -> Genealogy:
    """Raises NotFound, also when the artifact is of another kind, or stands in the graph but was never committed."""
    backend.catalog.artifact(owner, artifact_id)
    tree = backend.graph.genealogy(owner, artifact_id)
    if tree.artifact_type != kind:
        raise NotFound(f"There is no {kind} {artifact_id!r} in your library.")
    return tree


_OF_ORGANISATIONS = frozenset(
    [
        "association",
        "authors",
        "committee",
        "consortium",
        "contributors",
        "council",
        "developers",
        "foundation",
        "group",
        "inc",
        "institute",
        "ltd",
        "ministry",
        "office",
        "organization",
        "organisation",
        "project",
        "society",
        "team",
        "university",
    ]
)


def short_name(author: str) -> str:
    """Return a person's family name, or the whole name of an organisation.

    ``Smith, Ada`` and ``Ada Smith`` give ``Smith``; ``The PARI group`` stays as it is.
    """
    if "," in author:
        return author.split(",")[0].strip()
    words = author.split()
    if words[0] == "The" or words[-1].islower() or _OF_ORGANISATIONS & {word.strip(".").lower() for word in words}:
        return author
    return words[-1]


def citation_of(document: SourceDocument) -> str:
    """Return a short citation: ``Smith and Jones (2024)``, ``Smith et al. (2024)``, or the title."""
    authors = [author for author in document.authors if author.strip()]
    surnames = [short_name(author) for author in authors]
    year = f" ({document.published_date[:4]})" if document.published_date else ""
    if not surnames:
        return f"“{document.title or document.doc_id}”{year}"
    if len(surnames) > 2:
        return f"{surnames[0]} et al.{year}"
    return " and ".join(surnames) + year


def reference_of(document: SourceDocument) -> str:
    """Return a full reference line with the license."""
    authors = ", ".join(document.authors) or "Unknown author"
    year = f" ({document.published_date[:4]})" if document.published_date else ""
    license_text = f" License: {document.license}." if document.license else " License: not stated."
    return f"{authors}{year}. {document.title or document.doc_id}.{license_text}"


def _attribution(part: TracedPart, documents: dict[str, SourceDocument]) -> Attribution:
    used = list(dict.fromkeys(source.document_id for source in part.sources))
    pages: dict[str, list[int]] = {}
    for source in part.sources:
        if source.page is not None:
            pages.setdefault(source.document_id, []).append(source.page)

    def cited(doc_id: str) -> str:
        found = sorted(set(pages.get(doc_id, [])))
        where = f", p. {', '.join(map(str, found))}" if found else ""
        return citation_of(documents[doc_id]) + where

    return Attribution(
        part=part.ordinal, text=part.text, sources=used, citation="Based on " + " and ".join(cited(d) for d in used)
    )


def attribution(backend: Backend, owner: str, kind: str, artifact_id: str) -> AttributionText:
    """Return human-readable attribution of every part and of the whole. Raises NotFound."""
    tree = genealogy(backend, owner, kind, artifact_id)
    documents = {document.doc_id: document for document in tree.source_documents}
    references = [f"{n}. {reference_of(document)}" for n, document in enumerate(tree.source_documents, 1)]
    return AttributionText(
        artifact_id=artifact_id,
        attributions=[_attribution(part, documents) for part in tree.parts],
        full_attribution=f"This {tree.artifact_type} was generated from:\n" + "\n".join(references),
    )


def quoted_sources(backend: Backend, owner: str, tree: Genealogy) -> dict[str, list[QuotedSource]]:
    """Return each part's citations with the words quoted, by part id.

    Words of a source that is hidden are still quoted, as they are in the artifact; of an erased one nothing is left.
    """
    wanted = list(dict.fromkeys(source.paragraph_id for part in tree.parts for source in part.sources))
    found = backend.catalog.paragraphs_by_id(owner, wanted, hidden_too=True)
    documents = {document.doc_id: document for document in tree.source_documents}

    def quote(paragraph: Paragraph | None, start: int, end: int) -> str:
        return paragraph.text[start:end] if paragraph else ""

    return {
        part.part_id: [
            QuotedSource(
                document_id=source.document_id,
                title=documents[source.document_id].title,
                license=documents[source.document_id].license,
                paragraph_id=source.paragraph_id,
                paragraph_ordinal=source.paragraph_ordinal,
                page=source.page,
                quote=quote(
                    found[source.paragraph_id][1] if source.paragraph_id in found else None, source.start, source.end
                ),
            )
            for source in part.sources
        ]
        for part in tree.parts
    }


def generated_content(backend: Backend, owner: str, kind: str, content_id: str) -> list[DerivedArtifact]:
    """Return what was generated from a document and was committed. Raises NotFound, InvalidRequest."""
    if kind != "document":
        raise InvalidRequest(f"Generated content is asked of a document, not of a {kind}.")
    backend.catalog.content(owner, content_id)
    derived = backend.graph.generated_from(owner, content_id)
    return [each for each in derived if _is_committed(backend, owner, each.artifact_id)]


def _is_committed(backend: Backend, owner: str, artifact_id: str) -> bool:
    try:
        backend.catalog.artifact(owner, artifact_id)
    except NotFound:
        return False
    return True

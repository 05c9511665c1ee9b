"""What is written about documents and artifacts, each in one transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from neo4j import ManagedTransaction

from williams.adapters.graph import cypher, rows
from williams.adapters.graph.checks import artifact_stands, document_stands, refuse_doubles, require_document
from williams.domain.content import Content, Paragraph
from williams.domain.errors import PluginDefect
from williams.domain.generation_failures import GenerationFailure
from williams.domain.provenance import ArtifactProvenance
from williams.domain.references import Reference

_LABEL: Final = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")


def write_document(tx: ManagedTransaction, content: Content, paragraphs: Sequence[Paragraph]) -> None:
    """Write a document, its license and its paragraphs. Paragraphs of earlier versions stay: artifacts cite them."""
    key = {"doc_id": content.content_id, "owner": content.owner}
    stands = document_stands(tx, key)
    if stands:
        tx.run(cypher.FORGET_LICENSE, key, license=content.metadata.license or "").consume()
    first, *others = rows.batches([rows.paragraph(paragraph) for paragraph in paragraphs])
    merging, license_ = cypher.merge_document(bool(content.metadata.license)), content.metadata.license
    tx.run(merging, key, properties=rows.document(content), license=license_, rows=first).consume()
    for batch in others:
        tx.run(cypher.MERGE_PARAGRAPHS, key, rows=batch).consume()


def write_citations(
    tx: ManagedTransaction, key: rows.Row, works: Sequence[str], references: Sequence[Reference] | None
) -> None:
    """Write which works a document is and which it cites, and draw what follows between documents."""
    require_document(tx, key)
    tx.run(cypher.FORGET_CITATIONS, key).consume()
    cited = rows.cited_works(references or [])
    # In one order for all, so that two writers do not wait for each other.
    for batch in rows.batches(sorted({*works, *(row["work"] for row in cited)})):
        tx.run(cypher.LOCK_WORKS, key, works=batch).consume()
    tx.run(cypher.IDENTIFY, key, works=list(dict.fromkeys(works))).consume()
    for batch in rows.batches(cited):
        tx.run(cypher.CITE_WORKS, key, rows=batch).consume()
    for statement in (cypher.CITE_DOCUMENTS, cypher.CITED_BEFORE):
        tx.run(statement, key).consume()
    tx.run(cypher.RESOLVED, key, resolved=True if references is not None else None).consume()


def erase_document(tx: ManagedTransaction, doc_id: str, owner: str) -> None:
    """Leave a tombstone: what a citation needs, and nothing that could be read."""
    cited = (cypher.FORGET_CITED_WORKS, cypher.FORGET_CITED)
    own = (cypher.ERASE_UNCITED, cypher.ERASE_CITED, cypher.ERASE_FAILURES, cypher.ERASE_DOCUMENT)
    for statement in (*cited, *own):
        tx.run(statement, doc_id=doc_id, owner=owner).consume()


def mark_deleted(tx: ManagedTransaction, doc_id: str, owner: str) -> None:
    tx.run(cypher.MARK_DELETED, doc_id=doc_id, owner=owner).consume()


def write_artifact(tx: ManagedTransaction, provenance: ArtifactProvenance) -> None:
    """Write an artifact with everything below it; what an earlier write of the same one left is replaced."""
    key = {"artifact_id": provenance.artifact_id, "owner": provenance.owner}
    refuse_doubles(provenance)
    stands = artifact_stands(tx, provenance)
    for statement in cypher.FORGET_ARTIFACT if stands else ():
        tx.run(statement, key).consume()
    script = {**key, "script_id": f"{provenance.artifact_id}.script"}
    origins = {"properties": rows.artifact(provenance), **rows.origins(provenance)}
    tx.run(cypher.merge_artifact(_label(provenance.label)), {**script, **origins}).consume()
    if provenance.version_of:
        link = {"version_of": provenance.version_of, "reason": provenance.version_reason or ""}
        tx.run(cypher.LINK_VERSION, {**key, **link}).consume()
    for label in dict.fromkeys(part.label for part in provenance.parts):
        parts = [rows.part(part, provenance.owner) for part in provenance.parts if part.label == label]
        for batch in rows.batches(parts):
            tx.run(cypher.create_parts(_label(label)), script, rows=batch).consume()


def write_failure(tx: ManagedTransaction, failure: GenerationFailure) -> None:
    """Write a failure with what it was to be made of and by; one that stands is left as it is."""
    key = {"failure_id": failure.failure_id, "owner": failure.owner}
    sources = {"source_ids": list(failure.source_ids)}
    stands = tx.run(cypher.STANDING_FAILURE, key).single() is not None
    if stands or list(tx.run(cypher.ERASED_SOURCES, sources, owner=failure.owner)):
        return
    tx.run(cypher.MERGE_FAILURE, {**key, "properties": rows.failure(failure), **rows.attempted(failure)}).consume()


def _label(label: str) -> str:
    # Labels cannot be query parameters, so nothing but a plain name may pass.
    if not _LABEL.fullmatch(label):
        raise PluginDefect(f"{label!r} cannot be a label: use letters and digits, a capital first.")
    return label

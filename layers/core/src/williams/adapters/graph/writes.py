"""What is written about documents and artifacts, each in one transaction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from neo4j import ManagedTransaction

from williams.adapters.graph import cypher, rows
from williams.adapters.graph.checks import artifact_stands, document_stands, refuse_dangling, refuse_doubles
from williams.adapters.graph.rows import Row
from williams.domain.content import Content, Paragraph
from williams.domain.errors import PluginDefect
from williams.domain.provenance import ArtifactProvenance

_LABEL: Final = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")


def write_document(tx: ManagedTransaction, content: Content, paragraphs: Sequence[Paragraph]) -> None:
    """Write a document, its license and its paragraphs. Paragraphs of earlier versions stay: artifacts cite them."""
    key = {"doc_id": content.content_id, "owner": content.owner}
    stands = document_stands(tx, key)
    tx.run(cypher.MERGE_DOCUMENT, key, properties=rows.document(content)).consume()
    if stands:
        tx.run(cypher.FORGET_LICENSE, key, license=content.metadata.license or "").consume()
    if content.metadata.license:
        tx.run(cypher.MERGE_LICENSE, key, license=content.metadata.license).consume()
    _run_batches(tx, cypher.MERGE_PARAGRAPHS, [rows.paragraph(paragraph) for paragraph in paragraphs], key)


def erase_document(tx: ManagedTransaction, doc_id: str, owner: str) -> None:
    """Leave a tombstone: what a citation needs, and nothing that could be read."""
    for statement in (cypher.ERASE_UNCITED, cypher.ERASE_CITED, cypher.ERASE_DOCUMENT):
        tx.run(statement, doc_id=doc_id, owner=owner).consume()


def mark_deleted(tx: ManagedTransaction, doc_id: str, owner: str) -> None:
    tx.run(cypher.MARK_DELETED, doc_id=doc_id, owner=owner).consume()


def write_artifact(tx: ManagedTransaction, provenance: ArtifactProvenance) -> None:
    """Write an artifact with everything below it; what an earlier write of the same one left is replaced."""
    key = {"artifact_id": provenance.artifact_id, "owner": provenance.owner}
    stands = artifact_stands(tx, key)
    refuse_doubles(provenance)
    refuse_dangling(tx, provenance)
    for statement in cypher.FORGET_ARTIFACT if stands else ():
        tx.run(statement, key).consume()
    tx.run(cypher.merge_artifact(_label(provenance.label)), key, properties=rows.artifact(provenance)).consume()
    _link_origins(tx, provenance, key)
    _write_parts(tx, provenance, key)


def _link_origins(tx: ManagedTransaction, provenance: ArtifactProvenance, key: Row) -> None:
    sources = [{"doc_id": doc_id, "ordinal": n} for n, doc_id in enumerate(rows.content_ids(provenance))]
    _run_batches(tx, cypher.LINK_SOURCES, sources, key)
    tx.run(cypher.LINK_USER, key).consume()
    models = [{**model.model_dump(), "ordinal": n} for n, model in enumerate(dict.fromkeys(provenance.models))]
    _run_batches(tx, cypher.LINK_MODELS, models, key)
    voices = [{**voice.model_dump(), "ordinal": n} for n, voice in enumerate(dict.fromkeys(provenance.voices))]
    _run_batches(tx, cypher.LINK_VOICES, voices, key)
    if provenance.version_of:
        link = {"version_of": provenance.version_of, "reason": provenance.version_reason or ""}
        tx.run(cypher.LINK_VERSION, {**key, **link}).consume()


def _write_parts(tx: ManagedTransaction, provenance: ArtifactProvenance, key: Row) -> None:
    script = {**key, "script_id": f"{provenance.artifact_id}.script"}
    tx.run(cypher.CREATE_SCRIPT, script).consume()
    for label in dict.fromkeys(part.label for part in provenance.parts):
        parts = [rows.part(part, provenance.owner) for part in provenance.parts if part.label == label]
        _run_batches(tx, cypher.create_parts(_label(label)), parts, script)
    _run_batches(tx, cypher.LINK_PART_DOCUMENTS, rows.part_documents(provenance.parts), key)
    _run_batches(tx, cypher.LINK_PART_PARAGRAPHS, rows.part_paragraphs(provenance.parts), key)


def _label(label: str) -> str:
    # Labels cannot be query parameters, so nothing but a plain name may pass.
    if not _LABEL.fullmatch(label):
        raise PluginDefect(f"{label!r} cannot be a label: use letters and digits, a capital first.")
    return label


def _run_batches(tx: ManagedTransaction, statement: str, data: Sequence[Row], key: Row) -> None:
    for batch in rows.batches(data):
        tx.run(statement, key, rows=batch).consume()

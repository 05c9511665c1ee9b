"""What the graph answers, each in one transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from neo4j import ManagedTransaction

from williams.adapters.graph import cypher, rows
from williams.domain.errors import NotFound
from williams.domain.licenses.verdicts import LicenseOverride
from williams.domain.provenance import (
    DerivedArtifact,
    Genealogy,
    ModelUsed,
    PartSource,
    Reach,
    SourceDocument,
    TracedPart,
    VoiceUsed,
)

Row = dict[str, Any]


def genealogy(tx: ManagedTransaction, owner: str, artifact_id: str) -> Genealogy:
    """Raises NotFound."""
    key = {"artifact_id": artifact_id, "owner": owner}
    artifacts = _rows(tx, cypher.ARTIFACT, key)
    if not artifacts:
        raise NotFound(f"Artifact {artifact_id} is not in the library.")
    artifact = artifacts[0]
    by, why = artifact.pop("override_by"), artifact.pop("override_why")
    return Genealogy(
        **{**artifact, "parameters": json.loads(artifact["parameters"])},
        license_override=LicenseOverride(by=by, why=why) if by else None,
        artifact_id=artifact_id,
        source_documents=[_source(row) for row in _rows(tx, cypher.ARTIFACT_SOURCES, key)],
        parts=_parts(tx, key),
        models=[ModelUsed(**row) for row in _rows(tx, cypher.ARTIFACT_MODELS, key)],
        voices=[VoiceUsed(**row) for row in _rows(tx, cypher.ARTIFACT_VOICES, key)],
    )


def reach(tx: ManagedTransaction, owner: str, artifact_id: str) -> Reach:
    """Raises NotFound."""
    found = _rows(tx, cypher.REACH, {"artifact_id": artifact_id, "owner": owner})
    if not found:
        raise NotFound(f"Artifact {artifact_id} is not in the library.")
    return Reach(**found[0])


def generated_from(tx: ManagedTransaction, owner: str, content_id: str) -> list[DerivedArtifact]:
    """Raises NotFound when the document is unknown."""
    if not _rows(tx, cypher.KNOWN_DOCUMENTS, {"ids": [content_id], "owner": owner}):
        raise NotFound(f"Document {content_id} is not in the library.")
    return [DerivedArtifact(**row) for row in _rows(tx, cypher.DERIVED, {"doc_id": content_id, "owner": owner})]


def is_deleted(tx: ManagedTransaction, owner: str, content_id: str) -> bool:
    return bool(_rows(tx, cypher.DELETED_DOCUMENT, {"doc_id": content_id, "owner": owner}))


def _parts(tx: ManagedTransaction, key: Row) -> list[TracedPart]:
    sources: dict[str, list[PartSource]] = defaultdict(list)
    for row in _rows(tx, cypher.ARTIFACT_CITATIONS, key):
        sources[row["part_id"]].append(rows.part_source(row))
    parts = _rows(tx, cypher.ARTIFACT_PARTS, key)
    return [rows.traced_part(row, sources[row["part"]["part_id"]]) for row in parts]


def _source(row: Row) -> SourceDocument:
    return SourceDocument(**{**row, "authors": row["authors"] or []})


def _rows(tx: ManagedTransaction, statement: str, parameters: Row) -> list[Row]:
    return [record.data() for record in tx.run(statement, parameters)]

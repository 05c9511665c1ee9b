"""What the graph answers, each in one transaction."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from neo4j import ManagedTransaction

from williams.adapters.graph import cypher, rows
from williams.domain.errors import NotFound
from williams.domain.generation_failures import FailureFilter, GenerationFailure
from williams.domain.licenses.verdicts import LicenseOverride
from williams.domain.paging import Page, wrong_token
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
from williams.domain.references import Citations

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


def citations(tx: ManagedTransaction, owner: str, content_id: str) -> Citations:
    """Raises NotFound when the document is unknown."""
    key = {"doc_id": content_id, "owner": owner}
    document = _rows(tx, cypher.REFERENCES_RESOLVED, key)
    if not document:
        raise NotFound(f"Document {content_id} is not in the library.")
    cites = rows.cited(_rows(tx, cypher.CITED_WORKS, key)) if document[0]["resolved"] else None
    return Citations(cites=cites, cited_by=[row["doc_id"] for row in _rows(tx, cypher.CITING_DOCUMENTS, key)])


def is_deleted(tx: ManagedTransaction, owner: str, content_id: str) -> bool:
    return bool(_rows(tx, cypher.DELETED_DOCUMENT, {"doc_id": content_id, "owner": owner}))


def has_failure(tx: ManagedTransaction, owner: str, failure_id: str) -> bool:
    return bool(_rows(tx, cypher.STANDING_FAILURE, {"failure_id": failure_id, "owner": owner}))


def failures(
    tx: ManagedTransaction, owner: str, wanted: FailureFilter, limit: int, after: str | None
) -> Page[GenerationFailure]:
    """Raises InvalidRequest where no failure of the owner has the id ``after``."""
    asked: Row = wanted.model_dump(exclude_none=True)
    if wanted.since is not None:
        asked["since"] = rows.moment(wanted.since)
    if after is not None:
        standing = _rows(tx, cypher.STANDING_FAILURE, {"failure_id": after, "owner": owner})
        if not standing:
            raise wrong_token()
        asked["after"] = after
    question = cypher.failures(asked)
    if after is not None:
        asked["after_at"] = standing[0]["failed_at"]
    found = [row["failure"] for row in _rows(tx, question, {**asked, "owner": owner, "limit": limit + 1})]
    shown = found[:limit]
    ids = {"failure_ids": [row["failure_id"] for row in shown], "owner": owner}
    models = _by_failure(_rows(tx, cypher.FAILURE_MODELS, ids))
    voices = _by_failure(_rows(tx, cypher.FAILURE_VOICES, ids))
    items = [rows.read_failure(row, models[row["failure_id"]], voices[row["failure_id"]]) for row in shown]
    return Page[GenerationFailure](items=items, next_after=items[-1].failure_id if len(found) > limit else None)


def _by_failure(found: list[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        grouped[row.pop("failure_id")].append(row)
    return grouped


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

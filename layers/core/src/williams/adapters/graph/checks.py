"""What is refused before anything is written, inside the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from neo4j import ManagedTransaction

from williams.adapters.graph import cypher
from williams.adapters.graph.rows import Row, batches, content_ids
from williams.domain.errors import Conflict, NotFound, PluginDefect
from williams.domain.provenance import ArtifactProvenance


def document_stands(tx: ManagedTransaction, key: Row) -> bool:
    """Return whether the document was written before.

    Raises NotFound when it is another owner's, Conflict when it was deleted: a repeated import must not bring it back.
    """
    standing = _standing(tx, cypher.STANDING_DOCUMENT, key, key["doc_id"])
    if any(node["deleted"] for node in standing):
        raise Conflict(f"{key['doc_id']} was deleted. Import the source again to have it back.")
    return bool(standing)


def artifact_stands(tx: ManagedTransaction, key: Row) -> bool:
    """Return whether the artifact was written before. Raises NotFound when it is another owner's."""
    return bool(_standing(tx, cypher.STANDING_ARTIFACT, key, key["artifact_id"]))


def _standing(tx: ManagedTransaction, statement: str, key: Row, node_id: str) -> list[Row]:
    found = [record.data() for record in tx.run(statement, key)]
    if any(node["owner"] != key["owner"] for node in found):
        raise NotFound(f"{node_id} is not in the library.")
    return found


def refuse_doubles(provenance: ArtifactProvenance) -> None:
    """Raise PluginDefect when two parts have the same id."""
    counts = Counter(part.part_id for part in provenance.parts)
    doubles = [part_id for part_id, count in counts.items() if count > 1]
    if doubles:
        raise PluginDefect(f"Parts of {provenance.artifact_id} share an id: {', '.join(doubles[:5])}.")


def refuse_dangling(tx: ManagedTransaction, provenance: ArtifactProvenance) -> None:
    """Raise NotFound when something that the artifact cites is not in the graph."""
    wanted = content_ids(provenance)
    known = {record["id"] for record in tx.run(cypher.KNOWN_DOCUMENTS, ids=wanted, owner=provenance.owner)}
    _raise_missing("sources", [doc_id for doc_id in wanted if doc_id not in known])
    cited = list(dict.fromkeys((c.content_id, c.paragraph_id) for part in provenance.parts for c in part.citations))
    found: set[tuple[str, str]] = set()
    for batch in batches([{"doc_id": doc_id, "para_id": para_id} for doc_id, para_id in cited]):
        records = tx.run(cypher.KNOWN_PARAGRAPHS, rows=batch, owner=provenance.owner)
        found.update((record["doc_id"], record["para_id"]) for record in records)
    _raise_missing("paragraphs", [f"{pair[1]} of {pair[0]}" for pair in cited if pair not in found])
    if provenance.version_of:
        earlier = {"artifact_id": provenance.version_of, "owner": provenance.owner}
        if tx.run(cypher.KNOWN_ARTIFACT, earlier).single() is None:
            _raise_missing("earlier versions", [provenance.version_of])


def _raise_missing(what: str, missing: Sequence[str]) -> None:
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise NotFound(f"The artifact cites {what} that are not in the library: {shown}.")

"""What is refused before anything is written, inside the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from neo4j import ManagedTransaction

from williams.adapters.graph import cypher
from williams.adapters.graph.rows import Row, batches, content_ids
from williams.domain.errors import Conflict, NotFound, PluginDefect
from williams.domain.provenance import ArtifactProvenance


def document_stands(tx: ManagedTransaction, key: Row) -> bool:
    """Return whether the document was written before.

    Raises NotFound when it is another owner's, Conflict when it was deleted: a repeated import must not bring it back.
    """
    standing = [record.data() for record in tx.run(cypher.STANDING_DOCUMENT, key)]
    _refuse_another_owners(key["doc_id"], key["owner"], (node["owner"] for node in standing))
    if any(node["deleted"] for node in standing):
        raise Conflict(f"{key['doc_id']} was deleted. Import the source again to have it back.")
    return bool(standing)


def require_document(tx: ManagedTransaction, key: Row) -> None:
    """Raise NotFound when the document is unknown, another owner's, or was deleted."""
    if tx.run(cypher.REFERENCES_RESOLVED, key).single() is None:
        raise NotFound(f"Document {key['doc_id']} is not in the library.")


def artifact_stands(tx: ManagedTransaction, provenance: ArtifactProvenance) -> bool:
    """Return whether the artifact was written before.

    Raises NotFound when it is another owner's, or cites something that is not in the graph.
    """
    wanted = content_ids(provenance)
    cited = list(dict.fromkeys((c.paragraph_id, c.content_id) for part in provenance.parts for c in part.citations))
    found: dict[str, set[tuple[str, str]]] = {"artifact": set(), "document": set(), "paragraph": set()}
    key = {"artifact_id": provenance.artifact_id, "owner": provenance.owner, "ids": wanted}
    for batch in batches([{"doc_id": doc_id, "para_id": para_id} for para_id, doc_id in cited]):
        for record in tx.run(cypher.STANDING_ARTIFACT, key, rows=batch):
            found[record["kind"]].add((record["id"], record["of"]))
    _refuse_another_owners(provenance.artifact_id, provenance.owner, (owner for _, owner in found["artifact"]))
    known = {doc_id for doc_id, _ in found["document"]}
    _raise_missing("sources", [doc_id for doc_id in wanted if doc_id not in known])
    _raise_missing("paragraphs", [f"{pair[0]} of {pair[1]}" for pair in cited if pair not in found["paragraph"]])
    _refuse_missing_version(tx, provenance)
    return bool(found["artifact"])


def _refuse_missing_version(tx: ManagedTransaction, provenance: ArtifactProvenance) -> None:
    if provenance.version_of:
        earlier = {"artifact_id": provenance.version_of, "owner": provenance.owner}
        if tx.run(cypher.KNOWN_ARTIFACT, earlier).single() is None:
            _raise_missing("earlier versions", [provenance.version_of])


def _refuse_another_owners(node_id: str, owner: str, owners: Iterable[str]) -> None:
    if any(each != owner for each in owners):
        raise NotFound(f"{node_id} is not in the library.")


def refuse_doubles(provenance: ArtifactProvenance) -> None:
    """Raise PluginDefect when two parts have the same id."""
    counts = Counter(part.part_id for part in provenance.parts)
    doubles = [part_id for part_id, count in counts.items() if count > 1]
    if doubles:
        raise PluginDefect(f"Parts of {provenance.artifact_id} share an id: {', '.join(doubles[:5])}.")


def _raise_missing(what: str, missing: Sequence[str]) -> None:
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise NotFound(f"The artifact cites {what} that are not in the library: {shown}.")

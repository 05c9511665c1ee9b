"""GraphPort over a Bolt driver."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from neo4j import Driver, Session

from williams.adapters.graph import cypher, reads, writes
from williams.adapters.graph.connection import graph_errors, read, write
from williams.domain.content import Content, Paragraph
from williams.domain.generation_failures import FailureFilter, GenerationFailure
from williams.domain.paging import Page
from williams.domain.provenance import ArtifactProvenance, DerivedArtifact, Genealogy, Reach
from williams.domain.references import Citations, Reference


class BoltGraph:
    """The graph in one database of a Bolt server. Every method raises StoreUnavailable when the server is away."""

    def __init__(self, driver: Driver, database: str | None = None) -> None:
        self._driver = driver
        self._database = database

    def ensure_constraints(self) -> None:
        """Make every key unique. Run at deployment: without it, concurrent writers make doubles."""
        with graph_errors(), self._session() as session:
            for statement in cypher.constraints():
                session.run(statement).consume()

    def write_document(self, content: Content, paragraphs: Sequence[Paragraph]) -> None:
        """Raises NotFound for another owner's document, Conflict for a deleted one."""
        with graph_errors(), self._session() as session:
            write(session, partial(writes.write_document, content=content, paragraphs=paragraphs))

    def write_citations(
        self, owner: str, content_id: str, works: Sequence[str], references: Sequence[Reference] | None
    ) -> None:
        """Raises NotFound for a document that is unknown or was deleted."""
        with graph_errors(), self._session() as session:
            key = {"doc_id": content_id, "owner": owner}
            write(session, partial(writes.write_citations, key=key, works=works, references=references))

    def citations(self, owner: str, content_id: str) -> Citations:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.citations, owner=owner, content_id=content_id))

    def mark_deleted(self, owner: str, content_id: str) -> None:
        with graph_errors(), self._session() as session:
            write(session, partial(writes.mark_deleted, doc_id=content_id, owner=owner))

    def erase_document(self, owner: str, content_id: str) -> None:
        with graph_errors(), self._session() as session:
            write(session, partial(writes.erase_document, doc_id=content_id, owner=owner))

    def is_deleted(self, owner: str, content_id: str) -> bool:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.is_deleted, owner=owner, content_id=content_id))

    def write_artifact(self, provenance: ArtifactProvenance) -> None:
        """Raises NotFound for a missing source, paragraph or version; PluginDefect for parts that share an id."""
        with graph_errors(), self._session() as session:
            write(session, partial(writes.write_artifact, provenance=provenance))

    def write_failure(self, failure: GenerationFailure) -> None:
        with graph_errors(), self._session() as session:
            write(session, partial(writes.write_failure, failure=failure))

    def has_failure(self, owner: str, failure_id: str) -> bool:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.has_failure, owner=owner, failure_id=failure_id))

    def failures(
        self, owner: str, wanted: FailureFilter, limit: int, after: str | None = None
    ) -> Page[GenerationFailure]:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.failures, owner=owner, wanted=wanted, limit=limit, after=after))

    def genealogy(self, owner: str, artifact_id: str) -> Genealogy:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.genealogy, owner=owner, artifact_id=artifact_id))

    def reach(self, owner: str, artifact_id: str) -> Reach:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.reach, owner=owner, artifact_id=artifact_id))

    def generated_from(self, owner: str, content_id: str) -> list[DerivedArtifact]:
        with graph_errors(), self._session() as session:
            return read(session, partial(reads.generated_from, owner=owner, content_id=content_id))

    def ping(self) -> None:
        # Not a managed transaction: a health check wants the answer now, not after the driver's retries.
        with graph_errors(), self._session() as session:
            session.run(cypher.PING).consume()

    def close(self) -> None:
        self._driver.close()

    def _session(self) -> Session:
        return self._driver.session(database=self._database)

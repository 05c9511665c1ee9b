"""Embeddings in Postgres with pgvector."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, TextClause, text

from williams.adapters.pgvector.copy_format import copy_rows
from williams.adapters.postgres.check import ping
from williams.adapters.postgres.engine import connected, transaction
from williams.adapters.postgres.failures import driver_failures
from williams.adapters.postgres.prepared import run, run_on
from williams.domain.errors import InvalidRequest
from williams.ports.vectors import VectorHit

DIMENSIONS: Final = 384
# So many distances take about 6 ms, no longer than the index needs to pass over the vectors of others.
_EXACT_UP_TO: Final = 4000

# COPY cannot skip rows that exist, so they are removed first; the lock keeps two writers of one content apart.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(:content_id, 0)) IS NULL AS locked"

_REMOVE: Final = """
    DELETE FROM paragraph_vectors
    WHERE owner = :owner AND model = :model AND paragraph_id = ANY(CAST(:paragraph_ids AS text[]))"""

_COPY: Final = "COPY paragraph_vectors (paragraph_id, model, owner, content_id, embedding) FROM STDIN (FORMAT binary)"

_DELETE: Final = "DELETE FROM paragraph_vectors WHERE owner = :owner AND content_id = :content_id"

_SELECT: Final = """
    SELECT paragraph_id, content_id, 1 - (embedding <=> CAST(:vector AS halfvec)) AS score
    FROM paragraph_vectors WHERE owner = :owner AND model = :model"""

# Not prepared: a plan made without knowing the limit and the owner would often not use the index.
_NEAREST: Final = text(f"{_SELECT} ORDER BY embedding <=> CAST(:vector AS halfvec) LIMIT :limit")

# The sum keeps these exact: of one owner among many, or a few documents, the index would pass over what it finds, and
# miss some of the nearest.
_EXACT_ORDER: Final = "ORDER BY (embedding <=> CAST(:vector AS halfvec)) + 0 LIMIT :limit"

_NEAREST_EXACT: Final = text(f"{_SELECT} {_EXACT_ORDER}")

_NEAREST_WITHIN: Final = text(f"{_SELECT} AND content_id = ANY(CAST(:content_ids AS text[])) {_EXACT_ORDER}")

_COUNT: Final = """
    SELECT count(*) AS number FROM (
        SELECT FROM paragraph_vectors WHERE owner = :owner LIMIT CAST(:enough AS integer)
    ) AS counted"""


class PgVectors:
    """See :class:`williams.ports.vectors.VectorPort`. Vectors have :data:`DIMENSIONS` numbers, in half precision."""

    def __init__(self, engine: Engine, exact_up_to: int = _EXACT_UP_TO) -> None:
        """``exact_up_to``: how many vectors an owner may have for searches to compare with all of them."""
        self._engine = engine
        self._exact_up_to = exact_up_to

    def upsert(
        self, owner: str, content_id: str, model: str, paragraph_ids: Sequence[str], vectors: Sequence[array[float]]
    ) -> None:
        """Raises InvalidRequest for vectors of another length."""
        _check_length(vectors)
        pairs = zip(paragraph_ids, vectors, strict=True)
        stream = io.BytesIO(copy_rows(((paragraph, model, owner, content_id), vector) for paragraph, vector in pairs))
        with transaction(self._engine) as connection:
            run_on(connection, _LOCK, content_id=content_id)
            run_on(connection, _REMOVE, owner=owner, model=model, paragraph_ids=list(paragraph_ids))
            cursor: Any = connection.connection.cursor()
            with driver_failures():
                cursor.execute(_COPY, (), stream=stream)

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """Exact within ``content_ids`` and in small libraries, approximate (HNSW) over a large one."""
        _check_length([vector])
        params = {"owner": owner, "model": model, "vector": _literal(vector), "limit": limit}
        within = {} if content_ids is None else {"content_ids": list(content_ids)}
        with connected(self._engine) as connection:
            query = _NEAREST_WITHIN if within else self._over_all(connection, owner)
            rows = connection.execute(query, params | within).all()
        hits = [VectorHit(paragraph_id=row.paragraph_id, content_id=row.content_id, score=row.score) for row in rows]
        return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph_id))

    def _over_all(self, connection: Connection, owner: str) -> TextClause:
        counted = run_on(connection, _COUNT, owner=owner, enough=self._exact_up_to + 1)
        return _NEAREST_EXACT if counted[0]["number"] <= self._exact_up_to else _NEAREST

    def delete(self, owner: str, content_id: str) -> None:
        run(self._engine, _DELETE, owner=owner, content_id=content_id)

    def ping(self) -> None:
        ping(self._engine)


def _check_length(vectors: Iterable[array[float]]) -> None:
    for vector in vectors:
        if len(vector) != DIMENSIONS:
            raise InvalidRequest(
                f"This vector store holds {DIMENSIONS} dimensions, not {len(vector)}. "
                f"Set WILLIAMS_EMBEDDING_DIMENSIONS={DIMENSIONS}."
            )


def _literal(vector: array[float]) -> str:
    return f"[{','.join(map(repr, vector))}]"

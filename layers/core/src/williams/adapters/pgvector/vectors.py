"""Embeddings and terms in Postgres with pgvector."""

from __future__ import annotations

import io
from array import array
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine, TextClause, text

from williams.adapters.pgvector import copy_format
from williams.adapters.postgres.check import ping
from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.failures import driver_failures
from williams.adapters.postgres.prepared import BEGIN, COMMIT, run, run_in_turn, run_on
from williams.adapters.vector_length import check_length
from williams.domain.bm25 import TermWeights
from williams.domain.terms import TERM_IDS
from williams.ports.vectors import VectorHit

# Paragraph, model, owner, content.
_Key = tuple[str, str, str, str]

# So many distances take about 6 ms, no longer than the index needs to pass over the vectors of others.
_EXACT_UP_TO: Final = 4000

# So many of the nearest the index finds sooner than a comparison with all does.
_INDEX_UP_TO: Final = 1000

# COPY cannot skip rows that exist, so they are removed first; the lock keeps two writers of one content apart.
_LOCK: Final = "SELECT 1 AS unlocked WHERE pg_advisory_xact_lock(hashtextextended(:content_id, 0)) IS NULL"

_TABLES: Final = ("paragraph_vectors", "paragraph_terms")

_REMOVE: Final = """
    DELETE FROM {table}
    WHERE owner = :owner AND model = :model AND paragraph_id = ANY(CAST(:paragraph_ids AS text[]))"""

_COPY: Final = "COPY {table} (paragraph_id, model, owner, content_id, {columns}) FROM STDIN (FORMAT binary)"

_DELETE: Final = "DELETE FROM {table} WHERE owner = :owner AND content_id = :content_id"

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

# The order of equals is that of their bytes, as everywhere else.
_MATCHING: Final = """
    SELECT paragraph_id, content_id, -(weights <#> CAST(:weights AS sparsevec)) AS score
    FROM paragraph_terms
    WHERE owner = :owner AND model = :model AND terms && CAST(:terms AS integer[]){within}
    ORDER BY score DESC, paragraph_id COLLATE "C" LIMIT :limit"""

_MATCHING_ALL: Final = text(_MATCHING.format(within=""))

_MATCHING_WITHIN: Final = text(_MATCHING.format(within=" AND content_id = ANY(CAST(:content_ids AS text[]))"))

_SIMILARITIES: Final = f"{_SELECT} AND paragraph_id = ANY(CAST(:paragraph_ids AS text[]))"

# What is asked for by its key needs no index of terms: IS TRUE keeps the planner from it.
_KEYWORD_SCORES: Final = """
    SELECT paragraph_id, -(weights <#> CAST(:weights AS sparsevec)) AS score
    FROM paragraph_terms
    WHERE owner = :owner AND model = :model AND paragraph_id = ANY(CAST(:paragraph_ids AS text[]))
    AND (terms && CAST(:terms AS integer[])) IS TRUE"""

_COUNT: Final = """
    SELECT count(*) AS number FROM (
        SELECT FROM paragraph_vectors WHERE owner = :owner LIMIT CAST(:enough AS integer)
    ) AS counted"""


class PgVectors:
    """See :class:`williams.ports.vectors.VectorPort`. Vectors have ``DIMENSIONS`` numbers, in half precision."""

    def __init__(self, engine: Engine, exact_up_to: int = _EXACT_UP_TO) -> None:
        """``exact_up_to``: how many vectors an owner may have for searches to compare with all of them."""
        self._engine = engine
        self._exact_up_to = exact_up_to

    def upsert(
        self,
        owner: str,
        content_id: str,
        model: str,
        paragraph_ids: Sequence[str],
        vectors: Sequence[array[float]],
        terms: Sequence[TermWeights],
    ) -> None:
        """Raises InvalidRequest for vectors of another length."""
        check_length(vectors)
        keys = [(name, model, owner, content_id) for name in paragraph_ids]
        mine = {"owner": owner, "model": model, "paragraph_ids": list(paragraph_ids)}
        removing = [(_REMOVE.format(table=table), mine) for table in _TABLES]
        with connected(self._engine) as connection:
            run_in_turn(connection, BEGIN, (_LOCK, {"content_id": content_id}), *removing)
            embeddings = [(copy_format.halfvec(vector),) for vector in vectors]
            _copy(connection, "paragraph_vectors", "embedding", keys, embeddings)
            copy_terms(connection, keys, terms)
            run_in_turn(connection, COMMIT)

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """Exact within ``content_ids`` and in small libraries, approximate (HNSW) over a large one."""
        check_length([vector])
        params = {"owner": owner, "model": model, "vector": _literal(vector), "limit": limit}
        within = {} if content_ids is None else {"content_ids": list(content_ids)}
        with connected(self._engine) as connection:
            query = _NEAREST_WITHIN if within else self._over_all(connection, owner, limit)
            hits = _hits(connection, query, params | within)
            # The index gives up after so many vectors, be they of others: there are more than it found.
            return _hits(connection, _NEAREST_EXACT, params) if query is _NEAREST and len(hits) < limit else hits

    def matching(
        self, owner: str, model: str, terms: TermWeights, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        if not terms:
            return []
        params = {"owner": owner, "model": model, "terms": list(terms), "weights": _sparse_literal(terms)}
        within = {} if content_ids is None else {"content_ids": list(content_ids)}
        with connected(self._engine) as connection:
            return _hits(
                connection, _MATCHING_WITHIN if within else _MATCHING_ALL, {**params, **within, "limit": limit}
            )

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        check_length([vector])
        params = {"owner": owner, "model": model, "vector": _literal(vector), "paragraph_ids": list(paragraph_ids)}
        rows = run(self._engine, _SIMILARITIES, **params) if paragraph_ids else []
        return {row["paragraph_id"]: row["score"] for row in rows}

    def keyword_scores(
        self, owner: str, model: str, terms: TermWeights, paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        if not terms or not paragraph_ids:
            return {}
        asked = {"terms": list(terms), "weights": _sparse_literal(terms), "paragraph_ids": list(paragraph_ids)}
        rows = run(self._engine, _KEYWORD_SCORES, owner=owner, model=model, **asked)
        return {row["paragraph_id"]: row["score"] for row in rows}

    def _over_all(self, connection: Connection, owner: str, limit: int) -> TextClause:
        if limit > _INDEX_UP_TO:
            return _NEAREST_EXACT
        counted = run_on(connection, _COUNT, owner=owner, enough=self._exact_up_to + 1)
        return _NEAREST_EXACT if counted[0]["number"] <= self._exact_up_to else _NEAREST

    def delete(self, owner: str, content_id: str) -> None:
        for table in _TABLES:
            run(self._engine, _DELETE.format(table=table), owner=owner, content_id=content_id)

    def ping(self) -> None:
        ping(self._engine)


def _literal(vector: array[float]) -> str:
    return f"[{','.join(map(repr, vector))}]"


def copy_terms(connection: Connection, keys: Sequence[_Key], terms: Sequence[TermWeights]) -> None:
    """Write the terms of paragraphs that have none."""
    _copy(connection, "paragraph_terms", "terms, weights", keys, [_sparse(weights) for weights in terms])


def _copy(
    connection: Connection, table: str, columns: str, keys: Sequence[_Key], values: Sequence[tuple[bytes, ...]]
) -> None:
    rows = [(*map(copy_format.text, key), *value) for key, value in zip(keys, values, strict=True)]
    cursor: Any = connection.connection.cursor()
    with driver_failures():
        stream = io.BytesIO(copy_format.copy_rows(rows))
        cursor.execute(_COPY.format(table=table, columns=columns), (), stream=stream)


def _sparse(weights: TermWeights) -> tuple[bytes, bytes]:
    indices = sorted(weights)
    values = [weights[index] for index in indices]
    return copy_format.integers(indices), copy_format.sparsevec(TERM_IDS, indices, values)


def _sparse_literal(weights: TermWeights) -> str:
    """In text the indices begin at 1."""
    return f"{{{','.join(f'{index + 1}:{weights[index]!r}' for index in sorted(weights))}}}/{TERM_IDS}"


def _hits(connection: Connection, query: TextClause, params: dict[str, Any]) -> list[VectorHit]:
    rows = connection.execute(query, params).all()
    hits = [VectorHit(paragraph_id=row.paragraph_id, content_id=row.content_id, score=row.score) for row in rows]
    return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph_id))

"""Embeddings and terms in Postgres with pgvector."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Engine

from williams.adapters.pgvector import copy_format, finding
from williams.adapters.pgvector.finding import found
from williams.adapters.postgres.check import ping
from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.failures import driver_failures
from williams.adapters.postgres.prepared import BEGIN, COMMIT, Row, run, run_in_turn
from williams.adapters.vector_length import check_length
from williams.domain.bm25 import TermWeights
from williams.domain.terms import TERM_IDS
from williams.ports.vectors import BothHits, VectorHit

# Paragraph, model, owner, content.
_Key = tuple[str, str, str, str]

# So many distances take about 6 ms, no longer than the index needs to pass over the vectors of others.
_EXACT_UP_TO: Final = 4000

# So many of the nearest the index finds sooner than a comparison with all does.
_INDEX_UP_TO: Final = 1000

# COPY cannot skip rows that exist, so they are removed first; the lock keeps two writers of one content apart.
_LOCK: Final = "SELECT 1 AS unlocked WHERE pg_advisory_xact_lock(hashtextextended(:content_id, 0)) IS NULL"

_TABLES: Final = ("paragraph_vectors", "paragraph_terms")

_MINE: Final = "WHERE owner = :owner AND model = :model AND paragraph_id = ANY(CAST(:paragraph_ids AS text[]))"

_REMOVE: Final = f"""
    WITH vectors AS (DELETE FROM paragraph_vectors {_MINE} RETURNING 1),
        terms AS (DELETE FROM paragraph_terms {_MINE} RETURNING 1)
    SELECT (SELECT count(*) FROM vectors) + (SELECT count(*) FROM terms) AS number"""

_COPY: Final = "COPY {table} (paragraph_id, model, owner, content_id, {columns}) FROM STDIN (FORMAT binary)"

# A statement has 30 s, and a row takes the index up to 6 ms where the server has other work.
_ROWS_AT_ONCE: Final = 128

# A row is a millisecond of a server's processor, which mostly has several: two connections write so many in half the
# time. Only where none stood before: a row that is removed here is locked for everybody else.
_SHARED_FROM: Final = 1000

_DELETE: Final = "DELETE FROM {table} WHERE owner = :owner AND content_id = :content_id"


@dataclass(frozen=True)
class _Asked:
    owner: str
    model: str
    limit: int
    content_ids: Sequence[str] | None

    @property
    def within(self) -> bool:
        return self.content_ids is not None

    @property
    def params(self) -> dict[str, object]:
        given: dict[str, object] = {"owner": self.owner, "model": self.model, "limit": self.limit}
        return given if self.content_ids is None else given | {"content_ids": finding.SEPARATOR.join(self.content_ids)}


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
        with connected(self._engine) as connection:
            (removed,) = run_in_turn(connection, BEGIN, (_LOCK, {"content_id": content_id}), (_REMOVE, mine))
            if removed["number"] or len(keys) < _SHARED_FROM:
                _copy_vectors(connection, keys, vectors)
            else:
                self._share(connection, keys, vectors)
            copy_terms(connection, keys, terms)
            run_in_turn(connection, COMMIT)

    def _share(self, connection: Connection, keys: Sequence[_Key], vectors: Sequence[array[float]]) -> None:
        """Write every other vector over a connection beside this one, which waits until they stand."""
        with ThreadPoolExecutor(1) as beside:
            others = beside.submit(self._write_beside, keys[1::2], vectors[1::2])
            _copy_vectors(connection, keys[::2], vectors[::2])
            others.result()

    def _write_beside(self, keys: Sequence[_Key], vectors: Sequence[array[float]]) -> None:
        with connected(self._engine) as connection:
            run_in_turn(connection, BEGIN)
            _copy_vectors(connection, keys, vectors)
            run_in_turn(connection, COMMIT)

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """Exact within few contents and in small libraries, approximate (HNSW) over many paragraphs."""
        check_length([vector])
        asked = _Asked(owner, model, limit, content_ids)
        with connected(self._engine) as connection:
            exact, _ = self._outlook(connection, asked, {})
            given = asked.params | {"vector": _literal(vector)}
            rows = found(connection, finding.nearest(exact, asked.within), **given)
            if len(rows) < limit and not exact:
                # The index gives up after so many vectors, be they of others: there are more than it found.
                rows = found(connection, finding.nearest(True, asked.within), **given)
        return _hits(rows, "score")

    def matching(
        self, owner: str, model: str, terms: TermWeights, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        if not terms:
            return []
        asked = _Asked(owner, model, limit, content_ids)
        with connected(self._engine) as connection:
            given = asked.params | {"weights": _sparse_literal(terms)}
            _, least = self._outlook(connection, asked, terms)
            deciding = finding.deciding(terms, least)
            rows = found(connection, finding.matching(asked.within), **given, deciding=deciding)
        return _hits(rows, "score")

    def by_both(
        self,
        owner: str,
        model: str,
        vector: array[float],
        terms: TermWeights,
        limit: int,
        content_ids: Sequence[str] | None = None,
    ) -> BothHits:
        check_length([vector])
        asked = _Asked(owner, model, limit, content_ids)
        with connected(self._engine) as connection:
            exact, least = self._outlook(connection, asked, terms)
            deciding = finding.deciding(terms, max(least, finding.negligible(terms, limit)))
            given = asked.params | {"vector": _literal(vector), "weights": _sparse_literal(terms)}
            given |= {"terms": list(terms), "deciding": deciding}
            rows = found(connection, finding.by_both(exact, asked.within), **given)
            if not exact and sum(row["is_near"] for row in rows) < limit:
                rows = found(connection, finding.by_both(True, asked.within), **given)
        matching = _hits((row for row in rows if row["matches"]), "keyword_score")
        return BothHits(
            near=_hits((row for row in rows if row["is_near"]), "similarity"),
            matching=matching,
            similarities={row["paragraph_id"]: row["similarity"] for row in rows},
            keyword_scores={
                row["paragraph_id"]: row["keyword_score"] for row in rows if row["keyword_score"] is not None
            },
            unlisted=max(finding.most_without(terms, deciding), matching[-1].score if len(matching) >= limit else 0.0),
        )

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        check_length([vector])
        given = {"vector": _literal(vector), "paragraph_ids": finding.SEPARATOR.join(paragraph_ids)}
        with connected(self._engine) as connection:
            rows = found(connection, finding.SIMILARITIES, owner=owner, model=model, **given)
        return {row["paragraph_id"]: row["similarity"] for row in rows}

    def _outlook(self, connection: Connection, asked: _Asked, terms: TermWeights) -> tuple[bool, float]:
        """Return whether to compare with all vectors, and what a paragraph must weigh to be among the best by words."""
        heaviest = finding.heaviest(terms)
        given = {"heaviest": heaviest if len(heaviest) < len(terms) else [], "weights": _sparse_literal(terms)}
        enough = self._exact_up_to + 1
        (row,) = found(connection, finding.outlook(asked.within), **asked.params, **given, enough=enough)
        exact = asked.limit > _INDEX_UP_TO or row["number"] < enough
        return exact, row["least"] or 0.0

    def delete(self, owner: str, content_id: str) -> None:
        for table in _TABLES:
            run(self._engine, _DELETE.format(table=table), owner=owner, content_id=content_id)

    def ping(self) -> None:
        ping(self._engine)


def _literal(vector: array[float]) -> str:
    return f"[{','.join(map(repr, vector))}]"


def _copy_vectors(connection: Connection, keys: Sequence[_Key], vectors: Sequence[array[float]]) -> None:
    embeddings = ((copy_format.halfvec(vector),) for vector in vectors)
    _copy(connection, "paragraph_vectors", "embedding", keys, embeddings)


def copy_terms(connection: Connection, keys: Sequence[_Key], terms: Sequence[TermWeights]) -> None:
    """Write the terms of paragraphs that have none."""
    _copy(connection, "paragraph_terms", "terms, weights", keys, map(_sparse, terms))


def _copy(
    connection: Connection, table: str, columns: str, keys: Sequence[_Key], values: Iterable[tuple[bytes, ...]]
) -> None:
    rows = ((*map(copy_format.text, key), *value) for key, value in zip(keys, values, strict=True))
    copying = _COPY.format(table=table, columns=columns)
    cursor: Any = connection.connection.cursor()
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        with driver_failures():
            cursor.execute(copying, (), stream=io.BytesIO(copy_format.copy_rows(batch)))


def _sparse(weights: TermWeights) -> tuple[bytes, bytes]:
    indices = sorted(weights)
    values = [weights[index] for index in indices]
    return copy_format.integers(indices), copy_format.sparsevec(TERM_IDS, indices, values)


def _sparse_literal(weights: TermWeights) -> str:
    """In text the indices begin at 1."""
    return f"{{{','.join(f'{index + 1}:{weights[index]!r}' for index in sorted(weights))}}}/{TERM_IDS}"


def _hits(rows: Iterable[Row], score: str) -> list[VectorHit]:
    hits = [VectorHit(row["paragraph_id"], row["content_id"], row[score]) for row in rows]
    return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph_id))

"""Embeddings and terms in Qdrant: one point for each paragraph and model."""

from __future__ import annotations

import uuid
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

from williams.adapters.qdrant.collection import COLLECTION, DENSE, SPARSE, ensure_collection
from williams.adapters.qdrant.failures import translated_failures
from williams.adapters.vector_length import check_length
from williams.domain.bm25 import TermWeights
from williams.domain.errors import StoreUnavailable
from williams.ports.vectors import VectorHit

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import Filter, PointStruct, SparseVector

# About 3 MB of JSON; a server takes 32.
_POINTS_AT_ONCE: Final = 256
# Qdrant returns equals in any order: so many more are asked for, so that of equals at the end the first ids are kept.
_SPARE: Final = 50
_NAMESPACE: Final = uuid.UUID("6f0c3a52-6f0f-4d0e-9a51-6a6e2f0b8f4e")


class QdrantVectors:
    """See :class:`williams.ports.vectors.VectorPort`. Vectors have ``DIMENSIONS`` numbers, in half precision.

    ``connect`` is called at the first use: functions that never use vectors do not carry Qdrant's client.
    """

    def __init__(self, connect: Callable[[], QdrantClient], collection: str = COLLECTION) -> None:
        self._connect = connect
        self._collection = collection
        self._ready = False
        self._guard = Lock()

    @cached_property
    def _client(self) -> QdrantClient:
        return self._connect()

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
        rows = list(zip(paragraph_ids, vectors, terms, strict=True))
        points = (_point(owner, content_id, model, *row) for row in rows)
        with self._collection_at_hand() as client:
            while batch := list(islice(points, _POINTS_AT_ONCE)):
                client.upsert(self._collection, batch, wait=True)

    def nearest(
        self, owner: str, model: str, vector: array[float], limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        """Exact in small libraries and within few contents, approximate (HNSW) over a large one."""
        check_length([vector])
        return self._best(owner, model, vector.tolist(), DENSE, limit, content_ids)

    def matching(
        self, owner: str, model: str, terms: TermWeights, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        return self._best(owner, model, _sparse(terms), SPARSE, limit, content_ids) if terms else []

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        check_length([vector])
        return self._scores(owner, model, vector.tolist(), DENSE, paragraph_ids)

    def keyword_scores(
        self, owner: str, model: str, terms: TermWeights, paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        return self._scores(owner, model, _sparse(terms), SPARSE, paragraph_ids) if terms else {}

    def _scores(
        self, owner: str, model: str, query: list[float] | SparseVector, using: str, paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        from qdrant_client.models import Filter, HasIdCondition

        if not paragraph_ids:
            return {}
        wanted = Filter(must=[HasIdCondition(has_id=[_point_id(owner, model, name) for name in paragraph_ids])])
        with self._collection_at_hand() as client:
            found = client.query_points(
                self._collection,
                query=query,
                using=using,
                query_filter=wanted,
                limit=len(paragraph_ids),
                with_payload=["paragraph_id"],
            )
        return {(point.payload or {})["paragraph_id"]: point.score for point in found.points}

    def _best(
        self,
        owner: str,
        model: str,
        query: list[float] | SparseVector,
        using: str,
        limit: int,
        content_ids: Sequence[str] | None,
    ) -> list[VectorHit]:
        if content_ids is not None and not content_ids:
            return []
        wanted = _filter(owner=[owner], model=[model], **({} if content_ids is None else {"content_id": content_ids}))
        fields = ["paragraph_id", "content_id"]
        with self._collection_at_hand() as client:
            found = client.query_points(
                self._collection,
                query=query,
                using=using,
                query_filter=wanted,
                limit=limit + _SPARE,
                with_payload=fields,
            )
        hits = [VectorHit(**{field: (p.payload or {})[field] for field in fields}, score=p.score) for p in found.points]
        return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph_id))[:limit]

    def delete(self, owner: str, content_id: str) -> None:
        from qdrant_client.models import FilterSelector

        with self._collection_at_hand() as client:
            client.delete(self._collection, FilterSelector(filter=_filter(owner=[owner], content_id=[content_id])))

    def ping(self) -> None:
        with self._collection_at_hand() as client:
            client.collection_exists(self._collection)

    @contextmanager
    def _collection_at_hand(self) -> Iterator[QdrantClient]:
        with translated_failures(), self._guard:
            if not self._ready:
                ensure_collection(self._client, self._collection)
                self._ready = True
        try:
            with translated_failures():
                yield self._client
        except StoreUnavailable:
            # The server may come back without the collection.
            self._ready = False
            raise


def _point(
    owner: str, content_id: str, model: str, paragraph_id: str, vector: array[float], terms: TermWeights
) -> PointStruct:
    from qdrant_client.models import PointStruct

    return PointStruct(
        id=_point_id(owner, model, paragraph_id),
        vector={DENSE: vector.tolist(), **({SPARSE: _sparse(terms)} if terms else {})},
        payload={"owner": owner, "model": model, "content_id": content_id, "paragraph_id": paragraph_id},
    )


def _point_id(owner: str, model: str, paragraph_id: str) -> str:
    """Return an id that only this owner's paragraph has, so that whoever asks for it needs no other filter."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((owner, model, paragraph_id))))


def _sparse(weights: TermWeights) -> SparseVector:
    from qdrant_client.models import SparseVector

    indices = sorted(weights)
    return SparseVector(indices=indices, values=[weights[index] for index in indices])


def _filter(**fields: Sequence[str]) -> Filter:
    """Every field has one of its values."""
    from qdrant_client.models import FieldCondition, Filter, MatchAny

    conditions = [FieldCondition(key=name, match=MatchAny(any=list(values))) for name, values in fields.items()]
    return Filter(must=[*conditions])

"""Embeddings and terms in Qdrant: one point for each paragraph and model."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final

from williams.adapters.qdrant.asking import (
    Question,
    Within,
    answers,
    best,
    filter_by,
    hits,
    point_id,
    points_of,
    scores,
    scores_of,
    sparse,
)
from williams.adapters.qdrant.collection import COLLECTION, DENSE, SPARSE, ensure_collection
from williams.adapters.qdrant.failures import translated_failures
from williams.adapters.vector_length import check_length
from williams.domain.bm25 import TermWeights
from williams.domain.errors import StoreUnavailable
from williams.ports.vectors import BothHits, VectorHit

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import PointStruct

# About 3 MB of JSON; a server takes 32.
_POINTS_AT_ONCE: Final = 256


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
        return self._best(Question(vector.tolist(), DENSE), Within(owner, model, content_ids), limit)

    def matching(
        self, owner: str, model: str, terms: TermWeights, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[VectorHit]:
        return self._best(Question(sparse(terms), SPARSE), Within(owner, model, content_ids), limit) if terms else []

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
        meant, within = Question(vector.tolist(), DENSE), Within(owner, model, content_ids)
        if not terms or within.nowhere:
            near = self._best(meant, within, limit)
            return BothHits(near, [], scores(near), {}, 0.0)
        worded = Question(sparse(terms), SPARSE)
        with self._collection_at_hand() as client:
            found = answers(client, self._collection, [best(each, within, limit) for each in (meant, worded)])
            near, matching = (hits(each, limit) for each in found)
            similarities, keyword_scores = scores(near), scores(matching)
            lacking = [(meant, similarities, keyword_scores.keys() - similarities.keys())]
            # Where the list of those that share a term is whole, others share none.
            if len(matching) >= limit:
                lacking.append((worded, keyword_scores, similarities.keys() - keyword_scores.keys()))
            asking = [(each, known, points_of(within, names)) for each, known, names in lacking if names]
            asked = [scores_of(each, points) for each, _, points in asking]
            for (_, known, points), answer in zip(asking, answers(client, self._collection, asked), strict=True):
                known |= {points[str(each.id)]: each.score for each in answer.points}
        unlisted = matching[-1].score if len(matching) >= limit else 0.0
        return BothHits(near, matching, similarities, keyword_scores, unlisted)

    def similarities(
        self, owner: str, model: str, vector: array[float], paragraph_ids: Sequence[str]
    ) -> dict[str, float]:
        check_length([vector])
        points = points_of(Within(owner, model, None), paragraph_ids)
        if not points:
            return {}
        asked = scores_of(Question(vector.tolist(), DENSE), points)
        with self._collection_at_hand() as client:
            (answer,) = answers(client, self._collection, [asked])
        return {points[str(each.id)]: each.score for each in answer.points}

    def _best(self, question: Question, within: Within, limit: int) -> list[VectorHit]:
        if within.nowhere:
            return []
        with self._collection_at_hand() as client:
            (answer,) = answers(client, self._collection, [best(question, within, limit)])
        return hits(answer, limit)

    def delete(self, owner: str, content_id: str) -> None:
        from qdrant_client.models import FilterSelector

        with self._collection_at_hand() as client:
            client.delete(self._collection, FilterSelector(filter=filter_by(owner=[owner], content_id=[content_id])))

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
        id=point_id(owner, model, paragraph_id),
        vector={DENSE: vector.tolist(), **({SPARSE: sparse(terms)} if terms else {})},
        payload={"owner": owner, "model": model, "content_id": content_id, "paragraph_id": paragraph_id},
    )

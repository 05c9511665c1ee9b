"""Questions to Qdrant, and what it answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from williams.domain.bm25 import TermWeights
from williams.ports.vectors import VectorHit

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import Filter, QueryRequest, QueryResponse, SparseVector

# Qdrant returns equals in any order: so many more are asked for, so that of equals at the end the first ids are kept.
_SPARE: Final = 50
_NAMESPACE: Final = uuid.UUID("6f0c3a52-6f0f-4d0e-9a51-6a6e2f0b8f4e")


class Question(NamedTuple):
    """``using`` names the kind of vector."""

    vector: list[float] | SparseVector
    using: str


class Within(NamedTuple):
    """Where to look; ``content_ids`` are any where they are None."""

    owner: str
    model: str
    content_ids: Sequence[str] | None

    @property
    def nowhere(self) -> bool:
        return self.content_ids is not None and not self.content_ids


def best(question: Question, within: Within, limit: int) -> QueryRequest:
    """Return what asks for the best; :func:`hits` cuts its answer to ``limit``."""
    contents = {} if within.content_ids is None else {"content_id": within.content_ids}
    wanted = filter_by(owner=[within.owner], model=[within.model], **contents)
    return _request(question, wanted, limit + _SPARE, with_payload=["paragraph_id", "content_id"])


def scores_of(question: Question, points: Collection[str]) -> QueryRequest:
    """Return what asks for the scores of these points: those of a sparse vector that shares nothing have none.

    Of thousands the index would miss some.
    """
    from qdrant_client.models import Filter, HasIdCondition, SearchParams

    asked = _request(question, Filter(must=[HasIdCondition(has_id=[*points])]), len(points), with_payload=False)
    return asked.model_copy(update={"params": SearchParams(exact=True)})


def answers(client: QdrantClient, collection: str, requests: Sequence[QueryRequest]) -> list[QueryResponse]:
    """Ask all at once."""
    return client.query_batch_points(collection, requests) if requests else []


def hits(answer: QueryResponse, limit: int | None = None) -> list[VectorHit]:
    """Return them best first, equals in the order of their ids."""
    fields = ((point.payload or {}, point.score) for point in answer.points)
    found = [VectorHit(payload["paragraph_id"], payload["content_id"], score) for payload, score in fields]
    return sorted(found, key=lambda hit: (-hit.score, hit.paragraph_id))[:limit]


def scores(found: Iterable[VectorHit]) -> dict[str, float]:
    return {hit.paragraph_id: hit.score for hit in found}


def point_id(owner: str, model: str, paragraph_id: str) -> str:
    """Return an id that only this owner's paragraph has, so that whoever asks for it needs no other filter."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((owner, model, paragraph_id))))


def points_of(within: Within, paragraph_ids: Iterable[str]) -> dict[str, str]:
    """Return the paragraphs by the ids of their points."""
    return {point_id(within.owner, within.model, each): each for each in paragraph_ids}


def sparse(weights: TermWeights) -> SparseVector:
    from qdrant_client.models import SparseVector

    indices = sorted(weights)
    return SparseVector(indices=indices, values=[weights[index] for index in indices])


def filter_by(**fields: Sequence[str]) -> Filter:
    """Every field has one of its values."""
    from qdrant_client.models import FieldCondition, Filter, MatchAny

    conditions = [FieldCondition(key=name, match=MatchAny(any=list(values))) for name, values in fields.items()]
    return Filter(must=[*conditions])


def _request(question: Question, wanted: Filter, limit: int, with_payload: list[str] | bool) -> QueryRequest:
    from qdrant_client.models import QueryRequest

    vector, using = question
    return QueryRequest(query=vector, using=using, filter=wanted, limit=limit, with_payload=with_payload)

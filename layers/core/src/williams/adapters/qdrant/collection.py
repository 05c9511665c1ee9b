"""The one collection of all owners: what it is made of, and making it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from williams.adapters.vector_length import DIMENSIONS

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

COLLECTION: Final = "paragraphs"
DENSE: Final = "dense"
SPARSE: Final = "sparse"
_CONFLICT: Final = 409
_LINKS: Final = 16


def ensure_collection(client: QdrantClient, name: str) -> None:
    """Make the collection and its indexes, unless they are there; any number of callers may do so at once."""
    from qdrant_client import models

    indexes: dict[str, models.KeywordIndexParams | models.PayloadSchemaType] = {
        # Every search is one owner's: their points lie together on disk, and have a graph of their own.
        "owner": models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True),
        "model": models.PayloadSchemaType.KEYWORD,
        "content_id": models.PayloadSchemaType.KEYWORD,
    }
    for field in indexes.keys() - _standing_indexes(client, name):
        client.create_payload_index(name, field, indexes[field])


def _standing_indexes(client: QdrantClient, name: str) -> set[str]:
    """Return which fields have an index, in a collection that exists now."""
    if not client.collection_exists(name):
        _create(client, name)
    return set(client.get_collection(name).payload_schema)


def _create(client: QdrantClient, name: str) -> None:
    from qdrant_client import models
    from qdrant_client.http.exceptions import UnexpectedResponse

    # Half precision as in pgvector. No graph over all owners. No IDF: Qdrant would count the words of all owners.
    dense = models.VectorParams(size=DIMENSIONS, distance=models.Distance.COSINE, datatype=models.Datatype.FLOAT16)
    try:
        client.create_collection(
            name,
            vectors_config={DENSE: dense},
            sparse_vectors_config={SPARSE: models.SparseVectorParams()},
            hnsw_config=models.HnswConfigDiff(m=0, payload_m=_LINKS),
        )
    except UnexpectedResponse as error:
        if error.status_code != _CONFLICT:
            raise

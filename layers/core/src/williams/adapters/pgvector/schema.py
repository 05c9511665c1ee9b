"""The tables of embeddings and of terms, in the same database as the catalog."""

from __future__ import annotations

from typing import Any, Final

from pgvector.sqlalchemy import HALFVEC, SPARSEVEC
from sqlalchemy import Column, Index, Integer, String, Table
from sqlalchemy.dialects.postgresql import ARRAY

from williams.adapters.postgres.schema import ID, OWNER, PARAGRAPH_ID, metadata
from williams.adapters.vector_length import DIMENSIONS
from williams.domain.terms import TERM_IDS


def _key() -> tuple[Column[Any], ...]:
    """No foreign key: vectors are written before the content's row, which is the commit."""
    return (
        Column("paragraph_id", PARAGRAPH_ID, primary_key=True),
        Column("model", String(100), primary_key=True),
        Column("owner", OWNER, nullable=False),
        Column("content_id", ID, nullable=False),
    )


# Half precision takes half the pages at the same recall. m and ef_construction below pgvector's defaults (16, 64)
# halve the time to insert into the live index; ef_search, raised per connection, makes up for it.
paragraph_vectors: Final = Table(
    "paragraph_vectors",
    metadata,
    *_key(),
    Column("embedding", HALFVEC(DIMENSIONS), nullable=False),
    Index("paragraph_vectors_by_content", "owner", "content_id"),
    Index(
        "paragraph_vectors_nearest",
        "embedding",
        postgresql_using="hnsw",
        postgresql_with={"m": 12, "ef_construction": 40},
        postgresql_ops={"embedding": "halfvec_cosine_ops"},
    ),
)

# A table of its own keeps the rows of both short enough to stay out of TOAST, which would slow down every comparison.
paragraph_terms: Final = Table(
    "paragraph_terms",
    metadata,
    *_key(),
    Column("terms", ARRAY(Integer), nullable=False, comment="what the index finds"),
    Column("weights", SPARSEVEC(TERM_IDS), nullable=False, comment="BM25, by the term's id"),
    Index("paragraph_terms_by_content", "owner", "content_id"),
    Index("paragraph_terms_holding", "terms", postgresql_using="gin"),
)

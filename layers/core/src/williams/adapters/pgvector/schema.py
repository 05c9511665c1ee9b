"""The table of embeddings, in the same database as the catalog."""

from __future__ import annotations

from typing import Final

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import Column, Index, String, Table

from williams.adapters.pgvector.vectors import DIMENSIONS
from williams.adapters.postgres.schema import ID, OWNER, PARAGRAPH_ID, metadata

# No foreign key: vectors are written before the content's row, which is the commit.
# Half precision takes half the pages at the same recall. m and ef_construction below pgvector's defaults (16, 64)
# halve the time to insert into the live index; ef_search, raised per connection, makes up for it.
paragraph_vectors: Final = Table(
    "paragraph_vectors",
    metadata,
    Column("paragraph_id", PARAGRAPH_ID, primary_key=True),
    Column("model", String(100), primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("content_id", ID, nullable=False),
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

"""The terms of paragraphs, for search by words; those of what was imported before are made here."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import SPARSEVEC
from sqlalchemy.dialects.postgresql import ARRAY

from williams.adapters.pgvector.backfill import fill_terms

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "content_terms",
        sa.Column("content_id", sa.String(length=50), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column(
            "paragraphs",
            sa.Integer(),
            nullable=False,
            comment="how many of the content's paragraphs hold the term",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="content_terms_content_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", "term", name="content_terms_pkey"),
    )
    op.create_index(
        "content_terms_by_term", "content_terms", ["owner", "term"], unique=False, postgresql_include=["paragraphs"]
    )
    op.create_table(
        "paragraph_terms",
        sa.Column("paragraph_id", sa.String(length=100), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("content_id", sa.String(length=50), nullable=False),
        sa.Column("terms", ARRAY(sa.Integer()), nullable=False, comment="what the index finds"),
        sa.Column("weights", SPARSEVEC(1_000_000_000), nullable=False, comment="BM25, by the term's id"),
        sa.PrimaryKeyConstraint("paragraph_id", "model", name="paragraph_terms_pkey"),
    )
    fill_terms(op.get_bind())
    op.create_index("paragraph_terms_by_content", "paragraph_terms", ["owner", "content_id"], unique=False)
    op.create_index("paragraph_terms_holding", "paragraph_terms", ["terms"], unique=False, postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("paragraph_terms")
    op.drop_table("content_terms")

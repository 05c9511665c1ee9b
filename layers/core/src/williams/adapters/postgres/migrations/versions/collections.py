"""Collections, tags, and feeds of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "collections",
        sa.Column("collection_id", sa.String(50), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded_name", sa.Text, nullable=False, comment="by which names are the same"),
        sa.Column("description", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.UniqueConstraint("owner", "folded_name", name="collections_owner_folded_name_key"),
    )
    op.create_table(
        "collection_members",
        sa.Column("collection_id", sa.String(50), primary_key=True),
        sa.Column("content_id", sa.String(50), primary_key=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.ForeignKeyConstraint(
            ["collection_id"],
            ["collections.collection_id"],
            name="collection_members_collection_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="collection_members_content_id_fkey", ondelete="CASCADE"
        ),
    )
    op.create_index("collection_members_by_content", "collection_members", ["content_id"])
    op.add_column("content", sa.Column("tags", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'::text[]")))
    op.add_column(
        "feeds",
        sa.Column(
            "collection_id", sa.String(50), comment="only episodes of its sources; kept when the collection is deleted"
        ),
    )
    op.add_column("feeds", sa.Column("tag", sa.Text, comment="only episodes of sources that have it"))


def downgrade() -> None:
    op.drop_column("feeds", "tag")
    op.drop_column("feeds", "collection_id")
    op.drop_column("content", "tags")
    op.drop_table("collection_members")
    op.drop_table("collections")

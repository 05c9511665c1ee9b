"""Content is a version of its source: what an address led to at one time and at another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# What was imported of one address before is not told apart: all of it is the first version.
_FILL = r"""
    UPDATE content SET source_key = encode(sha256(convert_to(split_part(url, '#', 1), 'UTF8')), 'hex')
    WHERE url ~ '^https?://'"""


def upgrade() -> None:
    key = "what content of the same address has in common"
    op.add_column("content", sa.Column("source_key", sa.String(64), comment=key))
    number = "which version of its source it is"
    op.add_column(
        "content", sa.Column("source_version", sa.Integer, nullable=False, server_default="1", comment=number)
    )
    op.execute(_FILL)
    op.create_index(
        "content_by_source",
        "content",
        ["owner", "source_key", "plugin_id", "source_version"],
        postgresql_where=sa.text("source_key IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("content_by_source", "content")
    op.drop_column("content", "source_version")
    op.drop_column("content", "source_key")

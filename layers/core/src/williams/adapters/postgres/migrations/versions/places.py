"""Where a paragraph stands is one value; pages get the label that is printed on them, where their file said so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_GATHER = """
    UPDATE paragraphs SET place = jsonb_strip_nulls(jsonb_build_object(
        'page', page, 'seconds', seconds, 'section', section, 'page_label', (
            SELECT nullif(nullif(extra -> 'page_labels' ->> (page - 1), ''), page::text) FROM content
            WHERE content.content_id = paragraphs.content_id AND content.version = paragraphs.version)))"""

_SPREAD = """
    UPDATE paragraphs SET page = CAST(place ->> 'page' AS integer), seconds = CAST(place ->> 'seconds' AS float8),
        section = place ->> 'section'"""


def upgrade() -> None:
    empty = sa.text("'{}'::jsonb")
    op.add_column("paragraphs", sa.Column("place", JSONB, nullable=False, server_default=empty))
    op.execute(_GATHER)
    for name in ("page", "seconds", "section"):
        op.drop_column("paragraphs", name)


def downgrade() -> None:
    op.add_column("paragraphs", sa.Column("page", sa.Integer(), nullable=True))
    op.add_column("paragraphs", sa.Column("seconds", sa.DOUBLE_PRECISION(), nullable=True))
    op.add_column("paragraphs", sa.Column("section", sa.Text(), nullable=True))
    op.execute(_SPREAD)
    op.drop_column("paragraphs", "place")

"""An artifact knows which of its files is a picture of it, and v2's names of its files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PREVIEW = "the name of the picture of it among its files"
# Artifacts of before have what the library adds to every one, and the covers of podcasts and ebooks.
_NAME_FILES = """
    UPDATE artifacts SET
        preview = (SELECT name FROM unnest(ARRAY['cover.jpg', 'cover.png']) AS name WHERE files ? name LIMIT 1),
        roles = jsonb_strip_nulls(jsonb_build_object(
            'attributions', CASE WHEN files ? 'attributions.json' THEN 'attributions.json' END,
            'audio', CASE WHEN files ? 'podcast.mp3' THEN 'podcast.mp3' END,
            'script', CASE WHEN files ? 'script.txt' THEN 'script.txt' END))"""


def upgrade() -> None:
    op.add_column("artifacts", sa.Column("preview", sa.Text(), nullable=True, comment=_PREVIEW))
    op.add_column("artifacts", sa.Column("roles", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")))
    op.execute(_NAME_FILES)


def downgrade() -> None:
    op.drop_column("artifacts", "roles")
    op.drop_column("artifacts", "preview")

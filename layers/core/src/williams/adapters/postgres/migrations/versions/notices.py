"""What there is to know about a source before relying on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("'[]'::jsonb")
    op.add_column("content", sa.Column("notices", JSONB, nullable=False, server_default=empty))


def downgrade() -> None:
    op.drop_column("content", "notices")

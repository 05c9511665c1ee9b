"""Content keeps the parameters that it was made with: the same bytes with others are other content."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = sa.text("'{}'::jsonb")
    op.add_column("content", sa.Column("parameters", JSONB, nullable=False, server_default=empty))


def downgrade() -> None:
    op.drop_column("content", "parameters")

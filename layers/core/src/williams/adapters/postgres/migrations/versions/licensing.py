"""An artifact keeps the verdict of its sources' licenses on what it is meant for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_VERDICT = "the verdict of its sources' licenses on its use"


def upgrade() -> None:
    op.add_column("artifacts", sa.Column("licensing", JSONB, nullable=True, comment=_VERDICT))


def downgrade() -> None:
    op.drop_column("artifacts", "licensing")

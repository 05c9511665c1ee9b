"""An artifact keeps the verdict of its sources' licenses on what it is meant for; feedback is a kind of usage."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_VERDICT = "the verdict of its sources' licenses on its use"


def _usage_is(kinds: str) -> None:
    op.alter_column("usage_events", "kind", existing_type=sa.String(20), existing_nullable=False, comment=kinds)


def upgrade() -> None:
    _usage_is("view, share or feedback")
    op.add_column("artifacts", sa.Column("licensing", JSONB, nullable=True, comment=_VERDICT))


def downgrade() -> None:
    _usage_is("view or share")
    op.drop_column("artifacts", "licensing")

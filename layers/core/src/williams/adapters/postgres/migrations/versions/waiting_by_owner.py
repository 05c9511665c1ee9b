"""Waiting jobs in the order in which they are claimed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NAME = "processing_jobs_waiting"
_WAITING = sa.text("completed_at IS NULL AND claimed_at IS NULL")


def upgrade() -> None:
    op.drop_index(_NAME, "processing_jobs")
    op.create_index(
        _NAME,
        "processing_jobs",
        ["plugin_id", "owner", sa.text("priority DESC"), "created_at", "job_id"],
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_index(_NAME, "processing_jobs")
    op.create_index(_NAME, "processing_jobs", ["plugin_id", "created_at"], postgresql_where=_WAITING)

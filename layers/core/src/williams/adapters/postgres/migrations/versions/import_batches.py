"""Batches of imports: many sources with one progress."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BATCHES = "import_batches"
_ITEMS = "import_batch_items"


def upgrade() -> None:
    op.create_table(
        _BATCHES,
        sa.Column("batch_id", sa.String(50), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("job_id", sa.String(32), sa.ForeignKey("processing_jobs.job_id", ondelete="SET NULL")),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("left_out", JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("idempotency_key", sa.Text),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("owner", "idempotency_key", name="import_batches_owner_idempotency_key_key"),
        sa.UniqueConstraint("job_id", name="import_batches_job_id_key"),
    )
    op.create_index("import_batches_by_age", _BATCHES, ["owner", "created_at", "batch_id"])
    op.create_table(
        _ITEMS,
        sa.Column(
            "batch_id", sa.String(50), sa.ForeignKey("import_batches.batch_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("request", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.Column("job_id", sa.String(32), sa.ForeignKey("processing_jobs.job_id", ondelete="SET NULL")),
        sa.Column("error_code", sa.String(50)),
        sa.Column("error_message", sa.Text),
    )
    op.create_index("import_batch_items_by_job", _ITEMS, ["job_id"])
    waiting = sa.text("job_id IS NULL AND error_code IS NULL")
    op.create_index("import_batch_items_waiting", _ITEMS, ["batch_id", "ordinal"], postgresql_where=waiting)


def downgrade() -> None:
    op.drop_table(_ITEMS)
    op.drop_table(_BATCHES)

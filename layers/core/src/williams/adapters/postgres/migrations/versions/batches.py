"""A stage is entered by the batch, and what is paid for is an item: each has a column of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("leases", "item", new_column_name="batch")
    op.add_column("job_events", sa.Column("batch", sa.Integer()))
    op.execute("UPDATE job_events SET batch = item, item = NULL WHERE kind IN ('begin', 'end') AND item IS NOT NULL")


def downgrade() -> None:
    op.execute("UPDATE job_events SET item = batch WHERE batch IS NOT NULL")
    op.drop_column("job_events", "batch")
    op.alter_column("leases", "batch", new_column_name="item")

"""How many executions of a job ended with a defect."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = "executions that ended with a defect, since somebody last asked for the job"
    op.add_column(
        "processing_jobs", sa.Column("defects", sa.Integer(), nullable=False, server_default="0", comment=told)
    )


def downgrade() -> None:
    op.drop_column("processing_jobs", "defects")

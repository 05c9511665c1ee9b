"""Whose turn it is in each lane, and the owners' weights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lane_turns",
        sa.Column("plugin_id", sa.String(100), primary_key=True),
        sa.Column("owner", sa.String(100), primary_key=True),
        sa.Column(
            "turn",
            sa.Double(),
            nullable=False,
            comment="the number of the owner's last turn in the plugin's lane",
        ),
    )
    op.create_index("lane_turns_latest", "lane_turns", ["plugin_id", "turn"])
    op.create_table(
        "owner_weights",
        sa.Column("owner", sa.String(100), primary_key=True),
        sa.Column("weight", sa.Integer(), nullable=False, comment="turns for one of an owner without a row"),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("owner_weights_weight_check")),
    )


def downgrade() -> None:
    op.drop_table("owner_weights")
    op.drop_table("lane_turns")

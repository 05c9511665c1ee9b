"""Sources that are followed, and the entries that each is known to have named."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SOURCES = "followed_sources"
_ENTRIES = "followed_entries"


def _at(name: str, nullable: bool = True, now: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=sa.func.now() if now else None)


def upgrade() -> None:
    op.create_table(
        _SOURCES,
        sa.Column("source_id", sa.String(50), primary_key=True),
        sa.Column("owner", sa.String(100), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("request", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
        sa.Column("interval_seconds", sa.Integer, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("state", sa.Text),
        sa.Column("looking", sa.Boolean, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("job_id", sa.String(32), sa.ForeignKey("processing_jobs.job_id", ondelete="SET NULL")),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("error_code", sa.String(50)),
        sa.Column("error_message", sa.Text),
        _at("looked_at"),
        _at("next_look_at", nullable=False),
        _at("created_at", nullable=False, now=True),
        sa.UniqueConstraint("owner", "url", name="followed_sources_owner_url_key"),
    )
    op.create_index("followed_sources_by_age", _SOURCES, ["owner", "created_at", "source_id"])
    active = sa.text("status = 'active'")
    op.create_index("followed_sources_due", _SOURCES, ["next_look_at"], postgresql_where=active)
    op.create_table(
        _ENTRIES,
        sa.Column(
            "source_id",
            sa.String(50),
            sa.ForeignKey("followed_sources.source_id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("entry", sa.Text, primary_key=True),
        sa.Column("version", sa.Text),
    )


def downgrade() -> None:
    op.drop_table(_ENTRIES)
    op.drop_table(_SOURCES)

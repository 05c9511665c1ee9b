"""Every spelling of a word is one term: the terms of what was imported before are made anew."""

from __future__ import annotations

from alembic import op

from williams.adapters.pgvector.backfill import fill_terms

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("TRUNCATE content_terms, paragraph_terms")
    fill_terms(op.get_bind(), "deleted_at IS NULL")


def downgrade() -> None:
    """The older reading finds plain words under the same terms."""

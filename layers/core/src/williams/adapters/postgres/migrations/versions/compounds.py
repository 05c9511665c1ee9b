"""What is written in parts is found as one word too: terms of what was imported before and has any such are new."""

from __future__ import annotations

from alembic import op

from williams.adapters.pgvector.backfill import fill_terms
from williams.adapters.postgres.prepared import run_on

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# A sign that may join words or stand around a name, capitals within a word, and words in capitals.
_SIGNS = (
    r"[-\u2010\u2011_&+#\u066b\u066c]|\.\S|\d[,\u0027\u2019 \u00a0\u2009\u202f]\d"
    r"|[a-z\u00df-\u00ff][A-Z\u00c0-\u00de]|[A-Z\u00c0-\u00de]{2}"
)
_CONCERNED = f"""deleted_at IS NULL AND content_id IN (SELECT content_id FROM paragraphs WHERE text ~ '{_SIGNS}')"""
_TERMS = f"DELETE FROM paragraph_terms WHERE content_id IN (SELECT content_id FROM content WHERE {_CONCERNED})"


def upgrade() -> None:
    connection = op.get_bind()
    run_on(connection, _TERMS)
    fill_terms(connection, _CONCERNED)


def downgrade() -> None:
    """The older reading finds the parts under the same terms."""

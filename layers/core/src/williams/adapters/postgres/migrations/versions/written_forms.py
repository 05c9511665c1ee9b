"""More spellings of a word are one: terms and sketches of what was imported before in the scripts concerned are new."""

from __future__ import annotations

from alembic import op

from williams.adapters.pgvector.backfill import fill_terms
from williams.adapters.postgres.prepared import run_on
from williams.adapters.postgres.sketches import forgetting, write_sketch

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# œ, Greek, Hebrew, Arabic, Devanagari, a letter of Bengali, Gujarati, Malayalam, Thai and Lao, Hangul.
_LETTERS = (
    r"[\u0152\u0153\u0370-\u03ff\u0590-\u06ff\u0900-\u097f\u09ce\u0a80-\u0aff\u0d00-\u0d7f\u0e00-\u0eff\u1100-\u11ff"
    r"\u1f00-\u1fff\ua960-\ua97c\uac00-\ud7fb\ufb1d-\ufdff\ufe70-\ufefc]"
)
_CONCERNED = f"""deleted_at IS NULL AND (left(language, 2) = 'vi' OR content_id IN (
    SELECT content_id FROM paragraphs WHERE text ~ '{_LETTERS}'))"""
_CONTENTS = f"SELECT content_id, owner FROM content WHERE {_CONCERNED}"
_TEXTS = """
    SELECT text FROM paragraphs JOIN content USING (content_id, version) WHERE content_id = :content_id
    ORDER BY ordinal"""
_TERMS = f"DELETE FROM paragraph_terms WHERE content_id IN (SELECT content_id FROM content WHERE {_CONCERNED})"


def upgrade() -> None:
    connection = op.get_bind()
    run_on(connection, _TERMS)
    fill_terms(connection, _CONCERNED)
    for each in run_on(connection, _CONTENTS):
        for forget in forgetting("(SELECT CAST(:content_id AS text) AS content_id) AS given"):
            run_on(connection, forget, content_id=each["content_id"])
        texts = run_on(connection, _TEXTS, content_id=each["content_id"])
        write_sketch(connection, each["owner"], each["content_id"], (row["text"] for row in texts))


def downgrade() -> None:
    """The older reading finds plain words under the same terms."""

"""Each content has a sketch of its text, by which nearly equal ones are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from williams.adapters.postgres.prepared import run_on
from williams.adapters.postgres.sketches import write_sketch

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_CONTENTS = "SELECT content_id, owner FROM content WHERE deleted_at IS NULL"

_TEXTS = """
    SELECT text FROM paragraphs JOIN content USING (content_id, version) WHERE content_id = :content_id
    ORDER BY ordinal"""


def upgrade() -> None:
    op.create_table(
        "content_sketches",
        sa.Column("content_id", sa.String(50), nullable=False),
        sa.Column(
            "minima", ARRAY(sa.Integer()), nullable=False, comment="williams.domain.sketches tells resemblance by them"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="content_sketches_content_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", name="content_sketches_pkey"),
    )
    op.create_table(
        "content_bands",
        sa.Column("band", sa.BigInteger(), nullable=False, comment="nearly equal texts of an owner share one"),
        sa.Column("content_id", sa.String(50), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="content_bands_content_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("band", "content_id", name="content_bands_pkey"),
    )
    op.create_index("content_bands_by_content", "content_bands", ["content_id"])
    connection = op.get_bind()
    for each in run_on(connection, _CONTENTS):
        texts = run_on(connection, _TEXTS, content_id=each["content_id"])
        write_sketch(connection, each["owner"], each["content_id"], (row["text"] for row in texts))


def downgrade() -> None:
    op.drop_table("content_bands")
    op.drop_table("content_sketches")

"""v2's tables and what the design adds to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    op.create_table(
        "api_tokens",
        sa.Column("token_id", sa.String(length=50), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scopes", ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_id", name="api_tokens_pkey"),
        sa.UniqueConstraint("token_sha256", name="api_tokens_token_sha256_key"),
    )
    op.create_table(
        "artifacts",
        sa.Column("artifact_id", sa.String(length=50), nullable=False),
        sa.Column("artifact_type", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=20), nullable=True),
        sa.Column("source_ids", ARRAY(sa.Text()), nullable=True),
        sa.Column("storage_path", sa.Text(), nullable=True),
        sa.Column("file_size", sa.BigInteger(), nullable=True),
        sa.Column("duration", sa.Integer(), nullable=True, comment="whole seconds, rounded"),
        sa.Column("metadata", JSONB(), nullable=True),
        sa.Column("provenance_id", sa.String(length=50), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("plugin_id", sa.String(length=100), nullable=False),
        sa.Column("plugin_version", sa.String(length=50), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("parameters", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("files", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("duration_seconds", sa.DOUBLE_PRECISION(), nullable=True),
        sa.PrimaryKeyConstraint("artifact_id", name="artifacts_pkey"),
    )
    op.create_index("artifacts_by_age", "artifacts", ["owner", "created_at", "artifact_id"], unique=False)
    op.create_table(
        "content",
        sa.Column("content_id", sa.String(length=50), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("authors", ARRAY(sa.Text()), nullable=True),
        sa.Column("published_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tier", sa.String(length=10), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("plugin_id", sa.String(length=100), nullable=False),
        sa.Column("plugin_version", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("license", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("page_count", sa.Integer(), nullable=True),
        sa.Column("modified_date", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("files", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("paragraph_count", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("content_id", name="content_pkey"),
    )
    op.create_index("content_by_age", "content", ["owner", "created_at", "content_id"], unique=False)
    op.create_index("content_by_bytes", "content", ["owner", "sha256", "plugin_id"], unique=False)
    op.create_table(
        "paragraph_vectors",
        sa.Column("paragraph_id", sa.String(length=100), nullable=False),
        sa.Column("model", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("content_id", sa.String(length=50), nullable=False),
        sa.Column("embedding", HALFVEC(384), nullable=False),
        sa.PrimaryKeyConstraint("paragraph_id", "model", name="paragraph_vectors_pkey"),
    )
    op.create_index("paragraph_vectors_by_content", "paragraph_vectors", ["owner", "content_id"], unique=False)
    op.create_index(
        "paragraph_vectors_nearest",
        "paragraph_vectors",
        ["embedding"],
        unique=False,
        postgresql_using="hnsw",
        postgresql_with={"m": 12, "ef_construction": 40},
        postgresql_ops={"embedding": "halfvec_cosine_ops"},
    )
    op.create_table(
        "plugins",
        sa.Column("plugin_id", sa.String(length=100), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("plugin_id", name="plugins_pkey"),
    )
    op.create_table(
        "content_versions",
        sa.Column("content_id", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plugin_version", sa.String(length=50), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("files", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("paragraph_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="content_versions_content_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("content_id", "version", name="content_versions_pkey"),
    )
    op.create_table(
        "paragraphs",
        sa.Column("paragraph_id", sa.String(length=100), nullable=False),
        sa.Column("content_id", sa.String(length=50), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("char_start", sa.Integer(), nullable=False),
        sa.Column("char_end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.DOUBLE_PRECISION(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="paragraphs_content_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("paragraph_id", name="paragraphs_pkey"),
        sa.UniqueConstraint("content_id", "version", "ordinal", name="paragraphs_content_id_version_ordinal_key"),
    )
    op.create_table(
        "processing_jobs",
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("content_id", sa.String(length=50), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content_type", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="5", nullable=False),
        sa.Column("progress_percent", sa.Float(), server_default="0", nullable=False),
        sa.Column("current_stage", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("retry_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("max_retries", sa.Integer(), server_default="3", nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("plugin_id", sa.String(length=100), nullable=False),
        sa.Column("artifact_id", sa.String(length=50), nullable=True),
        sa.Column("request", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("error_code", sa.String(length=50), nullable=True),
        sa.Column("error_retryable", sa.Boolean(), nullable=True),
        sa.Column("error_stage", sa.Text(), nullable=True),
        sa.Column("error_execution_no", sa.Integer(), nullable=True),
        sa.Column("execution_no", sa.Integer(), server_default="0", nullable=False),
        sa.Column("event_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(completed_at IS NOT NULL) = (status IN ('cancelled', 'completed', 'failed'))",
            name="processing_jobs_completed_check",
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'queued', 'downloading', 'extracting', 'processing', 'transcribing', 'embedding', "
            "'storing', 'querying', 'scripting', 'routing', "
            "'generating', 'composing', 'completed', 'failed', 'retrying', 'cancelled')",
            name="processing_jobs_status_check",
        ),
        sa.CheckConstraint("url IS NOT NULL OR kind = 'export'", name="processing_jobs_url_check"),
        sa.CheckConstraint("priority BETWEEN 1 AND 10", name="processing_jobs_priority_check"),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifacts.artifact_id"], name="processing_jobs_artifact_id_fkey", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content.content_id"], name="processing_jobs_content_id_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("job_id", name="processing_jobs_pkey"),
        sa.UniqueConstraint("owner", "idempotency_key", name="processing_jobs_owner_idempotency_key_key"),
        postgresql_with={"fillfactor": "70"},
    )
    op.create_index("processing_jobs_by_age", "processing_jobs", ["owner", "created_at", "job_id"], unique=False)
    op.create_index(
        "processing_jobs_claimed",
        "processing_jobs",
        ["plugin_id", "owner"],
        unique=False,
        postgresql_where=sa.text("claimed_at IS NOT NULL"),
    )
    op.create_index(
        "processing_jobs_settled",
        "processing_jobs",
        ["settled_at"],
        unique=False,
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(
        "processing_jobs_waiting",
        "processing_jobs",
        ["plugin_id", "created_at"],
        unique=False,
        postgresql_where=sa.text("completed_at IS NULL AND claimed_at IS NULL"),
    )
    op.create_table(
        "usage_events",
        sa.Column("usage_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("owner", sa.String(length=100), nullable=False),
        sa.Column("artifact_id", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False, comment="view or share"),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("detail", JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifacts.artifact_id"], name="usage_events_artifact_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("usage_id", name="usage_events_pkey"),
    )
    op.create_index("usage_events_by_artifact", "usage_events", ["artifact_id", "kind"], unique=False)
    op.create_table(
        "job_events",
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("execution_no", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("cost_usd", sa.DOUBLE_PRECISION(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["processing_jobs.job_id"], name="job_events_job_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "seq", name="job_events_pkey"),
    )
    op.create_table(
        "leases",
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False, comment="-1 for the stage as a whole"),
        sa.Column("execution_no", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["processing_jobs.job_id"], name="leases_job_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "stage", "item", name="leases_pkey"),
    )
    op.create_table(
        "paid_calls",
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("call_key", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="1", nullable=False),
        sa.Column("possibly_paid_twice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("result_key", sa.Text(), nullable=True),
        sa.Column("cost_usd", sa.DOUBLE_PRECISION(), server_default="0", nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["processing_jobs.job_id"], name="paid_calls_job_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "call_key", name="paid_calls_pkey"),
    )


def downgrade() -> None:
    op.drop_table("paid_calls")
    op.drop_table("leases")
    op.drop_table("job_events")
    op.drop_table("usage_events")
    op.drop_table("processing_jobs")
    op.drop_table("paragraphs")
    op.drop_table("content_versions")
    op.drop_table("plugins")
    op.drop_table("paragraph_vectors")
    op.drop_table("content")
    op.drop_table("artifacts")
    op.drop_table("api_tokens")

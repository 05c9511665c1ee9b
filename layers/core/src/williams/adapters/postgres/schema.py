"""The tables: v2's three with its columns' names and types, and what the design adds.

SQLAlchemy Core, not the ORM: importing the ORM costs a cold function a third more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, JSONB

from williams.domain.jobs import HIGHEST_PRIORITY, LOWEST_PRIORITY, TERMINAL, JobStatus
from williams.domain.lanes import DEFAULT_WEIGHT, HIGHEST_WEIGHT

metadata: Final = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

ID: Final = String(50)
JOB_ID: Final = String(32)
PARAGRAPH_ID: Final = String(100)
OWNER: Final = String(100)
PLUGIN_ID: Final = String(100)
SHA256: Final = String(64)


def _at(name: str, **options: Any) -> Column[Any]:
    return Column(name, DateTime(timezone=True), **options)


def _now(name: str) -> Column[Any]:
    return _at(name, nullable=False, server_default=func.now())


def _json(name: str, empty: str = "{}") -> Column[Any]:
    return Column(name, JSONB, nullable=False, server_default=text(f"'{empty}'::jsonb"))


def _job() -> Column[Any]:
    return Column("job_id", JOB_ID, ForeignKey("processing_jobs.job_id", ondelete="CASCADE"), primary_key=True)


def _status_in(statuses: Iterable[JobStatus]) -> str:
    return f"status IN ({', '.join(repr(status.value) for status in statuses)})"


content: Final = Table(
    "content",
    metadata,
    Column("content_id", ID, primary_key=True),
    Column("url", Text, nullable=False),
    Column("content_type", String(20), nullable=False),
    Column("title", Text),
    Column("authors", ARRAY(Text)),
    _at("published_date"),
    Column("tier", String(10)),
    Column("status", String(20)),
    _now("created_at"),
    _now("updated_at"),
    Column("owner", OWNER, nullable=False),
    Column("plugin_id", PLUGIN_ID, nullable=False),
    Column("plugin_version", String(50), nullable=False),
    _json("parameters"),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("source_key", SHA256, comment="what content of the same address has in common"),
    Column("source_version", Integer, nullable=False, server_default="1", comment="which version of its source it is"),
    Column("sha256", SHA256, nullable=False),
    Column("license", Text),
    Column("language", String(35)),
    Column("page_count", Integer),
    _at("modified_date"),
    _json("extra"),
    _json("files"),
    Column("paragraph_count", Integer, nullable=False, server_default="0"),
    _json("notices", "[]"),
    Column("tags", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    _at("deleted_at"),
    Index("content_by_age", "owner", "created_at", "content_id"),
    Index("content_by_bytes", "owner", "sha256", "plugin_id"),
    Index(
        "content_by_source",
        "owner",
        "source_key",
        "plugin_id",
        "source_version",
        postgresql_where=text("source_key IS NOT NULL"),
    ),
)

collections: Final = Table(
    "collections",
    metadata,
    Column("collection_id", ID, primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded_name", Text, nullable=False, comment="by which names are the same"),
    Column("description", Text),
    _now("created_at"),
    _now("updated_at"),
    UniqueConstraint("owner", "folded_name"),
)

collection_members: Final = Table(
    "collection_members",
    metadata,
    Column("collection_id", ID, ForeignKey("collections.collection_id", ondelete="CASCADE"), primary_key=True),
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="CASCADE"), primary_key=True),
    _now("added_at"),
    Index("collection_members_by_content", "content_id"),
)

content_versions: Final = Table(
    "content_versions",
    metadata,
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("plugin_version", String(50), nullable=False),
    Column("sha256", SHA256, nullable=False),
    _json("files"),
    Column("paragraph_count", Integer, nullable=False),
    _now("created_at"),
)

paragraphs: Final = Table(
    "paragraphs",
    metadata,
    Column("paragraph_id", PARAGRAPH_ID, primary_key=True),
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("char_start", Integer, nullable=False),
    Column("char_end", Integer, nullable=False),
    _json("place"),
    Column("doubt", JSONB),
    Column("figure", JSONB),
    UniqueConstraint("content_id", "version", "ordinal"),
)

# Integers, not words: the ids of williams.domain.terms.
content_terms: Final = Table(
    "content_terms",
    metadata,
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="CASCADE"), primary_key=True),
    Column("term", Integer, primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("paragraphs", Integer, nullable=False, comment="how many of the content's paragraphs hold the term"),
    Index("content_terms_by_term", "owner", "term", postgresql_include=["paragraphs"]),
)

content_sketches: Final = Table(
    "content_sketches",
    metadata,
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="CASCADE"), primary_key=True),
    Column("minima", ARRAY(Integer), nullable=False, comment="williams.domain.sketches tells resemblance by them"),
)

content_bands: Final = Table(
    "content_bands",
    metadata,
    Column("band", BigInteger, primary_key=True, comment="nearly equal texts of an owner share one"),
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="CASCADE"), primary_key=True),
    Index("content_bands_by_content", "content_id"),
)

artifacts: Final = Table(
    "artifacts",
    metadata,
    Column("artifact_id", ID, primary_key=True),
    Column("artifact_type", String(20), nullable=False),
    Column("format", String(20)),
    Column("source_ids", ARRAY(Text)),
    Column("storage_path", Text),
    Column("file_size", BigInteger),
    Column("duration", Integer, comment="whole seconds, rounded"),
    Column("metadata", JSONB),
    Column("provenance_id", ID),
    _now("created_at"),
    Column("owner", OWNER, nullable=False),
    Column("plugin_id", PLUGIN_ID, nullable=False),
    Column("plugin_version", String(50), nullable=False),
    Column("job_id", JOB_ID, nullable=False),
    Column("title", Text, nullable=False),
    _json("parameters"),
    _json("files"),
    Column("preview", Text, comment="the name of the picture of it among its files"),
    _json("roles"),
    Column("licensing", JSONB, comment="the verdict of its sources' licenses on its use"),
    Column("duration_seconds", DOUBLE_PRECISION),
    Index("artifacts_by_age", "owner", "created_at", "artifact_id"),
)

processing_jobs: Final = Table(
    "processing_jobs",
    metadata,
    Column("job_id", JOB_ID, primary_key=True),
    Column("content_id", ID, ForeignKey("content.content_id", ondelete="SET NULL")),
    Column("url", Text),
    Column("content_type", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("priority", Integer, nullable=False, server_default="5"),
    Column("progress_percent", Float, nullable=False, server_default="0"),
    Column("current_stage", Text),
    _now("created_at"),
    _at("started_at"),
    _at("completed_at"),
    Column("error_message", Text),
    Column("retry_count", Integer, nullable=False, server_default="0"),
    Column("max_retries", Integer, nullable=False, server_default="3"),
    Column(
        "defects",
        Integer,
        nullable=False,
        server_default="0",
        comment="executions that ended with a defect, since somebody last asked for the job",
    ),
    Column("owner", OWNER, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("plugin_id", PLUGIN_ID, nullable=False),
    Column("artifact_id", ID, ForeignKey("artifacts.artifact_id", ondelete="SET NULL")),
    _json("request"),
    Column("idempotency_key", Text),
    Column("body_hash", SHA256, nullable=False),
    Column("error_code", String(50)),
    Column("error_retryable", Boolean),
    Column("error_stage", Text),
    Column("error_execution_no", Integer),
    Column("execution_no", Integer, nullable=False, server_default="0"),
    Column("event_seq", Integer, nullable=False, server_default="0"),
    _at("not_before"),
    _at("claimed_at"),
    _at("settled_at"),
    UniqueConstraint("owner", "idempotency_key"),
    CheckConstraint("url IS NOT NULL OR kind = 'export'", name="url"),
    CheckConstraint(f"priority BETWEEN {LOWEST_PRIORITY} AND {HIGHEST_PRIORITY}", name="priority"),
    CheckConstraint(_status_in(JobStatus), name="status"),
    CheckConstraint(f"(completed_at IS NOT NULL) = ({_status_in(sorted(TERMINAL))})", name="completed"),
    # No index names the status, and pages keep room, so that a stage's change of status touches the row alone (HOT).
    Index(
        "processing_jobs_waiting",
        "plugin_id",
        "owner",
        text("priority DESC"),
        "created_at",
        "job_id",
        postgresql_where=text("completed_at IS NULL AND claimed_at IS NULL"),
    ),
    Index("processing_jobs_claimed", "plugin_id", "owner", postgresql_where=text("claimed_at IS NOT NULL")),
    Index("processing_jobs_settled", "settled_at", postgresql_where=text("settled_at IS NOT NULL")),
    Index("processing_jobs_by_age", "owner", "created_at", "job_id"),
    postgresql_with={"fillfactor": "70"},
)

lane_turns: Final = Table(
    "lane_turns",
    metadata,
    Column("plugin_id", PLUGIN_ID, primary_key=True),
    Column("owner", OWNER, primary_key=True),
    Column(
        "turn", DOUBLE_PRECISION, nullable=False, comment="the number of the owner's last turn in the plugin's lane"
    ),
    Index("lane_turns_latest", "plugin_id", "turn"),
)

owner_weights: Final = Table(
    "owner_weights",
    metadata,
    Column("owner", OWNER, primary_key=True),
    Column("weight", Integer, nullable=False, comment="turns for one of an owner without a row"),
    _now("updated_at"),
    CheckConstraint(f"weight BETWEEN {DEFAULT_WEIGHT} AND {HIGHEST_WEIGHT}", name="weight"),
)

job_events: Final = Table(
    "job_events",
    metadata,
    _job(),
    Column("seq", Integer, primary_key=True),
    _now("at"),
    Column("kind", String(30), nullable=False),
    Column("status", String(20)),
    Column("stage", Text),
    Column("batch", Integer),
    Column("item", Integer),
    Column("execution_no", Integer, nullable=False),
    Column("message", Text),
    Column("cost_usd", DOUBLE_PRECISION),
)

leases: Final = Table(
    "leases",
    metadata,
    _job(),
    Column("stage", Text, primary_key=True),
    Column("batch", Integer, primary_key=True, comment="-1 for the stage as a whole"),
    Column("execution_no", Integer, nullable=False),
    _at("expires_at", nullable=False),
)

paid_calls: Final = Table(
    "paid_calls",
    metadata,
    _job(),
    Column("call_key", Text, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("item", Integer),
    Column("attempts", Integer, nullable=False, server_default="1"),
    Column("possibly_paid_twice", Boolean, nullable=False, server_default=text("false")),
    Column("result_key", Text),
    Column("cost_usd", DOUBLE_PRECISION, nullable=False, server_default="0"),
    _now("begun_at"),
    _at("ended_at"),
)

plugins: Final = Table(
    "plugins",
    metadata,
    Column("plugin_id", PLUGIN_ID, primary_key=True),
    Column("enabled", Boolean, nullable=False),
    _now("updated_at"),
)

api_tokens: Final = Table(
    "api_tokens",
    metadata,
    Column("token_id", ID, primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("token_sha256", SHA256, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    _now("created_at"),
    _at("expires_at"),
    _at("revoked_at"),
)

feeds: Final = Table(
    "feeds",
    metadata,
    Column("feed_id", ID, primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("token_sha256", SHA256, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("language", Text),
    _now("created_at"),
    _at("revoked_at"),
    Column("collection_id", ID, comment="only episodes of its sources; kept when the collection is deleted"),
    Column("tag", Text, comment="only episodes of sources that have it"),
)

usage_events: Final = Table(
    "usage_events",
    metadata,
    Column("usage_id", BigInteger, Identity(always=True), primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("artifact_id", ID, ForeignKey("artifacts.artifact_id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False, comment="view, share or feedback"),
    _now("at"),
    _json("detail"),
    Index("usage_events_by_artifact", "artifact_id", "kind"),
)

import_batches: Final = Table(
    "import_batches",
    metadata,
    Column("batch_id", ID, primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("title", Text),
    Column("source", Text),
    Column("job_id", JOB_ID, ForeignKey("processing_jobs.job_id", ondelete="SET NULL"), unique=True),
    Column("total", Integer, nullable=False),
    _json("left_out", "[]"),
    Column("idempotency_key", Text),
    Column("body_hash", SHA256, nullable=False),
    _now("created_at"),
    _at("cancelled_at"),
    UniqueConstraint("owner", "idempotency_key"),
    Index("import_batches_by_age", "owner", "created_at", "batch_id"),
)

import_batch_items: Final = Table(
    "import_batch_items",
    metadata,
    Column("batch_id", ID, ForeignKey("import_batches.batch_id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("title", Text),
    _json("request"),
    Column("job_id", JOB_ID, ForeignKey("processing_jobs.job_id", ondelete="SET NULL")),
    Column("error_code", String(50)),
    Column("error_message", Text),
    Index("import_batch_items_by_job", "job_id"),
    Index(
        "import_batch_items_waiting",
        "batch_id",
        "ordinal",
        postgresql_where=text("job_id IS NULL AND error_code IS NULL"),
    ),
)

followed_sources: Final = Table(
    "followed_sources",
    metadata,
    Column("source_id", ID, primary_key=True),
    Column("owner", OWNER, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text),
    _json("request"),
    Column("interval_seconds", Integer, nullable=False),
    Column("status", String(10), nullable=False),
    Column("reason", Text),
    Column("state", Text),
    Column("looking", Boolean, nullable=False),
    Column("looks", Integer, nullable=False),
    Column("job_id", JOB_ID, ForeignKey("processing_jobs.job_id", ondelete="SET NULL")),
    Column("failures", Integer, nullable=False),
    Column("error_code", String(50)),
    Column("error_message", Text),
    _at("looked_at"),
    _at("next_look_at", nullable=False),
    _now("created_at"),
    UniqueConstraint("owner", "url"),
    Index("followed_sources_by_age", "owner", "created_at", "source_id"),
    Index("followed_sources_due", "next_look_at", postgresql_where=text("status = 'active'")),
)

followed_entries: Final = Table(
    "followed_entries",
    metadata,
    Column("source_id", ID, ForeignKey("followed_sources.source_id", ondelete="CASCADE"), primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("version", Text),
)

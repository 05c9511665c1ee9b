"""Lists and single things for people."""

from __future__ import annotations

from williams_cli.tables.access import feeds_table, tokens_table
from williams_cli.tables.artifacts import (
    artifact_fields,
    artifacts_table,
    failures_table,
    feedback_table,
    impact_fields,
    plan_fields,
)
from williams_cli.tables.batches import (
    batch_fields,
    batch_items_table,
    batches_table,
    item_name,
    source_fields,
    sources_table,
)
from williams_cli.tables.collections import collection_fields, collections_table, tags_table
from williams_cli.tables.contents import content_fields, contents_table, near_duplicates_table, paragraphs_read
from williams_cli.tables.import_plans import import_plan_fields
from williams_cli.tables.jobs import events_table, job_fields, jobs_table, subject
from williams_cli.tables.layout import Listing, fields, status_text
from williams_cli.tables.licenses import license_fields, license_lines, refused_part_lines
from williams_cli.tables.notices import noted_text, notice_text

__all__ = [
    "Listing",
    "artifact_fields",
    "artifacts_table",
    "batch_fields",
    "batch_items_table",
    "batches_table",
    "collection_fields",
    "collections_table",
    "content_fields",
    "contents_table",
    "events_table",
    "failures_table",
    "feedback_table",
    "feeds_table",
    "fields",
    "impact_fields",
    "import_plan_fields",
    "item_name",
    "job_fields",
    "jobs_table",
    "license_fields",
    "license_lines",
    "near_duplicates_table",
    "noted_text",
    "notice_text",
    "paragraphs_read",
    "plan_fields",
    "refused_part_lines",
    "source_fields",
    "sources_table",
    "status_text",
    "subject",
    "tags_table",
    "tokens_table",
]

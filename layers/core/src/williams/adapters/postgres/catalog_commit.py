"""The commit of an import: its row with everything that goes with it, in one round trip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection

from williams.adapters.postgres.catalog_records import (
    CONTENT_NAMES,
    PARAGRAPH_NAMES,
    columns,
    content_params,
    paragraph_json,
)
from williams.adapters.postgres.catalog_versions import LOCK_SOURCE, SUPERSEDED
from williams.adapters.postgres.prepared import Step, run_in_turn
from williams.adapters.postgres.sketches import forgetting, sketch_params, writing
from williams.adapters.postgres.terms import counted_terms
from williams.domain.content import Content, Paragraph
from williams.domain.errors import NotFound
from williams.domain.wording import Wording

_KEPT: Final = frozenset({"content_id", "owner", "created_at", "tags", "source_version"})
_TEXT: Final = dict.fromkeys(("content_id", "owner", "sha256", "plugin_id", "plugin_version", "source_key"), "text")
_ASKED_FOR: Final = {**_TEXT, "parameters": "jsonb"}

# A statement of its own: under READ COMMITTED the next one sees what the one before in the queue has written.
_LOCK_BYTES: Final = "SELECT 1 AS unlocked WHERE pg_advisory_xact_lock(hashtextextended(:key, 0)) IS NULL"

# Another content of the same bytes and parameters, if this one is not there itself.
_STANDING: Final = f"""
    SELECT content_id, owner, created_at FROM content
    WHERE owner = :owner AND sha256 = :sha256 AND plugin_id = :plugin_id AND plugin_version = :plugin_version
    AND parameters = CAST(:parameters AS jsonb) AND CAST(:once AS boolean) AND deleted_at IS NULL AND NOT {SUPERSEDED}
    AND NOT EXISTS (SELECT FROM content WHERE content_id = :content_id)
    ORDER BY created_at DESC, content_id DESC LIMIT 1"""

# The newest version of the same source.
_NEWEST: Final = """
    FROM content AS newest
    WHERE newest.owner = CAST(:owner AS text) AND newest.source_key = CAST(:source_key AS text)
    AND newest.plugin_id = CAST(:plugin_id AS text) AND newest.deleted_at IS NULL
    AND newest.content_id <> CAST(:content_id AS text)
    ORDER BY newest.source_version DESC, newest.created_at DESC, newest.content_id DESC LIMIT 1"""

_SAME_NEWEST: Final = """
    newest.sha256 = CAST(:sha256 AS text) AND newest.plugin_version = CAST(:plugin_version AS text)"""

# What the same version of the plugin makes of the same bytes, asked for in another way, stands beside it.
_FROM_NEWEST: Final = {
    "source_version": f"CASE WHEN {_SAME_NEWEST} THEN newest.source_version ELSE newest.source_version + 1 END",
    "tags": f"CASE WHEN {_SAME_NEWEST} THEN CAST(:tags AS text[]) ELSE newest.tags END",
}


def _given(name: str) -> str:
    if name in _FROM_NEWEST:
        usual = "1" if name == "source_version" else "CAST(:tags AS text[])"
        return f"COALESCE((SELECT {_FROM_NEWEST[name]} {_NEWEST}), {usual})"
    # A parameter that stands in two places must have the same type in both.
    return f"CAST(:{name} AS {_ASKED_FOR[name]})" if name in _ASKED_FOR else f":{name}"


# A later version replaces an earlier one; a repeated or late earlier one leaves the row as it is.
_WRITE_CONTENT: Final = f"""
    INSERT INTO content ({", ".join(CONTENT_NAMES)})
    SELECT {", ".join(map(_given, CONTENT_NAMES))} WHERE NOT EXISTS ({_STANDING})
    ON CONFLICT (content_id) DO UPDATE
    SET {", ".join(f"{name} = excluded.{name}" for name in CONTENT_NAMES if name not in _KEPT)}
    WHERE content.owner = excluded.owner AND content.version < excluded.version"""

# What follows is written for a row that is this owner's.
_OWN: Final = "FROM content WHERE content.content_id = :content_id AND content.owner = :owner"

_WRITE_VERSION: Final = f"""
    INSERT INTO content_versions (content_id, version, plugin_version, sha256, files, paragraph_count, created_at)
    SELECT content.content_id, CAST(:version AS integer), :plugin_version, :sha256, CAST(:files AS jsonb),
        CAST(:paragraph_count AS integer), CAST(:updated_at AS timestamptz)
    {_OWN} ON CONFLICT DO NOTHING"""

_WRITE_PARAGRAPHS: Final = f"""
    INSERT INTO paragraphs (content_id, version, {", ".join(PARAGRAPH_NAMES)})
    SELECT content.content_id, CAST(:version AS integer), {columns("given", PARAGRAPH_NAMES)}
    FROM jsonb_to_recordset(CAST(:paragraphs AS jsonb)) AS given (
        paragraph_id text, ordinal integer, kind text, text text, char_start integer, char_end integer,
        place jsonb, doubt jsonb, figure jsonb), content
    WHERE content.content_id = :content_id AND content.owner = :owner
    ON CONFLICT DO NOTHING"""

# The row was written just now: a repeated or late version leaves it as it is, and its terms. Hidden content has none.
_CURRENT: Final = f"{_OWN} AND content.xmin = CAST(pg_current_xact_id() AS xid) AND content.deleted_at IS NULL"

_REMOVE_TERMS: Final = f"DELETE FROM content_terms WHERE content_id IN (SELECT content.content_id {_CURRENT})"

_WRITE_TERMS: Final = f"""
    INSERT INTO content_terms (content_id, owner, term, paragraphs)
    SELECT current.content_id, current.owner, given.term, given.paragraphs
    FROM (SELECT content.content_id, content.owner {_CURRENT}) AS current,
        unnest(CAST(:terms AS integer[]), CAST(:counts AS integer[])) AS given (term, paragraphs)"""

_REMOVE_SKETCH: Final = forgetting(f"(SELECT content.content_id {_CURRENT}) AS written")
_WRITE_SKETCH: Final = writing(f"(SELECT content.content_id {_CURRENT}) AS written")

# The collections of the version before it.
_FILE_LIKE_BEFORE: Final = f"""
    INSERT INTO collection_members (collection_id, content_id)
    SELECT member.collection_id, content.content_id FROM collection_members AS member, content
    WHERE content.content_id IN (SELECT content.content_id {_CURRENT}) AND member.content_id = (
        SELECT earlier.content_id FROM content AS earlier
        WHERE earlier.owner = content.owner AND earlier.source_key = content.source_key
        AND earlier.plugin_id = content.plugin_id AND earlier.source_version < content.source_version
        AND earlier.deleted_at IS NULL
        ORDER BY earlier.source_version DESC, earlier.created_at DESC, earlier.content_id DESC LIMIT 1)
    ON CONFLICT DO NOTHING"""

_OUTCOME: Final = f"""
    SELECT content_id, owner FROM content WHERE content_id = :content_id
    UNION ALL (SELECT content_id, owner FROM ({_STANDING}) AS standing)"""


_TIE_JOB: Final = f"""
    UPDATE processing_jobs SET content_id = CAST(:content_id AS text)
    WHERE job_id = :job_id AND EXISTS (SELECT {_OWN})"""


def commit_import(
    connection: Connection,
    content: Content,
    paragraphs: Sequence[Paragraph],
    once: bool,
    job_id: str | None,
    wording: Wording,
) -> str:
    """See :meth:`williams.ports.catalog.CatalogPort.commit_import`. Raises NotFound for another owner's content."""
    terms = counted_terms(wording.terms)
    sketch = sketch_params(content.owner, wording.sketch)
    values: Mapping[str, object] = {
        **content_params(content),
        **sketch,
        "once": once,
        "source": " ".join((content.owner, content.source_key or "", content.plugin_id)),
        "job_id": job_id,
        "key": " ".join((content.owner, content.sha256, content.plugin_id)),
        # pg8000 takes a list for an array, so the JSON text is made here.
        "paragraphs": json.dumps(paragraph_json(list(paragraphs))),
        "terms": list(terms),
        "counts": list(terms.values()),
    }
    statements = (
        *((_LOCK_BYTES,) if once else ()),
        *((LOCK_SOURCE,) if content.source_key else ()),
        _WRITE_CONTENT,
        _WRITE_VERSION,
        _WRITE_PARAGRAPHS,
        _REMOVE_TERMS,
        _WRITE_TERMS,
        *_REMOVE_SKETCH,
        *(_WRITE_SKETCH if sketch else ()),
        *((_FILE_LIKE_BEFORE,) if content.source_key else ()),
        *((_TIE_JOB,) if job_id else ()),
        _OUTCOME,
    )
    steps: list[Step] = [(statement, values) for statement in statements]
    standing = run_in_turn(connection, *steps)[0]
    if standing["owner"] != content.owner:
        raise NotFound(f"There is no content {content.content_id}.")
    return str(standing["content_id"])

"""The catalog in Postgres: content, paragraphs, artifacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from unicodedata import normalize

from sqlalchemy import Engine

from williams.adapters.postgres.catalog_commit import commit_import
from williams.adapters.postgres.catalog_records import (
    ARTIFACT_NAMES,
    CONTENT_NAMES,
    PARAGRAPH_NAMES,
    artifact_from,
    artifact_params,
    columns,
    content_from,
    filter_params,
    paragraph_from,
)
from williams.adapters.postgres.catalog_versions import SUPERSEDED, make_newest, read_links
from williams.adapters.postgres.engine import connected, transaction
from williams.adapters.postgres.prepared import run, run_in_turn, run_on
from williams.adapters.postgres.sketches import FORGET_SKETCH, HOLD, find_near_duplicates, note_standing
from williams.adapters.postgres.terms import read_statistics
from williams.domain.artifacts import Artifact, ArtifactFilter
from williams.domain.bm25 import TermStatistics
from williams.domain.content import Content, Paragraph, ParagraphFilter
from williams.domain.errors import NotFound
from williams.domain.labels import MOST_TAGS, too_many_tags
from williams.domain.near_duplicates import NearDuplicate
from williams.domain.notices import NotedContent
from williams.domain.paging import Page
from williams.domain.search import ContentFilter
from williams.domain.versions import VersionLinks
from williams.domain.wording import Wording
from williams.ports.catalog import ALL_ARTIFACTS, ALL_CONTENT, ALL_PARAGRAPHS

_CONTENT: Final = columns("content", CONTENT_NAMES)
_PARAGRAPH: Final = columns("paragraphs", PARAGRAPH_NAMES)
_ARTIFACT: Final = columns("artifacts", ARTIFACT_NAMES)


def _placeholders(names: Sequence[str]) -> str:
    return ", ".join(f":{name}" for name in names)


_CONTENT_BY_ID: Final = f"""
    SELECT {_CONTENT} FROM content WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL"""

# Each condition is void where its value is null. A language fits with a region or script after it.
_FITTING: Final = f"""
    owner = :owner AND deleted_at IS NULL
    AND (CAST(:content_ids AS text[]) IS NULL OR content_id = ANY(CAST(:content_ids AS text[])))
    AND (CAST(:content_types AS text[]) IS NULL OR content_type = ANY(CAST(:content_types AS text[])))
    AND (CAST(:tiers AS text[]) IS NULL OR tier = ANY(CAST(:tiers AS text[])))
    AND (CAST(:licenses AS text[]) IS NULL OR lower(license) = ANY(CAST(:licenses AS text[])))
    AND (CAST(:languages AS text[]) IS NULL OR EXISTS (
        SELECT FROM unnest(CAST(:languages AS text[])) AS wanted
        WHERE starts_with(lower(language) || '-', wanted || '-')))
    AND (CAST(:author AS text) IS NULL OR EXISTS (
        SELECT FROM unnest(authors) AS author WHERE strpos(lower(normalize(author, NFC)), :author) > 0))
    AND (CAST(:published_from AS date) IS NULL OR published_date >= CAST(:published_from AS date))
    AND (CAST(:published_to AS date) IS NULL OR published_date < CAST(:published_to AS date) + 1)
    AND (CAST(:tags AS text[]) IS NULL OR tags && CAST(:tags AS text[]))
    AND (CAST(:collection_ids AS text[]) IS NULL OR content_id IN (
        SELECT member.content_id FROM collection_members AS member
        WHERE member.collection_id = ANY(CAST(:collection_ids AS text[]))))
    AND (CAST(:all_versions AS boolean) OR CAST(:content_ids AS text[]) IS NOT NULL OR NOT {SUPERSEDED})"""

_CONTENTS: Final = f"""
    SELECT {_CONTENT} FROM content
    WHERE {_FITTING}
        AND (CAST(:after AS text) IS NULL OR (created_at, content_id) < (
            SELECT created_at, content_id FROM content WHERE content_id = :after AND owner = :owner))
    ORDER BY created_at DESC, content_id DESC LIMIT CAST(:limit AS integer)"""

_SAME_BYTES: Final = f"""
    SELECT {_CONTENT} FROM content
    WHERE owner = :owner AND sha256 = :sha256 AND plugin_id = :plugin_id AND parameters = CAST(:parameters AS jsonb)
    AND deleted_at IS NULL
    ORDER BY created_at DESC, content_id DESC LIMIT 1"""

_NEWEST_VERSION: Final = f"""
    SELECT {_CONTENT} FROM content
    WHERE owner = :owner AND source_key = :source_key AND deleted_at IS NULL AND NOT {SUPERSEDED}
    ORDER BY created_at DESC, content_id DESC LIMIT 1"""

_NOTED: Final = """
    SELECT content_id, title, notices FROM content
    WHERE owner = :owner AND content_id = ANY(CAST(:content_ids AS text[])) AND deleted_at IS NULL
    AND notices <> CAST('[]' AS jsonb)"""

# A row without a paragraph says that there is such content, which has none.
_PARAGRAPHS: Final = f"""
    SELECT {_PARAGRAPH} FROM content LEFT JOIN paragraphs USING (content_id, version)
    WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL ORDER BY ordinal"""

# Each condition is void where its value is null.
_PARAGRAPH_PAGE: Final = f"""
    SELECT {_PARAGRAPH} FROM paragraphs JOIN content USING (content_id)
    WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL
    AND paragraphs.version = CAST(:version AS integer) AND ordinal > CAST(:after AS integer)
    AND (CAST(:page AS text) IS NULL OR place ->> 'page' = CAST(:page AS text))
    AND (CAST(:section AS text) IS NULL OR place ->> 'section' = CAST(:section AS text))
    ORDER BY ordinal LIMIT CAST(:limit AS integer)"""

_PARAGRAPHS_BY_ID: Final = f"""
    SELECT {_PARAGRAPH}, {_CONTENT} FROM paragraphs JOIN content USING (content_id)
    WHERE content.owner = :owner AND paragraph_id = ANY(CAST(:paragraph_ids AS text[]))
        AND (content.deleted_at IS NULL OR CAST(:hidden_too AS boolean))
        AND NOT (CAST(:newest_only AS boolean) AND {SUPERSEDED})"""

_LANGUAGES: Final = """
    SELECT DISTINCT coalesce(language, '') AS language FROM content
    WHERE owner = :owner AND deleted_at IS NULL ORDER BY 1"""

# One text: as rows, thousands take the driver longer than the database.
_FILTERED: Final = f"SELECT coalesce(string_agg(content_id, ','), '') AS found FROM content WHERE {_FITTING}"

_SET_TAGS: Final = f"""
    UPDATE content SET tags = CAST(:tags AS text[]), updated_at = CAST(:at AS timestamptz)
    WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL
    RETURNING {_CONTENT}"""

# What it has comes first.
_ADD_TAGS: Final = """
    UPDATE content SET tags = tags || ARRAY(
        SELECT given FROM unnest(CAST(:tags AS text[])) WITH ORDINALITY AS more (given, place)
        WHERE given <> ALL(tags) ORDER BY place)
    WHERE content_id = :content_id AND owner = :owner AND NOT tags @> CAST(:tags AS text[])
    AND cardinality(ARRAY(SELECT unnest(tags) UNION SELECT unnest(CAST(:tags AS text[])))) <= CAST(:most AS integer)"""

_HAS_TAGS: Final = """
    SELECT tags @> CAST(:tags AS text[]) AS has FROM content WHERE content_id = :content_id AND owner = :owner"""

_PUT_INTO: Final = """
    INSERT INTO collection_members (collection_id, content_id)
    SELECT collection_id, content_id FROM collections, content
    WHERE collections.owner = :owner AND collection_id = ANY(CAST(:collection_ids AS text[]))
    AND content.owner = :owner AND content_id = :content_id
    ON CONFLICT DO NOTHING"""

_STATE_LICENSE: Final = f"""
    UPDATE content SET license = CAST(:license AS text), updated_at = CAST(:at AS timestamptz),
        extra = extra || jsonb_build_object('license_statement', jsonb_build_object(
            'at', CAST(:said_at AS text), 'instead_of', license))
    WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL
    RETURNING {_CONTENT}"""

# The terms go with the vectors: hidden paragraphs must not make words look more usual than they are.
_HIDE: Final = f"""
    WITH hidden AS (
        UPDATE content SET deleted_at = COALESCE(deleted_at, now()) WHERE content_id = :content_id AND owner = :owner
        RETURNING {_CONTENT}
    ), forgotten AS (
        DELETE FROM content_terms USING hidden WHERE content_terms.content_id = hidden.content_id
    ), {FORGET_SKETCH}
    SELECT * FROM hidden"""

_ERASE: Final = "DELETE FROM content WHERE content_id = :content_id AND owner = :owner"

_WRITE_ARTIFACT: Final = f"""
    INSERT INTO artifacts (duration, {", ".join(ARTIFACT_NAMES)})
    VALUES (:duration, {_placeholders(ARTIFACT_NAMES)}) ON CONFLICT DO NOTHING"""

_TIE_JOB: Final = "UPDATE processing_jobs SET artifact_id = :artifact_id WHERE job_id = :job_id"

_ARTIFACT_BY_ID: Final = f"SELECT {_ARTIFACT} FROM artifacts WHERE artifact_id = :artifact_id AND owner = :owner"

_ARTIFACTS: Final = f"""
    SELECT {_ARTIFACT} FROM artifacts
    WHERE owner = :owner AND (CAST(:after AS text) IS NULL OR (created_at, artifact_id) < (
        SELECT created_at, artifact_id FROM artifacts WHERE artifact_id = :after AND owner = :owner))
    AND (CAST(:artifact_type AS text) IS NULL OR artifact_type = :artifact_type)
    AND (CAST(:format AS text) IS NULL OR format = :format)
    AND (CAST(:source_id AS text) IS NULL OR CAST(:source_id AS text) = ANY(source_ids))
    AND (CAST(:created_from AS date) IS NULL OR created_at AT TIME ZONE 'UTC' >= CAST(:created_from AS date))
    AND (CAST(:created_to AS date) IS NULL OR created_at AT TIME ZONE 'UTC' < CAST(:created_to AS date) + 1)
    AND (CAST(:license AS text) IS NULL OR licensing ->> 'license' = :license)
    AND (CAST(:use AS text) IS NULL OR licensing ->> 'use' = :use)
    AND (CAST(:title AS text) IS NULL OR strpos(lower(normalize(title, NFC)), CAST(:title AS text)) > 0)
    AND (CAST(:artifact_id AS text) IS NULL OR artifact_id = :artifact_id)
    AND (CAST(:collection_ids AS text[]) IS NULL OR EXISTS (
        SELECT FROM collection_members AS member WHERE member.content_id = ANY(source_ids)
        AND member.collection_id = ANY(CAST(:collection_ids AS text[]))))
    AND (CAST(:tags AS text[]) IS NULL OR EXISTS (
        SELECT FROM content WHERE content.owner = :owner AND content.content_id = ANY(source_ids)
        AND content.tags && CAST(:tags AS text[])))
    ORDER BY created_at DESC, artifact_id DESC LIMIT CAST(:limit AS integer)"""


class PostgresCatalog:
    """See :class:`williams.ports.catalog.CatalogPort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def commit_import(
        self,
        content: Content,
        paragraphs: Sequence[Paragraph],
        once: bool = False,
        job_id: str | None = None,
        wording: Wording | None = None,
    ) -> str:
        read = wording or Wording.of([paragraph.text for paragraph in paragraphs], content.metadata.language)
        with connected(self._engine) as connection:
            return commit_import(connection, content, paragraphs, once, job_id, read)

    def content(self, owner: str, content_id: str) -> Content:
        rows = run(self._engine, _CONTENT_BY_ID, owner=owner, content_id=content_id)
        if not rows:
            raise _missing("content", content_id)
        return content_from(rows[0])

    def contents(
        self, owner: str, limit: int, after: str | None = None, wanted: ContentFilter = ALL_CONTENT
    ) -> Page[Content]:
        rows = run(self._engine, _CONTENTS, owner=owner, after=after, limit=limit + 1, **filter_params(wanted))
        items = [content_from(row) for row in rows[:limit]]
        return Page[Content](items=items, next_after=items[-1].content_id if len(rows) > limit else None)

    def same_bytes(self, owner: str, sha256: str, plugin_id: str, parameters: Mapping[str, Any]) -> Content | None:
        made_of = {"sha256": sha256, "plugin_id": plugin_id, "parameters": dict(parameters)}
        rows = run(self._engine, _SAME_BYTES, owner=owner, **made_of)
        return content_from(rows[0]) if rows else None

    def newest_version(self, owner: str, source_key: str) -> Content | None:
        rows = run(self._engine, _NEWEST_VERSION, owner=owner, source_key=source_key)
        return content_from(rows[0]) if rows else None

    def versions(self, owner: str, content_ids: Sequence[str]) -> dict[str, VersionLinks]:
        return read_links(self._engine, owner, content_ids)

    def make_newest(self, owner: str, content_id: str) -> None:
        make_newest(self._engine, owner, content_id)

    def noted(self, owner: str, content_ids: Sequence[str]) -> dict[str, NotedContent]:
        rows = run(self._engine, _NOTED, owner=owner, content_ids=list(content_ids))
        return {row["content_id"]: NotedContent(**row) for row in rows}

    def near_duplicates(self, owner: str, content_id: str) -> list[NearDuplicate]:
        return find_near_duplicates(self._engine, owner, content_id)

    def note_near_duplicates(self, owner: str, content_id: str, found: Sequence[NearDuplicate]) -> None:
        with transaction(self._engine) as connection:
            note_standing(connection, owner, content_id, found)

    def paragraphs(self, owner: str, content_id: str) -> list[Paragraph]:
        rows = run(self._engine, _PARAGRAPHS, owner=owner, content_id=content_id)
        if not rows:
            raise _missing("content", content_id)
        return [paragraph_from(row) for row in rows if row["paragraph_id"] is not None]

    def paragraph_page(
        self,
        owner: str,
        content_id: str,
        version: int,
        limit: int,
        after: int | None = None,
        within: ParagraphFilter = ALL_PARAGRAPHS,
    ) -> Page[Paragraph]:
        rows = run(
            self._engine,
            _PARAGRAPH_PAGE,
            owner=owner,
            content_id=content_id,
            version=version,
            after=-1 if after is None else after,
            page=None if within.page is None else str(within.page),
            section=within.section,
            limit=limit + 1,
        )
        items = [paragraph_from(row) for row in rows[:limit]]
        return Page[Paragraph](items=items, next_after=items[-1].paragraph_id if len(rows) > limit else None)

    def paragraphs_by_id(
        self, owner: str, paragraph_ids: Sequence[str], hidden_too: bool = False, newest_only: bool = False
    ) -> dict[str, tuple[Content, Paragraph]]:
        which = {"hidden_too": hidden_too, "newest_only": newest_only}
        rows = run(self._engine, _PARAGRAPHS_BY_ID, owner=owner, paragraph_ids=list(paragraph_ids), **which)
        contents = {content_id: content_from(row) for content_id, row in {r["content_id"]: r for r in rows}.items()}
        return {row["paragraph_id"]: (contents[row["content_id"]], paragraph_from(row)) for row in rows}

    def languages(self, owner: str) -> list[str]:
        return [row["language"] for row in run(self._engine, _LANGUAGES, owner=owner)]

    def filtered(self, owner: str, wanted: ContentFilter) -> list[str]:
        (row,) = run(self._engine, _FILTERED, owner=owner, **filter_params(wanted))
        found: str = row["found"]
        return found.split(",") if found else []

    def term_statistics(self, owner: str, terms: Sequence[int]) -> TermStatistics:
        return read_statistics(self._engine, owner, terms)

    def state_license(self, owner: str, content_id: str, license: str | None, at: datetime) -> Content:
        said = {"license": license, "at": at, "said_at": at.isoformat()}
        rows = run(self._engine, _STATE_LICENSE, owner=owner, content_id=content_id, **said)
        if not rows:
            raise _missing("content", content_id)
        return content_from(rows[0])

    def set_tags(self, owner: str, content_id: str, tags: Sequence[str], at: datetime) -> Content:
        rows = run(self._engine, _SET_TAGS, owner=owner, content_id=content_id, tags=list(tags), at=at)
        if not rows:
            raise _missing("content", content_id)
        return content_from(rows[0])

    def file_under(self, owner: str, content_id: str, tags: Sequence[str], collection_ids: Sequence[str]) -> None:
        asked: dict[str, object] = {"owner": owner, "content_id": content_id, "most": MOST_TAGS}
        asked |= {"tags": list(tags), "collection_ids": list(collection_ids)}
        with connected(self._engine) as connection:
            rows = run_in_turn(connection, (_ADD_TAGS, asked), (_PUT_INTO, asked), (_HAS_TAGS, asked))
        if rows and not rows[0]["has"]:
            raise too_many_tags(content_id)

    def hide(self, owner: str, content_id: str) -> Content:
        with transaction(self._engine) as connection:
            run_on(connection, HOLD, owner=owner, content_id=content_id)
            rows = run_on(connection, _HIDE, owner=owner, content_id=content_id)
        if not rows:
            raise _missing("content", content_id)
        return content_from(rows[0])

    def erase(self, owner: str, content_id: str) -> None:
        run(self._engine, _ERASE, owner=owner, content_id=content_id)

    def commit_artifact(self, artifact: Artifact) -> None:
        values = artifact_params(artifact)
        with connected(self._engine) as connection:
            run_in_turn(connection, (_WRITE_ARTIFACT, values), (_TIE_JOB, values))

    def artifact(self, owner: str, artifact_id: str) -> Artifact:
        rows = run(self._engine, _ARTIFACT_BY_ID, owner=owner, artifact_id=artifact_id)
        if not rows:
            raise _missing("artifact", artifact_id)
        return artifact_from(rows[0])

    def artifacts(
        self, owner: str, limit: int, after: str | None = None, wanted: ArtifactFilter = ALL_ARTIFACTS
    ) -> Page[Artifact]:
        fitting = wanted.model_dump(mode="json") | {"title": wanted.title and normalize("NFC", wanted.title).lower()}
        rows = run(self._engine, _ARTIFACTS, owner=owner, after=after, limit=limit + 1, **fitting)
        items = [artifact_from(row) for row in rows[:limit]]
        return Page[Artifact](items=items, next_after=items[-1].artifact_id if len(rows) > limit else None)


def _missing(kind: str, identifier: str) -> NotFound:
    return NotFound(f"There is no {kind} {identifier}.")

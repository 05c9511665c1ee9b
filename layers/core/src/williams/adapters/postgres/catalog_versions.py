"""Versions of a source: which content there is of it before and after a content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.prepared import run, run_in_turn
from williams.domain.versions import UNLINKED, VersionLinks

# Of rows of "content", those of which there is a later version.
SUPERSEDED: Final = """
    EXISTS (
        SELECT FROM content AS later
        WHERE later.owner = content.owner AND later.source_key = content.source_key
        AND later.plugin_id = content.plugin_id AND later.source_version > content.source_version
        AND later.deleted_at IS NULL)"""

# A statement of its own, as that for the same bytes: two versions at one moment come one after the other.
LOCK_SOURCE: Final = "SELECT 1 AS unlocked WHERE pg_advisory_xact_lock(hashtextextended(:source, 0)) IS NULL"

_OTHER: Final = """(
    SELECT other.content_id FROM content AS other
    WHERE other.owner = content.owner AND other.source_key = content.source_key
    AND other.plugin_id = content.plugin_id AND other.source_version {side} content.source_version
    AND other.deleted_at IS NULL
    ORDER BY other.source_version DESC, other.created_at DESC, other.content_id DESC LIMIT 1)"""

_LINKS: Final = f"""
    SELECT content_id, {_OTHER.format(side="<")} AS supersedes, {_OTHER.format(side=">")} AS superseded_by
    FROM content
    WHERE owner = :owner AND content_id = ANY(CAST(:content_ids AS text[])) AND deleted_at IS NULL
    AND source_key IS NOT NULL"""

_SOURCE: Final = """
    SELECT concat_ws(' ', owner, source_key, plugin_id) AS source FROM content
    WHERE owner = :owner AND content_id = :content_id AND source_key IS NOT NULL"""

_MAKE_NEWEST: Final = f"""
    UPDATE content SET source_version = (
        SELECT CASE WHEN newest.sha256 = content.sha256 AND newest.plugin_version = content.plugin_version
            THEN newest.source_version ELSE newest.source_version + 1 END
        FROM content AS newest
        WHERE newest.owner = content.owner AND newest.source_key = content.source_key
        AND newest.plugin_id = content.plugin_id AND newest.deleted_at IS NULL
        ORDER BY newest.source_version DESC, newest.created_at DESC, newest.content_id DESC LIMIT 1)
    WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL AND {SUPERSEDED}
    RETURNING content_id"""


def read_links(engine: Engine, owner: str, content_ids: Sequence[str]) -> dict[str, VersionLinks]:
    """See :meth:`williams.ports.catalog.CatalogPort.versions`."""
    rows = run(engine, _LINKS, owner=owner, content_ids=list(content_ids))
    links = {row["content_id"]: VersionLinks(row["supersedes"], row["superseded_by"]) for row in rows}
    return {content_id: each for content_id, each in links.items() if each != UNLINKED}


def make_newest(engine: Engine, owner: str, content_id: str) -> None:
    """See :meth:`williams.ports.catalog.CatalogPort.make_newest`."""
    wanted = {"owner": owner, "content_id": content_id}
    for row in run(engine, _SOURCE, **wanted):
        with connected(engine) as connection:
            run_in_turn(connection, (LOCK_SOURCE, {"source": row["source"]}), (_MAKE_NEWEST, wanted))

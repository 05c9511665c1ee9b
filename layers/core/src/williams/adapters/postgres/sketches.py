"""Sketches of texts: kept with a content, and found by the bands that another has too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Engine

from williams.adapters.postgres.catalog_records import notices_json
from williams.adapters.postgres.catalog_versions import SUPERSEDED
from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.prepared import run_in_turn, run_on
from williams.domain.near_duplicates import (
    NEAR_DUPLICATE,
    NearDuplicate,
    most_alike,
    near_duplicate_notices,
    resemblance_of,
)
from williams.domain.sketches import Sketch, sketch_of

# Of so many that share a band, the newest are compared.
_MOST_COMPARED: Final = 200

_SKETCH: Final = """
    SELECT minima, source_key FROM content_sketches JOIN content USING (content_id)
    WHERE content_id = :content_id AND owner = :owner AND deleted_at IS NULL"""

# By the bands first: of so few rows in the end, the planner would else look through all of the owner's content by age.
_SHARING_A_BAND: Final = f"""
    WITH sharing AS MATERIALIZED (
        SELECT DISTINCT other.content_id FROM content_bands AS own JOIN content_bands AS other USING (band)
        WHERE own.content_id = :content_id AND other.content_id <> own.content_id)
    SELECT content_id, title, url, content_type, created_at, minima
    FROM sharing JOIN content USING (content_id) JOIN content_sketches USING (content_id)
    WHERE owner = :owner AND deleted_at IS NULL AND NOT {SUPERSEDED}
    AND (source_key IS NULL OR source_key IS DISTINCT FROM CAST(:source_key AS text))
    ORDER BY created_at DESC, content_id DESC LIMIT {_MOST_COMPARED}"""

_STANDING: Final = """
    SELECT content_id FROM content
    WHERE content_id = ANY(CAST(:found AS text[])) AND owner = :owner AND deleted_at IS NULL FOR KEY SHARE"""

# What it has already is passed over.
_ADD_NOTICES: Final = """
    UPDATE content SET notices = (
        SELECT coalesce(jsonb_agg(said ORDER BY place), CAST('[]' AS jsonb))
        FROM jsonb_array_elements(CAST(:notices AS jsonb)) WITH ORDINALITY AS given (said, place)
        WHERE NOT notices @> jsonb_build_array(said)) || notices
    WHERE content_id = :content_id AND owner = :owner AND NOT notices @> CAST(:notices AS jsonb)"""

HOLD: Final = "SELECT FROM content WHERE content_id = :content_id AND owner = :owner FOR UPDATE"
"""What comes before hiding: it waits for who is about to name the content, so that hiding sees what they said."""

_SKETCHED: Final = "INSERT INTO content_sketches (content_id, minima) SELECT content_id, CAST(:minima AS integer[])"
_BANDED: Final = "INSERT INTO content_bands (band, content_id) SELECT band, content_id"
_EACH_BAND: Final = "unnest(CAST(:bands AS bigint[])) AS band"


def writing(rows: str) -> tuple[str, str]:
    """Return the statements that write the sketch of the content that SQL has in ``rows``."""
    return f"{_SKETCHED} FROM {rows}", f"{_BANDED} FROM {rows}, {_EACH_BAND}"


_WRITE: Final = writing("(SELECT CAST(:content_id AS text) AS content_id) AS given")


def forgetting(rows: str) -> tuple[str, str]:
    """Return the statements that delete it."""
    these = f"WHERE content_id IN (SELECT content_id FROM {rows})"
    return f"DELETE FROM content_sketches {these}", f"DELETE FROM content_bands {these}"


_NAMES_IT: Final = f"""said ->> 'code' = '{NEAR_DUPLICATE}'
        AND strpos(said ->> 'message', '(' || CAST(:content_id AS text) || ')') > 0"""

# Parts of a statement that knows the content as "hidden": its sketch goes, and so does what others say of it. Others
# are left alone: the later of two names the earlier, so that of two that are hidden at a time one waits for the other.
FORGET_SKETCH: Final = f"""alike AS (
        SELECT DISTINCT other.content_id FROM hidden JOIN content_bands AS own USING (content_id)
        JOIN content_bands AS other USING (band) WHERE other.content_id <> own.content_id
    ), unsaid AS (
        UPDATE content SET notices = (
            SELECT coalesce(jsonb_agg(said ORDER BY place), CAST('[]' AS jsonb))
            FROM jsonb_array_elements(content.notices) WITH ORDINALITY AS noted (said, place)
            WHERE NOT ({_NAMES_IT}))
        FROM alike WHERE content.content_id = alike.content_id AND content.owner = :owner
        AND EXISTS (SELECT FROM jsonb_array_elements(content.notices) AS noted (said) WHERE {_NAMES_IT})
    ), unsketched AS (
        {forgetting("hidden")[0]}
    ), unbanded AS (
        {forgetting("hidden")[1]}
    )"""


def sketch_params(owner: str, sketch: Sketch | None) -> dict[str, Any]:
    """Return the values of a sketch's rows."""
    return {"minima": list(sketch.minima), "bands": sketch.bands(owner)} if sketch else {}


def write_sketch(connection: Connection, owner: str, content_id: str, texts: Iterable[str]) -> None:
    """Keep the sketch of content that has none."""
    if values := sketch_params(owner, sketch_of(texts)):
        run_in_turn(connection, *((statement, {"content_id": content_id, **values}) for statement in _WRITE))


def note_standing(connection: Connection, owner: str, content_id: str, found: Sequence[NearDuplicate]) -> None:
    """See :meth:`williams.ports.catalog.CatalogPort.note_near_duplicates`; to be run in a transaction.

    It keeps those that stand from being hidden until its end, and waits for nobody who writes their notices.
    """
    rows = run_on(connection, _STANDING, owner=owner, found=[each.content_id for each in found])
    standing = {row["content_id"] for row in rows}
    notices = near_duplicate_notices([each for each in found if each.content_id in standing])
    run_on(connection, _ADD_NOTICES, owner=owner, content_id=content_id, notices=notices_json(notices))


def find_near_duplicates(engine: Engine, owner: str, content_id: str) -> list[NearDuplicate]:
    """See :meth:`williams.ports.catalog.CatalogPort.near_duplicates`."""
    wanted = {"owner": owner, "content_id": content_id}
    with connected(engine) as connection:
        own = run_on(connection, _SKETCH, **wanted)
        if not own:
            return []
        rows = run_on(connection, _SHARING_A_BAND, **wanted, source_key=own[0]["source_key"])
    sketch = Sketch(tuple(own[0]["minima"]))
    likeness = (resemblance_of(sketch, Sketch(tuple(row.pop("minima")))) for row in rows)
    return most_alike(NearDuplicate(**row, resemblance=each) for row, each in zip(rows, likeness, strict=True))

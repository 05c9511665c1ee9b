"""Makes the terms of what was imported before search by words existed, or read words as it does now."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from williams.adapters.pgvector.vectors import copy_terms
from williams.adapters.postgres.prepared import run_on
from williams.adapters.postgres.terms import write_terms
from williams.domain.bm25 import paragraph_weights

_CONTENTS: Final = "SELECT content_id, owner, language FROM content WHERE {condition}"

_TEXTS: Final = """
    SELECT text FROM paragraphs JOIN content USING (content_id, version) WHERE content_id = :content_id"""

# A paragraph is written once for each model that embedded it.
_EMBEDDED: Final = """
    SELECT paragraph_id, model, text FROM paragraph_vectors JOIN paragraphs USING (paragraph_id, content_id)
    WHERE content_id = :content_id"""


def fill_terms(connection: Connection, condition: str = "true") -> None:
    """Make the terms of content of which the SQL ``condition`` holds. None of its paragraphs has any."""
    for content in run_on(connection, _CONTENTS.format(condition=condition)):
        content_id, owner, language = content["content_id"], content["owner"], content["language"]
        texts = [row["text"] for row in run_on(connection, _TEXTS, content_id=content_id)]
        write_terms(connection, owner, content_id, texts, language)
        rows = run_on(connection, _EMBEDDED, content_id=content_id)
        keys = [(row["paragraph_id"], row["model"], owner, content_id) for row in rows]
        copy_terms(connection, keys, [paragraph_weights(row["text"], language) for row in rows])

"""The reference of the database, from its SQLAlchemy metadata."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from docs.generate.markdown import code, head, table
from williams.adapters.pgvector.schema import paragraph_vectors

INTRODUCTION = """\
PostgreSQL 18 with pgvector. The migrations in `layers/core/src/williams/adapters/postgres/migrations/` make these
tables; `make up` runs them. Every row of a library belongs to an `owner`. What stands in several stores is written in
the order objects, graph and vectors, row: the row is the commit, and a reader never shows what has no row.
"""
TABLES = paragraph_vectors.metadata.tables
PURPOSES = {
    "api_tokens": "Bearer tokens, by the hash of their text.",
    "followed_sources": "Sources that are looked at on a schedule, and what came of the last look.",
    "followed_entries": "What each followed source has named, in which version: what is not here is new.",
    "import_batches": "Batches of imports: what was asked for at once, or listed by a job.",
    "import_batch_items": "The sources of a batch, each with its job once it has one, or why it can have none.",
    "feeds": "Feeds of episodes, by the hash of the token in their address.",
    "artifacts": "What was generated.",
    "collection_members": "Which contents are in which collections.",
    "collections": "What owners have put together.",
    "content": "What was imported, in its present version.",
    "content_bands": "What the sketches of nearly equal texts share: by it one is found from another.",
    "content_sketches": "The sketch of each content's text, by which those of nearly the same text are found.",
    "content_terms": "How many of a content's paragraphs hold each term, for the weights of a question's words.",
    "content_versions": "Each version of a content. One so far: other bytes make new content.",
    "job_events": "The story of each job: status changes, attempts, errors, costs.",
    "lane_turns": "The number of each owner's last turn in each plugin's lane. Who has the lowest next one is due.",
    "leases": "Which stage or item is being run at this moment, so that two deliveries do not run it at once.",
    "owner_weights": "The owners that an operator has given more turns than one.",
    "paid_calls": "Each call to a paid provider: the intent before it, its cost after it.",
    "paragraph_terms": "The weighted terms of each paragraph, for search by words.",
    "paragraph_vectors": "The embedding of each paragraph, by model.",
    "paragraphs": "The paragraphs of each content, with their place in the document and in the extracted text.",
    "plugins": "Which plugins are switched off or on. One that is not named here is on.",
    "processing_jobs": "The jobs. This table is the truth about them; queues and executions follow it.",
    "usage_events": "Views and shares of artifacts. Nothing writes to it yet.",
}


def page() -> str:
    """Raises KeyError when a table has no words, or the words no table."""
    if set(PURPOSES) != set(TABLES):
        raise KeyError(f"docs.generate.schema and the tables differ in {set(PURPOSES) ^ set(TABLES)}")
    parts = [head("Database schema", "the SQLAlchemy metadata", INTRODUCTION)]
    parts += [_table(TABLES[name]) for name in sorted(TABLES)]
    return "\n".join(parts)


def _table(each: Table) -> str:
    rows = [(code(column.name), code(_type(column)), _about(column)) for column in each.columns]
    rules = [*_constraints(each), *_indexes(each)]
    listed = "".join(f"- {rule}\n" for rule in rules)
    return f"## {each.name}\n\n{PURPOSES[each.name]}\n\n{table(('column', 'type', ''), rows)}\n{listed}"


def _type(column: Column[object]) -> str:
    return column.type.compile(dialect=postgresql.dialect()).lower()  # type: ignore[no-untyped-call]


def _about(column: Column[object]) -> str:
    notes = ["primary key"] if column.primary_key else []
    notes += [f"refers to {code(key.target_fullname)}" for key in column.foreign_keys]
    notes += ["may be null"] if column.nullable else []
    notes += [column.comment] if column.comment else []
    return "; ".join(notes)


def _constraints(each: Table) -> list[str]:
    unique = [
        f"unique: {', '.join(code(column.name) for column in rule.columns)}"
        for rule in each.constraints
        if isinstance(rule, UniqueConstraint)
    ]
    checks = [
        f"check {rule.name}: {code(rule.sqltext)}" for rule in each.constraints if isinstance(rule, CheckConstraint)
    ]
    return sorted(unique) + sorted(checks)


def _indexes(each: Table) -> list[str]:
    return [_index(index) for index in sorted(each.indexes, key=lambda index: str(index.name))]


def _index(index: Index) -> str:
    where = index.dialect_options["postgresql"]["where"]
    columns = ", ".join(code(column.name) for column in index.columns)
    return f"index {code(index.name)} on {columns}" + (f" where {code(where)}" if where is not None else "")

"""The migrations, and that they make what the code expects."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from tests.contract.postgres_server import PostgresServer
from tests.contract.records import OWNER, PLACES, make_content, make_paragraphs
from williams.adapters.pgvector.schema import paragraph_vectors
from williams.adapters.pgvector.vectors import PgVectors
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.check import ping
from williams.adapters.postgres.engine import connected, create_engine, transaction
from williams.adapters.postgres.migrate import configuration, upgrade
from williams.adapters.postgres.schema import metadata
from williams.adapters.vector_length import DIMENSIONS
from williams.domain.bm25 import paragraph_weights
from williams.domain.content import ContentMetadata
from williams.domain.errors import StoreUnavailable
from williams.domain.ids import new_id
from williams.domain.terms import question_term_ids

BEFORE_TERMS = "0001"
BEFORE_PLACES = "0008"
BEFORE_SPELLINGS = "0009"
BEFORE_SKETCHES = "0019"
BEFORE_WRITTEN_FORMS = "0020"
BEFORE_COMPOUNDS = "0021"
BEFORE_PARAMETERS = "0022"

V2_COLUMNS = {
    "content": "content_id url content_type title authors published_date tier status created_at updated_at",
    "processing_jobs": (
        "job_id content_id url content_type status priority progress_percent current_stage created_at started_at "
        "completed_at error_message retry_count max_retries"
    ),
    "artifacts": (
        "artifact_id artifact_type format source_ids storage_path file_size duration metadata provenance_id created_at"
    ),
}


@pytest.fixture
def empty_url(postgres: PostgresServer) -> Iterator[str]:
    with postgres.database() as url:
        yield url


def test_the_migrated_schema_is_the_one_in_the_code(engine: Engine) -> None:
    assert paragraph_vectors.key in metadata.tables
    with connected(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_constraints_and_indexes_are_the_ones_in_the_code(engine: Engine, empty_url: str) -> None:
    """Alembic's comparison passes over CHECK constraints and the options of indexes."""
    made = create_engine(empty_url)
    with connected(made) as connection:
        connection.exec_driver_sql("CREATE EXTENSION vector")
        metadata.create_all(connection)
    assert definitions(engine) == definitions(made)
    made.dispose()


def definitions(engine: Engine) -> set[str]:
    """Return every constraint and index as Postgres itself spells it."""
    constraints = "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS text FROM pg_constraint"
    indexes = "SELECT indexdef AS text FROM pg_indexes"
    with connected(engine) as connection:
        found = [
            *connection.exec_driver_sql(f"{constraints} WHERE connamespace = 'public'::regnamespace"),
            *connection.exec_driver_sql(f"{indexes} WHERE schemaname = 'public'"),
        ]
    return {row.text for row in found if "alembic_version" not in row.text}


@pytest.mark.parametrize("table", V2_COLUMNS)
def test_the_three_tables_have_all_their_columns(engine: Engine, table: str) -> None:
    columns = {column["name"] for column in inspect(engine).get_columns(table)}
    assert set(V2_COLUMNS[table].split()) <= columns


def test_upgrading_is_repeatable_even_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for future in [pool.submit(upgrade, empty_url) for _ in range(4)]:
            future.result(timeout=60)
    upgrade(empty_url)
    engine = create_engine(empty_url)
    ping(engine)
    engine.dispose()


def test_the_first_revision_can_be_taken_back(empty_url: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_what_was_imported_before_has_its_terms(empty_url: str) -> None:
    """Taking the migration back leaves a library as it was before search by words existed."""
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog, vectors = PostgresCatalog(engine), PgVectors(engine)
    content = make_content()
    paragraphs = make_paragraphs(content, 2)
    catalog.commit_import(content, paragraphs)
    names = [paragraph.paragraph_id for paragraph in paragraphs]
    weights = [paragraph_weights(paragraph.text, "en") for paragraph in paragraphs]
    vectors.upsert(OWNER, content.content_id, "minilm", names, [array("f", [1.0] * DIMENSIONS)] * 2, weights)
    terms = sorted(set().union(*weights))
    asked = dict.fromkeys(terms, 1.0)
    before = vectors.matching(OWNER, "minilm", asked, 10), catalog.term_statistics(OWNER, terms)
    assert len(before[0]) == 2
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_TERMS)
    upgrade(empty_url)
    assert (vectors.matching(OWNER, "minilm", asked, 10), catalog.term_statistics(OWNER, terms)) == before
    engine.dispose()


def test_what_was_imported_before_has_its_sketch_unless_it_is_deleted(empty_url: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog = PostgresCatalog(engine)
    first, second, deleted = (make_content() for _ in range(3))
    for content in (first, second, deleted):
        catalog.commit_import(content, make_paragraphs(content, 40))
    catalog.hide(OWNER, deleted.content_id)
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_SKETCHES)
    upgrade(empty_url)
    (found,) = catalog.near_duplicates(OWNER, first.content_id)
    assert (found.content_id, found.resemblance) == (second.content_id, 1.0)
    engine.dispose()


def test_what_was_imported_before_has_the_terms_of_today_unless_it_is_deleted(empty_url: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog, vectors = PostgresCatalog(engine), PgVectors(engine)
    kept, deleted = make_content(), make_content()
    weights = {}
    for content in (kept, deleted):
        (paragraph,) = make_paragraphs(content, 1)
        catalog.commit_import(content, [paragraph])
        weights = paragraph_weights(paragraph.text, "en")
        vectors.upsert(
            OWNER, content.content_id, "minilm", [paragraph.paragraph_id], [array("f", [1.0] * DIMENSIONS)], [weights]
        )
    catalog.hide(OWNER, deleted.content_id)
    vectors.delete(OWNER, deleted.content_id)
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_SPELLINGS)
        connection.exec_driver_sql("UPDATE content_terms SET term = term + 1")
        connection.exec_driver_sql("UPDATE paragraph_terms SET terms = '{1}'")
    upgrade(empty_url)
    found = vectors.matching(OWNER, "minilm", dict.fromkeys(weights, 1.0), 10)
    assert [each.paragraph_id for each in found] == [make_paragraphs(kept, 1)[0].paragraph_id]
    assert set(catalog.term_statistics(OWNER, sorted(weights)).holding.values()) == {1}
    engine.dispose()


def test_what_was_imported_before_is_found_and_alike_by_any_of_its_spellings(empty_url: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog, vectors = PostgresCatalog(engine), PgVectors(engine)
    held = {}
    for text in ("می\u200cخواهم " * 60, "The quay is empty. " * 60):
        content = make_content(language="fa")
        (paragraph,) = (each.model_copy(update={"text": text}) for each in make_paragraphs(content, 1))
        catalog.commit_import(content, [paragraph])
        vector, weights = array("f", [1.0] * DIMENSIONS), paragraph_weights(text, "fa")
        vectors.upsert(OWNER, content.content_id, "minilm", [paragraph.paragraph_id], [vector], [weights])
        held[paragraph.paragraph_id] = content.content_id
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_WRITTEN_FORMS)
        connection.exec_driver_sql("UPDATE content_terms SET term = term + 1")
        connection.exec_driver_sql("UPDATE paragraph_terms SET terms = '{1}'")
        connection.exec_driver_sql("UPDATE content_sketches SET minima = '{1}'")
    upgrade(empty_url)
    asked = dict.fromkeys(paragraph_weights("میخواهم quay", "fa"), 1.0)
    persian, _ = held
    assert [each.paragraph_id for each in vectors.matching(OWNER, "minilm", asked, 10)] == [persian]
    assert catalog.term_statistics(OWNER, sorted(asked)).holding.keys() == set(paragraph_weights("میخواهم", "fa"))
    with connected(engine) as connection:
        sketches = connection.exec_driver_sql("SELECT content_id FROM content_sketches WHERE minima <> '{1}'")
        assert [row.content_id for row in sketches] == [held[persian]]
    engine.dispose()


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Send an e-mail at once.", "email"),
        ("All of 1\u202f234 were told.", "1234"),
        ("Written by the U.S. alone.", "us U.S."),
        ("It says getElement here.", "get element"),
        ("The WHO tells it.", "WHO"),
        ("Ask for .NET again.", ".net"),
    ],
)
def test_what_was_imported_before_is_found_as_one_word_too(empty_url: str, text: str, asked: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog, vectors = PostgresCatalog(engine), PgVectors(engine)
    for each in (text, "The quay is empty."):
        content = make_content(language="en")
        (paragraph,) = (one.model_copy(update={"text": each}) for one in make_paragraphs(content, 1))
        catalog.commit_import(content, [paragraph])
        vectors.upsert(
            OWNER, content.content_id, "minilm", [paragraph.paragraph_id], [array("f", [1.0] * DIMENSIONS)], [{1: 1.0}]
        )
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_COMPOUNDS)
        connection.exec_driver_sql("UPDATE content_terms SET term = term + 1")
    upgrade(empty_url)
    terms = question_term_ids(asked, ["en"])
    assert catalog.term_statistics(OWNER, sorted(terms)).holding.keys() & terms
    assert len(vectors.matching(OWNER, "minilm", dict.fromkeys(terms, 1.0), 10)) == 1
    assert len(vectors.matching(OWNER, "minilm", {1: 1.0}, 10)) == 1
    engine.dispose()


def test_what_was_imported_before_counts_as_read_plainly(empty_url: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog = PostgresCatalog(engine)
    content = make_content(parameters={"ocr": "always"})
    catalog.commit_import(content, make_paragraphs(content))
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_PARAMETERS)
    upgrade(empty_url)
    plain = content.model_copy(update={"parameters": {}})
    assert catalog.same_bytes(OWNER, content.sha256, content.plugin_id, {}) == plain
    engine.dispose()


def test_what_was_imported_before_keeps_its_places(empty_url: str) -> None:
    """Taking the migration back leaves a library as it was when pages had no labels, and places no anchors."""
    upgrade(empty_url)
    engine = create_engine(empty_url)
    catalog = PostgresCatalog(engine)
    content = make_content(metadata=ContentMetadata(extra={"page_labels": ["1", "xii"]}))
    other = make_content(content_id=new_id("doc"))
    for each in (content, other):
        catalog.commit_import(each, make_paragraphs(each, len(PLACES)))
    with transaction(engine) as connection:
        command.downgrade(configuration(connection), BEFORE_PLACES)
    upgrade(empty_url)
    with transaction(engine) as connection:
        kept = connection.exec_driver_sql("SELECT place FROM paragraphs WHERE place = '{}'").all()
    places = [each.place for each in catalog.paragraphs(OWNER, content.content_id)]
    lost = dict.fromkeys(("until", "anchor", "slide", "sheet", "boxes", "notes"))
    assert places == [each.place.model_copy(update=lost) for each in make_paragraphs(content, len(PLACES))]
    assert {each.place.page_label for each in catalog.paragraphs(OWNER, other.content_id)} == {None}
    assert len(kept) == 2 * sum(not any((each.page, each.seconds, each.section)) for each in PLACES)
    engine.dispose()


def test_a_database_without_tables_says_what_to_do(empty_url: str) -> None:
    engine = create_engine(empty_url)
    with pytest.raises(StoreUnavailable, match="Run the migrations"):
        ping(engine)
    engine.dispose()

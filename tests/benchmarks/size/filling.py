"""A large library in the catalog and in both vector stores, and questions to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Engine
from sqlalchemy.schema import CreateIndex, DropIndex

from tests.benchmarks.size.language import Language, Passage
from tests.benchmarks.size.stores import Stores
from tests.benchmarks.size.volumes import COLLECTED, OWNER, PARAGRAPHS_EACH, volumes
from williams.adapters.pgvector.schema import paragraph_terms, paragraph_vectors
from williams.adapters.postgres.collections import PostgresCollections


@dataclass(frozen=True)
class Shelf:
    """What was filled in: a collection's id, and some of the paragraphs, by which questions are made."""

    language: Language
    collection_id: str
    some: list[Passage] = field(default_factory=list)

    def questions(self, number: int) -> list[Passage]:
        return [self.language.question(passage) for passage in islice(self.some, number)]


def fill(stores: Stores, paragraphs: int, questions: int) -> Shelf:
    """Write the volumes into Postgres, through the adapters, while Qdrant's process fills itself with the same."""
    shelf = Shelf(Language(), PostgresCollections(stores.engine).add(OWNER, "Some", None).collection_id)
    every = max(1, paragraphs // PARAGRAPHS_EACH // questions)
    stores.qdrant.begin(paragraphs)
    with _indexed_afterwards(stores.engine):
        for volume in volumes(shelf.language, paragraphs):
            volume.write_vectors(stores.pgvector)
            stores.catalog.commit_import(volume.content, volume.paragraphs, wording=volume.wording)
            if volume.owner != OWNER:
                continue
            if volume.number % COLLECTED == 0:
                stores.catalog.file_under(OWNER, volume.content.content_id, [], [shelf.collection_id])
            if volume.number % every == 0:
                shelf.some.append(volume.passages[volume.number % PARAGRAPHS_EACH])
    stores.qdrant.wait_until_filled()
    return shelf


@contextmanager
def _indexed_afterwards(engine: Engine) -> Iterator[None]:
    """Build the indexes in one go: paragraph by paragraph a graph takes three times as long, and is no better."""
    indexes = [*paragraph_vectors.indexes, *paragraph_terms.indexes]
    with engine.connect() as connection:
        for index in indexes:
            connection.execute(DropIndex(index))
    yield
    with engine.connect() as connection:
        connection.exec_driver_sql("SET maintenance_work_mem = '1GB'")
        for index in indexes:
            connection.execute(CreateIndex(index))
        connection.exec_driver_sql("VACUUM ANALYZE")

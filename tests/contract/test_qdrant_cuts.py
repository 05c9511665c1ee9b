"""Imports whose vectors go to a Qdrant that ends connections, or is started anew, at any one request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import cast

import pytest

from tests.contract.qdrant_server import Cut, QdrantServer, qdrant_server
from tests.unit.jobs.mortal_world import Scythe
from tests.unit.jobs.test_import_crash_points import TEXT, URL, ImportWorld, check, searchable
from tests.unit.plugin.samples import TextImport
from williams.adapters.qdrant.connection import connect
from williams.adapters.qdrant.vectors import QdrantVectors
from williams.domain.errors import StoreUnavailable
from williams.plugin.registry import Registry
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.vectors import InMemoryVectors

CUTS = {
    "unserved": partial(Cut),
    "served-and-restarted": partial(Cut, served=True, restarts=True),
}


@dataclass
class QdrantWorld(ImportWorld):
    """One text that is imported, with its vectors in Qdrant."""

    server: QdrantServer = field(default_factory=QdrantServer)

    def application(self, jobs: InMemoryJobs) -> MemoryApplication:
        vectors = QdrantVectors(lambda: connect(self.server.url, self.server.api_key))
        library = MemoryLibrary({URL: TEXT}, jobs=jobs, vectors=cast(InMemoryVectors, vectors))
        return memory_application(library, Registry({"import.text": TextImport()}))


@contextmanager
def world(cut: Cut | None) -> Iterator[QdrantWorld]:
    with qdrant_server() as server:
        server.cut = cut
        yield QdrantWorld(Scythe(), server=server)


@pytest.mark.parametrize("kind", CUTS)
async def test_an_import_stands_whole_whichever_request_qdrant_leaves(kind: str) -> None:
    with world(None) as whole:
        await whole.run()
        asked = len(whole.server.requests)
    assert asked > 3, "the collection, its indexes and the points are requests of their own"
    for at in range(1, asked + 1):
        with world(CUTS[kind](at)) as struck:
            job = await struck.run()
            check(struck, job)
            assert job.retry_count == 1


@pytest.mark.parametrize("kind", CUTS)
async def test_what_is_deleted_leaves_no_vector_whichever_request_qdrant_leaves(kind: str) -> None:
    with world(None) as struck:
        job = await struck.run()
        assert job.content_id is not None
        struck.server.cut = CUTS[kind](len(struck.server.requests) + 1)
        with pytest.raises(StoreUnavailable):
            struck.services.deletion.delete(OWNER, job.content_id, hard=True)
        struck.services.deletion.delete(OWNER, job.content_id, hard=True)
        assert searchable(struck, job.content_id) == set()
        assert struck.library.catalog.contents(OWNER, 10).items == []

"""Pages of a search and of a list within a collection, on the stores that a deployment has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.qdrant import QDRANTS, qdrant_vectors
from tests.contract.records import OWNER
from williams.adapters.pgvector.vectors import PgVectors
from williams.domain.bm25 import paragraph_weights
from williams.domain.search import ContentFilter, SearchMode
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort
from williams.ports.vectors import VectorPort
from williams.services.search import Search, SearchQuery
from williams.services.signing import Signer
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.memory.embedding import HashEmbedding
from williams_testing.memory.vectors import InMemoryVectors

CONTENTS, EACH, PAGE = 6, 9, 4
STORES = [("memory", "memory"), ("postgres", "pgvector"), *(("postgres", name) for name in QDRANTS)]


@pytest.fixture(params=STORES, ids=lambda pair: pair[1])
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The catalog's kind, and the vectors'."""
    chosen: tuple[str, str] = request.param
    return chosen


@pytest.fixture
def kind(pair: tuple[str, str]) -> str:
    return pair[0]


@pytest.fixture
def beside(pair: tuple[str, str], request: pytest.FixtureRequest) -> Iterator[VectorPort]:
    """The vectors beside the catalog."""
    if pair[1] == "memory":
        yield InMemoryVectors()
    elif pair[1] == "pgvector":
        yield PgVectors(request.getfixturevalue("engine"))
    else:
        with qdrant_vectors(pair[1]) as store:
            yield store


async def fill(
    catalog: CatalogPort, vectors: VectorPort, embedding: HashEmbedding, shelf: str
) -> tuple[set[str], set[str]]:
    """Write contents, every second of which is on the shelf; return the ids of these and of their paragraphs."""
    members: set[str] = set()
    inside: set[str] = set()
    for number in range(CONTENTS):
        texts = [f"A book of lamp {number} and of page {n}, {n % 3} times." for n in range(EACH)]
        content = make_content(OWNER, texts)
        paragraphs = make_paragraphs(content.content_id, texts)
        catalog.commit_import(content, paragraphs)
        names, weights = [each.paragraph_id for each in paragraphs], [paragraph_weights(text, "en") for text in texts]
        places = await embedding.embed(texts)
        vectors.upsert(OWNER, content.content_id, embedding.model, names, places, weights)
        if number % 2:
            catalog.file_under(OWNER, content.content_id, [], [shelf])
            members.add(content.content_id)
            inside.update(names)
    return members, inside


async def paged(search: Search, asked: SearchQuery) -> list[str]:
    found: list[str] = []
    token: str | None = None
    while True:
        page = await search.search(asked, PAGE, token)
        found += [hit.paragraph.paragraph_id for hit in page.hits]
        token = page.next_token
        if token is None:
            return found


async def test_pages_within_a_collection_neither_repeat_nor_leave_out(
    catalog: CatalogPort, collections: CollectionStorePort, beside: VectorPort
) -> None:
    embedding = HashEmbedding()
    shelf = collections.add(OWNER, "Shelf", None).collection_id
    members, inside = await fill(catalog, beside, embedding, shelf)
    within = ContentFilter(collection_ids=(shelf,))
    search = Search(catalog, beside, embedding, Signer(lambda: b"a key"))
    for mode in SearchMode:
        asked = SearchQuery(OWNER, "a book of lamps, page 2", mode, within)
        whole = await search.search(asked, len(inside) + 1)
        found = await paged(search, asked)
        assert found == [hit.paragraph.paragraph_id for hit in whole.hits]
        assert len(found) == len(inside)
        assert set(found) == inside
    first = catalog.contents(OWNER, 2, None, within)
    rest = catalog.contents(OWNER, 2, first.next_after, within)
    listed = [each.content_id for each in (*first.items, *rest.items)]
    assert (len(listed), set(listed), rest.next_after) == (len(members), members, None)

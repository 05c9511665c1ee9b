"""Search finds the owner's paragraphs, best first, and shows nothing that has no row."""

from __future__ import annotations

from tests.unit.pipeline.conftest import TEXTS
from tests.unit.services.conftest import source
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER


async def embedded(app: MemoryApplication, texts: tuple[str, ...] = TEXTS, owner: str = OWNER) -> str:
    content_id = source(app, texts, owner)
    engine = app.library.engines.embedding
    names = [p.paragraph_id for p in app.library.catalog.paragraphs(owner, content_id)]
    app.library.vectors.upsert(owner, content_id, engine.model, names, await engine.embed(texts))
    return content_id


async def test_the_nearest_paragraph_comes_first(app: MemoryApplication) -> None:
    content_id = await embedded(app)
    hits = await app.application.search.search(OWNER, "Books keep stories.", 10)
    assert len(hits) == len(TEXTS)
    assert hits[0].paragraph.text == "Books keep stories."
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    best = hits[0]
    assert (best.content_id, best.title, best.authors) == (content_id, "On Shelves", ["Ada Smith"])
    assert (best.license, best.paragraph.page) == ("CC-BY-4.0", 1)


async def test_no_more_than_asked_for(app: MemoryApplication) -> None:
    await embedded(app)
    assert len(await app.application.search.search(OWNER, "books", 2)) == 2


async def test_only_where_asked_for(app: MemoryApplication) -> None:
    wanted = await embedded(app)
    await embedded(app)
    hits = await app.application.search.search(OWNER, "books", 10, [wanted])
    assert {hit.content_id for hit in hits} == {wanted}


async def test_nothing_of_another_owner(app: MemoryApplication) -> None:
    await embedded(app, owner="somebody else")
    assert await app.application.search.search(OWNER, "books", 10) == []


async def test_a_vector_without_a_row_is_not_shown(app: MemoryApplication) -> None:
    content_id = await embedded(app)
    engine = app.library.engines.embedding
    app.library.vectors.upsert(OWNER, "doc_2", engine.model, ["doc_2.v1.p0"], await engine.embed(["books"]))
    hits = await app.application.search.search(OWNER, "books", 10)
    assert {hit.content_id for hit in hits} == {content_id}

"""Search finds the owner's paragraphs, best first, and shows nothing that has no row."""

from __future__ import annotations

import pytest

from tests.unit.pipeline.conftest import TEXTS
from tests.unit.services.conftest import source
from williams.domain.bm25 import paragraph_weights
from williams.domain.content import ContentMetadata
from williams.domain.errors import InvalidRequest
from williams.domain.search import ContentFilter, SearchMode
from williams.domain.terms import term_ids
from williams.services.search import DEPTH
from williams_testing.application import MemoryApplication
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.library import OWNER

BOOKS = term_ids("books", ["en"])


async def embedded(app: MemoryApplication, texts: tuple[str, ...] = TEXTS, owner: str = OWNER) -> str:
    content_id = source(app, texts, owner)
    engine = app.library.engines.embedding
    names = [p.paragraph_id for p in app.library.catalog.paragraphs(owner, content_id)]
    weights = [paragraph_weights(text, "en") for text in texts]
    app.library.vectors.upsert(owner, content_id, engine.model, names, await engine.embed(texts), weights)
    return content_id


async def test_the_nearest_paragraph_comes_first(app: MemoryApplication) -> None:
    content_id = await embedded(app)
    hits = await app.services.search.search(OWNER, "Books keep stories.", 10)
    assert len(hits) == len(TEXTS)
    assert hits[0].paragraph.text == "Books keep stories."
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    best = hits[0]
    assert (best.content_id, best.title, best.authors) == (content_id, "On Shelves", ["Ada Smith"])
    assert (best.license, best.paragraph.page) == ("CC-BY-4.0", 1)


async def test_no_more_than_asked_for(app: MemoryApplication) -> None:
    await embedded(app)
    assert len(await app.services.search.search(OWNER, "books", 2)) == 2


async def test_only_where_asked_for(app: MemoryApplication) -> None:
    wanted = await embedded(app)
    await embedded(app)
    hits = await app.services.search.search(OWNER, "books", 10, within=ContentFilter(content_ids=(wanted,)))
    assert {hit.content_id for hit in hits} == {wanted}


@pytest.mark.parametrize("mode", SearchMode)
async def test_a_filter_that_nothing_fits_finds_nothing(app: MemoryApplication, mode: SearchMode) -> None:
    await embedded(app)
    within = ContentFilter(licenses=("MIT",))
    assert await app.services.search.search(OWNER, "books", 10, mode, within) == []


async def test_nothing_of_another_owner(app: MemoryApplication) -> None:
    await embedded(app, owner="somebody else")
    assert await app.services.search.search(OWNER, "books", 10) == []


@pytest.mark.parametrize("mode", SearchMode)
async def test_what_has_no_row_is_not_shown_and_takes_nobodys_place(app: MemoryApplication, mode: SearchMode) -> None:
    """More ghosts than a ranking is first read deep, each a better match than the rows behind them."""
    content_id = await embedded(app)
    engine, vectors = app.library.engines.embedding, app.library.vectors
    ghosts = [f"ghost{n}" for n in range(2 * DEPTH)]
    (vector,) = await engine.embed(["books"])
    vectors.upsert(
        OWNER, "doc_2", engine.model, ghosts, [vector] * len(ghosts), [dict.fromkeys(BOOKS, 9.0)] * len(ghosts)
    )
    hits = await app.services.search.search(OWNER, "books", 2, mode)
    assert [hit.content_id for hit in hits] == [content_id] * 2


async def test_each_mode_ranks_by_its_own_score(app: MemoryApplication) -> None:
    await embedded(app, ("Shelves.", "Stories of shelves and books.", "Ships.", "Ropes."))
    found = {mode: await app.services.search.search(OWNER, "Books?", 10, mode) for mode in SearchMode}
    (word,) = found[SearchMode.SPARSE]
    assert (word.paragraph.ordinal, word.score, word.similarity) == (1, word.keyword_score, None)
    assert all(hit.score == hit.similarity and hit.keyword_score is None for hit in found[SearchMode.DENSE])
    assert len(found[SearchMode.DENSE]) == len(found[SearchMode.HYBRID]) == 4
    best = found[SearchMode.HYBRID][0]
    assert best.paragraph.ordinal == 1
    assert best.score == pytest.approx(1.0)
    assert best.similarity is not None
    assert best.keyword_score == word.keyword_score


async def test_the_questions_words_are_marked(app: MemoryApplication) -> None:
    await embedded(app)
    for mode in SearchMode:
        best = (await app.services.search.search(OWNER, "Which of the shelves is keeping a book?", 1, mode))[0]
        text = best.paragraph.text
        assert [text[span.start : span.end] for span in best.highlights] == ["Shelves", "keep", "books"]


async def test_stop_words_alone_find_by_meaning_only(app: MemoryApplication) -> None:
    await embedded(app)
    assert await app.services.search.search(OWNER, "what is the", 5, SearchMode.SPARSE) == []
    hits = await app.services.search.search(OWNER, "what is the", 5)
    assert len(hits) == 3
    assert not any(hit.highlights for hit in hits)


@pytest.mark.parametrize("question", ["書籍", "книги", "a" * 1000, "'; DROP TABLE content; --", '%x_\\ {}[]"', "C++ 2"])
async def test_any_question_with_a_word_has_an_answer(app: MemoryApplication, question: str) -> None:
    await embedded(app)
    assert len(await app.services.search.search(OWNER, question, 5)) == 3


@pytest.mark.parametrize("question", ["", "  ", "?!", "\n\t", "🎧", "\0"])
async def test_a_question_without_a_word_is_refused(app: MemoryApplication, question: str) -> None:
    with pytest.raises(InvalidRequest, match="Ask with words"):
        await app.services.search.search(OWNER, question, 5)


async def test_a_question_finds_paragraphs_of_every_language_of_the_library(app: MemoryApplication) -> None:
    for language, text in (("de", "Bibliotheken bewahren Bücher."), ("en", "Libraries keep books.")):
        content = make_content(OWNER, [text], metadata=ContentMetadata(language=language))
        paragraphs = make_paragraphs(content.content_id, [text])
        app.library.catalog.commit_import(content, paragraphs)
        vectors = await app.library.engines.embedding.embed([text])
        names = [paragraph.paragraph_id for paragraph in paragraphs]
        weights = [paragraph_weights(text, language)]
        app.library.vectors.upsert(
            OWNER, content.content_id, app.library.engines.embedding.model, names, vectors, weights
        )
    for question, language in (("Bibliothek", "de"), ("library", "en")):
        (hit,) = await app.services.search.search(OWNER, question, 5, SearchMode.SPARSE)
        assert (hit.language, len(hit.highlights)) == (language, 1)

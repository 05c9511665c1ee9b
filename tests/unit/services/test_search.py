"""Search finds the owner's paragraphs, best first, and shows nothing that has no row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.pipeline.conftest import TEXTS
from tests.unit.services.conftest import source
from williams.domain.bm25 import paragraph_weights
from williams.domain.content import ContentMetadata
from williams.domain.errors import InvalidRequest
from williams.domain.search import ContentFilter, SearchMode
from williams.domain.terms import term_ids
from williams.services.ranking import Ranker, Ranking
from williams.services.search import DEEP, DEEPER, DEPTH, SearchHit, SearchQuery
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


async def hits_of(app: MemoryApplication, question: str, limit: int, *more: Any, **given: Any) -> list[SearchHit]:
    return (await app.services.search.search(SearchQuery(OWNER, question, *more, **given), limit)).hits


async def said_to(app: MemoryApplication, question: str, *more: Any, **given: Any) -> str:
    """Return why the question has no hits; it has none."""
    found = await app.services.search.search(SearchQuery(OWNER, question, *more, **given), 5)
    assert found.hits == []
    assert found.said is not None
    return found.said


async def test_the_nearest_paragraph_comes_first(app: MemoryApplication) -> None:
    content_id = await embedded(app)
    hits = await hits_of(app, "Books keep stories.", 10)
    assert len(hits) == len(TEXTS)
    assert hits[0].paragraph.text == "Books keep stories."
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    best = hits[0]
    assert (best.content_id, best.title, best.authors) == (content_id, "On Shelves", ["Ada Smith"])
    assert (best.license, best.paragraph.page) == ("CC-BY-4.0", 1)


async def test_no_more_than_asked_for(app: MemoryApplication) -> None:
    await embedded(app)
    assert len(await hits_of(app, "books", 2)) == 2


async def test_only_where_asked_for(app: MemoryApplication) -> None:
    wanted = await embedded(app)
    await embedded(app)
    hits = await hits_of(app, "books", 10, within=ContentFilter(content_ids=(wanted,)))
    assert {hit.content_id for hit in hits} == {wanted}


@pytest.mark.parametrize("mode", SearchMode)
async def test_a_filter_that_nothing_fits_finds_nothing(app: MemoryApplication, mode: SearchMode) -> None:
    await embedded(app)
    within = ContentFilter(licenses=("MIT",))
    assert "no source fits the filters" in await said_to(app, "books", mode, within)


async def test_nothing_of_another_owner(app: MemoryApplication) -> None:
    await embedded(app, owner="somebody else")
    assert await hits_of(app, "books", 10) == []


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
    hits = await hits_of(app, "books", 2, mode)
    assert [hit.content_id for hit in hits] == [content_id] * 2


async def test_a_later_page_is_read_as_deep_at_once_as_the_one_before(
    app: MemoryApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    await embedded(app, tuple(f"Book {n}." for n in range(3 * DEPTH)))
    depths: list[int] = []
    read = Ranker.ranking

    def noting(ranker: Ranker, depth: int) -> Ranking:
        depths.append(depth)
        return read(ranker, depth)

    monkeypatch.setattr(Ranker, "ranking", noting)
    query, token = SearchQuery(OWNER, "book", SearchMode.DENSE), None
    for _ in range(5):
        token = (await app.services.search.search(query, DEPTH // 2, token)).next_token
    assert depths == [DEEP // 2 * DEPTH] * 4 + [DEEP // 2 * DEPTH * DEEPER] * 2


async def test_each_mode_ranks_by_its_own_score(app: MemoryApplication) -> None:
    await embedded(app, ("Shelves.", "Stories of shelves and books.", "Ships.", "Ropes."))
    found = {mode: await hits_of(app, "Books?", 10, mode) for mode in SearchMode}
    (word,) = found[SearchMode.SPARSE]
    assert (word.paragraph.ordinal, word.similarity) == (1, None)
    assert word.score == pytest.approx(word.keyword_score, abs=1e-6)
    assert all(hit.score == pytest.approx(hit.similarity, abs=1e-6) for hit in found[SearchMode.DENSE])
    assert {hit.keyword_score for hit in found[SearchMode.DENSE]} == {None}
    assert len(found[SearchMode.DENSE]) == len(found[SearchMode.HYBRID]) == 4
    best = found[SearchMode.HYBRID][0]
    assert best.paragraph.ordinal == 1
    assert best.similarity is not None
    assert best.keyword_score == word.keyword_score
    assert best.similarity / 2 < best.score < (best.similarity + 1) / 2
    assert [hit.score for hit in found[SearchMode.HYBRID][1:]] == [
        pytest.approx(hit.similarity and hit.similarity / 2, abs=1e-6) for hit in found[SearchMode.HYBRID][1:]
    ]


async def test_the_questions_words_are_marked(app: MemoryApplication) -> None:
    await embedded(app)
    for mode in SearchMode:
        best = (await hits_of(app, "Which of the shelves is keeping a book?", 1, mode))[0]
        text = best.paragraph.text
        assert [text[span.start : span.end] for span in best.highlights] == ["Shelves", "keep", "books"]


async def test_stop_words_alone_find_by_meaning_only(app: MemoryApplication) -> None:
    await embedded(app)
    assert "no text fits" in await said_to(app, "what is the", SearchMode.SPARSE)
    hits = await hits_of(app, "what is the", 5)
    assert len(hits) == 3
    assert not any(hit.highlights for hit in hits)


async def test_stop_words_of_one_language_are_none_where_there_are_others(app: MemoryApplication) -> None:
    await embedded(app)
    content = make_content(OWNER, ["Bücher."], metadata=ContentMetadata(language="de"))
    app.library.catalog.commit_import(content, make_paragraphs(content.content_id, ["Bücher."]))
    assert len(await hits_of(app, "of the", 5)) == 3


@pytest.mark.parametrize("question", ["書籍", "книги", "a" * 1000, "'; DROP TABLE content; --", '%x_\\ {}[]"', "C++ 2"])
async def test_a_question_that_nothing_answers_is_told_so(app: MemoryApplication, question: str) -> None:
    await embedded(app)
    for mode in (SearchMode.HYBRID, SearchMode.DENSE):
        assert "no text has a word of the question, and none is near it" in await said_to(app, question, mode)
    assert "no text fits" in await said_to(app, question, SearchMode.SPARSE)


async def test_a_word_or_nearness_is_enough_for_an_answer(app: MemoryApplication) -> None:
    """The fake's texts are near by words in common, stop words too, which are none to the search by words."""
    await embedded(app, ("Books and the others of them", "Ships."))
    far_with_a_word = " ".join(["book", *(f"strange{n}" for n in range(40))])
    near_without = "and the others of them, stranger"
    for question, nearness in ((far_with_a_word, -1.0), (near_without, 0.5)):
        for mode in (SearchMode.HYBRID, SearchMode.DENSE):
            found = await app.services.search.search(SearchQuery(OWNER, question, mode), 5)
            assert found.said is None
            assert len(found.hits) == 2
            similarity = found.hits[0].similarity
            assert similarity is not None
            assert similarity > nearness


async def test_an_engine_that_does_not_know_what_is_near_gives_the_nearest(
    app: MemoryApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    await embedded(app)
    monkeypatch.setattr(type(app.library.engines.embedding), "unrelated_below", lambda *_: None)
    assert len(await hits_of(app, "xxxxx", 5)) == 3


async def test_an_empty_library_says_so_too(app: MemoryApplication) -> None:
    for mode in SearchMode:
        assert (await said_to(app, "books", mode)).startswith("Nothing was found: ")


@pytest.mark.parametrize("question", ["", "  ", "?!", "\n\t", "🎧", "\0"])
async def test_a_question_without_a_word_is_refused(app: MemoryApplication, question: str) -> None:
    with pytest.raises(InvalidRequest, match="Ask with words"):
        await hits_of(app, question, 5)


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
        (hit,) = await hits_of(app, question, 5, SearchMode.SPARSE)
        assert (hit.language, len(hit.highlights)) == (language, 1)


QUOTED = (
    "To be, or not to be: that is the question.",
    "The question is to be or not at all.",
    "Exact words are rare words.",
    "Words that are exact are rare.",
)


@pytest.mark.parametrize("mode", SearchMode)
async def test_words_in_quotation_marks_stand_in_every_hit(app: MemoryApplication, mode: SearchMode) -> None:
    await embedded(app, QUOTED)
    (hit,) = await hits_of(app, "Where are „exact words“?", 10, mode)
    assert hit.paragraph.text == QUOTED[2]
    assert await hits_of(app, 'Which "rare" and "words that"', 10, mode) != []
    said = await said_to(app, '"rare exact words"', mode)
    assert "quotation marks" in said


async def test_a_quoted_hit_has_the_score_that_it_has_without_marks(app: MemoryApplication) -> None:
    await embedded(app, QUOTED)
    for mode in (SearchMode.SPARSE, SearchMode.HYBRID):
        freely = {hit.paragraph.text: hit for hit in await hits_of(app, "rare exact words", 10, mode)}
        quoted = await hits_of(app, '"rare" exact words', 10, mode)
        assert {hit.paragraph.text for hit in quoted} == {*QUOTED[2:]}
        for hit in quoted:
            other = freely[hit.paragraph.text]
            assert hit.keyword_score == pytest.approx(other.keyword_score, abs=1e-6)


async def test_a_phrase_of_small_words_is_looked_for_among_the_nearest(app: MemoryApplication) -> None:
    await embedded(app, QUOTED)
    (hit,) = await hits_of(app, 'who says "to be or not to be"', 10)
    assert hit.paragraph.text == QUOTED[0]


async def test_pages_of_a_phrase_are_parts_of_one_order(app: MemoryApplication) -> None:
    await embedded(app, tuple(f"The old book number {n}." for n in range(25)) + QUOTED)
    query, token, shown = SearchQuery(OWNER, '"old book" number'), None, []
    for _ in range(3):
        page = await app.services.search.search(query, 10, token)
        shown += [hit.paragraph.paragraph_id for hit in page.hits]
        token = page.next_token
    assert token is None
    assert len(shown) == len(set(shown)) == 25


async def test_a_phrase_is_looked_for_where_the_filters_say(app: MemoryApplication) -> None:
    wanted = await embedded(app, QUOTED)
    await embedded(app, QUOTED)
    hits = await hits_of(app, '"exact words"', 10, within=ContentFilter(content_ids=(wanted,)))
    assert [hit.content_id for hit in hits] == [wanted]

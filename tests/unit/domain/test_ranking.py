"""BM25 weights, fusion and highlights."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from williams.domain.bm25 import TermStatistics, paragraph_weights, perfect_score, question_weights
from williams.domain.fusion import fused_score
from williams.domain.search import Highlight, highlights
from williams.domain.terms import AskedWord, question_term_ids, term_ids, terms_of

TEXTS = ("book book page", "book " * 7 + "ship rope", "ship " + "sail " * 60, "page rope sail")


def words(*terms: int) -> list[AskedWord]:
    return [AskedWord((frozenset([term]),)) for term in terms]


def bm25(question: str, text: str, texts: tuple[str, ...], average: float) -> float:
    """The formula as it is printed: k1 0.9, b 0.4."""
    counts = Counter(term.id for term in terms_of(text, "en"))
    score = 0.0
    for term in term_ids(question, ["en"]):
        holding = sum(term in term_ids(each, ["en"]) for each in texts)
        rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
        often = counts[term]
        score += rarity * often * 1.9 / (often + 0.9 * (0.6 + 0.4 * counts.total() / average))
    return score


@pytest.mark.parametrize("question", ["book", "ship and page", "rope sail book"])
def test_the_product_of_the_weights_is_bm25(question: str) -> None:
    terms = term_ids(question, ["en"])
    holding = {term: sum(term in term_ids(text, ["en"]) for text in TEXTS) for term in terms}
    asked = question_weights(terms, TermStatistics(paragraphs=len(TEXTS), holding=holding))
    for text in TEXTS:
        weights = paragraph_weights(text, "en")
        score = sum(asked[term] * weights.get(term, 0.0) for term in asked)
        assert score == pytest.approx(bm25(question, text, TEXTS, average=40))


def test_a_term_that_nothing_holds_has_no_weight_and_one_that_all_hold_hardly_any() -> None:
    weights = question_weights([1, 2, 3], TermStatistics(paragraphs=100, holding={1: 100, 2: 1}))
    assert weights.keys() == {1, 2}
    assert 0 <= weights[1] < 0.01 < 4 < weights[2]


def test_statistics_that_are_a_moment_old_do_not_break_a_search() -> None:
    assert question_weights([1], TermStatistics(paragraphs=3, holding={1: 9}))[1] >= 0


def test_an_endless_paragraph_keeps_its_weightiest_terms() -> None:
    text = " ".join([*(f"word{n}" for n in range(20_000)), "provenance provenance"])
    weights = paragraph_weights(text, "en")
    assert len(weights) == 10_000
    assert term_ids("provenance", ["en"]) <= weights.keys()


def test_a_paragraph_full_of_the_questions_words_comes_near_the_perfect_score() -> None:
    terms = term_ids("book ship", ["en"])
    known = TermStatistics(paragraphs=100, holding=dict.fromkeys(terms, 3))
    perfect, weights = perfect_score([words(*terms)], known), question_weights(terms, known)

    def share(text: str) -> float:
        held = paragraph_weights(text, "en")
        return sum(weights[term] * held.get(term, 0.0) for term in terms) / perfect

    assert 0.95 < share("book ship " * 40) < 1
    assert share("book ship") == pytest.approx(2 * share("book"), rel=0.1)


def test_unknown_words_make_a_perfect_score_harder_to_reach() -> None:
    known = TermStatistics(paragraphs=100, holding={1: 3})
    assert perfect_score([words(1, 2)], known) > 2 * perfect_score([words(1)], known)


def test_a_word_of_several_parts_is_perfect_in_the_spelling_that_the_library_has() -> None:
    known = TermStatistics(paragraphs=100, holding={1: 3, 2: 30, 3: 30})
    for whole, first, second in ((1, 8, 9), (9, 2, 3)):
        asked = AskedWord((frozenset([whole]), frozenset([first, second])))
        assert perfect_score([[asked]], known) == perfect_score([words(*{1, 2, 3} & asked.terms)], known)
    number = AskedWord((frozenset([9]),), beside=frozenset([1]))
    assert perfect_score([[number]], known) == perfect_score([words(9)], known)


def test_the_language_counts_that_knows_the_question_best() -> None:
    known = TermStatistics(paragraphs=100, holding={1: 30, 2: 3})
    english, german, japanese = words(1, 2), words(3, 4), words()
    assert perfect_score([english, german, japanese], known) == perfect_score([english], known)
    assert perfect_score([japanese], known) == perfect_score([], known) == 0


def test_meaning_and_words_count_alike() -> None:
    assert fused_score(1.0, 8.0, 8.0) == fused_score(1.0, 9.0, 8.0) == 1
    assert fused_score(0.6, 0.0, 8.0) == fused_score(0.0, 4.8, 8.0) == pytest.approx(0.3)
    assert fused_score(-0.2, 0.0, 8.0) < fused_score(0.0, 0.0, 8.0) == 0
    assert fused_score(0.6, 0.0, 0.0) == pytest.approx(0.3)


def test_highlights_are_the_questions_words_in_any_form() -> None:
    text = "Books keep stories; a book’s pages keep them."
    spans = highlights(text, "en", term_ids("the book of pages", ["en"]))
    assert [text[span.start : span.end] for span in spans] == ["Books", "book’s", "pages"]


def test_highlights_stand_in_the_text_as_it_is_written() -> None:
    text = "\ufeffDo\u0308beln, in סֵפֶר und Biblio\u00adtheken: ｶﾞｲﾄﾞの⼀"
    for question, marked in (
        ("Döbeln", "Do\u0308beln"),
        ("ספר", "סֵפֶר"),
        ("Bibliothek", "Biblio\u00adtheken"),
        ("ガイド", "ｶﾞｲﾄﾞ"),
        ("一", "⼀"),
    ):
        (span,) = highlights(text, "de", question_term_ids(question, ["de"]))
        assert text[span.start : span.end] == marked


def test_pairs_that_overlap_are_one_highlight() -> None:
    text = "国立図書館の図書"
    spans = highlights(text, "ja", question_term_ids("図書館", ["ja"]))
    assert spans == [Highlight(start=2, end=5), Highlight(start=6, end=8)]
    assert highlights(text, "ja", set()) == []

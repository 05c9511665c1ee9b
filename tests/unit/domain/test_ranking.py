"""BM25 weights, fusion and highlights."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from williams.domain.bm25 import TermStatistics, paragraph_weights, question_weights
from williams.domain.fusion import fused
from williams.domain.search import Highlight, highlights
from williams.domain.terms import question_term_ids, term_ids, terms_of

TEXTS = ("book book page", "book " * 7 + "ship rope", "ship " + "sail " * 60, "page rope sail")


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


def test_first_in_both_scores_one() -> None:
    (best, score), *rest = fused(["a", "b", "c"], ["a", "c"])
    assert best == "a"
    assert score == pytest.approx(1.0)
    assert [each for each, _ in rest] == ["c", "b"]
    assert all(0 < score < 1 for _, score in rest)


def test_what_both_find_beats_what_one_finds() -> None:
    assert fused(["x", "a"], ["y", "a"])[0][0] == "a"


def test_equals_stand_in_the_order_of_their_ids_whoever_is_asked_first() -> None:
    assert [each for each, _ in fused(["b"], ["a"])] == ["a", "b"] == [each for each, _ in fused(["a"], ["b"])]
    assert fused([], []) == []


def test_fusion_does_not_depend_on_the_order_of_the_rankings() -> None:
    chance = random.Random(1)
    names = [f"p{n}" for n in range(50)]
    left, right = chance.sample(names, 30), chance.sample(names, 30)
    assert fused(left, right) == fused(right, left)


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

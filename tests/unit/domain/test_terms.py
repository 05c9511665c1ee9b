"""Words become terms: stems without stop words, with their places."""

from __future__ import annotations

import pytest

from williams.domain.terms import TERM_IDS, term_ids, terms_of


def words(text: str, language: str | None = "en") -> list[str]:
    """Return the text's terms as they stand in it."""
    return [text[term.start : term.end] for term in terms_of(text, language)]


def same(left: str, right: str, language: str | None) -> bool:
    return term_ids(left, [language or ""]) == term_ids(right, [language or ""]) != set()


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("connections", "connecting", "en"),
        ("Häuser", "Haus", "de"),
        ("chercheuses", "chercheuse", "fr-CA"),
        ("BIBLIOTECAS", "biblioteca", "es"),
        ("книги", "книга", "ru"),
        ("Library", "LIBRARY", None),
        ("ﬁle", "file", "xx"),
        ("l'eau", "eau", "fr"),
        ("Ada’s", "Ada", "en"),
        ("qu'elles", "", "fr"),
    ],
)
def test_one_word_in_two_forms(left: str, right: str, language: str | None) -> None:
    if right:
        assert same(left, right, language)
    else:
        assert term_ids(left, [language or ""]) == set()


def test_stop_words_are_left_out_and_places_are_exact() -> None:
    text = "What do the shelves — don't ask — keep? Snake_case, 2024, x-ray."
    assert words(text) == ["shelves", "ask", "keep", "Snake", "case", "2024", "x", "ray"]


def test_only_the_languages_own_stop_words_are_left_out() -> None:
    assert words("die Bücher", "de") == ["Bücher"]
    assert words("They die.", "en") == ["die"]
    assert words("und the", "sw") == ["und", "the"]


def test_scripts_without_spaces_are_read_in_pairs() -> None:
    assert words("図書館。", "ja") == ["図書", "書館"]
    assert words("书", "zh") == ["书"]
    assert words("PDF文書を読む", "ja") == ["PDF", "文書", "書を", "を読", "読む"]
    assert term_ids("図書館の本", ["ja"]) >= term_ids("図書館", ["ja"])


def test_a_question_is_read_in_every_language_of_the_library() -> None:
    both = term_ids("houses", ["en", "de"])
    assert both >= term_ids("house", ["en"])
    assert both >= term_ids("houses", ["de"])


def test_ids_fit_into_pgvectors_sparse_vectors() -> None:
    ids = term_ids(" ".join(f"word{n}" for n in range(2000)), [""])
    assert len(ids) == 2000
    assert all(0 <= each < TERM_IDS for each in ids)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "the of and", "🎧"])
def test_texts_without_a_term(text: str) -> None:
    assert words(text) == []

"""What stands in quotation marks of any language, and which texts have it."""

from __future__ import annotations

import pytest

from tests.processor import at_most
from williams.domain.phrases import holds, quoted_in


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ('who said "to be or not to be"?', ["to be or not to be"]),
        ("“curly words”, ‟and more”", ["curly words", "and more"]),
        ("„zwei Wörter“ und »noch zwei«", ["zwei Wörter", "noch zwei"]),
        ("”två ord” och »två till»", ["två ord", "två till"]),
        ("où est « mot à mot » ?", ["mot à mot"]),
        ("„dwa słowa” czyli", ["dwa słowa"]),
        ("«Война и мир»", ["Война и мир"]),
        ("「機械学習」と『本』", ["機械学習", "本"]),
        ("＂two words＂", ["two words"]),
        ('a 5" and a 6" screen', []),
        ('מה זה צה"ל ומד"א', []),
        ('"not closed', []),
        ('"" or "?!"', []),
        ("don't and 'single'", []),
    ],
)
def test_what_stands_in_quotation_marks(question: str, phrases: list[str]) -> None:
    assert [*quoted_in(question)] == phrases


@pytest.mark.parametrize(
    ("text", "phrase", "language"),
    [
        ("To be, or not to be: that is the question.", "to BE or not", "en"),
        ("Mu\u0308hlra\u0308der in Do\u0308beln", "Mühlräder in Döbeln", "de"),
        ("L’eau potable est rare.", "eau potable", "fr"),
        ("国立図書館の本", "図書館", "ja"),
        ("도서관에서 읽다", "도서관", "ko"),
        ("He writes C++ and more.", "c++ and", "en"),
        ("An e-mail came.", "e mail", "en"),
    ],
)
def test_a_text_has_the_words_as_they_stand(text: str, phrase: str, language: str) -> None:
    assert holds(text, language, [phrase])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The book of exact words.", "exact word"),
        ("Words that are exact.", "exact words"),
        ("The exact and the words.", "exact words"),
        ("He writes C and more.", "C++"),
        ("He writes C++ and more.", "C and"),
    ],
)
def test_a_text_has_not_what_only_looks_like_the_words(text: str, phrase: str) -> None:
    assert not holds(text, "en", [phrase])


def test_every_phrase_counts() -> None:
    assert holds("One book, two ships.", "en", ["one book", "two ships"])
    assert not holds("One book, two ships.", "en", ["one book", "three ships"])


def test_marks_that_nothing_closes_take_no_time() -> None:
    with at_most(1):
        quoted_in("„" * 5000 + ' "' * 5000 + "«" * 5000)


def test_many_phrases_are_looked_for_in_many_texts_soon() -> None:
    """A question has room for 300 of them, and 10,000 texts may have their rarest word."""
    phrases = ["of"] * 300
    with at_most(3):
        assert all(holds(f"of {n}", "en", phrases) for n in range(3000))

"""How a bench compares what was said with what was heard."""

from __future__ import annotations

import pytest

from tests.benchmarks.voices import word_errors, words_of


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("It has read, and says.", "It has read and says", 0),
        ("The keeper’s gate", "the keeper's gate", 0),
        ("it has read and says", "it is read and says", 1),
        ("it has read", "at his red", 3),
        ("one two three", "", 3),
        ("", "one", 1),
        ("one two", "two one", 2),
        ("a b c d", "b c d e", 2),
    ],
)
def test_words_that_were_misheard_are_counted(said: str, heard: str, errors: int) -> None:
    assert word_errors(words_of(said), words_of(heard)) == errors

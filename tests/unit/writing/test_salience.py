"""TextRank without a matrix is TextRank."""

from __future__ import annotations

import pytest
from williams_writing.salience import cosine, textrank, vectors

_SENTENCES = [
    "Archives keep reports for readers.",
    "Readers search archives for reports.",
    "Reports from archives help readers search.",
    "Bananas ripen yellow.",
    "",
]


def _by_matrix(sentences: list[str], steps: int = 20) -> list[float]:
    """The textbook's way: the whole similarity matrix, without its diagonal."""
    found = vectors(sentences)
    size = len(found)
    matrix = [[cosine(a, b) if i != j else 0.0 for j, b in enumerate(found)] for i, a in enumerate(found)]
    degree = [sum(row) for row in matrix]
    scores = [1.0] * size
    for _ in range(steps):
        scores = [
            0.15 + 0.85 * sum(matrix[i][j] * scores[j] / degree[j] for j in range(size) if degree[j] > 0)
            for i in range(size)
        ]
    mean = sum(scores) / size
    return [score / mean for score in scores]


def test_equals_the_matrix_form() -> None:
    assert textrank(vectors(_SENTENCES)) == pytest.approx(_by_matrix(_SENTENCES), abs=1e-6)


def test_what_shares_words_with_others_says_more() -> None:
    scores = textrank(vectors(_SENTENCES))
    assert min(scores[:3]) > scores[3]


def test_nothing_ranks_nothing() -> None:
    assert textrank([]) == []


def test_who_takes_no_part_gives_and_receives_nothing() -> None:
    found = vectors(_SENTENCES)
    without = textrank(found, [1.0, 1.0, 0.0, 1.0, 1.0])
    alone = textrank([found[0], found[1], {}, found[3], {}])
    assert without == pytest.approx(alone)

"""One score of two: how near a paragraph is in meaning, and how much of the question's words it has."""

from __future__ import annotations


def fused_score(similarity: float, keyword_score: float, perfect: float) -> float:
    """Return the mean of a cosine and of the share that a BM25 weight is of the ``perfect`` one; at most 1.

    Either is a share of the most that it can be, so a paragraph's score does not depend on what else was found.
    """
    share = min(1.0, keyword_score / perfect) if perfect > 0 else 0.0
    return (similarity + share) / 2

"""One ranking of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

# G. Cormack, C. Clarke, S. Büttcher, "Reciprocal Rank Fusion" (2009): 60 keeps one first place from deciding alone.
_CONSTANT: Final = 60


def fused(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Return each id with its score, best first: 1 for what is first in every ranking, near 0 for what is last in one.

    What is ranked alike stands in the order of the ids, so that the answer does not depend on who was asked first.
    """
    scores: dict[str, float] = {}
    share = (_CONSTANT + 1) / max(1, len(rankings))
    for ranking in rankings:
        for rank, each in enumerate(ranking, 1):
            scores[each] = scores.get(each, 0.0) + share / (_CONSTANT + rank)
    return sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))

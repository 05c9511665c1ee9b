"""Where words stand."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """Where a word stands on the page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def along(self, turns: int) -> tuple[float, float]:
        """Return where the word begins and ends in the direction of reading."""
        left, bottom, right, top = self
        if turns == 0:
            return left, right
        return ((-top, -bottom), (-right, -left), (bottom, top))[turns - 1]

    def level(self, turns: int) -> float:
        """Return how high the middle stands above the page's foot, as the text is read."""
        x, y = (self.left + self.right) / 2, (self.bottom + self.top) / 2
        return (y, x, -y, -x)[turns]

"""Where words and paragraphs stand."""

from __future__ import annotations

from typing import Final, NamedTuple


class Box(NamedTuple):
    """Where something stands on the page, in points from its lower left corner."""

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

    def unturned(self, turns: int) -> Box:
        """Return where it stands on the page; the box is of one that is turned so that its text runs to the right."""
        left, bottom, right, top = self
        if turns == 0:
            return self
        return (Box(bottom, -right, top, -left), Box(-right, -top, -left, -bottom), Box(-top, left, -bottom, right))[
            turns - 1
        ]

    def with_other(self, other: Box) -> Box:
        """Return the box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


NOWHERE: Final = Box(0, 0, 0, 0)

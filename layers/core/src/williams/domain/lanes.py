"""How the owners share a plugin's places for running jobs."""

from __future__ import annotations

from typing import Final

DEFAULT_WEIGHT: Final = 1
HIGHEST_WEIGHT: Final = 100


def owner_places(places: int, places_for_others: int) -> int:
    """Return how many of a lane's places one owner may hold: it leaves some for others, but always has one."""
    return min(places, max(1, places - places_for_others))

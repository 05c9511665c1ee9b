"""How the owners share a plugin's places for running jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

DEFAULT_WEIGHT: Final = 1
HIGHEST_WEIGHT: Final = 100


@dataclass(frozen=True)
class Lanes:
    """How many jobs may run at once: ``places`` by plugin id, ``default`` of a plugin that it does not name.

    One owner leaves ``for_others`` of them to others.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    default: int = 4
    for_others: int = 0

    def owner_places(self, plugin_id: str) -> int:
        """Return how many places of a plugin one owner may hold."""
        return owner_places(self.places.get(plugin_id, self.default), self.for_others)


def owner_places(places: int, places_for_others: int) -> int:
    """Return how many of a lane's places one owner may hold: it leaves some for others, but always has one."""
    return min(places, max(1, places - places_for_others))

"""Leaving out the parts of an answer that cannot be used."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from williams_writing.checking import Fault, Place


def without(raw: Any, faults: Iterable[Fault]) -> tuple[Any, int]:
    """Return the answer, as decoded JSON, without the list items that are at fault, and how many those are.

    The smallest list item around a fault goes. A fault that no list item surrounds cannot be mended so: then nothing
    is left out.
    """
    items = {_item(raw, fault.place) for fault in faults}
    if None in items:
        return raw, 0
    kept = copy.deepcopy(raw)
    places = {place for place in items if place is not None}
    for place in sorted(places, key=_order, reverse=True):
        holder = kept
        for name in place[:-1]:
            holder = holder[name]
        del holder[place[-1]]
    return kept, len(places)


def _item(raw: Any, place: Place) -> Place | None:
    """Return the place of the innermost list item on the way to a fault."""
    found: Place | None = None
    for depth, name in enumerate(place):
        if isinstance(raw, list) and isinstance(name, int) and name < len(raw):
            found = place[: depth + 1]
        elif not (isinstance(raw, dict) and name in raw):
            break
        raw = raw[name]
    return found


def _order(place: Place) -> list[tuple[int, str]]:
    """Numbers by size, so that the last item of a list goes first."""
    return [(name, "") if isinstance(name, int) else (-1, name) for name in place]

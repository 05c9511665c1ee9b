"""Leaving out the parts of an answer that cannot be used."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from williams_writing.checking import Fault, Place


def without(raw: Any, faults: Iterable[Fault]) -> tuple[Any, int]:
    """Return the answer, as decoded JSON, without the list items that are at fault, and how many those are.

    The smallest list item around a fault goes, or the text at fault itself, where no list item surrounds it: there,
    null is left. A fault of the whole answer cannot be mended so: then nothing is left out.
    """
    places = {_item(raw, fault.place) or _text(raw, fault.place) for fault in faults}
    if () in places:
        return raw, 0
    kept = copy.deepcopy(raw)
    for place in sorted(places, key=_order, reverse=True):
        holder = kept
        for name in place[:-1]:
            holder = holder[name]
        if isinstance(place[-1], int):
            del holder[place[-1]]
        else:
            holder[place[-1]] = None
    return kept, len(places)


def _text(raw: Any, place: Place) -> Place:
    """Return the place of the text that a fault is in, which is an object; the empty one where there is none."""
    found: Place = ()
    for depth, name in enumerate(place):
        if not (isinstance(raw, dict) and isinstance(raw.get(name), dict)):
            break
        raw, found = raw[name], place[: depth + 1]
    return found


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

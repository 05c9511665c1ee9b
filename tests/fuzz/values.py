"""Changes a JSON text in its values and names: it stays JSON, whatever its values then are."""

from __future__ import annotations

import json
from random import Random
from typing import Any, Final

from tests.fuzz.mutation import Mutate

_MOST_CHANGES: Final = 3
_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, False, -1, 0, 10**20, 1e308, -0.5, "", " ", "0", "\ud800", "\0", [], {}, [[]], [None], {"": None}),
    *("2024-13-45", "https://a.example/\u202e", "x" * 300, ["a", {"b": [1]}]),
)


def within_json(text: bytes, chance: Random, mutate: Mutate) -> bytes:
    """Change the values and the names of a JSON text."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return mutate(text)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        places = _places(value)
        if not places:
            value = chance.choice(_VALUES)
            break
        _change(*chance.choice(places), places, chance, mutate)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


_Place = tuple[Any, Any]
"""A list and an index, or a dict and a key."""


def _places(value: Any) -> list[_Place]:
    found: list[_Place] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys: Any = holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return found


def _change(holder: Any, key: Any, places: list[_Place], chance: Random, mutate: Mutate) -> None:
    drawn = chance.random()
    if drawn < 0.1:
        del holder[key]
    elif drawn < 0.2 and isinstance(holder, dict):
        holder[chance.choice([name for other, name in places if isinstance(other, dict)])] = holder.pop(key)
    else:
        holder[key] = json.loads(json.dumps(_other(holder[key], places, chance, mutate)))


def _other(value: Any, places: list[_Place], chance: Random, mutate: Mutate) -> Any:
    """Return what is to stand in a value's place."""
    drawn = chance.random()
    if drawn < 0.3:
        return chance.choice(_VALUES)
    if drawn < 0.4:
        return [value] * chance.choice((1, 2, 30))
    if drawn < 0.6:
        holder, key = chance.choice(places)
        return holder[key]
    text = value if isinstance(value, str) else json.dumps(value)
    return mutate(text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")

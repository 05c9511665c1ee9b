"""Sources that have the same text: it is told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def repeats(texts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the sources that say what an earlier one says, each with that one. ``texts`` are in the sources' order."""
    first: dict[tuple[str, ...], str] = {}
    same = {source: first.setdefault(tuple(said), source) for source, said in texts.items()}
    return {source: earlier for source, earlier in same.items() if earlier != source}

"""Which lines of plain text begin an item of a list, and which only begin like one: "3. Mai", "- he said -"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MARK = re.compile(
    r"^\s*(?:(?P<bullet>[-*•‣–+])|(?P<open>\(?)(?:(?P<number>\d{1,3})|(?P<letter>[a-z]))(?P<close>[.)]))\s+(?=\S)"
)
_WRAPPED: Final = 40
"""Characters. A line as long as this that ends no sentence goes on in the next."""
_ENDS: Final = tuple(".:;!?…。：；！？")


@dataclass(frozen=True, slots=True)
class Item:
    """``style`` is the mark with 1 or a in it, ``place`` its number (a is 1). ``text`` has no bullet."""

    style: str
    place: int | None
    text: str


def item_of(line: str) -> Item | None:
    """Return what a line would be as an item; None if it has no mark."""
    found = _MARK.match(line)
    if not found:
        return None
    text = line[found.end() :]
    if found["bullet"]:
        return Item(found["bullet"], None, text)
    text = f"{found.group().strip()} {text}"
    if found["number"]:
        return Item(f"{found['open']}1{found['close']}", int(found["number"]), text)
    return Item(f"{found['open']}a{found['close']}", ord(found["letter"]) - ord("a") + 1, text)


class Marks:
    """Goes through the blocks of a text: a list counts from one, and may go on in the next block."""

    def __init__(self) -> None:
        self._last: Item | None = None

    def items(self, lines: list[str]) -> dict[int, str]:
        """Return the texts of those lines of a block that are items, by their numbers."""
        found = {number: item for number, line in enumerate(lines) if (item := item_of(line))}
        kept: dict[int, str] = {}
        last = self._last
        for number, item in found.items():
            if self._follows(item, last) and (last is not self._last or _may_begin(lines, number, found)):
                kept[number], last = item.text, item
        self._last = last if kept else None
        return kept

    @staticmethod
    def _follows(item: Item, last: Item | None) -> bool:
        if item.place is None or item.place <= 1:
            return True
        return last is not None and last.style == item.style and last.place == item.place - 1


def _may_begin(lines: list[str], number: int, found: dict[int, Item]) -> bool:
    """The first line may, and one behind a line that is not wrapped; else it takes a second item to make a list."""
    before = lines[number - 1].rstrip() if number else ""
    if len(before.strip()) < _WRAPPED or before.endswith(_ENDS):
        return True
    item = found[number]
    return any(
        other.style == item.style and (item.place is None or other.place == (item.place or 0) + 1)
        for place, other in found.items()
        if place > number
    )

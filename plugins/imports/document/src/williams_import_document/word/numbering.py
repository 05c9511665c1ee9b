"""The numbers that Word counts itself: other texts refer to them ("paragraph 2"), so they are written out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from williams_import_document.word.styles import child, local, value

_PLACE = re.compile(r"%([1-9])")
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restarts: bool


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists, in reading order."""

    def __init__(self, part: etree._Element | None) -> None:
        elements = list(part) if part is not None else []
        lists = [each for each in elements if local(each) == "abstractNum"]
        self._lists = {_id(each, "abstractNumId"): _List(_levels(each)) for each in lists}
        self._nums = {_id(each, "numId"): each for each in elements if local(each) == "num"}
        self._met: set[str] = set()

    def label(self, num_id: str | None, level: int) -> str:
        """Count a paragraph of a list and return its number as it is shown; empty for a bullet or none."""
        num = self._nums.get(num_id or "")
        found = self._lists.get(value(child(num, "abstractNumId")) or "")
        if num is None or num_id is None or found is None or level not in found.levels:
            return ""
        if num_id not in self._met:
            self._met.add(num_id)
            self._start_anew(num, found)
        own = found.levels[level]
        found.counts[level] = min(_MOST, found.counts.get(level, own.start - 1) + 1)
        for deeper in [each for each in found.counts if each > level and found.levels[each].restarts]:
            del found.counts[deeper]
        return _PLACE.sub(lambda place: _shown(found, int(place[1]) - 1), own.text) if own.form != "bullet" else ""

    @staticmethod
    def _start_anew(num: etree._Element, found: _List) -> None:
        """A list that begins anew says so by its own numbers."""
        for override in (each for each in num if local(each) == "lvlOverride"):
            start, level = value(child(override, "startOverride")), _id(override, "ilvl")
            if start and start.isdecimal() and level.isdecimal():
                found.counts[int(level)] = int(start) - 1


def _id(element: etree._Element, name: str) -> str:
    return next((str(said) for key, said in element.items() if key.endswith("}" + name)), "")


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    levels = {}
    for element in (each for each in abstract if local(each) == "lvl" and _id(each, "ilvl").isdecimal()):
        start, form, text = (value(child(element, name)) for name in ("start", "numFmt", "lvlText"))
        restarts = value(child(element, "lvlRestart")) != "0"
        begin = int(start) if start and start.isdecimal() else 1
        levels[int(_id(element, "ilvl"))] = _Level(begin, form or "decimal", text or "", restarts)
    return levels


def _shown(found: _List, level: int) -> str:
    own = found.levels.get(level)
    return _written(found.counts.get(level, own.start), own.form) if own else ""


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return "" if form == "none" else f"{number:02}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    written = ""
    for each, letters in (*_ROMAN, *_ROMAN_ONES):
        written += letters * (number // each)
        number %= each
    return written

"""Which lines of plain text begin an item of a list, and which only begin like one: "3. Mai", "- he said -"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from williams.domain.sentence_ends import ends_sentence

_ALPHABETS: Final = ("абвгдежзиклмнопрст", "αβγδεζηθικλμ", "אבגדהוזחטיכל", "أبتثجحخ", "ابپتثجچ", "가나다라마바사아")
_OTHER_LETTERS: Final = "".join(_ALPHABETS)
_MARK: Final = re.compile(
    r"^\s*(?:(?P<bullet>\*{1,4}|[-•‣◦▪●○■□·–+]|o(?=\s{2}))\s+"
    r"|(?P<open>[(\[]?)(?:(?P<number>\d{1,3})|(?P<deep>\d{1,2}(?:\.\d{1,2}){1,4})|(?P<letter>[a-z])|(?P<capital>[A-Z])"
    rf"|(?P<other>[{_OTHER_LETTERS}]))"
    r"(?P<close>[.)\]])\s+|(?P<below>\d{1,2}(?:\.\d{1,2}){1,4})\s+|(?P<roman>[ivxIVX]{2,5})(?P<point>[.)])\s+"
    r"|(?P<dot>・)\s*|(?P<circled>[\u2460-\u2473])\s*|(?P<ideograph>[一二三四五六七八九十])(?P<stop>、|．)\s*)(?=\S)"
)
_NUMERALS: Final = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv"
_ROMAN: Final = {numeral: place for place, numeral in enumerate(_NUMERALS.split(), 1)}
_IDEOGRAPHS: Final = "一二三四五六七八九十"
_INTRODUCING: Final = tuple(":;：；")
_EMPHASIS: Final = re.compile(r"\*[^\s*][^*\n]*\*")
_NOTED: Final = re.compile(r"[^\s*]\*(?![\w*])")
_STARRED: Final = re.compile(r"^[^\S\n]*+\*\s", re.MULTILINE)
_WRAPPED: Final = 40
"""Characters. A line as long as this that ends no sentence goes on in the next."""


@dataclass(frozen=True, slots=True)
class Item:
    """``style`` is the mark with 1 or a in it, ``place`` its number (a is 1). ``text`` has no bullet.

    What is ``doubtful`` begins names and chapters too ("A. Smith"): it takes a second item to make a list. A Roman
    numeral of one letter is ``otherwise`` that letter.
    """

    style: str
    place: int | None
    text: str
    doubtful: bool = False
    otherwise: Item | None = None


def item_of(line: str) -> Item | None:
    """Return what a line would be as an item; None if it has no mark."""
    found = _MARK.match(line)
    if not found:
        return None
    if bullet := found["bullet"] or found["dot"]:
        return Item(bullet, None, line[found.end() :], doubtful=bullet == found["dot"])
    text = line.lstrip()
    opened, closed = found["open"] or "", found["close"] or found["point"] or found["stop"] or ""
    if found["number"]:
        return Item(f"{opened}1{closed}", int(found["number"]), text, doubtful=opened == "[")
    if deep := found["deep"] or found["below"]:
        above, _, last = deep.rpartition(".")
        return Item(f"{above}.1", int(last), text, doubtful=not found["deep"])
    if found["roman"]:
        place = _ROMAN.get(found["roman"].lower())
        return Item(_roman_style(found["roman"], closed), place, text, doubtful=True) if place else None
    return _in_order(found, opened, closed, text)


def _in_order(found: re.Match[str], opened: str, closed: str, text: str) -> Item:
    """A sign that counts by its place among others."""
    if found["circled"]:
        return Item("①", ord(found["circled"]) - ord("①") + 1, text)
    if found["ideograph"]:
        return Item(f"一{closed}", _IDEOGRAPHS.index(found["ideograph"]) + 1, text)
    if found["other"]:
        alphabet = next(each for each in _ALPHABETS if found["other"] in each)
        return Item(f"{opened}{alphabet[0]}{closed}", alphabet.index(found["other"]) + 1, text, doubtful=True)
    return _lettered(found["letter"] or found["capital"], opened, closed, text)


def _lettered(letter: str, opened: str, closed: str, text: str) -> Item:
    """One letter: a Roman numeral, or a letter of the alphabet."""
    first = "a" if letter.islower() else "A"
    item = Item(f"{opened}{first}{closed}", ord(letter) - ord(first) + 1, text, doubtful=letter.isupper())
    if letter not in "iIvVxX":
        return item
    return Item(f"{opened}{_roman_style(letter, closed)}", _ROMAN[letter.lower()], text, doubtful=True, otherwise=item)


def _roman_style(numeral: str, closed: str) -> str:
    return f"{'i' if numeral.islower() else 'I'}{closed}"


class Marks:
    """Goes through the blocks of a text: a list counts from one, and may go on in the next block."""

    def __init__(self, text: str) -> None:
        self._has_notes = _has_notes(text)
        self._last: dict[str, int] = {}

    def items(self, lines: list[str]) -> dict[int, str]:
        """Return the texts of those lines of a block that are items, by their numbers."""
        found = {number: item for number, line in enumerate(lines) if (item := self._item_of(line))}
        farthest = {(item.style, item.place): number for number, item in found.items()}
        kept: dict[int, str] = {}
        last = dict(self._last)
        for number, item in found.items():
            followed = farthest.get((item.style, item.place and item.place + 1), -1) > number
            if item.otherwise and not followed and _goes_on(item.otherwise, last):
                item = item.otherwise
            goes_on = _goes_on(item, last)
            sure = followed or not item.doubtful or (kept and (item.place is None or item.style[0].isdigit()))
            if goes_on or (_begins(item) and sure and (kept or followed or _may_begin(lines, number))):
                kept[number] = item.text
                last[item.style] = item.place or 0
        self._last = last if kept else {}
        return kept

    def _item_of(self, line: str) -> Item | None:
        item = item_of(line)
        return None if item and item.style == "*" and self._has_notes else item


def _has_notes(text: str) -> bool:
    """Tell whether asterisks before lines are those of notes: as many stand behind words, and emphasise nothing."""
    starred = sum(1 for _ in _STARRED.finditer(text))
    return 0 < starred <= sum(1 for _ in _NOTED.finditer(_EMPHASIS.sub("", text)))


def _goes_on(item: Item, last: dict[str, int]) -> bool:
    return item.place is not None and last.get(item.style) == item.place - 1 != 0


def _begins(item: Item) -> bool:
    return item.place is None or item.place <= 1


def _may_begin(lines: list[str], number: int) -> bool:
    """The first line may, and one behind a line that is not wrapped; else it takes a second item to make a list."""
    before = lines[number - 1].rstrip() if number else ""
    return len(before.strip()) < _WRAPPED or ends_sentence(before) or before.endswith(_INTRODUCING)

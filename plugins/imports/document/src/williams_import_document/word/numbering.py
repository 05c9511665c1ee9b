"""The numbers that Word counts itself: other texts refer to them ("paragraph 2"), so they are written out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from williams_import_document.trees import local
from williams_import_document.word.styles import child, value, whole_number

_PLACE = re.compile(r"%([1-9])")
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_ENGLISH: Final = "en"
_MOST: Final = 100_000
_MOST_LEVELS: Final = 9
_ORDINAL: Final = "ordinal"
_DIGITS: Final = "〇一二三四五六七八九"
_COUNTED: Final = frozenset(
    {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"}
    | {"japaneseCounting", "ideographDigital", "koreanCounting"}
)
_LETTERS: Final = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテト",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネ",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "hebrew1": "אבגדהוזחטי",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hindiVowels": "अआइईउऊऋएऐओऔ",
    "hindiConsonants": "कखगघङचछजझञटठडढणतथदधन",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธน",
}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restarts: bool
    legal: bool


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a document's lists, in reading order."""

    def __init__(self, part: etree._Element | None, *, in_english: bool) -> None:
        """``in_english``: ordinals ("1st") are written only so; those of other languages as plain numbers."""
        elements = list(part) if part is not None else []
        lists = [each for each in elements if local(each) == "abstractNum"]
        self._lists = {_id(each, "abstractNumId"): _List(_levels(each, in_english)) for each in lists}
        self._nums = {_id(each, "numId"): each for each in elements if local(each) == "num"}
        self._overrides = {num_id: _overrides(each, in_english) for num_id, each in self._nums.items()}
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
        own = self._overrides[num_id].get(level) or found.levels[level]
        found.counts[level] = min(_MOST, found.counts.get(level, own.start - 1) + 1)
        for deeper in [each for each in found.counts if each > level and found.levels[each].restarts]:
            del found.counts[deeper]
        if own.form == "bullet":
            return ""
        levels = found.levels | self._overrides[num_id]
        return _PLACE.sub(lambda place: _shown(levels, found.counts, int(place[1]) - 1, own.legal), own.text)

    @staticmethod
    def _start_anew(num: etree._Element, found: _List) -> None:
        """A list that begins anew says so by its own numbers."""
        for override in (each for each in num if local(each) == "lvlOverride"):
            start, level = whole_number(value(child(override, "startOverride"))), whole_number(_id(override, "ilvl"))
            if start is not None and level in found.levels:
                found.counts[level] = start - 1


def _id(element: etree._Element, name: str) -> str:
    return next((str(said) for key, said in element.items() if key.endswith("}" + name)), "")


def _levels(abstract: etree._Element, in_english: bool) -> dict[int, _Level]:
    levels = {}
    for element in (each for each in abstract if local(each) == "lvl"):
        level = whole_number(_id(element, "ilvl"))
        if level is None:
            continue
        start, form, text = (value(child(element, name)) for name in ("start", "numFmt", "lvlText"))
        restarts = value(child(element, "lvlRestart")) != "0"
        legal = child(element, "isLgl") is not None
        begin = whole_number(start)
        form = form if in_english or form != _ORDINAL else None
        levels[level] = _Level(1 if begin is None else begin, form or "decimal", text or "", restarts, legal)
    return levels


def _overrides(num: etree._Element, in_english: bool) -> dict[int, _Level]:
    """Return the levels that a list has for itself."""
    overriding = (each for each in num if local(each) == "lvlOverride")
    return {number: level for each in overriding for number, level in _levels(each, in_english).items()}


def _shown(levels: Mapping[int, _Level], counts: Mapping[int, int], level: int, legal: bool) -> str:
    """Of a legal number every part is in figures."""
    own = levels.get(level)
    return _written(counts.get(level, own.start), "decimal" if legal else own.form) if own else ""


def is_english(styles: etree._Element | None) -> bool:
    """Return whether a document says by its styles that it is in English, or says nothing."""
    defaults = child(styles, "docDefaults")
    languages = (value(each) for each in (defaults.iter() if defaults is not None else ()) if local(each) == "lang")
    return (next(languages, None) or _ENGLISH).lower().startswith(_ENGLISH)


def linked(part: etree._Element | None) -> None:
    """Give lists that say they are those of a style the levels of that one."""
    lists = [each for each in part if local(each) == "abstractNum"] if part is not None else []
    of_styles = {value(child(each, "styleLink")): each for each in lists}
    for each in lists:
        link = child(each, "numStyleLink")
        if link is not None:
            named = of_styles.get(value(link))
            each.remove(link)
            levels = [level for level in (named if named is not None else []) if local(level) == "lvl"]
            each.extend([deepcopy(level) for level in levels[:_MOST_LEVELS]])  # it may be linked to itself


def _written(number: int, form: str) -> str:
    if form in _LETTERS and 0 < number <= len(_LETTERS[form]):
        return _LETTERS[form][number - 1]
    if form in _COUNTED and number > 0:
        return _counted(number)
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form == _ORDINAL:
        return f"{number}{_ordinal_ending(number)}"
    return "" if form == "none" else f"{number:02}" if form == "decimalZero" else str(number)


def _ordinal_ending(number: int) -> str:
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _counted(number: int) -> str:
    """A number up to 99 as Chinese, Japanese and Korean count."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return "".join(_DIGITS[int(each)] for each in str(number))
    return f"{_DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def _roman(number: int) -> str:
    written = ""
    for each, letters in (*_ROMAN, *_ROMAN_ONES):
        written += letters * (number // each)
        number %= each
    return written

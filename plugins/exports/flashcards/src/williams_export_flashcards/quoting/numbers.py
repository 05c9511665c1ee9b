"""Numbers and dates that a sentence states."""

from __future__ import annotations

import re

from williams_writing.spoken import count_words

from williams.domain.language_codes import primary_language
from williams.domain.stop_words import STOP_WORDS
from williams_export_flashcards.quoting.rules import Rules

_NUMBER = re.compile(
    r"""(?<![A-Za-z0-9_.,:/+–"“‘'-])[€$£¥]?(?P<digits>\d{1,3}(?:[,.\u00a0\u202f’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"""
    r"(?:\s?[%‰‱°](?:\s?[CFK])?)?(?![A-Za-z_.:/–-]*[A-Za-z0-9])"
)
_YEAR = re.compile(r"(?<![A-Za-z0-9_.,:/$€£+–-])(?:1[0-9]{3}|20[0-9]{2})(?![A-Za-z_.,:/–-]*\d)(?!\s?[%€$])(?![A-Za-z])")
_NEXT = re.compile(r"\s(\w+)")
_SERIES, _SERIES_BEFORE = re.compile(r"\s\w+\s\d"), re.compile(r"\d\s\w+\s$")  # "16 or 32"
_CODE = re.compile(r"0\d+")
_VERSION = re.compile(r"(?:(?<!^)(?<![.!?] )\b[A-Z][\w-]*|[Vv]ersions?|[Rr]eleases?|[<>=≤≥])\s$")
_YEARS = frozenset({"roku", "году", "года", "год", "rok"})  # "w 1455 roku"
_WORDS_BEFORE = 3  # a sentence that begins with its number counts what nobody can know yet
_MOST_DATES = 2
_MOST = 3  # numbers of a sentence: more of them are a table
_SMALLEST = 4  # one, two and three are words for "a", "both" and "a few"


def dates(text: str, rules: Rules, language: str) -> list[str]:
    """Return the dates that are written in words, else the years."""
    written = [found.group() for found in rules.dates.finditer(text)]
    stops = STOP_WORDS.get(primary_language(language), frozenset())
    years = [found.group() for found in _YEAR.finditer(text) if not _counts_something(text[found.end() :], stops)]
    if written:
        return written[-1:] if len(written) == len(years) <= _MOST_DATES else []
    return years if len(years) == 1 else []


def _counts_something(after: str, stops: frozenset[str]) -> bool:
    """Whether a word follows that four digits may count: "1012 volunteers" is no year."""
    following = _NEXT.match(after)
    counted = following[1] if following else ""
    return bool(stops and counted.islower() and counted not in stops and counted not in _YEARS)


def numbers(text: str, rules: Rules) -> list[str]:
    """Return the numbers that count or measure something, the largest first; none where there are many."""
    found = list(_NUMBER.finditer(text))
    if not 1 <= len(found) <= _MOST:
        return []
    counted = [each for each in found if not rules.uncounted.search(text[: each.start()]) and _counts(each)]
    return sorted((each.group().strip() for each in counted), key=lambda digits: (-len(digits), digits))


def _counts(number: re.Match[str]) -> bool:
    digits = number["digits"]
    before = number.string[: number.start()]
    literal = before.count('"') % 2 or before.count("“") > before.count("”") or _CODE.fullmatch(digits)
    aside = literal or before.count("(") > before.count(")") or _SERIES.match(number.string[number.end() :])
    if aside or _SERIES_BEFORE.search(before) or _VERSION.search(before) or count_words(before) < _WORDS_BEFORE:
        return False
    return number.group() != digits or len(digits) > 1 or int(digits) >= _SMALLEST

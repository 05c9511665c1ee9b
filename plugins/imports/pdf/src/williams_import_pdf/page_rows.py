"""The rows of a page as they are compared with those of other pages."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from williams_import_pdf.model import PageText, Segment

NUMBER_KEY = "#"
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:(?:page|seite|p\.|pág\.|página|pagina)\s*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|von|de|sur|di)\s*\d{1,4})?[\W_]*",
    re.IGNORECASE,
)
_OF_PAGES = re.compile(r"\b(\d{1,4})\s*(?:of|/|von|de|sur|di)\s*\d{1,4}$")
_COUNTED = re.compile(r"\b(?:page|seite|p\.|pág\.|página|pagina)\s*\d{1,4}(?:\s*(?:of|/|von|de|sur|di)\s*\d{1,4})?")
_COUNT_SIGNS = ("pag", "pág", "p.", "seite")
_AROUND = "-–|"
"""Signs that numbers of pages stand between."""
_DIGIT = re.compile(r"\d")
_ROMAN = re.compile(r"[\W_]*(?:(?:page|seite|p\.|pág\.|página|pagina)\s*)?[ivxlc]{1,7}(?![^\W_])", re.IGNORECASE)
"""Rows that count pages have a digit, or begin like this."""
_OUTER = 2
_NEAR = 60
"""A number within a line that differs by no more from the page's place in the file may be its printed number."""


class PageRow(NamedTuple):
    """A row of one page. ``place`` is its height and its key."""

    place: tuple[int, str]
    size: float
    segments: tuple[Segment, ...]

    @property
    def y(self) -> int:
        return self.place[0]

    @property
    def key(self) -> str:
        """Its text without the page's number; ``NUMBER_KEY`` if it has nothing else."""
        return self.place[1]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)


def _grouped(segments: list[Segment]) -> list[tuple[Segment, ...]]:
    rows: list[list[Segment]] = []
    lowest = math.inf
    for segment in sorted(segments, key=attrgetter("baseline"), reverse=True):
        if lowest - segment.baseline < 2:
            rows[-1].append(segment)
        else:
            rows.append([segment])
            lowest = segment.baseline
    return [tuple(sorted(row, key=attrgetter("left"))) if len(row) > 1 else (row[0],) for row in rows]


def _number(word: str) -> int | None:
    digits = word.strip(_AROUND)
    return int(digits) if digits.isdecimal() and len(digits) <= 6 else None


def _may_be_of_number(character: str) -> bool:
    return character.isdecimal() or character in _AROUND


def _offsets(rows: dict[int, list[tuple[Segment, ...]]], needed: int) -> set[int]:
    """By how much the numbers at the ends of outer rows differ from their page's place, where several pages agree."""
    counts: Counter[int] = Counter()
    for page, found in rows.items():
        outer = (*found[:_OUTER], *found[-_OUTER:])
        words = {word for row in outer for word in (row[0].text.split()[0], _ending(row[-1].text).split()[-1])}
        counts.update({number - page for number in map(_number, words) if number is not None})
    return {offset for offset, count in counts.items() if count >= needed}


def _ending(text: str) -> str:
    """Return a row's text up to the page's number: ``3 of 12`` ends with ``3``."""
    return _OF_PAGES.sub(r"\1", text) if text[-1:].isdecimal() else text


def _key(row: tuple[Segment, ...], page: int, offsets: set[int]) -> str:
    """Return a row's text without the number that counts the pages; other numbers (dates, amounts) tell rows apart."""
    parts = [segment.text.casefold() for segment in row]
    said = " ".join(parts)
    if len(row) == 1 and not (_DIGIT.search(said) or _ROMAN.match(said)):
        return said
    if _PAGE_NUMBER.fullmatch(said):
        return NUMBER_KEY
    if len(row) > 1 or _may_be_of_number(said[0]) or _may_be_of_number(said[-1]):
        parts = _without_count(parts, page, offsets)
    key = " ".join(" ".join(parts).split())
    return _COUNTED.sub(NUMBER_KEY, key) if any(sign in key for sign in _COUNT_SIGNS) else key


def _without_count(parts: list[str], page: int, offsets: set[int]) -> list[str]:
    """Return the parts of a row with a sign for the number at its beginning or end that counts the pages."""
    for end, number in ((0, 0), (-1, -1)):
        parts[end] = _ending(parts[end])
        words = parts[end].split()
        found = _number(words[number])
        if found is None:
            counts = len(parts) > 1 and bool(_PAGE_NUMBER.fullmatch(parts[end]))
        else:
            counts = found - page in offsets and (len(words) == 1 < len(parts) or abs(found - page) <= _NEAR)
        if counts:
            words[number] = NUMBER_KEY
            parts[end] = " ".join(words)
    return parts


def rows_by_page(pages: list[PageText], needed: int) -> dict[int, list[PageRow]]:
    """Return the rows of each page from top to bottom. ``needed`` pages have to agree on how they are counted."""
    grouped = {page.number: _grouped([one for one in page.segments if not one.turned]) for page in pages}
    offsets = _offsets(grouped, needed)
    return {
        page: [PageRow((round(row[0].baseline), _key(row, page, offsets)), row[0].size, row) for row in rows]
        for page, rows in grouped.items()
    }


Places: TypeAlias = dict[int, set[tuple[int, str]]]
"""Of each page, the places of its rows but for those that only count the pages."""


def places_of(rows: dict[int, list[PageRow]]) -> Places:
    return {page: {row.place for row in own if row.place[1] != NUMBER_KEY} for page, own in rows.items()}


def steps(places: Places) -> set[int]:
    """Return the pages that the next one only adds to, as where a slide is built up."""
    found: set[int] = set()
    for page, following in itertools.pairwise(sorted(places)):
        shown, then = places[page], places[following]
        if shown and (shown < then or (shown == then and page - 1 in found)):
            found.add(page)
    return found

"""Marks in a page's text, by which what an extractor made of it is found again in the page itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import CUT_EMPTY_ELEMS
from williams_html.paragraphs import BLOCKS

_DIGITS: Final = range(0x1D800, 0x1DA00)
"""SignWriting's symbols: an extractor drops what cannot be printed, counts letters, and acts on punctuation."""
_MARK: Final = re.compile(f"[{chr(_DIGITS[0])}-{chr(_DIGITS[-1])}]{{2}}")
_EDGES: Final = BLOCKS | {"br"}


def mark_runs(root: HtmlElement) -> dict[str, HtmlElement]:
    """Begin each run of text, from one block's edge to the next, with a mark; return the block that each stands in.

    What an element within the line holds may be cut out of it: so the block's own text has a mark as well.
    Beyond the last mark, runs share that one.
    """
    marks: dict[str, HtmlElement] = {}
    fresh = True
    mark = ""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        fresh = fresh or element.tag in _EDGES
        text = element.text if event == "start" else element.tail
        if not text or text.isspace() or not isinstance(element.tag, str):
            continue
        if not fresh:
            _fill(element, mark)
            continue
        around = element if event == "start" else element.getparent()
        if around.tag == "script":
            continue
        mark = _mark(len(marks))
        marked = mark + _MARK.sub("", text)
        if event == "start":
            element.text = marked
        else:
            element.tail = marked
            _fill(element, mark)
        marks[mark] = _block_of(around)
        fresh = around.tag not in BLOCKS
    return marks


def _fill(element: HtmlElement, mark: str) -> None:
    """Put a run's mark into an empty element before it, which a strict choice cuts out with the text behind it."""
    if element.tag in CUT_EMPTY_ELEMS and element.text is None and not len(element):
        element.text = mark


def _block_of(element: HtmlElement) -> HtmlElement:
    if element.tag in BLOCKS:
        return element
    return next((each for each in element.iterancestors() if each.tag in BLOCKS), element)


def _mark(number: int) -> str:
    most = len(_DIGITS) ** 2 - 1
    return "".join(chr(_DIGITS[digit]) for digit in divmod(min(number, most), len(_DIGITS)))


def marks_in(text: str) -> Iterator[str]:
    """Yield the marks that stand in a text."""
    return (found[0] for found in _MARK.finditer(text))


def without_marks(text: str) -> str:
    """Return a text without its marks."""
    return _MARK.sub("", text)

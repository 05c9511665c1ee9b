"""Builds a tree from a parser's events, within bounds that everything that walks the tree may count on."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from itertools import islice
from typing import Final

from lxml import etree, html

from williams.domain.errors import ContentTooLarge

MOST_LEVELS: Final = 200
"""Of elements in elements. Browsers stop at 512; what meets the tree later by recursion has 1000 calls."""
MOST_ELEMENTS: Final = 1_000_000
END: Final = "\ue0fe\ue0ff"
"""What stands behind the last character of the source, to see where the parser puts it."""
_FRAME: Final = ("html", "body")
_ELEMENTS: Final = etree.HTMLParser()
"""Makes every element of one class. lxml's own parser asks a Python function for each, whenever it is looked at."""
_ELEMENTS.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment))
_TAG: Final = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_MOST_ATTRIBUTES: Final = 200
"""Of one element. Setting an attribute looks at all that are there."""
_LONGEST_ATTRIBUTE: Final = 1 << 16
"""Characters. Longer ones hold pictures or programs."""
_FORM_FEED: Final = "\f"
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no tree can hold, whether it stands in the source itself or by its number (``&#11;``)."""


def html_element(tag: str, attributes: dict[str, str] | None = None) -> html.HtmlElement:
    """Return a new root; what is put into it is of the same class."""
    element: html.HtmlElement = _ELEMENTS.makeelement(tag, attributes)
    return element


class TreeBuilder:
    """The target of a parser: elements that stand too deep become siblings of the one above, as in browsers.

    Each text stays where it stands in the order of reading.

    Attributes:
        elements: how many there are.
        flattened: how many elements stood too deep.
        open_at_end: the elements that were not closed before ``END``; None if it did not arrive as text.
        comment_at_end: the comment that was not closed before it.
    """

    def __init__(self) -> None:
        self.flattened = 0
        self.open_at_end: list[html.HtmlElement] | None = None
        self.comment_at_end: str | None = None
        self._root: html.HtmlElement | None = None
        self._open: list[html.HtmlElement] = []
        self._at: html.HtmlElement | None = None
        self._behind = False
        self._texts: list[str] = []
        self.elements = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _FRAME and not self._begins(tag):
            return
        tag = _known(tag)
        if self._texts:
            self._flush()
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise ContentTooLarge(f"It holds more than {MOST_ELEMENTS} elements. Split it.")
        if attributes:
            attributes = _bounded(tag, attributes)
        level = len(self._open)
        if level:
            self._at = etree.SubElement(self._open[min(level, MOST_LEVELS - 1) - 1], tag, attributes)
            self.flattened += level >= MOST_LEVELS
        else:
            self._at = self._root = html_element(tag, attributes)
        self._open.append(self._at)
        self._behind = False

    def end(self, tag: str) -> None:
        if tag in _FRAME:
            return  # what stands behind the body is part of it, as in browsers
        deep = len(self._open) > MOST_LEVELS
        if deep and self._behind:
            self._open.pop()  # what follows stands where the last text does
            return
        if self._texts:
            self._flush()
        element = self._open.pop()
        self._behind = True
        if not deep:
            self._at = element

    def data(self, text: str) -> None:
        self._texts.append(text)

    def comment(self, text: str) -> None:
        if text.endswith(END):
            self.comment_at_end = text.removesuffix(END)

    def close(self) -> html.HtmlElement | None:
        self._flush()
        return self._root

    def _begins(self, tag: str) -> bool:
        """True for a page's first root and the first body in it; a page glued to another one brings them again."""
        return tag not in (each.tag for each in self._open[:2]) and len(self._open) == _FRAME.index(tag)

    def _flush(self) -> None:
        text = _held("".join(self._texts))
        self._texts.clear()
        if self._at is None:
            return
        if text.endswith(END):
            self.open_at_end = self._open.copy()
            text = text.removesuffix(END)
        if self._behind:
            self._at.tail = text
        else:
            self._at.text = text


@lru_cache(maxsize=1024)
def _known(tag: str) -> str:
    """Browsers make an element of anything that begins with a letter, such as ``ahref="``; here it is a plain one."""
    return tag if _TAG.fullmatch(tag) else "span"


def _bounded(tag: str, attributes: dict[str, str]) -> dict[str, str]:
    if len(attributes) > _MOST_ATTRIBUTES:
        attributes = dict(islice(attributes.items(), _MOST_ATTRIBUTES))
    # What a page says of itself is cut or passed over where it is read, and told; elsewhere such values are pictures.
    longest = sys.maxsize if tag == "meta" else _LONGEST_ATTRIBUTE
    kept = (name for name, value in attributes.items() if len(value) <= longest and name[:1] != "{")
    return {name: _held(attributes[name]) for name in kept if name == _held(name)}


def _held(text: str) -> str:
    """Return the text as a tree can hold it: with blanks for form feeds, and U+FFFD for what is no character."""
    return _NO_TEXT.sub("\ufffd", text.replace(_FORM_FEED, " "))

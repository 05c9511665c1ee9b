"""Lines that lead away from a text."""

from __future__ import annotations

from typing import Final

from lxml.html import HtmlElement
from williams_html.tree import plain

_MOST: Final = 0.8


def is_mostly_links(element: HtmlElement) -> bool:
    """True where most of an element's text stands in links."""
    linked = sum(len(plain(link)) for link in element.iter("a"))
    return linked > _MOST * len(plain(element))

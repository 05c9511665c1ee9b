"""Frames that are not what they are called: navigation that holds the article, a ``noscript`` that is the text."""

from __future__ import annotations

from itertools import chain
from typing import Final

from lxml import etree
from lxml.html import HtmlElement
from williams_html.tree import UNREAD_ROLES, tidy

_WRAPPERS: Final = ("nav", "menu", "form", "dialog", "header", "footer", "aside")
_CANDIDATES: Final = etree.XPath(f"descendant-or-self::*[@role or {' or '.join(f'self::{tag}' for tag in _WRAPPERS)}]")
_SHARE: Final = 0.5
"""Of the page's prose. Navigation that holds more of it was never closed, or is a layout's idea of a name."""
_LONG: Final = 80
"""Characters. What says more in one paragraph is no label, link or button."""
_INLINE: Final = frozenset({"span", "em", "strong", "b", "i", "code", "tt", "cite", "q", "sup", "sub"})
LITTLE: Final = 400
"""Characters of prose, too few for an article."""
_SCRIPT_ROOTS: Final = (
    *("root", "app", "__next", "__nuxt", "main-app", "application", "svelte", "q-app", "react-root", "___gatsby"),
    *("vue-app", "app-root", "ember-application"),
)
_SCRIPT_TAGS: Final = ("-root", "-app")


def mend_frames(page: HtmlElement) -> None:
    """Make plain frames of those that hold most of a page's prose, and of a ``noscript`` that is an article."""
    if script_root(page) is None:
        for element in [*page.iter("noscript")]:
            if prose_in(element) > LITTLE:
                element.tag = "div"
    wrappers = [each for each in _CANDIDATES(page) if each.tag in _WRAPPERS or each.get("role") in UNREAD_ROLES]
    enough = max(LITTLE, prose_in(page) * _SHARE) if wrappers else 0
    for element in wrappers:
        if prose_in(element) > enough or (element.tag == "header" and _is_text(element)):
            element.tag = "div"
            element.attrib.clear()


def _is_text(header: HtmlElement) -> bool:
    """True for a header that holds paragraphs of its own, as many as an article."""
    texts = (len(tidy(each.text_content())) for each in header.findall("p"))
    return sum(length for length in texts if length > _LONG) > LITTLE


def script_root(page: HtmlElement) -> HtmlElement | None:
    """Return the element that a page's programs fill, if it has one."""
    return next(filter(_is_script_root, page.iter(etree.Element)), None)


def _is_script_root(element: HtmlElement) -> bool:
    if element.tag in ("div", "main"):
        return (element.get("id") or "").lower() in _SCRIPT_ROOTS
    return "-" in element.tag and element.tag.endswith(_SCRIPT_TAGS)


def prose_in(element: HtmlElement) -> int:
    """Return how many characters stand in paragraphs as long as sentences."""
    texts = (each.text_content() if each.tag == "p" else _said_in(each) for each in element.iter("p", "div"))
    return sum(length for length in (len(tidy(text)) for text in texts) if length > _LONG)


def _said_in(division: HtmlElement) -> str:
    """Return what a division says itself, as DocBook's ``<div class="para">`` does, without links and frames in it."""
    inside = (each.text_content() if each.tag in _INLINE else "" for each in division)
    tails = (each.tail or "" for each in division)
    return (division.text or "") + "".join(chain.from_iterable(zip(inside, tails, strict=True)))

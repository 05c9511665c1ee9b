"""Pictures that say something: those with a caption, or with words for readers who do not see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import html
from lxml.html import HtmlElement

from williams.domain.alternative_texts import alt_of
from williams_html.tree import plain

PICTURE: Final = "data-picture"
"""Of a caption: where its picture is."""
ALT: Final = "data-picture-alt"
ALONE: Final = "data-picture-alone"
"""The picture has no caption: what stands for one are the words for readers who do not see it."""
_CAPTION_CLASS: Final = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"\W*(?:fig(?:ure|ura|\.|\b)|abb(?:ildung|\.)|illustration|bild|plate|chart|photo|rys\.|рис\.|图|圖|図|그림)\s*\d",
    re.IGNORECASE,
)
_FLOW: Final = frozenset({"p", "div", "li", "td", "th", "body", "figure", "section", "article", "main", "center", "dd"})
_LAZY: Final = ("data-src", "data-original", "data-lazy-src")


def mark_figures(root: HtmlElement, *, alone: bool) -> None:
    """Mark the caption of each picture with where that is; ``alone`` gives those a caption that have only words."""
    for each in root.iter():
        for name in (PICTURE, ALT, ALONE):
            each.attrib.pop(name, None)
    for picture in [*root.iter("img")]:
        source = _source(picture)
        caption = _caption(picture) if source else None
        if caption is not None:
            caption.set(PICTURE, source)
            caption.set(ALT, alt_of(picture.get("alt")))
        elif source and alone and (words := alt_of(picture.get("alt"))):
            _put_behind(picture, source, words)


def _source(picture: HtmlElement) -> str:
    given = next((picture.get(name) for name in _LAZY if picture.get(name)), None) or picture.get("src") or ""
    return given.strip()


def _caption(picture: HtmlElement) -> HtmlElement | None:
    """Return the caption that is this picture's alone: in its figure, or in the block behind it."""
    figure = next(picture.iterancestors("figure"), None)
    if figure is not None:
        captions = [*figure.iter("figcaption")]
        own = next((each for each in captions if plain(each)), None)
        return own if own is not None and own.get(PICTURE) is None else None
    titled = _docbook_title(picture)
    if titled is not None:
        return titled
    block = _block(picture)
    for each in (picture.getnext(), block.getnext(), block):
        if each is not None and each.get(PICTURE) is None and _says_what_is_shown(each, picture):
            return each
    return None


def _docbook_title(picture: HtmlElement) -> HtmlElement | None:
    """Return the title of the figure of DocBook's pages around a picture, if it is its alone."""
    figure = next((each for each in picture.iterancestors("div") if _is_called(each, "figure")), None)
    titles = [each for each in figure.iter("p", "div") if _is_called(each, "title")] if figure is not None else []
    own = next((each for each in titles if plain(each) and each.find(".//img") is None), None)
    return own if own is not None and own.get(PICTURE) is None else None


def _is_called(element: HtmlElement, name: str) -> bool:
    return name in (element.get("class") or "").split()


def _says_what_is_shown(element: HtmlElement, picture: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag not in (*_FLOW, "figcaption", "span"):
        return False
    words = plain(element)
    if not words or len([*element.iter("img")]) > 1:
        return False
    if element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or ""):
        return not any(each is picture for each in element.iter("img")) or element.tag != "div"
    return element.tag == "p" and _CAPTION.match(words) is not None


def _block(picture: HtmlElement) -> HtmlElement:
    around: Iterator[HtmlElement] = picture.iterancestors()
    return next((each for each in around if each.tag in _FLOW), picture)


def _put_behind(picture: HtmlElement, source: str, words: str) -> None:
    block = _block(picture)
    caption = html.Element("figcaption")
    caption.text = words
    for name, value in ((PICTURE, source), (ALT, words), (ALONE, "")):
        caption.set(name, value)
    if block.tag == "p" and block.getparent() is not None:
        caption.tail, block.tail = block.tail, None
        block.addnext(caption)
    else:
        block.append(caption)

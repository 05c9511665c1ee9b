"""What the styles of a Word document make of its paragraphs, whatever their names: headings, titles, contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from williams_import_document.trees import local, space_of

BODY: Final = 9
"""The outline level of what is no heading."""
_MOST_ANCESTORS: Final = 20
_LONGEST_NUMBER: Final = 10
"""Figures."""
_HEADINGS: Final = (
    "heading|überschrift|titre|título|titolo|titulo|kop|nagłówek|заголовок|标题|標題|見出し|제목|rubrik|overskrift"
    "|otsikko|nadpis|címsor|başlık|επικεφαλίδα|titlu|כותרת|عنوان|शीर्षक|หัวเรื่อง|tiêu đề|encapçalament|naslov"
)
"""Word keeps the English names of its own styles; other programs write those of their language."""
_HEADING = re.compile(rf"(?:{_HEADINGS}) ?([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|verzeichnis|inhaltsverzeichnis|tm|tdc|sommario|inhopg|spis treści|оглавление|目录|目錄|目次|목차|innehåll"
    r"|indholdsfortegnelse|contents) ?\d|table of figures|abbildungsverzeichnis|table des illustrations",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    "title|titel|titre|título|titolo|tytuł|название|заголовок|标题|標題|表題|제목|otsikko", re.IGNORECASE
)
_LISTING: Final = re.compile(
    r"(?:source ?)?code(?: ?block)?|(?:html )?preformatted(?: text)?|program(?: ?listing)?|macro(?: text)?|verbatim"
    r"|listing|quelltext",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. ``level`` is its own outline level, from 0, ``numbered`` what it says of a list."""

    name: str
    based_on: str | None
    level: int | None
    numbered: etree._Element | None


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that name."""
    return next((each for each in element if local(each) == name), None) if element is not None else None


def value(element: etree._Element | None) -> str | None:
    """Return what its attribute ``val`` says."""
    return (
        next((str(said) for key, said in element.items() if key.endswith("val")), None) if element is not None else None
    )


def whole_number(said: str | None) -> int | None:
    """Return the number that an attribute says; None for what nobody counts to."""
    return int(said) if said and said.isdecimal() and len(said) <= _LONGEST_NUMBER else None


def outline_level(properties: etree._Element | None) -> int | None:
    """Return the level that a paragraph or a style says itself."""
    return whole_number(value(child(properties, "outlineLvl")))


def restyle(paragraph: etree._Element, style_id: str) -> None:
    """Give a paragraph another style."""
    space = space_of(paragraph)
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = etree.Element(space + "pPr")
        paragraph.insert(0, properties)
    style = child(properties, "pStyle")
    if style is None:
        style = etree.Element(space + "pStyle")
        properties.insert(0, style)
    style.set(space + "val", style_id)


class Styles:
    """The paragraph styles of a document by their ids."""

    def __init__(self, part: etree._Element | None) -> None:
        self._styles = dict(_styles(part)) if part is not None else {}

    def _chain(self, style_id: str | None) -> Iterator[Style]:
        for _ in range(_MOST_ANCESTORS):
            style = self._styles.get(style_id or "")
            if style is None:
                return
            yield style
            style_id = style.based_on

    def level(self, style_id: str | None) -> int:
        """Return the outline level that a style gives its paragraphs."""
        for style in self._chain(style_id):
            if style.level is not None:
                return style.level
            if found := _HEADING.fullmatch(style.name):
                return int(found[1]) - 1
        return BODY

    def numbered(self, style_id: str | None) -> etree._Element | None:
        """Return the list (``numPr``) that a style puts its paragraphs into."""
        return next((style.numbered for style in self._chain(style_id) if style.numbered is not None), None)

    def is_title(self, style_id: str | None) -> bool:
        """True for a title and what is derived from it."""
        return any(_TITLE.fullmatch(style.name) for style in self._chain(style_id))

    def is_listing(self, style_id: str | None) -> bool:
        """True for lines of a program, and of what is derived from them."""
        return any(_LISTING.fullmatch(style.name) for style in self._chain(style_id))

    def is_contents(self, style_id: str | None) -> bool:
        """True for a line of a table of contents or figures."""
        return any(_CONTENTS.fullmatch(style.name) for style in self._chain(style_id))


def _styles(part: etree._Element) -> Iterator[tuple[str, Style]]:
    for element in part:
        style_id = next((str(said) for key, said in element.items() if key.endswith("styleId")), None)
        if local(element) == "style" and style_id:
            name, based_on = value(child(element, "name")), value(child(element, "basedOn"))
            properties = child(element, "pPr")
            numbered = child(properties, "numPr")
            yield style_id, Style(name or style_id, based_on, outline_level(properties), numbered)

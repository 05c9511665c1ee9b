"""XHTML as EPUB 3.3 wants it: elements with their namespace, and whole pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from lxml.builder import ElementMaker
from williams_publishing.directions import direction_of

XHTML: Final = "http://www.w3.org/1999/xhtml"
OPS: Final = "http://www.idpf.org/2007/ops"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
TYPE: Final = f"{{{OPS}}}type"
STYLE: Final = "style.css"
# Characters that XML 1.0 cannot hold, also not as references.
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_E = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": OPS})

Element = Any  # lxml has no types


def el(tag: str, *children: str | Element, **attributes: str) -> Element:
    """Return an element. Of attributes, ``class_`` is ``class``, ``epub_type`` and ``aria_label`` have their names."""
    made = _E(tag, *(fitting(child) if isinstance(child, str) else child for child in children))
    for name, value in attributes.items():
        made.set(_attribute(name), fitting(value))
    return made


def fitting(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def spoken_in(element: Element, language: str, around: str) -> Element:
    """Say the language and direction of an element where they are not those around it."""
    if language != around:
        element.set("lang", language)
        element.set(LANG, language)
        if direction_of(language) != direction_of(around):
            element.set("dir", direction_of(language))
    return element


def _attribute(name: str) -> str:
    if name == "epub_type":
        return TYPE
    return name.rstrip("_").replace("_", "-")


@dataclass(frozen=True)
class Page:
    """One XHTML file of the book. ``on_paper`` says whether the PDF has it, too, not one of its own."""

    name: str
    title: str
    language: str
    body: Sequence[Element]
    properties: str | None = None
    on_paper: bool = True

    def encoded(self) -> bytes:
        root = el(
            "html",
            el("head", el("title", self.title), el("link", rel="stylesheet", type="text/css", href=STYLE)),
            el("body", *self.body),
            lang=self.language,
            dir=direction_of(self.language),
        )
        root.set(LANG, self.language)
        return xml_bytes(root, doctype="<!DOCTYPE html>")


def xml_bytes(root: Element, doctype: str | None = None) -> bytes:
    """Return the document as UTF-8. It is not indented: white space is text."""
    encoded: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype=doctype)
    return encoded

"""Reads a book as a reading system does: container, package, spine, pages. Nothing of the plugin is used."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

NAMES = {
    "o": "http://www.idpf.org/2007/opf",
    "h": "http://www.w3.org/1999/xhtml",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}


@dataclass(frozen=True)
class Book:
    data: bytes

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    @cached_property
    def package(self) -> Any:
        container = etree.fromstring(self.archive.read("META-INF/container.xml"))
        return etree.fromstring(self.archive.read(container.xpath("string(//c:rootfile/@full-path)", namespaces=NAMES)))

    @cached_property
    def pages(self) -> dict[str, Any]:
        """The pages by name, in the order of the spine."""
        hrefs = {item.get("id"): item.get("href") for item in self.package.iterfind(".//o:item", NAMES)}
        order = [hrefs[each.get("idref")] for each in self.package.iterfind(".//o:itemref", NAMES)]
        return {name: etree.fromstring(self.archive.read(f"EPUB/{name}")) for name in order}

    @property
    def chapters(self) -> dict[str, Any]:
        return {name: page for name, page in self.pages.items() if name.startswith("chapter-")}

    def at(self, anchor: str) -> Any:
        """Return the element that ``page.xhtml#id`` leads to."""
        name, _, fragment = anchor.partition("#")
        (found,) = self.pages[name].xpath("//*[@id=$id]", id=fragment)
        return found

    def said(self, name: str) -> list[str]:
        return [str(text) for text in self.package.xpath(f"//{name}/text()", namespaces=NAMES)]

    def find(self, page: str, path: str) -> list[Any]:
        found: list[Any] = self.pages[page].xpath(path, namespaces=NAMES)
        return found


def words(element: Any) -> str:
    """Return the text of an element without the marks of its notes; the cells of a row are parted by bars."""
    cells = element.findall("h:td", NAMES)
    if cells:
        return " | ".join(map(words, cells))
    return "".join(element.xpath(".//text()[not(ancestor::h:a[@role='doc-noteref'])]", namespaces=NAMES))

"""Books (.epub): their chapters in reading order; a place leads into the chapter's own file."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from lxml import etree, html
from williams_html.head import first_date
from williams_html.people import split_authors
from williams_html.tree import parse

from williams.domain.errors import CorruptContent, EmptyContent, EncryptedContent
from williams.domain.licenses import declared_license
from williams.isolation.notices import notice
from williams_import_document.archive import ADVICE, opened, xml_of
from williams_import_document.pictures import of_package
from williams_import_document.reading import Part, Reading

_WHAT: Final = "The book"
_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_ENCRYPTED: Final = "{http://www.w3.org/2001/04/xmlenc#}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_FONTS: Final = (".otf", ".ttf", ".woff", ".woff2")
_NOTES: Final = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_FURNITURE: Final = frozenset({"toc", "landmarks", "page-list", "pagebreak"})
_TYPE: Final = "epub:type"


def read_book(source: Path) -> Reading:
    """Return a part for each file of the spine. Raises the errors of ``opened``."""
    with opened(source, _WHAT) as package:
        names = set(package.namelist())
        if _LOCKS in names:
            _check_locks(package.read(_LOCKS))
        folder, root = _contents(package, names)
        parts, missing = [], []
        for name in dict.fromkeys(_spine(root, folder)):  # EPUB 3.3, 5.7.1: none may stand in it twice
            if name in names:
                parts.append(
                    Part(
                        _chapter(package.read(name), posixpath.dirname(name)),
                        file=posixpath.relpath(name, folder or "."),
                    )
                )
            else:
                missing.append(name)
    told = [notice("part-left-out", f"{len(missing)} chapters are not in the file: {', '.join(missing)}.")]
    return Reading(parts, _about(root), told if missing else [], of_package(source))


def _contents(package: zipfile.ZipFile, names: set[str]) -> tuple[str, etree._Element]:
    """Return the folder of the book's files, and what lists them."""
    listed = xml_of(package.read(_CONTAINER), _WHAT).iter("{*}rootfile") if _CONTAINER in names else iter(())
    path = next((each.get("full-path") for each in listed if each.get("full-path") in names), None)
    path = path or next((name for name in sorted(names) if name.endswith(".opf")), None)
    if path is None:
        raise CorruptContent(f"{_WHAT} does not say what it holds ({_CONTAINER}). {ADVICE}")
    return posixpath.dirname(path), xml_of(package.read(path), _WHAT)


def _spine(root: etree._Element, folder: str) -> Iterator[str]:
    items = {each.get("id"): each for each in root.iter("{*}item")}
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _chapter(data: bytes, folder: str) -> str:
    """Return a chapter without lists of contents, its notes marked; pictures are called by their parts' names."""
    text = data.decode("utf-8-sig", "replace") if b"\x00" not in data[:64] else data.decode("utf-16", "replace")
    try:
        root = parse(text).root
    except EmptyContent:
        return ""
    for element in list(root.iter(etree.Element)):
        kinds = set((element.get(_TYPE) or "").split())
        if kinds & _FURNITURE and element.getparent() is not None:
            element.drop_tree()
        elif kinds & _NOTES:
            element.set("role", "doc-footnote")
    for picture in root.iter("img"):
        source = picture.get("src") or ""
        if not source.startswith("data:"):
            picture.set("src", posixpath.normpath(posixpath.join(folder, unquote(source))))
    body = root.find(".//body")
    return str(html.tostring(root if body is None else body, encoding="unicode", with_tail=False))


def _check_locks(data: bytes) -> None:
    """Fonts may be disguised; a book whose text is locked cannot be read."""
    references = [each.get("URI") or "" for each in xml_of(data, _WHAT).iter(f"{_ENCRYPTED}CipherReference")]
    if not all(each.lower().endswith(_FONTS) for each in references):
        raise EncryptedContent(f"{_WHAT} is locked (DRM). Import a copy without a lock, if you may.")


def _about(root: etree._Element) -> dict[str, Any]:
    def texts(name: str) -> list[str]:
        found = (" ".join("".join(each.itertext()).split()) for each in root.iter(f"{_DC}{name}"))
        return [text for text in found if text]

    rights = next(iter(texts("rights")), None)
    named = {"publisher": texts("publisher"), "identifier": texts("identifier"), "keywords": texts("subject")}
    extra = {name: ", ".join(values) for name, values in named.items() if values}
    return {
        "title": next(iter(texts("title")), None),
        "authors": split_authors(texts("creator")),
        "published_date": first_date(texts("date")),
        "license": declared_license(rights) if rights else None,
        "language": next(iter(texts("language")), None),
        "extra": {**extra, "stated_license": rights} if rights else extra,
    }

"""Word documents (.docx), by mammoth: styles become headings, lists, tables and footnotes."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any

import mammoth
from lxml import etree, html
from williams_html.head import first_date, split_authors
from williams_html.tree import parse

from williams.domain.errors import ContentTooLarge, CorruptContent, EncryptedContent, UnsupportedContent
from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MOST_BYTES = 300 * 1024 * 1024
"""Unpacked. The file itself has at most 50 MB; pictures hardly shrink, so honest documents stay far below."""
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote:fresh
"""
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
# What unpacking a damaged or locked package raises.
_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_ADVICE = "Open it in a word processor, save it as .docx again and import that."


def read_word(source: Path) -> tuple[str, dict[str, Any], list[Said]]:
    """Return the document as HTML, its properties, and notices of what mammoth could not turn into HTML.

    Raises:
        EncryptedContent: it wants a password.
        UnsupportedContent: it is an older .doc, or no Word document.
        CorruptContent: it cannot be read.
        ContentTooLarge: it is too large when it is unpacked.
    """
    _check_container(source)
    try:
        with zipfile.ZipFile(source) as package:
            _check_package(package)
            about = _properties(package)
    except _UNPACKING as error:
        raise CorruptContent(f"The Word document cannot be unpacked: {error}. {_ADVICE}") from error
    text, notices = _converted(source)
    return text, about, notices


def _check_container(source: Path) -> None:
    with source.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return
    if _ENCRYPTED_PACKAGE in source.read_bytes():
        raise EncryptedContent("The Word document wants a password. Save a copy without one and import that.")
    raise UnsupportedContent(f"This is a Word document of the older kind (.doc). {_ADVICE}")


def _check_package(package: zipfile.ZipFile) -> None:
    if _DOCUMENT not in package.namelist():
        raise UnsupportedContent("The file is no Word document: it is a package without a text. Check the file.")
    if sum(part.file_size for part in package.infolist()) > _MOST_BYTES:
        raise ContentTooLarge(
            f"Unpacked, the Word document has over {_MOST_BYTES >> 20} MB: it is made to harm, or full of pictures. "
            "Save it without pictures and import that."
        )
    damaged = package.testzip()
    if damaged:
        raise CorruptContent(f"The part {damaged} of the Word document is damaged. {_ADVICE}")


def _properties(package: zipfile.ZipFile) -> dict[str, Any]:
    if _PROPERTIES not in package.namelist():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(package.read(_PROPERTIES), parser)
    except etree.XMLSyntaxError:
        return {}

    def texts(name: str) -> list[str]:
        found = (" ".join((element.text or "").split()) for element in root.iter(name))
        return [text for text in found if text]

    rights = next(iter(texts(f"{_DC}rights")), None)
    described = {"description": texts(f"{_DC}description"), "keywords": texts(f"{_CORE}keywords")}
    return {
        "title": next(iter(texts(f"{_DC}title")), None),
        "authors": split_authors(texts(f"{_DC}creator")),
        "published_date": first_date(texts(f"{_TERMS}created")),
        "modified_date": first_date(texts(f"{_TERMS}modified")),
        "license": declared_license(rights) if rights else None,
        "language": next(iter(texts(f"{_DC}language")), None),
        "extra": {name: values[0] for name, values in described.items() if values},
    }


def _converted(source: Path) -> tuple[str, list[Said]]:
    try:
        with source.open("rb") as file:
            result = mammoth.convert_to_html(file, style_map=_STYLES, convert_image=_no_image)
    except Exception as error:  # a damaged document may fail anywhere in the library
        raise CorruptContent(
            f"The Word document cannot be read ({type(error).__name__}: {error}). {_ADVICE}"
        ) from error
    left_out = [
        notice("part-left-out", f"A part could not be read: {message.message}", remedy=_ADVICE)
        for message in result.messages
        if message.type == "error"
    ]
    return _with_footnotes(result.value), left_out


@mammoth.images.img_element  # type: ignore[untyped-decorator]
def _no_image(_: Any) -> dict[str, str]:
    """Pictures stay in the original."""
    return {"src": ""}


def _with_footnotes(text: str) -> str:
    """mammoth's notes are items of a list at the end, with an arrow back: say what they are."""
    if not text.strip():
        return ""
    root = parse(text)
    for item in root.iter("li"):
        if (item.get("id") or "").startswith(("footnote-", "endnote-")):
            item.set("class", "footnote")
            for link in item.findall(".//a"):
                if (link.get("href") or "").startswith(("#footnote-ref", "#endnote-ref")):
                    link.drop_tree()
    return str(html.tostring(root, encoding="unicode"))

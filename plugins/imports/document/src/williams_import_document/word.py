"""Word documents (.docx), by mammoth: styles become headings, lists, tables and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import mammoth
from lxml import etree, html
from williams_html.head import first_date
from williams_html.people import split_authors
from williams_html.tree import parse

from williams.domain.errors import CorruptContent
from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice
from williams_import_document.markup import count_letters, letters
from williams_import_document.package import ADVICE, PROPERTIES, packed, unpack
from williams_import_document.prepared import NOTES, prepared

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote:fresh
"""
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_TAG = re.compile(r"<[^>]*>")
_UNKNOWN = "An unrecognised element was ignored: "


def read_word(source: Path) -> tuple[str, dict[str, Any], list[Said]]:
    """Return the document as HTML, its properties, and notices of what was left out of either.

    Raises the errors of ``unpack`` and ``count_letters``.
    """
    parts, main = unpack(source)
    about, passed_over = _properties(parts.pop(PROPERTIES, None))
    count_letters(parts)
    parts = prepared(parts, main)
    with_text = {name: data for name, data in parts.items() if name == main or NOTES.search(name)}
    text, notices = _converted(parts, sum(count_letters(with_text).values()))
    return text, about, [*passed_over, *notices]


def _properties(part: bytes | None) -> tuple[dict[str, Any], list[Said]]:
    if part is None:
        return {}, []
    try:
        root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return {}, [notice("metadata-passed-over", f"The document's properties cannot be read: {error}", PROPERTIES)]

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
    }, []


def _converted(parts: dict[str, bytes], written: int) -> tuple[str, list[Said]]:
    try:
        # A document may bring styles of its own for this, which may leave paragraphs out.
        result = mammoth.convert_to_html(
            packed(parts), style_map=_STYLES, include_embedded_style_map=False, convert_image=_no_image
        )
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # a damaged document may fail anywhere in the library
        raise CorruptContent(f"The Word document cannot be read ({type(error).__name__}: {error}). {ADVICE}") from error
    said = [message.message for message in result.messages]
    unread = [
        notice("part-left-out", f"A part could not be read: {message.message}", remedy=ADVICE)
        for message in result.messages
        if message.type == "error"
    ]
    return _with_footnotes(result.value), [*unread, *_missing(written, result.value, said)]


def _missing(written: int, text: str, said: list[str]) -> Iterator[Said]:
    """Compare the letters that went in with those that came out: what mammoth does not know it leaves out."""
    missing = written - letters(unescape(_TAG.sub("", text)))
    if missing > 0:
        unknown = sorted(each.removeprefix(_UNKNOWN) for each in said if each.startswith(_UNKNOWN))
        where = f" (elements that are not read: {', '.join(unknown)})" if unknown else ""
        message = f"{missing} of the document's {written} letters and digits were left out{where}."
        yield notice(
            "text-left-out", message, remedy="Compare with the original; text in shapes may be made plain text."
        )


@mammoth.images.img_element  # type: ignore[untyped-decorator]
def _no_image(_: Any) -> dict[str, str]:
    """Pictures stay in the original."""
    return {"src": ""}


def _with_footnotes(text: str) -> str:
    """mammoth's notes are items of a list at the end, with an arrow back: say what they are."""
    if not text.strip():
        return ""
    root = parse(text).root
    for item in root.iter("li"):
        if (item.get("id") or "").startswith(("footnote-", "endnote-")):
            item.set("class", "footnote")
            for link in item.findall(".//a"):
                if (link.get("href") or "").startswith(("#footnote-ref", "#endnote-ref")):
                    link.drop_tree()
    return str(html.tostring(root, encoding="unicode"))

"""What the packages of office programs say of themselves (``docProps/core.xml``)."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree
from williams_html.head import first_date
from williams_html.people import split_authors
from williams_html.xml import parse_xml

from williams.domain.licenses import declared_license
from williams.isolation.notices import Said, notice

PROPERTIES: Final = "docProps/core.xml"
_DC, _TERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_OF_PROGRAMS: Final = re.compile(
    r"(?:(?:Microsoft )?(?:PowerPoint|Word|Excel)[ -]*)?(?:Presentation|Document|Workbook|Slide)? ?\d*|Untitled ?\d*"
    r"|(?:PowerPoint-)?Präsentation ?\d*|(?:Folie|Dokument) ?\d*|Présentation PowerPoint|Presentación de PowerPoint",
    re.IGNORECASE,
)
"""Titles that programs write when nobody gave one."""


def read_properties(part: bytes | None) -> tuple[dict[str, Any], list[Said]]:
    """Return fields of ``ContentMetadata`` and, where the part cannot be read, a notice of it."""
    if part is None:
        return {}, []
    try:
        root = parse_xml(part)
    except etree.XMLSyntaxError as error:
        return {}, [notice("metadata-passed-over", f"The document's properties cannot be read: {error}", PROPERTIES)]
    return described(root, modified=f"{_TERMS}modified", created=f"{_TERMS}created", keywords=f"{_CORE}keywords"), []


def described(root: etree._Element, *, created: str, modified: str, keywords: str) -> dict[str, Any]:
    """Return the fields of ``ContentMetadata`` that Dublin Core elements give; the other names differ by format."""

    def texts(name: str) -> list[str]:
        found = (" ".join((element.text or "").split()) for element in root.iter(name))
        return [text for text in found if text]

    rights = next(iter(texts(f"{_DC}rights")), None)
    more = {"description": texts(f"{_DC}description"), "keywords": texts(keywords)}
    extra = {name: ", ".join(values) for name, values in more.items() if values}
    return {
        "title": next((each for each in texts(f"{_DC}title") if not _OF_PROGRAMS.fullmatch(each)), None),
        "authors": split_authors(texts(f"{_DC}creator")),
        "published_date": first_date(texts(created)),
        "modified_date": first_date(texts(modified)),
        "license": declared_license(rights) if rights else None,
        "language": next(iter(texts(f"{_DC}language")), None),
        "extra": {**extra, "stated_license": rights} if rights else extra,
    }

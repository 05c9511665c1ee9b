"""OPML: the feeds and pages of an outline."""

from __future__ import annotations

from williams_import_listing.found import Found
from williams_import_listing.xml import elements


def read(data: bytes, found: Found) -> None:
    """An outline without an address is a folder of others."""
    for element in elements(data, "title", "outline"):
        if element.tag.endswith("title"):
            found.title = found.title or (element.text or "").strip() or None
            continue
        address = element.get("xmlUrl") or element.get("url") or element.get("htmlUrl")
        if address:
            found.take(address, element.get("title") or element.get("text"))
        elif not len(element):
            found.take(None)

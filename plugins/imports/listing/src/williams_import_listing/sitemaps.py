"""Sitemaps and indexes of sitemaps."""

from __future__ import annotations

from williams_import_listing.found import Found
from williams_import_listing.xml import elements, text_of


def read(data: bytes, found: Found) -> None:
    for element in elements(data, "url", "sitemap"):
        found.take(text_of(element, "loc"), version=text_of(element, "lastmod"))

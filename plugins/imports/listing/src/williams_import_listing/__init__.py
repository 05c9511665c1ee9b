"""Imports what a listing names: feeds, sitemaps, outlines and bookmarks.

The plugin's class is found here, but loaded on first use only: the reader process imports this package too, and would
pay for pydantic and the plugin interface, which it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams_import_listing.plugin import ListingImport as ListingImport

__all__ = ["ListingImport"]


def __getattr__(name: str) -> object:
    if name == "ListingImport":
        from williams_import_listing.plugin import ListingImport

        return ListingImport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Imports pictures of text: scans, photographs of pages, screenshots.

The plugin's class is found here, but loaded on first use only: the reader process imports this package too, and would
pay for pydantic and the plugin interface, which it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams_import_image.plugin import ImageImport as ImageImport

__all__ = ["ImageImport"]


def __getattr__(name: str) -> object:
    if name == "ImageImport":
        from williams_import_image.plugin import ImageImport

        return ImageImport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

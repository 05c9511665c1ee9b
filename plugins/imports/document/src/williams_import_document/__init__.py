"""Imports Markdown, HTML, plain text and Word documents as paragraphs.

The plugin's class is found here, but loaded on first use only: the reader process imports this package too, and would
pay for pydantic and the plugin interface, which it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams_import_document.plugin import DocumentImport as DocumentImport

__all__ = ["DocumentImport"]


def __getattr__(name: str) -> object:
    if name == "DocumentImport":
        from williams_import_document.plugin import DocumentImport

        return DocumentImport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

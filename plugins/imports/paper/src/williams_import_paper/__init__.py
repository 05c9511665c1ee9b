"""Imports academic papers.

The plugin's class is found here, but loaded on first use only: the reader process imports this package too, and would
pay for pydantic and the plugin interface, which it does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams_import_paper.plugin import PaperImport as PaperImport

__all__ = ["PaperImport"]


def __getattr__(name: str) -> object:
    if name == "PaperImport":
        from williams_import_paper.plugin import PaperImport

        return PaperImport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

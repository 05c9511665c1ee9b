"""Imports videos as what is said in them.

The plugin's class is found here, but loaded on first use only: the isolated processes import this package too, and
would pay for pydantic and the plugin interface, which they do not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams_import_youtube.plugin import YouTubeImport as YouTubeImport

__all__ = ["YouTubeImport"]


def __getattr__(name: str) -> object:
    if name == "YouTubeImport":
        from williams_import_youtube.plugin import YouTubeImport

        return YouTubeImport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Bookmarks that file managers keep: one address each."""

from __future__ import annotations

import plistlib
import re
from typing import Final
from xml.parsers.expat import ExpatError

from williams.domain.errors import CorruptContent
from williams_import_listing.found import Found

_URL: Final = re.compile(r"^\s*URL\s*=\s*(.*?)\s*$", re.IGNORECASE | re.MULTILINE)

_DAMAGED: Final = (plistlib.InvalidFileException, ExpatError, ValueError, LookupError, OverflowError)
"""What plistlib raises; LookupError also for an encoding that nobody knows."""


def read_url(data: bytes, found: Found) -> None:
    """`[InternetShortcut]` of Windows, and `[Desktop Entry]` of others."""
    match = _URL.search(data.decode("utf-8-sig", "replace"))
    found.take(match.group(1) if match else None)


def read_webloc(data: bytes, found: Found) -> None:
    """A property list of macOS, as XML or binary. plistlib refuses documents that declare entities."""
    try:
        content = plistlib.loads(data)
    except _DAMAGED as error:
        raise CorruptContent(f"The shortcut cannot be read: {error}.") from None
    address = content.get("URL") if isinstance(content, dict) else None
    found.take(address if isinstance(address, str) else None)

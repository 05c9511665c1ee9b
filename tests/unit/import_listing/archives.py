"""Archives for tests, honest ones and others."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def archive(members: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive; names that are not ASCII are UTF-8, and flagged so."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packing) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return written.getvalue()


def named(raw: bytes, data: bytes = b"Words.") -> bytes:
    """Return an archive with a member whose name is these bytes, without a word on their encoding."""
    placeholder = b"n" * len(raw)
    return archive({placeholder.decode(): data}).replace(placeholder, raw)

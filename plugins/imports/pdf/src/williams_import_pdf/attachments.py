"""Names the files that are attached to a PDF."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]

_MOST = 100
_NAME_BYTES = 2048


def attachment_names(document: Any) -> list[str]:
    """Return the names of the first hundred attached files."""
    found = []
    for number in range(min(pdfium.FPDFDoc_GetAttachmentCount(document), _MOST)):
        attachment = pdfium.FPDFDoc_GetAttachment(document, number)
        found.append(_name(attachment) or f"file {number + 1}")
    return found


def _name(attachment: Any) -> str:
    buffer = (ctypes.c_ushort * (_NAME_BYTES // 2))()
    length = pdfium.FPDFAttachment_GetName(attachment, buffer, _NAME_BYTES) if attachment else 0
    if not 2 < length <= _NAME_BYTES:
        return ""
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").strip()

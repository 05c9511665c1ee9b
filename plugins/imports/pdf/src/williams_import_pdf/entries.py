"""What a file says of itself, where PDFium tells all of it: loading pypdf takes longer than reading a short manual."""

from __future__ import annotations

import mmap
import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from williams_import_pdf.document import Document
from williams_import_pdf.info import FileInfo, as_language, as_text
from williams_import_pdf.streams import may_break_off

_XML = b"/XML"
"""In the dictionary of every XMP packet, which is never compressed itself."""
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(?:(Z)|([+-])(\d\d)'?(\d\d)'?)?)?")


def read_entries(document: Document, path: Path) -> FileInfo | None:
    """Return the entries of the document information and the language; None where pypdf has to look.

    That is where the file has XMP, is encrypted, may be damaged inside, or has entries that want a closer look.
    """
    if document.is_encrypted() or _wants_pypdf(path):
        return None
    language = as_text(document.language())
    created, modified = (document.info(key) for key in ("CreationDate", "ModDate"))
    info = FileInfo(
        title=as_text(document.info("Title")),
        subject=as_text(document.info("Subject")),
        keywords=as_text(document.info("Keywords")),
        producer=as_text(document.info("Producer")),
        created=_date(created),
        modified=_date(modified),
        language=as_language(language),
    )
    author = as_text(document.info("Author"))
    info.authors = [author] if author else []
    unclear = (created and not info.created) or (modified and not info.modified) or (language and not info.language)
    return None if unclear else info


def _wants_pypdf(path: Path) -> bool:
    with path.open("rb") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            if data.find(_XML) >= 0:
                return True
        return may_break_off(file)


def _date(text: str | None) -> datetime | None:
    """Return a date as ISO 32000 writes them (7.9.4); None for what is written in another way."""
    found = _DATE.fullmatch(text or "")
    if found is None:
        return None
    sign, hours, minutes = found.group(8), int(found.group(9) or 0), int(found.group(10) or 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    try:
        zone = timezone(offset) if offset else UTC
        return datetime(*(int(part or 0) for part in found.groups()[:6]), tzinfo=zone)  # type: ignore[misc, arg-type]
    except ValueError:
        return None

"""RTF, by striprtf: its words and paragraphs, without how they look."""

from __future__ import annotations

import re
from html import escape

from striprtf.striprtf import rtf_to_text

from williams.domain.errors import CorruptContent
from williams.isolation.notices import notice
from williams_import_document.reading import Reading

_PICTURE = re.compile(r"\\pict\b")


def read_rich_text(text: str) -> Reading:
    """Return the paragraphs; rows of tables stand on one line. Raises CorruptContent."""
    try:
        plain = rtf_to_text(text, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError) as error:
        raise CorruptContent(f"The RTF file cannot be read: {error}. Save it anew as .docx and import that.") from error
    told = [notice("structure-left-out", "RTF was read as text: what is a heading or a list is not told apart.")]
    if pictures := len(_PICTURE.findall(text)):
        told.append(notice("pictures-left-out", f"{pictures} pictures were left out."))
    lines = (line.strip() for line in plain.splitlines())
    return Reading.whole("\n".join(f"<p>{escape(line)}</p>" for line in lines if line), notices=told)

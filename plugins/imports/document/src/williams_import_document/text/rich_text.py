"""RTF, by striprtf: its words and paragraphs, without how they look; footnotes stand at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from striprtf.striprtf import rtf_to_text

from williams.domain.errors import CorruptContent
from williams.isolation.notices import notice
from williams_import_document.reading import Reading

_NOTE = re.compile(r"\{(?:\\\*)?\\footnote(?![a-z])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_NOTES_BEGIN = "\ufdd0"
"""No character, so no text has it."""
_PICTURE = re.compile(r"\\pict\b")


def read_rich_text(text: str) -> Reading:
    """Return the paragraphs; rows of tables stand on one line. Raises CorruptContent."""
    try:
        plain = rtf_to_text(_notes_last(text), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError) as error:
        raise CorruptContent(f"The RTF file cannot be read: {error}. Save it anew as .docx and import that.") from error
    told = [notice("structure-left-out", "RTF was read as text: what is a heading or a list is not told apart.")]
    if pictures := len(_PICTURE.findall(text)):
        told.append(notice("pictures-left-out", f"{pictures} pictures were left out."))
    body, _, notes = plain.partition(_NOTES_BEGIN)
    html = [*_written(body, "<p>"), *_written(notes, '<p class="footnote">')]
    return Reading.whole("\n".join(html), notices=told)


def _written(text: str, begin: str) -> Iterator[str]:
    return (f"{begin}{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _notes_last(text: str) -> str:
    """Move footnotes behind the text, each as a paragraph: the library leaves them out where they stand."""
    pieces, notes, done = [], [], 0
    for match in _NOTE.finditer(text):
        if match.start() < done:  # in another note
            continue
        end = _group_end(text, match.start())
        if end is None:
            break
        pieces.append(text[done : match.start()])
        notes.append(f"\\par {{{text[match.end() : end]}")
        done = end
    last = text.rfind("}")
    if not notes or last < done:
        return text
    mark = f"\\u{ord(_NOTES_BEGIN)}?"
    return "".join([*pieces, text[done:last], mark, *notes, text[last:]])


def _group_end(text: str, start: int) -> int | None:
    depth = 0
    for brace in _BRACE.finditer(text, start):
        depth += (brace.group() == "{") - (brace.group() == "}")
        if not depth and brace.group() == "}":
            return brace.end()
    return None

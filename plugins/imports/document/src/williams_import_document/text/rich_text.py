"""RTF, by striprtf: its words and paragraphs, without how they look; boxes of text and footnotes stand at the end."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import escape
from typing import Final

from striprtf.striprtf import rtf_to_text

from williams.domain.errors import CorruptContent
from williams.isolation.notices import notice
from williams_import_document.reading import Reading

_APART: Final = re.compile(r"\{(?:\\\*)?\\(footnote|shptxt)(?![a-z])")
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
_NOTES_BEGIN: Final = "\ufdd0"
"""No character, so no text has it."""
_PICTURE: Final = re.compile(r"\\pict\b")
_OLD_AND_NEW: Final = re.compile(r"\{\\upr\s*(?=\{)")
"""Begins two forms of the same text, the second for readers of Unicode; the library passes over both."""
_LATE_STAR: Final = re.compile(r"(?<=[a-z0-9])\\\*")
"""Marks a group that may be passed over, but only where it begins one; StarOffice wrote it before styles as well."""
_NO_COUNT: Final = re.compile(r"(?<!\\)\\uc(?!-?\d|[a-zA-Z])")
"""Without a number of its own it has that of the specification, which the library asks for."""
_EAST_ASIAN: Final = re.compile(r"\\ansicpg(932|936|949|950)(?!\d)")
_ESCAPES: Final = re.compile(r"((?:\\'[0-9a-fA-F]{2}[\r\n]*)++)(\\[\\{}]|[^\\{}\r\n])?")


def read_rich_text(text: str) -> Reading:
    """Return the paragraphs; rows of tables stand on one line. Raises CorruptContent."""
    try:
        plain = rtf_to_text(_apart_last(_understood(text)), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, OverflowError) as error:
        raise CorruptContent(f"The RTF file cannot be read: {error}. Save it anew as .docx and import that.") from error
    told = [notice("structure-left-out", "RTF was read as text: what is a heading or a list is not told apart.")]
    if pictures := len(_PICTURE.findall(text)):
        told.append(notice("pictures-left-out", f"{pictures} pictures were left out."))
    body, _, notes = _paired(plain).partition(_NOTES_BEGIN)
    html = [*_written(body, "<p>"), *_written(notes, '<p class="footnote">')]
    return Reading.whole("\n".join(html), notices=told)


def _written(text: str, begin: str) -> Iterator[str]:
    return (f"{begin}{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _understood(text: str) -> str:
    """Write as the library understands it what it takes for something else."""
    text = _NO_COUNT.sub(r"\\uc1", _LATE_STAR.sub("", _OLD_AND_NEW.sub("{", text)))
    codepage = _EAST_ASIAN.search(text)
    if codepage is None:
        return text
    decoder = codecs.getincrementaldecoder(f"cp{codepage[1]}")(errors="replace")
    return _ESCAPES.sub(lambda escapes: _whole(escapes, decoder), text)


def _whole(escapes: re.Match[str], decoder: codecs.IncrementalDecoder) -> str:
    """The second byte of a character may stand there as the letter that it is in ASCII."""
    decoder.reset()
    decoder.decode(bytes.fromhex("".join(escapes[1].replace("\\'", "").split())))
    pending, _ = decoder.getstate()
    letter = (escapes[2] or "")[-1:]
    return f"{escapes[1]}\\'{ord(letter):02x}" if pending and letter and letter.isascii() else escapes[0]


def _paired(text: str) -> str:
    """Join the halves of characters beyond the first 65,536, which RTF writes one by one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _apart_last(text: str) -> str:
    """Move footnotes and the text of boxes behind the text: the library leaves them out where they stand."""
    pieces: list[str] = []
    apart: dict[str, list[str]] = {"shptxt": [], "footnote": []}
    done = 0
    for match in _APART.finditer(text):
        if match.start() < done:  # in another one
            continue
        end = _group_end(text, match.start())
        if end is None:
            break
        pieces.append(text[done : match.start()])
        apart[match[1]].append(f"\\par {{{text[match.end() : end]}")
        done = end
    last = text.rfind("}")
    if not done or last < done:
        return text
    mark = f"\\u{ord(_NOTES_BEGIN)}?"
    return "".join([*pieces, text[done:last], *apart["shptxt"], mark, *apart["footnote"], text[last:]])


def _group_end(text: str, start: int) -> int | None:
    depth = 0
    for brace in _BRACE.finditer(text, start):
        depth += (brace.group() == "{") - (brace.group() == "}")
        if not depth and brace.group() == "}":
            return brace.end()
    return None

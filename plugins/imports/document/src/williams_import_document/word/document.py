"""Word documents (.docx), by mammoth: styles become headings, lists, tables and footnotes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import mammoth
from lxml import html
from williams_html.tree import parse

from williams.domain.errors import CorruptContent
from williams.isolation.notices import Said, notice
from williams_import_document.properties import PROPERTIES, read_properties
from williams_import_document.reading import Reading, Review
from williams_import_document.word.markup import count_letters, letters
from williams_import_document.word.package import ADVICE, drawn, media, packed, unpack
from williams_import_document.word.prepared import LISTING, NOTES, prepared
from williams_import_document.word.review import COMMENT

_STYLES = f"""
p[style-name='{LISTING}'] => pre:separator('\\n')
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='{COMMENT}'] => p.footnote:fresh
p[style-name='Quote'] => blockquote:fresh
"""
_DRAWN = {"charts": re.compile(rb"<\w+:chart\s"), "diagrams": re.compile(rb"<\w+:relIds\s")}
_TAG = re.compile(r"<[^>]*>")
_UNKNOWN = "An unrecognised element was ignored: "


def read_word(source: Path, asked: Review) -> Reading:
    """Return the document, its properties, and notices of what was left out of either, or not read as it stands.

    Raises the errors of ``unpack`` and ``count_letters``.
    """
    parts, main = unpack(source)
    about, passed_over = read_properties(parts.pop(PROPERTIES, None))
    count_letters(parts)
    parts, taken_out = prepared(parts, main, drawn(source), asked)
    parts |= media(source)
    with_text = {name: data for name, data in parts.items() if name == main or NOTES.search(name)}
    unread = _left_out(parts[main])
    pictures: dict[str, bytes] = {}
    text, notices = _converted(parts, sum(count_letters(with_text).values()), pictures)
    return Reading.whole(text, about, [*passed_over, *taken_out, *notices, *unread], pictures.get)


def _converted(parts: dict[str, bytes], written: int, pictures: dict[str, bytes]) -> tuple[str, list[Said]]:
    try:
        # A document may bring styles of its own for this, which may leave paragraphs out.
        result = mammoth.convert_to_html(
            packed(parts), style_map=_STYLES, include_embedded_style_map=False, convert_image=_gathered(pictures)
        )
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # a damaged document may fail anywhere in the library
        raise CorruptContent(f"The Word document cannot be read ({type(error).__name__}: {error}). {ADVICE}") from error
    said = [message.message for message in result.messages]
    unread = [
        notice("part-left-out", f"A part could not be read: {message.message}", remedy=ADVICE)
        for message in result.messages
        if message.type == "error"
    ]
    return _with_footnotes(result.value), [*unread, *_missing(written, result.value, said)]


def _missing(written: int, text: str, said: list[str]) -> Iterator[Said]:
    """Compare the letters that went in with those that came out: what mammoth does not know it leaves out."""
    missing = written - letters(unescape(_TAG.sub("", text)))
    if missing > 0:
        unknown = sorted(each.removeprefix(_UNKNOWN) for each in said if each.startswith(_UNKNOWN))
        where = f" (elements that are not read: {', '.join(unknown)})" if unknown else ""
        message = f"{missing} of the document's {written} letters and digits were left out{where}."
        yield notice(
            "text-left-out", message, remedy="Compare with the original; text in shapes may be made plain text."
        )


def _left_out(document: bytes) -> list[Said]:
    """Say what is drawn from parts of their own, which are not read."""
    counts = {kind: len(mark.findall(document)) for kind, mark in _DRAWN.items()}
    return [notice(f"{kind}-left-out", f"{count} {kind} were left out.") for kind, count in counts.items() if count]


def _gathered(pictures: dict[str, bytes]) -> Any:
    """Return what tells mammoth how to write a picture, and gathers its bytes by what it is called."""

    def attributes(image: Any) -> dict[str, str]:
        try:
            with image.open() as file:
                data: bytes = file.read()
        except (KeyError, OSError):  # linked, or larger than any that is kept
            return {"src": ""}
        name = f"picture-{hashlib.sha256(data).hexdigest()}"
        pictures[name] = data
        return {"src": name}

    return mammoth.images.img_element(attributes)


def _with_footnotes(text: str) -> str:
    """mammoth's notes are items of a list at the end, with an arrow back: say what they are."""
    if not text.strip():
        return ""
    root = parse(text).root
    for item in root.iter("li"):
        if (item.get("id") or "").startswith(("footnote-", "endnote-")):
            item.set("class", "footnote")
            for link in item.findall(".//a"):
                if (link.get("href") or "").startswith(("#footnote-ref", "#endnote-ref")):
                    link.drop_tree()
    return str(html.tostring(root, encoding="unicode"))

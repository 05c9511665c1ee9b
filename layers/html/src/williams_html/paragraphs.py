"""From a tree to paragraphs: headings, text, list items, captions, table rows, code and footnotes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from williams.domain.sections import assign_sections
from williams_html.tables import caption_of, is_data_table, row_texts
from williams_html.tree import is_unread, tidy

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li"),
        *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "tr", "ul", "caption"),
        *HEADINGS,
    }
)
_KINDS = {"figcaption": "caption", "caption": "caption", "legend": "heading", "summary": "body"}
_KINDS |= dict.fromkeys(("li", "dt", "dd"), "list_item")
_NOTES = re.compile(r"\bfoot-?notes?\b|\bend-?notes?\b")
_NOTE_ROLES = frozenset({"doc-endnotes", "doc-footnote", "doc-endnote"})
# A line break in a paragraph is a blank; two of them are what people made paragraphs with.
_BREAK = "\n"


@dataclass(slots=True)
class Block:
    """A paragraph in the making; ``kind`` is one of ``ParagraphKind``'s values, ``level`` a heading's (1 to 6)."""

    text: str
    kind: str = "body"
    level: int = 0
    section: str | None = None

    def draft(self) -> dict[str, Any]:
        """Return a paragraph draft in JSON's types."""
        return {"text": self.text, "kind": self.kind, "section": self.section}


def paragraphs_of(root: HtmlElement) -> list[Block]:
    """Return the paragraphs under an element in reading order, each with its section."""
    blocks = [block for block in _Walk().blocks(root) if any(map(str.isalnum, block.text))]
    assign_sections(blocks)
    return blocks


class _Walk:
    """Goes through a tree and gathers inline text until a block begins or ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def blocks(self, root: HtmlElement) -> Iterator[Block]:
        yield from self._inside(root, "body")
        yield from self._flush("body")

    def _inside(self, element: HtmlElement, kind: str) -> Iterator[Block]:
        self._parts.append(_flat(element.text))
        for child in element:
            if not is_unread(child):
                yield from self._element(child, kind)
            self._parts.append(_flat(child.tail))

    def _element(self, element: HtmlElement, kind: str) -> Iterator[Block]:
        tag = str(element.tag)
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag == "q":
            self._parts.append("“")
            yield from self._inside(element, kind)
            self._parts.append("”")
        elif tag in _BLOCKS:
            yield from self._flush(kind)
            yield from self._block(element, tag, kind)
        else:
            yield from self._inside(element, kind)

    def _block(self, element: HtmlElement, tag: str, kind: str) -> Iterator[Block]:
        if tag == "pre":
            yield from _code(element)
        elif tag == "table" and is_data_table(element):
            yield from _table(element)
        elif tag in HEADINGS:
            yield from self._inside(element, "heading")
            yield from self._flush("heading", HEADINGS[tag])
        else:
            own = _kind_of(element, tag, kind)
            yield from self._inside(element, own)
            yield from self._flush(own, len(HEADINGS) if own == "heading" else 0)

    def _flush(self, kind: str, level: int = 0) -> Iterator[Block]:
        gathered = "".join(self._parts)
        self._parts.clear()
        if kind == "heading":
            gathered = gathered.replace(_BREAK, " ")
        for part in re.split(r"\n[ \n]*\n", gathered):
            if text := tidy(part):
                yield Block(text, kind, level or (len(HEADINGS) if kind == "heading" else 0))


def _kind_of(element: HtmlElement, tag: str, kind: str) -> str:
    if kind == "footnote" or element.get("role") in _NOTE_ROLES or _NOTES.search(element.get("class") or ""):
        return "footnote"
    return _KINDS.get(tag, kind)


def _flat(text: str | None) -> str:
    return re.sub(r"\s", " ", text) if text else ""


def _code(element: HtmlElement) -> Iterator[Block]:
    """A listing keeps its lines; blank ones go, because they part paragraphs in the extracted text."""
    lines = textwrap.dedent(_listing(element).expandtabs(4)).splitlines()
    if text := "\n".join(line.rstrip() for line in lines if line.strip()):
        yield Block(text, "code")


def _listing(element: HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "br" else "" if is_unread(child) else _listing(child), child.tail or ""]
    return "".join(parts)


def _table(element: HtmlElement) -> Iterator[Block]:
    if caption := caption_of(element):
        yield Block(caption, "caption")
    for text in row_texts(element):
        yield Block(text, "table_row")

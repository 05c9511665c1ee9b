"""From a tree to paragraphs: headings, text, list items, captions, table rows, code and footnotes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from williams.domain.sections import END, assign_sections
from williams_html.anchors import HEADINGS, Anchors
from williams_html.figures import ALONE, ALT, PICTURE
from williams_html.line_breaks import without_breaks
from williams_html.tables import caption_of, is_data_table, row_texts
from williams_html.tree import is_unread, tidy

BLOCKS = frozenset(
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
_CAPTIONS = re.compile(
    r"(?:^|\s)(?:thumb|image|img|photo|picture|figure|media)[_-]{0,2}caption(?:$|\s)|(?:^|\s)wp-caption-text(?:$|\s)",
    re.IGNORECASE,
)
_CAPTION_FRAMES = frozenset({"div", "p", "dd"})
_NOTE_ROLES = frozenset({"doc-endnotes", "doc-footnote", "doc-endnote"})
# A line break in a paragraph is a blank but in verse; two of them are what people made paragraphs with.
_BREAK = "\n"
SCOPE = "data-williams-scope"
"""The attribute of an element that ends the headings of the level that it names (``h2``), and of lower ones."""
_FEWEST_LINES, _LONGEST_LINE = 3, 60
"""Of verse, in lines and characters."""
_PARTS = re.compile(r"\n\s*\n")


@dataclass(slots=True)
class Block:
    """A paragraph in the making; ``kind`` is one of ``ParagraphKind``'s values, ``level`` a heading's (1 to 6).

    ``anchor`` is the id of the nearest element that a link can lead to. A caption may have a ``picture``, which is
    where that is, and its ``alt``; ``alone`` says that the caption is only the words that stand for the picture.
    """

    text: str
    kind: str = "body"
    level: int = 0
    section: str | None = None
    anchor: str | None = None
    picture: str | None = None
    alt: str | None = None
    alone: bool = False

    def draft(self) -> dict[str, Any]:
        """Return a paragraph draft in JSON's types."""
        return {"text": self.text, "kind": self.kind, "place": {"anchor": self.anchor, "section": self.section}}


def paragraphs_of(root: HtmlElement) -> list[Block]:
    """Return the paragraphs under an element in reading order, each with its section."""
    blocks = [block for block in _Walk(root).blocks() if block.kind == END or any(map(str.isalnum, block.text))]
    assign_sections(blocks)
    return [block for block in blocks if block.kind != END]


class _Walk:
    """Goes through a tree and gathers inline text until a block begins or ends."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._walk = etree.iterwalk(root, events=("start", "end"))
        self._parts: list[str] = []
        self._kinds = ["body"]
        """Of the blocks that are open."""
        self._anchors = Anchors()
        self._captioned: HtmlElement | None = None
        """A caption whose picture no paragraph has yet."""
        self._passed: HtmlElement | None = None
        """The element that was not entered."""

    def blocks(self) -> Iterator[Block]:
        for event, element in self._walk:
            if element is self._root:
                self._parts.append(_flat(element.text) if event == "start" else "")
            elif event == "start":
                yield from self._begin(element, str(element.tag))
            else:
                if element is not self._passed:
                    yield from self._end(str(element.tag))
                if level := HEADINGS.get(element.get(SCOPE, "")):
                    yield Block("", END, level)
                self._parts.append(_flat(element.tail))
        yield from self._flush("body")

    def _begin(self, element: HtmlElement, tag: str) -> Iterator[Block]:
        if is_unread(element):
            self._pass_over(element)
            return
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag == "q":
            self._parts.append("“")
        elif tag in BLOCKS:
            kind = self._kinds[-1]
            yield from self._flush(kind)
            self._anchors.begin(element)
            if tag == "pre" or (tag == "table" and is_data_table(element)):
                for block in _code(element) if tag == "pre" else _table(element):
                    block.anchor = self._anchors.nearest
                    yield block
                self._anchors.end()
                self._pass_over(element)
                return
            self._kinds.append("heading" if tag in HEADINGS else _kind_of(element, tag, kind))
            self._captioned = element if PICTURE in element.attrib else self._captioned
        elif self._kinds[-1] == "heading":
            self._anchors.within_heading(element)
        self._parts.append(_flat(element.text))

    def _end(self, tag: str) -> Iterator[Block]:
        if tag == "q":
            self._parts.append("”")
        elif tag in BLOCKS:
            kind = self._kinds.pop()
            yield from self._flush(kind, HEADINGS.get(tag, len(HEADINGS) if kind == "heading" else 0))
            self._anchors.end()

    def _pass_over(self, element: HtmlElement) -> None:
        self._walk.skip_subtree()
        self._passed = element

    def _flush(self, kind: str, level: int = 0) -> Iterator[Block]:
        gathered = "".join(self._parts)
        self._parts.clear()
        if kind == "heading":
            gathered = gathered.replace(_BREAK, " ")
        for part in _PARTS.split(gathered):
            if text := _in_lines(part) if kind == "body" else tidy(part):
                level = level or (len(HEADINGS) if kind == "heading" else 0)
                yield self._with_picture(Block(text, kind, level, anchor=self._anchors.nearest))

    def _with_picture(self, block: Block) -> Block:
        """A caption's first paragraph has its picture."""
        caption = self._captioned
        if caption is not None and block.kind == "caption":
            block.picture, block.alt, block.alone = caption.get(PICTURE), caption.get(ALT), ALONE in caption.attrib
            self._captioned = None
        return block


def _in_lines(part: str) -> str:
    """Return verse, addresses and their like in lines; elsewhere a line break is where somebody's editor broke it."""
    lines = [line for each in part.split(_BREAK) if (line := tidy(each))]
    small = sum(next(filter(str.isalpha, line), "").islower() for line in lines)
    verse = len(lines) >= _FEWEST_LINES and max(map(len, lines)) <= _LONGEST_LINE and small * 5 <= len(lines)
    return _BREAK.join(lines) if verse else " ".join(lines)


def _kind_of(element: HtmlElement, tag: str, kind: str) -> str:
    if kind == "footnote" or element.get("role") in _NOTE_ROLES or _NOTES.search(element.get("class") or ""):
        return "footnote"
    if element.get(PICTURE) or kind == "caption":
        return "caption"
    if tag in _CAPTION_FRAMES and _CAPTIONS.search(element.get("class") or ""):
        return "caption"
    return _KINDS.get(tag, kind)


def _flat(text: str | None) -> str:
    return without_breaks(text) if text else ""


def _code(element: HtmlElement) -> Iterator[Block]:
    """A listing keeps its lines; blank ones go, because they part paragraphs in the extracted text."""
    lines = textwrap.dedent(_listing(element).expandtabs(4)).splitlines()
    if text := "\n".join(line.rstrip() for line in lines if line.strip()):
        yield Block(text, "code")


def _listing(element: HtmlElement) -> str:
    parts: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        if event == "end":
            parts.append((each.tail or "") if each is not element else "")
        elif each is not element and is_unread(each):
            walk.skip_subtree()
        else:
            parts.append("\n" if each.tag == "br" else each.text or "")
    return "".join(parts)


def _table(element: HtmlElement) -> Iterator[Block]:
    if caption := caption_of(element):
        yield Block(caption, "caption")
    for text in row_texts(element):
        yield Block(text, "table_row")

"""Says of each block what it is: heading, caption, list item, reference or body."""

from __future__ import annotations

import re
from collections import Counter

from williams_import_pdf.model import Block
from williams_import_pdf.outline import Outline
from williams_import_pdf.patterns import (
    AMOUNT,
    BULLET,
    CAPTION,
    CONTENTS,
    CONTENTS_ENTRY,
    CONTENTS_LINE,
    DOTTED,
    LOOSE_CAPTION,
    NUMBERED,
    REFERENCE_MARK,
    REFERENCES,
    ROMAN_CAPITALS,
    SECTION_NUMBER,
    STANDING_ALONE,
    without_number,
)

_LOWEST = 9
"""The level of headings that only their weight shows, such as ``Note`` above a remark."""
_BEGINNING = 3
"""Letters by which most texts are told from all bookmarks."""
_LONGEST_NAME = 100
"""Characters of a heading that all documents have, with its number."""
_LONGEST_WORD = 20
"""The same without its number: *Literaturverzeichnis*."""
_HEADING_LENGTH = 200
_HEADING_ROWS = 4
_LARGER = 1.1
_TITLE_WORD = re.compile(r"[A-Za-z]{3}|[^\W\d_A-Za-zʰ-˿]{2}")
"""What a formula set in bold does not have."""
_WORDS = re.compile(r"[^\W_]+")


def _normal(text: str) -> str:
    return "".join(_WORDS.findall(text)).casefold()


class Classifier:
    """Knows the document's usual font size and its bookmarks."""

    def __init__(self, blocks: list[Block], outline: Outline) -> None:
        sizes: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for block in blocks:
            for row in block.rows:
                sizes[row.size] += len(row.text)
                bold[row.bold] += len(row.text)
        self.body_size = sizes.most_common(1)[0][0] if sizes else 0.0
        self._bold_tells = bold[True] < bold[False]
        self._outline: dict[str, list[tuple[int, int | None]]] = {}
        for title, level, page in outline:
            for spelling in {_normal(title), _normal(without_number(title))}:
                self._outline.setdefault(spelling, []).append((level, page))
        self._beginnings = {spelling[:_BEGINNING] for spelling in self._outline}

    def classify(self, block: Block) -> None:
        """Set a block's kind and, for a heading, its level."""
        if block.kind == "table_row":
            return
        text = block.plain
        if LOOSE_CAPTION.match(text) and (CAPTION.match(text) or self._set_apart(block)):
            block.kind = "caption"
        elif self._is_heading(block, text):
            block.kind = "heading"
            block.level = self._level(block, text)
        elif BULLET.match(text) or CONTENTS_LINE.search(block.last.text) or self._is_item(text):
            block.kind = "list_item"

    def _set_apart(self, block: Block) -> bool:
        return block.size < 0.96 * self.body_size or block.bold

    @staticmethod
    def _is_item(text: str) -> bool:
        return bool(NUMBERED.match(text)) and len(text) > 4

    def _is_heading(self, block: Block, text: str) -> bool:
        return not _is_long(block, text) and self._stands_out(block, text) and _could_be_heading(block, text)

    def _stands_out(self, block: Block, text: str) -> bool:
        if self._bookmarked(block, text) is not None:
            return True
        if block.size >= _LARGER * self.body_size:
            return not text.endswith((",", ";"))
        plain = without_number(text) if len(text) <= _LONGEST_NAME else ""
        if len(plain) <= _LONGEST_WORD and (REFERENCES.match(plain) or STANDING_ALONE.match(plain)):
            return True
        if ROMAN_CAPITALS.match(text):
            return True
        if not (block.bold and self._bold_tells and block.size >= 0.93 * self.body_size):
            return False
        return bool(SECTION_NUMBER.match(text)) or (not text.endswith((".", ",", ";", ":")) and len(text) < 120)

    def is_section(self, block: Block) -> bool:
        """Return True for a heading that more than its size makes one."""
        text = block.plain
        numbered = SECTION_NUMBER.match(text) or ROMAN_CAPITALS.match(text)
        return bool(numbered or STANDING_ALONE.match(text)) or self._bookmarked(block, text) is not None

    def _bookmarked(self, block: Block, text: str) -> int | None:
        if not self._outline:
            return None
        entries = self._entries(text)
        if not entries and (plain := without_number(text)) != text:
            entries = self._entries(plain)
        levels = [level for level, page in entries if page is None or page == block.page]
        return levels[0] if levels else None

    def _entries(self, text: str) -> list[tuple[int, int | None]]:
        """Return level and page of the bookmarks with this title, which few texts even begin like."""
        start = text[:_BEGINNING]
        beginning = start.casefold() if start.isalnum() else _normal(text[: 4 * _BEGINNING])
        if len(beginning) >= _BEGINNING and beginning[:_BEGINNING] not in self._beginnings:
            return []
        return self._outline.get(_normal(text), [])

    def _level(self, block: Block, text: str) -> int:
        bookmarked = self._bookmarked(block, text)
        if bookmarked is not None:
            return bookmarked
        dotted = DOTTED.match(text)
        if dotted:
            return dotted.group(1).count(".") + 1
        plain = without_number(text)
        if block.size >= 1.3 * self.body_size or ROMAN_CAPITALS.match(text) or REFERENCES.match(plain):
            return 1
        if STANDING_ALONE.match(plain):
            return 1
        return 2 if block.size >= _LARGER * self.body_size else _LOWEST


def _is_long(block: Block, text: str) -> bool:
    return len(text) > _HEADING_LENGTH or len(block.rows) > _HEADING_ROWS


def _could_be_heading(block: Block, text: str) -> bool:
    if CONTENTS_LINE.search(block.last.text) or AMOUNT.search(text):
        return False
    if any(row.cells > 2 or (row.cells > 1 and not SECTION_NUMBER.match(row.text)) for row in block.rows):
        return False
    letters = sum(character.isalpha() for character in text)
    return bool(_TITLE_WORD.search(text)) and letters >= 0.4 * len(text.replace(" ", "")) and not BULLET.match(text)


def demote_front_matter(blocks: list[Block], classifier: Classifier) -> None:
    """Authors and addresses under the title are often set larger than the text; they are no headings."""
    page = blocks[0].page if blocks else 0
    front = [block for block in blocks if block.page == page]
    title = max((block for block in front if block.kind == "heading"), key=lambda block: block.size, default=None)
    if title is None:
        return
    for block in front[front.index(title) + 1 :]:
        long = block.kind != "heading" and sum(len(row.text) for row in block.rows) > _HEADING_LENGTH
        if long or classifier.is_section(block):
            return
        if block.kind == "heading" and block.size < title.size - 0.5:
            block.kind, block.level = "body", 0


def mark_contents(blocks: list[Block]) -> None:
    """Make the entries of a table of contents list items; the highest of them are often set like headings."""
    listing = False
    for block in blocks:
        if block.kind not in ("heading", "body", "list_item"):
            continue
        text = block.plain
        if CONTENTS.match(text):
            listing = True
        elif listing and CONTENTS_ENTRY.search(text):
            block.kind, block.level = "list_item", 0
        elif block.kind == "heading":
            listing = False


def mark_references(blocks: list[Block]) -> None:
    """Make what stands under a heading such as ``References`` a reference.

    The next heading ends the list, unless marked entries (``[7] …``) go on below it.
    """
    listing = marked = False
    for number, block in enumerate(blocks):
        text = block.plain
        if block.kind == "heading":
            followed = number + 1 < len(blocks) and _is_marked(blocks[number + 1])
            named = bool(REFERENCES.match(without_number(text)))
            # A subsection may be about references; only entries show that it lists them.
            listing = (named and (block.level == 1 or followed)) or (listing and marked and followed)
        elif listing and block.kind == "caption" and not marked:
            # Without marks, what follows a caption cannot be told from the list: tables stand behind many lists.
            listing = False
        elif listing and block.kind in ("body", "list_item"):
            block.kind = "reference"
            marked = marked or _is_marked(block)


def _is_marked(block: Block) -> bool:
    return bool(REFERENCE_MARK.match(block.first.text))

"""Plain text: paragraphs parted by blank lines, with the headings, lists, tables and listings that people write."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from williams.domain.sentence_ends import ends_clause, ends_sentence
from williams_import_document.reading import Reading
from williams_import_document.subtitles import read_subtitles
from williams_import_document.text.entries import entries
from williams_import_document.text.gutenberg import without_boilerplate
from williams_import_document.text.layouts import (
    are_records,
    is_centred,
    is_code,
    is_prose,
    program_below,
    quoted,
    rows_of,
    speeches,
)
from williams_import_document.text.link_numbers import without_link_numbers
from williams_import_document.text.list_marks import Marks, item_of
from williams_import_document.text.manual_page import without_header
from williams_import_document.text.numbered_parts import NumberedParts
from williams_import_document.text.page_lines import without_page_lines
from williams_import_document.text.pasted_cues import runs_of_cues
from williams_import_document.text.prose_columns import prose_columns
from williams_import_document.text.ruled_tables import ruled_rows, whole_tables
from williams_import_document.text.wrapped import Wrapping

_RULE: Final = re.compile(r"^\s*(=|-|~|\*|_|#|\^|\+)(?:\s?\1){2,}\s*$|^--\s*$")
_CHAPTER: Final = re.compile(
    r"(?:chapter|kapitel|chapitre|cap[íi]tulo|capitolo|hoofdstuk|rozdzia[łl]|глава|часть|part|teil|partie|parte|article"
    r"|artikel|art[íi]culo|articolo|статья|section|abschnitt|act|scene|akt|szene|acte|scène|appendix|anhang|annexe)\s+"
    r"(?:\d{1,3}|[ivxlc]{1,6}|[A-D])\b|§\s?\d+|第[\d０-９一二三四五六七八九十百]{1,5}[章節节回編编部卷条條]",
    re.IGNORECASE,
)
_ENCLOSED: Final = re.compile(r"(={2,6})\s*([^=\s].*)\1")
_NOTE_MARKS: Final = re.compile(r"(?:\[\d{1,3}\])+$")
_HASHED: Final = re.compile(r"(#{1,6})\s+\S.*")
_HASHES: Final = re.compile(r"^#{1,6}\s+|\s+#+$")
_LONGEST_HEADING: Final = 80
_INDENT, _LEAST_INDENT, _DEEPEST_MARGIN = 4, 2, 8
_WIDEST: Final = 160
"""Characters. Who writes longer lines does not wrap them: each is a paragraph."""
_LONGEST_TERM: Final = 40
_FRONT: Final = 3
"""Blocks among which a line in the middle is the title."""
_BREAKS: Final = str.maketrans({"\u2028": "\n", "\u2029": "\n\n", "\x85": "\n", "\x0b": "\n"})
_BLANK: Final = re.compile(r"\n(?:[^\S\n]|[\u200b\ufeff])*\n")


def read_text(text: str) -> Reading:
    """Return the text, what a library's header says of it, and what was left out around pages."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BREAKS)
    runs = runs_of_cues(text)
    if not any(cues for cues, _ in runs):
        return _read(text)
    readings = [read_subtitles(run) if cues else _read(run, titled=not place) for place, (cues, run) in enumerate(runs)]
    parts = [part for reading in readings for part in reading.parts]
    return Reading(parts, readings[0].about, [said for reading in readings for said in reading.notices])


def _read(text: str, titled: bool = False) -> Reading:
    """``titled`` is a text of which more follows: its only block may be the title."""
    text, manual, furniture = without_header(text)
    text, links = without_link_numbers(text)
    text, pages = without_page_lines(text)
    text, about, boilerplate = without_boilerplate(text)
    notices = [*furniture, *links, *pages, *boilerplate]
    if manual:
        about = {**about, "title": manual}
    blocks = [block.strip("\n").split("\n") for block in _BLANK.split(text)]
    written = [block for block in whole_tables(blocks) if any(map(str.isalnum, "".join(block)))]
    parts = NumberedParts.of(written)
    parted = [each for block in written for each in ([block] if _is_laid_out(block) else parts.parted(block))]
    return Reading.whole("\n".join(_Writer(text, parted, parts).parts(titled)), about, notices)


def _is_laid_out(lines: list[str]) -> bool:
    """A listing or a table, whose lines stay together."""
    return is_code(lines) or bool(ruled_rows(lines) or rows_of(lines))


def _is_title(lines: list[str]) -> bool:
    """The line that a text begins with, alone and no sentence."""
    line = lines[0].strip()
    alone = len(lines) == 1 and len(line) <= _LONGEST_HEADING and not _is_heading(line)
    return alone and not ends_clause(_NOTE_MARKS.sub("", line)) and item_of(line) is None


def _is_heading(line: str) -> bool:
    """A short line alone, in capitals or numbered like a chapter."""
    text = line.strip()
    letters = [character for character in text if character.isalpha()]
    capitals = len(letters) > 3 and all(character.isupper() for character in letters)
    numbered = re.match(r"^(?:\d+\.)+\d*\s+[A-Z]", text) is not None and not text.endswith((".", ";", ","))
    chapter = _CHAPTER.match(text) is not None and not ends_sentence(text.rstrip("."))
    return len(text) <= _LONGEST_HEADING and (capitals or numbered or chapter)


def _indent_of(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())


def _margin(blocks: Sequence[list[str]]) -> int:
    """Return the blanks by which most paragraphs of a text are set in, as those of RFCs and manuals are."""
    texts = (block for block in blocks if len(block) > 1 and not is_code(block))
    margins = Counter(min(map(_indent_of, block)) for block in texts)
    usual, times = margins.most_common(1)[0] if margins else (0, 0)
    return usual if usual <= _DEEPEST_MARGIN and 2 * times > margins.total() else 0


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>"


def _titled(level: int, words: str) -> str:
    return f"<h{level}>{escape(words)}</h{level}>"


class _Writer:
    """Writes the blocks of one text as HTML: how it is wrapped and indented as a whole tells what one of them is."""

    def __init__(self, text: str, blocks: list[list[str]], parts: NumberedParts) -> None:
        self._blocks = blocks
        self._parts = parts
        self._marks = Marks(text)
        self._margin = _margin(blocks)
        self._wrapping = Wrapping.of(text, blocks, _WIDEST)

    def parts(self, titled: bool) -> Iterator[str]:
        blocks = self._blocks
        if len(blocks) > 1 - titled and _is_title(blocks[0]):
            yield f"<h1>{escape(blocks[0][0].strip())}</h1>"
            blocks = blocks[1:]
        listing: list[str] = []
        for block in blocks:
            if self._is_listing(block) or (listing and self._goes_on(block)):
                listing += ["", *block]
                continue
            yield from self._listing(listing)
            listing = []
            yield from self._block(block)
        yield from self._listing(listing)

    def _is_listing(self, lines: list[str]) -> bool:
        indent = min(map(_indent_of, lines)) - self._margin
        if indent < _LEAST_INDENT or ruled_rows(lines) or rows_of(lines) or is_centred(lines):
            return False
        if is_code(lines):
            return True
        return indent >= _INDENT and len(lines) > 1 and item_of(lines[0]) is None and not is_prose(lines)

    def _goes_on(self, lines: list[str]) -> bool:
        """A few words set in behind a listing are its own: only what is wrapped is a text again."""
        return min(map(_indent_of, lines)) - self._margin >= _INDENT and not (len(lines) > 1 and is_prose(lines))

    def _listing(self, lines: Sequence[str]) -> Iterator[str]:
        if lines:
            yield f"<pre>{escape(textwrap.dedent(chr(10).join(line.expandtabs(4) for line in lines)))}</pre>"

    def _block(self, lines: list[str]) -> Iterator[str]:
        if rows := ruled_rows(lines):
            yield _table(rows)
            return
        heading, lines = self._heading(lines)
        if heading:
            yield heading
        lines = [line for line in lines if not _RULE.match(line)]
        if not lines:
            return
        below = program_below(lines)
        yield from self._text(lines[:below])
        yield from self._listing(lines[below:])

    def _heading(self, lines: list[str]) -> tuple[str, list[str]]:
        """The heading that a block begins with, and the lines behind it."""
        if len(lines) > 1 and _RULE.match(lines[0]) and len(lines[1].strip()) <= _LONGEST_HEADING:
            lines = lines[1:]
            if len(lines) == 1 or not _RULE.match(lines[1]):
                return "", lines
        first = lines[0].strip()
        if len(lines) > 1 and _RULE.match(lines[1]) and len(first) <= _LONGEST_HEADING:
            return _titled(2, first), lines[2:]
        if enclosed := _ENCLOSED.fullmatch(first):
            return _titled(len(enclosed[1]), enclosed[2].rstrip()), lines[1:]
        level = self._level_alone(lines) if len(lines) == 1 else 2 * self._stands_above(lines)
        return (_titled(level, _HASHES.sub("", first)), lines[1:]) if level else ("", lines)

    def _level_alone(self, lines: list[str]) -> int:
        """Of a line alone: by its hashes, in the middle of the first page, like a chapter's, left of all other text."""
        first = lines[0].strip()
        if hashed := _HASHED.fullmatch(first):
            return max(2, len(hashed[1]))
        if ends_clause(first) or len(first) > _LONGEST_HEADING:
            return 2 * bool(_is_heading(first) or self._parts.is_alone(first))
        if lines in self._blocks[:_FRONT] and _indent_of(lines[0]) > _DEEPEST_MARGIN:
            return 1
        outdented = self._margin and _indent_of(lines[0]) == 0 and len(first) <= _LONGEST_TERM
        return 2 * bool(outdented or _is_heading(first) or self._parts.begins(first))

    def _stands_above(self, lines: list[str]) -> bool:
        """Of the first line of several: a chapter's number, or capitals above what is set in."""
        first = lines[0].strip()
        if _CHAPTER.fullmatch(first.rstrip(".:")) or self._parts.is_alone(first) or self._is_titled_part(lines):
            return True
        set_in = min(map(_indent_of, lines[1:])) >= max(_LEAST_INDENT, self._margin)
        return set_in and first.isupper() and _is_heading(first) and _indent_of(lines[0]) == 0

    def _is_titled_part(self, lines: list[str]) -> bool:
        """The number and the title of a part in a line that ends early, above its text."""
        first, below = lines[0].strip(), lines[1].strip()
        ended = not ends_clause(first) and not below[:1].islower() and self._wrapping.has_room(first, below)
        return ended and len(first) <= _LONGEST_TERM and self._parts.begins(first)

    def _text(self, lines: list[str]) -> Iterator[str]:
        if columns := prose_columns(lines):
            yield from (f"<p>{escape(self._wrapping.paragraph(column))}</p>" for column in columns)
        elif rows := rows_of(lines):
            yield _table(rows)
        elif runs := quoted(lines):
            for depth, run in runs:
                yield f"<blockquote>{self._paragraph(run)}</blockquote>" if depth else self._paragraph(run)
        elif items := self._marks.items(lines):
            yield from self._list(lines, items)
        elif len(lines) > 1 and is_code(lines) and not is_prose(lines):
            yield from self._listing(lines)
        elif self._is_explained(lines):
            yield f"<dl><dt>{escape(lines[0].strip())}</dt><dd>{escape(self._wrapping.paragraph(lines[1:]))}</dd></dl>"
        else:
            yield from map(self._paragraph, self._paragraphs(lines))

    def _paragraphs(self, lines: list[str]) -> list[list[str]]:
        """Lines that nobody wraps, and what one says after the other, are paragraphs of their own."""
        if max(map(len, lines)) > _WIDEST or are_records(lines):
            return [[line] for line in lines]
        return entries(lines) or speeches(lines) or self._by_indents(lines)

    def _is_explained(self, lines: list[str]) -> bool:
        """A term, and what it means in lines that are all set in."""
        if len(lines) < 2 or len(lines[0].strip()) > _LONGEST_TERM or ends_clause(lines[0].rstrip()):
            return False
        return min(map(_indent_of, lines[1:])) >= _indent_of(lines[0]) + _LEAST_INDENT

    def _by_indents(self, lines: list[str]) -> list[list[str]]:
        """Paragraphs of which each begins with a line that is set in, without blank lines between."""
        margin = min(map(_indent_of, lines))
        begins = [place for place, line in enumerate(lines) if _indent_of(line) - margin >= _LEAST_INDENT]
        set_in = {_indent_of(lines[place]) for place in begins}
        if not begins or begins[0] or len(begins) == 1 or len(set_in) > 1 or self._wrapping.is_in_lines(lines):
            return [lines]
        return [lines[begin:end] for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True)]

    def _paragraph(self, lines: list[str]) -> str:
        if self._wrapping.is_in_lines(lines) or (_indent_of(lines[0]) and is_centred(lines)):
            return f"<p>{'<br>'.join(escape(line.strip()) for line in lines)}</p>"
        return f"<p>{escape(self._wrapping.paragraph(lines))}</p>"

    def _list(self, lines: list[str], items: dict[int, str]) -> Iterator[str]:
        """Lines before the first item are its introduction; those below an item belong to it."""
        gathered: list[tuple[str, list[str]]] = []
        for number, line in enumerate(lines):
            if number in items:
                gathered.append(("li", [items[number]]))
            elif gathered:
                gathered[-1][1].append(line)
            else:
                gathered.append(("p", [line]))
        for tag, parts in gathered:
            yield f"<{tag}>{escape(self._wrapping.paragraph(parts))}</{tag}>"

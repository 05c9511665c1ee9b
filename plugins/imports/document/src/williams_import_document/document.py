"""From a file's bytes to paragraphs and metadata, within one process: every kind becomes HTML first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from williams_html.encoding import Decoded, charset_of, decode, decode_html
from williams_html.figures import mark_figures
from williams_html.maths import write_formulas
from williams_html.paragraphs import Block, paragraphs_of
from williams_html.titles import own_title
from williams_html.tree import parse

from williams.domain.errors import ContentTooLarge, EmptyContent
from williams.domain.filenames import stem
from williams.isolation.embedded_pictures import Pictures
from williams.isolation.notices import Said
from williams_import_document.kinds import OF_FILES, FileKind
from williams_import_document.pictures import with_figure, without_ornaments
from williams_import_document.reading import Part, Reading, Review

_MOST_CHARACTERS = 20_000_000
_MOST_PARAGRAPHS = 200_000
"""What holds a document in memory afterwards has no limit on it."""
_READERS = {
    FileKind.MARKDOWN: "text.markdown:read_markdown",
    FileKind.HTML: "pages:read_page",
    FileKind.TEXT: "text.plain_text:read_text",
    FileKind.RESTRUCTURED: "text.restructured:read_restructured",
    FileKind.ORG: "text.org:read_org",
    FileKind.LATEX: "latex.document:read_latex",
    FileKind.TABLE: "records.tables:read_table",
    FileKind.RECORDS: "records.values:read_records",
    FileKind.LINES: "records.values:read_lines",
    FileKind.NOTEBOOK: "records.notebook:read_notebook",
    FileKind.SUBTITLES: "subtitles:read_subtitles",
    FileKind.RICH_TEXT: "text.rich_text:read_rich_text",
    FileKind.MAIL: "mail:read_mail",
    FileKind.MAILBOX: "mail:read_mailbox",
    FileKind.OUTLOOK: "outlook:read_outlook",
    FileKind.WORD: "word.document:read_word",
    FileKind.PRESENTATION: "office.presentation:read_presentation",
    FileKind.WORKBOOK: "office.workbook:read_workbook",
    FileKind.OPEN_TEXT: "office.open_document:read_open_text",
    FileKind.OPEN_PRESENTATION: "office.open_document:read_open_presentation",
    FileKind.BOOK: "book:read_book",
}
"""Modules of this package and functions in them; a process loads those of its own file only."""
_WITH_SITE_NAMES = frozenset({FileKind.HTML})


def read_document(
    source: Path,
    progress: Callable[[int, int], None],
    kind: str,
    filename: str,
    declared_type: str | None,
    pictures: str,
    review: dict[str, bool] | None = None,
) -> dict[str, Any]:
    """Return ``metadata``, ``paragraphs`` and ``notices`` in JSON's types; write figures into the folder ``pictures``.

    ``review`` has fields of ``Review``.

    Raises:
        EmptyContent: there is no text in it.
        UnsupportedContent, EncryptedContent, CorruptContent, ContentTooLarge: it cannot be read.
    """
    progress(0, 2)
    reading, decoded = _read(source, FileKind(kind), declared_type, Review(**review or {}))
    progress(1, 2)
    taken = Pictures(Path(pictures))
    found, notices = _paragraphs(reading, decoded, taken)
    if not found:
        raise EmptyContent(f"{filename} holds no text. Check that it is the right file.")
    if sum(len(block.text) for block, _ in found) > _MOST_CHARACTERS:
        raise ContentTooLarge(f"{filename} holds more than {_MOST_CHARACTERS} characters of text. Split it.")
    if len(found) > _MOST_PARAGRAPHS:
        raise ContentTooLarge(f"{filename} holds more than {_MOST_PARAGRAPHS} paragraphs. Split it.")
    about = reading.about
    blocks = [block for block, _ in found]
    title = _title(about.get("title"), FileKind(kind), blocks) or stem(filename)
    return {
        "metadata": {name: value for name, value in {**about, "title": title}.items() if value},
        "paragraphs": [draft for _, draft in found],
        "notices": [*notices, *taken.notices()],
    }


def _title(declared: str | None, kind: FileKind, blocks: list[Block]) -> str | None:
    """Only pages on the web put their site's name into their title; who writes one elsewhere means it."""
    return declared if declared and kind not in _WITH_SITE_NAMES else own_title(declared, blocks)


def _read(source: Path, kind: FileKind, declared_type: str | None, asked: Review) -> tuple[Reading, Decoded | None]:
    """Return what was read, and for files of text how their bytes were understood."""
    module, _, function = _READERS[kind].partition(":")
    reader = getattr(import_module(f"{__package__}.{module}"), function)
    if kind is FileKind.WORD:
        return reader(source, asked), None
    if kind in OF_FILES:
        return reader(source), None
    data = source.read_bytes()
    decoded = decode_html(data, declared_type) if kind is FileKind.HTML else decode(data, charset_of(declared_type))
    reading: Reading = reader(decoded.text)
    return replace(reading, notices=[*decoded.notices, *reading.notices]), decoded


def _paragraphs(
    reading: Reading, decoded: Decoded | None, pictures: Pictures
) -> tuple[list[tuple[Block, dict[str, Any]]], list[Said]]:
    found: list[tuple[Block, dict[str, Any]]] = []
    notices = list(reading.notices)
    for part in reading.parts:
        if not part.html.strip():
            continue
        page = parse(part.html)
        notices += page.notices
        write_formulas(page.root)
        mark_figures(page.root, alone=True)
        blocks = paragraphs_of(page.root)
        drafts = decoded.drafts(blocks) if decoded else [block.draft() for block in blocks]
        for block, draft in zip(blocks, drafts, strict=True):
            kept = with_figure(block, _placed(draft, part), pictures, reading.picture)
            found += [(block, kept)] if kept else []
    return without_ornaments(found), notices


def _placed(draft: dict[str, Any], part: Part) -> dict[str, Any]:
    place = {**draft["place"], **part.place}
    if part.file:
        place["anchor"] = f"{part.file}#{place['anchor']}" if place["anchor"] else part.file
    return {**draft, "place": place}

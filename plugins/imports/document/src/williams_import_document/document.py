"""From a file's bytes to paragraphs and metadata, within one process: every kind becomes HTML first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from williams_html.encoding import Decoded, charset_of, decode, decode_html
from williams_html.paragraphs import Block, paragraphs_of
from williams_html.titles import own_title
from williams_html.tree import parse

from williams.domain.errors import ContentTooLarge, EmptyContent
from williams.isolation.notices import Said
from williams_import_document import markdown, pages, plain_text, word
from williams_import_document.kinds import FileKind

_MOST_CHARACTERS = 20_000_000
_MOST_PARAGRAPHS = 200_000
"""What holds a document in memory afterwards has no limit on it."""
_READERS = {
    FileKind.MARKDOWN: markdown.read_markdown,
    FileKind.HTML: pages.read_page,
    FileKind.TEXT: plain_text.read_text,
}


@dataclass(slots=True)
class Reading:
    """A document as HTML, what it says of itself, and what there is to know about it.

    ``about`` has fields of ``ContentMetadata``, ``notices`` fields of ``Notice``, both in JSON's types. ``decoded`` is
    None for files whose encoding is never in doubt.
    """

    html: str
    about: dict[str, Any]
    notices: list[Said] = field(default_factory=list)
    decoded: Decoded | None = None


def read_document(
    source: Path, progress: Callable[[int, int], None], kind: str, filename: str, declared_type: str | None
) -> dict[str, Any]:
    """Return ``metadata``, ``paragraphs`` and ``notices`` in JSON's types.

    Raises:
        EmptyContent: there is no text in it.
        UnsupportedContent, EncryptedContent, CorruptContent, ContentTooLarge: it cannot be read.
    """
    progress(0, 2)
    reading = _read(source, FileKind(kind), declared_type)
    progress(1, 2)
    blocks, notices = _blocks(reading)
    if not blocks:
        raise EmptyContent(f"{filename} holds no text. Check that it is the right file.")
    if sum(len(block.text) for block in blocks) > _MOST_CHARACTERS:
        raise ContentTooLarge(f"{filename} holds more than {_MOST_CHARACTERS} characters of text. Split it.")
    if len(blocks) > _MOST_PARAGRAPHS:
        raise ContentTooLarge(f"{filename} holds more than {_MOST_PARAGRAPHS} paragraphs. Split it.")
    about = reading.about
    about["title"] = _title(about.get("title"), FileKind(kind), blocks) or filename.rpartition(".")[0] or filename
    return {
        "metadata": {name: value for name, value in about.items() if value},
        "paragraphs": reading.decoded.drafts(blocks) if reading.decoded else [block.draft() for block in blocks],
        "notices": notices,
    }


def _title(declared: str | None, kind: FileKind, blocks: list[Block]) -> str | None:
    """Only pages on the web put their site's name into their title; who writes one elsewhere means it."""
    return declared if declared and kind is not FileKind.HTML else own_title(declared, blocks)


def _read(source: Path, kind: FileKind, declared_type: str | None) -> Reading:
    if kind is FileKind.WORD:
        return Reading(*word.read_word(source))
    data = source.read_bytes()
    decoded = decode_html(data, declared_type) if kind is FileKind.HTML else decode(data, charset_of(declared_type))
    html, about, notices = _READERS[kind](decoded.text)
    return Reading(html, about, [*decoded.notices, *notices], decoded)


def _blocks(reading: Reading) -> tuple[list[Block], list[Said]]:
    if not reading.html.strip():
        return [], reading.notices
    page = parse(reading.html)
    return paragraphs_of(page.root), [*reading.notices, *page.notices]

"""The parsers of strangers' bytes, each as its plugin calls it, with files to begin from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from williams_import_document.document import read_document
from williams_import_document.kinds import FileKind
from williams_import_image.pictures import read_pictures
from williams_import_listing.archives import read_archive
from williams_import_listing.reading import read_listing
from williams_import_paper.bibliographies.reading import read_bibliography
from williams_import_paper.text.jats import read_jats
from williams_import_paper.text.latexml import read_latexml
from williams_import_pdf.analysis import analyse
from williams_import_web.page import read_page
from williams_import_youtube.captions.reading import read_captions

from tests.fuzz import seeds
from tests.fuzz.shapes import (
    Shape,
    at_times_itself,
    plain,
    within_compound,
    within_lines,
    within_picture,
    within_warc,
    within_zip,
)
from tests.fuzz.trees import within_xml
from tests.fuzz.values import within_json

_ADDRESS = "https://a.example/lists/it"
Answer = dict[str, Any]


def _say(_done: int, _total: int) -> None:
    """Progress, which nobody waits for."""


@dataclass(frozen=True)
class Parser:
    """``read`` takes the file and a folder for pictures; ``shape`` changes a file within what holds it together."""

    read: Callable[[Path, Path], Answer]
    seeds: Callable[[], list[bytes]]
    shape: Shape = plain


def _document(kind: FileKind, source: Path, folder: Path) -> Answer:
    return read_document(source, _say, kind.value, f"a.{kind.value}", None, str(folder))


def _web(archive: str | None, source: Path, _: Path) -> Answer:
    return read_page(source, _say, _ADDRESS, "text/html", archive)


def _bibliography(name: str, source: Path, _: Path) -> Answer:
    return read_bibliography(source, _say, name)


def _captions(form: str, source: Path, _: Path) -> Answer:
    chapters = [{"title": "One", "starts": 0.0, "ends": 2.0}, {"title": "Two", "starts": 2.0, "ends": 9.0}]
    return read_captions(source, _say, format=form, automatic=True, language="en", chapters=chapters)


_PACKED = {
    FileKind.WORD: seeds.words,
    FileKind.PRESENTATION: seeds.presentations,
    FileKind.WORKBOOK: seeds.workbooks,
    FileKind.OPEN_TEXT: seeds.open_texts,
    FileKind.OPEN_PRESENTATION: seeds.open_presentations,
    FileKind.BOOK: seeds.books,
}
_PLAIN = {
    FileKind.MARKDOWN: seeds.markdown,
    FileKind.HTML: seeds.pages,
    FileKind.TEXT: seeds.encodings,
    FileKind.RESTRUCTURED: seeds.restructured,
    FileKind.ORG: seeds.org,
    FileKind.LATEX: seeds.latex,
    FileKind.TABLE: seeds.tables,
    FileKind.RECORDS: seeds.records,
    FileKind.LINES: seeds.lines,
    FileKind.NOTEBOOK: seeds.notebooks,
    FileKind.SUBTITLES: seeds.subtitles,
    FileKind.RICH_TEXT: seeds.rich_texts,
    FileKind.MAIL: seeds.mails,
    FileKind.MAILBOX: seeds.mailboxes,
    FileKind.OUTLOOK: seeds.messages,
}
_ZIP, _XML, _JSON = (at_times_itself(shape) for shape in (within_zip, within_xml, within_json))
_SHAPES = {
    FileKind.RECORDS: _JSON,
    FileKind.LINES: at_times_itself(within_lines),
    FileKind.NOTEBOOK: _JSON,
    FileKind.OUTLOOK: at_times_itself(within_compound),
    **dict.fromkeys(_PACKED, _ZIP),
}
PARSERS: dict[str, Parser] = {
    "pdf": Parser(lambda source, _: analyse(source, _say), seeds.pdfs),
    "page": Parser(partial(_web, None), seeds.pages),
    "mhtml": Parser(partial(_web, "multipart/related"), seeds.mhtml_files),
    "wacz": Parser(partial(_web, "application/wacz"), seeds.wacz_files, _ZIP),
    "har": Parser(partial(_web, "application/har+json"), seeds.har_files, _JSON),
    "warc": Parser(partial(_web, "application/warc"), seeds.warc_files, at_times_itself(within_warc)),
    **{
        kind.value: Parser(partial(_document, kind), made, _SHAPES.get(kind, plain))
        for kind, made in (_PLAIN | _PACKED).items()
    },
    "zip": Parser(lambda source, folder: read_archive(source, _say, str(folder)), seeds.archives, _ZIP),
    "listing": Parser(lambda source, _: read_listing(source, _say, _ADDRESS), seeds.listings),
    "jats": Parser(lambda source, _: read_jats(source, _say), seeds.articles, _XML),
    "latexml": Parser(lambda source, _: read_latexml(source, _say, None), seeds.latexml_pages),
    "bibtex": Parser(partial(_bibliography, "a.bib"), seeds.bibtex),
    "ris": Parser(partial(_bibliography, "a.ris"), seeds.ris),
    "csl": Parser(partial(_bibliography, "a.csl.json"), seeds.csl, _JSON),
    "picture": Parser(
        lambda source, folder: read_pictures(source, _say, str(folder)), seeds.pictures, at_times_itself(within_picture)
    ),
    "json3": Parser(partial(_captions, "json3"), seeds.json3_captions, _JSON),
    "captions": Parser(partial(_captions, "vtt"), seeds.captions),
}

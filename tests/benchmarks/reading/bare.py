"""What libraries take to give all the text of a file, alone: no structure, no place, no notice of what is missing."""

from __future__ import annotations

import csv
import email
import email.policy
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final


def _xml(path: Path) -> None:
    from lxml import etree

    "".join(etree.parse(path).getroot().itertext())


def _word(path: Path) -> None:
    import docx

    "\n".join(each.text for each in docx.Document(str(path)).paragraphs)


def _workbook(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _presentation(path: Path) -> None:
    from pptx import Presentation

    for slide in Presentation(str(path)).slides:
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _packed_xml(path: Path) -> None:
    from lxml import etree

    with zipfile.ZipFile(path) as package:
        "".join(etree.fromstring(package.read("content.xml")).itertext())


def _packed_pages(path: Path) -> None:
    from lxml import html

    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".xhtml"):
                html.fromstring(package.read(name)).text_content()


def _page(path: Path) -> None:
    from lxml import html

    html.fromstring(path.read_bytes()).text_content()


def _markdown(path: Path) -> None:
    from markdown_it import MarkdownIt

    MarkdownIt().render(path.read_text(encoding="utf-8"))


def _restructured(path: Path) -> None:
    from docutils.core import publish_doctree

    publish_doctree(path.read_text(encoding="utf-8")).astext()


def _org(path: Path) -> None:
    import orgparse

    "\n".join(node.get_body() for node in orgparse.load(str(path)))


def _latex(path: Path) -> None:
    from pylatexenc.latex2text import LatexNodes2Text

    LatexNodes2Text().latex_to_text(path.read_text(encoding="utf-8"))


def _text(path: Path) -> None:
    path.read_text(encoding="utf-8").split("\n\n")


def _rich_text(path: Path) -> None:
    from striprtf.striprtf import rtf_to_text

    rtf_to_text(path.read_text(encoding="ascii"))  # type: ignore[no-untyped-call]


def _table(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        list(csv.reader(file))


def _records(path: Path) -> None:
    json.loads(path.read_bytes())


def _mail(path: Path) -> None:
    message: Any = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    message.get_body().get_content()


def _feed(path: Path) -> None:
    import feedparser

    feedparser.parse(path.read_bytes())


BARE: Final[dict[str, tuple[str, Callable[[Path], None]]]] = {
    "nxml": ("lxml", _xml),
    "docx": ("python-docx", _word),
    "xlsx": ("calamine", _workbook),
    "pptx": ("python-pptx", _presentation),
    "odt": ("zipfile, lxml", _packed_xml),
    "epub": ("zipfile, lxml", _packed_pages),
    "html": ("lxml", _page),
    "md": ("markdown-it", _markdown),
    "rst": ("docutils", _restructured),
    "org": ("orgparse", _org),
    "tex": ("pylatexenc", _latex),
    "txt": ("split", _text),
    "rtf": ("striprtf", _rich_text),
    "csv": ("csv", _table),
    "json": ("json", _records),
    "ipynb": ("json", _records),
    "eml": ("email", _mail),
    "rss": ("feedparser", _feed),
    "sitemap.xml": ("lxml", _xml),
}
"""The library's name and the call, by the end of the file's name."""

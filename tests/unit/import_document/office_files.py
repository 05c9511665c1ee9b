"""Office files and books to read, written here with the libraries that others write them with."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a package; the first part is stored as it is, as OpenDocument and EPUB want it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (name, content) in enumerate(parts.items()):
            package.writestr(name, content, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return file.getvalue()


def unpacked(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def presentation(title: str = "On Ferries") -> bytes:
    """Two slides, the second hidden, with bullets, a table, a chart, a note and an alternative text."""
    deck = Presentation()
    deck.core_properties.title, deck.core_properties.author = title, "Ada Smith"
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Why ferries"
    first.placeholders[1].text = "No bridge\nLittle traffic"
    first.notes_slide.notes_text_frame.text = "Say that the last bridge fell."
    grid = first.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for place, words in enumerate(("Cargo", "Pence", "Sheep", "3")):
        grid.cell(place // 2, place % 2).text = words
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Traffic"
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["1900"]
    data.add_series("Boats", (3,))  # type: ignore[no-untyped-call]
    chart = second.shapes.add_chart(XL_CHART_TYPE.LINE, Inches(1), Inches(1), Inches(3), Inches(3), data)
    chart._element.xpath(".//p:cNvPr")[0].set("descr", "Boats by year")
    second._element.set("show", "0")
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def workbook() -> bytes:
    """Two sheets, the second hidden."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": "Tolls", "author": "Bo Lee"})
    sheet = book.add_worksheet("Tolls 1900")
    sheet.write_row(0, 0, ["Cargo", "Pence", "Since"])
    sheet.write_row(2, 0, ["Sheep", 3])
    sheet.write_row(3, 0, ["Carts", 4.5])
    sheet.write_datetime(2, 2, datetime(1900, 3, 5), book.add_format({"num_format": "d.m.yyyy"}))
    hidden = book.add_worksheet("Secret")
    hidden.write(0, 0, "Bribes")
    hidden.hide()
    book.close()
    return file.getvalue()


_SPACES = (
    " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "style": "style",
            "presentation": "presentation",
            "meta": "meta",
            "svg": "svg-compatible",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_META = (
    f"<office:document-meta {_SPACES}><office:meta><dc:title>On Ferries</dc:title><dc:creator>Ada Smith</dc:creator>"
    "<meta:creation-date>2024-03-05T10:00:00</meta:creation-date></office:meta></office:document-meta>"
)


def open_document(body: str, kind: str = "text", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an OpenDocument package with a body of this kind."""
    content = (
        f'<office:document-content {_SPACES}><office:automatic-styles><style:style style:name="P1" '
        'style:parent-style-name="Title"/></office:automatic-styles>'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    kinds = f"application/vnd.oasis.opendocument.{kind}"
    return packed({"mimetype": kinds, "content.xml": content, "meta.xml": _META, **(more or {})})


MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
OPEN_TEXT = """<text:p text:style-name="P1">On Ferries</text:p><text:h text:outline-level="2">Prices</text:h>
<text:p>Sheep cross<text:s/>cheaply.
<text:note><text:note-body><text:p>Since 1900.</text:p></text:note-body></text:note></text:p>
<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes>
<text:list><text:list-item><text:p>sheep</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Cargo</text:p></table:table-cell><table:table-cell><text:p>Pence</text:p>
</table:table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:image/><svg:desc>The old ferry</svg:desc></draw:frame></text:p>
<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>"""
FORMULA = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi><mo>=</mo><mn>2</mn></math>'
OPEN_SLIDES = """<draw:page><draw:frame presentation:class="outline">
<draw:text-box><text:p>No bridge</text:p></draw:text-box></draw:frame>
<draw:frame presentation:class="title"><draw:text-box><text:p>Why ferries</text:p></draw:text-box></draw:frame>
<presentation:notes><draw:frame>
<draw:text-box><text:p>Say it slowly.</text:p></draw:text-box></draw:frame></presentation:notes>
</draw:page>"""


def book(chapter: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a book with one chapter and a list of contents."""
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<metadata><dc:title>On Ferries</dc:title><dc:creator>Ada Smith</dc:creator><dc:language>en</dc:language>"
            "<dc:rights>CC BY 4.0</dc:rights></metadata><manifest>"
            '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            '<item id="c" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="c"/></spine></package>',
            "OEBPS/nav.xhtml": "<html><body><p>Contents</p></body></html>",
            "OEBPS/text/one.xhtml": f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body>{chapter}</body></html>',
            **(more or {}),
        }
    )

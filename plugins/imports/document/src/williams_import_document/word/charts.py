"""Charts and diagrams of a Word document: what they say, behind the paragraph that each is drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from williams_html.xml import parse_xml

from williams_import_document.office.charts import Chart, drawn_chart
from williams_import_document.office.diagrams import data_of, words_of
from williams_import_document.office.relationships import id_of, name_of, related
from williams_import_document.trees import local, space_of

CAPTION: Final = "WilliamsCaption"
_IDS: Final = {"chart": id_of, "relIds": data_of}
"""What draws something, and what says the id of the part with its words."""
_MOST_CELLS: Final = 20_000
"""Of all charts together, with the points of diagrams; each is four elements of the document."""


def write_charts(document: etree._Element, main: str, parts: Mapping[str, bytes], drawn: dict[str, bytes]) -> None:
    """Replace charts and diagrams that can be read; the others stay, as elements without text.

    Args:
        main: the name of the part that ``document`` is.
        parts: the relationships are among them.
        drawn: DrawingML by the names of its parts; each that is met is taken out.
    """
    targets = related(parts.get(name_of(main)), main)
    left = _MOST_CELLS
    for element in [each for each in document.iter(etree.Element) if local(each) in _IDS]:
        paragraph = next((each for each in element.iterancestors() if local(each) == "p"), None)
        root = _root(drawn.pop(targets.get(_IDS[local(element)](element), ""), None))
        if paragraph is None or root is None:
            continue
        space = space_of(paragraph)
        written, cells = _of_diagram(root, space) if local(element) == "relIds" else _of_chart(root, space)
        if not written or cells > left:
            continue
        left -= cells
        element.getparent().remove(element)
        for each in reversed(written):
            paragraph.addnext(each)


def _root(data: bytes | None) -> etree._Element | None:
    try:
        return None if data is None else parse_xml(data)
    except etree.XMLSyntaxError:
        return None


def _of_diagram(root: etree._Element, space: str) -> tuple[list[etree._Element], int]:
    written = [_paragraph(words, space) for words in words_of(root)]
    return written, len(written)


def _of_chart(root: etree._Element, space: str) -> tuple[list[etree._Element], int]:
    chart = drawn_chart(root)
    return (list(_written(chart, space)) if chart.tables and chart.cells <= _MOST_CELLS else []), chart.cells


def _written(chart: Chart, space: str) -> Iterator[etree._Element]:
    if chart.caption:
        yield _paragraph(chart.caption, space, CAPTION)
    for rows in chart.tables:
        grid = etree.Element(f"{space}tbl")
        for row in rows:
            line = etree.SubElement(grid, f"{space}tr")
            for cell in row:
                etree.SubElement(line, f"{space}tc").append(_paragraph(cell, space))
        yield grid


def _paragraph(words: str, space: str, style: str | None = None) -> etree._Element:
    paragraph = etree.Element(f"{space}p")
    if style:
        properties = etree.SubElement(paragraph, f"{space}pPr")
        etree.SubElement(properties, f"{space}pStyle", {f"{space}val": style})
    etree.SubElement(etree.SubElement(paragraph, f"{space}r"), f"{space}t").text = words
    return paragraph

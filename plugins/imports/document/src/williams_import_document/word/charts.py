"""Charts of a Word document: a caption and a table behind the paragraph that each is drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree
from williams_html.xml import parse_xml

from williams_import_document.office.charts import Chart, drawn_chart
from williams_import_document.office.relationships import id_of, name_of, related
from williams_import_document.word.styles import local

CAPTION: Final = "WilliamsCaption"
_MOST_CELLS: Final = 20_000
"""Of all charts together; each is four elements of the document."""


def write_charts(document: etree._Element, main: str, parts: Mapping[str, bytes], charts: dict[str, bytes]) -> None:
    """Replace the charts that can be read; the others stay, as elements without text.

    Args:
        main: the name of the part that ``document`` is.
        parts: the relationships are among them.
        charts: DrawingML by the names of its parts; each that is met is taken out.
    """
    targets = related(parts.get(name_of(main)), main)
    left = _MOST_CELLS
    for drawn in [each for each in document.iter(etree.Element) if local(each) == "chart"]:
        paragraph = next((each for each in drawn.iterancestors() if local(each) == "p"), None)
        chart = _read(charts.pop(targets.get(id_of(drawn), ""), None))
        if chart is None or paragraph is None or chart.cells > left:
            continue
        left -= chart.cells
        drawn.getparent().remove(drawn)
        space = str(paragraph.tag).rpartition("}")[0] + "}"
        for written in reversed(list(_written(chart, space))):
            paragraph.addnext(written)


def _read(data: bytes | None) -> Chart | None:
    try:
        root = None if data is None else parse_xml(data)
    except etree.XMLSyntaxError:
        return None
    chart = None if root is None else drawn_chart(root)
    return chart if chart and chart.tables else None


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

"""Tables of a Word document."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from williams_publishing.directions import direction_of

from williams_export_report.document.model import Inline, Run, Table
from williams_export_report.formats.docx.runs import Writer, flag

_STYLE = "Table Grid"
_SMALL = 4  # columns: tables that have more are set smaller
_LINES = ("w:left", "w:right", "w:insideV")


def add_table(document: Any, table: Table, writer: Writer) -> None:
    """Add the rows; the first is repeated on each page if it names the columns."""
    rows = [*([table.head] if table.head else []), *table.rows]
    made = document.add_table(rows=0, cols=table.width)
    made.style = document.styles[_STYLE]
    made.autofit = not table.shares
    properties = made._tbl.tblPr
    if direction_of(table.language) == "rtl":
        properties.insert_element_before(OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLayout", "w:tblLook")
    properties.insert_element_before(_without_uprights(), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    widths = _widths(document, table)
    for column, width in zip(made.columns, widths, strict=False):
        column.width = width
    size = Pt(8 if table.width > _SMALL else 9.5)
    for order, cells in enumerate(rows):
        row = made.add_row()
        if order == 0 and table.head:
            flag(row._tr.get_or_add_trPr(), "w:tblHeader")
        flag(row._tr.get_or_add_trPr(), "w:cantSplit")
        for column, (cell, runs) in enumerate(zip(row._tr.tc_lst, cells, strict=True)):
            if widths:
                cell.width = widths[column]
            _fill(cell.p_lst[0], runs, table, writer, size, strong=order == 0 and table.head is not None)


def _fill(paragraph: Any, runs: Inline, table: Table, writer: Writer, size: Pt, *, strong: bool) -> None:
    properties = paragraph.get_or_add_pPr()
    if direction_of(table.language) == "rtl":
        flag(properties, "w:bidi")
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:after"), "20")
    spacing.set(qn("w:line"), "240")
    spacing.set(qn("w:lineRule"), "auto")
    properties.append(spacing)
    shown = (
        tuple(Run(run.text, run.emphasis, True, run.raised, run.link, run.language) for run in runs) if strong else runs
    )
    writer.add(paragraph, shown, table.language)
    for look in paragraph.iter(qn("w:rPr")):
        for name in ("w:sz", "w:szCs"):
            made = OxmlElement(name)
            made.set(qn("w:val"), str(int(size.pt * 2)))
            look.insert_element_before(made, "w:vertAlign", "w:rtl", "w:lang")


def _widths(document: Any, table: Table) -> list[int]:
    """Return the columns' widths in EMU; none where they are left to the program that shows it."""
    section = document.sections[0]
    page = section.page_width - section.left_margin - section.right_margin
    return [int(page * share / sum(table.shares)) for share in table.shares]


def _without_uprights() -> Any:
    borders = OxmlElement("w:tblBorders")
    for name in _LINES:
        flag(borders, name, "nil")
    return borders

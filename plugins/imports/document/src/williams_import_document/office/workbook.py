"""Workbooks (.xlsx, .xls, .xlsb, .ods), by calamine: each row of a sheet is one paragraph."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from williams.domain.errors import ContentTooLarge, CorruptContent, EncryptedContent
from williams.isolation.notices import Said, notice
from williams_import_document.archive import ADVICE, opened
from williams_import_document.office.far_cells import MOST_CELLS, moved_together
from williams_import_document.office.open_document import CONTENT, MANIFEST, META, read_meta
from williams_import_document.office.sheets import Drawings
from williams_import_document.properties import PROPERTIES, read_properties
from williams_import_document.reading import Part, Reading
from williams_import_document.records.tables import table

_WHAT: Final = "The workbook"
_READ: Final = (".xml", ".rels")
_MIDNIGHT: Final = time()
_OPEN_WORKBOOK: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_EMPTY_MANIFEST: Final = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_SET_IN: Final = re.compile(rb"(?<=>)\s+(?=</?(?:table|office):|<text:p\b)")
"""White space before parts of a table: it is not of the text, but calamine reads no row that has it."""
_EMPTY_ROWS: Final = re.compile(
    rb'((?><table:table-row\b[^<>]*?(?=\stable:number-rows-)))\stable:number-rows-repeated="\d{4,}"'
    rb"([^<>]*>(?:<table:(?:covered-)?table-cell\b(?![^<>]*office:value)[^<>]*/>)*</table:table-row>)(?!</table:table>)"
)
"""Thousands of empty rows before others, for each of which calamine makes room."""


def read_workbook(source: Path) -> Reading:
    """Return a part for each sheet that holds something. Raises the errors of ``opened``."""
    about, notices = _properties(source)
    drawn, left_out = _drawn(source)
    try:
        workbook = _opened(source)
        parts = [part for sheet in _sheets(workbook) if (part := _part(workbook, sheet, drawn.get(sheet, "")))]
    except PasswordError as error:
        raise EncryptedContent(f"{_WHAT} wants a password. Save a copy without one and import that.") from error
    except CalamineError as error:
        raise CorruptContent(f"{_WHAT} cannot be read: {error}. {ADVICE}") from error
    return Reading(parts, about, [*notices, *left_out, *_told(workbook)])


def _opened(source: Path) -> CalamineWorkbook:
    if not zipfile.is_zipfile(source):
        return CalamineWorkbook.from_path(str(source))
    with opened(source, _WHAT) as package:
        changed = _plain(package) if CONTENT in package.namelist() else moved_together(package)
        if not changed:
            return CalamineWorkbook.from_path(str(source))
        parts = {name: package.read(name) for name in package.namelist() if name.endswith(_READ)} | changed
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    copy.seek(0)
    return CalamineWorkbook.from_filelike(copy)


def _plain(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what an OpenDocument workbook has to be for calamine, if it is not so already."""
    content = package.read(CONTENT)
    plain = _EMPTY_ROWS.sub(rb"\1\2", _SET_IN.sub(b"", content))
    if plain == content:
        return {}
    return {"mimetype": _OPEN_WORKBOOK, MANIFEST: _EMPTY_MANIFEST, CONTENT: plain}


def _properties(source: Path) -> tuple[dict[str, Any], list[Said]]:
    if not zipfile.is_zipfile(source):  # the older kind has none that are read here
        return {}, []
    with opened(source, _WHAT) as package:
        names = set(package.namelist())
        if META in names:
            return read_meta(package), []
        return read_properties(package.read(PROPERTIES) if PROPERTIES in names else None)


def _drawn(source: Path) -> tuple[dict[str, str], list[Said]]:
    """Return what lies on the sheets as HTML, by their names, and what of that was left out."""
    if not zipfile.is_zipfile(source):
        return {}, []
    with opened(source, _WHAT) as package:
        drawings = Drawings(package)
        return drawings.html, list(drawings.told())


def _sheets(workbook: CalamineWorkbook) -> Iterator[str]:
    return (each.name for each in workbook.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet)


def _part(workbook: CalamineWorkbook, name: str, drawn: str) -> Part | None:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height * sheet.width > MOST_CELLS:
        raise ContentTooLarge(f"The sheet {name!r} has over {MOST_CELLS} cells. Split it.")
    rows = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    filled = [row for row in rows if any(row)]
    written = f"{table(filled) if filled else ''}{drawn}"
    return Part(f"<h2>{escape(name)}</h2>{written}", {"sheet": name}) if written else None


def _shown(cell: Any) -> str:
    """Return a cell's value as a person would write it."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return " ".join(str(cell).split())


def _told(workbook: CalamineWorkbook) -> Iterator[Said]:
    sheets = workbook.sheets_metadata
    if hidden := [each.name for each in sheets if each.visible is not SheetVisibleEnum.Visible]:
        yield notice("hidden-sheets", f"Sheets that are hidden were read as well: {', '.join(hidden)}.")
    if charts := [each.name for each in sheets if each.typ is SheetTypeEnum.ChartSheet]:
        yield notice("charts-left-out", f"Sheets that are charts were left out: {', '.join(charts)}.")

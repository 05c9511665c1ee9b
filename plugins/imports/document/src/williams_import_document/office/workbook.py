"""Workbooks (.xlsx, .xls, .xlsb, .ods), by calamine: each row of a sheet is one paragraph."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from html import escape
from pathlib import Path
from typing import Any, Final

import olefile
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from williams.domain.errors import ContentTooLarge, CorruptContent, EncryptedContent, UnsupportedContent
from williams.isolation.notices import Said, notice
from williams_import_document.archive import ADVICE, opened
from williams_import_document.office.binary_records import older_drawings, older_styles
from williams_import_document.office.cell_formats import (
    NO_FORMATS,
    BinaryFormats,
    Formats,
    Formatted,
    PackageFormats,
    stream_of,
)
from williams_import_document.office.far_cells import MOST_CELLS, check_extent, moved_together
from williams_import_document.office.open_document import CONTENT, MANIFEST, META, read_meta
from williams_import_document.office.sheets import BINARY_WORKBOOK, Drawings
from williams_import_document.office.shown_values import shown_moment, shown_number
from williams_import_document.properties import PROPERTIES, read_properties
from williams_import_document.reading import Part, Reading
from williams_import_document.records.tables import table

_WHAT: Final = "The workbook"
_READ: Final = (".xml", ".rels")
_MIDNIGHT: Final = time()
_OPEN_WORKBOOK: Final = b"application/vnd.oasis.opendocument.spreadsheet"
_EMPTY_MANIFEST: Final = b'<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_MOST_CODES: Final = 0xFFFF
_DAMAGED: Final = (OSError, struct.error, ValueError, IndexError, KeyError, OverflowError, TypeError)
"""What a compound file raises that is damaged."""
_AS_KEPT: Final = notice(
    "formats-passed-over", "How the workbook shows numbers and dates cannot be read: they stand as it keeps them."
)
_SET_IN: Final = re.compile(rb"(?<=>)\s+(?=</?(?:table|office):|<text:p\b)")
"""White space before parts of a table: it is not of the text, but calamine reads no row that has it."""
_SHOWN_CELL: Final = re.compile(
    rb"<table:table-cell\b(?=[^<>]*\soffice:value-type=)[^<>]*[^/<>]>"
    rb"(?=(?:<office:annotation\b(?:(?!<table:table-|</office:annotation>).)*+</office:annotation>)?<text:p\b)",
    re.DOTALL,
)
_VALUE: Final = re.compile(rb"""\soffice:(?:(?:date-|time-|boolean-|string-)?value|currency)=(?:"[^"]*"|'[^']*')""")
_VALUE_TYPE: Final = re.compile(rb"""(\soffice:value-type=)(?:"[^"]*"|'[^']*')""")
_EMPTY_ROWS: Final = re.compile(
    rb'((?><table:table-row\b[^<>]*?(?=\stable:number-rows-)))\stable:number-rows-repeated="\d{4,}"'
    rb"([^<>]*>(?:<table:(?:covered-)?table-cell\b(?![^<>]*office:value)[^<>]*/>)*</table:table-row>)(?!</table:table>)"
)
"""Thousands of empty rows before others, for each of which calamine makes room."""


def read_workbook(source: Path) -> Reading:
    """Return a part for each sheet that holds something. Raises the errors of ``opened``, and UnsupportedContent."""
    about, notices = _properties(source)
    drawn, left_out = _drawn(source)
    try:
        with _opened(source) as (file, formats, unread):
            workbook = CalamineWorkbook.from_object(file)
            parts = [
                part for sheet in _sheets(workbook) if (part := _part(workbook, sheet, formats, drawn.get(sheet, "")))
            ]
    except PasswordError as error:
        raise EncryptedContent(f"{_WHAT} wants a password. Save a copy without one and import that.") from error
    except CalamineError as error:
        raise CorruptContent(f"{_WHAT} cannot be read: {error}. {ADVICE}") from error
    return Reading(parts, about, [*notices, *left_out, *unread, *_told(workbook)])


@contextmanager
def _opened(source: Path) -> Iterator[tuple[str | io.BytesIO, Formats, list[Said]]]:
    """Give what calamine reads, how its cells are shown, and a notice where that cannot be read."""
    if not _is_package(source):
        formats, told = _older_formats(source)
        yield str(source), formats, told
        return
    with opened(source, _WHAT) as package:
        names = set(package.namelist())
        if BINARY_WORKBOOK in names:
            yield str(source), _binary_formats(package), []
            return
        changed = _plain(package) if CONTENT in names else moved_together(package)
        if not changed:
            yield str(source), PackageFormats(package), []
            return
        parts = {name: package.read(name) for name in names if name.endswith(_READ)} | changed
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)
    with zipfile.ZipFile(copy) as made:
        yield io.BytesIO(copy.getvalue()), PackageFormats(made), []


def _is_package(source: Path) -> bool:
    """An .xls may end in a package: its theme."""
    return not olefile.isOleFile(source) and zipfile.is_zipfile(source)


def _older_formats(source: Path) -> tuple[Formats, list[Said]]:
    """Raises UnsupportedContent for another compound file."""
    try:
        with olefile.OleFileIO(source) as file:
            if not stream_of(file):
                raise UnsupportedContent(
                    "The file is no workbook, though it is named so. Check that it is the right file."
                )
            return BinaryFormats.of_compound(file), []
    except _DAMAGED:
        return NO_FORMATS, [_AS_KEPT]


def _binary_formats(package: zipfile.ZipFile) -> Formats:
    formats = BinaryFormats.of_package(package)
    for name, cells in formats.sheets.items():
        check_extent(name, ((row + 1, column + 1) for row, column, _ in cells()))
    return formats


def _plain(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return what an OpenDocument workbook has to be for calamine, if it is not so already."""
    content = package.read(CONTENT)
    plain = _SHOWN_CELL.sub(_as_text, _EMPTY_ROWS.sub(rb"\1\2", _SET_IN.sub(b"", content)))
    if plain == content:
        return {}
    return {"mimetype": _OPEN_WORKBOOK, MANIFEST: _EMPTY_MANIFEST, CONTENT: plain}


def _as_text(cell: re.Match[bytes]) -> bytes:
    """What the workbook shows stands in it beside the value that it keeps."""
    return _VALUE_TYPE.sub(rb'\1"string"', _VALUE.sub(b"", cell[0]))


def _properties(source: Path) -> tuple[dict[str, Any], list[Said]]:
    if not _is_package(source):  # the older kind has none that are read here
        return {}, []
    with opened(source, _WHAT) as package:
        names = set(package.namelist())
        if META in names:
            return read_meta(package), []
        return read_properties(package.read(PROPERTIES) if PROPERTIES in names else None)


def _drawn(source: Path) -> tuple[dict[str, str], list[Said]]:
    """Return what lies on the sheets as HTML, by their names, and what of that was left out."""
    if not _is_package(source):
        return _older_drawn(source)
    with opened(source, _WHAT) as package:
        drawings = Drawings(package)
        return drawings.html, list(drawings.told())


def _older_drawn(source: Path) -> tuple[dict[str, str], list[Said]]:
    try:
        with olefile.OleFileIO(source) as file:
            data = stream_of(file)
    except _DAMAGED:
        return {}, []
    by_place = {begin: name for name, begin in older_styles(data)[1].items()}
    found = {name: older_drawings(data, begin) for begin, name in by_place.items()}
    counts = {"comments": sum(each[1] for each in found.values()), "charts": sum(each[2] for each in found.values())}
    html = {name: "".join(f"<p>{escape(words)}</p>" for words in boxes) for name, (boxes, _, _) in found.items()}
    return html, [notice(f"{kind}-left-out", f"{n} {kind} were left out.") for kind, n in counts.items() if n]


def _sheets(workbook: CalamineWorkbook) -> Iterator[str]:
    return (each.name for each in workbook.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet)


def _part(workbook: CalamineWorkbook, name: str, formats: Formats, drawn: str) -> Part | None:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height * sheet.width > MOST_CELLS:
        raise ContentTooLarge(f"The sheet {name!r} has over {MOST_CELLS} cells. Split it.")
    codes = _Codes(sheet, formats.of(name))
    rows = [
        [_shown(cell, codes.at(row, column)) for column, cell in enumerate(cells)]
        for row, cells in enumerate(sheet.to_python(skip_empty_area=True))
    ]
    top, left = sheet.start or (0, 0)
    for row, column, failure in formats.failures(name):
        if 0 <= row - top < len(rows) and 0 <= column - left < len(rows[row - top]):
            rows[row - top][column - left] = failure
    filled = [row for row in rows if any(row)]
    written = f"{table(filled) if filled else ''}{drawn}"
    return Part(f"<h2>{escape(name)}</h2>{written}", {"sheet": name}) if written else None


class _Codes:
    """The codes of formats of the cells of a sheet, in two bytes for each cell from its first one that is filled."""

    def __init__(self, sheet: CalamineSheet, formatted: Iterator[Formatted]) -> None:
        self._width = sheet.width
        self._codes = [""]
        self._numbers = array("H")
        numbers: dict[str, int] = {}
        top, left = sheet.start or (0, 0)
        for row, column, code in formatted:
            if not (0 <= row - top < sheet.height and 0 <= column - left < sheet.width):
                continue
            if not self._numbers:
                self._numbers = array("H", bytes(2 * sheet.height * sheet.width))
            number = numbers.setdefault(code, min(len(numbers) + 1, _MOST_CODES))
            if number == len(self._codes):
                self._codes.append(code)
            self._numbers[(row - top) * self._width + column - left] = number if number < _MOST_CODES else 0

    def at(self, row: int, column: int) -> str:
        return self._codes[self._numbers[row * self._width + column]] if self._numbers else ""


def _shown(cell: Any, code: str) -> str:
    """Return a cell's value as the workbook shows it, else as a person would write it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        shown = shown_number(cell, code) if code else None
        return shown or (str(int(cell)) if cell == cell // 1 and abs(cell) < 1e15 else f"{cell:.15g}")
    if isinstance(cell, datetime | date | time | timedelta):
        return (shown_moment(cell, code) if code else None) or _moment(cell)
    return " ".join(str(cell).split())


def _moment(cell: datetime | date | time | timedelta) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat(" ")
    return str(cell)


def _told(workbook: CalamineWorkbook) -> Iterator[Said]:
    sheets = workbook.sheets_metadata
    if hidden := [each.name for each in sheets if each.visible is not SheetVisibleEnum.Visible]:
        yield notice("hidden-sheets", f"Sheets that are hidden were read as well: {', '.join(hidden)}.")
    if charts := [each.name for each in sheets if each.typ is SheetTypeEnum.ChartSheet]:
        yield notice("charts-left-out", f"Sheets that are charts were left out: {', '.join(charts)}.")

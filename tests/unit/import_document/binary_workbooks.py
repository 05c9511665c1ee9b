"""Workbooks in records (MS-XLSB, and MS-XLS for the older kind), with as little as a reader asks for."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from tests.unit.import_document.compound import compound
from tests.unit.import_document.office_files import packed

Cell: TypeAlias = tuple[int, int, str, float]
"""Row, column, the code of its format, and the number."""
_FIRST_CODE = 164
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed_workbook(sheet: str, cells: Sequence[Cell], more: bytes = b"") -> bytes:
    """Return an .xlsb with one sheet, and with more records behind its cells."""
    codes = _codes(cells)
    named = packed_record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet))
    workbook = packed_record(131) + packed_record(143) + named + packed_record(144) + packed_record(132)
    formats = b"".join(packed_record(44, struct.pack("<H", key) + _wide(code)) for code, key in codes.items() if code)
    used = b"".join(packed_record(47, struct.pack("<HHHHHHHH", 0, key, 0, 0, 0, 0, 0, 0)) for key in codes.values())
    styles = packed_record(278) + packed_record(615, struct.pack("<I", len(codes) - 1)) + formats + packed_record(616)
    styles += packed_record(617, struct.pack("<I", len(codes))) + used + packed_record(618) + packed_record(279)
    rows = b"".join(_packed_cells(cells, list(codes))) + more
    extent = struct.pack("<IIII", cells[0][0], cells[-1][0], cells[0][1], cells[-1][1])
    data = (
        packed_record(129)
        + packed_record(148, extent)
        + packed_record(145)
        + rows
        + packed_record(146)
        + packed_record(130)
    )
    return packed(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": _related({"rId1": ("officeDocument", "xl/workbook.bin")}),
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": _related(
                {"rId1": ("worksheet", "worksheets/sheet1.bin"), "rId2": ("styles", "styles.bin")}
            ),
            "xl/styles.bin": styles,
            "xl/worksheets/sheet1.bin": data,
        }
    )


def older_workbook(sheet: str, cells: Sequence[Cell], more: bytes = b"") -> bytes:
    """Return an .xls with one sheet, and with more records in that."""
    codes = _codes(cells)
    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0x0600)
    formats = b"".join(
        older_record(0x041E, struct.pack("<HHB", key, len(code), 0) + code.encode("latin-1"))
        for code, key in codes.items()
        if code
    )
    used = b"".join(older_record(0x00E0, struct.pack("<HH", 0, key) + bytes(16)) for key in codes.values())
    named = struct.pack("<BBBB", 0, 0, len(sheet), 0) + sheet.encode("latin-1")
    place = 4 + len(begin) + len(formats) + len(used) + 4 + 4 + len(named) + 4
    sheets = older_record(0x0085, struct.pack("<I", place) + named)
    globals_ = older_record(0x0809, begin) + formats + used + sheets + older_record(0x000A)
    styles = list(codes)
    numbers = b"".join(
        older_record(0x0203, struct.pack("<HHHd", row, column, styles.index(code), number))
        for row, column, code, number in cells
    )
    first = struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0x0600)
    return compound({"Workbook": globals_ + older_record(0x0809, first) + numbers + more + older_record(0x000A)})


def _codes(cells: Iterable[Cell]) -> dict[str, int]:
    codes = dict.fromkeys(["", *(code for _, _, code, _ in cells)])
    return {code: _FIRST_CODE + number if code else 0 for number, code in enumerate(codes)}


def _packed_cells(cells: Sequence[Cell], styles: list[str]) -> Iterator[bytes]:
    for row, column, code, number in cells:
        yield packed_record(0, struct.pack("<IIHBBI", row, 0, 0, 0, 0, 0))
        yield packed_record(5, struct.pack("<IId", column, styles.index(code), number))


def packed_record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of an .xlsb."""
    return _seven_bits(kind) + _seven_bits(len(data)) + data


def _seven_bits(number: int) -> bytes:
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def older_record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of an .xls."""
    return struct.pack("<HH", kind, len(data)) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _related(parts: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, (kind, target) in parts.items()
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{inside}</Relationships>'
